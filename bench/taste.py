"""Taste, measured beside `implicit`: how good recommendations are where tastes were planted, and what they cost.

usage: taste.py EARSHOT [--work DIRECTORY] [--sizes s,m,l,xl] [--seeds 3]

Both learn, with two threads, from all plays but those of the last seven days, and are judged by what listeners first
heard in these. implicit has the best of its settings (taste_peer.py) by the mean of all seeds, picked by the very plays
that it is judged by; ours has none to pick. Of xl, 20 million plays, only time and memory of ours are measured. Exits 1
if a goal was missed.
"""

import dataclasses
import math
import statistics
import sys

import command_line
from ingest import python_with_peers
from measure import MIB, PEAK_MIB_MAX, Report
from taste_planted import DATASETS, Planted

ALS = [
    f"als-{factors}-{strength}-{weights}"
    for factors in (32, 64, 128)
    for strength in ("0.05-1", "1-2", "5-5", "30-20")
    for weights in ("log", "binary")
]
ALS_F64 = "als-64-1-2-log"
# Of each size: of the largest only those that were best on the others.
GRID = ["bm25", "cosine", *ALS]
SETTINGS = {"s": GRID, "m": GRID, "l": ["bm25", "cosine", ALS_F64, "als-128-1-2-log"]}
# The truth is searched for each listener, and for the largest size that takes too long.
WITH_BOUNDS = ("s", "m")
# How many times implicit's best NDCG@10 ours has to be, by size.
TIMES = {"artists": {"s": 1, "m": 1.03, "l": 1}, "songs": {"m": 1.25, "l": 1.25}}
PARTS = {"artists": ("informed", 0.94), "songs": ("oracle", 0.80)}
XL_SECONDS_MAX = 60
# What is compared with implicit's fit and recommend: ours has reasons as well, and writes them.
OUR_STAGES = ("learn all", "recommended_artists")


@dataclasses.dataclass
class Outcome:
    """Of one size and seed."""

    ndcg: dict  # by "SETTING artists", "ours songs"
    recall: dict
    differences: dict  # how much better ours is than the setting, and the standard error of that
    peer_seconds: dict  # CPU, by the same names
    our_seconds: float
    peak_bytes: int
    new_listeners: tuple  # of our audience, and of those who listen most
    friends_found: float
    shares: dict


def measure(planted, python, size):
    taken, stages = planted.recommend()
    peer_seconds = {}
    for of in DATASETS:
        seconds = planted.recommend_as_peer(python, of, SETTINGS[size])
        peer_seconds |= {f"{setting} {of}": sum(parts.values()) for setting, parts in seconds.items()}
    names = [*peer_seconds, "ours artists", "ours songs"]
    has_bounds = size in WITH_BOUNDS
    if has_bounds:
        planted.find_bounds(python)
        names += ["informed artists", "oracle artists", "oracle songs"]
    return Outcome(
        ndcg={name: planted.judge.mean(name) for name in names},
        recall={name: planted.judge.mean(name, "recall") for name in names},
        differences={name: planted.judge.difference(f"ours {name.split()[1]}", name) for name in peer_seconds},
        peer_seconds=peer_seconds,
        our_seconds=sum(stages[stage] for stage in OUR_STAGES),
        peak_bytes=taken.peak_bytes,
        new_listeners=planted.new_listeners(),
        friends_found=planted.friends_found() if has_bounds else math.nan,
        shares=planted.shares(),
    )


class Size:
    """Reports the outcomes of all seeds of one size."""

    def __init__(self, size, outcomes, report):
        self.size, self.outcomes, self.report = size, outcomes, report

    def mean(self, figure):
        return statistics.fmean(figure(outcome) for outcome in self.outcomes)

    def ndcg(self, name):
        return self.mean(lambda outcome: outcome.ndcg[name])

    def quality(self, of):
        best = max((f"{setting} {of}" for setting in SETTINGS[self.size]), key=self.ndcg)
        ours = f"ours {of}"
        for name in [ours, best] + ([f"informed {of}"] if of == "artists" else []) + [f"oracle {of}"]:
            if name in self.outcomes[0].ndcg:
                recall = self.mean(lambda outcome: outcome.recall[name])
                self.report.figure(f"{self.size}: NDCG@10, {name}", self.ndcg(name), f"Recall@20 {recall:.3f}")
        self.report.figure(f"{self.size}: NDCG@10 of {of}, ours less that of implicit's best", *self.difference(best))
        times = self.ndcg(ours) / self.ndcg(best)
        what = f"{self.size}: {of}, times the NDCG@10 of implicit's best"
        if self.size in TIMES[of]:
            self.report.at_least(what, times, TIMES[of][self.size])
        else:
            self.report.figure(what, times)
        bound, goal = PARTS[of]
        if self.size == "m":
            part = self.ndcg(ours) / self.ndcg(f"{bound} {of}")
            self.report.at_least(f"m: {of}, part of the NDCG@10 of the {bound} bound", part, goal)

    def difference(self, name):
        """And its standard error, as a note."""
        variances = self.mean(lambda outcome: outcome.differences[name][1] ** 2)
        error = math.sqrt(variances / len(self.outcomes))
        return self.mean(lambda outcome: outcome.differences[name][0]), f"± {error:.4f}"

    def groups(self):
        ours, active = (self.mean(lambda outcome: outcome.new_listeners[which]) for which in (0, 1))
        self.report.figure("m: new listeners of 100 in an audience, of 100 most active", ours, f"{active:.2f}")
        self.report.at_least("m: audience, times the new listeners of the most active", ours / active, 2.5)
        for members, goal in ((2, 0.85), (4, 0.70)):
            share = self.mean(lambda outcome: outcome.shares[members])
            self.report.at_least(f"m: playlist of {members}, share of the member who has least", share, goal)
        found = self.mean(lambda outcome: outcome.friends_found)
        self.report.at_least("m: planted friends among the ten who listen alike", found, 0.55)

    def cost(self):
        ours = statistics.median(outcome.our_seconds for outcome in self.outcomes)
        als = statistics.median(outcome.peer_seconds[f"{ALS_F64} artists"] for outcome in self.outcomes)
        self.report.figure("l: fit and best 20 artists, CPU s of earshot", ours)
        self.report.figure("l: fit and best 20 artists, CPU s of implicit's ALS with 64 factors", als)
        self.report.at_most("l: part of the CPU seconds of implicit's ALS with 64 factors", ours / als, 0.5)
        peak = max(outcome.peak_bytes for outcome in self.outcomes) / MIB
        self.report.at_most("l: peak memory, MiB", peak, PEAK_MIB_MAX)


def measure_size(arguments, python, report, size):
    outcomes = []
    for seed in range(1, arguments.seeds + 1):
        directory = arguments.work.resolve() / f"taste-{size}-{seed}"
        outcomes.append(measure(Planted(arguments.earshot, directory, size, seed), python, size))
    reported = Size(size, outcomes, report)
    for of in DATASETS:
        reported.quality(of)
    if size == "m":
        reported.groups()
    if size == "l":
        reported.cost()


def measure_largest(arguments, report):
    planted = Planted(arguments.earshot, arguments.work.resolve() / "taste-xl-1", "xl", 1)
    taken, _ = planted.recommend()
    report.at_most("xl: seconds after consolidation", taken.seconds, XL_SECONDS_MAX)
    report.at_most("xl: peak memory, MiB", taken.peak_bytes / MIB, PEAK_MIB_MAX)


def main():
    parser = command_line.parser(times=1)
    parser.add_argument("--sizes", type=lambda words: words.split(","), default=["s", "m", "l", "xl"])
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    python = python_with_peers(arguments.work.resolve() / "taste-peers", "taste_requirements.txt")
    report = Report("taste")
    for size in arguments.sizes:
        if size == "xl":
            measure_largest(arguments, report)
        else:
            measure_size(arguments, python, report, size)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
