"""`earshot verify`: every row that is missing, extra or different is found, told and counted."""

import csv
import io
import json
import re
import sqlite3

import plays_file
import pytest

PLAYS = [{"sessionId": session, "itemInSession": item} for session in range(1, 11) for item in range(10)]


@pytest.fixture
def damaged(earshot, tmp_path):
    """Loads PLAYS, lets SQL damage the store, and gives the run of verify that must find it."""
    plays_file.write(tmp_path / "plays.csv", *PLAYS)
    earshot("load", "plays.csv")

    def verify(sql, *arguments):
        with sqlite3.connect(tmp_path / "earshot.db") as database:
            database.executescript(sql)
        return earshot("verify", "plays.csv", *arguments, exit=3)

    return verify


def counts(done, table="song_at"):
    rows = {row["table"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    return tuple(int(rows[table][column]) for column in ["missing", "extra", "differing"])


def test_a_sound_store_is_the_same_and_has_the_digests_of_the_load(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *PLAYS)
    loaded = csv.DictReader(io.StringIO(earshot("load", "plays.csv", "--format", "csv").stdout))
    done = earshot("verify", "plays.csv", "--format", "csv")
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["digest"] for row in found] == [row["digest"] for row in loaded]
    assert {row["verdict"] for row in found} == {"same"}
    assert done.stderr == "verified sqlite:earshot.db against the rows of plays.csv, read again\n"


def test_a_missing_row(damaged):
    done = damaged("DELETE FROM song_at WHERE session_id = 4 AND item_in_session = 6", "--format", "csv")
    assert counts(done) == (1, 0, 0)
    assert "song_at: session_id=4, item_in_session=6 missing in the store" in done.stderr
    assert "differences in 1 of 3 tables; `earshot verify --repair` makes" in done.stderr


def test_an_extra_row(damaged):
    done = damaged("INSERT INTO song_at VALUES (4, 66, 'a', 'b', 1.5)", "--format", "csv")
    assert counts(done) == (0, 1, 0)
    assert "song_at: session_id=4, item_in_session=66 in the store, not in the file" in done.stderr


def test_a_row_that_differs_is_told_with_both_values(damaged):
    done = damaged("UPDATE song_at SET song = 'Harbor' WHERE session_id = 4 AND item_in_session = 6", "--format", "csv")
    assert counts(done) == (0, 0, 1)
    [example] = [
        line for line in done.stderr.splitlines() if line.startswith("song_at: session_id=4, item_in_session=6")
    ]
    assert "song" in example and "Harbour" in example and "Harbor" in example.replace("Harbour", "")


@pytest.mark.parametrize(
    "change",
    ["song = NULL", "song = ''", "song = 'Harbour '", "length = 201.50000000000003", "length = NULL", "artist = x'ff'"],
)
def test_the_smallest_difference_counts(damaged, change):
    done = damaged(f"UPDATE song_at SET {change} WHERE session_id = 10 AND item_in_session = 9", "--format", "csv")
    assert counts(done) == (0, 0, 1)


def test_an_empty_value_is_not_a_missing_one(earshot, database, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {"lastName": ""})
    earshot("load", "plays.csv")
    database("UPDATE song_listeners SET last_name = NULL")
    assert 'last_name: "" in the file, null in the store' in earshot("verify", "plays.csv", exit=3).stderr


def test_what_the_data_hold_steers_no_terminal(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {"song": "evil \x1b[31m\u009b1m\x07\nline" + "x" * 300})
    earshot("load", "plays.csv")
    with sqlite3.connect(tmp_path / "earshot.db") as database:
        database.executescript("DELETE FROM song_listeners")
    told = earshot("verify", "plays.csv", exit=3).stderr
    example = next(line for line in told.splitlines() if line.startswith("song_listeners: song="))
    assert (
        example.startswith('song_listeners: song="evil \\x1B[31m\\xC2\\x9B1m\\x07\\x0Alinexxx')
        and 'xxx...", user_id=7' in example
    )
    assert all(letter.isprintable() for letter in example)


def test_first_and_last_rows_count_like_all_others(damaged):
    done = damaged(
        "DELETE FROM song_at WHERE (session_id, item_in_session) IN (VALUES (1, 0), (10, 9));"
        "INSERT INTO song_at VALUES (0, 0, 'a', 'b', 1.5), (11, 0, 'a', 'b', 1.5);",
        "--format", "csv",
    )  # fmt: skip
    assert counts(done) == (2, 2, 0)


def test_everything_at_once_is_counted_with_a_few_examples_of_each(damaged):
    done = damaged(
        "DELETE FROM song_at WHERE item_in_session < 3;"
        "UPDATE song_at SET artist = 'other' WHERE item_in_session = 5;"
        "INSERT INTO song_at SELECT session_id, item_in_session + 100, artist, song, length FROM song_at"
        " WHERE item_in_session = 7;"
        "DELETE FROM session_songs;",
        "--format", "csv",
    )  # fmt: skip
    assert counts(done) == (30, 10, 10)
    assert counts(done, "session_songs") == (100, 0, 0)
    assert counts(done, "song_listeners") == (0, 0, 0)
    assert "differences in 2 of 3 tables" in done.stderr
    for words in ["missing in the store", "in the store, not in the file", "differs"]:
        examples = [line for line in done.stderr.splitlines() if line.startswith("song_at: ") and words in line]
        assert 3 <= len(examples) <= 10


def test_a_load_of_other_plays_repairs_what_is_missing_or_differs(earshot, damaged, tmp_path):
    """Where the plays that the tables were loaded with are not at hand."""
    damaged("DELETE FROM song_at WHERE item_in_session > 0; UPDATE session_songs SET song = 'x';")
    plays_file.write(tmp_path / "plays.csv", *PLAYS, PLAYS[0])
    (tmp_path / "plays.csv.loaded").unlink()
    earshot("load", "plays.csv")
    assert "DIFFERENT" not in earshot("verify", "plays.csv").stdout


def test_one_row_swapped_for_another_is_not_the_same(damaged):
    """The counts of rows are equal, so only a comparison of rows can tell."""
    done = damaged(
        "UPDATE song_at SET item_in_session = 55 WHERE session_id = 3 AND item_in_session = 5", "--format", "csv"
    )
    assert counts(done) == (1, 1, 0)


def test_another_file_is_not_the_same(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *PLAYS)
    earshot("load", "plays.csv")
    plays_file.write(tmp_path / "other.csv", *PLAYS[1:])
    assert counts(earshot("verify", "other.csv", "--format", "csv", exit=3)) == (0, 1, 0)


def test_json_has_the_examples(damaged):
    done = damaged("DELETE FROM song_at WHERE session_id = 4 AND item_in_session = 6", "--format", "json")
    [example] = json.loads(done.stdout)[0]["examples"]
    assert example == {"kind": "missing", "key": "session_id=4, item_in_session=6", "detail": ""}


def test_any_number_of_threads_finds_the_same(damaged):
    sql = "DELETE FROM song_at WHERE item_in_session = 6"
    assert damaged(sql, "--threads", "1").stdout == damaged("", "--threads", "7").stdout == damaged("").stdout


def test_nothing_to_verify_in_a_store_without_tables(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *PLAYS)
    refused = earshot("verify", "plays.csv", exit=1)
    assert "sqlite:earshot.db has no table song_at" in refused.stderr
    assert not (tmp_path / "earshot.db").exists()


def test_an_empty_share_is_none(earshot, loaded):
    assert "--sample : give" in earshot("verify", "plays.csv", "--sample", "", exit=2).stderr


def sampled(earshot, share, **options):
    done = earshot("verify", "plays.csv", "--sample", share, "--format", "csv", **options)
    return {row["table"]: row for row in csv.DictReader(io.StringIO(done.stdout))}, done.stderr


@pytest.fixture
def loaded(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *PLAYS)
    earshot("load", "plays.csv")


def test_a_sample_says_what_it_may_have_missed(earshot, loaded):
    found, said = sampled(earshot, "20%")
    assert {row["verdict"] for row in found.values()} == {"same"}
    assert 0 < int(found["song_at"]["file_rows"]) == int(found["song_at"]["store_rows"]) < len(PLAYS)
    parts, of = re.search(r"song_at: verified (\d+) of (\d+) parts; damage in at least", said).groups()
    assert int(parts) == -(-int(of) // 5)
    missed = float(re.search(r"song_at: .*at least ([\d.e+]+) %", said)[1])
    assert 0.95 * missed < 100 * (1 - 0.05 ** (1 / int(parts))) < 1.05 * missed


def test_samples_find_all_damage_in_the_end_and_the_whole_at_once(earshot, damaged):
    damaged(
        "DELETE FROM song_at WHERE session_id = 4 AND item_in_session = 6; INSERT INTO song_at VALUES (999, 1, 'a', 'b', 1.5)"
    )
    found, _ = sampled(earshot, "100%", exit=3)
    assert (found["song_at"]["missing"], found["song_at"]["extra"]) == ("1", "1")
    seen = set()
    for _ in range(200):
        row = sampled(earshot, "30%", exit=None)[0]["song_at"]
        seen |= {kind for kind in ("missing", "extra") if row[kind] == "1"}
        if len(seen) == 2:
            return
    raise AssertionError(seen)


@pytest.mark.parametrize("share", ["0%", "5", "x", "101%"])
def test_a_sample_is_a_share(earshot, loaded, share):
    assert (
        f"--sample {share}: give a share of the rows (1%), of 100% at most"
        in earshot("verify", "plays.csv", "--sample", share, exit=2).stderr
    )
