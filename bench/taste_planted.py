"""Plays with planted tastes, and what is made of all but their last week: ours, the peer's, and what could be known."""

import json
import pathlib
import random
import shutil

from measure import run
from taste_judge import Judge

HERE = pathlib.Path(__file__).resolve().parent
THREADS = 2
GROUPS_OF_A_SIZE = 100
DATASETS = ("artists", "songs")


def write_days_up_to(day, plays, learned):
    """The plays of a consolidated file whose last column is their day."""
    last = day.encode()
    with open(plays, "rb") as source, open(learned, "wb") as target:
        target.write(next(source))
        target.writelines(line for line in source if line.rstrip(b'"\r\n')[-len(last) :] <= last)


class Planted:
    """The plays of one size and seed, in a directory of their own."""

    def __init__(self, earshot, directory, size, seed):
        self.earshot, self.directory = earshot, directory
        directory.mkdir(parents=True, exist_ok=True)
        self.learned = directory / "learned.csv"
        self.taste = directory / "learned.csv.taste"
        self.truth = directory / "truth.ndjson"
        plays, events = directory / "plays.csv", directory / "events"
        if not plays.exists():
            run([earshot, "generate", "--taste", "--size", size, "--seed", seed, "-o", events, "--truth", self.truth])
            run([earshot, "consolidate", events, "-o", plays, "--with", "day"])
            shutil.rmtree(events)
        self.judge = Judge(plays)
        write_days_up_to(self.judge.last_learned_day(), plays, self.learned)

    def recommend(self):
        """What our run took as a whole, and the CPU seconds of its stages by their names."""
        everybody, groups, report = (self.directory / name for name in ("everybody.txt", "groups.txt", "report.json"))
        listeners = self.judge.listeners()
        everybody.write_text("".join(f"{user_id}\n" for user_id in listeners))
        self._write_groups(groups)
        words = ["--opt-in", everybody, "--groups", groups, "--threads", THREADS, "--format", "json"]
        measured = run([self.earshot, "taste", self.learned, "--no-load", *words], report)
        for of in DATASETS:
            self.judge.judge(f"ours {of}", self.taste / f"recommended_{of}.csv", of)
        stages = json.loads(report.read_text())["learned"]["stages"]
        return measured, {stage["stage"]: stage["cpu_seconds"] for stage in stages}

    def _write_groups(self, path):
        """Pairs and fours of chance, always the same."""
        chance = random.Random(1)
        listeners = self.judge.judged_listeners()
        groups = [chance.sample(listeners, size) for size in (2, 4) for _ in range(GROUPS_OF_A_SIZE)]
        path.write_text("".join(" ".join(map(str, group)) + "\n" for group in groups))

    def recommend_as_peer(self, python, of, settings):
        """The CPU seconds of fitting and of recommending, by setting."""
        directory = self.directory / f"implicit_{of}"
        directory.mkdir(exist_ok=True)
        run([python, HERE / "taste_peer.py", self.learned, of, directory, *settings])
        for setting in settings:
            self.judge.judge(f"{setting} {of}", directory / f"{setting}.csv", of)
        return {setting: json.loads((directory / f"{setting}.json").read_text()) for setting in settings}

    def find_bounds(self, python):
        run([python, HERE / "taste_bounds.py", self.truth, self.learned, self.directory])
        for name, of in (("informed", "artists"), ("oracle", "artists"), ("oracle", "songs")):
            self.judge.judge(f"{name} {of}", self.directory / f"{name}_{of}.csv", of)

    def new_listeners(self):
        return self.judge.new_listeners(self.taste / "audience.csv")

    def friends_found(self):
        return self.judge.friends_found(self.taste / "listens_alike.csv", self.directory / "friends.csv")

    def shares(self):
        return self.judge.shares(self.taste / "playlist.csv")
