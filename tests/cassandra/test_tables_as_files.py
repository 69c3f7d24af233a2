"""Tables of a real server as files: the rows that the Python driver finds, and those of the same plays in SQLite."""

import csv
import io
import json

import pytest
from conftest import SELECTS, write_plays

STRANGE = ["", " ", ",", '"', "\r\n", "\u2028", "null", "é", "\U0001f3a7", "0"]


def strange_plays(count):
    return [
        {
            "sessionId": str((-1) ** n * n * 2**40),
            "itemInSession": str(n % 7),
            "userId": str(n % 20),
            "song": STRANGE[n % len(STRANGE)] + str(n % 30),
            "artist": STRANGE[n % 3],
            "firstName": STRANGE[n % 7],
            "length": ["0.1", "1e300", "5e-324", "123456789.125"][n % 4],
        }
        for n in range(count)
    ]


def exported(earshot, directory, form, store):
    done = earshot("export", "-o", directory / ("{table}." + form), "--store", store, "--format", "json")
    texts = {table: (directory / f"{table}.{form}").read_bytes().decode() for table in SELECTS}
    return texts, {row["table"]: (row["rows"], row["digest"]) for row in json.loads(done.stdout)}


def test_the_rows_are_those_of_the_driver_in_the_order_of_tokens(earshot, server, session, keyspace, tmp_path):
    earshot("load", write_plays(tmp_path / "plays.csv", strange_plays(7000)), "--store", server.url(keyspace))
    texts, counts = exported(earshot, tmp_path / "out", "ndjson", server.url(keyspace))
    for table, (_, columns) in SELECTS.items():
        rows = [tuple(json.loads(line).values()) for line in texts[table].splitlines()]
        # A scan gives them by token.
        assert rows == [tuple(row) for row in session.execute(f"SELECT {columns} FROM {keyspace}.{table}")]
        assert len(rows) == counts[table][0]


@pytest.mark.real_events
def test_both_stores_have_equal_exports_and_digests(earshot, server, keyspace, real_events, tmp_path):
    earshot("consolidate", real_events)
    stores = ["sqlite:earshot.db", server.url(keyspace)]
    for store in stores:
        earshot("load", "--store", store)
    for form in ["csv", "ndjson"]:
        found = [exported(earshot, tmp_path / store.split(":")[0], form, store) for store in stores]
        (texts, counts), (other_texts, other_counts) = found
        assert counts == other_counts
        for table in SELECTS:
            # No value of the real data breaks a line.
            assert texts[table] != other_texts[table] and sorted(texts[table]) == sorted(other_texts[table])
            assert sorted(texts[table].splitlines()) == sorted(other_texts[table].splitlines())


def test_nulls_and_numbers_that_another_client_wrote(earshot, server, session, keyspace, tmp_path):
    store = "--store", server.url(keyspace)
    earshot("load", write_plays(tmp_path / "plays.csv", [{"artist": ""}, {"itemInSession": "1"}]), *store)
    session.execute(f"UPDATE {keyspace}.song_at SET song = null WHERE session_id = 1 AND item_in_session = 1")
    text = earshot("export", "song_at", *store).stdout
    assert text.splitlines()[1:] == ['1,0,"",Song,200.5', "1,1,Artist,,200.5"]
    rows = [json.loads(line) for line in earshot("export", "song_at", "--format", "ndjson", *store).stdout.splitlines()]
    assert [(row["artist"], row["song"]) for row in rows] == [("", "Song"), ("Artist", None)]
    for number in ["NaN", "Infinity"]:
        session.execute(f"UPDATE {keyspace}.song_at SET length = {number} WHERE session_id = 1 AND item_in_session = 1")
        refused = earshot("export", "song_at", "-o", "a.ndjson", *store, exit=1).stderr
        assert "which JSON cannot have; write CSV" in refused and not (tmp_path / "a.ndjson").exists()
        [_, row] = csv.DictReader(io.StringIO(earshot("export", "song_at", *store).stdout))
        assert str(float(row["length"])) == str(float(number))


def test_a_table_of_a_first_load_is_not_exported(earshot, server, session, keyspace, tmp_path):
    store = "--store", server.url(keyspace)
    earshot("load", write_plays(tmp_path / "plays.csv", [{}]), *store)
    # The mark's own time may be later than this clock's.
    session.execute(
        f"UPDATE {keyspace}.earshot_loads USING TIMESTAMP 9000000000000000 SET state = 'first load'"
        " WHERE name = 'song_at'"
    )
    assert "song_at has no answers yet" in earshot("export", "-o", "out/", *store, exit=75).stderr
    assert list((tmp_path / "out").iterdir()) == []
