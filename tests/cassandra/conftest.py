"""What the tests on a real Cassandra share: where the server is, a keyspace for each test, and another client.

The other client is the Python driver: what earshot wrote is read back by code that shares nothing with it.
"""

import csv
import os
import pathlib
import re
import subprocess

import pytest
from cassandra import ConsistencyLevel
from cassandra.cluster import Cluster, ExecutionProfile, EXEC_PROFILE_DEFAULT
from cassandra.policies import RoundRobinPolicy

ROOT = pathlib.Path(__file__).resolve().parents[2]


def query(**options):
    """A URL's options. A busy machine may take its time to connect, and no test but those of that time minds."""
    return "&".join(f"{name}={value}" for name, value in {"connect_timeout": "60s", **options}.items())


class Server:
    """A cluster that scripts/cassandra started, or starts: up, down, stop and start, as its words."""

    def __init__(self, directory, first, *options):
        self.directory = pathlib.Path(directory)
        self.first = first
        self.options = options

    def run(self, *words, **options):
        command = [ROOT / "scripts" / "cassandra", "--directory", self.directory, *map(str, words)]
        return subprocess.run(command, check=True, **options)

    def output(self, *words):
        return self.run(*words, stdout=subprocess.PIPE, text=True).stdout

    def up(self):
        self.run("up", "--first", self.first, *self.options)
        return self

    def address(self, number=1):
        return f"127.0.0.{self.first + number - 1}"

    def url(self, keyspace, **options):
        return f"cassandra://{self.address()}/{keyspace}?{query(**options)}"

    def log(self):
        return (self.directory / "node1" / "system.log").read_text()


def connect(address, **options):
    profile = ExecutionProfile(
        load_balancing_policy=RoundRobinPolicy(), request_timeout=60, consistency_level=ConsistencyLevel.LOCAL_QUORUM
    )
    cluster = Cluster(
        [address],
        execution_profiles={EXEC_PROFILE_DEFAULT: profile},
        protocol_version=4,
        connect_timeout=60,
        control_connection_timeout=60,
        **options,
    )
    return cluster, cluster.connect()


@pytest.fixture(scope="session")
def server():
    """The one node that ctest started for all tests."""
    host = os.environ["EARSHOT_TEST_CASSANDRA"].split(":")[0]
    return Server(os.environ["EARSHOT_TEST_CASSANDRA_DIRECTORY"], int(host.split(".")[-1]))


@pytest.fixture(scope="session")
def session(server):
    cluster, session = connect(server.address())
    yield session
    cluster.shutdown()


@pytest.fixture
def keyspace(request, session):
    """A name of the test's own; what it makes there is removed after it."""
    name = re.sub(r"[^a-z0-9]+", "_", request.node.name.lower())[:44] + "_ks"
    session.execute(f"DROP KEYSPACE IF EXISTS {name}", timeout=60)
    yield name
    session.execute(f"DROP KEYSPACE IF EXISTS {name}", timeout=60)


HEADER = [
    "artist",
    "firstName",
    "gender",
    "itemInSession",
    "lastName",
    "length",
    "level",
    "location",
    "sessionId",
    "song",
    "userId",
]


def write_plays(path, plays):
    """A consolidated file of plays, each given by the fields that matter."""
    usual = dict(zip(HEADER, ["Artist", "Ann", "F", "0", "Lee", "200.5", "free", "Here, ST", "1", "Song", "10"]))
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(HEADER)
        for play in plays:
            writer.writerow([{**usual, **play}[name] for name in HEADER])
    return path


def read_plays(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rows_of(plays):
    """The rows that the three built-in questions have for these plays, by what the README says, not by our code."""
    song_at, session_songs, song_listeners = {}, {}, {}
    for play in plays:
        session, item, user = int(play["sessionId"]), int(play["itemInSession"]), int(play["userId"])
        song_at[session, item] = (play["artist"], play["song"], float(play["length"]))
        session_songs[user, session, item] = (play["artist"], play["song"], play["firstName"], play["lastName"])
        song_listeners[play["song"], user] = (play["firstName"], play["lastName"])
    return {"song_at": song_at, "session_songs": session_songs, "song_listeners": song_listeners}


SELECTS = {
    "song_at": (2, "session_id, item_in_session, artist, song, length"),
    "session_songs": (3, "user_id, session_id, item_in_session, artist, song, first_name, last_name"),
    "song_listeners": (2, "song, user_id, first_name, last_name"),
}


def stored_rows(session, keyspace):
    """What the Python driver finds in the three tables."""
    tables = {}
    for table, (key_size, columns) in SELECTS.items():
        rows = session.execute(f"SELECT {columns} FROM {keyspace}.{table}")
        tables[table] = {tuple(row)[:key_size]: tuple(row)[key_size:] for row in rows}
    return tables
