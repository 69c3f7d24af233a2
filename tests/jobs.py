"""Jobs that are disturbed by tests: a command, the files and tables that it starts from, and what it makes of them.

Whatever happens to it, each file and each table is as it was before, or as the whole job makes it, and the same command
is right when it runs once more.
"""

import contextlib
import gzip
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess

PROGRAM = os.environ.get("EARSHOT", "")
WHOLE = os.environ.get("EARSHOT_TORTURE") == "1"

CONSOLIDATE = [
    "-o",
    "plays.csv",
    "--rejects",
    "rejects.ndjson",
    "--rejects-max",
    "5%",
    "--report",
    "report.json",
    "--repair-text",
    "--repairs",
    "repairs.ndjson",
]
ENCODING = ["--encoding", "latin*=cp1252"]
LOAD = ["--memory", "1MiB", "--conflicts", "conflicts.ndjson"]
# One table is enough where each is verified by the same calls.
QUESTION = ["--questions", "question.toml"]
COMMANDS = {
    "consolidate": ["consolidate", "events", *CONSOLIDATE, *ENCODING],
    "load": ["load", "plays.csv", *LOAD],
    "verify": ["verify", "plays.csv", "--memory", "1MiB", *QUESTION],
    "run": ["run", "events", *CONSOLIDATE, *ENCODING, *LOAD, *QUESTION],
    "reingest": ["reingest", "rejects.ndjson", "-o", "plays.csv"],
    "drop": ["drop", "--yes"],
    "export": ["export", "-o", "{table}.csv.zst"],
    "sstables": ["sstables", "plays.csv", "-o", "out", "--write-time", "2018-12-01", "--memory", "1MiB"],
    "forget": ["forget", "user_id=7", "plays.csv", "--rejects", "rejects.ndjson", *LOAD, "--format", "ndjson"],
}

HEADER = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"


def row(session, song, artist="Vanor"):
    return f"{artist},Ada,F,1,Moor,201.5,free,Bath,{session},{song},{session % 50}\n"


def write_events(directory):
    """Three files in three forms; the few rows of the second take more memory than a table may have."""
    directory.mkdir()
    (directory / "day1.csv").write_text(HEADER + "".join(row(n, f"Song {n % 99}") for n in range(90)) + "short\n")
    long = "".join(row(n, f"{n % 20} " + "la " * 20_000) for n in range(300, 325))
    (directory / "day2.csv.gz").write_bytes(
        gzip.compress((HEADER + row(7, "Again") + "short\n" + long).encode(), mtime=0)
    )
    (directory / "latin.csv").write_bytes((HEADER + row(901, "Déjà vu", "BeyoncÃ©")).encode("cp1252"))


def write_question(path):
    path.write_text('[[question]]\nname = "songs"\nasks = "What?"\ngiven = ["user_id"]\nanswer = ["song", "artist"]\n')


def environment(directory, more=None):
    own = {name: value for name, value in os.environ.items() if not name.startswith("EARSHOT")}
    return {**own, "TMPDIR": str(directory / "temporary"), **(more or {})}


def run(directory, *arguments, more=None, **options):
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=directory,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        encoding="utf-8",
        errors="replace",
        env=environment(directory, more),
        **options,
    )


def right(done):
    assert done.returncode == 0, done.stderr
    return done


def rows_of(path):
    """The rows of each table of a question, once SQLite has taken back what was not committed."""
    if not path.exists() or path.stat().st_size == 0:
        return {}
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = [name for (name,) in tables if name != "earshot_loads"]
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def without_time(path):
    """A list of forgotten listeners says since when they are."""
    if path.suffix != ".forgotten":
        return path.read_bytes()
    return [{**json.loads(line), "since": None} for line in path.read_text().splitlines()]


def is_passed_over(path):
    """What SQLite has beside its file is its own, and the plays that a load keeps are only of use to the next one. A
    directory that is being filled is no SSTable: one that could not be removed, for want of memory, is so by the next
    run."""
    is_being_filled = ".part" in path.parent.suffixes
    return path.name.startswith("earshot.db") or ".loaded" in path.suffixes or is_being_filled


def state(directory):
    """What each file and each table holds."""
    tables = rows_of(directory / "earshot.db")
    files = {
        str(path.relative_to(directory)): without_time(path)
        for path in [*directory.glob("*"), *directory.glob("events/*"), *directory.glob("out/*/*/*")]
        if path.is_file() and not is_passed_over(path)
    }
    return {**files, **tables}


def repair(rejects):
    """Makes each rejected row a play of its own."""
    *lines, last = rejects.read_text().splitlines()
    repaired = [{**json.loads(line), "raw": row(5000 + n, "Repaired").strip()} for n, line in enumerate(lines)]
    rejects.write_text("".join(json.dumps(line) + "\n" for line in [*repaired, json.loads(last)]))


class Job:
    """From nothing (`start` "new"), or over the outputs and the tables of a day before ("old")."""

    def __init__(self, place, command, start, more=None):
        self.command = COMMANDS[command]
        self.name = f"{command} ({start})"
        self.place = place / f"{command}_{start}"
        self.directory = self.place / "before"
        (self.directory / "temporary").mkdir(parents=True)
        write_events(self.directory / "events")
        write_question(self.directory / "question.toml")
        if start == "old":
            right(run(self.directory, "run", "events/day1.csv", *CONSOLIDATE, *LOAD))
            # Its reject is corrected in all that follows.
            repair(self.directory / "rejects.ndjson")
            right(run(self.directory, "reingest", "rejects.ndjson", "-o", "plays.csv"))
            right(run(self.directory, "load", "plays.csv", *QUESTION))
        if command in ("export", "sstables") and start == "old":
            right(run(self.directory, *COMMANDS[command]))
        if command not in ("consolidate", "run"):
            right(run(self.directory, *COMMANDS["consolidate"]))
        if command in ("verify", "drop", "export"):
            right(run(self.directory, *COMMANDS["load"]))
            right(run(self.directory, "load", "plays.csv", *QUESTION))
        if command == "forget":
            right(run(self.directory, *COMMANDS["load"]))
        if command == "reingest":
            repair(self.directory / "rejects.ndjson")
        self.before = state(self.directory)
        after = self.copy("after")
        self.stdout = right(run(after, *self.command, more=more)).stdout
        self.after = state(after)

    def copy(self, name):
        return pathlib.Path(shutil.copytree(self.directory, self.place / name))

    def has_result(self, stdout):
        """Whether it says what the whole job says, but of the plays that a load keeps: it may fail to."""
        told, wanted = (
            [line for line in text.splitlines() if '"last plays"' not in line] for text in (stdout, self.stdout)
        )
        return told == wanted

    def is_done(self, found):
        """Whether all is as the whole job makes it; what is left behind is for halves() to say."""
        return {name: found.get(name) for name in self.after} == self.after

    def halves(self, found, may_leave=False):
        """What is neither as before nor whole, what is lost, and, unless it may be, what is left behind."""
        for name, value in found.items():
            if name not in self.before and name not in self.after:
                if not may_leave:
                    yield f"left: {name}"
            # A table that was made and not yet filled is empty.
            elif value not in ([], self.before.get(name), self.after.get(name)):
                yield f"{name} is neither as before nor whole"
        if lost := {name for name in self.before if name in self.after} - found.keys():
            yield f"lost: {lost}"

    def faults_of_next_run(self, directory):
        done = run(directory, *self.command)
        if done.returncode != 0:
            yield f"the next run fails: {done.stderr}"
        elif not self.is_done(state(directory)):
            yield "the next run is wrong"
