"""Nights of a job on a real server, as in test_histories.py; but here tables are loaded one after the other.

10 kills, 2 histories, 4 times damaged; 100, 30 and 100 with EARSHOT_TORTURE=1. EARSHOT_SEED makes others of them.
"""

import os

import pytest
from cassandra_client import CassandraClient
from history import CASES, damage_and_repair, kill_and_go_on, killer_for, live
from jobs import WHOLE

SEED = os.environ.get("EARSHOT_SEED", "1")
KILLS = 100 if WHOLE else 10
HISTORIES = 30 if WHOLE else 2
DAMAGES = 100 if WHOLE else 4


@pytest.fixture(scope="module")
def killer(tmp_path_factory, server, session):
    clients = []

    def client_of(name):
        for client in clients:
            client.drop()
        clients.append(CassandraClient(session, f"killed_{name}", server.url(f"killed_{name}")))
        return clients[-1]

    yield killer_for(tmp_path_factory.mktemp("killer"), client_of)
    clients[-1].drop()


@pytest.fixture
def client(server, session, keyspace):
    return CassandraClient(session, keyspace, server.url(keyspace))


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_kill_at_any_call(killer, client, tmp_path, turn):
    kill_and_go_on(tmp_path / "history", client, killer, CASES[turn % len(CASES)], f"{SEED} {turn}")


@pytest.mark.parametrize("number", range(HISTORIES))
def test_a_history(killer, client, tmp_path, number):
    live(tmp_path / "history", client, killer, f"{SEED} {number}")


def test_damage_is_named_and_repaired(killer, client, tmp_path):
    damage_and_repair(tmp_path / "history", client, killer, f"{SEED}", DAMAGES)
