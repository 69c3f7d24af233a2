"""Jobs under a limit on the size of files, without standard input, output or messages, and with full ones."""

import os
import pathlib
import resource
import shutil
import subprocess

import pytest
from jobs import PROGRAM, Job, environment, run, state

JOBS = [
    ("consolidate", "old"),
    ("load", "new"),
    ("verify", "old"),
    ("run", "old"),
    ("reingest", "old"),
    ("drop", "old"),
    ("export", "old"),
    ("forget", "new"),
]
HAS_THREAD_SANITIZER = b"libtsan.so" in pathlib.Path(PROGRAM).read_bytes()


def nothing_is_half(job, directory, done):
    assert done.returncode in (0, 1), done.stderr
    found = state(directory)
    faults = list(job.halves(found)) + os.listdir(directory / "temporary")
    if done.returncode == 0 and not job.is_done(found):
        faults.append("exit 0, but not all is done")
    faults += job.faults_of_next_run(directory)
    assert not faults, faults
    shutil.rmtree(directory)


@pytest.mark.skipif(HAS_THREAD_SANITIZER, reason="the thread sanitizer writes a file before the program starts")
@pytest.mark.parametrize("command,start", JOBS)
def test_a_limit_on_the_size_of_files(tmp_path, command, start):
    """SIGXFSZ is not ignored here: that is the program's to do."""
    job = Job(tmp_path, command, start)
    for limit in (0, 100_000, 1_000_000):
        directory = job.copy("limited")
        done = run(
            directory, *job.command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        )
        assert done.returncode == 0 or " cannot " in done.stderr, done.stderr
        nothing_is_half(job, directory, done)


@pytest.mark.parametrize("command,start", JOBS)
def test_standard_descriptors_that_are_closed_or_full(tmp_path, command, start):
    job = Job(tmp_path, command, start)
    for redirect in (">&-", "<&- >&- 2>&-", ">/dev/full", ">/dev/full 2>&1"):
        directory = job.copy("redirected")
        done = subprocess.run(
            ["bash", "-c", f'"$@" {redirect}', "-", PROGRAM, *job.command],
            cwd=directory,
            text=True,
            env=environment(directory),
            capture_output=True,
            timeout=120,
        )
        nothing_is_half(job, directory, done)
