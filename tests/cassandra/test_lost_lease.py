"""A load that was stopped for so long that its lease has run out, and others may have loaded: it writes no row any more.

In torture the server's own clock lets the lease run out, and the process's own clock tells it; else both are told so.
"""

import os
import random
import signal
import subprocess
import time

import pytest
from conftest import ROOT, read_plays, rows_of, stored_rows, write_plays
from jobs import WHOLE

SOURCE = ROOT / "tests" / "preload" / "late_clock.c"
WAYS = ["told"] * 20 + ["waited for"] if WHOLE else ["told"] * 2
COUNT = 20_000


def plays(first_session, artist):
    return [
        {"sessionId": str(first_session + n), "song": f"Song {n % 900}", "userId": str(n % 90), "artist": artist}
        for n in range(COUNT)
    ]


@pytest.fixture(scope="module")
def late_clock(tmp_path_factory):
    """The environment of a program for which a minute goes by at once, when the file LATE_CLOCK is made."""
    library = tmp_path_factory.mktemp("preload") / "late_clock.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE], check=True)
    return {"LD_PRELOAD": str(library)}


class Stopped:
    """A load of other plays that is stopped while it writes their rows."""

    def __init__(self, directory, store, session, keyspace, environment):
        write_plays(directory / "stopped.csv", plays(COUNT, "Stopped"))
        self.process = subprocess.Popen(
            [os.environ["EARSHOT"], "load", "stopped.csv", "--removals-max", "100%", "--store", store],
            cwd=directory,
            env={**os.environ, **environment},
            stderr=subprocess.PIPE,
            text=True,
        )
        written = f"SELECT * FROM {keyspace}.song_at WHERE session_id = %s"
        sessions = random.Random(1).sample(range(COUNT, 2 * COUNT), 5)
        while not any(session.execute(written, [number]).one() for number in sessions):
            assert self.process.poll() is None, self.process.communicate()

    def stop(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)
        said = self.process.communicate(timeout=120)[1]
        return self.process.returncode, said


@pytest.fixture
def start(earshot, server, session, keyspace, tmp_path, late_clock):
    """Loads plays, and starts a load of others."""
    started = []

    def run():
        write_plays(tmp_path / "plays.csv", plays(0, "First"))
        earshot("load", "plays.csv", "--removals-max", "100%", "--store", server.url(keyspace))
        environment = {**late_clock, "LATE_CLOCK": str(tmp_path / "late")}
        started.append(Stopped(tmp_path, server.url(keyspace, in_flight=4), session, keyspace, environment))
        return started[-1]

    yield run
    for stopped in started:
        stopped.process.kill()
        stopped.process.communicate()


def run_out(session, keyspace):
    """As the server lets leases run out."""
    names = [row.name for row in session.execute(f"SELECT name FROM {keyspace}.earshot_leases")]
    assert len(names) == 3
    for name in names:
        session.execute(f"DELETE FROM {keyspace}.earshot_leases WHERE name = %s IF EXISTS", [name])


@pytest.mark.parametrize("turn, way", list(enumerate(WAYS)))
def test_a_load_that_has_lost_its_lease_stops(earshot, start, server, session, keyspace, tmp_path, turn, way):
    store = "--store", server.url(keyspace)
    stopped = start()
    time.sleep(random.Random(turn).uniform(0, 0.2))
    stopped.stop()
    if way == "told":
        run_out(session, keyspace)
    write_plays(tmp_path / "plays.csv", plays(0, "Last"))
    while earshot("load", "plays.csv", *store, exit=None if way == "waited for" else 0).returncode == 75:
        time.sleep(1)
    if way == "told":
        (tmp_path / "late").touch()
    code, said = stopped.go_on()
    assert code == 75 and "the lease of the tables could not be renewed" in said, (code, said)
    assert stored_rows(session, keyspace) == rows_of(read_plays(tmp_path / "plays.csv"))
    earshot("verify", "plays.csv", *store)
