"""One broken day among thirty never passes for a quiet one: the job stops and names the file, or its plays are all there
and what is odd about it is said."""

import csv
import io
import json

import pytest

COLUMNS = (
    "artist,auth,firstName,gender,itemInSession,lastName,length,level,location,page,sessionId,song,ts,userId".split(",")
)
PLAYS = "event_datafile_new.csv"
DAYS = 30
ROWS = 60  # a day, of which each sixth is no play


def events_of(day):
    for row in range(ROWS):
        values = [
            "Björk",
            "Logged In",
            "Ana",
            "F",
            row,
            "O'Neil",
            214.5,
            "paid",
            "Paris, FR",
            "NextSong",
            day,
            f"s{row}",
            1,
            9,
        ]
        event = dict(zip(COLUMNS, values))
        yield event if row % 6 else event | {"artist": "", "song": "", "length": "", "page": "Home"}


def as_csv(day=15, delimiter=",", end="\r\n", changes=None, columns=None):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns or COLUMNS, delimiter=delimiter, lineterminator=end, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(event | (changes or {}) for event in events_of(day))
    return text.getvalue()


def as_json(day=15, end="\n", names=None, changes=None):
    names = names or {}
    lines = []
    for event in events_of(day):
        event = event | (changes or {})
        lines.append(json.dumps({names.get(name, name): value for name, value in event.items() if value != ""}) + end)
    return "".join(lines)


def header_and(rows):
    return as_csv().splitlines(True)[0] + rows


def rows_of(text):
    return text.split("\r\n", 1)[1]


def mostly(text, change):
    """The text with every line after the first changed but each tenth."""
    first, *lines = text.splitlines(True)
    return first + "".join(line if number % 10 == 5 else change(line) for number, line in enumerate(lines))


def snake(name):
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


JSON_DAMAGE = {
    "no newline between objects": as_json(end=""),
    "eight objects a line": "".join(
        line.rstrip("\n") + ("\n" if n % 8 == 7 else "") for n, line in enumerate(as_json().splitlines(True))
    ),
    "lines end with CR": as_json(end="\r"),
    "lines end with U+2028": as_json(end="\u2028"),
    "lines end with commas": as_json(end=",\n"),
    "a wrapper": json.dumps({"events": list(events_of(15))}),
    "columnar": json.dumps({"columns": COLUMNS, "data": [list(event.values()) for event in events_of(15)]}),
    "columns of lists": json.dumps({name: [event[name] for event in events_of(15)] for name in COLUMNS}),
    "an error's message": '{"message":"Internal server error"}',
    "an empty object": "{}",
    "empty objects": "{}\n" * ROWS,
    "an API's empty page": '{"page":1,"total":0,"items":[]}',
    "an API's empty pages": '{"page":1,"total":0,"items":[]}\n' * ROWS,
    "users alone": '{"userId":5}\n' * ROWS,
    "an array": json.dumps(list(events_of(15))),
    "an array in lines": "[\n" + as_json(end=",\n") + "]\n",
    "pretty-printed": "".join(json.dumps(event, indent=2) + "\n" for event in events_of(15)),
    "encoded twice": "".join(json.dumps(line) + "\n" for line in as_json().splitlines()),
    "under a key": "".join('{"event": %s}\n' % line for line in as_json().splitlines()),
    "with a log's prefix": "".join("INFO " + line + "\n" for line in as_json().splitlines()),
    "as single quotes": as_json().replace('"', "'"),
    "null": "null\n" * ROWS,
    "artist is null": as_json(changes={"artist": None}),
    "artist is blank": as_json(changes={"artist": " "}),
    "snake_case": as_json(names={name: snake(name) for name in COLUMNS}),
    "capitals": as_json(names={name: name.upper() for name in COLUMNS}),
    **{
        f"{name} under another name": as_json(names={name: "x" + name + "x"})
        for name in "artist firstName gender itemInSession lastName length level location sessionId song userId".split()
    },
}

CSV_DAMAGE = {
    "rows wrapped, header not": mostly(as_csv(), lambda line: '"' + line.rstrip().replace('"', '""') + '"\r\n'),
    "header LF, rows CR": header_and("").replace("\r", "") + rows_of(as_csv()).replace("\r\n", "\r"),
    "all lines end with CR": as_csv(end="\r"),
    "rows with semicolons": header_and(rows_of(as_csv(delimiter=";"))),
    "rows with tabs": header_and(rows_of(as_csv(delimiter="\t"))),
    "rows in Latin-1": as_csv().encode("latin-1"),
    "one quote and no line ends": header_and('"' + rows_of(as_csv()).replace("\r\n", "")),
    "rows run together": header_and(rows_of(as_csv()).replace("\r\n", "")),
    "rows run together with commas": header_and(rows_of(as_csv()).replace("\r\n", ",")),
    "artist empty": as_csv(changes={"artist": ""}),
    "artist blank": as_csv(changes={"artist": "  "}),
    "artist NULL, with song and length": as_csv(changes={"artist": "", "song": "NULL"}),
    "page alone": header_and(",,,,,,,,,NextSong,,,,\r\n" * ROWS),
    "header only": header_and(""),
    "no bytes": "",
    "blank lines": "\r\n" * ROWS,
    "a column less": as_csv(columns=COLUMNS[1:]),
    "a row's last column less": mostly(as_csv(), lambda line: line.rsplit(",", 1)[0] + "\r\n"),
    "a row's column more": mostly(as_csv(), lambda line: line.rstrip() + ",x\r\n"),
    "no numbers": as_csv(changes={"userId": "x"}),
    "lengths as minutes": as_csv(changes={"length": "3:34"}),
    "a web page": "<!DOCTYPE html>\n<html><body>404</body></html>\n",
    "a pointer to large storage": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    "base64": "YXJ0aXN0LGF1dGg=\n" * ROWS,
    "NULs": header_and("\0" * 4000),
    "rows reversed": header_and(rows_of(as_csv())[::-1]),
    "header again and again": header_and("") * ROWS,
    "UTF-16 with a stray byte": (lambda b: b[:400] + b"x" + b[400:])(as_csv().encode("utf-16")),
    "a zip's bytes": b"PK\x03\x04" + bytes(range(256)) * 8,
    "a gzip that is cut": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"\x01\x02\x03",
    "base64 under the header": header_and("YXJ0aXN0LGF1dGg=\r\n" * ROWS),
    "JSON under the header": header_and(as_json()),
    "the day before without its first rows": header_and(rows_of(as_csv(14)).split("\r\n", 7)[-1]),
    "the day after without its first rows": header_and(rows_of(as_csv(16)).split("\r\n", 7)[-1]),
    "the day before backwards": header_and("".join(reversed(rows_of(as_csv(14)).splitlines(True)))),
    "the day before with a row of something else": as_csv(14) + "x\r\n",
    "the day before and its header again": as_csv(14) + header_and(""),
    "the day before twice": as_csv(14) + rows_of(as_csv(14)),
    "itemInSession the same in each row": as_csv(changes={"itemInSession": 0}),
}


def days(tmp_path, suffix, damaged):
    directory = tmp_path / "days"
    directory.mkdir()
    for day in range(DAYS):
        text = as_csv(day) if suffix == ".csv" else as_json(day)
        (directory / f"{day:02}{suffix}").write_bytes(text.encode())
    (directory / f"15{suffix}").write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode())
    return f"15{suffix}"


def check(earshot, tmp_path, suffix, damaged):
    name = days(tmp_path, suffix, damaged)
    done = earshot("consolidate", "days", exit=None)
    assert name in done.stderr, done.stderr
    if done.returncode != 0:
        assert done.returncode == 1
        assert not (tmp_path / PLAYS).exists()
        return
    plays = (tmp_path / PLAYS).read_bytes().count(b"\r\n") - 1
    told_quiet = f"{name} has a header and no events" in done.stderr
    assert plays == DAYS * ROWS * 5 // 6 or told_quiet, done.stderr


@pytest.mark.parametrize("damaged", JSON_DAMAGE.values(), ids=JSON_DAMAGE.keys())
def test_a_damaged_day_of_json(earshot, tmp_path, damaged):
    check(earshot, tmp_path, ".json", damaged)


@pytest.mark.parametrize("damaged", CSV_DAMAGE.values(), ids=CSV_DAMAGE.keys())
def test_a_damaged_day_of_csv(earshot, tmp_path, damaged):
    check(earshot, tmp_path, ".csv", damaged)


def test_good_days_are_not_judged_harshly(earshot, tmp_path):
    days(tmp_path, ".json", as_json())
    (tmp_path / "days" / "15.json").write_text(as_json(changes={"userId": 9}))
    said = earshot("consolidate", "days").stderr
    assert "15.json" not in said


def test_a_day_without_plays_is_named_and_allowed(earshot, tmp_path):
    home = {"artist": "", "song": "", "length": "", "page": "Home", "firstName": "", "lastName": "", "gender": ""}
    name = days(tmp_path, ".json", as_json(changes=home | {"location": "", "userId": ""}))
    said = earshot("consolidate", "days", "--report", "report").stderr
    assert f"days/{name} has events, but no play" in said
    assert json.loads((tmp_path / "report").read_text())["files_without_plays"] == [f"days/{name}"]


def test_null_counts_as_a_key(earshot, tmp_path):
    days(tmp_path, ".json", as_json(changes={"location": None}))
    assert "no value in any play for: location" in earshot("consolidate", "days/15.json").stderr


def test_the_nearest_key_and_how_to_read_it(earshot, tmp_path):
    days(tmp_path, ".json", as_json(names={"artist": "artistName", "location": "locations"}))
    said = earshot("consolidate", "days", exit=1).stderr
    assert "rename artistName=artist" in said and "rename locations=location" in said and "--rename" in said
    earshot("consolidate", "days/15.json", "--rename", "artistName=artist", "--rename", "locations=location")


def test_all_broken_files_are_named(earshot, tmp_path):
    days(tmp_path, ".csv", as_csv(changes={"artist": ""}))
    (tmp_path / "days" / "03.csv").write_text(header_and("x\r\n" * ROWS))
    said = earshot("consolidate", "days", "--report", "report", exit=1).stderr
    assert "days/03.csv: 60 of 60 rows" in said and "days/15.csv: page says NextSong in 50 events" in said
    report = json.loads((tmp_path / "report").read_text())
    assert [file["file"] for file in report["broken_files"]] == ["days/03.csv", "days/15.csv"]


def test_all_rejects_can_be_allowed(earshot, tmp_path):
    days(tmp_path, ".csv", header_and("x\r\n" * ROWS))
    said = earshot("consolidate", "days", "--rejects-max", "100%").stderr
    assert "days/15.csv has events, but no play" in said


def test_rejected_bytes_count(earshot, tmp_path):
    days(tmp_path, ".csv", as_csv() + "x" * 20000 + "\r\n")
    earshot("consolidate", "days", exit=1)


def test_some_artists_that_are_lost_are_counted_and_many_stop_the_job(earshot, tmp_path):
    rows = [f"{'' if i < 3 else 'A'},F,M,{i},L,2.5,paid,loc,7,s{i},9,NextSong" for i in range(400)]
    header = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId,page"
    (tmp_path / "day.csv").write_text("\n".join([header, *rows, ""]))
    told = earshot("consolidate", "day.csv", "--report", "report").stderr
    assert "page says NextSong in 3 events without an artist (first day.csv)" in told
    assert json.loads((tmp_path / "report").read_text())["songs_without_artist"] == 3
    told = earshot("consolidate", "day.csv", "--rejects-max", "2", exit=1).stderr
    assert "page says NextSong in 3 of 3 events that have no artist (first day.csv)" in told
