"""`earshot load`: rows written once, duplicates counted, a second load changes nothing, bad files named."""

import csv
import io
import json
import os
import sqlite3

import plays_file
import pytest


def rows_of(tmp_path, table, store="earshot.db"):
    with sqlite3.connect(tmp_path / store) as database:
        return database.execute(f"SELECT * FROM {table}").fetchall()


def report(done):
    """The report of `--format csv`, a dict by table."""
    return {row["table"]: row for row in csv.DictReader(io.StringIO(done.stdout))}


@pytest.mark.real_events
def test_the_real_plays_fill_three_tables(earshot, real_events, tmp_path):
    earshot("consolidate", real_events)
    loaded = report(earshot("load", "--format", "csv"))
    assert {name: (row["plays"], row["rows"]) for name, row in loaded.items()} == {
        "song_at": ("6820", "6820"),
        "session_songs": ("6820", "6820"),
        "song_listeners": ("6820", "6618"),
    }
    assert loaded["song_listeners"]["merged"] == "202"
    assert {row["conflicts"] for row in loaded.values()} == {"0"}
    assert len(rows_of(tmp_path, "song_listeners")) == 6618

    # An independent count: what a set of the keys in the file holds.
    with open(tmp_path / "event_datafile_new.csv", newline="", encoding="utf-8") as file:
        plays = list(csv.DictReader(file))
    assert {(row[0], row[1]) for row in rows_of(tmp_path, "song_listeners")} == {
        (play["song"], int(play["userId"])) for play in plays
    }
    assert set(rows_of(tmp_path, "song_at")) == {
        (int(p["sessionId"]), int(p["itemInSession"]), p["artist"], p["song"], float(p["length"])) for p in plays
    }


@pytest.mark.real_events
def test_a_second_load_changes_nothing(earshot, real_events, tmp_path):
    earshot("consolidate", real_events)
    tables = ["song_at", "session_songs", "song_listeners"]
    first = json.loads(earshot("load", "--format", "json").stdout)
    before = [rows_of(tmp_path, table) for table in tables]
    for load in json.loads(earshot("load", "--format", "json").stdout):
        assert load["same"] == load["rows"] and load["added"] + load["changed"] + load["removed"] == 0
        [same] = [other for other in first if other["table"] == load["table"]]
        assert same["added"] == load["rows"] and same["digest"] == load["digest"]
    assert [rows_of(tmp_path, table) for table in tables] == before


@pytest.mark.real_events
def test_little_memory_gives_the_same_tables(earshot, real_events, tmp_path):
    earshot("consolidate", real_events)
    plenty = earshot("load").stdout
    little = earshot("load", "--memory", "64KiB", "--store", "sqlite:little.db").stdout
    assert little == plenty
    for table in ["song_at", "session_songs", "song_listeners"]:
        assert rows_of(tmp_path, table, "little.db") == rows_of(tmp_path, table)
    assert earshot("verify", "--memory", "64KiB").stdout == earshot("verify").stdout


def test_rows_that_do_not_fit_in_memory_are_sorted_on_disk_and_leave_nothing_behind(earshot, tmp_path):
    (tmp_path / "runs").mkdir()
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.writelines(plays_file.many(30_000))
    # Where there is no room for runs, only rows that fit in memory can be sorted.
    nowhere = {"TMPDIR": str(tmp_path / "nowhere")}
    assert "nowhere" in earshot("load", "plays.csv", "--memory", "1MiB", environment=nowhere, exit=1).stderr
    earshot("load", "plays.csv", environment=nowhere)
    earshot("drop", "--yes")
    earshot("load", "plays.csv", "--memory", "1MiB", environment={"TMPDIR": str(tmp_path / "runs")})
    assert list((tmp_path / "runs").iterdir()) == []
    assert len(rows_of(tmp_path, "song_at")) == 30_000
    assert "DIFFERENT" not in earshot("verify", "plays.csv").stdout


def test_the_same_play_twice_is_one_row_and_counted(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {}, {"itemInSession": 1}, {})
    loaded = report(earshot("load", "plays.csv", "--format", "csv"))["song_at"]
    assert (loaded["plays"], loaded["rows"], loaded["duplicates"], loaded["conflicts"]) == ("3", "2", "1", "0")


def test_of_two_plays_on_one_key_the_later_stays_and_both_lines_are_told(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {"song": "Early"}, {"itemInSession": 1}, {"song": "Late"})
    done = earshot("load", "plays.csv", "--format", "csv")
    loaded = report(done)["song_at"]
    assert (loaded["rows"], loaded["duplicates"], loaded["conflicts"]) == ("2", "0", "1")
    assert "song_at: session_id=1, item_in_session=0" in done.stderr
    assert "line 4 is kept" in done.stderr and "line 2 is dropped" in done.stderr
    assert [row[3] for row in rows_of(tmp_path, "song_at")] == ["Late", "Harbour"]


def test_with_one_per_the_last_play_gives_the_values(earshot, tmp_path):
    plays_file.write(
        tmp_path / "plays.csv",
        {"lastName": "Moor", "sessionId": 9},
        {"lastName": "Hill", "sessionId": 2},
        {"lastName": "Dale", "sessionId": 5},
    )
    earshot("load", "plays.csv")
    assert rows_of(tmp_path, "song_listeners") == [("Harbour", 7, "Ada", "Dale")]


def test_values_arrive_as_they_are(earshot, tmp_path):
    odd = ['He said "hi", twice', "  spaces  ", "süß 東京 🎧", "two\r\nlines", "", "'; DROP TABLE song_at; --"]
    plays_file.write(tmp_path / "plays.csv", *({"itemInSession": i, "song": song} for i, song in enumerate(odd)))
    earshot("load", "plays.csv")
    assert [row[3] for row in rows_of(tmp_path, "song_at")] == odd
    earshot("verify", "plays.csv")


def test_numbers_at_the_ends_of_their_types(earshot, tmp_path):
    largest = {
        "sessionId": 2**63 - 1,
        "itemInSession": 2**31 - 1,
        "userId": 2**63 - 1,
        "length": "1.7976931348623157e308",
    }
    plays_file.write(tmp_path / "plays.csv", largest, {"length": "0"})
    earshot("load", "plays.csv")
    assert rows_of(tmp_path, "song_at")[1][:2] == (2**63 - 1, 2**31 - 1)
    earshot("verify", "plays.csv")


REFUSED = {
    "empty": (b"", "plays.csv is empty"),
    "no header": (plays_file.line(["a"] * 11).encode(), "plays.csv"),
    "too few fields": (plays_file.text().encode() + b'"a","b"\r\n', "plays.csv, line 2"),
    "too many fields": (plays_file.text().encode() + plays_file.line(["1"] * 12).encode(), "plays.csv, line 2"),
    "open quote": (plays_file.text({}).encode() + b'"never closed', "plays.csv, line 3"),
    "no UTF-8": (plays_file.text({}).encode().replace(b"Harbour", b"Harb\xffur"), "plays.csv, line 2, column song"),
    "no number": (
        plays_file.text({}, {"sessionId": "x1"}).encode(),
        'plays.csv: line 3, column sessionId: "x1" is not a',
    ),
    "number out of range": (
        plays_file.text({"itemInSession": 2**31}).encode(),
        "plays.csv: line 2, column itemInSession",
    ),
    "no user": (plays_file.text({"userId": ""}).encode(), "plays.csv: line 2, column userId"),
    "infinite length": (plays_file.text({"length": "inf"}).encode(), "plays.csv: line 2, column length"),
}


@pytest.mark.parametrize("mistake", REFUSED)
@pytest.mark.parametrize("command", ["load", "verify"])
def test_a_plays_file_with_a_mistake_is_refused_with_its_place(earshot, tmp_path, command, mistake):
    content, place = REFUSED[mistake]
    plays_file.write(tmp_path / "good.csv", {"song": "Before"})
    earshot("load", "good.csv")
    (tmp_path / "plays.csv").write_bytes(content)
    refused = earshot(command, "plays.csv", exit=1)
    assert place in refused.stderr
    assert refused.stdout == ""
    assert [row[3] for row in rows_of(tmp_path, "song_at")] == ["Before"]


@pytest.mark.parametrize("command", ["load", "verify"])
def test_a_plays_file_that_is_not_there(earshot, command):
    assert "cannot open event_datafile_new.csv: No such file" in earshot(command, exit=1).stderr


@pytest.mark.parametrize("command", ["load", "verify", "plan"])
def test_plays_are_not_read_from_standard_input(earshot, command):
    refused = earshot(command, "-", exit=2).stderr
    assert "- is standard input, which can be read only once; the plays are read again: name a file" in refused


def test_the_column_that_plays_lack_is_named_as_it_is_added(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {})
    (tmp_path / "q.toml").write_text('[[question]]\nname = "q"\ngiven = ["day"]\nanswer = ["song"]\n')
    refused = earshot("load", "plays.csv", "--questions", "q.toml", exit=1).stderr
    assert 'day is not a column of plays.csv, and the question "q" needs it; ' in refused
    assert "consolidate the event files again with --with day, or use `earshot run`" in refused


def test_a_sum_out_of_range_says_where_and_what_to_do(earshot, tmp_path):
    great = {"sessionId": 2**62}
    plays_file.write(tmp_path / "plays.csv", {}, *({**great, "itemInSession": item} for item in range(3)))
    (tmp_path / "q.toml").write_text(
        '[[question]]\nname = "q"\ngiven = ["song"]\none_per = []\nmeasures = { t = "sum session_id" }\nanswer = ["t"]\n'
    )
    refused = earshot("load", "plays.csv", "--questions", "q.toml", exit=1).stderr
    assert "plays.csv: table q: t of the row whose last play is in line 5 is out of range for bigint; " in refused
    assert "correct the values in the event files and consolidate them again, or measure another column" in refused


def test_a_file_of_no_plays_makes_empty_tables(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv")
    assert report(earshot("load", "plays.csv", "--format", "csv"))["song_at"]["rows"] == "0"
    assert rows_of(tmp_path, "song_at") == []
    earshot("verify", "plays.csv")


def test_questions_of_a_file_become_its_tables(earshot, tmp_path):
    (tmp_path / "q.toml").write_text(
        '[[question]]\nname = "latest"\ngiven = ["user_id"]\n'
        'order = ["session_id desc", "item_in_session desc"]\nanswer = ["song", "length"]\n'
        '[[question]]\nname = "listeners"\ngiven = ["song"]\none_per = ["user_id"]\nanswer = ["user_id"]\n'
    )
    plays = [{"sessionId": s, "itemInSession": i, "song": f"{s}.{i}"} for s in (1, 3, 2) for i in (0, 10, 9)]
    plays_file.write(tmp_path / "plays.csv", *plays)
    with_questions = ["--questions", "q.toml"]
    assert set(report(earshot("load", "plays.csv", "--format", "csv", *with_questions))) == {"latest", "listeners"}
    earshot("verify", "plays.csv", *with_questions)
    answer = earshot("ask", "latest", "user_id=7", "--format", "csv", *with_questions).stdout
    assert [line.split(",")[0] for line in answer.splitlines()[1:]] == [
        "3.10", "3.9", "3.0", "2.10", "2.9", "2.0", "1.10", "1.9", "1.0",
    ]  # fmt: skip
    assert earshot("ask", "listeners", "song=1.0", "--format", "csv", *with_questions).stdout == "user_id\n7\n"


def test_a_disk_that_may_be_too_small_for_sorting_is_told_before_the_work_starts(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {})
    (tmp_path / "temporary").mkdir()
    small = earshot("load", "plays.csv", environment={"TMPDIR": tmp_path / "temporary"})
    assert "temporary files" not in small.stderr
    os.truncate(tmp_path / "plays.csv", 15 << 40)  # zeros, which take no room: no disk here is as large
    for command in ("load", "verify"):
        done = earshot(command, "plays.csv", exit=1, environment={"TMPDIR": tmp_path / "temporary"})
        first = done.stderr.splitlines()[0]
        assert first.startswith(
            f"warning: sorting takes about 19 TiB of temporary files in {tmp_path}/temporary, which has "
        )
        assert "TMPDIR" in first and len(done.stderr.splitlines()) == 2


def test_run_explains_what_sorting_takes(earshot, tmp_path):
    (tmp_path / "events.csv").write_text(
        "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
        + "A,F,M,1,L,2.5,paid,loc,7,s,9\n" * 40_000
    )
    assert "sorting takes no temporary files" in earshot("run", "events.csv", "--explain").stderr
    assert (
        "sorting takes about 2.0 MiB of temporary files in "
        in earshot("run", "events.csv", "--explain", "--memory", "1MiB").stderr
    )
    assert "sorting" not in earshot("run", "events.csv").stderr
