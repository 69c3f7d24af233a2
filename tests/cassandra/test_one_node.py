"""The whole job on one node, read back by the Python driver."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import threading
import time

import pytest
from conftest import read_plays, rows_of, stored_rows, write_plays

COUNTS = {"song_at": 6820, "session_songs": 6820, "song_listeners": 6618}


@pytest.mark.real_events
def test_the_whole_job_on_the_real_data(earshot, server, session, keyspace, real_events, tmp_path):
    store = {"EARSHOT_STORE": server.url(keyspace)}
    log_before = len(server.log())
    earshot("consolidate", real_events)
    earshot("load", environment=store)
    expected = rows_of(read_plays(tmp_path / "event_datafile_new.csv"))
    assert {table: len(rows) for table, rows in expected.items()} == COUNTS
    assert stored_rows(session, keyspace) == expected

    earshot("verify", environment=store)
    status = json.loads(earshot("status", "--format", "json", environment=store).stdout)
    assert {row["table"]: row["rows"] for row in status["tables"]} == COUNTS

    answer = earshot("ask", "song_at", "session_id=338", "item_in_session=4", "--format", "csv", environment=store)
    assert answer.stdout.splitlines()[1] == "Faithless,Music Matters (Mark Knight Dub),495.3073"
    answer = earshot("ask", "session_songs", "user_id=10", "session_id=182", "--format", "json", environment=store)
    assert [row["artist"] for row in json.loads(answer.stdout)] == [
        "Down To The Bone",
        "Three Drives",
        "Sebastien Tellier",
        "Lonnie Gordon",
    ]
    answer = earshot("ask", "song_listeners", "song=All Hands Against His Own", "--format", "json", environment=store)
    assert [row["last_name"] for row in json.loads(answer.stdout)] == ["Lynch", "Levine", "Johnson"]

    # A second load writes the same cells again.
    earshot("load", environment=store)
    assert stored_rows(session, keyspace) == expected
    # No batch was so large that the server would warn of it.
    assert f"Batch for [{keyspace}." not in server.log()[log_before:]

    earshot("drop", "--yes", environment=store)
    tables = session.execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = %s", [keyspace])
    assert [row.table_name for row in tables] == ["earshot_leases"]


def test_an_empty_value_is_empty_and_not_missing(earshot, server, session, keyspace, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{"firstName": "", "artist": ""}])
    earshot("load", plays, "--store", server.url(keyspace))
    assert stored_rows(session, keyspace) == rows_of(read_plays(plays))
    row = session.execute(f"SELECT artist, writetime(artist) AS written FROM {keyspace}.song_at").one()
    assert row.artist == "" and row.written > 0


def test_all_cells_of_a_load_carry_one_timestamp(earshot, server, session, keyspace, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{"sessionId": str(i)} for i in range(3000)])
    earshot("load", plays, "--store", server.url(keyspace))
    columns = {"song_at": "song", "session_songs": "artist", "song_listeners": "first_name"}
    written = {
        row[0]
        for table, column in columns.items()
        for row in session.execute(f"SELECT writetime({column}) FROM {keyspace}.{table}")
    }
    assert len(written) == 1


def test_verify_finds_what_another_client_changed(earshot, server, session, keyspace, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{"sessionId": str(i)} for i in range(100)])
    store = server.url(keyspace)
    earshot("load", plays, "--store", store)
    session.execute(f"DELETE FROM {keyspace}.song_at WHERE session_id = 7")
    session.execute(f"UPDATE {keyspace}.song_at SET song = 'other' WHERE session_id = 8 AND item_in_session = 0")
    session.execute(f"UPDATE {keyspace}.song_at SET artist = null WHERE session_id = 9 AND item_in_session = 0")
    session.execute(f"INSERT INTO {keyspace}.song_at (session_id, item_in_session) VALUES (100, 0)")
    done = earshot("verify", plays, "--store", store, "--format", "json", exit=3)
    found = {row["table"]: row for row in json.loads(done.stdout)}
    assert (found["song_at"]["missing"], found["song_at"]["extra"], found["song_at"]["differing"]) == (1, 1, 2)
    assert found["session_songs"]["verdict"] == "same"
    assert (
        "session_id=7" in done.stderr and '"other" in the store' in done.stderr and "null in the store" in done.stderr
    )


def test_a_load_writes_the_difference_alone(earshot, server, session, keyspace, tmp_path):
    store = "--store", server.url(keyspace)

    def loaded(plays, *options):
        path = write_plays(tmp_path / "plays.csv", [{"itemInSession": item, **play} for item, play in plays.items()])
        done = earshot("load", path, *store, "--format", "json", *options)
        assert "DIFFERENT" not in earshot("verify", path, *store).stdout
        [counts] = [table for table in json.loads(done.stdout) if table["table"] == "song_at"]
        rows = session.execute(f"SELECT item_in_session, writetime(artist) AS time FROM {keyspace}.song_at")
        return {name: counts[name] for name in ["same", "added", "changed", "removed"]}, {
            row.item_in_session: row.time for row in rows
        }

    plays = {item: {} for item in range(200)}
    counts, first = loaded(plays)
    assert counts == {"same": 0, "added": 200, "changed": 0, "removed": 0} and len(set(first.values())) == 1
    plays.pop(7)
    counts, second = loaded({**plays, 9: {"artist": "Other"}, 300: {}})
    assert counts == {"same": 198, "added": 1, "changed": 1, "removed": 1}
    assert {item for item, time in second.items() if time != first.get(item)} == {9, 300}
    assert second[9] == second[300] > first[0] and 7 not in second
    # What was removed can come back.
    counts, third = loaded({**plays, 7: {}, 9: {"artist": "Other"}, 300: {}})
    assert counts == {"same": 200, "added": 1, "changed": 0, "removed": 0}
    assert third[7] > second[9]


def test_what_another_client_wrote_with_a_later_time_is_repaired(earshot, server, session, keyspace, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{"itemInSession": item} for item in range(50)])
    store = "--store", server.url(keyspace)
    earshot("load", plays, *store)
    later = int((time.time() + 600) * 1e6)
    key = "session_id = 1 AND item_in_session"
    for statement in [
        f"UPDATE {keyspace}.song_at USING TIMESTAMP %s SET artist = 'Other' WHERE {key} = 4",
        f"INSERT INTO {keyspace}.song_at (session_id, item_in_session, artist) VALUES (7, 1, 'A') USING TIMESTAMP %s",
    ]:
        session.execute(statement, [later])
        repaired = earshot("verify", plays, "--repair", *store)
        assert "another program had written rows with times up to 20" in repaired.stderr
        earshot("verify", plays, *store)
        assert "there is nothing to do" in earshot("load", plays, *store).stderr
        later += 600_000_000
    # No server tells when a row was removed.
    session.execute(f"DELETE FROM {keyspace}.song_at USING TIMESTAMP {later} WHERE {key} = 5")
    assert "song_at still differs" in earshot("verify", plays, "--repair", *store, exit=3).stderr
    assert "there is nothing to do" not in earshot("load", plays, *store).stderr
    earshot("drop", "--yes", *store)
    earshot("load", plays, *store)
    earshot("verify", plays, *store)


def test_loads_go_on_after_a_large_removal(earshot, server, session, keyspace, tmp_path):
    """Servers give up where they have to read over 100,000 rows that were removed."""
    all_plays = ({"sessionId": str(n // 1000), "itemInSession": str(n % 1000)} for n in range(120_000))
    store = "--store", server.url(keyspace)
    (tmp_path / "one.toml").write_text(
        '[[question]]\nname = "song_at"\ngiven = ["session_id"]\norder = ["item_in_session"]\nanswer = ["song"]\n'
    )
    options = *store, "--questions", "one.toml"
    earshot("load", write_plays(tmp_path / "plays.csv", all_plays), *options)
    earshot("load", write_plays(tmp_path / "plays.csv", [{}]), *options, "--removals-max", "100%")
    counts = json.loads(
        earshot(
            "load", write_plays(tmp_path / "plays.csv", [{}, {"itemInSession": "9"}]), *options, "--format", "json"
        ).stdout
    )
    assert [counts[0][name] for name in ["same", "added"]] == [1, 1]
    refused = earshot("verify", "plays.csv", *options, exit=1).stderr
    assert "READ_TOO_MANY_TOMBSTONES" in refused and "nodetool compact" in refused


def test_a_table_of_has_other_schema_is_left_alone(earshot, server, session, keyspace, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{}])
    session.execute(
        f"CREATE KEYSPACE {keyspace} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}"
    )
    session.execute(f"CREATE TABLE {keyspace}.song_at (session_id int PRIMARY KEY, song text)")
    session.execute(f"INSERT INTO {keyspace}.song_at (session_id, song) VALUES (1, 'mine')")
    done = earshot("load", plays, "--store", server.url(keyspace), exit=1)
    assert "song_at exists with a different schema" in done.stderr
    assert "session_id int, partition key" in done.stderr and "session_id bigint, partition key" in done.stderr
    assert session.execute(f"SELECT song FROM {keyspace}.song_at").one().song == "mine"


def test_status_and_drop_leave_a_table_of_has_other_schema_and_do_the_rest(
    earshot, server, session, keyspace, tmp_path
):
    plays = write_plays(tmp_path / "plays.csv", [{}])
    store = server.url(keyspace)
    earshot("load", plays, "--store", store)
    session.execute(f"DROP TABLE {keyspace}.song_at")
    session.execute(f"CREATE TABLE {keyspace}.song_at (mine int PRIMARY KEY)")
    status = earshot("status", "--store", store, "--format", "csv")
    rows = [",".join(line.split(",")[:2]) for line in status.stdout.splitlines()[1:]]
    assert rows == ["song_at,another schema", "session_songs,1", "song_listeners,1"]
    dropped = earshot("drop", "--yes", "--keyspace", "--store", store, exit=1)
    assert "song_at: left as it is" in dropped.stderr and "session_songs: dropped with 1 rows" in dropped.stderr
    assert "with a different schema" in dropped.stderr and "drop it with cqlsh" in dropped.stderr
    tables = session.execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = %s", [keyspace])
    assert [row.table_name for row in tables] == ["earshot_leases", "song_at"]


def test_drop_keeps_a_keyspace_that_holds_anything_else(earshot, server, session, keyspace, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{}])
    store = server.url(keyspace)
    earshot("load", plays, "--store", store)
    session.execute(f"CREATE TYPE {keyspace}.mine (x int)")
    refused = earshot("drop", "--yes", "--keyspace", "--store", store, exit=1)
    assert "still holds type mine" in refused.stderr
    assert "replicas: datacenter1: 1" in earshot("status", "--store", store).stderr
    session.execute(f"DROP TYPE {keyspace}.mine")
    earshot("drop", "--yes", "--keyspace", "--store", store)
    assert "not created yet" in earshot("status", "--store", store).stderr


def test_a_number_without_bytes_is_told_and_not_read(earshot, server, session, keyspace, tmp_path):
    """The server takes one from any client, as a clustering column too."""
    plays = write_plays(tmp_path / "plays.csv", [{"sessionId": str(i)} for i in range(100)])
    store = server.url(keyspace)
    earshot("load", plays, "--store", store)
    session.execute(f"INSERT INTO {keyspace}.song_at (session_id, item_in_session) VALUES (7, blob_as_int(0x))")
    session.execute(
        f"UPDATE {keyspace}.song_at SET length = blob_as_double(0x) WHERE session_id = 8 AND item_in_session = 0"
    )
    told = "table song_at holds a row with a value that its column's type does not allow"
    assert told in earshot("verify", plays, "--store", store, exit=1).stderr
    assert told in earshot("ask", "song_at", "session_id=8", "item_in_session=0", "--store", store, exit=1).stderr


@pytest.mark.parametrize("song, why", [("", "is empty"), ("x" * 65_536, "65536 bytes")], ids=["empty", "long"])
def test_a_play_that_the_server_would_refuse_is_named_before_anything_is_written(
    earshot, server, session, keyspace, tmp_path, song, why
):
    plays = write_plays(tmp_path / "plays.csv", [{}, {"itemInSession": 1, "song": song}])
    done = earshot("load", plays, "--store", server.url(keyspace), exit=1)
    assert f"line 3, column song: {why}" in done.stderr and "partition key of table song_listeners" in done.stderr
    assert list(session.execute(f"SELECT * FROM {keyspace}.song_at")) == []


def test_a_table_whose_rows_vanish_by_themselves_is_another_one(earshot, server, session, keyspace, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{}])
    earshot("load", plays, "--store", server.url(keyspace))
    session.execute(f"ALTER TABLE {keyspace}.song_at WITH default_time_to_live = 60")
    refused = earshot("load", plays, "--store", server.url(keyspace), exit=1)
    assert "a different schema" in refused.stderr and "default_time_to_live 60" in refused.stderr
    session.execute(f"ALTER TABLE {keyspace}.song_at WITH default_time_to_live = 0")
    earshot("load", plays, "--store", server.url(keyspace))


def test_ask_before_load_says_what_to_do(earshot, server, keyspace):
    done = earshot("ask", "song_at", "session_id=1", "item_in_session=1", "--store", server.url(keyspace), exit=1)
    assert "has no table song_at; load it first" in done.stderr
    status = earshot("status", "--store", server.url(keyspace))
    assert "no table" in status.stdout and "cluster: earshot" in status.stderr and "Cassandra: 5.0" in status.stderr


@pytest.mark.parametrize("compression", ["lz4", "snappy"])
def test_compression_changes_nothing(earshot, server, session, keyspace, tmp_path, compression):
    plays = write_plays(tmp_path / "plays.csv", [{"sessionId": str(i), "song": "x" * 500} for i in range(500)])
    store = server.url(keyspace, compression=compression)
    earshot("load", plays, "--store", store)
    earshot("verify", plays, "--store", store)
    assert stored_rows(session, keyspace) == rows_of(read_plays(plays))


def test_no_server_and_wrong_port(earshot, server):
    done = earshot("status", "--store", "cassandra://127.0.0.99/k", exit=75)
    assert "cannot connect to Cassandra at 127.0.0.99:9042: Connection refused" in done.stderr
    done = earshot("status", "--store", f"cassandra://{server.address()}:9043/k", exit=75)
    assert "9043: Connection refused" in done.stderr
    done = earshot("status", "--store", "cassandra://no-such-host.invalid/k?connect_timeout=60s", exit=1)
    assert "no-such-host.invalid:9042: unknown host" in done.stderr


@contextlib.contextmanager
def something_else(answer):
    """A server that answers every connection with `answer` (nothing at all where it is None)."""
    listener = socket.create_server(("127.0.0.1", 0))
    connections = []

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                connections.append(connection)
                if answer is not None:
                    connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    for one in [listener, *connections]:
        one.close()


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", b"\x00" * 64, None])
def test_a_server_that_is_no_cassandra(earshot, answer):
    with something_else(answer) as port:
        done = earshot("status", "--store", f"cassandra://127.0.0.1:{port}/k?connect_timeout=2s", exit=75)
    assert f"cannot connect to Cassandra at 127.0.0.1:{port}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@contextlib.contextmanager
def a_full_queue():
    """A port whose host answers nothing any more, not even that it is there: as if packets were dropped."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        with contextlib.ExitStack() as waiting:
            for _ in range(3):
                connection = waiting.enter_context(socket.socket())
                connection.setblocking(False)
                connection.connect_ex(listener.getsockname())
            yield listener.getsockname()[1]


@pytest.mark.parametrize("silent", [lambda: something_else(None), a_full_queue], ids=["accepts", "drops"])
def test_hosts_that_never_answer_cost_time_but_not_the_job(earshot, server, silent):
    with silent() as first, silent() as second:
        hosts = f"127.0.0.1:{first},127.0.0.1:{second},{server.address()}"
        for _ in range(2):  # the driver tries them in an order of chance
            assert (
                "cluster: earshot" in earshot("status", "--store", f"cassandra://{hosts}/k?connect_timeout=20s").stderr
            )


def test_a_keyspace_that_cql_would_not_take(earshot, server):
    done = earshot("load", "--store", f"cassandra://{server.address()}/my-keyspace", exit=2)
    assert 'invalid keyspace name "my-keyspace"' in done.stderr
    # A word of CQL's own is a fine name.
    assert "no table" in earshot("status", "--store", server.url("select")).stdout


FANS = '[[question]]\nname = "fans"\ngiven = ["artist"]\none_per = ["user_id"]\nanswer = ["first_name"]\n'
BOOT = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()
OWN_SPACE = f"{BOOT} {os.readlink('/proc/self/ns/pid')}"


def lease_song_at(session, keyspace, host_process_and_space):
    session.execute(
        f"INSERT INTO {keyspace}.earshot_leases (name, holder, host, process, process_space, since)"
        " VALUES ('song_at', 'it', %s, %s, %s, '2018-11-30 03:00:01+0000')",
        host_process_and_space,
    )


def ended_process():
    with subprocess.Popen(["true"]) as ended:
        pass
    return ended.pid


def test_a_first_load_is_named_before_there_is_its_mark(earshot, server, session, keyspace, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{}])
    store = "--store", server.url(keyspace)
    (tmp_path / "fans.toml").write_text(FANS)
    earshot("load", plays, *store, "--questions", "fans.toml")
    lease_song_at(session, keyspace, ["db9", 77, None])
    loading = f"table {keyspace}.song_at is being loaded by process 77 on host db9 since 2018-11-30 03:00:01 UTC"
    song_at = ["song_at", "session_id=1", "item_in_session=0"]
    assert f"{loading}; try again when that has ended" in earshot("ask", *song_at, *store, exit=75).stderr
    assert loading in earshot("export", "song_at", *store, exit=75).stderr
    song_listeners = ["song_listeners", "song=Song"]
    assert "no table song_listeners; load it first" in earshot("ask", *song_listeners, *store, exit=1).stderr
    # Nor does a process load any more that has ended here.
    lease_song_at(session, keyspace, [socket.gethostname(), ended_process(), OWN_SPACE])
    assert "no table song_at; load it first" in earshot("ask", *song_at, *store, exit=1).stderr
    earshot("drop", "--yes", "--keyspace", *store, "--questions", "fans.toml")


def test_one_load_at_a_time(earshot, server, session, keyspace, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{"sessionId": str(i)} for i in range(300)])
    store = "--store", server.url(keyspace)
    earshot("load", plays, *store)
    assert list(session.execute(f"SELECT * FROM {keyspace}.earshot_leases")) == []
    ended = ended_process()
    lease_song_at(session, keyspace, ["db9", 77, None])
    refused = earshot("load", plays, *store, exit=75).stderr
    assert (
        f"table {keyspace}.song_at is being loaded by process 77 on host db9 since 2018-11-30 03:00:01 UTC" in refused
    )
    assert "is being loaded by process 77" in earshot("drop", "--yes", *store, exit=75).stderr
    # Tables of other questions are nobody's yet.
    (tmp_path / "fans.toml").write_text(FANS)
    earshot("load", plays, *store, "--questions", "fans.toml")
    # Not even their drop may take the leases along.
    earshot("drop", "--yes", *store, "--questions", "fans.toml")
    refused = earshot("drop", "--yes", "--keyspace", *store, "--questions", "fans.toml", exit=75).stderr
    assert "is being loaded by process 77" in refused
    # A process of a container that has this host's name cannot be seen from here.
    lease_song_at(session, keyspace, [socket.gethostname(), ended, f"{BOOT} pid:[1]"])
    earshot("load", plays, *store, exit=75)
    # One that can be seen, and has ended, needs no lease.
    lease_song_at(session, keyspace, [socket.gethostname(), ended, OWN_SPACE])
    earshot("load", plays, *store)
    assert list(session.execute(f"SELECT * FROM {keyspace}.earshot_leases")) == []
