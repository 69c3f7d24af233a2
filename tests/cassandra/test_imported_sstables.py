"""SSTables as a real node sees them: as its own flush of the same rows, byte by byte, and imported into it."""

import functools
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import time

import pytest
from cassandra import DriverException
from cassandra.cluster import NoHostAvailable
from cassandra.concurrent import execute_concurrent_with_args
from cassandra.query import UNSET_VALUE
from conftest import Server, connect, write_plays
from sstable_files import SSTable
from sstable_import import count_same, import_command

WRITE_TIME = "2018-12-01T00:00:00.250Z"
WRITE_TIME_US = 1_543_622_400_250_000
# Beside the built-in ones: wide partitions, descending texts and numbers, dates and times, keys alone, values that rows
# lack.
QUESTIONS = """
[[question]]
name     = "songs_by_level"
asks     = "Which songs were heard by whom of this level, from the last song on?"
given    = ["level"]
buckets  = 2
order    = ["song desc", "session_id desc", "item_in_session"]
answer   = ["song", "artist", "user_id", "length"]

[[question]]
name     = "artists_of_a_day"
asks     = "Which artists were heard on this day?"
given    = ["day"]
one_per  = ["artist"]
answer   = ["artist"]

[[question]]
name     = "times_of_a_user"
asks     = "When did this user hear what, the last first?"
given    = ["user_id"]
order    = ["played_at desc"]
answer   = ["played_at", "day", "song"]

[[question]]
name     = "plays_of_an_artist"
asks     = "How often was this artist heard?"
given    = ["artist"]
one_per  = []
measures = { plays = "count", seconds = "sum length" }
answer   = ["plays", "seconds"]

[[question]]
name     = "steps_of_a_session"
asks     = "What was done in this session, step by step?"
of       = "events"
given    = ["session_id"]
order    = ["item_in_session"]
answer   = ["item_in_session", "page", "artist", "song", "length", "level"]
"""


# A node of its own: it is stopped and started, and what it logs is looked at.
@pytest.fixture(scope="module")
def server(tmp_path_factory):
    node = Server(tmp_path_factory.mktemp("cassandra"), 46).up()
    yield node
    node.run("down")


@pytest.fixture(scope="module")
def session(server):
    cluster, session = connect(server.address())
    yield session
    cluster.shutdown()


class Keyspace:
    """The tables of the questions in a keyspace, read and written by the Python driver."""

    def __init__(self, server, session, name):
        self.server = server
        self.session = session
        self.name = name

    def create(self, statements, options=""):
        self.session.execute(
            f"CREATE KEYSPACE {self.name} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}"
        )
        for statement in filter(str.strip, statements.split(";\n")):
            self.session.execute(statement.replace("EXISTS ", f"EXISTS {self.name}.", 1) + options)
        return self

    @functools.cached_property
    def tables(self):
        self.session.cluster.refresh_schema_metadata()
        found = self.session.cluster.metadata.keyspaces[self.name].tables
        return {name: table for name, table in found.items() if not name.startswith("earshot_")}

    def columns(self, table):
        return list(self.tables[table].columns)

    def select(self, table, rest=""):
        return f"SELECT {', '.join(self.columns(table))} FROM {self.name}.{table} {rest}"

    def rows(self, table):
        return [tuple(row) for row in self.session.execute(self.select(table))]

    def insert(self, table, rows):
        """Each at the write time; a value that is not there is not written."""
        columns = self.columns(table)
        statement = self.session.prepare(
            f"INSERT INTO {self.name}.{table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
            f" USING TIMESTAMP {WRITE_TIME_US}"
        )
        values = [[UNSET_VALUE if value is None else value for value in row] for row in rows]
        assert all(done.success for done in execute_concurrent_with_args(self.session, statement, values))

    def found_by_key(self, table, rows):
        """The rows that have the keys of these."""
        key = [column.name for column in self.tables[table].primary_key]
        statement = self.session.prepare(self.select(table, f"WHERE {' AND '.join(f'{name} = ?' for name in key)}"))
        keys = [row[: len(key)] for row in rows]
        done = execute_concurrent_with_args(self.session, statement, keys)
        return [tuple(row) for found in done for row in found.result_or_exc]

    def reversed_rows(self, table, partition):
        """Those of the partition that this row is of, the last one first, and those of its second half alone."""
        described = self.tables[table]
        of_partition = " AND ".join(f"{column.name} = %s" for column in described.partition_key)
        first = described.clustering_key[0]
        backwards = f"ORDER BY {first.name} {'ASC' if first.is_reversed else 'DESC'}"
        key = partition[: len(described.partition_key)]
        return [
            tuple(row) for row in self.session.execute(self.select(table, f"WHERE {of_partition} {backwards}"), key)
        ]

    def directory(self, table):
        found = "SELECT id FROM system_schema.tables WHERE keyspace_name = %s AND table_name = %s"
        [(identity,)] = self.session.execute(found, (self.name, table))
        return self.server.directory / "node1" / "data" / self.name / f"{table}-{identity.hex}"

    def nodetool(self, *words):
        return self.server.output("nodetool", 1, *words)

    def import_from(self, directory, table, *options):
        self.nodetool("import", *options, self.name, table, directory)
        # It says nothing of what it does not take.
        assert list(directory.iterdir()) == []


@pytest.fixture
def keyspaces(server, session, keyspace):
    """Gives keyspaces, and removes them."""
    made = []

    def make(statements, options=""):
        made.append(Keyspace(server, session, f"{keyspace[:40]}_{len(made)}"))
        session.execute(f"DROP KEYSPACE IF EXISTS {made[-1].name}", timeout=60)
        return made[-1].create(statements, options)

    yield make
    for one in made:
        session.execute(f"DROP KEYSPACE IF EXISTS {one.name}", timeout=60)


@pytest.fixture
def loaded(earshot, server, session, keyspace, tmp_path):
    """Events of some days, their plays, and their tables in a keyspace, loaded as usual."""
    (tmp_path / "earshot.toml").write_text('questions = "questions.toml"\n')
    (tmp_path / "questions.toml").write_text(earshot("model", "export", cwd=tmp_path.parent).stdout + QUESTIONS)
    earshot("generate", "--days", "6", "--users", "250", "-o", "events")
    earshot("run", "events", "-o", "plays.csv", "--store", server.url(keyspace))
    return Keyspace(server, session, keyspace)


def write_sstables(earshot, directory):
    earshot("sstables", "plays.csv", "-o", directory, "--write-time", WRITE_TIME)
    return directory / "n1"


def check_same_files(ours, flushed):
    assert ours.data() == flushed.data()
    for component in "Index.db", "Filter.db", "Summary.db":
        assert ours.component(component) == flushed.component(component), component
    said, flushed_said = ours.statistics(), flushed.statistics()
    # Of few keys the node has another form, and not all is compressed that is flushed.
    for name in flushed_said.keys() - {"compaction", "compression_ratio"}:
        assert said[name] == flushed_said[name], name
    components = ours.component("TOC.txt").decode().split()
    assert sorted(components) == components and set(components) == ours.components()


def check_files(earshot, keyspaces, loaded, directory):
    flushed = keyspaces(earshot("model", "ddl").stdout, " AND compression = {'enabled': false}")
    for table in loaded.tables:
        flushed.insert(table, loaded.rows(table))
    flushed.nodetool("flush", flushed.name)
    for table in loaded.tables:
        print(table)
        check_same_files(SSTable(directory / table), SSTable(flushed.directory(table)))


def test_files_are_those_that_the_node_flushes(earshot, keyspaces, loaded, tmp_path):
    directory = write_sstables(earshot, tmp_path / "out")
    check_files(earshot, keyspaces, loaded, directory)
    # There are partitions with several blocks.
    assert len(SSTable(directory / "songs_by_level").component("Index.db")) > 500


KEYS_MAX = 200


def check_rows(imported, loaded, keys_max=KEYS_MAX):
    """All by scan, some by key, and a wide partition backwards."""
    for table, described in loaded.tables.items():
        rows = loaded.rows(table)
        assert imported.rows(table) == rows
        asked = rows[:: 1 + len(rows) // keys_max]
        assert imported.found_by_key(table, asked) == asked
        if described.clustering_key:
            key = len(described.partition_key)
            _, widest = max((len(list(of)), key) for key, of in itertools.groupby(row[:key] for row in rows))
            partition = [row for row in rows if row[:key] == widest]
            assert imported.reversed_rows(table, partition[0]) == partition[::-1]


# Of a start, of earshot's own batches, of scrub also where the files are the node's own, and of files of another host,
# which these are.
KNOWN = re.compile(
    "StartupChecks|Trigger directory|Unlogged batch|Data file partition position [0-9]+ differs|Origin of 1 sstables"
)


@pytest.fixture
def no_complaints(server):
    """The node's log has no warning and no error in the test's time that is not known."""
    before = len(server.log())
    yield
    lines = re.findall(r"^(?:WARN|ERROR) .*", server.log()[before:], re.MULTILINE)
    assert [line for line in lines if not KNOWN.search(line)] == []


# With -e the node reads all rows of a file, else it believes its digest.
@pytest.mark.parametrize("options", [[], ["-e"]])
def test_imported_rows_are_all_found(earshot, server, keyspaces, loaded, no_complaints, tmp_path, options):
    imported = keyspaces(earshot("model", "ddl").stdout)
    directory = write_sstables(earshot, tmp_path / "out")
    for table in loaded.tables:
        imported.import_from(directory / table, table, *options)
    check_rows(imported, loaded, keys_max=1000)
    for command in ["verify", "-e", "-f"], ["scrub"], ["compact"]:
        imported.nodetool(*command, imported.name)
        check_rows(imported, loaded)
    assert count_same(earshot("verify", "plays.csv", "--store", server.url(imported.name))) == 8


def wait_until_answered(session):
    deadline = time.monotonic() + 60
    while True:
        try:
            session.cluster.refresh_schema_metadata()
            return session.execute("SELECT key FROM system.local")
        except (DriverException, NoHostAvailable):
            assert time.monotonic() < deadline
            time.sleep(0.5)


@pytest.fixture
def imported(earshot, server, session, keyspaces, loaded, tmp_path):
    """The same plays as SSTables, imported by earshot itself."""
    imported = Keyspace(server, session, f"{loaded.name[:40]}_im")
    session.execute(f"DROP KEYSPACE IF EXISTS {imported.name}", timeout=60)
    done = earshot(*sstables_into(imported), "--import", import_command(server))
    assert count_same(done) == 8
    yield imported
    session.execute(f"DROP KEYSPACE IF EXISTS {imported.name}", timeout=60)


def sstables_into(keyspace, plays="plays.csv"):
    return "sstables", plays, "-o", "out", "--store", keyspace.server.url(keyspace.name)


def test_imported_rows_are_found_after_a_restart(server, session, loaded, imported, no_complaints, tmp_path):
    # They are known before, as the driver takes its time to read them after a restart.
    assert imported.tables.keys() == loaded.tables.keys()
    before = len(server.log())
    server.run("stop", 1)
    server.run("start", 1)
    wait_until_answered(session)
    check_rows(imported, loaded)
    # It knows that these are its own.
    assert "Origin of" not in server.log()[before:]


def test_a_second_import_is_the_difference(earshot, server, session, keyspace, tmp_path):
    (tmp_path / "earshot.toml").write_text('questions = "questions.toml"\n')
    (tmp_path / "questions.toml").write_text(QUESTIONS[QUESTIONS.rindex("[[question]]") :])
    earshot("generate", "--days", "6", "--users", "100", "-o", "events")
    earshot("consolidate", "events", "-o", "plays.csv", "--events", "plays.csv.events")
    into = Keyspace(server, session, keyspace)
    command = *sstables_into(into), "--import", import_command(server), "--format", "json"
    first = json.loads(earshot(*command).stdout)["load"][0]
    assert first["rows"] == first["added"] > 1000
    # A play becomes a visit of another page, so that values vanish; a row is new, and one is gone.
    path = tmp_path / "plays.csv.events"
    lines = path.read_text().splitlines(keepends=True)
    columns = lines[0].strip().strip('"').split('","')
    song = next(n for n, line in enumerate(lines) if '"NextSong"' in line and n > 10)
    fields = lines[song].rstrip("\r\n")[1:-1].split('","')
    for name in "artist", "song", "length":
        fields[columns.index(name)] = ""
    lines[song] = '"' + '","'.join(fields) + '"\r\n'
    fields[columns.index("itemInSession")] = "1000"
    lines.append('"' + '","'.join(fields) + '"\r\n')
    del lines[5]
    path.write_text("".join(lines))
    # The new row has a value for each that the changed one lacks, or lacks it from the beginning.
    second = json.loads(earshot(*command).stdout)
    assert {name: second["load"][0][name] for name in ("added", "changed", "removed")} == {
        "added": 1,
        "changed": 1,
        "removed": 1,
    }
    assert second["verify"][0]["verdict"] == "same"
    assert count_same(earshot("verify", "plays.csv", "--store", server.url(keyspace))) == 1


def test_files_that_somebody_imports_are_loaded_once_a_load_has_seen_them(earshot, server, keyspace, tmp_path):
    write_plays(tmp_path / "plays.csv", [{"sessionId": str(n)} for n in range(300)])
    store = server.url(keyspace)
    said = earshot("sstables", "plays.csv", "-o", "out", "--store", store).stderr
    asked = "ask", "song_at", "session_id=7", "item_in_session=0", "--store", store
    assert "song_at has no answers yet" in earshot(*asked, exit=75).stderr
    lines = re.findall(r"^  nodetool (import \S+ \S+ \S+)    # on n1, (\S+)$", said, re.MULTILINE)
    assert [host for _, host in lines] == [server.address()] * 3
    for line, _ in lines:
        server.output("nodetool", 1, *line.split())
    assert "has no answers yet" in earshot(*asked, exit=75).stderr
    assert f"  earshot load plays.csv --store '{store}'" in said.splitlines()
    loads = json.loads(earshot("load", "plays.csv", "--store", store, "--format", "json").stdout)
    assert [(load["same"], load["added"]) for load in loads] == [(300, 0), (300, 0), (1, 0)]
    assert "200.5" in earshot(*asked).stdout


def test_what_an_import_leaves_is_an_error_and_the_next_load_repairs_it(earshot, server, keyspace, tmp_path):
    write_plays(tmp_path / "plays.csv", [{"sessionId": str(n)} for n in range(300)])
    into = "sstables", "plays.csv", "-o", "out", "--store", server.url(keyspace), "--import"
    refused = earshot(*into, "true {table} {directory}", exit=1)
    failed = f"the import of song_at into 1 of 1 nodes failed: n1 ({server.address()})"
    assert f"{failed} has left files in out/n1/song_at" in refused.stderr
    assert f"{failed} ended with exit code 7" in earshot(*into, "exit 7 # {table} {directory}", exit=75).stderr
    assert "the command of an import has no {directory}" in earshot(*into, "nodetool import {table}", exit=2).stderr
    asked = earshot("ask", "song_at", "session_id=7", "item_in_session=0", "--store", server.url(keyspace), exit=75)
    assert "has no answers yet" in asked.stderr
    assert count_same(earshot(*into, import_command(server))) == 3


def test_files_that_were_not_imported_are_gone_with_the_next_ones(earshot, server, keyspace, tmp_path):
    write_plays(tmp_path / "plays.csv", [{}])
    into = "sstables", "plays.csv", "-o", "out", "--store", server.url(keyspace)
    earshot(*into)
    # Those of a ring that had more nodes.
    (tmp_path / "out" / "n1").rename(tmp_path / "out" / "n7")
    assert count_same(earshot(*into, "--import", import_command(server))) == 3
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_a_stop_while_it_is_imported(earshot, server, keyspace, tmp_path):
    write_plays(tmp_path / "plays.csv", [{}])
    into = "sstables", "plays.csv", "-o", "out", "--store", server.url(keyspace), "--import"
    command = [os.environ["EARSHOT"], *into, "touch started; sleep 600; true {table} {directory}"]
    stopped = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not (tmp_path / "started").exists():
        assert stopped.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    stopped.send_signal(signal.SIGTERM)
    # Its messages end with it: what it had started has ended, too.
    assert "stopped by SIGTERM" in stopped.communicate(timeout=60)[1]
    assert stopped.returncode == -signal.SIGTERM


def test_a_table_of_another_schema_is_refused_before_anything_is_written(earshot, server, session, keyspace, tmp_path):
    write_plays(tmp_path / "plays.csv", [{}])
    session.execute(
        f"CREATE KEYSPACE {keyspace} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}"
    )
    session.execute(
        f"CREATE TABLE {keyspace}.song_at (session_id bigint, item_in_session int, artist text, song text,"
        " length int, PRIMARY KEY ((session_id, item_in_session)))"
    )
    into = "sstables", "plays.csv", "-o", "out", "--store", server.url(keyspace)
    for more in [], ["--import", import_command(server)]:
        refused = earshot(*into, *more, exit=1).stderr
        assert "table song_at exists with a different schema" in refused
    assert list((tmp_path / "out").iterdir()) == []


def test_a_question_that_has_changed_needs_its_rows_at_once(earshot, server, keyspace, tmp_path):
    (tmp_path / "earshot.toml").write_text('questions = "questions.toml"\n')
    (tmp_path / "questions.toml").write_text(QUESTION_OF_ONE_ROW)
    write_plays(tmp_path / "plays.csv", [{}])
    into = "sstables", "plays.csv", "-o", "out", "--store", server.url(keyspace)
    earshot(*into, "--import", import_command(server))
    (tmp_path / "questions.toml").write_text(QUESTION_OF_ONE_ROW.replace('["song"]', '["song", "artist"]'))
    refused = earshot(*into, exit=1).stderr
    assert "song has changed, and its new table is verified before it answers" in refused
    assert "song has changed (answer)" in earshot(*into, "--import", import_command(server)).stderr
    assert "Artist" in earshot("ask", "song", "session_id=1", "--store", server.url(keyspace)).stdout


QUESTION_OF_ONE_ROW = """
[[question]]
name   = "song"
asks   = "?"
given  = ["session_id"]
answer = ["song"]
"""


def sstable_of(earshot, directory, length):
    """The one row of a play whose song has so many bytes."""
    shutil.rmtree(directory, ignore_errors=True)
    write_plays(directory.parent / "plays.csv", [{"song": "x" * length}])
    return SSTable(write_sstables(earshot, directory) / "song")


# Cassandra takes a file of exactly whole chunks, its own as well, for a corrupt one.
@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize("chunks", [1, 4])
def test_whole_chunks_are_imported(earshot, keyspaces, tmp_path, chunks, more):
    (tmp_path / "earshot.toml").write_text('questions = "questions.toml"\n')
    (tmp_path / "questions.toml").write_text(QUESTION_OF_ONE_ROW)
    wanted = (chunks << 14) + more
    length = wanted - 100
    length += wanted - len(sstable_of(earshot, tmp_path / "out", length).data())
    sstable = sstable_of(earshot, tmp_path / "out", length)
    assert len(sstable.data()) == wanted
    assert len(sstable.chunks()[0]) == chunks + (more >= 0)
    imported = keyspaces(earshot("model", "ddl").stdout)
    imported.import_from(sstable.directory, "song", "-e")
    imported.nodetool("verify", "-e", "-f", imported.name)
    assert [len(song) for _, _, song in imported.rows("song")] == [length]


@pytest.mark.real_events
def test_real_plays_are_as_the_node_flushes_them(earshot, server, session, keyspace, keyspaces, real_events, tmp_path):
    earshot("run", real_events, "-o", "plays.csv", "--store", server.url(keyspace))
    check_files(earshot, keyspaces, Keyspace(server, session, keyspace), write_sstables(earshot, tmp_path / "out"))
