"""`earshot model check PLAYS`: what it says of tables on given plays is what DuckDB finds in those plays by SQL."""

import csv
import io
import json
import random
import re

import duckdb
import duckdb_oracle
import examples
import plays_file
import pytest
import sstable_rows
from any_measures import FEW, any_question, as_toml, write_events, write_plays
from duckdb_oracle import listed, quoted
from failing_calls import SANITIZER
from jobs import WHOLE

FILES = 100 if WHOLE else 1 if SANITIZER else 6


def check(earshot, *arguments):
    return json.loads(earshot("model", "check", "plays.csv", "--format", "json", *arguments).stdout)


def others_of(question):
    """The columns that are neither in the key nor measures."""
    key = question.key()
    return [column for column in dict.fromkeys(question.answer) if column not in [*key, *question.measures]]


def keys_of(database, question):
    """Of its plays: how many there are; shared keys; plays that repeat the one before, and that differ from it; and the
    number of keys under which each column varies."""
    key, others = listed(map(quoted, question.key())), others_of(question)
    records = question.sql_of_records()
    plays = database.execute(f"SELECT count(*) FROM ({records})").fetchone()[0]
    shared = f"SELECT count(*) FROM (SELECT 1 FROM ({records}) GROUP BY {key} HAVING count(*) > 1)"
    same = " AND ".join(f"{quoted(column)} IS NOT DISTINCT FROM before.{quoted(column)}" for column in others) or "true"
    pairs = f"""SELECT count(*) FILTER (WHERE {same}), count(*) FILTER (WHERE NOT ({same})) FROM (
        SELECT *, lag(plays) OVER (PARTITION BY {key} ORDER BY line) AS before FROM ({records}) AS plays)
        WHERE before IS NOT NULL"""
    varying = {}
    for column in others:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({records}) GROUP BY {key} HAVING count(DISTINCT {quoted(column)}) + max(CAST({quoted(column)} IS NULL AS INTEGER)) > 1)"
        varying[column] = database.execute(sql).fetchone()[0]
    return (plays, database.execute(shared).fetchone()[0], *database.execute(pairs).fetchone(), varying)


def quantile(sizes, share):
    return sizes[max(0, -(-len(sizes) * share // 100) - 1)] if sizes else 0


def near(number):
    """Within what the histogram of sizes promises: exact below 256."""
    return pytest.approx(number, rel=0.01) if number >= 256 else number


def judge(database, question, found, partition, context):
    plays, shared, duplicates, conflicts, varying = keys_of(database, question)
    rows = question.count(database)
    shared = shared if question.one_per is None else None
    # Events of rows that are left out, as a measure in order has no value.
    of_no_row = found["left_out"] - question.left_out(database)
    if of_no_row > 0:
        assert any(column in question.measures for column, _ in question.order), context
        assert (found["plays"], found["rows"]) == (plays - of_no_row, rows), context
        return
    assert (found["plays"], found["rows"], found["shared_keys"]) == (plays, rows, shared), context
    dropped = [found[name] for name in ("duplicates", "conflicts", "merged", "over_limit")]
    assert sum(dropped) == plays - rows, context
    if question.one_per is None:
        assert dropped[:3] == [duplicates, conflicts, 0], context
    else:
        assert dropped[:2] == [0, 0] and dropped[2] == duplicates + conflicts, context
    assert {one["column"]: one["keys"] for one in found["varying"]} == {c: n for c, n in varying.items() if n}, context
    nodes = found["nodes"]
    assert [sum(node[name] for node in nodes) for name in ("partitions", "rows", "bytes")] == [
        found["partitions"],
        rows,
        found["bytes"],
    ], context
    if partition is None:
        return
    columns = listed(map(quoted, partition))
    sql = f"SELECT count(*) AS size FROM ({question.sql_of_rows()}) GROUP BY {columns} ORDER BY size"
    sizes = [size for (size,) in database.execute(sql).fetchall()]
    assert found["partitions"] == len(sizes), context
    assert found["rows_median"] == near(quantile(sizes, 50)), context
    assert found["rows_p99"] == near(quantile(sizes, 99)), context
    assert found["rows_max"] == max(sizes, default=0), context
    assert [one["rows"] for one in found["largest"]] == sizes[:-11:-1], context
    top = sum(sizes[-(-(-len(sizes) // 100)) :]) if sizes else 0
    assert found["largest_percent_rows"] == pytest.approx(top / max(rows, 1), rel=0.01), context


def judge_all(earshot, directory, toml, partitions):
    """`partitions`: the columns of each question's partitions, None where SQL does not know them."""
    (directory / "q.toml").write_text(toml)
    database = duckdb.connect()
    duckdb_oracle.type_plays(database, directory / "plays.csv")
    duckdb_oracle.type_events(database, sorted(directory.glob("events/*.csv")))
    found = check(earshot, "--questions", "q.toml", "--memory", "64KiB")
    questions = duckdb_oracle.questions_of(toml)
    assert [one["table"] for one in found] == [question.name for question in questions]
    for question, one in zip(questions, found):
        judge(database, question, one, partitions[question.name], f"{toml}\n{question.name}: {one}")


@pytest.mark.parametrize("seed", range(FILES))
def test_any_question_is_checked_as_duckdb_checks_it(earshot, tmp_path, seed):
    chance = random.Random(seed)
    write_plays(tmp_path, chance)
    (tmp_path / "events").mkdir()
    write_events(tmp_path / "events", chance)
    earshot("consolidate", "events", "-o", "x.csv", "--events", "plays.csv.events", "--rejects-max", "100%")
    questions, partitions = [], {}
    for number in range(39):
        question = any_question(chance, f"question_{number}", chance.choice(["plays", "events"]))
        if "buckets" not in question and "limit" not in question and len(question["given"]) > 1:
            question["partition"] = [column for column in question["given"] if column != question["given"][0]]
            if FEW >= set(question["partition"]):
                del question["partition"]
        questions.append(question)
        partition = question.get("partition", question["given"])
        partitions[question["name"]] = None if "buckets" in question else partition
    judge_all(earshot, tmp_path, "\n".join(map(as_toml, questions)), partitions)


@pytest.mark.parametrize("file", examples.FILES, ids=lambda file: file.stem)
def test_an_example_is_checked_on_generated_plays(earshot, tmp_path, file):
    earshot("generate", "--days", "8", "--users", "40", "-o", "events")
    earshot("consolidate", "events", "-o", "plays.csv", "--with", "ts,day", "--events", "plays.csv.events")
    toml = file.read_text()
    questions = duckdb_oracle.tomllib.loads(toml)["question"]
    partitions = {
        question["name"]: None if "buckets" in question else question.get("partition", question["given"])
        for question in questions
    }
    judge_all(earshot, tmp_path, toml, partitions)


KINDS = {
    "artist": "text", "first_name": "text", "last_name": "text", "song": "text", "location": "text", "length": "double",
    "session_id": "bigint", "user_id": "bigint", "item_in_session": "int",
}  # fmt: skip
WRITTEN = {
    # partition, clustering, the others
    "song_at": (["session_id"], ["item_in_session"], ["artist", "song", "length"]),
    "session_songs": (["user_id", "session_id"], ["item_in_session"], ["artist", "song", "first_name", "last_name"]),
    "song_listeners": (["song"], ["user_id"], ["first_name", "last_name"]),
}


def test_bytes_are_those_of_rows_as_cassandra_writes_them(earshot, tmp_path):
    earshot("generate", "--days", "3", "--users", "60", "-o", "events")
    earshot("consolidate", "events", "-o", "plays.csv", "--with", "ts,day")
    database = duckdb.connect()
    duckdb_oracle.type_plays(database, tmp_path / "plays.csv")
    toml = earshot("model", "export").stdout
    for question, found in zip(duckdb_oracle.questions_of(toml), check(earshot)):
        key, clustering, others = WRITTEN[question.name]
        columns = [*key, *clustering, *others]
        order = listed(map(quoted, [*key, *clustering]))
        sql = f"SELECT {listed(map(quoted, columns))} FROM ({question.sql_of_rows()}) ORDER BY {order}"
        partitions = {}
        for values in database.execute(sql).fetchall():
            pairs = list(zip(columns, values))
            end = len(key) + len(clustering)
            rows = partitions.setdefault(tuple(pairs[: len(key)]), [])
            rows.append((pairs[len(key) : end], pairs[end:]))
        sizes = sorted(len(sstable_rows.partition(KINDS, name, rows)) for name, rows in partitions.items())
        assert found["bytes"] == sum(sizes) and found["bytes_max"] == sizes[-1]
        assert found["bytes_a_row"] == pytest.approx(sum(sizes) / found["rows"], rel=1e-5)
        assert (found["bytes_median"], found["bytes_p99"]) == (near(quantile(sizes, 50)), near(quantile(sizes, 99)))


def test_it_names_plays_that_collide_and_values_that_are_lost(earshot, tmp_path):
    plays_file.write(
        tmp_path / "plays.csv",
        {"song": "One"},
        {"song": "One"},
        {"song": "Two", "firstName": "Ida"},
        {"itemInSession": "1", "song": "One", "firstName": "Bo"},
    )
    [song_at, _, listeners] = check(earshot)
    assert (song_at["verdict"], song_at["duplicates"], song_at["conflicts"]) == ("warning", 1, 1)
    key = "session_id=1, item_in_session=0"
    assert song_at["conflict_examples"] == [{"key": key, "kept_line": 4, "dropped_line": 3}]
    lost = {"key": key, "kept": "Two", "kept_line": 4, "lost": "One", "lost_line": 3}
    assert song_at["varying"] == [{"column": "song", "keys": 1, **lost}]
    assert "1 play with the key of a later one and other values, so that the table loses it" in song_at["message"]
    lost = {"key": 'song="One", user_id=7', "kept": "Bo", "kept_line": 5, "lost": "Ada", "lost_line": 3}
    assert listeners["varying"] == [{"column": "first_name", "keys": 1, **lost}]
    assert "the key does not determine first_name: it varies under 1 key" in listeners["message"]
    text = earshot("model", "check", "plays.csv").stdout
    assert f"{key}: line 4 is kept, line 3 is dropped" in text
    assert 'user_id=7 has "Ada" in line 3 and "Bo" in line 5, which stays' in text
    assert "4 plays in 2 rows; several plays have 1 key: 1 duplicate, 1 conflict" in text


def test_a_partition_over_the_limit_is_named_with_what_to_write(earshot, tmp_path):
    question = {"name": "q", "asks": "?", "given": ["artist"], "one_per": ["user_id"], "answer": ["user_id"]}
    (tmp_path / "q.toml").write_text(as_toml(question))
    for count, verdict in [(100_000, "ok"), (100_001, "warning")]:
        with open(tmp_path / "plays.csv", "w", newline="") as file:
            file.write(plays_file.line(plays_file.COLUMNS))
            for number in range(count):
                file.write(f'"A","Ada","F","0","Moor","1.5","free","Bath","{number}","One","{number}"\r\n')
        [found] = check(earshot, "--questions", "q.toml")
        assert (found["verdict"], found["rows_max"]) == (verdict, count)
    assert 'the partition artist="A" has 100,001 rows' in found["message"]
    assert found["fixes"][0] == "buckets = 4 spreads each answer over so many partitions"
    question["buckets"] = 4
    (tmp_path / "q.toml").write_text(as_toml(question))
    [found] = check(earshot, "--questions", "q.toml")
    assert (found["verdict"], found["partitions"], found["fixes"]) == ("ok", 4, [])


def written(fix):
    """The keys of a question that a fix says to write; nothing where it says that it may not be enough."""
    if fix.endswith("which may not be enough"):
        return None
    keys = dict(re.findall(r"(buckets|limit) = (\d+)", fix))
    order = re.search(r'order = \["(.*?)"\]', fix)
    return {name: int(number) for name, number in keys.items()} | ({"order": [order[1]]} if order else {})


@pytest.mark.parametrize(
    "question",
    [
        {"given": ["artist"], "answer": ["song", "user_id"]},
        {"given": ["artist"], "order": ["length"], "answer": ["song", "user_id"]},
        {"given": ["level", "month"], "one_per": ["song"], "measures": {"plays": "count"}, "answer": ["song", "plays"]},
        {"given": ["user_id"], "buckets": 3, "answer": ["song"]},
    ],
    ids=str,
)
def test_what_it_says_to_write_keeps_to_the_limits(earshot, tmp_path, question):
    earshot("generate", "--days", "40", "--users", "60", "-o", "events")
    earshot("consolidate", "events", "-o", "plays.csv", "--with", "ts,day")
    tried = 0
    for limits in (["--partition-rows-max", "25"], ["--partition-rows-max", "3"], ["--partition-bytes-max", "2000"]):

        def check_with(changed):
            (tmp_path / "q.toml").write_text(as_toml({"name": "q", "asks": "?", **question, **changed}))
            return check(earshot, "--questions", "q.toml", *limits)[0]

        before = check_with({})
        assert "should be the most" in before["message"]
        for fix in filter(None, map(written, before["fixes"])):
            after = check_with(fix)
            assert "should be the most" not in after["message"] and after["fixes"] == [], (limits, fix, after)
            tried += 1
    assert tried >= 2


def test_what_cassandra_does_not_accept_is_a_warning(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {"song": ""}, {"song": "One", "itemInSession": "1"})
    [*_, listeners] = check(earshot)
    assert (listeners["rows"], listeners["refused"]) == (2, 1)
    assert "Cassandra does not accept 1 row: column song: is empty" in listeners["message"]


def test_no_plays_are_a_warning(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv")
    for found in check(earshot):
        assert (found["message"], found["rows"]) == ("no play becomes a row of it", 0)
        assert (found["largest"], found["largest_partition"], found["bytes_a_row"]) == ([], None, 0)
    assert earshot("model", "check", "plays.csv").stdout.count("0 plays in 0 rows") == 3


def test_forms_for_programs_have_the_same_figures(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {}, {"itemInSession": "1"})
    found = check(earshot, "--nodes", "3")
    assert [len(one["nodes"]) for one in found] == [3, 3, 3]
    lines = earshot("model", "check", "plays.csv", "--format", "ndjson", "--nodes", 3).stdout.splitlines()
    assert [json.loads(line) for line in lines] == found
    rows = csv.DictReader(io.StringIO(earshot("model", "check", "plays.csv", "--format", "csv", "--nodes", 3).stdout))
    for row, one in zip(rows, found, strict=True):
        assert row == {
            name: "" if value is None else str(value) for name, value in one.items() if not isinstance(value, list)
        }


def test_mistakes_come_first_and_nothing_is_read(earshot, tmp_path):
    (tmp_path / "q.toml").write_text('[[question]]\nname = "q"\ngiven = ["song"]\nanswer = []\n')
    refused = earshot("model", "check", "no such file", "--questions", "q.toml", exit=1)
    assert "q.toml has 1 mistake" in refused.stderr and "no such file" not in refused.stderr


def test_plays_that_cannot_be_read_are_an_error(earshot, tmp_path):
    assert "none.csv" in earshot("model", "check", "none.csv", exit=1).stderr
    plays_file.write(tmp_path / "plays.csv", {"userId": "x"})
    assert "line 2" in earshot("model", "check", "plays.csv", exit=1).stderr
    question = {"name": "q", "asks": "?", "given": ["song", "day"], "answer": ["user_id"]}
    (tmp_path / "q.toml").write_text(as_toml(question))
    assert (
        "day is not a column of plays.csv"
        in earshot("model", "check", "plays.csv", "--questions", "q.toml", exit=1).stderr
    )


def test_other_keys_are_what_questions_with_them_become(earshot, tmp_path):
    """What --other-keys says is what a questions file that is changed so says."""
    earshot("generate", "--days", "3", "--users", "30", "-o", "events")
    earshot("consolidate", "events", "-o", "plays.csv", "--with", "ts,day")
    question = {"name": "q", "asks": "?", "given": ["user_id", "level"], "answer": ["song"]}
    changes = {
        "buckets = 16 ": {"buckets": 16},
        'given = ["user_id", "level", "month"] ': {"given": ["user_id", "level", "month"]},
        "limit = 1000 with": {"limit": 1000, "order": ["played_at desc"]},
        'partition = ["user_id"] ': {"partition": ["user_id"]},
    }

    def write(changed):
        (tmp_path / "q.toml").write_text(as_toml({**question, **changed}))

    write({})
    [found] = check(earshot, "--questions", "q.toml", "--other-keys")
    assert [one["partitions_an_answer"] for one in found["other_keys"]] == ["16", "1 for each month", "1", "1"]
    for other, (text, changed) in zip(found["other_keys"], changes.items(), strict=True):
        assert other["write"].startswith(text)
        write(changed)
        [alone] = check(earshot, "--questions", "q.toml")
        figures = ("rows", "partitions", "rows_median", "rows_max", "bytes", "bytes_max")
        assert {name: other[name] for name in figures} == {name: alone[name] for name in figures}
        assert alone["other_keys"] == []
    write({})
    text = earshot("model", "check", "plays.csv", "--questions", "q.toml", "--other-keys").stdout
    assert "  other keys  buckets = 16 spreads" in text and "an answer reads 1 for each month" in text
    assert "over the limits" not in text
    low = ["--partition-rows-max", "5"]
    text = earshot("model", "check", "plays.csv", "--questions", "q.toml", "--other-keys", *low).stdout
    assert "over the limits" in text and "and 5 rows or 100,000,000 bytes should be the most" in text
    # What needs a column that the plays lack is not proposed.
    earshot("consolidate", "events", "-o", "plays.csv")
    [found] = check(earshot, "--questions", "q.toml", "--other-keys")
    assert [one["write"].split()[0] for one in found["other_keys"]] == ["buckets", "partition"]
