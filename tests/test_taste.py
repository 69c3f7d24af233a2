"""Taste on the real program: what is learned, loaded, asked, and forgotten."""

import csv
import json
import shutil

import plays_file
import pytest

DATASETS = [
    "recommended_artists",
    "recommended_songs",
    "similar_artists",
    "similar_songs",
    "listens_alike",
    "audience",
    "playlist",
]


@pytest.fixture
def files(earshot, tmp_path):
    """A directory with consolidated plays of planted tastes, and who has opted in."""
    earshot("generate", "--taste", "--size", "s", "-o", "events")
    earshot("consolidate", "events", "-o", "plays.csv", "--with", "day")
    return (tmp_path / "events.opt_in.txt").rename(tmp_path / "opt_in.txt").parent


def rows_of(directory, dataset):
    with open(directory / "plays.csv.taste" / f"{dataset}.csv", newline="") as file:
        return list(csv.DictReader(file))


def texts_of(directory):
    return {dataset: (directory / "plays.csv.taste" / f"{dataset}.csv").read_bytes() for dataset in DATASETS}


def taste(earshot, *arguments, **options):
    return earshot("taste", "plays.csv", "--opt-in", "opt_in.txt", *arguments, **options)


def opted_in(files):
    return {int(line) for line in (files / "opt_in.txt").read_text().splitlines() if line and not line.startswith("#")}


def test_what_is_learned_is_loaded_verified_and_asked(earshot, files):
    learned = json.loads(taste(earshot, "--format", "json").stdout)
    assert learned["learned"]["shows_taste"]
    assert [table["table"] for table in learned["load"]] == DATASETS
    assert all(table["verdict"] == "same" for table in learned["verify"])
    for dataset in DATASETS:
        loaded = next(table for table in learned["load"] if table["table"] == dataset)
        assert loaded["rows"] == len(rows_of(files, dataset)) > 0
    first = rows_of(files, "recommended_songs")[0]
    asked = json.loads(earshot("ask", "recommended_songs", f"user_id={first['user_id']}", "--format", "json").stdout)
    assert (asked[0]["artist"], asked[0]["song"]) == (first["artist"], first["song"])
    assert "nothing to do" in taste(earshot).stderr
    assert "recommended_songs" in earshot("status").stdout


def test_the_files_do_not_depend_on_threads(earshot, files):
    taste(earshot, "--no-load", "--threads", "1")
    of_one = texts_of(files)
    taste(earshot, "--no-load", "--threads", "3")
    assert texts_of(files) == of_one


def test_nobody_is_named_to_others_who_has_not_agreed(earshot, files):
    taste(earshot, "--no-load")
    agreed = opted_in(files)
    for row in rows_of(files, "listens_alike"):
        assert {int(row["user_id"]), int(row["other_user_id"])} <= agreed
    for row in rows_of(files, "playlist"):
        assert {int(member) for member in row["playlist"].split("+")} <= agreed
    earshot("taste", "plays.csv", "--no-load")
    assert rows_of(files, "listens_alike") == rows_of(files, "playlist") == []
    two = sorted(agreed)[:2]
    refused = earshot("taste", "playlist", *map(str, two), "--plays", "plays.csv", exit=None)
    assert refused.returncode != 0 and str(two[0]) in refused.stderr


def test_a_playlist_is_made_for_the_moment(earshot, files):
    taste(earshot, "--no-load")
    members = [row["user_id"] for row in rows_of(files, "listens_alike")[:1]]
    members.append(rows_of(files, "listens_alike")[0]["other_user_id"])
    made = earshot("taste", "playlist", *members, "--plays", "plays.csv", "--length", "12", "--format", "json")
    songs = json.loads(made.stdout)
    assert [song["place"] for song in songs] == list(range(1, 13))
    assert {str(song["for_user_id"]) for song in songs} == set(members)
    assert f"user_id={members[0]} " in made.stderr


def test_an_audience_is_found_for_the_moment(earshot, files):
    taste(earshot, "--no-load")
    artist = rows_of(files, "audience")[0]["artist"]
    command = ["taste", "audience", "--plays", "plays.csv", "--artist", artist, "--size", "40", "--not-heard"]
    people = json.loads(earshot(*command, "--format", "json").stdout)
    assert 25 <= len(people) <= 40 and {person["heard"] for person in people} == {"no"}
    for _ in range(2):
        earshot(*command, "-o", "people.csv")
    with open(files / "people.csv", newline="") as file:
        assert [int(row["user_id"]) for row in csv.DictReader(file)] == [person["user_id"] for person in people]


def test_what_is_asked_wrong_is_said_before_anything_is_learned(earshot):
    nothing = ["--plays", "nothing.csv"]
    too_small = earshot("taste", "audience", "--artist", "Muse", "--size", "24", *nothing, exit=2).stderr
    assert "24 is too small: the smallest is 25" in too_small
    assert "the listener 7 is named twice" in earshot("taste", "playlist", "7", "8", "7", *nothing, exit=2).stderr


def test_few_listeners_show_no_taste(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", plays_file.PLAY)
    learned = earshot("taste", "plays.csv", "--no-load").stdout
    assert "no taste that can be shown: only 0 listeners could be judged; it takes 25" in learned


def test_who_is_forgotten_leaves_no_trace(earshot, files):
    user_id = rows_for_forgetting(earshot, files)
    earshot("load", "plays.csv")
    earshot("forget", f"user_id={user_id}", "plays.csv")
    after = texts_of(files)
    earshot("export", "audience", "--output", "after.csv")
    shutil.rmtree(files / "plays.csv.taste")
    # A run that never saw them.
    text = (files / "opt_in.txt").read_text().splitlines()
    (files / "opt_in.txt").write_text("\n".join(line for line in text if line != str(user_id)) + "\n")
    taste(earshot, "--store", "sqlite:never.db")
    assert texts_of(files) == after
    earshot("export", "audience", "--output", "never.csv", "--store", "sqlite:never.db")
    assert (files / "never.csv").read_bytes() == (files / "after.csv").read_bytes()
    assert str(user_id) not in (files / "plays.csv.taste" / "opt_in.txt").read_text().split()


def rows_for_forgetting(earshot, files):
    """Computes taste and loads it; a listener who is in all that others see."""
    taste(earshot)
    user_id = rows_of(files, "listens_alike")[0]["user_id"]
    assert any(row["user_id"] == user_id for row in rows_of(files, "audience"))
    return int(user_id)


def test_a_run_learns_taste_after_its_load(earshot, files):
    run = ["run", "events", "--store", "sqlite:run.db", "-o", "run.csv", "--taste", "--opt-in", "opt_in.txt"]
    done = json.loads(earshot(*run, "--format", "json").stdout)
    assert done["taste"]["learned"]["shows_taste"]
    assert [table["table"] for table in done["taste"]["load"]] == DATASETS
    assert any(asked.startswith("recommended_songs user_id=") for asked in done["answers"])
    taste(earshot, "--no-load")
    assert (files / "run.csv.taste" / "playlist.csv").read_bytes() == texts_of(files)["playlist"]
    assert "--taste" in earshot("run", "events", "--opt-in", "opt_in.txt", exit=2).stderr


@pytest.mark.real_events
def test_the_real_plays_hold_no_taste(earshot, real_events, tmp_path):
    earshot("consolidate", str(real_events), "-o", "plays.csv", "--with", "ts,day")
    learned = earshot("taste", "plays.csv", "--no-load")
    assert "hold no taste that can be shown" in learned.stdout
    recommended = rows_of(tmp_path, "recommended_artists")
    assert recommended and {(row["because"], row["reason"]) for row in recommended} == {("", "")}
