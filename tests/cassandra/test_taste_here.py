"""Taste on a real server: the Python driver finds what was computed, and of a listener who is forgotten nothing."""

import csv
import json

from taste_datasets import DATASETS


def as_text(value):
    if isinstance(value, float):
        return f"{value:.6f}"
    return "" if value is None else str(value)


def computed_and_stored(directory, session, keyspace, dataset):
    """The rows of the dataset's file, and those of its table, which has some of the columns, as texts."""
    stored = [row._asdict() for row in session.execute(f"SELECT * FROM {keyspace}.{dataset}")]
    columns = sorted(stored[0])
    with open(directory / "plays.csv.taste" / f"{dataset}.csv", newline="", encoding="utf-8") as file:
        computed = sorted([record[column] for column in columns] for record in csv.DictReader(file))
    return computed, sorted([as_text(row[column]) for column in columns] for row in stored)


def check_stored(directory, session, keyspace):
    for dataset in DATASETS:
        computed, stored = computed_and_stored(directory, session, keyspace, dataset)
        assert computed == stored and len(computed) > 50, dataset


def test_taste_is_loaded_asked_and_forgotten(earshot, server, session, keyspace, tmp_path):
    store = "--store", server.url(keyspace)
    earshot("generate", "--taste", "--days", "8", "-o", "events")
    earshot("run", "events", "-o", "plays.csv", "--taste", "--opt-in", "events.opt_in.txt", *store)
    check_stored(tmp_path, session, keyspace)
    someone = session.execute(f"SELECT user_id FROM {keyspace}.listens_alike LIMIT 1").one().user_id
    asked = earshot("ask", "recommended_artists", f"user_id={someone}", "--format", "json", *store)
    of_them = session.execute(
        f"SELECT place, artist, score, reason FROM {keyspace}.recommended_artists WHERE user_id = {someone}"
    )
    assert json.loads(asked.stdout) == [row._asdict() for row in of_them]

    done = json.loads(earshot("forget", f"user_id={someone}", "plays.csv", "--format", "json", *store).stdout)
    assert {row["where"] for row in done if row["what"] == "table"} >= set(DATASETS)
    assert not any(row["found"] for row in done)
    check_stored(tmp_path, session, keyspace)
    for dataset in ["recommended_artists", "recommended_songs", "listens_alike"]:
        assert not list(session.execute(f"SELECT user_id FROM {keyspace}.{dataset} WHERE user_id = {someone}"))
    verified = json.loads(earshot("verify", "plays.csv", "--format", "json", *store).stdout)
    assert {row["table"]: row["verdict"] for row in verified}.items() >= dict.fromkeys(DATASETS, "same").items()
