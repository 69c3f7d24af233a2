"""Whole tables as files: the rows are those that other programs find in the store, and files are whole or not there."""

import csv
import io
import json
import math
import os
import random
import resource
import sqlite3
import subprocess

import duckdb
import plays_file
import pytest
import zstandard

KEYS = {
    "song_at": "session_id, item_in_session",
    "session_songs": "user_id, session_id, item_in_session",
    "song_listeners": "song, user_id",
}
FORMS = ["csv", "ndjson", "json", "csv.zst", "ndjson.zst", "json.zst"]
STRANGE = ["", " ", ",", '"', '"",""', "\n", "\r\n", "\u2028", "\x85", "null", "NULL", "é", "\U0001f3a7", "0", "a\\n"]


def strange_plays(count, seed=1):
    choose = random.Random(seed)
    return [
        {
            "sessionId": choose.choice([n, -n, n * 2**40]),
            "itemInSession": n % 7,
            "userId": n % 20,
            "song": choose.choice(STRANGE) + str(n % 50) * choose.randrange(2),
            "artist": choose.choice(STRANGE) or "A",
            "firstName": choose.choice(STRANGE),
            "length": choose.choice(["0.1", "1e300", "5e-324", "300", "123456789.125", "1.7976931348623157e308"]),
        }
        for n in range(count)
    ]


@pytest.fixture
def loaded(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *strange_plays(500))
    earshot("load", "plays.csv")


def stored(database, table):
    return [tuple(row) for row in database(f"SELECT * FROM {table} ORDER BY {KEYS[table]}")]


def text_of(path):
    with open(path, "rb") as file:
        compressed = path.suffix == ".zst"
        return (zstandard.ZstdDecompressor().stream_reader(file) if compressed else file).read().decode()


def rows_in(path):
    """The rows of a file, as the standard library reads them; CSV has no types."""
    text = text_of(path)
    if ".csv" in path.name:
        return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:]
    # Lines are broken wherever Unicode does.
    rows = json.loads(text) if ".json" in path.name else [json.loads(line) for line in text.splitlines()]
    return [tuple(row.values()) for row in rows]


def exported(done):
    return {row["table"]: row for row in json.loads(done.stdout)}


@pytest.mark.parametrize("form", FORMS)
def test_the_rows_are_those_of_the_store_in_its_order(earshot, loaded, database, tmp_path, form):
    done = exported(earshot("export", "-o", "out/{table}." + form, "--format", "json"))
    for table in KEYS:
        rows = rows_in(tmp_path / "out" / f"{table}.{form}")
        wanted = stored(database, table)
        if "csv" in form:
            rows = [tuple(type(value)(text) for text, value in zip(row, wanted[0], strict=True)) for row in rows]
        assert rows == wanted
        assert done[table] == {
            "table": table,
            "rows": len(wanted),
            "digest": done[table]["digest"],
            "file": f"out/{table}.{form}",
        }


def test_the_digest_is_that_of_load_and_verify(earshot, loaded):
    tables = exported(earshot("export", "-o", "out/", "--format", "json"))
    for command in ["load", "verify"]:
        for row in json.loads(earshot(command, "plays.csv", "--format", "json").stdout):
            assert tables[row["table"]]["digest"] == row["digest"]
    told = earshot("export", "song_at").stderr
    assert told == f"song_at: {tables['song_at']['rows']} rows, digest {tables['song_at']['digest']}\n"


@pytest.mark.parametrize("form", ["csv", "csv.zst", "ndjson", "ndjson.zst"])
def test_duckdb_reads_the_same_rows(earshot, loaded, database, tmp_path, form):
    database("UPDATE session_songs SET song = NULL, artist = '' WHERE item_in_session = 1")
    database("UPDATE song_at SET length = NULL WHERE item_in_session = 2")
    earshot("export", "-o", "{table}." + form)
    for table in KEYS:
        types = {name: kind for _, name, kind, *_ in database(f"PRAGMA table_info({table})")}
        columns = {name: {"INTEGER": "BIGINT", "REAL": "DOUBLE", "TEXT": "VARCHAR"}[types[name]] for name in types}
        path = str(tmp_path / f"{table}.{form}")
        if "csv" in form:
            found = duckdb.execute(
                "FROM read_csv(?, columns = ?, header = true, allow_quoted_nulls = false, quote = '\"', escape = '\"',"
                " delim = ',', parallel = false)",
                [path, columns],
            ).fetchall()
        else:
            found = duckdb.execute("FROM read_json(?, columns = ?, format = 'newline_delimited')", [path, columns])
            found = found.fetchall()
        assert found == stored(database, table)


def test_a_null_and_an_empty_text_are_two_things(earshot, database, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {"song": "", "userId": 1}, {"song": "", "userId": 2, "itemInSession": 1})
    earshot("load", "plays.csv")
    database("UPDATE song_at SET song = NULL, length = NULL WHERE item_in_session = 1")
    assert earshot("export", "song_at").stdout.splitlines()[1:] == ['1,0,Low Tide,"",201.5', "1,1,Low Tide,,"]
    lines = earshot("export", "song_at", "--format", "ndjson").stdout.splitlines()
    assert [(row["song"], row["length"]) for row in map(json.loads, lines)] == [("", 201.5), (None, None)]


def test_a_descending_order_is_kept(earshot, database, tmp_path):
    (tmp_path / "q.toml").write_text(
        '[[question]]\nname = "latest"\ngiven = ["user_id"]\norder = ["session_id desc", "item_in_session"]\n'
        'answer = ["song"]\n'
    )
    earshot("load", plays_file.write(tmp_path / "p.csv", *strange_plays(100)), "--questions", "q.toml")
    earshot("export", "latest", "--questions", "q.toml", "-o", "latest.ndjson")
    wanted = database("SELECT * FROM latest ORDER BY user_id, session_id DESC, item_in_session")
    assert rows_in(tmp_path / "latest.ndjson") == wanted


def test_without_a_table_of_its_own_an_output_is_refused(earshot, loaded, tmp_path):
    before = sorted(tmp_path.iterdir())
    refused = earshot("export", exit=2).stderr
    assert "name one of song_at, session_songs, song_listeners, or write files with -o DIRECTORY" in refused
    assert "all.csv is one file, for 3 tables" in earshot("export", "-o", "all.csv", exit=2).stderr
    assert "which is called .zst" in earshot("export", "song_at", "-o", "a.csv.gz", exit=2).stderr
    unknown = earshot("export", "song_at", "-o", "{table}.parquet", exit=2).stderr
    assert ".parquet is not a form that is written; there are .csv, .ndjson, .jsonl and .json" in unknown
    assert 'did you mean "song_at"' in earshot("export", "song_a", exit=2).stderr
    assert "is to be written twice" in earshot("export", "song_at", "song_at", "-o", "out/", exit=2).stderr
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_used_is_not_written_over(earshot, loaded, tmp_path):
    earshot("model", "export")
    (tmp_path / "q.toml").write_text(earshot("model", "export").stdout)
    (tmp_path / "link").symlink_to("q.toml")
    sqlite3.connect(tmp_path / "mine.db").execute("CREATE TABLE mine (x)")
    (tmp_path / "events.ndjson").write_text('{"artist": "Low Tide", "page": "NextSong", "sessionId": 1}\n')
    (tmp_path / "rejects.jsonl").write_text('{"file":"events.csv","line":2}\n')
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for output in ["earshot.db", "./earshot.db", "q.toml", "link", "mine.db", "events.ndjson", "rejects.jsonl"]:
        refused = earshot("export", "song_at", "-o", output, "--questions", "q.toml", exit=2)
        assert "would be destroyed; write to another file" in refused.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_table_of_a_first_load_is_not_exported(earshot, loaded, database, tmp_path):
    database("UPDATE earshot_loads SET state = 'first load' WHERE table_name = 'song_listeners'")
    refused = earshot("export", "-o", "out/", exit=75)
    assert "song_listeners has no answers yet: its first load, by process" in refused.stderr
    assert list((tmp_path / "out").iterdir()) == []
    earshot("export", "song_at", "-o", "out/")
    database("UPDATE earshot_loads SET state = 'load'")
    done = earshot("export", "-o", "out/")
    assert done.stderr.count("is being loaded, by process") == 3 and len(list((tmp_path / "out").iterdir())) == 3


def test_a_table_that_is_not_there(earshot, loaded, database):
    database("DROP TABLE song_at")
    assert "has no table song_at; load it first" in earshot("export", "song_at", exit=1).stderr


DAMAGE = {
    "another type": ("UPDATE song_at SET length = 'long' WHERE item_in_session = 3", "'long', which is not a double"),
    "a key of another type": ("INSERT INTO song_at VALUES ('x', 1, 'a', 'b', 1.5)", "which is not a bigint"),
    "no UTF-8": ("UPDATE song_at SET artist = CAST(x'41FF' AS TEXT) WHERE item_in_session = 3", "is not UTF-8"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_rows_are_an_error_and_no_file(earshot, loaded, database, tmp_path, damage):
    sql, told = DAMAGE[damage]
    database(sql)
    for form in ["csv", "ndjson.zst"]:
        refused = earshot("export", "session_songs", "song_at", "-o", "out/{table}." + form, exit=1).stderr
        remedy = (
            "earshot.db away and load again" if "key" in damage else "`earshot verify --repair` writes the row again"
        )
        assert "table song_at" in refused and told in refused and remedy in refused
        assert list((tmp_path / "out").iterdir()) == []


def test_a_damaged_page_is_an_error_and_no_file(earshot, tmp_path):
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.writelines(plays_file.many(5000))
    earshot("load", "plays.csv")
    data = bytearray((tmp_path / "earshot.db").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 16384] = bytes(16384)
    (tmp_path / "earshot.db").write_bytes(data)
    assert "is damaged" in earshot("export", "-o", "out/", exit=1).stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_rows_out_of_order_are_an_error(earshot, loaded, database, tmp_path):
    """Two cells of a leaf of the table's B-tree change places, which SQLite does not notice."""
    [(root, size)] = database(
        "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'song_at'"
    )
    data = bytearray((tmp_path / "earshot.db").read_bytes())
    page = (root - 1) * size
    while data[page] == 2:  # https://www.sqlite.org/fileformat.html, "B-tree Pages": to the leftmost leaf
        cell = page + int.from_bytes(data[page + 12 : page + 14], "big")
        page = (int.from_bytes(data[cell : cell + 4], "big") - 1) * size
    assert data[page] == 10
    data[page + 8 : page + 12] = data[page + 10 : page + 12] + data[page + 8 : page + 10]
    (tmp_path / "earshot.db").write_bytes(data)
    refused = earshot("export", "song_at", "-o", "a.csv", exit=1).stderr
    assert "table song_at: the store gave session_id=" in refused and "out of order" in refused
    assert not (tmp_path / "a.csv").exists()


def test_numbers_that_json_does_not_have(earshot, loaded, database, tmp_path):
    database("UPDATE song_at SET length = 9e999 WHERE item_in_session = 3")
    for form in ["ndjson", "json"]:
        refused = earshot("export", "song_at", "-o", f"a.{form}", exit=1).stderr
        assert "is inf, which JSON cannot have; write CSV" in refused and not (tmp_path / f"a.{form}").exists()
    earshot("export", "song_at", "-o", "a.csv")
    lengths = [float(row[4]) for row in rows_in(tmp_path / "a.csv") if row[1] == "3"]
    assert lengths and all(math.isinf(length) for length in lengths)


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path, earshot):
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.writelines(plays_file.many(50_000))
    earshot("load", "plays.csv")
    for form in ["csv", "json", "ndjson"]:
        command = f'set -o pipefail; "$EARSHOT" export song_at --format {form} | head -3'
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 3)


def test_a_full_disk_leaves_no_file_and_the_old_ones(earshot, loaded, tmp_path):
    earshot("export", "-o", "out/")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    plays_file.write(tmp_path / "plays.csv", *strange_plays(5000, seed=2))
    earshot("load", "plays.csv", "--removals-max", "100%")
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))}
    refused = earshot("export", "-o", "out/", exit=1, **limit)
    assert "cannot write out/song_at.csv: File too large" in refused.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [os.environ["EARSHOT"], "export", "song_at"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1 and "cannot write the result: No space left on device" in done.stderr


def test_files_are_replaced_and_follow_links(earshot, loaded, tmp_path):
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    earshot("export", "song_at", "-o", "link.csv")
    assert (tmp_path / "link.csv").is_symlink() and (tmp_path / "real.csv").read_text().startswith("session_id,")
