"""Questions of all events, not of plays alone: the file of them, what they lack, and all that is done with plays."""

import csv
import hashlib
import json

import pytest
from conftest import REAL_EVENTS

HEADER = ["artist", "auth", "firstName", "gender", "itemInSession", "lastName", "length", "level", "location", "method"]
HEADER += ["page", "registration", "sessionId", "song", "status", "ts", "userId"]
COLUMNS = [*HEADER[:2], "day", *HEADER[2:-1], "userAgent", HEADER[-1]]
ADA = {
    "firstName": "Ada",
    "lastName": "Moor",
    "gender": "F",
    "location": "Bath, SOM",
    "userId": "7",
    "auth": "Logged In",
}
BEN = {"firstName": "Ben", "lastName": "Lee", "gender": "M", "location": "Ely, CAM", "userId": "8", "auth": "Logged In"}
NOBODY = {"auth": "Logged Out"}

QUESTIONS = """
[[question]]
name = "steps"
asks = "What was done in this session?"
of = "events"
given = ["session_id"]
order = ["item_in_session"]
answer = ["item_in_session", "page", "song", "length", "user_id", "status"]

[[question]]
name = "pages_of_a_user"
asks = "Which pages did this user visit?"
of = "events"
given = ["user_id"]
one_per = ["page"]
measures = { visits = "count", songs = "distinct song", seconds = "sum length", longest = "max length" }
answer = ["page", "visits", "songs", "seconds", "longest"]

[[question]]
name = "songs"
asks = "Which songs were heard in this session?"
given = ["session_id"]
answer = ["song"]
"""


def event(session, item, page, who=ADA, **fields):
    usual = {"level": "free", "method": "GET", "status": "200", "ts": "1541121934796"}
    row = {"sessionId": session, "itemInSession": item, "page": page, **usual, **who, **fields}
    return [str(row.get(name, "")) for name in HEADER]


def play(session, item, song, who=ADA, **fields):
    return event(session, item, "NextSong", who, artist="Vanor", song=song, length="201.5", method="PUT", **fields)


DAY = [
    event(1, 0, "Home", NOBODY),
    event(1, 1, "Home"),
    play(1, 2, 'The "Stone"'),
    event(1, 3, "Upgrade"),
    event(1, 4, "Submit Upgrade", status="307.0"),
    play(2, 0, "Parade", BEN),
    event(2, 1, "Error", BEN, status="404"),
]


def write_day(directory, rows, name="2018-11-02.csv"):
    directory.mkdir(exist_ok=True)
    with open(directory / name, "w", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])


@pytest.fixture
def files(tmp_path):
    write_day(tmp_path / "events", DAY)
    (tmp_path / "q.toml").write_text(QUESTIONS)
    return tmp_path


def lines_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def loads(done):
    return {table["table"]: table for table in json.loads(done.stdout)}


OURS = ["--questions", "q.toml"]
JSON = [*OURS, "--format", "json"]


def run(earshot, *arguments, **options):
    return earshot("run", "events", "-o", "plays.csv", *OURS, *arguments, **options)


def test_the_file_has_all_events_in_their_order_and_the_plays_stay_as_they_are(earshot, files):
    earshot("consolidate", "events", "-o", "alone.csv")
    done = earshot("consolidate", "events", "-o", "plays.csv", "--events", "events.csv")
    assert (files / "plays.csv").read_bytes() == (files / "alone.csv").read_bytes()
    assert "plays and those" in done.stderr and "in events.csv (" in done.stderr
    text = (files / "events.csv").read_bytes()
    assert text.startswith(b'"artist","auth","day","firstName",') and text.count(b"\r\n") == len(DAY) + 1
    found = lines_of(files / "events.csv")
    assert list(found[0]) == COLUMNS
    assert [row["page"] for row in found] == [row[HEADER.index("page")] for row in DAY]
    assert all(row["day"] == "2018-11-02" and row["userAgent"] == "" for row in found)
    assert found[4]["status"] == "307" and found[2]["song"] == 'The "Stone"' and found[0]["userId"] == ""


def test_words_for_nothing_are_nothing(earshot, files):
    who = {**ADA, "lastName": "None"}
    rows = [
        event(1, 0, "Home", who, artist="NaN", song="NaN", length="NaN", registration="NULL"),
        event(1, 1, "Home", {"firstName": "NaN", "userId": "NaN", "auth": "Logged Out"}, artist=" "),
        play(1, 2, "S", who, registration="nan"),
        event(1, 3, "Home", who, length="-", artist="-"),
    ]
    write_day(files / "events", rows)
    earshot("consolidate", "events", "-o", "plays.csv", "--events", "events.csv", "--null=-", "--rejects-max", "100%")
    first, second, third, fourth = lines_of(files / "events.csv")
    assert [first[name] for name in ("artist", "song", "length", "registration", "lastName")] == [
        "",
        "",
        "",
        "",
        "None",
    ]
    assert [second[name] for name in ("artist", "firstName", "userId")] == ["", "", ""]
    assert third["registration"] == "" and third["lastName"] == "None"
    assert fourth["length"] == ""


def test_an_event_with_a_wrong_number_is_rejected_where_events_are_wanted(earshot, files):
    write_day(files / "events", [*DAY, event(3, "x", "Home")])
    assert json.loads(earshot("consolidate", "events", "-o", "alone.csv", "--format", "json").stdout)["rejects"] == 0
    kept = ["--rejects", "r.ndjson", "--rejects-max", "100%", "--format", "json"]
    report = json.loads(earshot("consolidate", "events", "-o", "p.csv", "--events", "e.csv", *kept).stdout)
    assert (report["rejects"], report["events"], report["plays"], report["without_artist"]) == (1, 8, 2, 5)
    assert report["events_output"] == "e.csv" and report["events_output_bytes"] == (files / "e.csv").stat().st_size
    assert (files / "p.csv").read_bytes() == (files / "alone.csv").read_bytes()


def test_run_writes_them_where_a_question_is_of_them(earshot, files):
    done = run(earshot, "--format", "json")
    assert (files / "plays.csv.events").exists()
    result = json.loads(done.stdout)
    loaded = {table["table"]: table for table in result["load"]}
    assert [(loaded[name]["plays"], loaded[name]["rows"], loaded[name]["left_out"]) for name in loaded] == [
        (7, 7, 0),
        (6, 6, 1),
        (2, 2, 0),
    ]
    assert all(table["verdict"] == "same" for table in result["verify"])
    assert set(result["answers"]) == {"steps session_id=1", "pages_of_a_user user_id=7", "songs session_id=1"}
    marks = {table["table"]: table for table in json.loads(earshot("status", *JSON).stdout)["tables"]}
    assert marks["steps"]["plays_file"] == "plays.csv.events" and marks["songs"]["plays_file"] == "plays.csv"
    again = loads(earshot("load", "plays.csv", *JSON))
    assert (again["pages_of_a_user"]["left_out"], again["pages_of_a_user"]["same"]) == (1, 6)

    earshot("run", "events", "-o", "other.csv", "--store", "sqlite:other.db")
    assert not (files / "other.csv.events").exists()


def test_what_an_event_lacks_is_null_or_leaves_it_out(earshot, files):
    run(earshot)
    steps = json.loads(earshot("ask", "steps", "session_id=1", *JSON).stdout)
    assert steps[0] == {
        "item_in_session": 0,
        "page": "Home",
        "song": None,
        "length": None,
        "user_id": None,
        "status": 200,
    }
    assert [(step["song"], step["length"], step["user_id"]) for step in steps[1:3]] == [
        (None, None, 7),
        ('The "Stone"', 201.5, 7),
    ]
    pages = json.loads(earshot("ask", "pages_of_a_user", "user_id=7", *JSON).stdout)
    assert [tuple(page.values()) for page in pages] == [
        ("Home", 1, 0, 0.0, None),
        ("NextSong", 1, 1, 201.5, 201.5),
        ("Submit Upgrade", 1, 0, 0.0, None),
        ("Upgrade", 1, 0, 0.0, None),
    ]
    exported = earshot("export", "steps", *OURS, "--format", "ndjson").stdout.splitlines()
    assert len(exported) == 7 and json.loads(exported[0])["length"] is None


def test_a_status_and_a_time_that_cannot_be_read_are_none(earshot, files):
    rows = [event(1, 0, "Home", status="OK"), event(1, 1, "Home", status="99999999999"), event(1, 2, "Home", ts="soon")]
    write_day(files / "events", [*rows, play(1, 3, "S", status="-1", ts="1541121934"), play(1, 4, "S")])
    done = run(earshot)
    assert "5 values of the events are no text, number or time, or too long, and count as empty" in done.stderr
    assert [row["status"] for row in lines_of(files / "plays.csv.events")] == ["", "", "200", "", "200"]
    assert [row["ts"][:2] for row in lines_of(files / "plays.csv.events")] == ["15", "15", "", "", "15"]
    steps = json.loads(earshot("ask", "steps", "session_id=1", *JSON).stdout)
    assert [step["status"] for step in steps] == [None, None, 200, None, 200]


def test_events_without_a_day_are_reported(earshot, files):
    write_day(
        files / "events", [event(1, 0, "Home", ts="1.5E+12"), event(1, 1, "Home"), play(1, 2, "S", ts="")], "a.csv"
    )
    (files / "events" / "2018-11-02.csv").unlink()
    line = "2 events have no day, as neither their ts nor the name of their file says it; what is asked by day, week or"
    assert line in run(earshot, "--report", "report.json").stderr
    assert json.loads((files / "report.json").read_text())["events_without_day"] == 2


def test_a_filter_that_no_event_passes_is_reported(earshot, files):
    mistyped = QUESTIONS.replace('given = ["session_id"]', 'only = { level = "Free" }\ngiven = ["session_id"]', 1)
    (files / "q.toml").write_text(mistyped)
    assert 'warning: steps has no row: no event has level = "Free"' in run(earshot).stderr


def test_a_measure_of_nothing_in_order_leaves_its_row_out(earshot, files):
    (files / "q.toml").write_text("""
[[question]]
name = "longest"
asks = "?"
of = "events"
given = ["day"]
one_per = ["page"]
measures = { longest = "max length" }
order = ["longest desc"]
answer = ["page", "longest"]
""")
    loaded = json.loads(run(earshot, "--format", "json").stdout)["load"][0]
    assert (loaded["plays"], loaded["rows"], loaded["merged"], loaded["left_out"]) == (2, 1, 1, 5)
    assert "NextSong" in earshot("ask", "longest", "day=2018-11-02", *OURS).stdout
    checked = json.loads(earshot("model", "check", "plays.csv", *JSON).stdout)[0]
    assert (checked["plays"], checked["rows"], checked["left_out"]) == (2, 1, 5)


def test_only_leaves_out_what_does_not_say_whether_it_counts(earshot, files):
    (files / "q.toml").write_text("""
[[question]]
name = "free"
asks = "?"
of = "events"
only = { level = "free", page = "Home" }
given = ["session_id"]
answer = ["page"]
""")
    write_day(files / "events", [event(1, 0, "Home"), event(1, 1, "Home", level=""), event(1, 2, "Help", level="")])
    loaded = json.loads(run(earshot, "--format", "json").stdout)["load"][0]
    assert (loaded["plays"], loaded["rows"], loaded["left_out"]) == (1, 1, 1)


def test_a_file_that_is_missing_or_another_one_is_refused(earshot, files):
    earshot("consolidate", "events", "-o", "plays.csv")
    for command in (["load"], ["plan"], ["verify"], ["model", "check"], ["model", "show"]):
        refused = earshot(*command, "plays.csv", *OURS, exit=1).stderr
        assert "earshot consolidate EVENTS -o plays.csv --events plays.csv.events" in refused and "steps" in refused
    refused = earshot("load", "plays.csv", "--events", "plays.csv", *OURS, exit=1).stderr
    assert 'column 2 is called "firstName" where a file of events has auth' in refused
    earshot("consolidate", "events", "-o", "plays.csv", "--events", "events.csv")
    refused = earshot("load", "events.csv", "--events", "events.csv", *OURS, exit=1).stderr
    assert 'column 2 is called "auth" where a consolidated file has firstName' in refused
    assert not (files / "earshot.db").exists()
    earshot("load", "plays.csv", "--events", "events.csv", *OURS)


def test_a_file_that_would_be_stale_is_warned_of(earshot, files):
    run(earshot)
    done = earshot("consolidate", "events", "-o", "plays.csv")
    assert "plays.csv.events was left as an earlier run wrote it" in done.stderr


def test_a_column_that_no_file_has_is_refused(earshot, files):
    text = QUESTIONS.replace('answer = ["item_in_session", "page"', 'answer = ["item_in_session", "user_agent", "page"')
    (files / "q.toml").write_text(text)
    refused = run(earshot, exit=1).stderr
    assert "no file has a column or key userAgent, which a question of events needs" in refused
    assert not (files / "plays.csv").exists() and not (files / "plays.csv.events").exists()


def test_another_day_is_a_difference_and_a_lost_one_is_not_removed(earshot, files):
    run(earshot)
    write_day(files / "events", [event(5, item, "Help", BEN) for item in range(3)], "2018-11-03.csv")
    earshot("consolidate", "events", "-o", "plays.csv", "--events", "plays.csv.events")
    planned = loads(earshot("plan", "plays.csv", *JSON))
    assert [planned[name]["to_add"] for name in ("steps", "pages_of_a_user", "songs")] == [3, 1, 0]
    loaded = loads(earshot("load", "plays.csv", *JSON))
    assert (loaded["steps"]["added"], loaded["steps"]["same"], loaded["songs"]["same"]) == (3, 7, 2)
    (files / "events" / "2018-11-03.csv").unlink()
    refused = run(earshot, "--format", "json", exit=3)
    assert "3 of 10 rows of steps are no longer in the events" in refused.stderr
    run(earshot, "--removals-max", "100%")
    assert all(t["verdict"] == "same" for t in json.loads(earshot("verify", "plays.csv", *JSON).stdout))


def test_a_sum_out_of_range_names_an_event(earshot, files):
    write_day(files / "events", [event(2**62, item, "Help") for item in range(2)], "2018-11-03.csv")
    (files / "q.toml").write_text(
        '[[question]]\nname = "q"\nof = "events"\ngiven = ["user_id"]\none_per = []\n'
        'measures = { total = "sum session_id" }\nanswer = ["total"]\n'
    )
    refused = run(earshot, exit=1).stderr
    assert "plays.csv.events: table q: total of the row whose last event is in line 10 is out of range" in refused


def test_a_null_is_verified(earshot, files, database):
    run(earshot)
    changes = ["length = 'abc' WHERE page = 'Home' AND user_id = 7", "length = 1.5 WHERE page = 'Upgrade'"]
    changes.append("length = NULL WHERE page = 'NextSong' AND user_id = 8")
    for change in changes:
        database(f"UPDATE steps SET {change}")
        found = earshot("verify", "plays.csv", *OURS, exit=3)
        assert "steps" in found.stderr and "length" in found.stderr
        earshot("verify", "plays.csv", "--repair", *OURS)
        earshot("verify", "plays.csv", *OURS)


def repair(path, old, new):
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines):
        reject = json.loads(line)
        if "raw" in reject:
            reject["raw"] = reject["raw"].replace(old, new)
            lines[number] = json.dumps(reject)
    path.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("page", [0, 2], ids=["visit", "play"])
def test_a_corrected_row_comes_to_the_events_too_and_stays(earshot, files, page):
    good = list(DAY[page])
    bad = [*good[:4], "x" + good[4], *good[5:]]
    write_day(files / "events", [*DAY[:page], bad, *DAY[page + 1 :]])
    kept = ["--rejects", "r.ndjson", "--rejects-max", "100%"]
    run(earshot, *kept)
    assert len(lines_of(files / "plays.csv.events")) == len(DAY) - 1
    repair(files / "r.ndjson", "x" + good[4], good[4])
    earshot("reingest", "r.ndjson", "-o", "plays.csv")
    added = lines_of(files / "plays.csv.events")
    assert len(added) == len(DAY) and added[-1]["itemInSession"] == good[4]
    assert len(lines_of(files / "plays.csv")) == 2
    assert loads(earshot("load", "plays.csv", *JSON))["steps"]["added"] == 1
    run(earshot, *kept)
    found = lines_of(files / "plays.csv.events")
    assert [row["page"] for row in found] == [row[HEADER.index("page")] for row in DAY]
    assert found[page]["itemInSession"] == good[4]


def test_a_forgotten_listener_leaves_the_events(earshot, files):
    kept = ["--rejects", "r.ndjson", "--rejects-max", "100%"]
    rejected = event(9, "x", "Home", BEN)
    write_day(files / "events", [*DAY, rejected])
    run(earshot, *kept)
    done = earshot("forget", "user_id=7", "plays.csv", "--rejects", "r.ndjson", *JSON)
    places = {(place["what"], place["where"]): place for place in json.loads(done.stdout)}
    assert places["events", "plays.csv.events"]["erased"] == 4
    assert places["table", "steps"]["erased"] == 4 and places["table", "pages_of_a_user"]["erased"] == 4
    assert all(place["found"] == 0 for place in places.values())
    for path in files.iterdir():
        if path.is_file() and path.name != "q.toml" and not path.name.startswith("earshot.db"):
            assert b"Moor" not in path.read_bytes(), path
    # What is left still belongs to the rejects.
    repair(files / "r.ndjson", ",x,", ",4,")
    earshot("reingest", "r.ndjson", "-o", "plays.csv")
    assert len(lines_of(files / "plays.csv.events")) == len(DAY) - 4 + 1
    report = run(earshot, *kept, "--report", "report.json")
    assert {row["userId"] for row in lines_of(files / "plays.csv.events")} == {"", "8"}
    counts = json.loads((files / "report.json").read_text())
    assert (counts["suppressed"], counts["plays"], counts["without_artist"]) == (4, 1, 3), report.stderr
    assert all(t["verdict"] == "same" for t in json.loads(earshot("verify", "plays.csv", *JSON).stdout))


def test_an_events_file_among_event_files_is_left_out(earshot, files):
    earshot("consolidate", "events", "-o", "events/plays.csv", "--events", "events/all.csv")
    report = json.loads(earshot("consolidate", "events", "-o", "again.csv", "--format", "json").stdout)
    assert report["events"] == len(DAY) and len(report["files_left_out"]) == 2


def test_json_has_the_same_events(earshot, files):
    (files / "json").mkdir()
    with open(files / "json" / "2018-11-02.json", "w") as file:
        for row in DAY:
            file.write(json.dumps({name: value for name, value in zip(HEADER, row) if value}) + "\n")
    earshot("consolidate", "events", "-o", "a.csv", "--events", "a.events")
    earshot("consolidate", "json", "-o", "b.csv", "--events", "b.events")
    assert (files / "a.events").read_bytes() == (files / "b.events").read_bytes()


@pytest.mark.parametrize("agent", [{"name": "Mozilla", "list": [{"userId": 9}]}, [], "a\0b", "x" * 65537])
def test_a_value_that_is_none_counts_as_empty_where_plays_do_not_have_it(earshot, files, agent):
    (files / "json").mkdir()
    names = {name: value for name, value in zip(HEADER, play(1, 2, "Parade")) if value}
    line = json.dumps(names | {"userAgent": agent})
    (files / "json" / "2018-11-02.json").write_text(line + "\n")
    report = json.loads(earshot("consolidate", "json", "-o", "a.csv", "--format", "json").stdout)
    assert report["plays"] == 1 and "values_passed_over" not in report
    wanted = ["--events", "a.events", "--format", "json"]
    report = json.loads(earshot("consolidate", "json", "-o", "a.csv", *wanted).stdout)
    assert (report["plays"], report["rejects"], report["values_passed_over"]) == (1, 0, 1)
    [found] = lines_of(files / "a.events")
    assert (found["userAgent"], found["userId"], found["page"]) == ("", "7", "NextSong")
    refused = earshot("consolidate", "json", "-o", "b.csv", "--with", "userAgent", exit=1).stderr
    assert "because userAgent: the value " in refused


def test_the_real_events(earshot, files, real_events):
    earshot("consolidate", str(REAL_EVENTS), "-o", "plays.csv", "--events", "events.csv")
    lines = sorted((files / "plays.csv").read_bytes().splitlines(keepends=True))
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    assert digest == "b3548d6634e35b45e44fca38ba1e6b375be8ab6c5c8dfdaacacec26c1cb3fb17"
    found = lines_of(files / "events.csv")
    assert len(found) == 8056 and sum(row["userId"] == "" for row in found) == 286
    (files / "q.toml").write_text(QUESTIONS.replace('"status"]', '"status", "day"]'))
    loaded = loads(earshot("load", "plays.csv", "--events", "events.csv", *JSON))
    assert (loaded["steps"]["plays"], loaded["pages_of_a_user"]["left_out"]) == (8056, 286)
