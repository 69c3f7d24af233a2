"""Results are read by programs: what CSV, JSON and NDJSON say is byte for byte what was stored."""

import csv
import io
import json
import os
import random
import sqlite3
import subprocess

import plays_file
import pytest

QUESTIONS = """
[[question]]
name = "songs_only"
given = ["user_id"]
order = ["item_in_session"]
answer = ["song"]

[[question]]
name = "everything"
given = ["user_id"]
order = ["item_in_session"]
answer = ["item_in_session", "artist", "song", "length", "session_id"]
"""
# What breaks lines, fields or encodings somewhere.
PIECES = [
    "",
    " ",
    ",",
    '"',
    '""',
    "'",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\\",
    "\\n",
    ";",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1e",
    "\x7f",
    "\x85",
    "\x9b",
    "\u2028",
    "\u2029",
    "\u202e",
    "\ufeff",
    "\u00a0",
    "e\u0301",
    "\u6771",
    "\U0001f3a7",
    "null",
    "NULL",
    "{}",
    "[",
    "=1+1",
    "a",
    "Song",
    "0",
    "-1",
    "inf",
    "\uffff",
    "\U0010ffff",
    "\ue000",
    "\x01",
    "\x00",
]
NUMBERS = [0, 1, -1, 2**31 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)]


def strange_plays(count, seed):
    choose = random.Random(seed)

    def text():
        return "".join(choose.choice(PIECES) for _ in range(choose.choice([0, 1, 1, 2, 5])))

    return [
        {
            "itemInSession": item,
            "userId": 7,
            "artist": text() or "A",
            "song": text(),
            "length": choose.choice(["0.1", "1e300", "5e-324", "123456789.125", "300", "1.7976931348623157e308"]),
            "sessionId": choose.choice(NUMBERS),
        }
        for item in range(count)
    ]


@pytest.fixture
def loaded(earshot, tmp_path):
    """Loads the plays, and gives a function that asks a question in a format."""
    (tmp_path / "questions.toml").write_text(QUESTIONS)

    def load(plays):
        plays_file.write(tmp_path / "plays.csv", *plays)
        earshot("load", "plays.csv", "--questions", "questions.toml")
        return ask

    def ask(question, form, *given):
        with subprocess.Popen(
            [
                os.environ["EARSHOT"],
                "ask",
                question,
                *(given or ["user_id=7"]),
                "--format",
                form,
                "--questions",
                "questions.toml",
            ],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
        ) as running:
            out = running.stdout.read()
            assert running.wait(60) == 0
            return out.decode()

    return load


COLUMNS = {"songs_only": ["song"], "everything": ["itemInSession", "artist", "song", "length", "sessionId"]}
TYPES = {"itemInSession": int, "length": float, "sessionId": int, "artist": str, "song": str}


@pytest.mark.parametrize("question", COLUMNS)
def test_strange_plays_read_back_the_same(loaded, question):
    plays = strange_plays(400, seed=8)
    ask = loaded(plays)
    names = COLUMNS[question]
    wanted = [[TYPES[name](play[name]) for name in names] for play in plays]

    rows = list(csv.reader(io.StringIO(ask(question, "csv"), newline="")))[1:]
    assert [[TYPES[name](field) for name, field in zip(names, row, strict=True)] for row in rows] == wanted
    assert [list(row.values()) for row in json.loads(ask(question, "json"))] == wanted
    lines = ask(question, "ndjson").splitlines()  # breaks lines wherever Unicode does
    assert [list(json.loads(line).values()) for line in lines] == wanted


def test_an_empty_text_and_a_null_are_two_things_in_csv(loaded, tmp_path):
    ask = loaded([{"itemInSession": item, "song": "" if item < 2 else "s"} for item in range(3)])
    with sqlite3.connect(tmp_path / "earshot.db") as database:
        database.execute("UPDATE everything SET song = NULL, length = NULL WHERE item_in_session = 1")
        database.execute("UPDATE songs_only SET song = NULL WHERE item_in_session = 1")
    assert ask("everything", "csv").splitlines()[1:] == [
        '0,Low Tide,"",201.5,1',
        "1,Low Tide,,,1",
        "2,Low Tide,s,201.5,1",
    ]
    # An empty line is no row to those who read CSV.
    assert ask("songs_only", "csv") == 'song\n""\n""\ns\n'
    assert len(list(csv.DictReader(io.StringIO(ask("songs_only", "csv"))))) == 3
    assert [row["song"] for row in json.loads(ask("everything", "json"))] == ["", None, "s"]


def test_numbers_that_json_does_not_have_are_null(loaded, tmp_path):
    ask = loaded([{"itemInSession": item} for item in range(3)])
    with sqlite3.connect(tmp_path / "earshot.db") as database:
        database.execute("UPDATE everything SET length = 9e999 WHERE item_in_session = 0")
        database.execute("UPDATE everything SET length = -9e999 WHERE item_in_session = 1")

    def refuse(constant):
        raise AssertionError(constant)

    for rows in (
        json.loads(ask("everything", "json"), parse_constant=refuse),
        [json.loads(line, parse_constant=refuse) for line in ask("everything", "ndjson").splitlines()],
    ):
        assert [row["length"] for row in rows] == [None, None, 201.5]
    assert [row["length"] for row in csv.DictReader(io.StringIO(ask("everything", "csv")))] == ["inf", "-inf", "201.5"]


EVENTS = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"


def test_what_is_asked_twice_is_answered_once(earshot, tmp_path):
    (tmp_path / "events.csv").write_text(EVENTS + "A,F,M,1,L,2.5,paid,loc,7,s,9\n")
    ask = ["--ask", "song_listeners song=s", "--ask", "song_at session_id=7 item_in_session=1"]
    done = earshot("run", "events.csv", *ask, *ask, "--format", "json")
    keys = []
    json.loads(done.stdout, object_pairs_hook=lambda pairs: keys.append([key for key, _ in pairs]))
    assert all(len(names) == len(set(names)) for names in keys)
    assert ["song_listeners song=s", "song_at session_id=7 item_in_session=1"] in keys


def test_a_table_is_as_wide_as_its_first_thousand_rows(loaded):
    wide = "w" * 30
    ask = loaded(
        [
            {"itemInSession": item, "artist": "A" * (5 if item < 1000 else 9), "song": wide if item == 999 else "s"}
            for item in range(3000)
        ]
    )
    lines = ask("everything", "table").splitlines()
    assert len(lines) == 3002
    assert lines[1] == "---------------  ------  " + "-" * 30 + "  ------  ----------"
    assert lines[2] == "              0  AAAAA   s" + " " * 29 + "   201.5           1"
    # A wider value pushes the rest of its row out, and nothing is cut.
    assert lines[1002] == "           1000  AAAAAAAAA  s" + " " * 29 + "   201.5           1"


def test_the_rows_after_those_that_somebody_reads_are_not_looked_at(loaded, tmp_path):
    """The partition's last row is an error, which is met only by who goes so far."""
    loaded([{"itemInSession": item, "artist": "A" * 50} for item in range(20_000)])
    with sqlite3.connect(tmp_path / "earshot.db") as database:
        database.execute("INSERT INTO everything (user_id, item_in_session, session_id) VALUES (7, 'last', 1)")
    for form in ["table", "csv", "json", "ndjson"]:
        command = f'"$EARSHOT" ask everything user_id=7 --questions questions.toml --format {form}'
        head = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command} | head -3"],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        assert head.returncode == 0 and head.stderr == "" and len(head.stdout.splitlines()) == 3
        whole = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=300
        )
        assert whole.returncode == 1 and "holds a row whose item_in_session is 'last'" in whole.stderr


def test_a_sample_that_nobody_asked_for_ends_after_ten_rows(earshot, tmp_path):
    rows = [f"A,F{user},M,{user},L,2.5,paid,loc,7,s,{user}\n" for user in range(25)]
    (tmp_path / "events.csv").write_text(EVENTS + "".join(rows))
    done = earshot("run", "events.csv", "--format", "ndjson")
    assert len(json.loads(done.stdout)["answers"]["song_listeners song=s"]) == 10
    assert done.stderr.count("... and more: earshot ask song_listeners song=s\n") == 1
    asked = earshot("run", "events.csv", "--ask", "song_listeners song=s", "--format", "json")
    assert (
        len(json.loads(asked.stdout)["answers"]["song_listeners song=s"]) == 25 and "... and more" not in asked.stderr
    )
    (tmp_path / "events.csv").write_text(EVENTS + "".join(rows[:10]))
    (tmp_path / "earshot.db").unlink()
    assert "... and more" not in earshot("run", "events.csv").stderr


def test_the_plays_and_the_results_do_not_share_a_file(tmp_path):
    (tmp_path / "events.csv").write_text(EVENTS + "A,F,M,1,L,2.5,paid,loc,7,s,9\n")
    for output in ["x.csv", "./x.csv", "/dev/stdout"]:
        done = subprocess.run(
            ["bash", "-c", f'"$EARSHOT" run events.csv -o {output} > x.csv'],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 2 and "would be destroyed; write to another file" in done.stderr
    done = subprocess.run(["bash", "-c", '"$EARSHOT" consolidate events.csv -o /dev/stdout > x.csv'], cwd=tmp_path)
    assert done.returncode == 0 and (tmp_path / "x.csv").read_text().count("\n") == 2


@pytest.mark.parametrize("option", ["--help", "--version", "ask --help"])
def test_help_that_nobody_can_take_is_an_error(tmp_path, option):
    done = subprocess.run(
        ["bash", "-c", f'"$EARSHOT" {option} > /dev/full'], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1 and "cannot write the result: No space left" in done.stderr
