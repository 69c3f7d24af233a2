"""The SQLite file that is not as it should be, and what `status` and `drop` do with one that is."""

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess

import plays_file
import pytest

NEEDS_STORE = {
    "load": ["load", "plays.csv"],
    "verify": ["verify", "plays.csv"],
    "ask": ["ask", "song_at", "session_id=1", "item_in_session=0"],
    "status": ["status"],
    "drop": ["drop", "--yes"],
}


@pytest.fixture(autouse=True)
def plays(tmp_path):
    plays_file.write(tmp_path / "plays.csv", {}, {"itemInSession": 1})


def rows_by_table(done):
    return {row["table"]: row["rows"] for row in csv.DictReader(io.StringIO(done.stdout))}


@pytest.mark.parametrize("command", NEEDS_STORE)
def test_a_file_that_is_no_sqlite_database_is_refused_and_kept(earshot, tmp_path, command):
    content = b"my diary, which nobody may overwrite\n" * 100
    (tmp_path / "earshot.db").write_bytes(content)
    refused = earshot(*NEEDS_STORE[command], exit=1)
    assert "earshot.db is not a SQLite database" in refused.stderr
    assert "use another file" in refused.stderr
    assert (tmp_path / "earshot.db").read_bytes() == content


@pytest.mark.parametrize("command", NEEDS_STORE)
def test_a_directory_is_not_a_store(earshot, tmp_path, command):
    (tmp_path / "tables").mkdir()
    refused = earshot(*NEEDS_STORE[command], "--store", "sqlite:tables", exit=1)
    assert "tables is a directory, where a file is needed" in refused.stderr


def add_play(path):
    """One that is there already: other plays, but the same rows."""
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[-1]]))


def as_another_user(tmp_path, *arguments):
    return subprocess.run(
        [tmp_path / "earshot", *arguments],
        cwd=tmp_path,
        user="nobody" if os.geteuid() == 0 else None,  # root may write everywhere
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("loads", [1, 2])
def test_who_may_not_write_in_the_directory_may_ask(earshot, tmp_path, loads):
    """The file has a write-ahead log, which they could not write to."""
    shutil.copy(os.environ["EARSHOT"], tmp_path / "earshot")  # the build may be where nobody else may go
    for _ in range(loads):
        earshot("load", "plays.csv")
        add_play(tmp_path / "plays.csv")
    right = earshot(*NEEDS_STORE["ask"]).stdout
    tmp_path.chmod(0o555)
    for path in (tmp_path, *tmp_path.parents[:2]):
        path.chmod(path.stat().st_mode | 0o055)
    asked = as_another_user(tmp_path, *NEEDS_STORE["ask"])
    refused = as_another_user(tmp_path, "load", "plays.csv")
    tmp_path.chmod(0o755)
    assert (asked.returncode, asked.stdout) == (0, right), asked.stderr
    assert refused.returncode == 1 and "cannot" in refused.stderr


def test_who_may_not_write_in_the_directory_reads_nothing_that_was_not_committed(earshot, tmp_path):
    """A program that was killed has left its changes in the file, and in a journal what is to be put back."""
    shutil.copy(os.environ["EARSHOT"], tmp_path / "earshot")
    earshot("load", "plays.csv")
    change = """
import os, sqlite3
db = sqlite3.connect("earshot.db", isolation_level=None)
db.execute("PRAGMA journal_mode = DELETE")
db.execute("PRAGMA cache_size = 2")
db.execute("BEGIN")
db.execute("UPDATE song_at SET artist = 'Nobody' || hex(zeroblob(20000))")
os.kill(os.getpid(), 9)
"""
    subprocess.run(["python3", "-c", change], cwd=tmp_path)
    assert (tmp_path / "earshot.db-journal").stat().st_size > 0
    tmp_path.chmod(0o555)
    for path in (tmp_path, *tmp_path.parents[:2]):
        path.chmod(path.stat().st_mode | 0o055)
    asked = as_another_user(tmp_path, *NEEDS_STORE["ask"])
    tmp_path.chmod(0o755)
    assert asked.returncode == 1 and asked.stdout == "", asked.stdout
    assert "cannot write earshot.db" in asked.stderr
    assert "Nobody" not in earshot(*NEEDS_STORE["ask"]).stdout


@pytest.mark.parametrize("command", NEEDS_STORE)
def test_a_file_that_another_program_has_locked(earshot, tmp_path, command):
    earshot("load", "plays.csv")
    other = sqlite3.connect(tmp_path / "earshot.db", isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    refused = earshot(*NEEDS_STORE[command], exit=75)
    assert "earshot.db is locked by another program" in refused.stderr
    other.execute("ROLLBACK")
    other.close()
    earshot(*NEEDS_STORE[command])


def test_a_lock_that_is_soon_gone_is_waited_for(earshot, tmp_path):
    earshot("load", "plays.csv")
    holder = subprocess.Popen(
        [
            "python3",
            "-c",
            "import sqlite3, time; c = sqlite3.connect('earshot.db', isolation_level=None);"
            "c.execute('PRAGMA locking_mode = EXCLUSIVE'); c.execute('BEGIN EXCLUSIVE'); print('locked', flush=True); time.sleep(0.5)",
        ],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout.readline() == b"locked\n"
    earshot("load", "plays.csv")
    holder.wait()


SCHEMAS = {
    "other columns": "CREATE TABLE song_at (mine TEXT)",
    "other key": "CREATE TABLE song_at (session_id INTEGER NOT NULL, item_in_session INTEGER NOT NULL, artist TEXT,"
    " song TEXT, length REAL, PRIMARY KEY (item_in_session, session_id)) WITHOUT ROWID",
    "other type": "CREATE TABLE song_at (session_id INTEGER NOT NULL, item_in_session INTEGER NOT NULL, artist TEXT,"
    " song TEXT, length TEXT, PRIMARY KEY (session_id, item_in_session)) WITHOUT ROWID",
    "a rowid": "CREATE TABLE song_at (session_id INTEGER NOT NULL, item_in_session INTEGER NOT NULL, artist TEXT,"
    " song TEXT, length REAL, PRIMARY KEY (session_id, item_in_session))",
    "one column more": "CREATE TABLE song_at (session_id INTEGER NOT NULL, item_in_session INTEGER NOT NULL,"
    " artist TEXT, song TEXT, length REAL, mine TEXT, PRIMARY KEY (session_id, item_in_session)) WITHOUT ROWID",
    "a view": "CREATE VIEW song_at AS SELECT 1 AS session_id",
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_table_of_another_schema_is_refused_and_kept(earshot, database, schema):
    database(SCHEMAS[schema])
    before = database("SELECT sql FROM sqlite_master")
    for command in ["load", "verify", "ask"]:
        refused = earshot(*NEEDS_STORE[command], exit=1)
        assert "table song_at exists with a different schema" in refused.stderr
        assert "the question needs:\n  table song_at\n    session_id INTEGER, primary key\n" in refused.stderr
    assert database("SELECT sql FROM sqlite_master") == before


def test_tables_of_others_in_the_same_file_are_left_alone(earshot, database):
    database("CREATE TABLE mine (x)")
    database("INSERT INTO mine VALUES (1)")
    earshot("load", "plays.csv")
    earshot("drop", "--yes")
    assert database("SELECT * FROM mine") == [(1,)]
    assert database("SELECT name FROM sqlite_master") == [("mine",)]


@pytest.mark.parametrize("value", ["'text'", "x'00'", "NULL"])
def test_a_key_that_another_program_wrote_wrongly_is_named(earshot, database, value):
    """SQLite keeps any value in any column; a key of another type has no place in the order."""
    earshot("load", "plays.csv")
    if value == "NULL":
        database("UPDATE song_at SET song = NULL")  # not in the key: an ordinary difference
        assert "differs" in earshot("verify", "plays.csv", exit=3).stderr
        return
    database(f"INSERT INTO song_at VALUES ({value}, 1, 'a', 'b', 1.5)")
    told = earshot("verify", "plays.csv", exit=1).stderr
    assert "table song_at holds a row whose session_id is" in told and "remove it" in told


def test_a_directory_that_is_not_there(earshot):
    refused = earshot("load", "plays.csv", "--store", "sqlite:no/such/earshot.db", exit=1)
    assert "cannot open no/such/earshot.db" in refused.stderr


def test_a_directory_in_the_files_place(earshot, tmp_path):
    (tmp_path / "directory").mkdir()
    refused = earshot("load", "plays.csv", "--store", "sqlite:directory", exit=1)
    assert "directory is a directory, where a file is needed" in refused.stderr


def test_a_write_that_the_system_refuses_takes_everything_back(earshot, tmp_path, database):
    """A limit on the size of files refuses writes in the middle of the load, as a full disk does."""
    earshot("load", "plays.csv")
    before = database("SELECT * FROM song_at")
    with open(tmp_path / "many.csv", "w", newline="") as file:
        file.writelines(plays_file.many(20_000))

    def limit():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    refused = earshot("load", "many.csv", exit=1, preexec_fn=limit)
    assert "cannot read or write earshot.db: disk I/O error; is its disk full" in refused.stderr
    assert database("SELECT * FROM song_at") == before
    assert database("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    "url, shown",
    [
        ("mysql://host/db", "mysql:"),
        ("earshot.db", "earshot.db"),
        ("sqlite:", "sqlite:"),
        ("", ""),
        ("Cassandra://u:secret@h/k", "Cassandra:"),
        ("scylla://u:secret@h", "scylla:"),
        ("secret@h/k", "...@"),
        ("mysql?password=secret", "mysql?"),
    ],
)
def test_a_store_url_of_no_known_kind_is_a_usage_error_and_shows_no_password(earshot, url, shown):
    refused = earshot("status", "--store", url, exit=2)
    assert f'"{shown}"' in refused.stderr and "sqlite:FILE" in refused.stderr
    assert "secret" not in refused.stderr


def test_a_store_in_memory_would_be_gone_at_once(earshot):
    for command in NEEDS_STORE:
        assert "name a file" in earshot(*NEEDS_STORE[command], "--store", "sqlite::memory:", exit=2).stderr


def test_a_name_that_no_file_can_have(earshot):
    refused = earshot("load", "plays.csv", "--store", "sqlite:" + "x" * 300, exit=1)
    assert "cannot look for xxx" in refused.stderr and "File name too long" in refused.stderr


@pytest.mark.parametrize("schema", SCHEMAS)
def test_status_and_drop_leave_a_table_of_another_schema_and_do_the_rest(earshot, database, schema):
    earshot("load", "plays.csv")
    database("DROP TABLE song_at")
    database(SCHEMAS[schema])
    assert rows_by_table(earshot("status", "--format", "csv")) == {
        "song_at": "another schema",
        "session_songs": "2",
        "song_listeners": "1",
    }
    dropped = earshot("drop", "--yes", "--keyspace", exit=1)
    assert "song_at: left as it is" in dropped.stderr and "session_songs: dropped with 2 rows" in dropped.stderr
    assert "with a different schema" in dropped.stderr and "drop it with SQLite's own tools" in dropped.stderr
    assert database("SELECT name FROM sqlite_master WHERE sql IS NOT NULL") == [("song_at",)]


def test_drop_of_the_file_keeps_one_that_holds_a_view(earshot, tmp_path, database):
    earshot("load", "plays.csv")
    database("CREATE VIEW mine AS SELECT 1")
    assert "still holds view mine" in earshot("drop", "--yes", "--keyspace", exit=1).stderr
    assert database("SELECT * FROM mine") == [(1,)]
    database("DROP VIEW mine")
    earshot("drop", "--yes", "--keyspace")
    assert not (tmp_path / "earshot.db").exists()


def test_status_of_an_empty_a_loaded_and_a_dropped_store(earshot, tmp_path):
    def status():
        return rows_by_table(earshot("status", "--format", "csv"))

    names = ["song_at", "session_songs", "song_listeners"]
    assert status() == dict.fromkeys(names, "no table")
    assert not (tmp_path / "earshot.db").exists()
    earshot("load", "plays.csv")
    assert status() == {"song_at": "2", "session_songs": "2", "song_listeners": "1"}
    first = json.loads(earshot("status", "--format", "json").stdout)["tables"][0]
    assert re.fullmatch(r"by process \d+ on host \S+ from 20[-: \d]+ UTC to 20[-: \d]+ UTC", first.pop("loader"))
    assert re.fullmatch(r"20[-: \d]+ UTC", first.pop("write_time"))
    [digest] = [load["digest"] for load in json.loads(earshot("verify", "plays.csv", "--format", "json").stdout)][:1]
    plays_id = first.pop("plays_id")
    assert plays_id.startswith(f"{(tmp_path / 'plays.csv').stat().st_size}-")
    assert first.pop("table_schema").startswith("plays: session_id bigint partition <- session_id, ")
    assert first == {
        "table": "song_at",
        "rows": 2,
        "state": "complete",
        "plays_file": "plays.csv",
        "plays": 2,
        "loaded_rows": 2,
        "digest": digest,
        "question": "as it is",
        "table_name": "song_at",
    }
    earshot("drop", "--yes")
    assert status() == dict.fromkeys(names, "no table")
    assert "earshot.db" in earshot("status").stderr


def test_drop_asks_first_and_does_nothing_where_nobody_can_answer(earshot, database):
    earshot("load", "plays.csv")
    refused = earshot("drop", exit=2)
    assert "--yes" in refused.stderr
    assert len(database("SELECT * FROM song_at")) == 2
    dropped = earshot("drop", "--yes")
    assert "song_at: dropped with 2 rows" in dropped.stderr
    assert database("SELECT name FROM sqlite_master") == []
    assert "song_at: was not there" in earshot("drop", "--yes").stderr


def test_drop_of_a_store_that_is_not_there_makes_none(earshot, tmp_path):
    earshot("drop", "--yes")
    assert not (tmp_path / "earshot.db").exists()
