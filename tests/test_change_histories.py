"""Histories of questions that change, with loads that are killed at a call of chance (changing.py).

12 histories, 500 with EARSHOT_TORTURE=1; EARSHOT_SEED makes others of them. cassandra/test_changes_here.py has more.
"""

import os

import pytest
from changing import SqliteTables, change_and_kill, killer_for
from failing_calls import SANITIZER
from jobs import WHOLE

SEED = os.environ.get("EARSHOT_SEED", "1")
HISTORIES = 500 if WHOLE else 3 if SANITIZER else 12


@pytest.fixture(scope="module")
def killer(tmp_path_factory):
    return killer_for(tmp_path_factory.mktemp("killer"), SqliteTables)


@pytest.mark.parametrize("number", range(HISTORIES))
def test_a_history_of_changes(killer, tmp_path, number):
    change_and_kill(tmp_path / "history", SqliteTables, killer, f"{SEED} {number}")
