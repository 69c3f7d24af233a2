"""Commands that are killed at a call of chance: each question is answered rightly or not at all, and the next load is
right. (history.py says what that is.)

40 kills, 400 with EARSHOT_TORTURE=1; EARSHOT_SEED makes others of them.
"""

import itertools
import os
import random

import pytest
from failing_calls import SANITIZER
from history import COMMANDS, History, Killer, SqliteClient
from jobs import WHOLE

SEED = os.environ.get("EARSHOT_SEED", "1")
KILLS = 400 if WHOLE else 16 if SANITIZER else 40
CASES = list(itertools.product(COMMANDS, ["new", "old"]))


@pytest.fixture(scope="module")
def killer(tmp_path_factory):
    """Who knows how many calls each command makes."""
    place = tmp_path_factory.mktemp("killer")
    killer = Killer(place / "preload")
    for command in COMMANDS:
        history = History(place / command, SqliteClient, killer, command)
        history.load(command)
        history.change_days()
        history.load(command)
    return killer


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_kill_at_any_call(killer, tmp_path, turn):
    command, start = CASES[turn % len(CASES)]
    history = History(tmp_path / "history", SqliteClient, killer, f"{SEED} {turn}")
    chance = random.Random(turn)
    if start == "old":
        history.load("run")
        history.change_days()
        if command in ("run", "repair"):
            history.damage()
    while not history.kill(command):
        history.change_days()
    # The same plays, or others.
    if chance.random() < 0.5:
        history.change_days()
    history.load(history.next_command())
