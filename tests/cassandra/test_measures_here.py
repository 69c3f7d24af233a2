"""Questions that count, and those of examples/questions, on a real Cassandra: answered as DuckDB answers them.

30 questions of chance, 300 with EARSHOT_TORTURE=1.
"""

import random

import any_measures
import examples
import pytest
from jobs import WHOLE

SEEDS = range(100, 120 if WHOLE else 102)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_question_is_answered_as_duckdb_answers_it(earshot, server, keyspace, tmp_path, seed):
    any_measures.check(earshot, tmp_path, random.Random(seed), 15, ["--store", server.url(keyspace)])


@pytest.mark.parametrize("file", examples.FILES, ids=lambda file: file.stem)
def test_an_example_is_answered_as_duckdb_answers_it(earshot, server, keyspace, tmp_path, file):
    examples.check(earshot, tmp_path, file, ["--store", server.url(keyspace)])
