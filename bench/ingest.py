"""Consolidation, measured: against cat, polars, DuckDB, pandas and Python's csv, on a 300-fold copy of the day files.

usage: ingest.py EARSHOT [--events DIRECTORY] [--work DIRECTORY] [--times N] [--large]

All read the same files from the page cache and write the same plays; what they write is compared. The ratios are of
medians of one run of this program, the programs taking turns. --large adds one file of 4 GB, for the memory. Exits 1 if a
goal was missed.
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import venv

import command_line
from measure import Report, alternate, median_seconds, run

HERE = pathlib.Path(__file__).resolve().parent
COPIES = 300
LARGE_BYTES = 4_000_000_000
MIB = 1 << 20
MEMORY_MIB = 128
# How many times as fast, by when this was set as the goal.
PEERS = {"polars": 3, "duckdb": 6, "pandas": 20, "csv": 20}
SLOW_PEERS = ("pandas", "csv")
TIMES_OF_CAT = 2.5
TWO_CORES = 1.7


def repeat(events, directory):
    """Each day file with its rows COPIES times: bytes are what counts here, not keys."""
    if directory.exists():
        return
    unfinished = directory.with_name(directory.name + ".part")
    unfinished.mkdir(parents=True, exist_ok=True)
    for path in sorted(events.glob("*-events.csv")):
        header, _, rows = path.read_bytes().partition(b"\n")
        if not rows.endswith(b"\n"):
            rows += b"\r\n"
        (unfinished / path.name).write_bytes(header + b"\n" + rows * COPIES)
    unfinished.rename(directory)


def one_file(directory, target, size):
    """The rows of all files in `directory`, again and again, in one file of about `size` bytes."""
    if target.exists():
        return
    paths = sorted(directory.glob("*.csv"))
    unfinished = target.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(paths[0].read_bytes().partition(b"\n")[0] + b"\n")
        while file.tell() < size:
            for path in paths:
                file.write(path.read_bytes().partition(b"\n")[2])
    unfinished.rename(target)


def python_with_peers(directory, requirements="ingest_requirements.txt"):
    """A Python of its own in `directory`, with what that file of bench/ names."""
    python = directory / "bin" / "python"
    if not python.exists():
        venv.create(directory, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / requirements], check=True)
    return python


def digest(path):
    """Of the lines in whatever order, and however they end: the programs may choose.

    Line by line, as the memory of this process would count as that of the processes that it starts.
    """
    total = 0
    with path.open("rb") as file:
        for line in file:
            total += int.from_bytes(hashlib.blake2b(line.rstrip(b"\r\n"), digest_size=16).digest(), "big")
    return total


class Programs:
    """earshot, its peers and cat, each with an output of its own."""

    def __init__(self, arguments, directory):
        self.arguments = arguments
        self.directory = directory
        self.python = python_with_peers(arguments.work / "peers")
        self.outputs = {name: arguments.work / f"{name}.csv" for name in ["earshot", "cat", *PEERS]}

    def measured(self, name, command):
        # Taking away what an earlier run left, and waiting for what an earlier program wrote, is nobody's work here.
        self.outputs[name].unlink(missing_ok=True)
        os.sync()
        return run(command)

    def ours(self, *prefix, source=None):
        command = [*prefix, self.arguments.earshot, "consolidate", source or self.directory]
        return lambda: self.measured("earshot", [*command, "-o", self.outputs["earshot"]])

    def peer(self, name):
        command = [self.python, HERE / "ingest_peers.py", name, self.directory, self.outputs[name]]
        return lambda: self.measured(name, command)

    def cat(self):
        command = f"cat '{self.directory}'/*.csv > '{self.outputs['cat']}'"
        return lambda: self.measured("cat", ["sh", "-c", command])

    def measure(self):
        fast = {name: self.peer(name) for name in PEERS if name not in SLOW_PEERS}
        first = {"earshot": self.ours(), "cat": self.cat(), "one core": self.ours("taskset", "-c", "0")}
        measures = alternate(first | fast, self.arguments.times)
        # The slow ones take long enough to be measured once: twice with the first round.
        return measures | alternate({name: self.peer(name) for name in SLOW_PEERS}, 1)

    def check_same_plays(self):
        plays = digest(self.outputs["earshot"])
        for name in PEERS:
            if digest(self.outputs[name]) != plays:
                sys.exit(f"{name} writes other plays: the figures compare different work")


def report_times(measures, report):
    seconds = {name: median_seconds(runs) for name, runs in measures.items()}
    for name, each in seconds.items():
        report.figure(f"{name}, s", each)
    ours = seconds["earshot"]
    for name, goal in PEERS.items():
        report.at_least(f"consolidating: times as fast as {name}", seconds[name] / ours, goal)
    report.at_most("consolidating: times the seconds of cat to a file", ours / seconds["cat"], TIMES_OF_CAT)
    if os.cpu_count() >= 2:
        report.at_least("consolidating: all cores against one", seconds["one core"] / ours, TWO_CORES)
    peak = max(each.peak_bytes for each in measures["earshot"])
    report.at_most("peak memory of consolidating, MiB", peak / MIB, MEMORY_MIB)


def report_one_file(programs, report):
    large = programs.arguments.work / "ingest-large.csv"
    one_file(programs.directory, large, LARGE_BYTES)
    whole, single = programs.ours(source=large)(), programs.ours("taskset", "-c", "0", source=large)()
    report.figure("one file of 4 GB, s", whole.seconds)
    report.at_most("one file of 4 GB: peak memory, MiB", whole.peak_bytes / MIB, MEMORY_MIB)
    report.at_least("one file of 4 GB: all cores against one", single.seconds / whole.seconds, TWO_CORES)


def main():
    parser = command_line.parser(times=9)
    parser.add_argument("--large", action="store_true")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    directory = arguments.work / f"ingest-{COPIES}"
    repeat(command_line.events_of(arguments), directory)
    programs = Programs(arguments, directory)
    measures = programs.measure()
    report = Report("ingest")
    size = sum(path.stat().st_size for path in directory.iterdir())
    print(f"{size / 1e6:.0f} MB in {len(list(directory.iterdir()))} files, medians:")
    report_times(measures, report)
    programs.check_same_plays()
    if arguments.large:
        report_one_file(programs, report)
    sys.exit(report.missed)


if __name__ == "__main__":
    main()
