"""Dialects that people have: files with other columns, escapes, words and encodings than a plain CSV file's."""

import csv
import io
import json

import pytest

import plays_file

COLUMNS = plays_file.COLUMNS
OUTPUT = "event_datafile_new.csv"


def plays(folder, path=OUTPUT):
    """The plays of the consolidated file, each a dict."""
    return list(csv.DictReader(io.StringIO((folder / path).read_bytes().decode(), newline="")))


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
def test_each_needed_column_is_read_under_another_name(earshot, tmp_path, name, column):
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
    for arguments in (["--rename", "x"], ["--rename", "x=lenth"], ["--with", "song"], ["--with", "x", "--rename", "x=song"]):
        earshot("consolidate", "a.csv", *arguments, exit=2)


EXTRAS = ["userAgent", "city", "a \"name\"", "Ünï cödé", "page"]


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


def test_values_of_added_keys_keep_their_text(earshot, tmp_path):
    line = json.dumps(event(0))[:-1] + ', "lat": 42.350000, "n": 1e2, "yes": true, "none": null, "nested": {"city": 1}}\n'
    (tmp_path / "a.json").write_text(line)
    earshot("consolidate", "a.json", "--with", "lat,n,yes,none,city")
    [play] = plays(tmp_path)
    assert [play[column] for column in ("lat", "n", "yes", "none", "city")] == ["42.350000", "1e2", "true", "", ""]


@pytest.mark.parametrize("name", WRITERS)
def test_rejects_with_other_columns_are_taken_in_again(earshot, tmp_path, name):
    good = [event(number, city=f"City {number}", state='"x", y') for number in range(3)]
    bad = [one | {"userId": "?"} if number == 1 else one for number, one in enumerate(good)]
    names = {"length": "duration", "location": "city", "city": "town"}
    WRITERS[name](tmp_path / name, [renamed(one, names) for one in bad])
    earshot("consolidate", name, "--rename", "duration=length,city=location", "--rename", "town=city", "--with",
            "state,city", "--rejects", "rejects", "--rejects-max", "50%")
    kept = (tmp_path / "rejects").read_text()
    assert "?" in kept
    (tmp_path / "rejects").write_text(kept.replace("?", plays_file.PLAY["userId"]))
    earshot("retry", "rejects")
    assert (tmp_path / "rejects").read_text() == ""
    assert plays(tmp_path) == [good[0], good[2], good[1]]


LISTEN_EVENTS = '''\
artist,song,duration,ts,sessionid,auth,level,itemInSession,city,zip,state,userAgent,lon,lat,userId,lastName,firstName,gender,registration
Thalia,"Mujeres, ""Latinas""",213.41995,1541121934796,7,Logged In,free,3,Lake Havasu City,86403,AZ,"""Mozilla/5.0 (Windows NT 6.1)""",-114.3,34.5,18,Lopez,Ava,F,1540300000000
Muse,Uprising,300,1541121934999,7,Logged In,free,4,Bath,12345,ME,x,-1,2,18,Lopez,Ava,F,1540300000000
'''


def test_newer_output_of_eventsim(earshot, tmp_path):
    """What docs/ingest.md shows for listen_events."""
    (tmp_path / "listen_events.csv").write_text(LISTEN_EVENTS)
    earshot("run", "listen_events.csv", "--rename", "duration=length,city=location,sessionid=sessionId", "--with", "state")
    answer = earshot("ask", "song_at", "session_id=7", "item_in_session=3", "--format", "csv").stdout
    assert next(csv.reader(answer.splitlines()[1:])) == ["Thalia", 'Mujeres, "Latinas"', "213.41995"]
    assert [(play["location"], play["state"]) for play in plays(tmp_path)] == [("Lake Havasu City", "AZ"), ("Bath", "ME")]
