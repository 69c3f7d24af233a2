"""`earshot ask`: the answers, in order and in every format; what is wrong with the asking is told."""

import csv
import io
import json
import os
import subprocess

import plays_file
import pytest

SESSION_SONGS = [
    ("Down To The Bone", "Keep On Keepin' On", "Sylvie", "Cruz"),
    ("Three Drives", "Greece 2000", "Sylvie", "Cruz"),
    ("Sebastien Tellier", "Kilometer", "Sylvie", "Cruz"),
    ("Lonnie Gordon", "Catch You Baby (Steve Pitron & Max Sanna Radio Edit)", "Sylvie", "Cruz"),
]
LISTENERS = [("Jacqueline", "Lynch"), ("Tegan", "Levine"), ("Sara", "Johnson")]
SONG_AT = [("Faithless", "Music Matters (Mark Knight Dub)", 495.3073)]

ANSWERS = {
    "song_at": (["session_id=338", "item_in_session=4"], ["artist", "song", "length"], SONG_AT),
    "session_songs": (["user_id=10", "session_id=182"], ["artist", "song", "first_name", "last_name"], SESSION_SONGS),
    "song_listeners": (["song=All Hands Against His Own"], ["first_name", "last_name"], LISTENERS),
}


@pytest.fixture
def loaded(earshot, real_events):
    earshot("consolidate", real_events)
    earshot("load")


@pytest.fixture
def asked(earshot, tmp_path):
    """A store of a few plays of the test's own, for what needs no real data."""

    def load(*plays):
        plays_file.write(tmp_path / "plays.csv", *plays)
        earshot("load", "plays.csv")
        return lambda *arguments, **options: earshot("ask", *arguments, **options)

    return load


@pytest.mark.real_events
@pytest.mark.parametrize("question", ANSWERS)
def test_the_real_answers_in_every_format(earshot, loaded, question):
    given, columns, rows = ANSWERS[question]

    def ask(form):
        return earshot("ask", question, *given, "--format", form).stdout

    objects = [dict(zip(columns, row)) for row in rows]
    assert json.loads(ask("json")) == objects
    assert [list(answer) for answer in json.loads(ask("json"))] == [columns] * len(rows)
    assert [json.loads(line) for line in ask("ndjson").splitlines()] == objects
    assert list(csv.reader(io.StringIO(ask("csv")))) == [columns, *([str(value) for value in row] for row in rows)]
    table = ask("table").splitlines()
    assert table[0].split() == columns
    assert len(table) == len(rows) + 2
    for line, row in zip(table[2:], rows):
        assert line.split() == " ".join(map(str, row)).split()
    assert earshot("ask", question, *given).stdout == ask("table")


@pytest.mark.real_events
def test_every_key_of_the_real_data_has_the_answer_that_python_finds(earshot, loaded, tmp_path):
    """A sample of questions, each answered from the file itself."""
    with open(tmp_path / "event_datafile_new.csv", newline="", encoding="utf-8") as file:
        plays = list(csv.DictReader(file))
    for play in plays[::500]:
        user, session, song = play["userId"], play["sessionId"], play["song"]
        of_session = [p for p in plays if p["userId"] == user and p["sessionId"] == session]
        of_session.sort(key=lambda p: int(p["itemInSession"]))
        answer = json.loads(
            earshot("ask", "session_songs", f"user_id={user}", f"session_id={session}", "--format", "json").stdout
        )
        assert [(row["artist"], row["song"]) for row in answer] == [(p["artist"], p["song"]) for p in of_session]
        answer = json.loads(earshot("ask", "song_listeners", f"song={song}", "--format", "json").stdout)
        users = sorted({int(p["userId"]) for p in plays if p["song"] == song})
        assert len(answer) == len(users)
        last = {int(p["userId"]): p for p in plays if p["song"] == song}
        assert [(row["first_name"], row["last_name"]) for row in answer] == [
            (last[user]["firstName"], last[user]["lastName"]) for user in users
        ]


def test_two_users_of_one_name_stay_two(asked):
    ask = asked({"userId": 13}, {"userId": 50, "sessionId": 2}, {"userId": 13, "sessionId": 3})
    answer = json.loads(ask("song_listeners", "song=Harbour", "--format", "json").stdout)
    assert answer == [{"first_name": "Ada", "last_name": "Moor"}] * 2


def test_no_rows_is_an_answer_too(asked):
    ask = asked({})
    none = ["song_at", "session_id=1", "item_in_session=99", "--format"]
    assert ask(*none, "json").stdout == "[]\n"
    assert ask(*none, "ndjson").stdout == ""
    assert ask(*none, "csv").stdout == "artist,song,length\n"
    assert ask(*none, "table").stdout.splitlines()[0].split() == ["artist", "song", "length"]


def test_values_that_formats_must_escape(asked):
    songs = ['A "quoted" one', "comma, here", "line\nbreak", "tab\there", "back\\slash", "\u00fc \u6771 \U0001f3a7", ""]
    ask = asked(*({"itemInSession": item, "song": song} for item, song in enumerate(songs)))
    ask_all = ["session_songs", "user_id=7", "session_id=1", "--format"]
    assert [row["song"] for row in json.loads(ask(*ask_all, "json").stdout)] == songs
    assert [json.loads(line)["song"] for line in ask(*ask_all, "ndjson").stdout.splitlines()] == songs
    assert [row[1] for row in csv.reader(io.StringIO(ask(*ask_all, "csv").stdout))][1:] == songs
    # A table keeps one line a row.
    assert len(ask(*ask_all, "table").stdout.splitlines()) == len(songs) + 2


def test_numbers_come_as_numbers_and_as_they_were_written(asked):
    lengths = ["495.3073", "0.1", "300", "218.93179", "1e-7", "123456789.125"]
    ask = asked(*({"itemInSession": item, "length": length} for item, length in enumerate(lengths)))
    for item, length in enumerate(lengths):
        [row] = json.loads(ask("song_at", "session_id=1", f"item_in_session={item}", "--format", "json").stdout)
        assert row["length"] == float(length)
    assert ",495.3073\n" in ask("song_at", "session_id=1", "item_in_session=0", "--format", "csv").stdout


@pytest.mark.parametrize(
    "value",
    ["a=b", " leading and trailing ", "'single'", '"double"', "-dash", "--store", "%_*?", "new\nline", "\u6771\u4eac"],
)
def test_given_text_is_taken_as_it_is(asked, value):
    ask = asked({"song": value}, {"song": "other", "itemInSession": 1, "userId": 8, "firstName": "Bo"})
    assert json.loads(ask("song_listeners", f"song={value}", "--format", "json").stdout) == [
        {"first_name": "Ada", "last_name": "Moor"}
    ]


def test_the_empty_text_can_be_asked_for(asked):
    ask = asked({"song": ""})
    assert len(json.loads(ask("song_listeners", "song=", "--format", "json").stdout)) == 1


def test_without_a_question_the_questions_are_listed(earshot):
    listed = earshot("ask").stdout
    for question in ANSWERS:
        assert question in listed
    assert "What did this user hear in this session, in order?" in listed
    assert "earshot ask song_at session_id=<bigint> item_in_session=<int>" in listed
    asked = [row["question"] for row in json.loads(earshot("ask", "--format", "json").stdout)]
    assert asked[:3] == list(ANSWERS) and "recommended_songs" in asked[3:]


WRONG = {
    "a name missing": (["session_id=1"], "item_in_session is missing"),
    "all missing": ([], "session_id is missing"),
    "an unknown name": (["session_id=1", "item_in_session=0", "song=x"], "song"),
    "a misspelt name": (["sesion_id=1", "item_in_session=0"], "sesion_id"),
    "what is only answered": (["session_id=1", "item_in_session=0", "artist=A"], "is not asked with artist"),
    "no name": (["session_id=1", "=0"], '"=0" is not of the form name=value'),
    "no equals sign": (["session_id", "item_in_session=0"], '"session_id" is not of the form name=value'),
    "text for a bigint": (["session_id=x", "item_in_session=0"], 'session_id: "x" is not a whole number'),
    "a fraction for an int": (["session_id=1", "item_in_session=0.5"], 'item_in_session: "0.5" is not a whole number'),
    "too large for an int": (["session_id=1", "item_in_session=2147483648"], "out of range for int"),
    "too large for a bigint": (["session_id=9223372036854775808", "item_in_session=0"], "out of range for bigint"),
    "an empty number": (["session_id=", "item_in_session=0"], 'session_id: "" is not a whole number'),
    "a number with a space": (["session_id= 1", "item_in_session=0"], 'session_id: " 1" is not a whole number'),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_wrong_asking_shows_how_to_ask(earshot, mistake):
    arguments, reason = WRONG[mistake]
    refused = earshot("ask", "song_at", *arguments, exit=2)
    assert reason in refused.stderr
    assert "earshot ask song_at session_id=<bigint> item_in_session=<int>" in refused.stderr
    assert refused.stdout == ""


def test_an_unknown_question_lists_the_known_ones(earshot):
    refused = earshot("ask", "song_att", "session_id=1", exit=2)
    assert "song_att" in refused.stderr
    assert "song_at session_id=<bigint>" in refused.stderr and "song_listeners song=<text>" in refused.stderr


def test_a_store_without_the_table_says_what_to_do(earshot, tmp_path):
    refused = earshot("ask", "song_listeners", "song=x", exit=1)
    assert "sqlite:earshot.db has no table song_listeners; load it first" in refused.stderr
    assert not (tmp_path / "earshot.db").exists()


def test_a_reader_that_goes_away_is_no_error(asked, tmp_path):
    asked(*({"itemInSession": item} for item in range(5000)))
    ask = [os.environ["EARSHOT"], "ask", "session_songs", "user_id=7", "session_id=1", "--format"]
    for form in ["table", "csv", "json", "ndjson"]:
        running = subprocess.Popen([*ask, form], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 0


def test_a_full_disk_under_the_answer_is_an_error(asked, tmp_path):
    asked({})
    ask = [os.environ["EARSHOT"], "ask", "song_at", "session_id=1", "item_in_session=0"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(ask, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
    assert done.returncode == 1
    assert "cannot write the result: No space left" in done.stderr


DAMAGE = {
    "another type": ("length = 'abc'", "length of session_id=1, item_in_session=0 is 'abc', which is not a double"),
    "no UTF-8": ("artist = CAST(x'FF00' AS TEXT)", "artist of session_id=1, item_in_session=0 is not UTF-8"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_value_is_an_error_and_can_be_repaired(earshot, asked, database, damage):
    ask = asked({})
    change, told = DAMAGE[damage]
    database(f"UPDATE song_at SET {change}")
    refused = ask("song_at", "session_id=1", "item_in_session=0", exit=1)
    assert f"table song_at: {told}" in refused.stderr and "`earshot verify --repair` writes the row" in refused.stderr
    earshot("verify", "plays.csv", "--repair")
    assert "201.5" in ask("song_at", "session_id=1", "item_in_session=0").stdout


def test_a_null_that_another_program_wrote_is_one(asked, database):
    ask = asked({})
    database("UPDATE song_at SET length = NULL")
    assert (
        json.loads(ask("song_at", "session_id=1", "item_in_session=0", "--format", "json").stdout)[0]["length"] is None
    )


@pytest.mark.parametrize("limit", ["-1", "0", "18446744073709551616", "99999999999999999999", "1.5", "0x"])
def test_a_limit_is_a_number_of_rows(asked, limit):
    refused = asked({})("song_at", "session_id=1", "item_in_session=0", f"--limit={limit}", exit=2)
    assert f'--limit: "{limit}" is not a number of rows from 1 to ' in refused.stderr and refused.stdout == ""


def test_a_limit_may_not_be_empty(asked):
    for limit, told in [
        (["--limit", ""], '"" is not a number of rows from 1 to '),
        (["--limit="], "required N missing"),
    ]:
        assert told in asked({})("song_at", "session_id=1", "item_in_session=0", *limit, exit=2).stderr


@pytest.fixture
def history(earshot, tmp_path):
    (tmp_path / "q.toml").write_text(
        '[[question]]\nname = "history"\ngiven = ["user_id"]\norder = ["played_at"]\nanswer = ["song"]\n'
        '[[question]]\nname = "songs"\ngiven = ["artist"]\none_per = ["song"]\norder = ["song"]\nanswer = ["song"]\n'
    )
    plays_file.write(tmp_path / "plays.csv", {"song": "Wait.. What", "ts": 1541121934796}, more=["ts"])
    earshot("load", "plays.csv", "--questions", "q.toml")
    return lambda *arguments, **options: earshot("ask", *arguments, "--questions", "q.toml", **options)


def test_ranges_are_of_numbers_and_times(history):
    assert "Wait.. What" in history("songs", "artist=Low Tide", "song=Wait.. What").stdout
    assert "Wait.. What" in history("songs", "artist=Low Tide", "song=Wait..*").stdout
    hint = "nothing has song=A..X, which is looked for as it is: ranges are of numbers and times alone"
    assert hint + "; song=A* is a beginning\n" in history("songs", "artist=Low Tide", "song=A..X").stderr
    hint = "nothing has artist=A..X, which is looked for as it is: ranges are of numbers and times alone\n"
    assert hint in history("songs", "artist=A..X").stderr
    assert history("songs", "artist=A").stderr == ""


def test_a_year_is_not_a_time(history):
    for range_, end in [("2018..2019", 'beginning "2018"'), ("2018-11-01..2019", 'end "2019"')]:
        refused = history("history", "user_id=7", f"played_at={range_}", exit=2).stderr
        assert f"has the {end}, which is not a timestamp, as in 2018-11-02T01:25:34.796Z or 2018-11-02" in refused
    for range_ in ["2018-11-01..2018-11-30", "1541121934796", "1541121934000..1541121935000", "2018-11-02.."]:
        assert "Wait.. What" in history("history", "user_id=7", f"played_at={range_}").stdout


def test_a_value_of_another_form_than_all_of_its_column_is_refused(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {"day": "2018-11-16"}, more=["day"])
    (tmp_path / "q.toml").write_text(
        '[[question]]\nname = "q"\ngiven = ["week", "month", "weekday", "user_id"]\nanswer = ["song"]\n'
    )
    earshot("load", "plays.csv", "--questions", "q.toml")
    right = {"week": "2018-W46", "month": "2018-11", "weekday": "5", "user_id": "7"}

    def ask(**changes):
        words = [f"{name}={value}" for name, value in {**right, **changes}.items()]
        return earshot("ask", "q", *words, "--questions", "q.toml", exit=2 if changes else 0)

    assert "Harbour" in ask().stdout
    for name, value, why in [
        ("week", "2018-46", "as in 2018-W44"),
        ("week", "2018-W54", "as in 2018-W44"),
        ("month", "2018-1", "as in 2018-11"),
        ("month", "November", "as in 2018-11"),
        ("month", "2018-13", "as in 2018-11"),
        ("weekday", "8", "is not from 1 to 7"),
        ("weekday", "Friday", "is not a whole number"),
    ]:
        assert f'{name}: "{value}" is not ' in ask(**{name: value}).stderr
        assert why in ask(**{name: value}).stderr
