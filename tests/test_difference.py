"""A load makes the tables hold what the plays file holds, and writes only the difference."""

import json
import random

import plays_file
import pytest

ALL = "--removals-max", "100%"


def play(session, item, **other):
    return {"sessionId": session, "itemInSession": item, "userId": session % 7, "song": f"Song {item % 11}", **other}


DAYS = [play(session, item) for session in range(20) for item in range(15)]


@pytest.fixture
def load(earshot, tmp_path):
    """Loads these plays, and gives the counts of the table of single plays."""

    def run(plays, *options, exit=0, command="load"):
        plays_file.write(tmp_path / "plays.csv", *plays)
        done = earshot(command, "plays.csv", *options, "--format", "json", exit=exit)
        counts = {table["table"]: table for table in json.loads(done.stdout)}
        return {name: counts["song_at"][name] for name in ["same", "added", "changed", "removed", "extra"]}, done

    return run


def digests(earshot, *options):
    done = earshot("verify", "plays.csv", *options, "--format", "json")
    return {table["table"]: table["digest"] for table in json.loads(done.stdout)}


def from_nothing(earshot):
    earshot("load", "plays.csv", "--store", "sqlite:fresh.db")
    fresh = digests(earshot, "--store", "sqlite:fresh.db")
    earshot("drop", "--yes", "--keyspace", "--store", "sqlite:fresh.db")
    return fresh


def test_only_the_difference_is_written(earshot, load):
    counts, _ = load(DAYS)
    assert counts == {"same": 0, "added": 300, "changed": 0, "removed": 0, "extra": 0}
    counts, _ = load(DAYS)
    assert counts == {"same": 300, "added": 0, "changed": 0, "removed": 0, "extra": 0}
    counts, _ = load(DAYS[2:] + [play(99, 0)])
    assert counts == {"same": 298, "added": 1, "changed": 0, "removed": 2, "extra": 0}
    counts, _ = load([{**DAYS[5], "artist": "Other"}] + DAYS[:5] + DAYS[6:])
    assert counts == {"same": 299 - 2, "added": 2, "changed": 1, "removed": 1, "extra": 0}
    assert digests(earshot) == from_nothing(earshot)


def test_many_removals_are_refused_and_the_rest_is_done(earshot, load):
    load(DAYS)
    counts, done = load(DAYS[30:] + [play(99, 0)], exit=3)
    assert counts == {"same": 270, "added": 1, "changed": 0, "removed": 0, "extra": 30}
    assert "30 of 300 rows of song_at are no longer in the plays, more than 1 %, so no row was removed" in done.stderr
    assert "--removals-max" in done.stderr
    assert earshot("verify", "plays.csv", exit=3).stdout.count("DIFFERENT") == 2
    counts, _ = load(DAYS[30:] + [play(99, 0)], "--removals-max", "30")
    assert counts == {"same": 271, "added": 0, "changed": 0, "removed": 30, "extra": 0}
    assert digests(earshot) == from_nothing(earshot)


@pytest.mark.parametrize("text", ["x", "101%", "-1"])
def test_a_limit_of_removals_that_is_none(earshot, tmp_path, text):
    plays_file.write(tmp_path / "plays.csv", *DAYS)
    done = earshot("load", "plays.csv", f"--removals-max={text}", exit=2)
    assert f"--removals-max {text}: give a number" in done.stderr
    assert not (tmp_path / "earshot.db").exists()


def test_a_run_of_fewer_events_says_what_it_left(earshot, tmp_path):
    earshot("generate", "--days", "3", "--users", "50", "-o", "days")
    earshot("run", "days")
    sorted((tmp_path / "days").iterdir())[1].unlink()
    done = earshot("run", "days", exit=3)
    assert done.stdout.count("DIFFERENT") == 3 and "so no row was removed" in done.stderr
    done = earshot("run", "days", *ALL)
    assert "DIFFERENT" not in done.stdout
    earshot("verify")


@pytest.mark.parametrize("seed", range(10))
def test_any_history_ends_with_the_tables_of_the_last_plays(earshot, load, seed):
    chance = random.Random(seed)
    for _ in range(4):
        plays = [
            play(session, item, song=f"Song {chance.randrange(5)}", artist=f"Artist {chance.randrange(3)}")
            for session in range(chance.randrange(1, 12))
            for item in range(chance.randrange(1, 9))
            if chance.random() < 0.8
        ]
        chance.shuffle(plays)
        plays += chance.choices(plays, k=len(plays) // 10) if plays else []
        load(plays, *ALL)
        assert digests(earshot) == from_nothing(earshot)
