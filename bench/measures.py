"""Questions that count, measured: ten of them against pandas, and against the three that are built in.

usage: measures.py EARSHOT [--events DIRECTORY] [--work DIRECTORY] [--times 3]

Takes the day files a hundredfold (682,000 plays). Ours is the whole job: it consolidates them, loads the tables of
ten_questions.toml, six of them with measures, into SQLite, and verifies them. pandas gets the consolidated file, fills
the same tables and verifies nothing. Exits 1 if a goal was missed.
"""

import pathlib
import sys

import command_line
from copies import make_copies
from ingest import python_with_peers
from measure import MIB, PEAK_MIB_MAX, Report, alternate, median_seconds, run
from same_rows import check_same_rows

HERE = pathlib.Path(__file__).resolve().parent
COPIES = 100


class Tables:
    """Ways to fill tables from one consolidated file."""

    def __init__(self, earshot, work, events):
        self.earshot, self.work, self.events = earshot, work, events
        self.python = python_with_peers(work / "peers")
        self.plays = work / "measures.csv"

    def empty(self, name):
        for path in self.work.glob(f"{name}*"):
            path.unlink()
        return self.work / name

    def ours(self, questions):
        store = f"sqlite:{self.empty('measures.db')}"
        ours = self.empty("ours.csv")
        return run([self.earshot, "--store", store, *questions, "run", self.events, "-o", ours])

    def ten(self):
        return self.ours(["--questions", HERE / "ten_questions.toml"])

    def three(self):
        return self.ours([])

    def pandas(self):
        return run([self.python, HERE / "pandas_way.py", self.plays, self.empty("pandas.db")])


def main():
    arguments = command_line.parser(times=3).parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    events = arguments.work / f"events-{COPIES}"
    make_copies(command_line.events_of(arguments), events, COPIES)
    tables = Tables(arguments.earshot, arguments.work.resolve(), events)
    run([arguments.earshot, "consolidate", events, "-o", tables.plays, "--with", "day"])
    report = Report("measures")
    tables.pandas()
    tables.ten()
    check_same_rows(tables.work / "measures.db", tables.work / "pandas.db")
    measured = alternate({"pandas": tables.pandas, "three": tables.three, "ten": tables.ten}, arguments.times)
    pandas, three, ten = (median_seconds(measured[way]) for way in ("pandas", "three", "ten"))
    report.figure("ten tables by pandas, without verification, s", pandas)
    report.figure("ten tables by earshot, consolidation and verification included, s", ten)
    report.at_least("ten questions: times as fast as pandas", pandas / ten, 5)
    report.at_most("ten questions: times the seconds of the three built in", ten / three, 3)
    peak = max(each.peak_bytes for each in measured["ten"]) / MIB
    report.at_most("ten questions: peak memory, MiB", peak, PEAK_MIB_MAX)
    for name in ("measures.db", "pandas.db", "measures.csv", "ours.csv"):
        tables.empty(name)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
