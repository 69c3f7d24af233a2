"""Loading again, measured: one more day on thirty, and plays that have not changed, against a first load.

usage: difference.py EARSHOT [--events DIRECTORY] [--work DIRECTORY] [--copies 100] [--times 3]

Takes the day files a hundredfold (682,000 plays), all of them and all but the last day. Each way of loading the three
tables, into SQLite and into one real Cassandra node that it starts, is measured in turn from the state that it needs.
How many rows were written is counted in the server, by their write times. Exits 1 if a goal was missed.
"""

import contextlib
import json
import pathlib
import shutil
import subprocess
import sys

import command_line
from copies import make_copies
from measure import MIB, PEAK_MIB_MAX, Report, alternate, median_seconds, run
from node import HOST, Node

HERE = pathlib.Path(__file__).resolve().parent


class Loads:
    """The ways to load into one store. Each begins by making the state that it starts from, which is not measured."""

    def __init__(self, earshot, store, work):
        self.earshot, self.store, self.work = earshot, store, work
        self.plays = work / "difference.csv"
        self.last = work / "difference.csv.loaded"

    def command(self, *words):
        return run([self.earshot, "--store", self.store, *words])

    def take(self, plays):
        """As consolidating does: the new file takes the old one's name."""
        shutil.copy(self.work / plays, self.work / "difference.new")
        (self.work / "difference.new").rename(self.plays)

    def nothing(self):
        self.command("drop", "--yes")
        self.last.unlink(missing_ok=True)
        self.take("days-30.csv")

    def all_but_the_last_day(self):
        self.nothing()
        self.take("days-29.csv")
        self.command("load", self.plays)
        self.take("days-30.csv")

    def first(self):
        self.nothing()
        return self.command("load", self.plays)

    def one_more_day(self):
        self.all_but_the_last_day()
        return self.command("load", self.plays)

    def one_more_day_by_reading(self):
        self.all_but_the_last_day()
        self.last.unlink()
        return self.command("load", self.plays)

    def unchanged(self):
        self.first()
        return self.command("load", self.plays)

    def programs(self):
        return {
            "first load": self.first,
            "one more day, last plays at hand": self.one_more_day,
            "one more day, by reading the store": self.one_more_day_by_reading,
            "unchanged plays": self.unchanged,
        }


def measure(name, loads, times, goals, report):
    measures = alternate(loads.programs(), times)
    first = median_seconds(measures["first load"])
    report.figure(f"{name}: first load, s", first)
    for what in measures:
        share = median_seconds(measures[what]) / first
        if what in goals:
            report.at_most(f"{name}: {what}, times the first load", share, goals[what])
        elif what != "first load":
            report.figure(f"{name}: {what}, times the first load", share)
    for what, runs in measures.items():
        peak = max(measured.peak_bytes for measured in runs) / MIB
        report.at_most(f"{name}: {what}, peak memory, MiB", peak, PEAK_MIB_MAX)


def count_written(loads, python, keyspace, report):
    """Of the load of one more day: the rows with its write time, which the server has, against those that it reports."""
    loads.all_but_the_last_day()
    done = subprocess.run(
        [loads.earshot, "--store", loads.store, "load", loads.plays, "--format", "json"],
        check=True,
        capture_output=True,
        text=True,
    )
    for table in json.loads(done.stdout):
        counted = [python, HERE / "count_written.py", HOST, keyspace, table["table"]]
        written = int(subprocess.run(counted, check=True, capture_output=True, text=True).stdout)
        difference = table["added"] + table["changed"]
        report.at_most(f"Cassandra: {table['table']}, rows written, times the difference", written / difference, 1)


def prepare(arguments):
    work = arguments.work.resolve()
    events = work / f"events-{arguments.copies}"
    make_copies(command_line.events_of(arguments), events, arguments.copies)
    days = sorted(events.iterdir())
    for name, files in ("days-30.csv", days), ("days-29.csv", days[:-1]):
        run([arguments.earshot, "consolidate", *files, "-o", work / name])
    return work


def main():
    parser = command_line.parser(times=3)
    parser.add_argument("--copies", type=int, default=100)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    work = prepare(arguments)
    report = Report("difference")
    goals = {
        "one more day, last plays at hand": 1 / 4,
        "one more day, by reading the store": 2 / 3,
        "unchanged plays": 1 / 10,
    }
    database = work / "difference.db"
    with contextlib.suppress(FileNotFoundError):
        database.unlink()
    measure(
        "SQLite",
        Loads(arguments.earshot, f"sqlite:{database}", work),
        arguments.times,
        {"unchanged plays": 1 / 10},
        report,
    )
    node = Node(work)
    try:
        keyspace = "difference"
        loads = Loads(arguments.earshot, f"cassandra://{HOST}/{keyspace}", work)
        measure("Cassandra", loads, arguments.times, goals, report)
        count_written(loads, sys.executable, keyspace, report)
    finally:
        node.down()
    sys.exit(report.missed)


main()
