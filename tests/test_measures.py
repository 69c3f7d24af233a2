"""Questions that count, of chance: each table and answer is compared with DuckDB's SQL over the same plays.

1,000 questions, 10,000 with EARSHOT_TORTURE=1.
"""

import concurrent.futures
import json
import random
import resource
import threading

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


def test_an_answer_of_many_buckets_needs_few_files(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *({"itemInSession": n, "song": f"S{n}"} for n in range(3000)))
    (tmp_path / "q.toml").write_text(as_toml({"name": "q", "given": ["level"], "buckets": 1000, "answer": ["song"]}))
    ours = ["--questions", "q.toml", "--format", "json"]
    earshot("load", "plays.csv", *ours)
    few = resource.RLIMIT_NOFILE, (64, 64)
    answer = json.loads(earshot("ask", "q", "level=free", *ours, preexec_fn=lambda: resource.setrlimit(*few)).stdout)
    assert [row["song"] for row in answer] == [f"S{n}" for n in range(3000)]


def test_an_answer_of_many_buckets_is_of_one_load(earshot, tmp_path):
    """Loads follow one another while it is asked again and again."""
    (tmp_path / "q.toml").write_text(as_toml({"name": "q", "given": ["level"], "buckets": 100, "answer": ["song"]}))
    ours = ["--questions", "q.toml", "--format", "json"]
    for song in ["one", "two"]:
        plays_file.write(tmp_path / f"{song}.csv", *({"itemInSession": n, "song": song} for n in range(200)))
    earshot("load", "one.csv", *ours)
    done = threading.Event()

    def load_in_turn():
        while not done.is_set():
            for song in ["two", "one"]:
                earshot("load", f"{song}.csv", *ours)

    with concurrent.futures.ThreadPoolExecutor() as pool:
        loads = pool.submit(load_in_turn)
        try:
            for _ in range(20):
                answer = json.loads(earshot("ask", "q", "level=free", *ours).stdout)
                assert len(answer) == 200 and len({row["song"] for row in answer}) == 1
        finally:
            done.set()
        loads.result()


@pytest.mark.parametrize("song", ["S", "T"])
def test_plays_that_measures_count_twice_are_told_of(earshot, tmp_path, song):
    plays_file.write(tmp_path / "plays.csv", {"song": "S"}, {"song": song}, {"itemInSession": 1})
    count = as_toml(
        {"name": "n", "given": ["level"], "one_per": [], "measures": {"plays": "count"}, "answer": ["plays"]}
    )
    plain = as_toml({"name": "q", "given": ["user_id"], "answer": ["song"]})
    told = "warning: 1 play has the key of another, and measures count it, too: is a day in two files?"
    for questions, is_told in [(count + plain, True), (plain, False), (count, False)]:
        (tmp_path / "q.toml").write_text(questions)
        done = earshot("load", "plays.csv", "--questions", "q.toml", "--store", f"sqlite:{len(questions)}.db")
        assert (told in done.stderr) == is_told
