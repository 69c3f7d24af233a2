"""Whether plays hold taste: planted plays do; the same plays, dealt anew among the listeners, do not.

Of 2 seeds, 20 with EARSHOT_TORTURE=1; EARSHOT_SEED is the first.
"""

import csv
import json
import os
import random

import pytest

FIRST = int(os.environ.get("EARSHOT_SEED", "1"))
SEEDS = range(FIRST, FIRST + (20 if os.environ.get("EARSHOT_TORTURE") == "1" else 2))


def shows_taste(earshot, plays):
    return json.loads(earshot("taste", plays, "--no-load", "--format", "json").stdout)["learned"]["shows_taste"]


def deal_anew(source, target, seed):
    """Each listener keeps how many plays they have, and each day what is played; who plays what is chance."""
    with open(source, newline="") as file:
        plays = list(csv.DictReader(file))
    user_ids = [play["userId"] for play in plays]
    random.Random(seed).shuffle(user_ids)
    with open(target, "w", newline="") as file:
        writer = csv.DictWriter(file, list(plays[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows({**play, "userId": user_id} for play, user_id in zip(plays, user_ids))


@pytest.mark.parametrize("seed", SEEDS)
def test_only_planted_taste_is_shown(earshot, tmp_path, seed):
    earshot("generate", "--taste", "--size", "s", "--seed", str(seed), "-o", "events")
    earshot("consolidate", "events", "-o", "planted.csv", "--with", "day")
    deal_anew(tmp_path / "planted.csv", tmp_path / "dealt.csv", seed)
    assert shows_taste(earshot, "planted.csv")
    assert not shows_taste(earshot, "dealt.csv")
