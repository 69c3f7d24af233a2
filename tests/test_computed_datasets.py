"""Questions of what is computed of plays: its files are loaded, compared, verified and asked as plays are."""

import contextlib
import csv
import json
import shutil
import sqlite3

import plays_file
import pytest

COLUMNS = "artist place similar likeness weight listeners_both listeners_similar reason".split()
ROWS = [
    ["Low Tide", "1", "Kite", "0.812500", "0.250000", "34", "80", "34 of its 80 listeners also played Low Tide"],
    ["Low Tide", "2", 'Say "When"', "0.500000", "-0.125000", "12", "40", ""],
    ["Kite", "1", "Low Tide", "0.812500", "", "34", "90", "34 of its 90 listeners also played Kite"],
]
QUESTIONS = """
[[question]]
name = "near"
asks = "Who is near this artist?"
of = "similar_artists"
given = ["artist"]
order = ["likeness desc"]
answer = ["similar", "likeness", "weight", "listeners_both", "reason"]

[[question]]
name = "songs"
given = ["session_id"]
answer = ["song"]
"""


def write_similar(directory, rows=ROWS, columns=COLUMNS):
    taste = directory / "plays.csv.taste"
    taste.mkdir(exist_ok=True)
    (taste / "similar_artists.csv").write_text(plays_file.line(columns) + "".join(plays_file.line(row) for row in rows))


def plays_id(earshot, directory):
    """How a load names the plays."""
    earshot("load", "plays.csv", "--store", "sqlite:other.db")
    with contextlib.closing(sqlite3.connect(directory / "other.db")) as store:
        [(name,)] = set(store.execute("SELECT plays_id FROM earshot_loads"))
    (directory / "plays.csv.loaded").unlink()
    return name


@pytest.fixture
def files(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {})
    (tmp_path / "q.toml").write_text(QUESTIONS)
    mark = json.dumps({"plays_id": plays_id(earshot, tmp_path)}, separators=(",", ":")) + "\n"
    write_similar(tmp_path)
    (tmp_path / "plays.csv.taste" / "complete.json").write_text(mark)
    return tmp_path


def run(earshot, *arguments, **options):
    return earshot(*arguments, "--questions", "q.toml", **options)


def ask(earshot, artist):
    return json.loads(run(earshot, "ask", "near", f"artist={artist}", "--format", "json").stdout)


def test_its_files_are_loaded_and_asked(earshot, files):
    run(earshot, "load", "plays.csv")
    assert ask(earshot, "Low Tide") == [
        {"similar": "Kite", "likeness": 0.8125, "weight": 0.25, "listeners_both": 34, "reason": ROWS[0][-1]},
        {"similar": 'Say "When"', "likeness": 0.5, "weight": -0.125, "listeners_both": 12, "reason": None},
    ]
    assert ask(earshot, "Kite")[0]["weight"] is None
    run(earshot, "verify", "plays.csv")


def test_only_the_difference_is_loaded(earshot, files):
    run(earshot, "load", "plays.csv")
    assert "nothing to do" in run(earshot, "load", "plays.csv").stderr
    write_similar(files, [ROWS[0], [*ROWS[1][:3], "0.75", *ROWS[1][4:]]])
    assert (
        "differ"
        in run(earshot, "verify", "plays.csv", exit=3).stdout + run(earshot, "verify", "plays.csv", exit=3).stderr
    )
    # What is computed is all computed again: what is gone is no loss.
    load = json.loads(run(earshot, "load", "plays.csv", "--format", "json").stdout)
    near = next(table for table in load if table["table"] == "near")
    assert (near["same"], near["added"], near["removed"]) == (1, 1, 2)
    assert [row["likeness"] for row in ask(earshot, "Low Tide")] == [0.8125, 0.75]
    assert ask(earshot, "Kite") == []


def test_a_file_that_is_missing_or_another_one_says_how_it_is_made(earshot, files):
    (files / "plays.csv.taste" / "similar_artists.csv").unlink()
    missing = run(earshot, "load", "plays.csv").stderr
    write_similar(files, [], [*COLUMNS[:2], "likeness", "similar", *COLUMNS[4:]])
    other = run(earshot, "load", "plays.csv").stderr
    assert 'column 3 is called "likeness" where a file of similar_artists has similar' in other
    for warned in missing, other:
        assert "warning: plays.csv.taste is damaged" in warned
        assert "run: earshot taste plays.csv --opt-in FILE --questions q.toml" in warned


def test_a_damaged_row_is_refused(earshot, files):
    write_similar(files, [[*ROWS[0][:3], "alike", *ROWS[0][4:]]])
    refused = run(earshot, "load", "plays.csv", exit=1).stderr
    assert 'similar_artists.csv: line 2, column likeness: "alike" is not a number' in refused
    assert "compute it again: earshot taste plays.csv" in refused
    write_similar(files, [ROWS[0], ROWS[1][:5]])
    refused = run(earshot, "load", "plays.csv", exit=1).stderr
    assert (
        "similar_artists.csv, line 3: the row has 5 fields instead of 8; compute it again: earshot taste plays.csv"
        in refused
    )


def test_its_columns_are_checked(earshot, files):
    (files / "q.toml").write_text(QUESTIONS.replace('"likeness desc"', '"song"'))
    refused = run(earshot, "model", "check", exit=1)
    assert "song" in refused.stdout + refused.stderr
    (files / "q.toml").write_text(QUESTIONS)
    checked = run(earshot, "model", "check", "plays.csv").stdout
    assert "near" in checked


def test_the_model_shows_them(earshot, files):
    shown = run(earshot, "model", "show").stdout
    assert "near" in shown and "similar" in shown
    schema = json.loads(earshot("model", "schema").stdout)
    assert "similar_artists_column" in schema["definitions"]


def test_exports_hold_all_rows(earshot, files):
    run(earshot, "load", "plays.csv")
    run(earshot, "export", "near", "--output", "near.csv")
    with open(files / "near.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted((row["artist"], row["similar"]) for row in rows) == sorted((row[0], row[2]) for row in ROWS)


def test_a_built_in_question_steps_back_for_one_of_the_same_name(earshot, files):
    (files / "q.toml").write_text('[[question]]\nname = "playlist"\ngiven = ["user_id"]\nanswer = ["song"]\n')
    shutil.rmtree(files / "plays.csv.taste")
    run(earshot, "load", "plays.csv")
    assert "Harbour" in run(earshot, "ask", "playlist", "user_id=7").stdout
