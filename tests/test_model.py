"""`earshot model`: the questions, their tables and CQL, and each mistake with its line and reason."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

GOOD = 'name = "asked"\nasks = "What?"\ngiven = ["session_id"]\nanswer = ["song"]\n'


@pytest.fixture
def questions(tmp_path):
    """Writes a questions file and gives the arguments that name it."""

    def write(text):
        (tmp_path / "q.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return ["--questions", "q.toml"]

    return write


def question(**replaced):
    """The text of a question in one piece, with lines of GOOD replaced, added or (None) left out."""
    lines = {line.split(" ")[0]: line for line in GOOD.splitlines()}
    lines.update({key: value if value is None else f"{key} = {value}" for key, value in replaced.items()})
    return "[[question]]\n" + "".join(line + "\n" for line in lines.values() if line is not None)


def test_show_explains_the_builtin_questions(earshot):
    text = earshot("model").stdout
    assert text == earshot("model", "show").stdout
    assert "PRIMARY KEY ((session_id), item_in_session)" in text
    assert "PRIMARY KEY ((user_id, session_id), item_in_session)" in text
    assert "PRIMARY KEY ((song), user_id)" in text
    assert "Which users listened to this song?" in text
    assert "earshot ask song_at session_id=<bigint> item_in_session=<int>" in text
    listeners = text[text.index("song_listeners\n") :]
    assert "one_per: one row for each value" in listeners
    assert "one row for each user_id, with the values of the last play" in listeners


def test_show_as_csv_has_a_row_for_each_column(earshot):
    rows = list(csv.DictReader(io.StringIO(earshot("model", "show", "--format", "csv").stdout)))
    assert [row["column"] for row in rows if row["table"] == "song_listeners"] == [
        "song",
        "user_id",
        "first_name",
        "last_name",
    ]
    assert rows[0] == {
        "table": "song_at",
        "column": "session_id",
        "type": "bigint",
        "kind": "partition key",
        "direction": "",
        "why": "given, and named by partition",
    }


def test_export_prints_the_questions_file(earshot, questions, tmp_path):
    exported = earshot("model", "export").stdout
    assert exported == (Path(__file__).parent.parent / "src/questions/builtin.toml").read_text()
    (tmp_path / "own.toml").write_text(exported)
    assert earshot("model", "--questions", "own.toml").stdout == earshot("model").stdout
    assert earshot("model", "export", *questions(question())).stdout == question()
    assert json.loads(earshot("model", "export", "--format", "json").stdout) == [
        {"source": "built-in questions", "toml": exported}
    ]


def test_the_questions_of_taste_are_shown_when_asked_for(earshot, questions, tmp_path):
    exported = earshot("model", "export", "--taste").stdout
    (tmp_path / "own.toml").write_text(exported)
    of_taste = {
        table["table"] for table in json.loads(earshot("model", "--questions", "own.toml", "--format", "json").stdout)
    }
    assert len(of_taste) == 7
    shown = json.loads(earshot("model", "show", "--taste", "--format", "json").stdout)
    assert [table["table"] for table in shown[:3]] == ["song_at", "session_songs", "song_listeners"]
    assert {table["table"] for table in shown[3:]} == of_taste
    ddl = earshot("model", "ddl", "--taste").stdout
    assert all(f"CREATE TABLE IF NOT EXISTS {name} (" in ddl for name in of_taste)
    assert "recommended" not in earshot("model", "ddl").stdout
    assert "warning" not in earshot("model", "check", "--questions", "own.toml").stdout


def test_show_of_a_questions_file_tells_orders_and_why(earshot, questions):
    text = question(given='["user_id"]', order='["session_id desc", "item_in_session"]')
    shown = earshot("model", "show", *questions(text)).stdout
    lines = [re.split(r" *│ *", line) for line in shown.splitlines()]
    assert ["", "session_id", "bigint", "C↓", "order: the answer comes in its order"] in lines
    assert ["", "item_in_session", "int", "C↑", "order: the answer comes in its order"] in lines
    assert "PRIMARY KEY ((user_id), session_id, item_in_session)" in shown


def test_ddl_is_cql(earshot, questions):
    assert earshot("model", "ddl").stdout.startswith(
        "CREATE TABLE IF NOT EXISTS song_at (\n"
        "  session_id bigint,\n"
        "  item_in_session int,\n"
        "  artist text,\n"
        "  song text,\n"
        "  length double,\n"
        "  PRIMARY KEY ((session_id), item_in_session)\n"
        ") WITH CLUSTERING ORDER BY (item_in_session ASC)\n"
        "  AND comment = 'Which artist and song was heard at this place in this session, and how long is it?';\n"
    )
    two = question() + question(name='"other"', given='["song"]')
    assert earshot("model", "ddl", *questions(two)).stdout.count("CREATE TABLE") == 2


def test_check_passes_the_builtin_questions_without_a_warning(earshot):
    lines = earshot("model", "check").stdout.splitlines()
    assert [line.split(",")[0] for line in lines] == ["song_at: valid", "session_songs: valid", "song_listeners: valid"]


def test_check_warns_and_still_passes(earshot, questions):
    text = question(given='["length", "user_id"]', one_per='["song"]') + question(
        name='"second"', given='["user_id"]', asks=None
    )
    checked = earshot("model", "check", *questions(text)).stdout
    assert "asked: warning, line 1: length is given, so that only exactly the same number finds its rows" in checked
    assert "second: warning, line 7: a partition grows with every play of its user_id, without end" in checked
    assert "second: warning, line 7: it does not say in words what it asks" in checked


REFUSED = {
    "half the world in a partition": (question(given='["level"]'), '4:10: question "asked": level has a few values'),
    "a measure without one_per": (
        question(answer='["plays"]', measures='{ plays = "count" }'),
        '6:22: question "asked": measures are taken over several records',
    ),
    "an unknown function": (
        question(one_per="[]", answer='["plays"]', measures='{ plays = "counts" }'),
        'the measure plays is "counts": unknown function "counts"; did you mean "count"?',
    ),
    "a function that is like none": (
        question(one_per="[]", answer='["plays"]', measures='{ plays = "median length" }'),
        'unknown function "median"; there is count, distinct, sum, min, max, avg\n',
    ),
    "a filter that nothing passes": (
        question(only='{ user_id = "seven" }'),
        'only has user_id = "seven", which is not a whole number',
    ),
    "an hour that no day has": (question(only="{ hour = 24 }"), 'only has hour = "24", which is not from 0 to 23'),
    "a weekday that no week has": (question(only="{ weekday = [1, 0] }"), 'weekday = "0", which is not from 1 to 7'),
    "a month that no day has": (
        question(only='{ month = "2018-13" }'),
        'month = "2018-13", which is not written as all of its values are, as in 2018-11',
    ),
    "a week of another form": (question(only='{ week = "2018-46" }'), "as in 2018-W44"),
    "a limit that is too great": (
        question(limit="2147483648", order='["song"]'),
        "limit must be a whole number from 1 to 2147483647",
    ),
    "no bucket": (question(buckets="0"), "buckets must be a whole number from 2 to 1000"),
    "one bucket": (question(buckets="1"), "buckets must be a whole number from 2 to 1000"),
    "too many buckets": (question(buckets="1001"), "buckets must be a whole number from 2 to 1000"),
    "a limit of rows in no order": (question(limit="3"), "limit keeps the first rows of each answer; let order say"),
    "unknown column": (
        question(answer='["songg"]'),
        '5:11: question "asked": answer names "songg", which is not a column',
    ),
    "file's column name": (question(given='["sessionId"]'), 'not a column of plays; did you mean "session_id"?'),
    "nothing given": (question(given="[]"), '4:9: question "asked": nothing is given'),
    "given left out": (question(given=None), '1:1: question "asked": nothing is given'),
    "twice in given": (question(given='["song", "song"]'), '4:18: question "asked": given names the same column twice'),
    "twice in answer": (
        question(answer='["song", "song"]'),
        '5:19: question "asked": answer names the same column twice',
    ),
    "in given and order": (
        question(order='["session_id"]'),
        '6:10: question "asked": given and order name the same column',
    ),
    "in given and one_per": (question(one_per='["session_id"]'), "given and one_per name the same column"),
    "no answer": (question(answer="[]"), '5:10: question "asked": it has no answer'),
    "answer left out": (question(answer=None), '1:1: question "asked": it has no answer'),
    "no name": (question(name=None), "1:1: it has no name"),
    "capital in the name": (question(name='"Asked"'), '2:8: question "Asked": a name begins with a letter from a to z'),
    "name with a space": (question(name='"who asks"'), "2:8: "),
    "name of 49 letters": (question(name='"' + "x" * 49 + '"'), "48 at most"),
    "name reserved in CQL": (question(name='"table"'), '2:8: question "table": the name is a word that CQL takes'),
    "name reserved in SQLite": (
        question(name='"sqlite_x"'),
        '2:8: question "sqlite_x": names that begin with "sqlite_"',
    ),
    "name reserved here": (question(name='"earshot_x"'), '2:8: question "earshot_x": names that begin with "earshot_"'),
    "duplicate name": (question() + question(), '7:8: the name "asked" is taken by the question at line 1'),
    "partition not given": (
        question(partition='["song"]'),
        '6:14: question "asked": partition names "song", which is not',
    ),
    "order breaks one_per": (
        question(one_per='["user_id"]', order='["length"]'),
        '7:10: question "asked": order names "length", which one_per does not',
    ),
    "order with a third word": (question(order='["length up"]'), '6:10: question "asked": order has "length up"'),
    "unknown key": (question(gven='["song"]'), '6:1: question "asked": unknown key "gven"; did you mean "given"?'),
    "unknown table": ("[[questions]]\n", '1:3: unknown key "questions"; did you mean "question"?'),
    "single brackets": ("[question]\n" + GOOD, "a question begins with [[question]]"),
    "text for a list": (question(given='"song"'), '4:9: question "asked": given must be a list of columns'),
    "number for a text": (question(asks="3"), '3:8: question "asked": asks must be a text in quotes'),
    "number in a list": (
        question(answer='["song", 1]'),
        '5:19: question "asked": answer must be a list of column names',
    ),
    "no TOML": ("[[question]]\nname == 3\n", "2:7: invalid TOML"),
    "no UTF-8": (b'[[question]]\nname = "\xff"\n', "2:8: invalid TOML"),
    "empty file": ("", "1:1: there is no question"),
    "comments only": ("# later\n", "1:1: there is no question"),
}


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_question_that_cannot_be_is_refused_with_line_and_reason(earshot, questions, mistake):
    text, reason = REFUSED[mistake]
    for what in ["show", "ddl", "check"]:
        refused = earshot("model", what, *questions(text), exit=1)
        assert "q.toml:" in refused.stderr and reason in refused.stderr
        assert "PRIMARY KEY" not in refused.stdout or mistake == "duplicate name"


def test_a_mistake_is_shown_in_its_line(earshot, questions):
    wrong = questions(question(answer='["artist", "sonng"]'))
    shown = '\n  answer = ["artist", "sonng"]\n                      ^\n'
    assert earshot("ask", "asked", "session_id=1", *wrong, exit=1).stderr.endswith('did you mean "song"?' + shown)
    assert earshot("model", "check", *wrong, exit=1).stdout.endswith('did you mean "song"?' + shown)


def test_check_lists_every_mistake_and_the_good_questions_too(earshot, questions):
    text = question(given='["songg"]', answer="[]") + question(name='"good"') + question(name='"Bad"')
    checked = earshot("model", "check", *questions(text), exit=1)
    # Each mistake has its line below it, and the place in that.
    lines = [line for line in checked.stdout.splitlines() if not line.startswith("  ")]
    assert lines[0].startswith("good: valid, PRIMARY KEY ((session_id), item_in_session)")
    assert lines[1].startswith('q.toml:4:10: question "asked": given names "songg"')
    assert lines[2].startswith('q.toml:5:10: question "asked": it has no answer')
    assert lines[3].startswith('q.toml:12:8: question "Bad": a name begins with')
    assert len(lines) == 4
    assert "q.toml has 3 mistakes" in checked.stderr


def test_other_commands_refuse_the_same_mistakes(earshot, questions):
    refused = earshot("ask", *questions(question(answer="[]")), exit=1)
    assert 'q.toml:5:10: question "asked": it has no answer' in refused.stderr


def test_a_questions_file_that_is_not_there(earshot):
    refused = earshot("model", "--questions", "none.toml", exit=1)
    assert "cannot open none.toml: No such file" in refused.stderr


def test_an_unknown_kind_of_model_is_a_usage_error(earshot):
    assert "dll" in earshot("model", "dll", exit=2).stderr


def test_check_and_ddl_for_programs(earshot):
    found = json.loads(earshot("model", "check", "--format", "json").stdout)
    assert [(row["table"], row["verdict"]) for row in found if row["verdict"] == "valid"] == [
        ("song_at", "valid"),
        ("session_songs", "valid"),
        ("song_listeners", "valid"),
    ]
    tables = json.loads(earshot("model", "ddl", "--format", "json").stdout)
    assert "\n".join(table["cql"] for table in tables) == earshot("model", "ddl").stdout


def test_a_mistake_for_programs(earshot, tmp_path):
    (tmp_path / "q.toml").write_text('[[question]]\nname = "q"\ngiven = ["song"]\nanswer = []\n')
    [found] = json.loads(earshot("model", "check", "--questions", "q.toml", "--format", "json", exit=1).stdout)
    assert (found["table"], found["verdict"]) == (None, "mistake") and found["message"].startswith("q.toml:")
