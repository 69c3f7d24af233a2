"""A load that was stopped for so long that its lease has run out, and another one has loaded: it writes no row any more.

A lease runs out in a minute, which torture waits for; else it is removed, and the process's clock is set ahead.
"""

import os
import pathlib
import signal
import subprocess
import time

import pytest
from conftest import ROOT, read_plays, rows_of, stored_rows, write_plays
from jobs import WHOLE

SOURCE = ROOT / "tests" / "preload" / "late_clock.c"
COUNT = 3000
LOAD = ["load", "--removals-max", "100%"]


def plays(first_session, artists):
    """Where there are several artists, they are in conflict."""
    return [
        {"sessionId": str(first_session + n), "song": f"Song {n % 900}", "userId": str(n % 90), "artist": artist}
        for n in range(COUNT)
        for artist in artists
    ]


@pytest.fixture(scope="module")
def late_clock(tmp_path_factory):
    """The environment of a program for which a minute goes by at once, when the file LATE_CLOCK is made."""
    library = tmp_path_factory.mktemp("preload") / "late_clock.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE], check=True)
    return {"LD_PRELOAD": str(library)}


class StoppedLoad:
    """It has written a part of a table, and waits for somebody to read its conflicts, when it is stopped: so no row is on
    its way to the server."""

    def __init__(self, directory, store, environment):
        write_plays(directory / "stopped.csv", plays(COUNT, ["Stopped", "Other"]))
        os.mkfifo(directory / "pipe")
        self.reader = os.open(directory / "pipe", os.O_RDONLY | os.O_NONBLOCK)
        command = [os.environ["EARSHOT"], *LOAD, "stopped.csv", "--conflicts", "pipe", "--store", store]
        self.process = subprocess.Popen(
            command, cwd=directory, env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True
        )

    def stop(self):
        asleep = 0
        while asleep < 20:
            assert self.process.poll() is None, self.process.communicate()
            asleep = asleep + 1 if self.is_asleep() else 0
            time.sleep(0.01)
        self.process.send_signal(signal.SIGSTOP)

    def is_asleep(self):
        """All of its threads, at this moment."""
        stats = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/stat")
        return all(stat.read_text().rpartition(")")[2].split()[0] == "S" for stat in stats)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)
        os.set_blocking(self.reader, True)
        while os.read(self.reader, 1 << 16):
            pass
        said = self.process.communicate(timeout=120)[1]
        return self.process.returncode, said

    def close(self):
        self.process.kill()
        self.process.communicate()
        os.close(self.reader)


@pytest.fixture
def stopped(earshot, server, session, keyspace, tmp_path, late_clock):
    """A load over tables of before."""
    write_plays(tmp_path / "plays.csv", plays(0, ["First"]))
    earshot(*LOAD, "plays.csv", "--store", server.url(keyspace))
    load = StoppedLoad(tmp_path, server.url(keyspace), {**late_clock, "LATE_CLOCK": str(tmp_path / "late")})
    written = f"SELECT session_id FROM {keyspace}.song_at WHERE session_id >= {COUNT} LIMIT 1 ALLOW FILTERING"
    while session.execute(written).one() is None:
        assert load.process.poll() is None, load.process.communicate()
    load.stop()
    yield load
    load.close()


def run_out(session, keyspace):
    """As the server lets leases run out."""
    names = [row.name for row in session.execute(f"SELECT name FROM {keyspace}.earshot_leases")]
    assert len(names) == 3
    for name in names:
        session.execute(f"DELETE FROM {keyspace}.earshot_leases WHERE name = %s IF EXISTS", [name])


@pytest.mark.parametrize("way", ["told", *(["waited for"] if WHOLE else [])])
def test_a_load_that_has_lost_its_lease_stops(earshot, stopped, server, session, keyspace, tmp_path, way):
    store = "--store", server.url(keyspace)
    if way == "told":
        run_out(session, keyspace)
    write_plays(tmp_path / "plays.csv", plays(0, ["Last"]))
    while earshot(*LOAD, "plays.csv", *store, exit=None if way == "waited for" else 0).returncode == 75:
        time.sleep(1)
    if way == "told":
        (tmp_path / "late").touch()
    code, said = stopped.go_on()
    assert code == 75 and "the lease of the tables" in said, (code, said)
    assert stored_rows(session, keyspace) == rows_of(read_plays(tmp_path / "plays.csv"))
    earshot("verify", "plays.csv", *store)
