"""Runs commands and measures them: what every benchmark here needs."""

import dataclasses
import os
import statistics
import subprocess
import sys
import tempfile
import time


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


def run(command):
    """Runs one command to its end. A command that fails ends the benchmark with what it said."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            words = output.read().decode(errors="replace")
            sys.exit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{words}")
        return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def alternate(rivals, times):
    """Runs each rival, a function that gives a Measured, in turn: so what else the machine does meets them all.

    Gives each one's measures by its name. The first round only warms the caches.
    """
    measures = {name: [] for name in rivals}
    for round in range(times + 1):
        for name, rival in rivals.items():
            measured = rival()
            if round > 0:
                measures[name].append(measured)
    return measures


def median_seconds(measures):
    return statistics.median(measured.seconds for measured in measures)


class Report:
    """Prints figures beside what they should be, and remembers whether one was missed."""

    def __init__(self):
        self.missed = False

    def tell(self, what, figure):
        print(f"  {what:<58} {figure}", flush=True)

    def at_least(self, what, figure, goal):
        self._judge(what, figure, figure >= goal, f"at least {goal:g}")

    def at_most(self, what, figure, goal):
        self._judge(what, figure, figure <= goal, f"at most {goal:g}")

    def _judge(self, what, figure, met, goal):
        self.missed = self.missed or not met
        self.tell(what, f"{figure:8.2f}   goal: {goal}, {'met' if met else 'MISSED'}")
