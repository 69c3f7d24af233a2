"""Taste on the real program: what is learned, loaded, asked, and forgotten."""

import concurrent.futures
import contextlib
import csv
import fcntl
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess

import plays_file
import pytest
from taste_datasets import DATASETS


def run_in(directory, *commands):
    for command in commands:
        subprocess.run([os.environ["EARSHOT"], *command], cwd=directory, check=True, capture_output=True)
    return directory


CONSOLIDATE = ["consolidate", "events", "-o", "plays.csv", "--with", "day"]


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A directory with consolidated plays of planted tastes, and who has opted in."""
    directory = tmp_path_factory.mktemp("planted")
    run_in(directory, ["generate", "--taste", "--days", "30", "-o", "events"], CONSOLIDATE)
    return (directory / "events.opt_in.txt").rename(directory / "opt_in.txt").parent


@pytest.fixture
def files(planted, tmp_path):
    """A copy of it, for the test alone."""
    return pathlib.Path(shutil.copytree(planted, tmp_path, dirs_exist_ok=True))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """More plays, learned and loaded; for tests that change nothing of it."""
    learn = ["taste", "plays.csv", "--opt-in", "events.opt_in.txt"]
    return run_in(
        tmp_path_factory.mktemp("loaded"), ["generate", "--taste", "--size", "s", "-o", "events"], CONSOLIDATE, learn
    )


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
    playlist = ["taste", "playlist", *nothing, "7"]
    assert 'USER_ID: "x9" is not a user_id, which is a whole number' in earshot(*playlist, "x9", exit=2).stderr
    assert 'USER_ID: "7.5" is not a user_id' in earshot(*playlist, "7.5", exit=2).stderr
    assert "USER_ID: -8 is below zero, as that of no listener is" in earshot(*playlist, "-8", exit=2).stderr
    assert "the listener 7 is named twice" in earshot("taste", "playlist", "7", "8", "7", *nothing, exit=2).stderr


def test_plays_of_a_user_id_below_zero_are_refused(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {**plays_file.PLAY, "userId": "-7"})
    refused = earshot("taste", "plays.csv", "--no-load", exit=1).stderr
    assert "plays.csv, line 2: the userId is below zero, as that of no listener is" in refused
    assert not (tmp_path / "plays.csv.taste").exists()


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
    seen = [
        {row[column] for row in rows_of(files, dataset)}
        for dataset, column in [("listens_alike", "user_id"), ("audience", "user_id"), ("playlist", "for_user_id")]
    ]
    return min(int(user_id) for user_id in set.intersection(*seen))


def test_a_run_learns_taste_after_its_load(earshot, files):
    run = ["run", "events", "--store", "sqlite:run.db", "-o", "run.csv", "--taste", "--opt-in", "opt_in.txt"]
    done = json.loads(earshot(*run, "--format", "json").stdout)
    assert done["taste"]["learned"]["shows_taste"]
    assert [table["table"] for table in done["taste"]["load"]] == DATASETS
    asked = {asked.split()[0]: answer for asked, answer in done["answers"].items()}
    assert set(DATASETS) < set(asked) and all(asked.values())
    taste(earshot, "--no-load")
    assert (files / "run.csv.taste" / "playlist.csv").read_bytes() == texts_of(files)["playlist"]
    assert "--taste" in earshot("run", "events", "--opt-in", "opt_in.txt", exit=2).stderr


def test_a_run_without_taste_leaves_that_of_the_same_plays(earshot, files):
    run = ["run", "events", "-o", "run.csv"]
    earshot(*run, "--taste")
    plays = (files / "run.csv").read_bytes()
    assert "warning" not in earshot(*run).stderr
    assert (files / "run.csv").read_bytes() == plays
    assert status_of(earshot)["state"] == "these_plays"
    shutil.rmtree(files / "run.csv.taste")
    earshot(*run)
    assert (files / "run.csv").read_bytes() != plays
    # By session, as they have no day; so they keep none.
    earshot("taste", "run.csv", "--no-load")
    assert "warning" not in earshot(*run).stderr


def test_a_run_says_of_which_questions_it_has_no_sample(earshot, files):
    done = earshot("run", "events", "-o", "run.csv", "--taste", "--format", "json")
    assert not any(asked.startswith("playlist") for asked in json.loads(done.stdout)["answers"])
    not_asked = "is not asked: none of the first 1,000"
    assert f"listens_alike {not_asked} listener pairs has a row; only listeners who have agreed" in done.stderr
    assert f"playlist {not_asked} playlist songs has a row; only groups whose members" in done.stderr
    assert done.stderr.count("is not asked") == 2


@pytest.mark.parametrize(
    "question, because",
    [
        (["recommended_artists", "user_id=990001"], "only listeners who have plays are recommended something"),
        (["recommended_songs", "user_id=990001"], "only listeners who have plays are recommended something"),
        (["similar_artists", "artist=X"], "artists with fewer than 5 listeners are left out"),
        (["similar_songs", "artist=X", "song=Y"], "songs with fewer than 5 listeners are left out"),
        (["listens_alike", "user_id=990001"], "only listeners who have agreed to be named"),
        (["audience", "artist=X", "level=any", "gender=any", "region=any"], "audiences of fewer than 25 listeners are"),
        (["playlist", "playlist=1+2"], "only groups whose members have all agreed to be named"),
    ],
)
def test_an_empty_answer_has_its_reason(earshot, loaded, question, because):
    empty = earshot("ask", *question, "--format", "json", cwd=loaded)
    assert json.loads(empty.stdout) == [] and f"there is no row: {because}" in empty.stderr


def test_other_answers_have_none(earshot, loaded):
    assert "there is no row" not in earshot("ask", "recommended_artists", "user_id=9", cwd=loaded).stderr
    earshot("load", "plays.csv", cwd=loaded)
    nobody = earshot("ask", "song_listeners", "song=X", cwd=loaded)
    assert "there is no row" not in nobody.stderr


def other_plays(earshot, files):
    """Consolidates again, without the last day."""
    sorted((files / "events").iterdir())[-1].unlink()
    earshot("consolidate", "events", "-o", "plays.csv", "--with", "day")


def tables_in(done):
    return [table["table"] for table in json.loads(done.stdout)]


def recommended(files, store="earshot.db"):
    with contextlib.closing(sqlite3.connect(files / store)) as connection:
        return connection.execute("SELECT * FROM recommended_songs ORDER BY user_id, place").fetchall()


OF_OTHERS = (
    "warning: the datasets in plays.csv.taste were computed from other plays: taste tables are left as they are; "
    "run: earshot taste plays.csv"
)


def test_taste_of_other_plays_stays_as_it_is(earshot, files):
    taste(earshot)
    before = recommended(files)
    other_plays(earshot, files)
    plan = earshot("plan", "plays.csv", "--format", "json")
    assert OF_OTHERS in plan.stderr and "recommended_songs" not in plan.stdout
    load = earshot("load", "plays.csv", "--removals-max", "100%", "--format", "json")
    assert OF_OTHERS in load.stderr and not set(DATASETS) & set(tables_in(load))
    verify = earshot("verify", "plays.csv", "--format", "json")
    assert OF_OTHERS in verify.stderr and not set(DATASETS) & set(tables_in(verify))
    run = earshot("run", "events", "-o", "plays.csv", "--with", "day", "--format", "json")
    assert OF_OTHERS in run.stderr and "recommended_songs" not in run.stdout
    assert recommended(files) == before
    taste(earshot)
    assert recommended(files) != before
    load = earshot("load", "plays.csv", "--format", "json")
    assert "warning" not in load.stderr and set(DATASETS) <= set(tables_in(load))


def status_of(earshot, *arguments):
    """What status says of taste; the line for people has the same words."""
    taste = json.loads(earshot("status", "--format", "json", *arguments).stdout)["taste"]
    assert f"taste: {taste['words']}\n" in earshot("status", *arguments).stderr
    return taste


def test_status_says_of_which_plays_the_taste_is(earshot, files):
    assert status_of(earshot) == {"plays": "", "state": "none", "words": "none"}
    earshot("load", "plays.csv")
    nothing = "nothing was computed of plays.csv yet"
    assert status_of(earshot) == {"plays": "plays.csv", "state": "none", "words": nothing}
    taste(earshot)
    of_these = {"plays": "plays.csv", "state": "these_plays", "words": "of plays.csv as it is now"}
    assert status_of(earshot) == of_these
    other_plays(earshot, files)
    stale = status_of(earshot)
    assert stale["state"] == "other_plays" and "run: earshot taste plays.csv --opt-in FILE" in stale["words"]
    taste(earshot, "--no-load")
    assert status_of(earshot)["state"] == "not_loaded"
    earshot("load", "plays.csv", "--removals-max", "100%")
    assert status_of(earshot) == of_these
    mark = files / "plays.csv.taste" / "complete.json"
    mark.write_text("?")
    damaged = status_of(earshot)
    assert damaged["state"] == "damaged" and "names no plays" in damaged["words"]
    mark.unlink()
    assert status_of(earshot)["state"] == "unfinished"
    shutil.rmtree(files / "plays.csv.taste")
    assert status_of(earshot)["state"] == "none"
    (files / "plays.csv").unlink()
    assert status_of(earshot)["state"] == "unknown"


def test_questions_of_taste_alone_are_left_as_they_are_too(earshot, files):
    (files / "q.toml").write_text(
        '[[question]]\nname = "near"\nof = "similar_artists"\ngiven = ["artist"]\norder = ["likeness desc"]\n'
        'answer = ["similar"]\n'
    )
    taste(earshot, "--questions", "q.toml")
    other_plays(earshot, files)
    for command in ["plan", "load", "verify"]:
        assert OF_OTHERS in earshot(command, "plays.csv", "--questions", "q.toml").stderr


def test_unfinished_taste_is_none(earshot, files):
    taste(earshot)
    before = recommended(files)
    # As a run leaves it that was killed while its files got their names.
    (files / "plays.csv.taste" / "complete.json").unlink()
    (files / "plays.csv.taste" / "recommended_songs.csv").unlink()
    for command in ["plan", "load", "verify"]:
        done = earshot(command, "plays.csv", "--format", "json")
        assert "warning: plays.csv.taste is unfinished" in done.stderr and "earshot taste plays.csv" in done.stderr
        assert "recommended_artists" not in done.stdout
    assert recommended(files) == before
    taste(earshot)
    assert "recommended_artists" in tables_in(earshot("load", "plays.csv", "--format", "json"))


def a_directory(path):
    path.unlink()
    path.mkdir()


def a_pipe(path):
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "name, damage, message",
    [
        ("audience.csv", pathlib.Path.unlink, "cannot open plays.csv.taste/audience.csv"),
        ("audience.csv", a_pipe, "plays.csv.taste/audience.csv can be read only once"),
        ("audience.csv", lambda path: path.write_text(""), "plays.csv.taste/audience.csv is empty"),
        ("complete.json", a_directory, "cannot read plays.csv.taste/complete.json: Is a directory"),
        ("complete.json", a_pipe, "plays.csv.taste/complete.json is an empty pipe"),
        ("complete.json", lambda path: path.write_text("?"), "plays.csv.taste/complete.json names no plays"),
    ],
)
def test_damaged_taste_stops_nothing_else(earshot, files, name, damage, message):
    taste(earshot)
    before = recommended(files)
    damage(files / "plays.csv.taste" / name)
    for command in ["plan", "load", "verify"]:
        done = earshot(command, "plays.csv", "--format", "json")
        assert f"warning: plays.csv.taste is damaged ({message}" in done.stderr
        assert "taste tables are left as they are; run: earshot taste plays.csv" in done.stderr
        assert "song_listeners" in done.stdout and not any(dataset in done.stdout for dataset in DATASETS)
    assert recommended(files) == before
    if name == "audience.csv" and damage == a_pipe:
        # A pipe could be anybody's.
        assert "audience.csv is a pipe, where a file is needed; move it away" in taste(earshot, exit=1).stderr
        assert "audience.csv is a pipe" in earshot("forget", "user_id=7", "plays.csv", exit=1).stderr
        assert not (files / "plays.csv.forgotten").exists()
        (files / "plays.csv.taste" / name).unlink()
    taste(earshot)
    assert "warning" not in earshot("load", "plays.csv").stderr


OWN_QUESTIONS = """
[[question]]
name = "near"
of = "similar_artists"
given = ["artist"]
order = ["likeness desc"]
answer = ["similar"]

[[question]]
name = "songs"
given = ["session_id"]
answer = ["song"]
"""


def test_questions_of_taste_that_was_never_computed_stop_nothing_else(earshot, files):
    (files / "q.toml").write_text(OWN_QUESTIONS)
    own = ["--questions", "q.toml", "--format", "json"]
    for command in [
        ["plan", "plays.csv"],
        ["load", "plays.csv"],
        ["verify", "plays.csv"],
        ["run", "events", "-o", "n"],
    ]:
        done = earshot(*command, *own)
        plays = command[-1]
        assert (
            f'warning: "near" is of what is computed of plays, and nothing was computed of {plays} yet' in done.stderr
        )
        assert f"run: earshot taste {plays} --opt-in FILE --questions q.toml\n" in done.stderr
        assert '"songs"' in done.stdout and "near" not in done.stdout
    earshot("forget", "user_id=7", "plays.csv", *own)
    assert not (files / "plays.csv.taste").exists()
    assert "warning" not in earshot("load", "plays.csv").stderr


def test_forgetting_that_cannot_compute_frees_all_else(earshot, files, database):
    taste(earshot)
    earshot("load", "plays.csv")
    user_id = int(rows_of(files, "audience")[0]["user_id"])
    stopped = earshot("forget", f"user_id={user_id}", "plays.csv", "--memory", "3MiB", exit=1).stderr
    assert "of memory, more than" in stopped and "plays.csv.taste and its tables still have the listener" in stopped
    assert "plays, events, rejects and corrections are free of them, but not all of sqlite:earshot.db" in stopped
    assert database(f"SELECT * FROM session_songs WHERE user_id = {user_id}") == []
    assert any(row["user_id"] == str(user_id) for row in rows_of(files, "audience"))
    earshot("forget", f"user_id={user_id}", "plays.csv")
    assert not any(row["user_id"] == str(user_id) for row in rows_of(files, "audience"))


def test_a_second_one_at_work_on_the_same_plays_is_told_to_try_again(earshot, files):
    taste(earshot, "--no-load")
    directory = os.open(files / "plays.csv.taste", os.O_RDONLY)
    fcntl.flock(directory, fcntl.LOCK_EX)
    for command in [["taste", "plays.csv"], ["run", "events", "-o", "plays.csv", "--taste"]]:
        refused = earshot(*command, exit=75).stderr
        assert (
            "another earshot is writing plays.csv.taste" in refused and "try again when that one has ended" in refused
        )
    os.close(directory)
    taste(earshot, "--no-load")


def test_two_at_once_compute_one_after_the_other(earshot, files):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: taste(earshot, "--no-load", exit=None), range(2)))
    assert all(one.returncode in (0, 75) for one in done) and 0 in {one.returncode for one in done}
    assert "warning" not in earshot("load", "plays.csv").stderr


def test_plays_that_change_while_they_are_learned_from(earshot, files):
    plays = (files / "plays.csv").read_bytes()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        refused = []
        for _ in range(5):
            running = pool.submit(earshot, "taste", "plays.csv", "--no-load", exit=None)
            while not running.done():
                (files / "other.csv").write_bytes(plays)
                (files / "other.csv").rename(files / "plays.csv")
            refused.append(running.result())
    assert {one.returncode for one in refused} <= {0, 75} and any(one.returncode == 75 for one in refused)
    assert "plays.csv was replaced while taste was learned from it, by another run perhaps; do it again" in {
        one.stderr.removeprefix("earshot: ").strip() for one in refused
    }


def test_a_first_run_that_fails_leaves_no_taste(earshot, files):
    assert "of memory, more than" in taste(earshot, "--memory", "1MiB", exit=1).stderr
    assert "warning" not in earshot("load", "plays.csv").stderr
    assert "warning" not in earshot("verify", "plays.csv").stderr


def test_a_run_that_fails_leaves_the_taste_of_before(earshot, files):
    taste(earshot)
    before = texts_of(files)
    taste(earshot, "--memory", "1MiB", exit=1)
    assert texts_of(files) == before
    assert "recommended_artists" in tables_in(earshot("load", "plays.csv", "--format", "json"))


@pytest.mark.parametrize("what_is_left", ["nothing", "no mark", "kept files that cannot be read"])
def test_a_listener_is_forgotten_whatever_is_left_of_the_datasets(earshot, files, what_is_left):
    user_id = rows_for_forgetting(earshot, files)
    earshot("load", "plays.csv")
    directory = files / "plays.csv.taste"
    if what_is_left == "nothing":
        shutil.rmtree(directory)
    elif what_is_left == "no mark":
        (directory / "complete.json").unlink()
        (directory / "recommended_artists.csv").unlink()
    else:
        for name in ["opt_in.txt", "groups.txt", "playlist.csv"]:
            (directory / name).write_text("Ada\n")
    done = earshot("forget", f"user_id={user_id}", "plays.csv", "--format", "json")
    assert all(place["found"] == 0 for place in json.loads(done.stdout))
    assert user_id not in {row[0] for row in recommended(files)}
    assert (directory / "complete.json").exists()
    kept = what_is_left == "no mark"
    assert (len(rows_of(files, "listens_alike")) > 0) == kept
    assert ("--opt-in FILE" in done.stderr) == (not kept)


def test_forgetting_searches_all_that_names_listeners(earshot, files):
    user_id = rows_for_forgetting(earshot, files)
    earshot("load", "plays.csv")

    def named(dataset, *columns):
        rows = rows_of(files, dataset)
        return sum(any(str(user_id) in row[column].split("+") for column in columns) for row in rows)

    expected = {
        "recommended_artists": named("recommended_artists", "user_id"),
        "recommended_songs": named("recommended_songs", "user_id"),
        "listens_alike": named("listens_alike", "user_id", "other_user_id"),
        "audience": named("audience", "user_id"),
        "playlist": named("playlist", "playlist", "for_user_id"),
    }
    assert named("listens_alike", "user_id") < expected["listens_alike"]
    assert named("playlist", "for_user_id") < expected["playlist"]
    done = earshot("forget", f"user_id={user_id}", "plays.csv", "--format", "json")
    places = json.loads(done.stdout)
    erased = {place["where"]: place["erased"] for place in places if place["what"] == "taste"}
    assert erased == {
        **{f"plays.csv.taste/{dataset}.csv": count for dataset, count in expected.items()},
        "plays.csv.taste/opt_in.txt": 1,
        "plays.csv.taste/groups.txt": 0,
    }
    # Of the tables, which are computed again as a whole, the same.
    tables = {place["where"]: place["erased"] for place in places if place["where"] in DATASETS}
    assert tables == {"similar_artists": 0, "similar_songs": 0, **expected}
    again = re.search(r"taste was computed again without them, by which ([0-9,]+) rows of its tables", done.stderr)
    assert int(again[1].replace(",", "")) > sum(expected.values())


def test_a_table_that_is_replaced_was_searched_for_all_that_names_listeners(earshot, files):
    question = '[[question]]\nname = "lists"\nof = "playlist"\ngiven = ["playlist"]\norder = ["place"]\n'
    (files / "q.toml").write_text(question + 'answer = ["song"]\n')
    taste(earshot, "--questions", "q.toml")
    rows = rows_of(files, "playlist")
    user_id = rows[0]["playlist"].split("+")[0]
    theirs = sum(user_id in row["playlist"].split("+") for row in rows)
    (files / "q.toml").write_text(question + 'answer = ["artist", "song"]\n')
    forget = ["forget", f"user_id={user_id}", "plays.csv", "--questions", "q.toml"]
    places = json.loads(earshot(*forget, "--format", "json").stdout)
    assert [place["erased"] for place in places if place["where"] == "lists"] == [theirs]


def test_who_has_agreed_may_come_from_a_pipe(earshot, files):
    taste(earshot, "--no-load")
    before = texts_of(files)
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as pipe:
        pipe.write((files / "opt_in.txt").read_bytes())
    with os.fdopen(reader):
        earshot("taste", "plays.csv", "--no-load", "--opt-in", f"/dev/fd/{reader}", pass_fds=[reader])
    assert texts_of(files) == before
    assert rows_of(files, "playlist")


def test_only_who_has_plays_is_kept_and_no_comment(earshot, files):
    with open(files / "plays.csv", newline="") as file:
        agreed = sorted(opted_in(files) & {int(play["userId"]) for play in csv.DictReader(file)})
    (files / "mine.txt").write_text(
        "\ufeffuser_id\n# who has agreed\n"
        + "".join(f"{user_id}  # Ada {user_id}\n" for user_id in [*agreed, 990001, 990002])
    )
    (files / "groups.txt").write_text("userId,userId\n{} {}\n{} 990001 # Ada\n990001 990002\n".format(*agreed[:3]))
    arguments = ["--no-load", "--opt-in", "mine.txt", "--groups", "groups.txt"]
    done = earshot("taste", "plays.csv", *arguments)
    assert f"{len(agreed) + 2} have agreed to be named, {len(agreed)} of them have plays" in done.stdout
    assert (
        "warning: 2 groups are left out: one of the members has no plays, or has not agreed to be named (listener 990001"
        in done.stderr
    )
    kept = files / "plays.csv.taste"
    assert (kept / "opt_in.txt").read_text() == "".join(f"{user_id}\n" for user_id in agreed)
    assert (kept / "groups.txt").read_text() == "{} {}\n".format(*agreed[:2])
    learned = json.loads(earshot("taste", "plays.csv", *arguments, "--format", "json").stdout)["learned"]
    counts = ["opted_in", "opted_in_with_plays", "groups", "groups_left_out"]
    assert [learned[count] for count in counts] == [len(agreed) + 2, len(agreed), 3, 2]


@pytest.mark.parametrize(
    "opt_in, groups, message",
    [
        ("1\nAda\n", "", 'mine.txt, line 2: "Ada" is not a user_id'),
        ("1\n-2\n", "", "mine.txt, line 2: -2 is below zero, as that of no listener is"),
        ("1\nuser_id\n", "", 'mine.txt, line 2: "user_id" is not a user_id'),
        ("1\n2\n", "1 2\n1 Ada\n", 'groups.txt, line 2: "Ada" is not a user_id'),
        ("1\n2\n", "1 1\n", "groups.txt, line 1: a playlist is for two listeners or more"),
        ("".join(f"{n}\n" for n in range(101)), " ".join(map(str, range(101))), "100 listeners at most"),
    ],
)
def test_files_of_listeners_are_checked_before_anything_is_learned(earshot, files, opt_in, groups, message):
    (files / "mine.txt").write_text(opt_in)
    (files / "groups.txt").write_text(groups)
    arguments = ["--opt-in", "mine.txt", "--groups", "groups.txt"]
    assert message in earshot("taste", "plays.csv", *arguments, exit=1).stderr
    assert message in earshot("run", "events", "-o", "new.csv", "--taste", *arguments, exit=1).stderr
    assert not (files / "plays.csv.taste").exists() and not (files / "new.csv").exists()


@pytest.mark.parametrize("before", [["nosuch.csv"], ["--no-load"], ["--opt-in", "opt_in.txt"], ["--groups", "g.txt"]])
def test_what_is_before_a_subcommand_is_refused(earshot, before):
    name = before[0] if before[0].startswith("-") else "PLAYS"
    refused = earshot("taste", *before, "audience", "--artist", "X", exit=2).stderr
    assert f"{name} is before audience" in refused and "earshot taste audience --help" in refused


@pytest.mark.real_events
def test_the_real_plays_hold_no_taste(earshot, real_events, tmp_path):
    earshot("consolidate", str(real_events), "-o", "plays.csv", "--with", "ts,day")
    learned = earshot("taste", "plays.csv", "--no-load")
    assert "hold no taste that can be shown" in learned.stdout
    recommended = rows_of(tmp_path, "recommended_artists")
    assert recommended and {(row["because"], row["reason"]) for row in recommended} == {("", "")}
