"""Each system call and each allocation of a command fails, in turn: once, and from then on for good.

A command never crashes or hangs, and either does all that it was to do or says that it did not (jobs.py says what holds
then). With EARSHOT_TORTURE=1 every call of every kind fails, else a few of each kind.
"""

import errno
import functools
import itertools
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import failing_calls
import pytest
from failing_calls import SANITIZER
from jobs import WHOLE, Job, run, state

WORKERS = os.cpu_count() if WHOLE else 1

KINDS = {
    "open": [errno.EMFILE, errno.EIO],
    "read": [errno.EIO],
    "write": [errno.ENOSPC, errno.EIO],
    "sync": [errno.EIO],
    "truncate": [errno.EIO],
    "rename": [errno.EIO],
    "link": [errno.EIO],
    "unlink": [errno.EIO],
    "map": [errno.ENOMEM],
    "stat": [errno.EIO],
    "list": [errno.EIO],
    "lock": [errno.ENOLCK],
    "close": [errno.EIO],
    "thread": [errno.EAGAIN],
    "memory": [errno.ENOMEM],
}
# An allocation that fails would be the sanitizer's, which has its own.
if SANITIZER:
    del KINDS["memory"]

STARTS = [("consolidate", "old"), ("load", "new"), ("verify", "old"), ("run", "old"), ("reingest", "old")]
# The others take the same ways, and sanitizers their time.
if not SANITIZER:
    STARTS += [
        ("consolidate", "new"),
        ("load", "old"),
        ("run", "new"),
        ("export", "old"),
        ("forget", "new"),
        ("sstables", "old"),
    ]


class Faults:
    """A job whose calls fail."""

    def __init__(self, place, preload, command, start):
        counts = place / f"{command}_{start}.counts"
        self.preload = preload
        self.job = Job(place, command, start, more={**self.preload, "FAULT_COUNTS": str(counts)})
        self.counts = failing_calls.read_counts(counts)

    def disturb(self, kind, error, number, on):
        """Lets the call fail; gives what is wrong with what came of it, or None where there was no such call."""
        name = f"{kind}_{error}_{number}_{on}"
        directory = self.job.copy(name)
        hit = self.job.place / (name + ".hit")
        try:
            done = run(
                directory,
                *self.job.command,
                more={
                    **self.preload,
                    "FAULT_KIND": kind,
                    "FAULT_ERROR": str(error),
                    "FAULT_AT": str(number),
                    "FAULT_ON": str(on),
                    "FAULT_HIT": str(hit),
                },
            )
            faults = list(self.faults(directory, kind, done))
        except subprocess.TimeoutExpired:
            faults = ["it hangs"]
        failed = hit.exists()
        shutil.rmtree(directory)
        if not failed:
            return None
        hit.unlink()
        where = f"{self.job.name}, {kind} {number}{' and all after it' if on else ''}, {errno.errorcode[error]}"
        return [f"{where}: {fault}" for fault in faults]

    def faults(self, directory, kind, done):
        # Where iconv has no memory to look for an encoding, it says that there is none.
        no_encoding = kind == "memory" and "unknown encoding" in done.stderr
        if done.returncode not in (0, 1, 75) and not no_encoding:
            yield f"exit {done.returncode}: {done.stderr}"
        if done.returncode != 0 and "earshot: " not in done.stderr:
            yield f"no message: {done.stderr}"
        # What cannot be removed stays.
        if kind != "unlink" and any((directory / "temporary").iterdir()):
            yield f"left in TMPDIR: {os.listdir(directory / 'temporary')}"
        found = state(directory)
        yield from self.job.halves(found, may_leave=kind == "unlink")
        if done.returncode == 0 and not (self.job.has_result(done.stdout) and self.job.is_done(found)):
            yield f"exit 0, but not all is done: {done.stdout}{done.stderr}"
        if done.returncode != 0:
            for fault in self.job.faults_of_next_run(directory):
                yield f"after {done.stderr}{fault}"


@pytest.fixture(scope="module")
def jobs(tmp_path_factory):
    place = tmp_path_factory.mktemp("faults")
    return functools.cache(functools.partial(Faults, place, failing_calls.build(place)))


def sample(job, command, start, kind):
    """What is wrong with a few: others for each command and start, the same in each run."""
    place = STARTS.index((command, start)) + list(KINDS).index(kind)
    for on in (place % 2,) if SANITIZER else (0, 1):
        if job.counts[kind] > 0:
            yield from job.disturb(kind, KINDS[kind][0], 1 + 7919 * (2 * place + on) % job.counts[kind], on) or []


def each_until_none(disturb):
    """What is wrong, over all numbers until there is no such call."""
    with ThreadPoolExecutor(WORKERS) as pool:
        for first in itertools.count(1, 4 * WORKERS):
            results = list(pool.map(disturb, range(first, first + 4 * WORKERS)))
            yield from (fault for faults in results if faults for fault in faults)
            if None in results:
                return


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command,start", STARTS)
def test_a_failing_call(jobs, command, start, kind):
    job = jobs(command, start)
    if WHOLE:
        faults = [
            fault
            for error, on in itertools.product(KINDS[kind], (0, 1))
            for fault in each_until_none(lambda number: job.disturb(kind, error, number, on))
        ]
    else:
        faults = list(sample(job, command, start, kind))
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:20])
