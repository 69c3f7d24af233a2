"""The questions of examples/questions, loaded from generated events, and the check that they are answered rightly."""

import json
import pathlib

import duckdb
import duckdb_oracle
from any_measures import as_rows, as_typed, ask

DIRECTORY = pathlib.Path(__file__).resolve().parents[1] / "examples" / "questions"
FILES = sorted(DIRECTORY.glob("*.toml"))


def check(earshot, directory, file, store=()):
    """Answers are compared with those that DuckDB finds in the consolidated file, or in the event files themselves."""
    ours = ["--questions", file, *store]
    earshot("generate", "--days", "8", "--users", "40", "-o", "events")
    earshot("run", "events", "-o", "plays.csv", *ours)
    # What the questions do not need is not in the file.
    earshot("consolidate", "events", "-o", "whole.csv", "--with", "ts,day")
    database = duckdb.connect()
    duckdb_oracle.type_plays(database, directory / "whole.csv")
    duckdb_oracle.type_events(database, sorted((directory / "events").glob("*.csv")))
    states = {
        state["table"]: state for state in json.loads(earshot("status", "--format", "json", *ours).stdout)["tables"]
    }
    for question in duckdb_oracle.questions_of(file.read_text()):
        assert states[question.name]["rows"] == question.count(database)
        for given in question.some_given(database, 3, 1):
            words = [f"{column}={as_typed(given[column])}" for column in question.given]
            found = ask(earshot, [question.name, *words, "--format", "json", *ours])
            assert close(found, as_rows(question, question.answers(database, given))), question.name


def close(found, wanted):
    """The same, but that DuckDB's sums of decimals depend on the order of the rows."""
    return len(found) == len(wanted) and all(
        set(row) == set(other) and all(is_close(row[column], other[column]) for column in row)
        for row, other in zip(found, wanted)
    )


def is_close(value, other):
    return abs(value - other) <= 1e-9 * abs(other) if isinstance(other, float) else value == other
