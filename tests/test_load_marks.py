"""The store knows of the loads of its tables: nobody takes an answer from one that has never been filled."""

import contextlib
import fcntl
import json
import os
import random
import resource
import sqlite3
import struct
import subprocess
import termios
import time

import plays_file
import pytest

KEYS = {
    "song_at": ["session_id=3", "item_in_session=4"],
    "session_songs": ["user_id=3", "session_id=3"],
    "song_listeners": ["song=Song 4"],
}


def plays(count=50, sessions=10):
    return [
        {
            "sessionId": n % sessions,
            "itemInSession": n // sessions,
            "userId": n % sessions,
            "song": f"Song {n // sessions}",
        }
        for n in range(count)
    ]


@pytest.fixture
def killed(tmp_path):
    """Kills a load while it writes its first table: its conflicts go to a pipe that nobody reads."""

    def run():
        path = tmp_path / "waiting.csv"
        plays_file.write(path, *plays(), *({"song": f"Song {n}"} for n in range(3000)))
        os.mkfifo(tmp_path / "pipe")
        reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
        process = subprocess.Popen([os.environ["EARSHOT"], "load", path, "--conflicts", "pipe"], cwd=tmp_path)
        deadline = time.monotonic() + 60
        while struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, bytes(4)))[0] < 48_000:
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.01)
        process.kill()
        process.wait()
        os.close(reader)

    return run


def states(earshot):
    tables = json.loads(earshot("status", "--format", "json").stdout)["tables"]
    return {table["table"]: table["state"] for table in tables}


def test_a_first_load_that_fails_leaves_no_answers(earshot, tmp_path):
    bad = plays_file.text(*plays()) + plays_file.text({"itemInSession": "x"}).split("\r\n", 1)[1]
    (tmp_path / "plays.csv").write_text(bad, newline="")
    earshot("load", "plays.csv", exit=1)
    for question, key in KEYS.items():
        refused = earshot("ask", question, *key, exit=75)
        assert f"{question} has no answers yet: its first load, by process" in refused.stderr
        assert "if it was stopped or has failed" in refused.stderr
        assert refused.stdout == ""
    assert states(earshot) == dict.fromkeys(KEYS, "first load")
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    assert states(earshot) == dict.fromkeys(KEYS, "complete")
    for question, key in KEYS.items():
        assert earshot("ask", question, *key).stderr == ""


def test_a_first_load_that_was_killed_leaves_no_answers(earshot, killed, tmp_path):
    killed()
    for question, key in KEYS.items():
        earshot("ask", question, *key, exit=75)
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    earshot("verify", "plays.csv")


def test_a_later_load_that_was_killed_changes_nothing(earshot, killed, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    before = {question: earshot("ask", question, *key).stdout for question, key in KEYS.items()}
    killed()
    for question, key in KEYS.items():
        asked = earshot("ask", question, *key)
        assert (asked.stdout, asked.stderr) == (before[question], "")
    assert states(earshot) == dict.fromkeys(KEYS, "complete")
    earshot("load", "plays.csv")
    assert states(earshot) == dict.fromkeys(KEYS, "complete")


def test_a_load_that_fails_before_it_changes_anything_leaves_no_warning(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    plays_file.write(tmp_path / "bad.csv", {"itemInSession": "x"})
    earshot("load", "bad.csv", exit=1)
    assert earshot("ask", "song_at", *KEYS["song_at"]).stderr == ""


@pytest.mark.parametrize("seed", range(5))
def test_a_first_load_killed_at_any_time_answers_rightly_or_not_at_all(earshot, tmp_path, seed):
    plays_file.write(tmp_path / "plays.csv", *plays(20_000, 1000))
    earshot("load", "plays.csv", "--store", "sqlite:right.db")
    right = {
        question: earshot("ask", question, *key, "--store", "sqlite:right.db").stdout for question, key in KEYS.items()
    }
    chance = random.Random(seed)
    for turn in range(4):
        for path in tmp_path.glob("earshot.db*"):
            path.unlink()
        process = subprocess.Popen(
            [os.environ["EARSHOT"], "load", "plays.csv"], cwd=tmp_path, stdout=subprocess.DEVNULL
        )
        # The first one is killed while it fills the tables.
        while turn == 0 and not (tmp_path / "earshot.db.new").exists():
            assert process.poll() is None
        time.sleep(chance.uniform(0, 0.3) if turn > 0 else 0)
        process.kill()
        process.wait()
        assert turn > 0 or earshot("ask", "song_at", *KEYS["song_at"], exit=None).returncode == 75
        for question, key in KEYS.items():
            asked = earshot("ask", question, *key, exit=None)
            no_table = asked.returncode == 1 and f"no table {question}" in asked.stderr
            assert no_table or asked.returncode == 75 or (asked.returncode, asked.stdout) == (0, right[question])
    earshot("load", "plays.csv")
    earshot("verify", "plays.csv")


def test_write_times_rise_where_the_clock_is_late(earshot, database, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    [(now,)] = database("SELECT DISTINCT write_time FROM earshot_loads")
    later = now + 86_400_000_000
    database(f"UPDATE earshot_loads SET write_time = {later}")
    plays_file.write(tmp_path / "plays.csv", *plays(51))
    said = earshot("load", "plays.csv").stderr
    assert "warning: the clock of this host is 86" in said and "behind the last load's write time" in said
    assert database("SELECT DISTINCT write_time FROM earshot_loads") == [(later + 5,)]


def test_write_times_rise_though_the_table_was_dropped(earshot, database, tmp_path):
    """Marks of the other tables are left, with the time of the same load."""
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    [(now,)] = database("SELECT DISTINCT write_time FROM earshot_loads")
    later = now + 86_400_000_000
    database(f"UPDATE earshot_loads SET write_time = {later}")
    database("DROP TABLE song_at")
    database("DELETE FROM earshot_loads WHERE table_name = 'song_at'")
    earshot("load", "plays.csv")
    assert database("SELECT DISTINCT write_time FROM earshot_loads") == [(later + 5,)]


def test_what_was_found_wrong_is_not_trusted_though_its_repair_fails(earshot, database, tmp_path):
    """The repair has no room for its log."""
    columns = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
    row = "A" * 400 + ",F,M,{},L,2.5,paid,loc,3,s,9\n"
    (tmp_path / "events.csv").write_text(columns + "".join(row.format(item) for item in range(2000)))
    run = ["run", "events.csv", "-o", "plays.csv"]
    earshot(*run)
    with contextlib.closing(sqlite3.connect(tmp_path / "earshot.db")) as other:
        for table in ["song_at", "session_songs"]:
            other.execute(f"UPDATE {table} SET artist = replace(artist, 'A', 'B')")
        other.commit()
    room = (tmp_path / "plays.csv").stat().st_size * 5 // 4
    limit = (resource.RLIMIT_FSIZE, (room, room))
    failed = earshot(*run, exit=1, preexec_fn=lambda: resource.setrlimit(*limit)).stderr
    assert "earshot.db" in failed
    assert database("SELECT count(*) FROM song_at WHERE artist LIKE 'B%'") == [(2000,)]
    assert "there is nothing to do" not in earshot("load", "plays.csv").stderr
    assert database("SELECT count(*) FROM song_at WHERE artist LIKE 'B%'") == [(0,)]


def test_rows_of_a_load_that_was_stopped_are_no_loss(earshot, database, tmp_path):
    """The tables hold plays of a load that has not finished; those of the load before it are all there again."""
    plays_file.write(tmp_path / "plays.csv", *plays(100))
    earshot("load", "plays.csv")
    plays_file.write(tmp_path / "more.csv", *plays(200))
    earshot("load", "more.csv")
    database("UPDATE earshot_loads SET state = 'load', plays = 100")
    earshot("load", "plays.csv")
    earshot("verify", "plays.csv")
    database("UPDATE earshot_loads SET state = 'load', plays = 100")
    plays_file.write(tmp_path / "less.csv", *plays(90))
    assert "so no row was removed" in earshot("load", "less.csv", exit=3).stderr
    assert database("SELECT DISTINCT state, plays FROM earshot_loads") == [("complete", 100)]


def test_what_a_load_has_left_is_left_by_the_next_one_after_another_was_stopped(earshot, database, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *plays(100))
    earshot("load", "plays.csv")
    plays_file.write(tmp_path / "less.csv", *plays(90))
    earshot("load", "less.csv", exit=3)
    database("UPDATE earshot_loads SET state = 'load'")
    assert "so no row was removed" in earshot("load", "less.csv", exit=3).stderr
    assert database("SELECT count(*) FROM song_at") == [(100,)]
    earshot("load", "less.csv", "--removals-max", "10%")
    assert database("SELECT DISTINCT state, plays FROM earshot_loads") == [("complete", 90)]


def test_plays_that_were_lost_since_the_last_complete_load_are_counted_after_one_that_was_stopped(
    earshot, database, tmp_path
):
    """The rows that would go are few, as the load that was stopped had few of the plays."""
    plays_file.write(tmp_path / "plays.csv", *plays(1000))
    earshot("load", "plays.csv")
    database("UPDATE earshot_loads SET state = 'load', plays = 2000")
    plays_file.write(tmp_path / "less.csv", *plays(995))
    told = "1005 of 2000 plays of the last complete load of song_at are gone, more than 1 %"
    assert f"a load would remove no row: {told}" in earshot("plan", "less.csv").stderr
    assert f"{told}, so no row was removed" in earshot("load", "less.csv", exit=3).stderr
    assert earshot("verify", "less.csv", exit=3).stdout.count("DIFFERENT") == 3


def test_a_table_without_a_mark_answers(earshot, database, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    database("DROP TABLE earshot_loads")
    assert earshot("ask", "song_at", *KEYS["song_at"]).stderr == ""
    earshot("load", "plays.csv")
    assert states(earshot) == dict.fromkeys(KEYS, "complete")


@pytest.mark.parametrize("change", ["state = 'odd'", "state = NULL", "plays = 'x'", "write_time = 9223372036854775807"])
def test_a_damaged_mark_is_said_to_be_damaged(earshot, database, tmp_path, change):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    database(f"UPDATE earshot_loads SET {change}")
    asked = earshot("ask", "song_at", *KEYS["song_at"], exit=1)
    assert "table earshot_loads: the mark of song_at is damaged; load again" in asked.stderr
    loaded = earshot("load", "plays.csv")
    assert loaded.stderr.count("warning: the mark of ") == 3
    assert states(earshot) == dict.fromkeys(KEYS, "complete")
    assert "nothing to do" in earshot("load", "plays.csv").stderr


@pytest.mark.parametrize("command", [["verify", "plays.csv", "--repair"], ["forget", "user_id=3", "plays.csv"]])
def test_a_damaged_mark_keeps_nothing_from_being_made_right(earshot, database, tmp_path, command):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    database("UPDATE earshot_loads SET state = 'odd' WHERE table_name = 'song_at'")
    database("DELETE FROM song_at WHERE session_id = 4")
    assert "warning: the mark of song_at" in earshot(*command).stderr
    assert states(earshot) == dict.fromkeys(KEYS, "complete")
    earshot("verify", "plays.csv")


def test_a_damaged_mark_is_dropped_with_its_table(earshot, database, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    database("UPDATE earshot_loads SET state = 'odd'")
    earshot("drop", "--yes")
    assert database("SELECT name FROM sqlite_master") == []


def test_another_programs_table_of_that_name_is_left_as_it_is(earshot, database, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    database("DROP TABLE earshot_loads")
    database("CREATE TABLE earshot_loads (x)")
    assert "drop it with" in earshot("load", "plays.csv", exit=1).stderr
    earshot("drop", "--yes")
    assert database("SELECT name FROM sqlite_master") == [("earshot_loads",)]


def test_who_loads_is_named_on_one_line(earshot, database, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    database("UPDATE earshot_loads SET state = 'load', host = 'a' || char(10) || 'earshot: b' || char(27)")
    warned = earshot("ask", "song_at", *KEYS["song_at"]).stderr
    assert warned.count("\n") == 1 and r"on host a\x0Aearshot: b\x1B since" in warned


def test_dropping_the_tables_drops_their_marks(earshot, database, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv")
    earshot("drop", "--yes")
    assert database("SELECT name FROM sqlite_master") == []
