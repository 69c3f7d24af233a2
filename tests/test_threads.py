"""Threads that the system does not give (a limit of processes, of a container): the work is done on those that it does."""

import os
import pathlib
import subprocess

import pytest

PRELOAD = pathlib.Path(__file__).parent / "preload" / "failing_threads.c"
COMMANDS = {
    "consolidate": ["consolidate", "events", "-o", "again.csv"],
    "load": ["load"],
    "verify": ["verify"],
    "run": ["run", "events", "-o", "again.csv", "--store", "sqlite:again.db", "--memory", "1MiB"],
}


@pytest.fixture(scope="session")
def preload(tmp_path_factory):
    library = tmp_path_factory.mktemp("preload") / "failing_threads.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, PRELOAD], check=True)
    return {"LD_PRELOAD": library, "ASAN_OPTIONS": "verify_asan_link_order=0"}


@pytest.fixture(autouse=True)
def events(earshot):
    earshot("generate", "--days", "2", "--users", "50", "-o", "events")
    earshot("run", "events")


def anew(name, tmp_path):
    """A second load of the same plays has nothing to do."""
    store = {"load": "earshot.db", "run": "again.db"}.get(name)
    if store is not None:
        (tmp_path / store).unlink(missing_ok=True)


@pytest.mark.parametrize("others", ["one", "all"])
@pytest.mark.parametrize("name", COMMANDS)
def test_each_thread_in_turn_does_not_start(earshot, tmp_path, preload, name, others):
    plays = (tmp_path / "event_datafile_new.csv").read_bytes()
    tried = tmp_path / "tried"
    anew(name, tmp_path)
    expected = earshot(*COMMANDS[name]).stdout
    for number in range(1, 1000):
        tried.write_text("")
        anew(name, tmp_path)
        failing = {"FAIL_THREAD": str(number), "THREADS_TRIED": tried, **({"FAIL_ON": "1"} if others == "all" else {})}
        assert earshot(*COMMANDS[name], environment={**preload, **failing}).stdout == expected
        if name in ("consolidate", "run"):
            assert (tmp_path / "again.csv").read_bytes() == plays
        if len(tried.read_text()) < number:
            break
    assert number > 2


def test_a_driver_without_threads_says_so(tmp_path, preload):
    done = subprocess.run(
        [os.environ["EARSHOT"], "load", "--store", "cassandra://127.0.0.1:1/music"],
        env={**os.environ, **preload, "FAIL_THREAD": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    built_without = "this earshot was built without Cassandra" in done.stderr
    assert done.returncode == (2 if built_without else 1)
    assert built_without or "cannot connect to Cassandra at 127.0.0.1:1: the Cassandra driver" in done.stderr
