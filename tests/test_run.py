"""`earshot run`: the whole job with one command."""

import csv
import json
import shlex
import sqlite3

import pytest

HEADER = (
    "artist,auth,firstName,gender,itemInSession,lastName,length,level,location,method,page,registration,"
    "sessionId,song,status,ts,userId\n"
)
EVENTS = HEADER + (
    "Low Tide,Logged In,Ada,F,0,Moor,201.5,free,Bath,PUT,NextSong,1.5E+12,1,Harbour,200,1.54E+12,7\n"
    "Low Tide,Logged In,Bo,M,3,Hill,180.25,paid,Ely,PUT,NextSong,1.5E+12,2,Harbour,200,1.54E+12,8\n"
    ",Logged In,Bo,M,4,Hill,,paid,Ely,GET,Home,1.5E+12,2,,200,1.54E+12,8\n"
)


@pytest.fixture
def events(tmp_path):
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "2018-11-01-events.csv").write_text(EVENTS)


@pytest.mark.real_events
def test_the_real_days_end_with_the_answers_that_were_asked_for(earshot, real_events, tmp_path):
    asks = ["song_at session_id=338 item_in_session=4", "session_songs user_id=10 session_id=182"]
    asks.append("song_listeners 'song=All Hands Against His Own'")
    done = earshot("run", real_events, *(word for ask in asks for word in ["--ask", ask]))
    parts = done.stdout.split("artist ")
    assert "6618" in parts[0] and parts[0].count("same") == 4
    assert "Faithless  Music Matters (Mark Knight Dub)  495.3073" in done.stdout
    songs = ["Keep On Keepin' On", "Greece 2000", "Kilometer", "Catch You Baby (Steve Pitron & Max Sanna Radio Edit)"]
    assert [done.stdout.index(song) for song in songs] == sorted(done.stdout.index(song) for song in songs)
    assert [line.split() for line in done.stdout.splitlines()[-3:]] == [
        ["Jacqueline", "Lynch"],
        ["Tegan", "Levine"],
        ["Sara", "Johnson"],
    ]
    assert "6,820" in done.stderr and "8,056" in done.stderr
    assert (tmp_path / "event_datafile_new.csv").stat().st_size == 854_112


def test_without_ask_each_question_gets_a_sample_from_the_data(earshot, events):
    done = earshot("run", "events")
    for typed in [
        "earshot ask song_at session_id=1 item_in_session=0",
        "earshot ask session_songs user_id=7 session_id=1",
        "earshot ask song_listeners song=Harbour",
    ]:
        assert f"$ {typed}\n" in done.stderr
        assert earshot(*typed.split()[1:]).stdout in done.stdout
    assert "What did this user hear in this session, in order?" in done.stderr


def test_a_second_run_is_the_same(earshot, events):
    earshot("run", "events")
    assert earshot("run", "events").stdout == earshot("run", "events").stdout


def test_drop_after_drops_nothing_of_earlier_loads(earshot, events, tmp_path):
    earshot("run", "events")
    before = (tmp_path / "earshot.db").read_bytes()
    refused = earshot("run", "events", "-o", "other.csv", "--drop-after", exit=2)
    assert "--drop-after would drop song_at, which is in sqlite:earshot.db already" in refused.stderr
    assert (tmp_path / "earshot.db").read_bytes() == before and not (tmp_path / "other.csv").exists()


def test_drop_after_leaves_no_tables(earshot, events, tmp_path):
    earshot("run", "events", "--drop-after")
    with sqlite3.connect(tmp_path / "earshot.db") as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert (tmp_path / "event_datafile_new.csv").exists()


def test_output_and_store_go_where_they_are_told(earshot, events, tmp_path):
    earshot("run", "events", "-o", "plays.csv", "--store", "sqlite:s.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events", "plays.csv", "plays.csv.loaded", "s.db"]
    with open(tmp_path / "plays.csv", newline="", encoding="utf-8") as file:
        assert [row["userId"] for row in csv.DictReader(file)] == ["7", "8"]


def test_questions_of_a_file(earshot, events, tmp_path):
    (tmp_path / "q.toml").write_text(
        '[[question]]\nname = "fans"\ngiven = ["artist"]\none_per = ["user_id"]\nanswer = ["location"]\n'
    )
    done = earshot("run", "events", "--questions", "q.toml", "--ask", "fans 'artist=Low Tide'")
    assert done.stdout.splitlines()[-2:] == ["Bath", "Ely"]


def test_what_is_printed_can_be_typed(earshot, events, tmp_path):
    (tmp_path / "my q.toml").write_text('[[question]]\nname = "fans"\ngiven = ["artist"]\nanswer = ["song"]\n')
    done = earshot("run", "events", "--questions", "my q.toml", "--store", "sqlite:s.db")
    [typed] = [line for line in done.stderr.splitlines() if line.startswith("$ earshot ask fans ")]
    assert typed.endswith(" --questions 'my q.toml' --store sqlite:s.db")
    assert earshot(*shlex.split(typed)[2:]).stdout in done.stdout


def test_formats_for_programs(earshot, events):
    ask = "song_at session_id=2 item_in_session=3"
    [line] = earshot("run", "events", "--format", "ndjson", "--ask", ask).stdout.splitlines()
    document = json.loads(line)
    assert [entry["verdict"] for entry in document["verify"]] == ["same"] * 3
    assert document["answers"] == {ask: [{"artist": "Low Tide", "song": "Harbour", "length": 180.25}]}
    again = json.loads(earshot("run", "events", "--format", "json", "--ask", ask).stdout)
    assert [(entry["same"], entry["added"]) for entry in document["load"]] == [(0, 2), (0, 2), (0, 2)]
    for entry in document["load"]:
        entry["same"], entry["added"] = entry["added"], entry["same"]
    assert document == again


def test_several_results_are_not_one_csv(earshot, events, tmp_path):
    refused = earshot("run", "events", "--format", "csv", exit=2)
    assert "use --format json or ndjson" in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events"]


def test_json_is_one_document(earshot, events, tmp_path):
    done = earshot(
        "run",
        "events",
        "--format",
        "json",
        "--ask",
        "song_listeners 'song=Harbour'",
        "--ask",
        "song_at session_id=9 item_in_session=9",
    )
    document = json.loads(done.stdout)
    assert [entry["table"] for entry in document["load"]] == ["song_at", "session_songs", "song_listeners"]
    assert [entry["verdict"] for entry in document["verify"]] == ["same"] * 3
    assert list(document["answers"]) == ["song_listeners song=Harbour", "song_at session_id=9 item_in_session=9"]
    assert document["answers"]["song_listeners song=Harbour"][0].keys() == {"first_name", "last_name"}
    assert document["answers"]["song_at session_id=9 item_in_session=9"] == []


WRONG = {
    "an unknown question": (["--ask", "song_att x=1"], "song_att"),
    "a name missing": (["--ask", "song_at session_id=1"], "item_in_session is missing"),
    "a wrong type": (["--ask", "song_at session_id=x item_in_session=1"], '"x" is not a whole number'),
    "an open quote": (["--ask", "song_listeners 'song=Harbour"], "is not closed"),
    "nothing to ask": (["--ask", ""], "--ask is empty"),
    "no events": ([], "EVENTS is required"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_wrong_usage_is_told_before_any_work(earshot, events, tmp_path, mistake):
    arguments, told = WRONG[mistake]
    refused = earshot("run", *(["events"] if arguments else []), *arguments, exit=2)
    assert told in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events"]


def test_a_store_that_cannot_be_used_is_told_before_any_work(earshot, events, tmp_path):
    (tmp_path / "earshot.db").write_text("no database " * 100)
    assert "is not a SQLite database" in earshot("run", "events", exit=1).stderr
    assert not (tmp_path / "event_datafile_new.csv").exists()


def test_events_without_a_play_make_empty_tables_and_no_sample(earshot, tmp_path):
    (tmp_path / "a-events.csv").write_text(HEADER + EVENTS.splitlines(keepends=True)[3])
    done = earshot("run", "a-events.csv")
    assert done.stdout.count("same") == 4
    assert "$ earshot ask" not in done.stderr
