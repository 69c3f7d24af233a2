"""Questions that change on a real server, as in test_change_histories.py and test_changes.py; but here tables are switched
to one after the other.

4 histories, 40 with EARSHOT_TORTURE=1; EARSHOT_SEED makes others of them.
"""

import json
import os

import plays_file
import pytest
from changing import CassandraTables, change_and_kill, killer_for
from jobs import WHOLE

SEED = os.environ.get("EARSHOT_SEED", "1")
HISTORIES = 40 if WHOLE else 4
FANS = '[[question]]\nname = "fans"\ngiven = ["artist"]\none_per = ["user_id"]\nanswer = ["user_id", "first_name"]\n'


@pytest.fixture(scope="module")
def killer(tmp_path_factory, server, session):
    keyspace = "changed_counted"
    session.execute(f"DROP KEYSPACE IF EXISTS {keyspace}")
    yield killer_for(tmp_path_factory.mktemp("killer"), CassandraTables(session, keyspace, server.url(keyspace)))
    session.execute(f"DROP KEYSPACE IF EXISTS {keyspace}")


@pytest.mark.parametrize("number", range(HISTORIES))
def test_a_history_of_changes(killer, server, session, keyspace, tmp_path, number):
    client = CassandraTables(session, keyspace, server.url(keyspace))
    change_and_kill(tmp_path / "history", client, killer, f"{SEED} {number}")


def test_a_changed_question_is_built_beside_and_switched_to(earshot, server, session, keyspace, tmp_path):
    """And changed back: a table of a name that was dropped before is another one."""
    url = server.url(keyspace)
    plays_file.write(
        tmp_path / "plays.csv", *({"userId": n, "itemInSession": n, "level": "paid"} for n in range(9)), {}
    )
    (tmp_path / "old.toml").write_text(FANS)
    (tmp_path / "new.toml").write_text(FANS + 'only = { level = "paid" }\n')
    client = CassandraTables(session, keyspace, url)

    def ask(questions, **options):
        words = ["ask", "fans", "artist=Low Tide", "--questions", questions, "--store", url, "--format", "json"]
        return earshot(*words, **options)

    earshot("load", "plays.csv", "--questions", "old.toml", "--store", url)
    assert len(json.loads(ask("old.toml").stdout)) == 9
    assert "its new table is not built yet" in ask("new.toml", exit=75).stderr
    for questions, before in [("new.toml", "old.toml"), ("old.toml", "new.toml")] * 2:
        said = earshot("load", "plays.csv", "--questions", questions, "--store", url).stderr
        assert "fans has changed (only)" in said and "and switched to" in said
        assert len(json.loads(ask(questions).stdout)) == 9
        assert "does not answer this question any more" in ask(before, exit=1).stderr
        assert len(client.tables(tmp_path)) == 2
    earshot("drop", "fans", "--yes", "--questions", "new.toml", "--store", url)
    assert client.tables(tmp_path) == set()
