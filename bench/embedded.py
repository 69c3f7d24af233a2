"""The main job on the embedded store, measured: against the usual Python script, in time and in memory.

usage: embedded.py EARSHOT [--events DIRECTORY] [--work DIRECTORY] [--times N]

Takes the day files in --events (default: the real ones if they are there, else generated ones) a hundredfold, and
runs both ways alternately. The ratios are of medians of one run of this program. Exits 1 if a goal was missed.
"""

import pathlib
import sqlite3
import sys

import command_line
from copies import make_copies, plays_in
from measure import MEMORY_MIB, MIB, PEAK_MIB_MAX, Report, alternate, median_seconds, run
from same_rows import check_same_rows

HERE = pathlib.Path(__file__).resolve().parent
PLAYS = 682_000


class Job:
    """Both ways to do the job on the day files of `events`, each with an output of its own."""

    def __init__(self, earshot, events, work):
        self.earshot = earshot
        self.events = events
        self.work = work
        self.plays = work / "ours.csv"
        self.database = work / "ours.db"
        self.store = f"sqlite:{self.database}"

    def remove(self, *names):
        for name in names:
            for path in self.work.glob(f"{name}*"):
                path.unlink()

    def consolidate(self):
        self.remove("ours.csv")
        return run([self.earshot, "consolidate", self.events, "-o", self.plays])

    def load(self):
        self.remove("ours.db")
        return run([self.earshot, "--store", self.store, "load", self.plays])

    def verify(self):
        return run([self.earshot, "--store", self.store, "verify", self.plays])

    def run_all(self):
        self.remove("ours.csv", "ours.db")
        return run([self.earshot, "--store", self.store, "run", self.events, "-o", self.plays])

    def run_usual_way(self):
        self.remove("usual.csv", "usual.db")
        return run(
            [sys.executable, HERE / "usual_way.py", self.events, self.work / "usual.csv", self.work / "usual.db"]
        )


def measure_speed(job, times, report):
    measures = alternate({"usual": job.run_usual_way, "ours": job.run_all}, times)
    check_same_rows(job.database, job.work / "usual.db")
    usual, ours = median_seconds(measures["usual"]), median_seconds(measures["ours"])
    report.figure("a Python script (csv, executemany), without verification, s", usual)
    report.figure("earshot run, verification included, s", ours)
    report.at_least("the whole job: times as fast as that script", usual / ours, 3)
    steps = alternate({"consolidate": job.consolidate, "load": job.load, "verify": job.verify}, times)
    for step, measured in steps.items():
        cpu = sorted(each.cpu_seconds for each in measured)[len(measured) // 2]
        report.figure(f"earshot {step} alone, s", median_seconds(measured), f"({cpu:.2f} CPU s)")


def measure_ask(job, times, report):
    session, item = sqlite3.connect(job.database).execute("SELECT session_id, item_in_session FROM song_at").fetchone()
    query = f"SELECT artist, song, length FROM song_at WHERE session_id = {session} AND item_in_session = {item}"
    ask = [job.earshot, "--store", job.store, "ask", "song_at", f"session_id={session}", f"item_in_session={item}"]
    measures = alternate(
        {"ours": lambda: run(ask), "shell": lambda: run(["sqlite3", "-readonly", job.database, query])}, times
    )
    ours, shell = median_seconds(measures["ours"]), median_seconds(measures["shell"])
    report.figure("one answer by the sqlite3 shell, ms", shell * 1000)
    report.figure("one answer by earshot ask, ms", ours * 1000)
    report.at_most("one answer as a process: times the sqlite3 shell's", ours / shell, 2)


def measure_memory(job, report, plays):
    for step, do in (("consolidate", job.consolidate), ("load", job.load), ("verify", job.verify)):
        report.at_most(
            f"peak memory of {step}, {plays} plays, --memory {MEMORY_MIB}MiB, MiB",
            do().peak_bytes / MIB,
            PEAK_MIB_MAX,
        )


def main():
    arguments = command_line.parser(times=5).parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    source = command_line.events_of(arguments)
    copies = round(PLAYS / plays_in(source))
    events, more_events = arguments.work / f"events-{copies}", arguments.work / f"events-{copies}0"
    make_copies(source, events, copies)
    make_copies(source, more_events, 10 * copies)
    report = Report("embedded")

    job = Job(arguments.earshot, events, arguments.work)
    print(f"the job on {copies} copies of {source.name}, about {PLAYS:,} plays, medians of {arguments.times}")
    measure_speed(job, arguments.times, report)
    print("one answer, as a process")
    measure_ask(job, 40 * arguments.times, report)
    print("peak memory")
    measure_memory(job, report, f"{PLAYS:,}")
    measure_memory(Job(arguments.earshot, more_events, arguments.work), report, f"{10 * PLAYS:,}")
    job.remove("ours", "usual")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
