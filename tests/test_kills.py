"""Commands that are ended at any time, by signals and by SIGKILL: what is there is whole, and the next run is right.

30 times, 300 times with EARSHOT_TORTURE=1, at times that EARSHOT_SEED makes others of.
"""

import functools
import os
import random
import shutil
import signal
import subprocess
import time

import pytest
from jobs import PROGRAM, QUESTION, WHOLE, Job, environment, run, state

SEED = int(os.environ.get("EARSHOT_SEED", "1"))
SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
JOBS = [
    ("run", "new"),
    ("load", "new"),
    ("run", "old"),
    ("load", "old"),
    ("reingest", "old"),
    ("consolidate", "old"),
    ("drop", "old"),
    ("export", "old"),
    ("sstables", "old"),
    ("forget", "new"),
]
KILLS = 300 if WHOLE else 30


class Killed:
    """A job that is killed, and how long it takes where it is not."""

    def __init__(self, place, command, start):
        self.job = Job(place, command, start)
        directory = self.job.copy("timed")
        begin = time.monotonic()
        run(directory, *self.job.command)
        self.duration = time.monotonic() - begin

    def kill(self, number, share):
        """Sends the signal after this share of the job's time; gives what is wrong with what came of it."""
        directory = self.job.copy("killed")
        process = subprocess.Popen(
            [PROGRAM, *self.job.command],
            cwd=directory,
            env=environment(directory),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(self.duration * share)
        process.send_signal(number)
        out, told = process.communicate(timeout=120)
        faults = list(self.faults(directory, number, process.returncode, out, told))
        shutil.rmtree(directory)
        return [f"{self.job.name}, {signal.Signals(number).name} at {share:.3f}: {fault}" for fault in faults]

    def faults(self, directory, number, code, out, told):
        if code not in (0, -number):
            yield f"exit {code}: {told}"
        found = state(directory)
        # No program can clean up after SIGKILL.
        killed = number == signal.SIGKILL
        yield from self.job.halves(found, may_leave=killed)
        # The thread sanitizer has a file of its own there while a program starts.
        left = [name for name in os.listdir(directory / "temporary") if not name.startswith("tsan.")]
        if left and not killed:
            yield f"left in TMPDIR: {left}"
        if code == 0 and not (self.job.has_result(out) and self.job.is_done(found)):
            yield f"exit 0, but not all is done: {out}{told}"
        yield from self.job.faults_of_next_run(directory)
        if self.job.command[0] in ("run", "load"):
            verified = run(directory, "verify", "plays.csv", *(QUESTION if self.job.command[0] == "run" else []))
            if verified.returncode != 0:
                yield f"verify: {verified.stdout}{verified.stderr}"


@pytest.fixture(scope="module")
def jobs(tmp_path_factory):
    return functools.cache(functools.partial(Killed, tmp_path_factory.mktemp("kills")))


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_kill_at_any_time(jobs, turn):
    print(f"EARSHOT_SEED={SEED}")
    chance = random.Random(f"{SEED} {turn}")
    number = chance.choice(SIGNALS)
    faults = jobs(*JOBS[turn % len(JOBS)]).kill(number, chance.uniform(0, 1.1))
    assert not faults, "\n".join(faults)
