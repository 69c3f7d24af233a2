"""A listener who is forgotten on a real server: the Python driver finds no row of theirs, and all of the others'."""

import json
import os
import random
import subprocess
import time

from conftest import read_plays, rows_of, stored_rows, write_plays

WHO = "4711"
TURNS = 20 if os.environ.get("EARSHOT_TORTURE") == "1" else 4


def plays(count=3000):
    return [
        {"sessionId": str(n), "itemInSession": str(n % 7), "song": f"Song {n % 50}", "userId": str(n % 90)}
        for n in range(count)
    ] + [
        {"sessionId": str(10_000 + n), "song": f"Song {n}", "userId": WHO, "firstName": "Xanthippe", "lastName": "Zyx"}
        for n in range(40)
    ]


def without(path):
    return rows_of([play for play in read_plays(path) if play["userId"] != WHO])


def test_no_row_is_left_and_none_comes_back(earshot, server, session, keyspace, tmp_path):
    store = "--store", server.url(keyspace)
    path = write_plays(tmp_path / "plays.csv", plays())
    old = write_plays(tmp_path / "old.csv", plays())
    earshot("load", path, *store)
    done = earshot("forget", f"user_id={WHO}", path, *store, "--format", "json")
    assert "has them in the files of its replicas until those are compacted" in done.stderr
    assert {
        (row["where"], row["erased"], row["found"]) for row in json.loads(done.stdout) if row["what"] == "table"
    } == {
        ("song_at", 40, 0),
        ("session_songs", 40, 0),
        ("song_listeners", 40, 0),
    }
    assert stored_rows(session, keyspace) == without(old)
    # The plays of before, as event files.
    earshot("run", old, "-o", path, *store)
    assert stored_rows(session, keyspace) == without(old)
    earshot("verify", path, *store)


def test_killed_at_any_point_it_goes_on(earshot, server, session, keyspace, tmp_path):
    store = "--store", server.url(keyspace)
    old = write_plays(tmp_path / "old.csv", plays())
    chance = random.Random(5)
    command = ["forget", f"user_id={WHO}", "plays.csv", *store]
    duration = 1.0
    for turn in range(TURNS):
        for path in tmp_path.glob("plays.csv*"):
            path.unlink()
        write_plays(tmp_path / "plays.csv", plays())
        earshot("load", "plays.csv", *store)
        process = subprocess.Popen(
            [os.environ["EARSHOT"], *command], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.1, 1) * duration)
        process.kill()
        process.wait()
        begin = time.monotonic()
        # A lease that a process had which was killed runs out.
        while (done := earshot(*command, "--format", "json", exit=None)).returncode == 75:
            assert time.monotonic() < begin + 120, done.stderr
        duration = time.monotonic() - begin if turn == 0 else duration
        assert done.returncode == 0 and {row["found"] for row in json.loads(done.stdout)} == {0}
        assert stored_rows(session, keyspace) == without(old)
