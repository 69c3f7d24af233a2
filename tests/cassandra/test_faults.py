"""Faults between us and the node, made by a proxy: the right result or a clear stop, never a wrong count."""

import contextlib
import json
import os
import pathlib
import subprocess

import pytest
from conftest import Server, connect, query, read_plays, rows_of, stored_rows, write_plays

PROXY = "127.0.0.62"
NO_DELAY = pathlib.Path(__file__).parents[1] / "preload" / "no_delay.c"
PLAYS = [
    {"sessionId": str(i // 10), "itemInSession": str(i % 10), "userId": str(i % 50), "song": f"Song {i % 300}"}
    for i in range(4000)
]
# How often each fault strikes a request that is given six tries: so seldom that all six of one request fail less than
# once in 100,000 runs, and so often that most runs see the fault. A cut connection takes all of its requests along; a
# forgotten statement is prepared again within the same try.
FAULTS = {
    "overloaded": 0.08,
    "unavailable": 0.08,
    "read_timeout": 0.08,
    "drop": 0.08,
    "cut": 0.02,
    "unprepared": 0.25,
    "delay": 0.3,
}


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    # It tells clients that it is where the proxy is, so that all their connections go there.
    node = Server(tmp_path_factory.mktemp("cassandra"), 61, "--advertise", PROXY).up()
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", node.directory / NO_DELAY.stem, NO_DELAY], check=True)
    yield node
    node.run("down")


@contextlib.contextmanager
def proxy(node, opcode="batch", fault="delay", probability=0):
    command = [
        os.environ["EARSHOT_TEST_FAULT_PROXY"],
        f"{PROXY}:9042",
        f"{node.address()}:9042",
        opcode,
        fault,
        str(probability),
    ]
    environment = {**os.environ, "LD_PRELOAD": str(node.directory / NO_DELAY.stem)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout.readline() == "ready\n"
        yield
        process.stdin.close()
        process.wait(timeout=120)


def url(keyspace, request_timeout="2s"):
    return f"cassandra://{PROXY}/{keyspace}?{query(request_timeout=request_timeout)}"


@pytest.fixture(scope="module")
def plays(tmp_path_factory):
    return write_plays(tmp_path_factory.mktemp("plays") / "plays.csv", PLAYS)


@pytest.fixture(scope="module")
def loaded(node, plays, tmp_path_factory):
    with proxy(node):
        subprocess.run(
            [os.environ["EARSHOT"], "load", plays, "--store", url("loaded")],
            check=True,
            cwd=tmp_path_factory.mktemp("run"),
            capture_output=True,
        )
    return "loaded"


@pytest.mark.parametrize("fault", ["write_timeout", "overloaded", "unavailable", "unprepared", "drop", "delay", "cut"])
def test_load_brings_every_row_through(earshot, node, plays, fault):
    keyspace = f"load_{fault}"
    with proxy(node, "batch", fault, 0.03 if fault in ("drop", "cut") else 0.1):
        earshot("load", plays, "--store", url(keyspace))
    # The other client is told the proxy's address by the node, so it reads through one that breaks nothing.
    with proxy(node):
        earshot("verify", plays, "--store", url(keyspace))
        client, session = connect(PROXY)
        assert stored_rows(session, keyspace) == rows_of(read_plays(plays))
        client.shutdown()


@pytest.mark.parametrize("fault", ["overloaded", "drop", "cut"])
def test_statements_are_prepared_in_the_end(earshot, node, plays, fault):
    keyspace = f"prepare_{fault}"
    # A connection that is cut takes other statements with it, and a busy machine is slow to make another.
    with proxy(node, "prepare", fault, 0.05 if fault == "cut" else 0.1):
        earshot("load", plays, "--store", url(keyspace))
        earshot("verify", plays, "--store", url(keyspace))


def test_preparing_gives_up_in_the_end(earshot, node, plays, loaded):
    with proxy(node, "prepare", "drop", 1):
        done = earshot("verify", plays, "--store", url(loaded, "500ms"), exit=75)
    assert "no answer within 500ms" in done.stderr


def test_changes_of_the_schema_have_their_own_time(earshot, node, plays, tmp_path):
    (tmp_path / "one.toml").write_text(
        '[[question]]\nname = "songs"\nasks = "?"\ngiven = ["user_id"]\nanswer = ["song"]\n'
    )
    with proxy(node, "query", "long_delay", 1):
        earshot("load", plays, "--questions", "one.toml", "--store", url("slow_schema", "3s"))


def test_load_stops_where_trying_again_is_no_use(earshot, node, plays):
    """A mark of a load is a batch, too, and may be what is refused."""
    with proxy(node, "batch", "invalid", 0.1):
        tries = (earshot("load", plays, "--store", url("refused"), exit=1) for _ in range(100))
        done = next(done for done in tries if "earshot_loads" not in done.stderr)
    assert "table song_at: writing" in done.stderr and "session_id=" in done.stderr
    assert "Proxy-triggered error" in done.stderr and "tries" not in done.stderr


def test_load_gives_up_in_the_end(earshot, node, plays):
    with proxy(node, "batch", "overloaded", 1):
        done = earshot("load", plays, "--store", url("overloaded"), exit=75)
    assert "after 10 tries" in done.stderr and "overloaded" in done.stderr


@pytest.mark.parametrize("fault", FAULTS)
def test_verify_rides_out(earshot, node, plays, loaded, fault):
    expected = {table: len(rows) for table, rows in rows_of(read_plays(plays)).items()}
    with proxy(node, "execute", fault, FAULTS[fault]):
        for _ in range(2):
            found = json.loads(earshot("verify", plays, "--store", url(loaded), "--format", "json").stdout)
            assert {row["table"]: row["store_rows"] for row in found} == expected


@pytest.mark.parametrize("fault", FAULTS)
def test_ask_rides_out(earshot, node, loaded, fault):
    question = ["session_songs", "user_id=7", "session_id=0", "--store", url(loaded), "--format", "json"]
    with proxy(node, "execute", fault, FAULTS[fault]):
        for _ in range(4):
            assert [row["song"] for row in json.loads(earshot("ask", *question).stdout)] == ["Song 7"]


@pytest.mark.parametrize("fault", ["drop", "unprepared"])
def test_ask_stops_when_nothing_can_be_read(earshot, node, loaded, fault):
    with proxy(node, "execute", fault, 1):
        done = earshot("ask", "session_songs", "user_id=7", "session_id=0", "--store", url(loaded, "500ms"), exit=75)
    assert done.stdout == "" and ("no answer within 500ms" in done.stderr or "repared" in done.stderr), done.stderr


def test_verify_stops_when_nothing_can_be_read(earshot, node, plays, loaded):
    with proxy(node, "execute", "unavailable", 1):
        done = earshot("verify", plays, "--store", url(loaded), exit=75)
    assert "DIFFERENT" not in done.stdout and "Not enough nodes" in done.stderr
