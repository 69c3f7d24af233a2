"""A byte that changes on its way to a sorted run or back: the command fails, or what it did is right all the same."""

import os
import pathlib
import random
import sqlite3
import subprocess

import plays_file
import pytest

PRELOAD = pathlib.Path(__file__).parent / "preload" / "flipped_bytes.c"
TORTURE = os.environ.get("EARSHOT_TORTURE") == "1"
TABLES = ["song_at", "session_songs", "song_listeners"]
# The first byte, one of the header, one of the rows, the last one.
PLACES = [0, 9, 5000, -1]


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    library = tmp_path_factory.mktemp("preload") / "flipped_bytes.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, PRELOAD], check=True)
    return library


@pytest.fixture
def flipping(earshot, tmp_path, library):
    """Runs a command that sorts on disk while one byte changes. Gives it, and how many calls there were in all."""
    (tmp_path / "temporary").mkdir()
    calls = tmp_path / "calls"

    def run(kind, call, place, *arguments):
        calls.write_text("")
        flip = {"LD_PRELOAD": library, "ASAN_OPTIONS": "verify_asan_link_order=0", "TMPDIR": tmp_path / "temporary",
                "FLIP_IN": tmp_path / "temporary", "FLIP_CALLS": calls, "FLIP": kind, "FLIP_CALL": str(call),
                "FLIP_AT": str(place)}  # fmt: skip
        done = earshot(*arguments, "--memory", "1MiB", environment=flip, exit=None)
        assert list((tmp_path / "temporary").iterdir()) == []
        return done, len(calls.read_text())

    return run


def rows_of(path):
    with sqlite3.connect(path) as database:
        return {table: list(database.execute(f"SELECT * FROM {table}")) for table in TABLES}


def calls_to_try(number):
    return range(1, number + 1) if TORTURE else random.Random(7).sample(range(1, number + 1), min(number, 6))


@pytest.mark.parametrize("kind", ["write", "pread"])
@pytest.mark.parametrize("command", ["run", "load", "verify"])
def test_a_flipped_byte_never_passes(earshot, tmp_path, flipping, command, kind):
    if command == "run":
        earshot("generate", "--days", "8", "--users", "500", "-o", "events")
        arguments = ["run", "events"]
        plays = "event_datafile_new.csv"
    else:
        with open(tmp_path / "plays.csv", "w", newline="") as file:
            file.writelines(plays_file.many(15_000))
        arguments = [command, "plays.csv"]
        plays = "plays.csv"
        if command == "verify":
            earshot("load", "plays.csv")
    sound, number = flipping(kind, 0, 0, *arguments)
    assert sound.returncode == 0 and number > 20
    expected = rows_of(tmp_path / "earshot.db")
    found = 0
    for call in calls_to_try(number):
        if command != "verify":
            (tmp_path / "earshot.db").unlink(missing_ok=True)
        done, _ = flipping(kind, call, PLACES[call % len(PLACES)], *arguments)
        if done.returncode == 0:
            assert done.stdout == sound.stdout
            assert rows_of(tmp_path / "earshot.db") == expected
            continue
        found += 1
        assert done.returncode == 1
        assert (
            f"a sorted run in {tmp_path}/temporary was read back changed: its disk or the memory is faulty"
            in done.stderr
        )
        assert "TMPDIR" in done.stderr
        # What was sorted rightly may be loaded; nothing else is.
        if command == "load":
            earshot("load", plays)
            assert rows_of(tmp_path / "earshot.db") == expected
    assert found > 0
