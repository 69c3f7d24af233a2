"""Questions that count, of chance: each table and answer is compared with DuckDB's SQL over the same plays.

1,000 questions, 10,000 with EARSHOT_TORTURE=1.
"""

import random

import plays_file
import pytest
from any_measures import as_toml, ask, check
from failing_calls import SANITIZER
from jobs import WHOLE

FILES = 200 if WHOLE else 2 if SANITIZER else 20


@pytest.mark.parametrize("seed", range(FILES))
def test_any_question_is_answered_as_duckdb_answers_it(earshot, tmp_path, seed):
    check(earshot, tmp_path, random.Random(seed), 50)


def test_several_values_are_answered_one_after_the_other(earshot, tmp_path):
    plays = [{"song": f"S{song}", "userId": user, "sessionId": user} for user in (7, 8, 9) for song in range(user - 6)]
    plays_file.write(tmp_path / "plays.csv", *({**play, "itemInSession": n} for n, play in enumerate(plays)))
    (tmp_path / "q.toml").write_text(
        as_toml({"name": "q", "given": ["user_id", "level"], "order": ["song desc"], "answer": ["song"]})
    )
    ours = ["--questions", "q.toml", "--format", "json"]
    earshot("load", "plays.csv", *ours)
    words = ["q", "user_id=9", "user_id=7", "user_id=9", "level=free", "level=paid", *ours]
    wanted = [(9, "S2"), (9, "S1"), (9, "S0"), (7, "S0")]
    wanted = [{"user_id": user, "level": "free", "song": song} for user, song in wanted]
    for limit in (None, 1, 2, 3):
        assert ask(earshot, words, limit) == wanted
    assert "is not asked with artist" in earshot("ask", *words, "artist=A", exit=2).stderr
