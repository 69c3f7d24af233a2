"""Dialects that people have: files with other columns, escapes, words and encodings than a plain CSV file's."""

import csv
import io
import json
import random

import pytest

import plays_file
import rejects_file

COLUMNS = plays_file.COLUMNS
OUTPUT = "event_datafile_new.csv"


def plays(directory, path=OUTPUT):
    """The plays of the consolidated file, each a dict."""
    return list(csv.DictReader(io.StringIO((directory / path).read_bytes().decode(), newline="")))


def event(number, **values):
    return {**plays_file.PLAY, "itemInSession": str(number), "song": f"Song {number}", **values}


def write_csv(path, events, **options):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(events[0]), **options)
        writer.writeheader()
        writer.writerows(events)
    return path


def write_json(path, events):
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in events), encoding="utf-8")
    return path


WRITERS = {"events.csv": write_csv, "events.json": write_json}


def renamed(one, names):
    return {names.get(key, key): value for key, value in one.items()}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("column", COLUMNS)
def test_each_required_column_is_read_under_another_name(earshot, tmp_path, name, column):
    events = [event(0, song='The "One"'), event(1, artist="Ähm, ja")]
    WRITERS[name](tmp_path / name, [renamed(one, {column: "Other name"}) for one in events])
    earshot("consolidate", name, "--rename", f"Other name={column}")
    assert plays(tmp_path) == events


def test_renames_can_swap_columns_and_hold_for_the_files_that_have_them(earshot, tmp_path):
    events = [event(number) for number in range(4)]
    write_csv(tmp_path / "1.csv", events[:1])
    write_csv(tmp_path / "2.csv", [renamed(one, {"length": "duration"}) for one in events[1:2]], delimiter=";")
    write_json(tmp_path / "3.json", [renamed(one, {"length": "seconds"}) for one in events[2:3]])
    write_json(tmp_path / "4.json", events[3:])
    earshot("consolidate", *sorted(tmp_path.glob("*.*")), "--rename", "duration=length,seconds=length")
    assert plays(tmp_path) == events
    write_csv(tmp_path / "swapped", [renamed(one, {"artist": "song", "song": "artist"}) for one in events])
    earshot("consolidate", "swapped", "--rename", "artist=song", "--rename", "song=artist")
    assert plays(tmp_path) == events


@pytest.mark.parametrize("name", WRITERS)
def test_a_column_under_two_names_stops_the_job(earshot, tmp_path, name):
    WRITERS[name](tmp_path / name, [event(0, duration="7")])
    error = earshot("consolidate", name, "--rename", "duration=length", exit=1).stderr
    assert f"{name}" in error and "length as well as duration" in error
    assert not (tmp_path / OUTPUT).exists()


def test_two_names_in_different_objects_of_a_file_stop_the_job(earshot, tmp_path):
    write_json(tmp_path / "a.json", [event(0), renamed(event(1), {"length": "duration"})])
    error = earshot("consolidate", "a.json", "--rename", "duration=length", exit=1).stderr
    assert "a.json: it has length as well as duration" in error


@pytest.mark.parametrize("name", WRITERS)
def test_a_rename_that_no_file_needs_stops_the_job(earshot, tmp_path, name):
    WRITERS[name](tmp_path / name, [event(0)])
    error = earshot("consolidate", name, "--rename", "durration=length", exit=1).stderr
    assert "--rename durration=length: no file has a column or key durration" in error
    assert not (tmp_path / OUTPUT).exists()


def test_what_the_renames_of_the_command_line_cannot_mean(earshot, tmp_path):
    write_csv(tmp_path / "a.csv", [event(0)])
    for arguments in (
        ["--rename", "x"],
        ["--rename", "x=lenth"],
        ["--with", "song"],
        ["--with", "x", "--rename", "x=song"],
    ):
        earshot("consolidate", "a.csv", *arguments, exit=2)


EXTRAS = ["userAgent", "city", 'a "name"', "Ünï cödé", "page"]


@pytest.mark.parametrize("name", WRITERS)
def test_any_column_is_added_and_comes_through_load_and_verify(earshot, tmp_path, name):
    events = [
        event(0, **dict(zip(EXTRAS, ['"Mozilla/5.0 (X11; Linux)"', "Bath", "1,2", "\u3042\nb", "NextSong"]))),
        event(1, **dict(zip(EXTRAS, ["", "", "", "", ""]))),
        event(2, **dict(zip(EXTRAS, ["x" * 60000, '"', '""', "\\", "z"]))),
    ]
    WRITERS[name](tmp_path / name, events)
    wanted = [arguments for extra in EXTRAS[::-1] for arguments in ("--with", extra)]
    earshot("consolidate", name, *wanted)
    assert plays(tmp_path) == events
    assert list(plays(tmp_path)[0]) == COLUMNS + EXTRAS[::-1]
    earshot("load")
    earshot("verify")


def test_a_csv_file_without_an_added_column_stops_the_job(earshot, tmp_path):
    write_csv(tmp_path / "a.csv", [event(0)])
    assert "lacks the column city" in earshot("consolidate", "a.csv", "--with", "city", exit=1).stderr


def test_an_added_key_that_no_object_has_stops_the_job(earshot, tmp_path):
    write_json(tmp_path / "a.json", [event(0, agent=None)])
    write_json(tmp_path / "b.json", [event(1)])
    assert (
        "--with agnet: no file has a column or key agnet"
        in earshot("consolidate", "a.json", "b.json", "--with", "agnet", exit=1).stderr
    )
    earshot("consolidate", "a.json", "b.json", "--with", "agent")
    earshot("consolidate", "a.json", "b.json", "--rename", "agent=Agent", "--with", "Agent")
    assert [play["Agent"] for play in plays(tmp_path)] == ["", ""]


def test_values_of_added_keys_keep_their_text(earshot, tmp_path):
    line = (
        json.dumps(event(0))[:-1] + ', "lat": 42.350000, "n": 1e2, "yes": true, "none": null, "nested": {"city": 1}}\n'
    )
    (tmp_path / "a.json").write_text(line + json.dumps(event(1, city="Bath")) + "\n")
    earshot("consolidate", "a.json", "--with", "lat,n,yes,none,city")
    play, other = plays(tmp_path)
    assert other["city"] == "Bath"
    assert [play[column] for column in ("lat", "n", "yes", "none", "city")] == ["42.350000", "1e2", "true", "", ""]


@pytest.mark.parametrize("name", WRITERS)
def test_rejects_with_other_columns_are_reingested(earshot, tmp_path, name):
    good = [event(number, city=f"City {number}", state='"x", y') for number in range(3)]
    bad = [one | {"userId": "?"} if number == 1 else one for number, one in enumerate(good)]
    names = {"length": "duration", "location": "city", "city": "town"}
    WRITERS[name](tmp_path / name, [renamed(one, names) for one in bad])
    earshot(
        "consolidate",
        name,
        "--rename",
        "duration=length,city=location",
        "--rename",
        "town=city",
        "--with",
        "state,city",
        "--rejects",
        "rejects",
        "--rejects-max",
        "50%",
    )
    kept = (tmp_path / "rejects").read_text()
    assert "?" in kept
    (tmp_path / "rejects").write_text(kept.replace("?", plays_file.PLAY["userId"]))
    earshot("reingest", "rejects")
    assert rejects_file.lines(tmp_path / "rejects") == []
    assert plays(tmp_path) == [good[0], good[2], good[1]]


LISTEN_EVENTS = '''\
artist,song,duration,ts,sessionid,auth,level,itemInSession,city,zip,state,userAgent,lon,lat,userId,lastName,firstName,gender,registration
Thalia,"Mujeres, ""Latinas""",213.41995,1541121934796,7,Logged In,free,3,Lake Havasu City,86403,AZ,"""Mozilla/5.0 (Windows NT 6.1)""",-114.3,34.5,18,Lopez,Ava,F,1540300000000
Muse,Uprising,300,1541121934999,7,Logged In,free,4,Bath,12345,ME,x,-1,2,18,Lopez,Ava,F,1540300000000
'''


def test_newer_output_of_eventsim(earshot, tmp_path):
    """What docs/ingest.md shows for listen_events."""
    (tmp_path / "listen_events.csv").write_text(LISTEN_EVENTS)
    earshot(
        "run", "listen_events.csv", "--rename", "duration=length,city=location,sessionid=sessionId", "--with", "state"
    )
    answer = earshot("ask", "song_at", "session_id=7", "item_in_session=3", "--format", "csv").stdout
    assert next(csv.reader(answer.splitlines()[1:])) == ["Thalia", 'Mujeres, "Latinas"', "213.41995"]
    assert [(play["location"], play["state"]) for play in plays(tmp_path)] == [
        ("Lake Havasu City", "AZ"),
        ("Bath", "ME"),
    ]


NULL_WORDS = ["NULL", "null", "\\N", "None", "NaN", "nan", "NA", "N/A"]
BLANKS = [" ", "\t ", "\u00a0", "\u3000", "\u200b", "\ufeff"]


def report_of(earshot, tmp_path, *arguments, **options):
    done = earshot("consolidate", *arguments, "--report", "report.json", **options)
    return json.loads((tmp_path / "report.json").read_text()), done.stderr


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("word", NULL_WORDS)
def test_a_word_for_nothing_is_found_out_where_song_and_length_are_missing_too(earshot, tmp_path, name, word):
    nothing = [
        event(0, artist=word, song=word, length=word),
        event(1, artist=word, song="", length=word, userId=word, firstName=word),
        event(2, artist=word, song=word, length=""),
        event(3, artist=word, song="NULL", length="NaN"),
    ]
    heard = [event(4), event(5, artist=word, firstName=word), event(6, song=word), event(7, artist=word, song="")]
    WRITERS[name](tmp_path / name, nothing + heard)
    report, told = report_of(earshot, tmp_path, name)
    assert plays(tmp_path) == heard
    assert (report["without_artist"], report["null_artists"]) == (4, {word: 4})
    assert report["plays_of_null_artists"] == {word: 2}
    assert f"{word} is read as nothing: it is the artist of 4 events without a song or length" in told
    assert f"the artist is called {word} in 2 plays; where that means nothing, say --null '{word}'" in told


@pytest.mark.parametrize("word", NULL_WORDS)
def test_nobody_takes_a_name_for_nothing_without_a_sign_of_it(earshot, tmp_path, word):
    """What is no play is not given up for lost either: it is rejected."""
    events = [event(0, artist=word), event(1, artist=word, song=word), event(2, artist=word, length=word)]
    events += [
        event(3, artist="Muse", song=word, length=word),
        event(4, artist=word.lower() + "s", song="", length=word),
    ]
    write_csv(tmp_path / "a.csv", events)
    report, _ = report_of(earshot, tmp_path, "a.csv", "--rejects-max", "3")
    assert plays(tmp_path) == events[:2]
    assert report["rejects_by_kind"] == {"not_a_number": 3}
    assert "null_artists" not in report


@pytest.mark.parametrize("name", WRITERS)
def test_words_that_are_named_are_empty_in_every_column(earshot, tmp_path, name):
    events = [
        event(0, firstName="NULL", location="-", song="nothing"),
        event(1, artist="nothing", song="x", city="NULL"),
        event(2, artist="NULL", city="-"),
        event(3, artist="NULL and void", song="--", city="nothing"),
        event(4, artist="None", city="null"),
    ]
    WRITERS[name](tmp_path / name, [{"city": "", **one} for one in events])
    report, told = report_of(earshot, tmp_path, name, "--null", "NULL,nothing", "--null", "-", "--with", "city")
    assert plays(tmp_path) == [
        event(0, firstName="", location="", song="", city=""),
        events[3] | {"city": ""},
        events[4],
    ]
    assert (report["without_artist"], report["named_nulls"]) == (2, 8)
    assert "8 fields held a word of --null, and count as empty" in told


def test_a_number_that_is_missing_is_rejected(earshot, tmp_path):
    write_csv(tmp_path / "a.csv", [event(0, userId="NULL"), event(1)])
    report, told = report_of(earshot, tmp_path, "a.csv", "--null", "NULL", "--rejects-max", "1")
    assert report["rejects_by_kind"] == {"not_a_number": 1}
    assert "the field is empty where a number must be" in told


@pytest.mark.parametrize("word", ["", 'a"b'])
def test_what_cannot_be_a_word_for_nothing(earshot, tmp_path, word):
    write_csv(tmp_path / "a.csv", [event(0)])
    assert "--null" in earshot("consolidate", "a.csv", f"--null={word}", exit=2).stderr


@pytest.mark.parametrize("name", WRITERS)
def test_a_blank_artist_is_none(earshot, tmp_path, name):
    blank = [event(number, artist=blank) for number, blank in enumerate(BLANKS)]
    heard = [event(len(BLANKS) + number, artist=blank + "x") for number, blank in enumerate(BLANKS)]
    WRITERS[name](tmp_path / name, blank + heard)
    report, told = report_of(earshot, tmp_path, name)
    assert plays(tmp_path) == heard
    assert (report["without_artist"], report["blank_artists"]) == (len(BLANKS), len(BLANKS))
    assert f"the artist is blank in {len(BLANKS)} events, which counts as none" in told


def test_json_as_python_writes_it(earshot, tmp_path):
    nan = float("nan")
    events = [
        event(0, artist="None", song="None", length=nan, userId=nan),
        event(1, artist=nan, song=nan, length=nan),
        event(2, registration=nan, song='"NaN", NaN'),
    ]
    write_json(tmp_path / "a.json", events)
    report, told = report_of(earshot, tmp_path, "a.json", "--with", "registration")
    assert plays(tmp_path) == [event(2, song='"NaN", NaN', registration="")]
    assert (report["nan_objects"], report["without_artist"]) == (3, 2)
    assert "NaN is read as null in 3 objects" in told


def test_rejects_keep_the_words_for_nothing(earshot, tmp_path):
    write_csv(tmp_path / "a.csv", [event(0, lastName="NULL", userId="?"), event(1)])
    earshot("consolidate", "a.csv", "--null", "NULL", "--rejects", "rejects", "--rejects-max", "1")
    (tmp_path / "rejects").write_text((tmp_path / "rejects").read_text().replace("?", "7"))
    earshot("reingest", "rejects")
    assert plays(tmp_path) == [event(1), event(0, lastName="")]


def write_days(directory, texts):
    """Day files of one event each, whose artist is the text, in the encoding."""
    for number, (name, (text, encoding)) in enumerate(texts.items()):
        (directory / name).parent.mkdir(exist_ok=True)
        row = plays_file.line(event(number, artist=text).values())
        (directory / name).write_bytes((",".join(plays_file.PLAY) + "\r\n" + row).encode(encoding))
    return [event(number, artist=text) for number, (text, _) in enumerate(texts.values())]


def test_an_encoding_holds_for_the_files_that_it_names(earshot, tmp_path):
    days = write_days(
        tmp_path,
        {
            "2018-11-01.csv": ("Björk", "utf-8"),
            "2018-11-02.csv": ("Björk €", "cp1252"),
            "2018-11-03.csv": ("Бьорк", "koi8-r"),
            "2018-11-04=b.csv": ("Ё", "cp866"),
            "old/2018-11-05.csv": ("Ёж", "koi8-r"),
        },
    )
    inputs = ["2018-11-01.csv", "2018-11-02.csv", "2018-11-03.csv", "2018-11-04=b.csv", "old"]
    named = ["*-0[2]*=cp1252", "2018-11-03.csv=KOI8-R", "2018-11-04=b.csv=cp866", "old/*=koi8-r"]
    arguments = [argument for name in named for argument in ("--encoding", name)]
    earshot("consolidate", *inputs, *arguments)
    assert plays(tmp_path) == days
    # A plain name holds for all others, where it comes first: the last that holds counts.
    earshot("consolidate", *inputs, "--encoding", "klingon", exit=2)
    earshot("consolidate", *inputs, "--encoding", "koi8-r", "--encoding", "*-01.csv=utf-8", *arguments)
    assert plays(tmp_path) == days
    earshot("consolidate", *inputs, *arguments, "--encoding", "latin1")
    assert plays(tmp_path)[1]["artist"] == "Björk \u0080"


@pytest.mark.parametrize("encoding", ["*.tsv=cp1252", "other/*=cp1252", "=cp1252", "a.csv=", "a.csv=klingon", ""])
def test_an_encoding_that_cannot_be_meant_is_refused(earshot, tmp_path, encoding):
    write_csv(tmp_path / "a.csv", [event(0)])
    assert "--encoding" in earshot("consolidate", "a.csv", f"--encoding={encoding}", exit=2).stderr
    assert not (tmp_path / OUTPUT).exists()


def test_rejects_are_taken_in_with_the_encoding_of_their_file(earshot, tmp_path):
    days = write_days(tmp_path, {"1.csv": ("Björk", "utf-8"), "2.csv": ("Ürk €", "cp1252"), "3.csv": ("Ё", "koi8-r")})
    told = earshot("consolidate", "1.csv", "2.csv", "3.csv", "--rejects", "rejects", "--rejects-max", "100%").stderr
    assert "--encoding FILE=cp1252; a name alone applies to all files" in told
    assert "no file matches 4.csv" in earshot("reingest", "rejects", "--encoding", "4.csv=cp1252", exit=2).stderr
    earshot("reingest", "rejects", "--encoding", "2.csv=cp1252")
    assert plays(tmp_path) == days[:2]
    # A row that is UTF-8, or was made so by hand, is left as it is.
    [kept] = rejects_file.read(tmp_path / "rejects")
    by_hand = kept | {"raw": plays_file.line(event(9, artist="Ä").values()).strip()}
    (tmp_path / "rejects").write_text(
        json.dumps(kept) + "\n" + json.dumps(by_hand) + "\n" + rejects_file.last_line(tmp_path / "rejects")
    )
    earshot("reingest", "rejects", "--encoding", "koi8-r")
    assert plays(tmp_path) == days + [event(9, artist="Ä")]
    assert rejects_file.lines(tmp_path / "rejects") == []


def nasty_text(random, parts):
    return "A" + "".join(random.choice(parts) for _ in range(random.randrange(8)))


NASTY = [
    '"',
    '"',
    "\\",
    "\\",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r",
    "\r\n",
    "'",
    " ",
    "N",
    "n",
    "t",
    "r",
    "0",
    "x",
    "é",
    "あ",
    "\U0001f3b5",
    "\u00a0",
]
# Where rows end with LF, some versions of Python leave a CR outside quotes, where it is rejected.
WITHOUT_CR = [part for part in NASTY if "\r" not in part]
ON_ONE_LINE = [part for part in NASTY if part.strip("\r\n")]
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
TEXTS = ["artist", "firstName", "lastName", "location", "song"]


def nasty_events(random, count, parts=NASTY):
    return [event(number, **{column: nasty_text(random, parts) for column in TEXTS}) for number in range(count)]


def write_escaped(path, events, quoting, delimiter=",", lineterminator="\n", **options):
    return write_csv(
        path,
        events,
        quoting=quoting,
        delimiter=delimiter,
        lineterminator=lineterminator,
        escapechar="\\",
        doublequote=False,
        **options,
    )


QUOTINGS = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "none": csv.QUOTE_NONE}


@pytest.mark.parametrize("quoting", QUOTINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_pythons_csv_escapes_is_read_back(earshot, tmp_path, quoting, delimiter, line_end):
    parts = WITHOUT_CR if line_end == "\n" and quoting != "all" else NASTY
    events = nasty_events(random.Random(quoting + delimiter + line_end), 2000, parts)
    write_escaped(tmp_path / "a.csv", events, QUOTINGS[quoting], DELIMITERS[delimiter], line_end)
    earshot("consolidate", "a.csv", "--dialect", delimiter + "+backslash")
    assert plays(tmp_path) == events


def mysql(value, line_end, special):
    """As SELECT INTO OUTFILE escapes: itself, the quote, and the first characters of what ends fields and rows."""
    return "".join("\\" + c if c in "\\" + line_end[0] + special else c for c in value)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_what_mysql_escapes_is_read_back(earshot, tmp_path, line_end, quote):
    # What is only a part of a line end is not escaped.
    left_out = {"\r", "\r\n" if line_end == "\n" else "\n"}
    events = nasty_events(random.Random(line_end + quote), 2000, [part for part in NASTY if part not in left_out])
    rows = [list(one.values()) for one in events]
    rows.append([None if column in ("artist", "song", "length") else value for column, value in events[0].items()])
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        for row in [COLUMNS_IN_ORDER, *rows]:
            fields = [
                "\\N" if value is None else quote + mysql(value, line_end, quote or "\t") + quote for value in row
            ]
            file.write("\t".join(fields) + line_end)
    dialect = "tab+backslash" if quote else "tab+backslash+unquoted"
    report, told = report_of(earshot, tmp_path, "a.csv", "--dialect", dialect)
    assert plays(tmp_path) == events
    assert dialect in told
    assert (report["without_artist"], report["rejects"]) == (1, 0)


COLUMNS_IN_ORDER = list(plays_file.PLAY)


def test_what_hive_and_postgres_escape_is_read_back(earshot, tmp_path):
    """Line ends and tabs as letters."""
    letters = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    events = nasty_events(random.Random(1), 2000)
    events += [event(2000, artist='"Weird Al" Yankovic', song='"Heroes"')]
    lines = ["".join("\t".join("".join(letters.get(c, c) for c in value) for value in one.values())) for one in events]
    (tmp_path / "a.csv").write_text("\n".join(["\t".join(COLUMNS_IN_ORDER), *lines, ""]), newline="", encoding="utf-8")
    earshot("consolidate", "a.csv", "--dialect", "tab+backslash+unquoted")
    assert plays(tmp_path) == events


@pytest.mark.parametrize("quoting", ["all", "none"])
@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_escapes_are_found_out_where_a_file_shows_them(earshot, tmp_path, quoting, delimiter):
    events = nasty_events(random.Random(quoting + delimiter), 2000, ON_ONE_LINE)
    write_escaped(tmp_path / "a.csv", events, QUOTINGS[quoting], DELIMITERS[delimiter])
    told = earshot("consolidate", "a.csv", "--explain").stderr
    assert plays(tmp_path) == events
    assert "backslashes escape" in told
    assert "do not fit the header as they are, but all do if backslashes escape" in told


def test_escapes_that_a_file_does_not_surely_show_are_named(earshot, tmp_path):
    """In plain fields the standard reads them as text."""
    events = [event(0), event(1, song='The "One"'), event(2, song="C:\\"), event(3, artist='"Weird" Al')]
    write_escaped(tmp_path / "a.csv", events, csv.QUOTE_MINIMAL)
    report, told = report_of(earshot, tmp_path, "a.csv")
    assert report["backslash_quotes"] == 2
    assert '2 rows have a \\" in a field: are quotes escaped by backslashes? Then add +backslash to --dialect' in told
    with (tmp_path / "a.csv").open("a") as file:
        file.write(",".join(event(4, song='12\\\\" Mix').values()) + "\n")
    events.append(event(4, song='12\\" Mix'))
    report, told = report_of(earshot, tmp_path, "a.csv", "--dialect", "comma+backslash")
    assert plays(tmp_path) == events
    assert "backslash_quotes" not in report and "comma+backslash" in told


def test_rejects_of_escapes_that_come_late_say_what_to_type(earshot, tmp_path):
    events = [event(number) for number in range(2000)] + [event(2000, song='The "One"')]
    write_escaped(tmp_path / "a.csv", events, csv.QUOTE_ALL)
    told = earshot("consolidate", "a.csv").stderr
    assert "text_after_quote" in told and "where backslashes escape, add +backslash to --dialect" in told


@pytest.mark.parametrize("quoting", ["minimal", "all"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_backslashes_in_right_files_are_text(earshot, tmp_path, quoting, line_end):
    parts = WITHOUT_CR if line_end == "\n" and quoting != "all" else NASTY
    events = nasty_events(random.Random(quoting + line_end), 3000, parts)
    write_csv(tmp_path / "a.csv", events, quoting=QUOTINGS[quoting], lineterminator=line_end)
    told = earshot("consolidate", "a.csv").stderr
    assert plays(tmp_path) == events
    assert "backslash" not in told


@pytest.mark.parametrize("seed", range(12))
def test_a_wrong_row_makes_no_file_one_with_escapes(earshot, tmp_path, seed):
    """Small right files with backslashes in them and a row that lost or gained a byte: what is right stays as it is."""
    chance = random.Random(seed)
    events = nasty_events(chance, 40, ON_ONE_LINE) + [event(40, song="C:\\"), event(41, song='say \\"x')]
    write_csv(tmp_path / "a.csv", events, quoting=csv.QUOTE_ALL, lineterminator="\n")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").split("\n")
    damaged = chance.randrange(1, 40)
    at = chance.randrange(len(lines[damaged]))
    lines[damaged] = lines[damaged][:at] + chance.choice(["", '"', '\\"']) + lines[damaged][at + 1 :]
    (tmp_path / "a.csv").write_text("\n".join(lines), newline="", encoding="utf-8")
    earshot("consolidate", "a.csv", "--rejects-max", "1")
    right = [one for number, one in enumerate(events) if number != damaged - 1]
    assert [play for play in plays(tmp_path) if play in right] == right


@pytest.mark.parametrize("quoting", QUOTINGS)
@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_row_with_escapes_costs_no_other(earshot, tmp_path, quoting, seed):
    """A quote or a backslash is lost or added: the rows before it and after it stay, but for the next, which a line end
    that is escaped now may join to it."""
    chance = random.Random(f"{quoting}{seed}")
    events = nasty_events(chance, 60, ON_ONE_LINE)
    write_escaped(tmp_path / "a.csv", events, QUOTINGS[quoting])
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").split("\n")
    damaged = chance.randrange(1, 60)
    line = lines[damaged]
    at = chance.choice([i for i, c in enumerate(line) if c in '"\\'] + [0, len(line)])
    lines[damaged] = line[:at] + chance.choice(["", '"', "\\", '\\"']) + line[at + chance.randrange(2) :]
    (tmp_path / "a.csv").write_text("\n".join(lines), newline="", encoding="utf-8")
    earshot("consolidate", "a.csv", "--dialect", "comma+backslash", "--rejects-max", "2", "--rejects", "rejects")
    others = events[: damaged - 1] + events[damaged + 1 :]
    assert [play for play in plays(tmp_path) if play in others] == others


def test_rejects_of_escaped_rows_are_taken_in_as_they_are_kept(earshot, tmp_path):
    events = [
        event(0, song='The "One", \\ two', userId="?"),
        event(1, artist='"A'),
        event(2, artist='"B"\n"c"', userId="?"),
    ]
    write_escaped(tmp_path / "a.csv", events, csv.QUOTE_MINIMAL)
    earshot("consolidate", "a.csv", "--dialect", "comma+backslash", "--rejects", "rejects", "--rejects-max", "2")
    kept = (tmp_path / "rejects").read_text()
    assert '"dialect": "comma+backslash"' in kept or '"dialect":"comma+backslash"' in kept
    (tmp_path / "rejects").write_text(kept.replace("?", "7"))
    earshot("reingest", "rejects")
    assert plays(tmp_path) == [events[1], events[0] | {"userId": "7"}, events[2] | {"userId": "7"}]
