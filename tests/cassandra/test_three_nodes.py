"""Three nodes, three copies of each row: nothing is lost while one is down, and a clear stop when two are."""

import os
import signal
import subprocess

import pytest
from conftest import Server, connect, read_plays, rows_of, stored_rows, write_plays

KEYSPACE = "three"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    cluster = Server(tmp_path_factory.mktemp("cassandra"), 41, "--nodes", "3").up()
    yield cluster
    cluster.run("down")


def hosts(cluster):
    return ",".join(cluster.address(number) for number in (1, 2, 3))


def test_nodes_that_go_and_come_back(earshot, cluster, tmp_path):
    store = f"cassandra://{hosts(cluster)}/{KEYSPACE}?replication=3&consistency=local_quorum&request_timeout=5s"
    made = [{"sessionId": str(i // 8), "itemInSession": str(i % 8), "userId": str(i % 97), "song": f"Song {i % 1000}"}
            for i in range(120_000)]
    plays = write_plays(tmp_path / "plays.csv", made)
    expected = rows_of(read_plays(plays))

    # One node is killed while rows are being written: some are there, and the load is held until the node is gone.
    first = write_plays(tmp_path / "first.csv", made[:1])
    earshot("load", first, "--store", store)
    victim = int((cluster.folder / "node3" / "pid").read_text())
    load = subprocess.Popen([os.environ["EARSHOT"], "load", str(plays), "--store", store], cwd=tmp_path,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    client, session = connect(cluster.address())
    while len(session.execute(f"SELECT session_id FROM {KEYSPACE}.song_at LIMIT 1000").all()) < 1000:
        assert load.poll() is None, "the load was over before any row was seen"
    client.shutdown()
    os.kill(load.pid, signal.SIGSTOP)
    os.kill(victim, signal.SIGKILL)
    os.kill(load.pid, signal.SIGCONT)
    messages = load.communicate(timeout=600)[1]
    assert load.returncode == 0, messages
    cluster.run("stop", 3)
    earshot("verify", plays, "--store", store)

    # With two down no majority is left: a clear stop.
    cluster.run("stop", 2)
    stopped = earshot("load", plays, "--store", store, exit=1, timeout=600)
    assert "Not enough nodes" in stopped.stderr or "no answer" in stopped.stderr, stopped.stderr
    stopped = earshot("verify", plays, "--store", store, exit=1, timeout=600)
    assert "same" not in stopped.stdout, stopped.stdout

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
    for number, (query, copies) in enumerate([("", "3"), ("?replication=2", "2"), ("?replication=datacenter1:1", "1")]):
        earshot("load", plays, "--store", f"cassandra://{hosts(cluster)}/copies_{number}{query}")
        row = session.execute(
            f"SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = 'copies_{number}'").one()
        assert row.replication["class"].endswith("NetworkTopologyStrategy")
        assert row.replication["datacenter1"] == copies
    client.shutdown()
