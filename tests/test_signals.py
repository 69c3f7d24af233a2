"""SIGINT, SIGTERM and SIGHUP: a command stops at its next batch, leaves nothing half done, and says what was done."""

import contextlib
import fcntl
import os
import re
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import termios
import time

import pytest

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
POINTS = 18  # of time at which each command gets a signal
HEADER = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
PLAY = "A,F,M,1,L,2.5,paid,loc,7,s,9\n"


@pytest.fixture
def start(tmp_path):
    """Starts the program in the test's own directory, with temporary files in a directory of theirs."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("EARSHOT")}
    (tmp_path / "temporary").mkdir()
    started = []

    def run(*arguments, **options):
        process = subprocess.Popen(
            [os.environ["EARSHOT"], *map(str, arguments)],
            cwd=tmp_path,
            env={**own, "TMPDIR": tmp_path / "temporary"},
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            encoding="utf-8",
            **options,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def wait_until(holds):
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def handles_signals(process):
    with open(f"/proc/{process.pid}/status") as status:
        caught = int(re.search(r"SigCgt:\s*([0-9a-f]+)", status.read())[1], 16)
    return all(caught >> (number - 1) & 1 for number in SIGNALS)


def sleeps(process):
    with open(f"/proc/{process.pid}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "S"


def is_full(pipe):
    """Whether the pipe, of which this is an end, has hardly any room left: the rest of a page that a line does not fit in
    stays empty."""
    held = int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)
    return held > fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ) * 3 / 4


def ended(process, number):
    """What the program said that has ended by the signal. Its input stays open until then."""
    assert process.wait(60) == -number, process.stderr.read()
    return process.stderr.read()


def stop(process, number):
    """Sends the signal once the program waits for something, and gives what it said."""
    wait_until(lambda: handles_signals(process) and sleeps(process))
    process.send_signal(number)
    return ended(process, number)


def files(directory):
    return sorted(path.name for path in directory.iterdir() if path.name != "temporary")


EVENTS = ["consolidate", "events", "--rejects-max", "50%", "--rejects", "rejects", "--report", "report"]
SETUPS = {
    "generate": [],
    "consolidate": [],
    "reingest": [EVENTS],
    "load": [EVENTS],
    "verify": [EVENTS, ["load"]],
    "run": [],
    "ask": [EVENTS, ["load"]],
}
COMMANDS = {
    "generate": ["generate", "--days", "6", "--users", "200", "-o", "days"],
    "consolidate": EVENTS,
    "reingest": ["reingest", "rejects"],
    "load": ["load", "--memory", "1MiB"],
    "verify": ["verify", "--memory", "1MiB"],
    "run": ["run", "events", "--rejects-max", "50%", "--memory", "1MiB"],
    "ask": ["ask", "song_at", "session_id=1", "item_in_session=1"],
}
# What a command may leave: its outputs, each whole.
OUTPUTS = {
    "generate": {"days"},
    "consolidate": {"event_datafile_new.csv", "rejects", "report"},
    "load": {"earshot.db", "event_datafile_new.csv.loaded"},
    "run": {"event_datafile_new.csv", "event_datafile_new.csv.loaded", "earshot.db"},
}


def is_whole(path):
    content = path.read_bytes()
    return content.endswith(b"\r\n") or path.suffix != ".csv"


def rows_of_tables(directory):
    """None where there is no store yet."""
    path = directory / "earshot.db"
    if not path.exists() or path.stat().st_size == 0:
        return {}
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {
            name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "earshot_loads"
        }


@pytest.mark.parametrize("name", COMMANDS)
def test_a_signal_at_any_time(earshot, start, tmp_path, name):
    earshot("generate", "--days", "10", "--users", "400", "-o", "events")
    with open(tmp_path / "events" / sorted(os.listdir(tmp_path / "events"))[0], "a") as day:
        day.write("short\r\n" * 20)
    for arguments in SETUPS[name]:
        earshot(*arguments)
    before = set(files(tmp_path))
    begin = time.monotonic()
    # To the end once, to know how long that takes: where it changes nothing that is needed afterwards.
    timed = start(*COMMANDS[name])
    timed.communicate(timeout=60)
    assert timed.returncode == 0
    duration = time.monotonic() - begin
    whole = rows_of_tables(tmp_path)
    for point in range(POINTS):
        number = SIGNALS[point % len(SIGNALS)]
        for output in OUTPUTS.get(name, set()):
            subprocess.run(["rm", "-rf", tmp_path / output], check=True)
        process = start(*COMMANDS[name])
        wait_until(lambda: process.poll() is not None or handles_signals(process))
        time.sleep(duration * point / POINTS)
        process.send_signal(number)
        said = process.communicate(timeout=60)[1]
        assert process.returncode in (0, -number), said
        if process.returncode != 0:
            assert f"stopped by {signal.Signals(number).name}" in said
        assert not any((tmp_path / "temporary").iterdir())
        left = set(files(tmp_path))
        assert left <= before | OUTPUTS.get(name, set()), left
        assert all(is_whole(path) for path in tmp_path.rglob("*.csv"))
        assert all(rows in (0, whole[table]) for table, rows in rows_of_tables(tmp_path).items())
    earshot(*COMMANDS[name])


@pytest.mark.parametrize("number", SIGNALS)
def test_input_that_does_not_come(start, tmp_path, number):
    os.mkfifo(tmp_path / "pipe")
    for arguments in (["consolidate", "-"], ["consolidate", "pipe"], ["run", "-"]):
        said = stop(start(*arguments, stdin=subprocess.PIPE), number)
        assert f"earshot: stopped by {signal.Signals(number).name}; event_datafile_new.csv was not written" in said
    # Somebody holds the pipe open and writes nothing.
    holder = os.open(tmp_path / "pipe", os.O_RDWR)
    assert "stopped by" in stop(start("model", "show", "--questions", "pipe"), number)
    os.close(holder)
    assert [name for name in files(tmp_path) if not name.startswith("earshot.db")] == ["pipe"]


def test_what_has_come_already_is_not_written(start, tmp_path):
    process = start("consolidate", "-", "--rejects", "rejects", stdin=subprocess.PIPE)
    process.stdin.write(HEADER + PLAY * 100_000)
    process.stdin.flush()
    assert "event_datafile_new.csv was not written" in stop(process, signal.SIGTERM)
    assert files(tmp_path) == []


def test_an_output_that_nobody_reads(start, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "events.csv").write_text(HEADER + PLAY)
    assert "stopped by SIGINT" in stop(start("consolidate", "events.csv", "-o", "pipe"), signal.SIGINT)


def test_an_output_that_is_read_no_further(start, tmp_path):
    """The pipe is full: one thread waits for it, and the signal may arrive at another one."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "events.csv").write_text(HEADER + PLAY * 200_000)
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    process = start("consolidate", "events.csv", "-o", "pipe")
    wait_until(lambda: is_full(reader))
    assert "stopped by SIGINT" in stop(process, signal.SIGINT)
    os.close(reader)


@pytest.mark.parametrize(
    "command, form",
    [("ask", "csv"), ("ask", "json"), ("ask", "table"), ("run", "json"), ("run", "ndjson"), ("run", "table")],
)
def test_an_answer_that_nobody_reads(earshot, start, tmp_path, command, form):
    """More than a pipe holds, and nobody takes it out."""
    (tmp_path / "events.csv").write_text(
        HEADER + "".join(PLAY.replace(",1,L", f",{i},L").replace(",s,", f",song {i},") for i in range(20_000))
    )
    earshot("run", "events.csv", "--ask", "song_at session_id=7 item_in_session=1")
    question = ["session_songs", "user_id=9", "session_id=7"]
    arguments = ["ask", *question] if command == "ask" else ["run", "events.csv", "--ask", " ".join(question)]
    process = start(*arguments, "--format", form)
    # The pipe is full once the program waits although it has said all that comes before the answer.
    wait_until(lambda: len(select.select([process.stdout], [], [], 0)[0]) == 1 and handles_signals(process))
    said = stop(process, signal.SIGINT)
    assert "stopped by SIGINT" in said
    assert command == "ask" or "all tables are loaded and verified" in said


@pytest.mark.parametrize("number", SIGNALS)
def test_what_was_done_is_said_and_the_next_load_is_right(earshot, start, tmp_path, number):
    """Conflicts go to a pipe that nobody reads: the load waits within its first table."""
    (tmp_path / "events.csv").write_text(HEADER + "".join(PLAY.replace(",s,", f",song {i},") for i in range(2000)))
    earshot("consolidate", "events.csv", "--rejects-max", "100%")
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    process = start("load", "--conflicts", "pipe")
    wait_until(lambda: is_full(reader))
    said = stop(process, number)
    os.close(reader)
    assert f"stopped by {signal.Signals(number).name}; no table has been changed; load again" in said
    assert [path.name for path in tmp_path.glob("earshot.db*")] == ["earshot.db"]
    with sqlite3.connect(tmp_path / "earshot.db") as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("earshot_loads",)]
    earshot("load")
    earshot("verify")


def test_a_lock_that_is_not_let_go(earshot, start, tmp_path):
    (tmp_path / "events.csv").write_text(HEADER + PLAY)
    earshot("run", "events.csv")
    with sqlite3.connect(tmp_path / "earshot.db", isolation_level=None) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        process = start("load")
        wait_until(lambda: handles_signals(process))
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
        # On a machine that is very busy the lock was waited for until the end.
        given_up = process.returncode == 75 and "locked by another program" in said
        assert given_up or (process.returncode == -signal.SIGINT and "stopped by SIGINT" in said)


def test_a_server_that_does_not_answer(start, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        process = start("status", "--store", f"cassandra://127.0.0.1:{server.getsockname()[1]}/music")
        connection = None
        while connection is None and process.poll() is None:
            with contextlib.suppress(TimeoutError):
                connection, _ = server.accept()
        if connection is None:
            assert "this earshot was built without Cassandra" in process.stderr.read()
            return
        with connection:
            process.send_signal(signal.SIGINT)
            assert "stopped by SIGINT" in ended(process, signal.SIGINT)


def test_two_signals_at_once_are_one(start, tmp_path):
    """`timeout` sends its signal to the program and then to its group."""
    process = start("consolidate", "-", stdin=subprocess.PIPE)
    wait_until(lambda: handles_signals(process))
    # Both come when it goes on, however long this test takes to send them.
    for number in (signal.SIGSTOP, signal.SIGINT, signal.SIGTERM, signal.SIGCONT):
        process.send_signal(number)
    assert process.wait(60) in (-signal.SIGINT, -signal.SIGTERM)
    assert "was not written" in process.stderr.read()


def test_ignored_signals_stay_ignored(tmp_path):
    """As under nohup."""
    script = 'trap "" HUP; exec "$EARSHOT" consolidate -'
    process = subprocess.Popen(["bash", "-c", script], cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    caught = lambda: int(re.search(r"SigCgt:\s*([0-9a-f]+)", open(f"/proc/{process.pid}/status").read())[1], 16)
    wait_until(lambda: caught() >> (signal.SIGTERM - 1) & 1)
    process.send_signal(signal.SIGHUP)
    process.communicate((HEADER + PLAY).encode(), timeout=60)
    assert process.returncode == 0 and (tmp_path / "event_datafile_new.csv").exists()
