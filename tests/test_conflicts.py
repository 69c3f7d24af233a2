"""Plays that share a key: repeats are counted, conflicts are counted, shown and listed."""

import json

import plays_file

FIRST = {"sessionId": "1", "itemInSession": "4", "song": "First"}
LAST = {**FIRST, "song": "Last"}


def test_conflicts_are_listed_with_both_plays_and_the_later_one_stays(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", LAST, FIRST, FIRST, {"itemInSession": "5"}, LAST)
    loaded = earshot("load", "plays.csv", "--conflicts", "conflicts.ndjson", "--format", "csv")

    table = dict(zip(*(line.split(",") for line in loaded.stdout.splitlines()[:2])))
    assert (table["rows"], table["duplicates"], table["conflicts"]) == ("2", "1", "2")
    assert "session_id=1, item_in_session=4 has two plays with different values: line 6 is kept" in loaded.stderr

    listed = [json.loads(line) for line in (tmp_path / "conflicts.ndjson").read_text().splitlines()]
    places = [(c["file"], c["kept"]["line"], c["dropped"]["line"]) for c in listed if c["table"] == "song_at"]
    assert places == [("plays.csv", 3, 2), ("plays.csv", 6, 4)]
    assert listed[1]["key"] == {"session_id": 1, "item_in_session": 4}
    assert (listed[1]["kept"]["song"], listed[1]["dropped"]["song"]) == ("Last", "First")

    answer = earshot("ask", "song_at", "session_id=1", "item_in_session=4", "--format", "json").stdout
    assert [row["song"] for row in json.loads(answer)] == ["Last"]
    earshot("verify", "plays.csv")


def test_without_conflicts_the_list_is_there_and_empty(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", FIRST, FIRST)
    earshot("load", "plays.csv", "--conflicts", "conflicts.ndjson")
    assert (tmp_path / "conflicts.ndjson").read_text() == ""


def test_a_list_that_cannot_be_written_stops_before_anything_is_loaded(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", FIRST)
    refused = earshot("load", "plays.csv", "--conflicts", "no/such/directory/c.ndjson", exit=1)
    assert "cannot write no/such/directory/c.ndjson" in refused.stderr
    assert not (tmp_path / "earshot.db").exists()
