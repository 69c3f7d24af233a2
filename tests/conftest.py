"""What all tests of the real program share: how to run it, and where the real events are.

The program comes from the environment's EARSHOT, the real day files from EARSHOT_REAL_EVENTS; ctest sets both.
Tests marked `real_events` need those files. Where they are missing the tests are left out, and the last lines say so.
"""

import contextlib
import os
import pathlib
import sqlite3
import subprocess

import pytest

REAL_EVENTS = pathlib.Path(os.environ.get("EARSHOT_REAL_EVENTS", ""))


def real_events_are_there():
    return bool(os.environ.get("EARSHOT_REAL_EVENTS")) and any(REAL_EVENTS.glob("*-events.csv"))


def pytest_configure(config):
    config.addinivalue_line("markers", "real_events: needs the real day files")


def pytest_collection_modifyitems(config, items):
    if real_events_are_there():
        return
    left_out = [item for item in items if item.get_closest_marker("real_events")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        config.left_out = left_out


def pytest_terminal_summary(terminalreporter, config):
    for item in getattr(config, "left_out", []):
        terminalreporter.write_line(f"NOT RUN, as {REAL_EVENTS} holds no day files: {item.nodeid}", red=True)


def pytest_sessionfinish(session, exitstatus):
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and getattr(session.config, "left_out", []):
        session.exitstatus = pytest.ExitCode.OK


@pytest.fixture
def real_events():
    """The directory with the 30 real day files."""
    return REAL_EVENTS


@pytest.fixture
def earshot(tmp_path):
    """Runs the program in the test's own directory: earshot("model", "show") gives a CompletedProcess with text.

    `exit` is the exit code that the test expects, None any; `environment` adds to the process's own.
    """
    program = os.environ["EARSHOT"]

    def run(*arguments, exit=0, environment=None, **options):
        own = {name: value for name, value in os.environ.items() if not name.startswith("EARSHOT")}
        done = subprocess.run(
            [program, *map(str, arguments)],
            cwd=options.pop("cwd", tmp_path),
            env={**own, **(environment or {})},
            stdin=options.pop("stdin", None if "input" in options else subprocess.DEVNULL),
            capture_output=True,
            encoding="utf-8",
            timeout=options.pop("timeout", 300),
            **options,
        )
        assert (
            exit is None or done.returncode == exit
        ), f"exit {done.returncode}, not {exit}\n{done.stdout}\n{done.stderr}"
        return done

    return run


@pytest.fixture
def database(tmp_path):
    """Runs SQL in the store's file, and gives the rows."""

    def run(sql):
        # Closed, so that the file's log is gone when others look at it.
        with contextlib.closing(sqlite3.connect(tmp_path / "earshot.db", isolation_level=None)) as connection:
            return connection.execute(sql).fetchall()

    return run
