"""Three nodes, three copies of each row: nothing is lost while one is down or frozen, and a clear stop when two are.

With EARSHOT_TORTURE=1 nodes are killed, frozen and restarted for minutes, and all of them at once.
"""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import time

import pytest
from cassandra import OperationTimedOut, ReadTimeout
from conftest import Server, connect, query, read_plays, rows_of, stored_rows, write_plays
from sstable_files import SSTable
from sstable_import import count_same, import_command

KEYSPACE = "three"
# Of what ends with 75 while nodes are in trouble.
TRUE_MESSAGES = "Not enough nodes|no answer|did not answer|timed out|Connection refused"
TORTURE = os.environ.get("EARSHOT_TORTURE") == "1"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    cluster = Server(tmp_path_factory.mktemp("cassandra"), 41, "--nodes", "3").up()
    yield cluster
    cluster.run("down")


def url(cluster, keyspace, **options):
    hosts = ",".join(cluster.address(number) for number in (1, 2, 3))
    return f"cassandra://{hosts}/{keyspace}?{query(**options)}"


def process_of(cluster, number):
    return int((cluster.directory / f"node{number}" / "pid").read_text())


@contextlib.contextmanager
def running(*command, cwd):
    """A process that does not outlive what is done with it."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def stop_process(pid):
    """Returns when it stands still."""
    os.kill(pid, signal.SIGSTOP)
    while (state := pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]) != "T":
        assert state != "Z", "it was over already"
        time.sleep(0.01)


def count(session, table, limit):
    """How many rows there are, up to `limit`. Where everything is busy, a read may need more than one try."""
    while True:
        with contextlib.suppress(ReadTimeout, OperationTimedOut):
            return len(session.execute(f"SELECT * FROM {KEYSPACE}.{table} LIMIT {limit}").all())


def made_plays(tmp_path):
    made = [{"sessionId": str(n // 8), "itemInSession": str(n % 8), "song": f"Song {n % 100}"} for n in range(4000)]
    return write_plays(tmp_path / "plays.csv", made)


def rows_of_nodes(directory, table):
    """How many rows the files of each node have."""
    return [SSTable(node / table).statistics()["rows"] for node in sorted(directory.iterdir())]


@pytest.mark.parametrize("replicas", [1, 3])
def test_each_node_imports_its_rows(earshot, cluster, tmp_path, replicas):
    plays = made_plays(tmp_path)
    store = url(cluster, f"imported_{replicas}", replication=replicas, consistency="quorum")
    into = "sstables", plays, "-o", "out", "--store", store
    earshot(*into)
    # A node refuses rows that it does not own; those that it lacks it would not miss.
    rows = rows_of_nodes(tmp_path / "out", "song_at")
    assert len(rows) == 3 and sum(rows) == 4000 * replicas
    done = earshot(*into, "--import", import_command(cluster))
    assert count_same(done) == 3
    client, session = connect(cluster.address())
    assert stored_rows(session, f"imported_{replicas}") == rows_of(read_plays(plays))
    client.shutdown()
    no_host = import_command(cluster).replace("{host}", cluster.address())
    write_plays(plays, [{}])
    assert "no {host}" in earshot(*into, "--import", no_host, "--removals-max", "100%", exit=2).stderr


def test_rows_that_a_node_did_not_take_are_repaired(earshot, cluster, tmp_path):
    plays = made_plays(tmp_path)
    store = url(cluster, "partly", replication=3, consistency="local_quorum")
    into = "sstables", plays, "-o", "out", "--store", store, "--import"
    fails = f"test {{host}} != {cluster.address(2)} || exit 9; {import_command(cluster)}"
    failed = earshot(*into, fails, exit=75).stderr
    assert f"the import of song_at into 1 of 3 nodes failed: n2 ({cluster.address(2)}) ended with exit code 9" in failed
    # The two others have all rows, and their quorum would hide that the third has none.
    assert count_same(earshot(*into, import_command(cluster))) == 3
    cluster.output("nodetool", 2, "flush", "partly", "song_at")
    # Of its 500 partitions, as the node estimates them.
    assert rows_on_disk(cluster, 2, "partly", "song_at") > 450


def rows_on_disk(cluster, number, keyspace, table):
    said = cluster.output("nodetool", number, "tablestats", f"{keyspace}.{table}", "-F", "json")
    [stats] = json.loads(said)[keyspace]["tables"].values()
    return stats["number_of_partitions_estimate"]


def test_nodes_that_go_and_come_back(earshot, cluster, tmp_path):
    store = url(cluster, KEYSPACE, replication=3, consistency="local_quorum", request_timeout="5s")
    made = [
        {"sessionId": str(i // 8), "itemInSession": str(i % 8), "userId": str(i % 97), "song": f"Song {i % 1000}"}
        for i in range(60_000)
    ]
    plays = write_plays(tmp_path / "plays.csv", made)
    expected = rows_of(read_plays(plays))

    # One node is killed while rows are being written: some are there, not all are, and the load is held until the node
    # is gone.
    first = write_plays(tmp_path / "first.csv", made[:1])
    earshot("load", first, "--store", store)
    client, session = connect(cluster.address())
    with running(os.environ["EARSHOT"], "load", str(plays), "--store", store, cwd=tmp_path) as load:
        while count(session, "song_at", 1000) < 1000:
            assert load.poll() is None, "the load was over before any row was seen"
        stop_process(load.pid)
        last_table = len(expected["song_listeners"])
        assert count(session, "song_listeners", last_table) < last_table, "the load was over before the node was killed"
        os.kill(process_of(cluster, 3), signal.SIGKILL)
        os.kill(load.pid, signal.SIGCONT)
        messages = load.communicate(timeout=600)[1]
        assert load.returncode == 0, messages
    client.shutdown()
    cluster.run("stop", 3)
    earshot("verify", plays, "--store", store)

    # With two down no majority is left: a clear stop. The load gives up after half a minute, so verify need not wait.
    cluster.run("stop", 2)
    with running(os.environ["EARSHOT"], "load", str(plays), "--store", store, cwd=tmp_path) as load:
        stopped = earshot("verify", plays, "--store", store, exit=75, timeout=600)
        assert "same" not in stopped.stdout, stopped.stdout
        messages = load.communicate(timeout=600)[1]
        assert load.returncode == 75 and ("Not enough nodes" in messages or "no answer" in messages), messages

    # Both are back: the load finishes, and every node can tell the rows.
    cluster.run("start", 2)
    cluster.run("start", 3)
    earshot("load", plays, "--store", store, timeout=600)
    earshot("verify", plays, "--store", store, timeout=600)
    status = earshot("status", "--store", store).stderr
    assert status.count("node: ") == 3 and "not connected" not in status
    client, session = connect(cluster.address(2))
    assert stored_rows(session, KEYSPACE) == expected
    client.shutdown()


def test_the_keyspace_gets_the_copies_that_the_url_asks_for(earshot, cluster, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{}])
    client, session = connect(cluster.address())
    cases = [({}, "3"), ({"replication": 2}, "2"), ({"replication": "datacenter1:1"}, "1")]
    for number, (options, copies) in enumerate(cases):
        earshot("load", plays, "--store", url(cluster, f"copies_{number}", **options))
        row = session.execute(
            f"SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = 'copies_{number}'"
        ).one()
        assert row.replication["class"].endswith("NetworkTopologyStrategy")
        assert row.replication["datacenter1"] == copies
    client.shutdown()


def test_a_frozen_node_is_left_aside(earshot, cluster, tmp_path):
    """A node that takes connections and answers nothing: the job needs two of three, and has them."""
    plays = write_plays(tmp_path / "plays.csv", [{"sessionId": str(i), "song": f"Song {i}"} for i in range(2000)])
    store = url(cluster, "frozen", replication=3, connect_timeout="20s")
    earshot("load", plays, "--store", store)
    frozen = process_of(cluster, 3)
    stop_process(frozen)
    try:
        earshot("load", plays, "--store", store, timeout=120)
        earshot("verify", plays, "--store", store, timeout=120)
        answer = earshot(
            "ask", "song_at", "session_id=7", "item_in_session=0", "--store", store, "--format", "csv", timeout=120
        )
        assert "Song 7" in answer.stdout
    finally:
        os.kill(frozen, signal.SIGCONT)


@contextlib.contextmanager
def meanwhile(do, *arguments):
    """Does it on a thread, and waits for its end; gives a function that says whether it goes on."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        doing = pool.submit(do, *arguments)
        yield lambda: not doing.done()
        doing.result()


def kill(cluster, number):
    os.kill(process_of(cluster, number), signal.SIGKILL)
    cluster.run("stop", number)


def kill_one_after_the_other(cluster):
    for turn in range(12 if TORTURE else 1):
        next_turn = time.monotonic() + (20 if TORTURE else 0)
        kill(cluster, turn % 3 + 1)
        cluster.run("start", turn % 3 + 1)
        time.sleep(max(0, next_turn - time.monotonic()))


def freeze_one(cluster):
    frozen = process_of(cluster, 2)
    stop_process(frozen)
    time.sleep(60 if TORTURE else 5)
    os.kill(frozen, signal.SIGCONT)


def kill_all(cluster):
    for number in (1, 2, 3):
        kill(cluster, number)
    for number in (1, 2, 3):
        cluster.run("start", number)


def restart_one_after_the_other(cluster):
    for number in (1, 2, 3) * (3 if TORTURE else 1):
        cluster.run("stop", number)
        cluster.run("start", number)


def write_day(path, day):
    """Each day adds plays, removes some, and changes every third of the others."""
    made = [
        {
            "sessionId": str(i // 8),
            "itemInSession": str(i % 8),
            "userId": str(i % 97),
            "song": f"Song {i % 1000}",
            "artist": f"Artist {day if i % 3 == 0 else 0}",
        }
        for i in range(day * 96, day * 96 + 24_000)
    ]
    return write_plays(path, made)


def answers_or_says_that_it_cannot(earshot, *words):
    """What it prints; None where the store does not answer, which the last line has to say."""
    done = earshot(*words, exit=None, timeout=600)
    if done.returncode == 0:
        return done.stdout
    assert done.returncode == 75, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert re.search(TRUE_MESSAGES, done.stderr.splitlines()[-1]), done.stderr
    return None


def artist(earshot, store):
    """Of a play that changes each day."""
    ask = "ask", "song_at", "session_id=2901", "item_in_session=0", "--format", "csv", "--store", store
    answer = answers_or_says_that_it_cannot(earshot, *ask)
    return answer and answer.splitlines()[1].split(",")[0]


@pytest.mark.parametrize("trouble", [kill_one_after_the_other, freeze_one] + [kill_all] * TORTURE)
def test_trouble_while_days_are_loaded(earshot, cluster, tmp_path, trouble):
    keyspace = trouble.__name__
    store = url(cluster, keyspace, replication=3, request_timeout="5s")
    load = "load", tmp_path / "plays.csv", "--store", store, "--removals-max", "100%"
    write_day(tmp_path / "plays.csv", 0)
    earshot(*load)
    day = loads = 0
    possible = {"Artist 0"}
    with meanwhile(trouble, cluster) as goes_on:
        while goes_on():
            day += 1
            write_day(tmp_path / "plays.csv", day)
            possible.add(f"Artist {day}")
            if answers_or_says_that_it_cannot(earshot, *load) is not None:
                possible = {f"Artist {day}"}
                loads += 1
            assert artist(earshot, store) in possible | {None}
    earshot(*load, timeout=600)
    earshot("verify", tmp_path / "plays.csv", "--store", store, timeout=600)
    client, session = connect(cluster.address())
    assert stored_rows(session, keyspace) == rows_of(read_plays(tmp_path / "plays.csv"))
    client.shutdown()
    assert loads > 0 or trouble == kill_all


def test_a_rolling_restart_while_tables_are_verified_and_asked(earshot, cluster, tmp_path):
    store = url(cluster, "rolling", replication=3, request_timeout="5s")
    write_day(tmp_path / "plays.csv", 0)
    earshot("load", tmp_path / "plays.csv", "--store", store)
    answers = []
    with meanwhile(restart_one_after_the_other, cluster) as goes_on:
        while goes_on():
            answers.append(artist(earshot, store))
            verify = "verify", tmp_path / "plays.csv", "--store", store
            answers.append(answers_or_says_that_it_cannot(earshot, *verify) and "verified")
    assert set(answers) - {None} == {"Artist 0", "verified"}
    earshot("verify", tmp_path / "plays.csv", "--store", store, timeout=600)
