"""What `earshot model` shows of tables, as a diagram and as documents, and the JSON schema of questions files."""

import html.parser
import json
import pathlib
import re
import tomllib

import examples
import jsonschema
import plays_file
import pytest
from any_measures import as_toml
from test_model import REFUSED, question

ROOT = pathlib.Path(__file__).resolve().parents[1]

QUESTION = {
    "name": "q",
    "asks": 'Who plays <b>most</b> of "this" & that | *here*?',
    "given": ["region", "month"],
    "one_per": ["user_id"],
    "measures": {"plays": "count"},
    "order": ["plays desc"],
    "buckets": 4,
    "answer": ["user_id", "plays", "first_name"],
}


@pytest.fixture
def shown(earshot, tmp_path):
    """What `model show` says of a question."""

    def show(*words, **changed):
        (tmp_path / "q.toml").write_text(as_toml({**QUESTION, **changed}))
        return earshot("model", "show", "--questions", "q.toml", *words).stdout

    return show


def write_plays(directory):
    plays = [
        {"itemInSession": n, "location": '<Bath>, "A" | B', "userId": n % 3, "day": "2024-01-05"} for n in range(9)
    ]
    plays_file.write(directory / "plays.csv", *plays, more=["day"])


def test_a_table_is_drawn_with_its_key(shown):
    assert """
  ┌──────────────────────────┐
  │            q             │
  ├────────────┬────────┬────┤
  │ region     │ text   │ K  │  given
  │ month      │ text   │ K  │  given
  │ bucket     │ int    │ K  │  buckets: spreads each answer over 4 partitions
  │ plays      │ bigint │ C↓ │  measure: count; order: the answer comes in its order
  │ user_id    │ bigint │ C↑ │  one_per: one row for each value
  │ first_name │ text   │    │  answer
  └────────────┴────────┴────┘
""" in shown()


def test_it_says_which_plays_count_and_what_is_measured(shown):
    text = shown(only={"level": ["paid", "free"]})
    assert '; only plays with level = "free" or "paid"' in text
    text = shown(measures={"plays": "count", "heard": "distinct song"}, answer=["plays", "heard"])
    assert "│ heard   │ bigint │    │  measure: distinct song\n" in text


def test_a_long_name_has_its_place(shown):
    name = "which_artists_songs_were_played_most_in_a_region"
    lines = [line for line in shown(name=name).splitlines() if line.startswith("  ") and line[2:3] in "┌│├└"]
    widths = {len(re.match(r"  [┌│├└].*[┐│┤┘]", line)[0]) for line in lines}
    assert len(widths) == 1 and name in lines[1]


class Page(html.parser.HTMLParser):
    """The tags of a page that are open when it ends, all that it had, and its text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_html_is_whole_and_has_no_tag_of_others(shown, tmp_path):
    write_plays(tmp_path)
    page = Page(shown("plays.csv", "--plays", "1e6", "--format", "html"))
    assert page.open == []
    assert {"script", "img", "link", "iframe", "b", "Bath"}.isdisjoint(page.tags)
    assert {name for name, _ in page.attributes} == {"lang", "charset", "name", "content", "id"}
    assert QUESTION["asks"] in page.text and "C↓" in page.text
    assert '"A" | B' in page.text
    assert "at 1,000,000 plays" in page.text and "9 plays from 2024-01-05" in page.text


def test_markdown_has_a_table_for_each_question(shown, earshot, tmp_path):
    write_plays(tmp_path)
    text = shown("plays.csv", "--plays", "1e6", "--format", "markdown")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows[:8]} == {5} and {row.count("|") for row in rows[8:]} == {3}
    assert "| first&#95;name | text |  | answer |" in rows
    assert "<b>" not in text and "*here*" not in text
    assert "at 1,000,000 plays" in text
    builtin = earshot("model", "show", "--format", "markdown").stdout
    assert re.findall("^## (.*)$", builtin, re.M) == ["song&#95;at", "session&#95;songs", "song&#95;listeners"]
    assert "size" not in builtin


def test_mermaid_is_an_entity_for_each_table(shown, tmp_path):
    write_plays(tmp_path)
    lines = shown("plays.csv", "--format", "mermaid").splitlines()
    assert lines[0] == "erDiagram"
    others = [line for line in lines[1:] if not line.startswith("  %% ")]
    assert (others[0], others[-1]) == ("  q {", "  }")
    for line in others[1:-1]:
        assert re.fullmatch(r'    [a-z]+ [a-z_]+( PK)? "[^"]*"', line), line
    assert '    bigint plays PK "C↓, measure: count; order: the answer comes in its order"' in others
    assert "{init" not in shown("--format", "mermaid", asks="%%{init: {'theme': 'dark'}}%%")


def test_json_is_an_object_for_each_question(earshot, shown, tmp_path):
    [alone] = json.loads(shown("--format", "json"))
    keys = [("region", "partition key", ""), ("month", "partition key", ""), ("bucket", "partition key", "")]
    keys += [("plays", "clustering", "desc"), ("user_id", "clustering", "asc"), ("first_name", "regular", "")]
    columns = alone.pop("columns")
    assert [(one["column"], one["kind"], one["direction"]) for one in columns] == keys
    assert [one["type"] for one in columns] == ["text", "text", "int", "bigint", "bigint", "text"]
    assert columns[3]["why"] == "measure: count; order: the answer comes in its order"
    assert alone == {
        "table": "q",
        "of": "plays",
        "asks": QUESTION["asks"],
        "ask": "earshot ask q region=<text> month=<text> [plays=<bigint>..<bigint>]",
        "primary_key": "PRIMARY KEY ((region, month, bucket), plays, user_id)",
        "rows_are": "one row for each user_id, with the values of the last play; "
        "a partition holds those of one region, month, bucket",
        "sizes": None,
        "forecast": None,
    }
    [bare] = json.loads(earshot("model", "--questions", "q.toml", "--format", "json").stdout)
    assert bare == {**alone, "columns": columns}


def test_json_has_the_sizes_of_check_and_the_forecast_of_forecast(earshot, shown, tmp_path):
    write_plays(tmp_path)
    text = shown("plays.csv", "--plays", "1e6", "--partition-rows-max", "2", "--format", "json")
    [found] = json.loads(text)
    words = ["--questions", "q.toml", "--format", "json"]
    [checked] = json.loads(earshot("model", "check", "plays.csv", *words).stdout)
    forecast = json.loads(
        earshot("model", "forecast", "plays.csv", "--plays", "1e6", "--partition-rows-max", "2", *words).stdout
    )
    assert [found["forecast"]] == forecast and found["forecast"]["plays"] == 10**6
    assert found["sizes"]["rows"] == 3 and "region=" in found["sizes"]["largest_partition"]
    assert found["sizes"] == {name: checked[name] for name in found["sizes"]}
    # Without --plays it is not known what will be.
    [line] = shown("plays.csv", "--format", "ndjson").splitlines()
    sizes = json.loads(line)
    assert sizes["sizes"] == found["sizes"]
    assert [sizes["forecast"][name] for name in ("plays", "partitions", "rows_max", "bytes_max")] == [None] * 4
    assert sizes["forecast"]["rows_max_now"] == found["sizes"]["rows_max"]
    # No form takes plays and does not read them.
    assert "none.csv" in earshot("model", "show", "none.csv", "--format", "json", exit=1).stderr
    refused = earshot("model", "show", "plays.csv", "--format", "csv", exit=2)
    assert "leave plays.csv out, or use --format json" in refused.stderr and refused.stdout == ""


def test_a_format_that_is_none_is_named_with_all_there_are(earshot):
    for words in (["model", "show", "--format", "htm"], ["model", "ddl", "--format", "html"]):
        refused = earshot(*words, exit=2).stderr
        assert ("markdown" in refused) == (words[1] == "show")
    assert "PLAYS" in earshot("model", "show", "--plays", "1e6", exit=2).stderr


@pytest.fixture
def validator(earshot):
    schema = json.loads(earshot("model", "schema").stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def test_the_schema_takes_every_question_that_there_is(earshot, validator):
    texts = [file.read_text() for file in examples.FILES] + [earshot("model", "export").stdout, as_toml(QUESTION)]
    # And those that the docs show.
    texts += re.findall(
        r"^```toml\n(?:# .*\n)?(\[\[question\]\]\n.*?)^```", (ROOT / "docs/questions.md").read_text(), re.M | re.S
    )
    assert len(texts) >= 8
    for text in texts:
        validator.validate(tomllib.loads(text))


# What only several keys, or several questions, together say.
BEYOND = {
    "half the world in a partition",
    "a filter that nothing passes",
    "in given and order",
    "in given and one_per",
    "duplicate name",
    "partition not given",
    "order breaks one_per",
    "no TOML",
    "no UTF-8",
}


@pytest.mark.parametrize("mistake", [name for name in REFUSED if name not in BEYOND])
def test_the_schema_refuses(validator, mistake):
    text, _ = REFUSED[mistake]
    assert not validator.is_valid(tomllib.loads(text))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"only": "{ status = [404, 500] }"},
        {"order": '["status desc", "ts"]'},
        {"one_per": '["page"]', "measures": '{ method = "count" }', "answer": '["page", "method"]'},
        {"one_per": '["page"]', "measures": '{ worst = "max status" }', "answer": '["worst"]'},
    ],
    ids=str,
)
def test_events_have_columns_that_plays_lack(earshot, validator, tmp_path, changed):
    """A question of events, and the same of plays, where one of the two is none."""
    questions = {"events": {"of": '"events"', "answer": '["page"]'}, "plays": {"answer": '["page"]'}}
    accepted = {}
    for of, keys in questions.items():
        text = question(**{**keys, **changed})
        (tmp_path / "q.toml").write_text(text)
        accepted[of] = validator.is_valid(tomllib.loads(text))
        earshot("model", "check", "--questions", "q.toml", exit=0 if accepted[of] else 1)
    assert accepted == {"events": "method = " not in str(changed), "plays": False}


@pytest.mark.parametrize("text", ["count", "  count ", "sum length", " sum   length", "distinct  user_id "])
def test_blanks_around_the_words_of_a_measure_are_accepted(earshot, validator, tmp_path, text):
    asked = question(one_per="[]", measures=f'{{ m = "{text}" }}', answer='["m"]')
    validator.validate(tomllib.loads(asked))
    (tmp_path / "q.toml").write_text(asked)
    earshot("model", "check", "--questions", "q.toml")


@pytest.mark.parametrize(
    "changed",
    [
        {"limit": "0", "order": '["song"]'},
        {"limit": "3", "order": '["song"]', "buckets": "4"},
        {"buckets": "1"},
        {"buckets": "1001"},
        {"partition": "[]"},
        {"one_per": '["song", "song"]'},
        {"measures": '{ song = "count" }', "one_per": "[]"},
        {"measures": '{ plays = "sum artist" }', "one_per": "[]"},
        {"measures": "{ plays = 3 }", "one_per": "[]"},
        {"measures": r'{ m = "sum\tlength" }', "one_per": "[]", "answer": '["m"]'},
        {"measures": r'{ m = "sum \t length" }', "one_per": "[]", "answer": '["m"]'},
        {"measures": '{ m = "count length" }', "one_per": "[]", "answer": '["m"]'},
        {"only": "{ }"},
        {"only": '{ levels = "paid" }'},
        {"only": "{ level = [] }"},
        {"only": "{ level = true }"},
        {"asks": r'"two\nlines"'},
        {"of": '"songs"'},
        {"of": '["events"]'},
        {"limit": "2147483648", "order": '["song"]'},
        {"only": "{ hour = [3, 24] }"},
    ],
    ids=str,
)
def test_the_schema_and_the_program_refuse(earshot, validator, tmp_path, changed):
    text = question(**changed)
    assert not validator.is_valid(tomllib.loads(text))
    (tmp_path / "q.toml").write_text(text)
    earshot("model", "check", "--questions", "q.toml", exit=1)
