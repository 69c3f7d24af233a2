"""Nights of a job (history.py): commands that are killed at a call of chance, after which each question is answered rightly
or not at all, exported files are whole or not there, and the next command makes all right; histories of days that are
added, changed, removed, put into another order and late, with kills and damage between the loads; and damage by another
client, which is named and repaired.

40 kills, 15 histories and 10 damages, 400, 1,000 and 100 with EARSHOT_TORTURE=1; EARSHOT_SEED makes others of them.
cassandra/test_nights.py has more of each.
"""

import os

import pytest
from failing_calls import SANITIZER
from history import CASES, SqliteClient, damage_and_repair, kill_and_go_on, killer_for, live
from jobs import WHOLE

SEED = os.environ.get("EARSHOT_SEED", "1")
KILLS = 400 if WHOLE else 16 if SANITIZER else 40
HISTORIES = 1000 if WHOLE else 2 if SANITIZER else 15
DAMAGES = 100 if WHOLE else 2 if SANITIZER else 10


@pytest.fixture(scope="module")
def killer(tmp_path_factory):
    return killer_for(tmp_path_factory.mktemp("killer"), lambda name: SqliteClient)


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_kill_at_any_call(killer, tmp_path, turn):
    kill_and_go_on(tmp_path / "history", SqliteClient, killer, CASES[turn % len(CASES)], f"{SEED} {turn}")


@pytest.mark.parametrize("number", range(HISTORIES))
def test_a_history(killer, tmp_path, number):
    live(tmp_path / "history", SqliteClient, killer, f"{SEED} {number}")


def test_damage_is_named_and_repaired(killer, tmp_path):
    damage_and_repair(tmp_path / "history", SqliteClient, killer, SEED, DAMAGES)
