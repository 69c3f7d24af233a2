"""A listener who is forgotten is nowhere any more, whatever is done afterwards, and nobody else is."""

import csv
import fcntl
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import time

import pytest
from jobs import WHOLE

HEADER = ["artist", "firstName", "gender", "itemInSession", "lastName", "length", "level", "location"]
HEADER += ["sessionId", "song", "userId"]
PLAYS = "event_datafile_new.csv"
WHO = 4711
# In no other value.
MARKS = [b"Xanthippe", b"Zyxwvut", b"Quahog", b"4711"]
KEPT = ["--rejects", "rejects.ndjson", "--rejects-max", "100%"]
KEYS = {
    "song_at": "session_id, item_in_session",
    "session_songs": "user_id, session_id, item_in_session",
    "song_listeners": "song, user_id",
}
KILLS = 100 if WHOLE else 12


def play(session, item, song, user=None, **fields):
    who = {"firstName": "Ada", "lastName": "Moor", "location": "Bath", "userId": user or session % 50}
    if user == WHO:
        who = {"firstName": "Xanthippe", "lastName": "Zyxwvut", "location": "Quahog", "userId": user}
    usual = {"artist": "Vanor", "gender": "F", "length": "201.5", "level": "free"}
    row = {**usual, **who, "sessionId": session, "itemInSession": item, "song": song, **fields}
    return ",".join(str(row[name]) for name in HEADER) + "\n"


# Rows that are no events: the listener's with their number, with their names alone, and others'.
REJECTS = {
    "theirs, by number": play(900, 1, "S", WHO, itemInSession="x"),
    "theirs, by names": "Vanor,Xanthippe,F,3,Zyxwvut,201.5\n",
    "others'": "Vanor,Ada,F,3,Moor,201.5\n",
    "other others'": "Vanor,Ben,M,47,Lee,201.5\n",
}


def day(number, count=60):
    """Some of the day's plays are the listener's, among them the last of a song that others heard, too."""
    plays = [play(1000 * number + n, n % 5, f"Song {n % 20}") for n in range(count)]
    plays += [play(1000 * number + 500 + n, n, f"Song {n}", WHO) for n in range(7)]
    return ",".join(HEADER) + "\n" + "".join(plays) + ("".join(REJECTS.values()) if number == 1 else "")


@pytest.fixture
def days(tmp_path):
    (tmp_path / "events").mkdir()
    for number in range(1, 4):
        (tmp_path / "events" / f"2018-11-0{number}.csv").write_text(day(number))
    return tmp_path / "events"


def leave_remains(path):
    """Rows that were removed by a SQLite that does not write over them, as it is built elsewhere."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA secure_delete = OFF")
    database.execute("CREATE TABLE remains (text)")
    database.executemany("INSERT INTO remains VALUES (?)", [(play(1, n, "S", WHO),) for n in range(2000)])
    database.execute("DROP TABLE remains")
    database.close()
    assert path.read_bytes().count(b"Zyxwvut") > 1000


@pytest.fixture
def ran(earshot, days, tmp_path):
    """Three days, one after the other, so that the store's file has free room in which rows were."""
    for number in range(1, 4):
        files = [f"events/2018-11-0{n}.csv" for n in range(1, number + 1)]
        earshot("run", *files, *KEPT, "--removals-max", "100%")
    earshot("load", "--conflicts", "conflicts.ndjson")


def files_with_marks(directory):
    """All files but the day files in which a mark is, in whatever form, and the list, which has the number."""
    found = {}
    for path in sorted(directory.rglob("*")):
        if not path.is_file() or path.parent.name == "events" or path.suffix == ".forgotten":
            continue
        data = path.read_bytes()
        if marks := [mark for mark in MARKS if mark in data]:
            found[path.name] = marks
    return found


def tables_in(database):
    with sqlite3.connect(database) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall() for table, key in KEYS.items()
        }


def tables_without(earshot, tmp_path):
    """Those that are made from plays without the listener, left out by Python."""
    with open(tmp_path / "all.csv", "w", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(HEADER)
        for path in sorted((tmp_path / "events").iterdir()):
            for row in csv.DictReader(path.read_text().splitlines()):
                good = row["userId"] not in (None, str(WHO)) and row["itemInSession"].isdigit()
                if good:
                    writer.writerow([row[name] for name in HEADER])
    earshot("load", "all.csv", "--store", "sqlite:without.db")
    tables = tables_in(tmp_path / "without.db")
    for path in [*tmp_path.glob("all.csv*"), *tmp_path.glob("without.db*")]:
        path.unlink()
    return tables


def forgotten(done):
    return {(row["what"], row["where"]): row for row in json.loads(done.stdout)}


FORGET = ["forget", f"user_id={WHO}", "--rejects", "rejects.ndjson", "--conflicts", "conflicts.ndjson"]


def test_who_is_forgotten_by_one_name_of_the_plays_is_by_the_other(earshot, days, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "plays.csv").symlink_to("data/plays.csv")
    earshot("run", "events", *KEPT, "-o", "plays.csv")
    assert (tmp_path / "data" / "plays.csv.loaded").samefile(tmp_path / "plays.csv")
    assert not (tmp_path / "data" / "plays.csv.loaded").is_symlink()
    earshot("forget", f"user_id={WHO}", "data/plays.csv", "--rejects", "rejects.ndjson")
    earshot("run", "events", *KEPT, "-o", "plays.csv")
    assert files_with_marks(tmp_path) == {}


def test_nothing_of_the_listener_is_left_in_any_file(earshot, ran, tmp_path):
    without = tables_without(earshot, tmp_path)
    leave_remains(tmp_path / "earshot.db")
    assert {PLAYS, PLAYS + ".loaded", "rejects.ndjson", "earshot.db"} <= files_with_marks(tmp_path).keys()
    done = forgotten(earshot(*FORGET, "--format", "json"))
    assert files_with_marks(tmp_path) == {}
    assert tables_in(tmp_path / "earshot.db") == without
    assert {where: row["erased"] for (_, where), row in done.items()} == {
        PLAYS: 21,
        PLAYS + ".loaded": 21,
        "rejects.ndjson": 2,
        "song_at": 21,
        "session_songs": 21,
        "song_listeners": 7,
    }
    assert all(row["found"] == 0 and row["searched"] > 0 for row in done.values())
    earshot("verify")
    assert earshot("ask", "session_songs", f"user_id={WHO}", "session_id=1500", "--format", "json").stdout == "[]\n"


def test_the_plays_of_all_others_stay_as_they_are(earshot, ran, tmp_path):
    before = (tmp_path / PLAYS).read_bytes().splitlines(keepends=True)
    earshot(*FORGET)
    assert (tmp_path / PLAYS).read_bytes().splitlines(keepends=True) == [row for row in before if b'"4711"' not in row]


def test_rejected_rows_are_erased_in_doubt(earshot, ran, tmp_path):
    earshot(*FORGET)
    *rows, last = map(json.loads, (tmp_path / "rejects.ndjson").read_text().splitlines())
    assert [row["raw"] + "\n" for row in rows] == [REJECTS["others'"], REJECTS["other others'"]]
    assert last["plays"]["bytes"] == (tmp_path / PLAYS).stat().st_size
    # They still belong to the plays: what is repaired of them is taken in.
    rows[0]["raw"] = play(77, 7, "Repaired").strip()
    (tmp_path / "rejects.ndjson").write_text("".join(json.dumps(row) + "\n" for row in [*rows, last]))
    earshot("reingest", "rejects.ndjson")
    assert '"Repaired"' in (tmp_path / PLAYS).read_text()


def repair(path, repaired):
    """Puts other texts in the place of some rejected rows."""
    *rows, last = map(json.loads, path.read_text().splitlines())
    rows = [{**row, "raw": repaired.get(row["raw"] + "\n", row["raw"]).strip()} for row in rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in [*rows, last]))


def test_corrected_rows_of_the_listener_are_erased_and_others_stay(earshot, ran, tmp_path):
    theirs = play(901, 1, "Theirs", WHO)
    others = play(WHO, 2, "Others", 8)  # their number, as a session's
    repair(tmp_path / "rejects.ndjson", {REJECTS["theirs, by number"]: theirs, REJECTS["others'"]: others})
    earshot("reingest", "rejects.ndjson")
    earshot("load")
    corrections = tmp_path / (PLAYS + ".corrections")
    assert len(corrections.read_text().splitlines()) == 2 and PLAYS + ".corrections" in files_with_marks(tmp_path)
    done = forgotten(earshot(*FORGET, "--format", "json"))
    assert done["corrections", PLAYS + ".corrections"]["erased"] == 1
    [line] = corrections.read_text().splitlines()
    assert json.loads(line)["raw"] + "\n" == others
    # The other one is still a correction of a later run, and in what `reingest` adds to.
    earshot("run", "events", *KEPT)
    assert (tmp_path / PLAYS).read_bytes().count(b'"Others"') == 1 and b"Theirs" not in (tmp_path / PLAYS).read_bytes()
    assert not any(mark in path.read_bytes() for path in tmp_path.glob("*") if path.is_file() for mark in MARKS[:3])
    repair(tmp_path / "rejects.ndjson", {REJECTS["other others'"]: play(78, 8, "More")})
    earshot("reingest", "rejects.ndjson")
    assert len(corrections.read_text().splitlines()) == 2


def test_rejects_that_become_theirs_are_not_taken_in(earshot, ran, tmp_path):
    earshot(*FORGET)
    repair(tmp_path / "rejects.ndjson", {REJECTS["others'"]: play(901, 1, "Theirs", WHO)})
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    refused = earshot("reingest", "rejects.ndjson", exit=1).stderr
    assert "rejects.ndjson, line 1: the row is a play of a listener who was forgotten; take the line out" in refused
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    # A row of theirs that somebody has repaired is erased as such.
    assert forgotten(earshot(*FORGET, "--format", "json"))["rejects", "rejects.ndjson"]["erased"] == 1


def test_rejects_of_a_run_that_was_stopped(earshot, ran, tmp_path):
    """Why it was stopped quotes the first of them."""
    (tmp_path / "events" / "2018-11-01.csv").write_text(
        ",".join(HEADER) + "\n" + play(901, "Xanthippe", "Theirs", WHO) + "".join(play(n, "x", "S") for n in range(99))
    )
    earshot("consolidate", "events", "--rejects", "rejects.ndjson", exit=1)
    assert "rejects.ndjson" in files_with_marks(tmp_path)
    earshot(*FORGET)
    assert files_with_marks(tmp_path) == {}
    last = json.loads((tmp_path / "rejects.ndjson").read_text().splitlines()[-1])
    assert last["stopped"] == "the reason was erased with the rows of a listener"


def test_old_day_files_do_not_bring_the_listener_back(earshot, ran, tmp_path):
    earshot(*FORGET)
    plays, tables = (tmp_path / PLAYS).read_bytes(), tables_in(tmp_path / "earshot.db")
    done = earshot("run", "events", *KEPT, "--report", "report.json", "--repair-text", "--repairs", "repairs.ndjson")
    assert (tmp_path / PLAYS).read_bytes() == plays and tables_in(tmp_path / "earshot.db") == tables
    assert files_with_marks(tmp_path) == {}
    assert not any(mark.decode() in done.stdout + done.stderr for mark in MARKS)
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["suppressed"], report["rejects"], report["withheld_rejects"]) == (21, 4, 2)
    assert report["events"] == report["plays"] + report["without_artist"] + report["rejects"] + report["suppressed"]
    assert f"suppressed                    21  of listeners who were forgotten: {PLAYS}.forgotten" in done.stderr
    # In whatever form they come.
    (tmp_path / "events" / "2018-11-04.json").write_text(
        json.dumps({"artist": "A", "firstName": "Xanthippe", "gender": "F", "itemInSession": 1, "lastName": "Zyxwvut"}
        | {"length": 1.5, "level": "free", "location": "Quahog", "sessionId": 9, "song": "S", "userId": str(WHO)}) + "\n"
    )  # fmt: skip
    earshot("run", "events", *KEPT)
    assert (tmp_path / PLAYS).read_bytes() == plays and files_with_marks(tmp_path) == {}


def test_a_consolidated_file_of_before_does_not_either(earshot, ran, tmp_path):
    shutil.copy(tmp_path / PLAYS, tmp_path / "old.csv")
    earshot(*FORGET)
    earshot("consolidate", "old.csv")
    (tmp_path / "old.csv").unlink()
    assert files_with_marks(tmp_path) == {}


def test_all_rejects_may_be_withheld(earshot, tmp_path):
    """Messages that quote the first reject quote nothing of it then."""
    (tmp_path / "events").mkdir()
    text = ",".join(HEADER) + "\n" + play(1, 1, "S") + REJECTS["theirs, by number"] * 3
    (tmp_path / "events" / "day.csv").write_text(text)
    earshot("consolidate", "events", "--rejects-max", "100%")
    earshot("forget", f"user_id={WHO}")
    # The names are in no play, so only the number is known.
    assert json.loads((tmp_path / (PLAYS + ".forgotten")).read_text())["names"] == []
    for limit in ["1%", "100%"]:
        done = earshot("consolidate", "events", *KEPT[:2], "--rejects-max", limit, exit=None)
        assert "may be of a listener who was forgotten" in done.stderr
        assert not any(mark.decode() in done.stderr for mark in MARKS) and files_with_marks(tmp_path) == {}


def test_a_second_call_finds_nothing_and_keeps_the_list(earshot, ran, tmp_path):
    earshot(*FORGET)
    names = (tmp_path / (PLAYS + ".forgotten")).read_text()
    before = {path.name: path.read_bytes() for path in tmp_path.glob(PLAYS + "*")}
    again = earshot(*FORGET, "--format", "json")
    assert f"nothing was erased: none of these has anything of user_id={WHO}\n" in again.stderr
    done = forgotten(again)
    assert {row["erased"] for row in done.values()} == {0} and {row["found"] for row in done.values()} == {0}
    assert {path.name: path.read_bytes() for path in tmp_path.glob(PLAYS + "*")} == before
    assert len(names.splitlines()) == 1 and "Xanthippe" not in names
    # A second listener joins the first.
    earshot("forget", "user_id=7")
    assert [json.loads(line)["user_id"] for line in (tmp_path / (PLAYS + ".forgotten")).read_text().splitlines()] == [
        WHO,
        7,
    ]
    earshot("run", "events", *KEPT)
    assert files_with_marks(tmp_path) == {} and b',"7"\r\n' not in (tmp_path / PLAYS).read_bytes()


def test_who_is_taken_from_the_list_comes_back(earshot, ran, tmp_path):
    plays = (tmp_path / PLAYS).read_bytes()
    earshot(*FORGET)
    (tmp_path / (PLAYS + ".forgotten")).unlink()
    earshot("run", "events", *KEPT)
    assert (tmp_path / PLAYS).read_bytes() == plays


def test_without_tables_the_files_alone_are_searched(earshot, days, tmp_path):
    earshot("consolidate", "events", *KEPT)
    done = forgotten(earshot(*FORGET, "--format", "json"))
    assert {what for what, _ in done} == {"plays", "rejects"}
    assert files_with_marks(tmp_path) == {} and not (tmp_path / "earshot.db").exists()


def test_tables_that_were_dropped_leave_nothing_of_the_listener(earshot, ran, tmp_path):
    earshot("drop", "--yes")
    leave_remains(tmp_path / "earshot.db")
    earshot(*FORGET)
    assert files_with_marks(tmp_path) == {}


@pytest.mark.parametrize("behind_a_link", [False, True])
def test_a_first_load_that_was_killed_leaves_nothing_of_the_listener(earshot, days, tmp_path, behind_a_link):
    earshot("consolidate", "events", *KEPT)
    target = tmp_path / ("data/real.db" if behind_a_link else "earshot.db")
    if behind_a_link:
        target.parent.mkdir()
        (tmp_path / "earshot.db").symlink_to(target)
    for suffix in [".new", ".new-journal"]:
        (target.parent / (target.name + suffix)).write_text(play(1, 1, "S", WHO))
    earshot(*FORGET)
    assert files_with_marks(tmp_path) == {}


def test_plays_of_before_the_last_load_are_found(earshot, ran, tmp_path):
    """The listener is no longer in the plays, but in those of the last load, and in the tables."""
    lines = (tmp_path / PLAYS).read_bytes().splitlines(keepends=True)
    (tmp_path / "new.csv").write_bytes(b"".join(line for line in lines if b'"4711"' not in line))
    (tmp_path / "new.csv").rename(tmp_path / PLAYS)
    earshot(*FORGET)
    assert files_with_marks(tmp_path) == {}
    earshot("run", "events", *KEPT)
    assert files_with_marks(tmp_path) == {}


def test_last_plays_that_are_damaged_are_removed_unread(earshot, ran, tmp_path):
    last = tmp_path / (PLAYS + ".loaded")
    data = last.read_bytes()
    last.unlink()
    last.write_bytes(data[: len(data) // 2])
    done = earshot(*FORGET)
    assert f"warning: {PLAYS}.loaded was removed unread: " in done.stderr
    assert files_with_marks(tmp_path) == {}


@pytest.mark.parametrize("word, told", [
    ("first_name=Xanthippe", "\"first_name=Xanthippe\" names no listener; a listener is known by user_id=N alone"),
    ("4711", "\"4711\" names no listener"),
    ("user_id", "\"user_id\" names no listener"),
    ("user_id=x", "user_id: \"x\" is not a whole number"),
    ("user_id=", "user_id: \"\" is not a whole number"),
    ("session_id=7", "names no listener"),
    ("user_id=-1", "user_id: -1 is below zero"),
])  # fmt: skip
def test_only_a_user_id_names_a_listener(earshot, ran, tmp_path, word, told):
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert told in earshot("forget", word, exit=2).stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_a_table_of_another_questions_file_is_not_overlooked(earshot, ran, tmp_path):
    question = (
        '[[question]]\nname = "fans"\ngiven = ["artist"]\none_per = ["user_id"]\nanswer = ["user_id", "location"]\n'
    )
    (tmp_path / "fans.toml").write_text(question)
    earshot("load", "--questions", "fans.toml")
    refused = earshot(*FORGET, exit=1).stderr
    assert (
        "also has the table fans, which is of none of these questions" in refused and "nothing was changed" in refused
    )
    assert not (tmp_path / (PLAYS + ".forgotten")).exists()
    (tmp_path / "all.toml").write_text(earshot("model", "export").stdout + question)
    earshot(*FORGET, "--questions", "all.toml")
    (tmp_path / "all.toml").unlink()
    assert files_with_marks(tmp_path) == {}


def files_in(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}


def test_plays_that_lack_a_column_are_refused_before_anything_is_changed(earshot, ran, tmp_path):
    question = '[[question]]\nname = "days"\ngiven = ["day"]\none_per = ["user_id"]\nanswer = ["user_id"]\n'
    (tmp_path / "all.toml").write_text(earshot("model", "export").stdout + question)
    earshot("run", "events", *KEPT, "-o", "with.csv", "--questions", "all.toml")
    before = files_in(tmp_path)
    refused = earshot(*FORGET, "--questions", "all.toml", exit=1).stderr
    assert "day is not a column of" in refused and "has the listener" not in refused
    assert files_in(tmp_path) == before


def test_what_has_been_done_is_said_with_an_error_after_it(earshot, ran, tmp_path):
    (tmp_path / "conflicts.ndjson").unlink()
    (tmp_path / "conflicts.ndjson").mkdir()
    refused = earshot(*FORGET, exit=1).stderr
    assert "Is a directory; event_datafile_new.csv.forgotten has the listener, and plays, events, rejects" in refused
    assert MARKS[0] not in (tmp_path / PLAYS).read_bytes() and MARKS[0] in (tmp_path / "earshot.db").read_bytes()


@pytest.mark.parametrize("option", ["--rejects", "--corrections", "--conflicts"])
def test_a_name_that_is_mistyped_is_refused_before_anything_is_changed(earshot, ran, tmp_path, option):
    before = files_in(tmp_path)
    assert (
        "there is no file rejcts.ndjson; nothing was changed"
        in earshot("forget", f"user_id={WHO}", option, "rejcts.ndjson", exit=2).stderr
    )
    assert files_in(tmp_path) == before


def test_a_list_that_is_damaged_stops_a_run(earshot, ran, tmp_path):
    earshot(*FORGET)
    plays = (tmp_path / PLAYS).read_bytes()
    for line in [
        "{",
        '{"user_id": "x"}',
        '{"user_id": 1.5, "since": "", "names": []}',
        '{"user_id":1,"since":"","names":["a"]}',
    ]:
        (tmp_path / (PLAYS + ".forgotten")).write_text("\n" + line + "\n")
        for command in [["run", "events", *KEPT], ["consolidate", "events", *KEPT], FORGET]:
            refused = earshot(*command, exit=1).stderr
            assert f"{PLAYS}.forgotten, line 2: the line is not a forgotten listener" in refused
    assert (tmp_path / PLAYS).read_bytes() == plays


def test_the_list_is_not_among_the_events(earshot, days, tmp_path):
    earshot("run", "events", "-o", "events/plays.csv", *KEPT)
    earshot("forget", f"user_id={WHO}", "events/plays.csv")
    done = earshot("run", "events/*", "-o", "events/plays.csv", *KEPT)
    assert "left out: events/plays.csv.forgotten: listeners who were forgotten, not events" in done.stderr


def test_a_reader_of_an_older_state_is_waited_for(earshot, ran, tmp_path):
    reader = sqlite3.connect(tmp_path / "earshot.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM song_at").fetchall()
    refused = earshot(*FORGET, exit=75).stderr
    assert "earshot.db is locked by another program; let it finish or close it, then try again" in refused
    reader.close()
    earshot(*FORGET)
    assert files_with_marks(tmp_path) == {}


@pytest.mark.parametrize("locked", [PLAYS, "earshot.db.loading"])
def test_another_earshot_is_waited_for(earshot, ran, tmp_path, locked):
    with open(tmp_path / locked, "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        refused = earshot(*FORGET, exit=75).stderr
        assert refused.endswith("; the listener is not forgotten yet: do it again, which goes on where this ended\n")
    earshot(*FORGET)
    assert files_with_marks(tmp_path) == {}


def test_no_run_begins_while_a_listener_is_forgotten(earshot, ran, tmp_path):
    """The conflicts go to a pipe that nobody reads: the load of `forget` waits."""
    with open(tmp_path / PLAYS, "a", newline="") as file:
        for song in range(2000):
            file.write('"' + '","'.join(play(1, 1, f"Song {song}").strip().split(",")) + '"\r\n')
    os.mkfifo(tmp_path / "pipe")
    command = [os.environ["EARSHOT"], "forget", f"user_id={WHO}", "--conflicts", "pipe"]
    forgetting = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while b"4711" in (tmp_path / PLAYS).read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert f"another earshot is writing {PLAYS}" in earshot("consolidate", "events", *KEPT, exit=75).stderr
    with open(tmp_path / "pipe") as pipe:
        pipe.read()
    assert forgetting.wait(60) == 0
    assert files_with_marks(tmp_path).keys() == {"rejects.ndjson"}


@pytest.mark.parametrize("turn", range(KILLS))
def test_killed_at_any_point_it_goes_on(earshot, ran, tmp_path, turn):
    chance = random.Random(turn)
    repaired = {"theirs, by number": play(901, 1, "Theirs", WHO), "others'": play(902, 2, "Others")}
    repair(tmp_path / "rejects.ndjson", {REJECTS[name]: text for name, text in repaired.items()})
    earshot("reingest", "rejects.ndjson")
    earshot("run", "events", *KEPT)
    whole = pathlib.Path(shutil.copytree(tmp_path, tmp_path.with_name(tmp_path.name + "_whole")))
    before = files_with_marks(tmp_path)
    begin = time.monotonic()
    earshot(*FORGET, cwd=whole)
    duration = time.monotonic() - begin
    process = subprocess.Popen(
        [os.environ["EARSHOT"], *FORGET], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(chance.uniform(0, 1) * duration)
    process.kill()
    process.wait()
    is_listed = (tmp_path / (PLAYS + ".forgotten")).exists()
    # Nothing is erased before it is said that it is to stay away.
    assert is_listed or files_with_marks(tmp_path) == before
    if turn % 2 == 1:
        # The nightly run comes in between.
        earshot("run", "events", *KEPT, "--removals-max", "100%")
        assert (b"4711" in (tmp_path / PLAYS).read_bytes()) == (not is_listed)
    done = forgotten(earshot(*FORGET, "--format", "json"))
    assert {row["found"] for row in done.values()} == {0} and files_with_marks(tmp_path) == {}
    assert tables_in(tmp_path / "earshot.db") == tables_in(whole / "earshot.db")
    names = [PLAYS, PLAYS + ".loaded", PLAYS + ".corrections", "rejects.ndjson", "conflicts.ndjson"]
    assert all((tmp_path / name).read_bytes() == (whole / name).read_bytes() for name in names)
    shutil.rmtree(whole)
