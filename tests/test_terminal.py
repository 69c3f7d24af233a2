"""On a terminal: a progress line, and `drop` that asks. In a pipe: neither."""

import os
import pty
import select
import signal
import subprocess
import threading
import time

import plays_file
import pytest


def stutter(running):
    """Makes a fast machine slow, so that the work outlasts the wait before the first progress line."""
    while running.poll() is None:
        time.sleep(0.01)
        running.send_signal(signal.SIGSTOP)
        time.sleep(0.12)
        running.send_signal(signal.SIGCONT)


@pytest.fixture
def on_terminal(tmp_path):
    """Runs the program with stdin and stderr on a terminal: gives exit code, stdout, and what the terminal showed."""

    def run(*arguments, typed="", slowly=False):
        terminal, its_side = pty.openpty()
        running = subprocess.Popen(
            [os.environ["EARSHOT"], *arguments], cwd=tmp_path, stdin=its_side, stdout=subprocess.PIPE, stderr=its_side
        )
        os.close(its_side)
        os.write(terminal, typed.encode())
        if slowly:
            threading.Thread(target=stutter, args=[running]).start()
        shown = b""
        while True:
            if not select.select([terminal], [], [], 120)[0]:
                running.kill()
                raise AssertionError(f"nothing happens after {shown!r}")
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            shown += piece
        os.close(terminal)
        out = running.stdout.read().decode()
        return running.wait(60), out, shown.decode()

    return run


@pytest.fixture
def many_plays(tmp_path):
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.writelines(plays_file.many(40_000))


VERIFIED = "verified sqlite:earshot.db against the rows of plays.csv, read again"


@pytest.mark.parametrize("command", ["load", "verify"])
def test_progress_has_a_share_a_rate_and_the_time_left_and_is_wiped(earshot, on_terminal, many_plays, command):
    if command == "verify":
        earshot("load", "plays.csv")
    code, out, shown = on_terminal(command, "plays.csv", slowly=True)
    assert code == 0
    lines = [line for line in shown.replace("\x1b[K", "").split("\r") if "rows/s" in line]
    assert lines, shown
    for line in lines:
        assert line.startswith(f"{command} ")
        assert " % " in line and " s left" in line
    left = shown.split("\r\x1b[K")[-1]
    assert left.strip() == (VERIFIED if command == "verify" else "")
    assert "song_at" in out and "rows/s" not in out


def test_progress_of_what_is_computed(earshot, on_terminal):
    earshot("generate", "--taste", "--days", "30", "-o", "events")
    earshot("consolidate", "events", "-o", "plays.csv")
    code, out, shown = on_terminal("taste", "plays.csv", "--no-load", slowly=True)
    assert code == 0
    lines = [line for line in shown.replace("\x1b[K", "").split("\r") if "lists/s" in line]
    assert lines and all(" % " in line for line in lines), shown
    assert "lists/s" not in out and "lists/s" not in shown.split("\r\x1b[K")[-1]


def test_no_progress_in_a_pipe(earshot, many_plays):
    for command in ["load", "verify"]:
        done = earshot(command, "plays.csv")
        assert done.stderr.strip() == (VERIFIED if command == "verify" else "")
        assert "\r" not in done.stdout and "\x1b" not in done.stdout


def rows_left(earshot):
    return "no table" not in earshot("status").stdout


@pytest.mark.parametrize("answer", ["y\n", "yes\n"])
def test_drop_asks_and_drops_after_yes(earshot, on_terminal, tmp_path, answer):
    plays_file.write(tmp_path / "plays.csv", {})
    earshot("load", "plays.csv")
    code, _, shown = on_terminal("drop", typed=answer)
    assert code == 0 and "sqlite:earshot.db? [y/N]" in shown
    assert not rows_left(earshot)


@pytest.mark.parametrize("answer", ["n\n", "\n", "maybe\n", "\x04"])
def test_drop_keeps_everything_after_any_other_answer(earshot, on_terminal, tmp_path, answer):
    plays_file.write(tmp_path / "plays.csv", {})
    earshot("load", "plays.csv")
    code, _, shown = on_terminal("drop", typed=answer)
    assert code == 1 and "nothing was dropped" in shown
    assert rows_left(earshot)
