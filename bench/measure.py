"""Runs commands and measures them: what every benchmark here needs."""

import dataclasses
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MIB = 1 << 20
# What --memory is by default, and what a process may take besides.
MEMORY_MIB = 256
PEAK_MIB_MAX = MEMORY_MIB + 64


@dataclasses.dataclass
class Measured:
    """What one or several commands, one after the other, took."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0

    def __add__(self, other):
        return Measured(
            self.seconds + other.seconds,
            self.cpu_seconds + other.cpu_seconds,
            max(self.peak_bytes, other.peak_bytes),
        )


def run(command, output_file=None):
    """Runs one command to its end, and keeps its output if a file is given. A command that fails ends the benchmark with
    what it said."""
    with open(output_file, "w+b") if output_file else tempfile.TemporaryFile() as output:
        waiter = [sys.executable, "-I", "-S", ROOT / "bench" / "wait.py", *command]
        done = subprocess.run(
            [str(word) for word in waiter], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, text=True
        )
        if done.returncode != 0:
            output.seek(0)
            words = output.read().decode(errors="replace") + done.stderr
            sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}:\n{words}")
        seconds, cpu_seconds, peak_kib = done.stderr.splitlines()[-1].split()
        return Measured(float(seconds), float(cpu_seconds), int(peak_kib) * 1024)


def alternate(programs, times):
    """Runs each program, a function that gives a Measured, in turn: so what else the machine does meets them all.

    Gives each one's measures by its name. The first round only warms the caches.
    """
    measures = {name: [] for name in programs}
    for round in range(times + 1):
        for name, program in programs.items():
            measured = program()
            if round > 0:
                measures[name].append(measured)
    return measures


def median_seconds(measures):
    return statistics.median(measured.seconds for measured in measures)


def machine():
    """What figures depend on: the processor, how many of its cores, and the memory."""
    cpu = next((line for line in open("/proc/cpuinfo") if line.startswith("model name")), "model name: unknown")
    gib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / (1 << 30)
    return f"{cpu.split(':')[1].strip()}, {os.cpu_count()} cores, {gib:.0f} GiB"


def commit():
    """The commit that is measured, with a + where the working tree differs from it."""
    head = subprocess.run(["git", "rev-parse", "--short=10", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    changed = subprocess.run(
        ["git", "status", "--porcelain", "--", ":!bench/runs"], cwd=ROOT, capture_output=True, text=True
    )
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")


def shown(figure):
    """Small ones to the fourth decimal, where shares differ."""
    return f"{figure:8.4f}" if abs(figure) < 2 else f"{figure:8.2f}"


class Report:
    """Prints figures beside what they should be, remembers whether one was missed, and appends them to bench/runs.

    Each is a line of bench/runs/BENCHMARK.ndjson: when, on which commit and machine, `what`, `figure`, and the goal, if
    there is one, as `at_least` or `at_most`. scripts/figures makes the tables of the docs from these.
    """

    def __init__(self, benchmark):
        self.missed = False
        self._runs = ROOT / "bench" / "runs" / f"{benchmark}.ndjson"
        self._run = {
            "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "commit": commit(),
            "machine": machine(),
        }

    def figure(self, what, figure, note=""):
        """A figure without a goal, as 8.2 s; `note` is printed after it."""
        self._save(what, figure)
        print(f"  {what:<64} {shown(figure)} {note}", flush=True)

    def at_least(self, what, figure, goal):
        self._judge(what, figure, figure >= goal, "at_least", goal)

    def at_most(self, what, figure, goal):
        self._judge(what, figure, figure <= goal, "at_most", goal)

    def _judge(self, what, figure, met, relation, goal):
        self.missed = self.missed or not met
        self._save(what, figure, **{relation: goal})
        verdict = "met" if met else "MISSED"
        print(f"  {what:<64} {shown(figure)}   goal: {relation.replace('_', ' ')} {goal:g}, {verdict}", flush=True)

    def _save(self, what, figure, **goal):
        self._runs.parent.mkdir(exist_ok=True)
        with self._runs.open("a") as runs:
            runs.write(json.dumps({**self._run, "what": what, "figure": float(f"{figure:.4g}"), **goal}) + "\n")
