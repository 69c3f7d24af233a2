"""One broken day among thirty, damaged in more ways: the job stops, or the file is named on stderr and in the report.

What nothing in a file shows is listed at the end: columns that are swapped, a header included."""

import base64
import gzip
import json
import os
import shutil

import pytest

from test_lost_day import COLUMNS, DAYS, PLAYS, ROWS, as_csv, as_json, days, events_of, header_and, mostly, rows_of

LINES = as_csv().splitlines(True)


def compressed(text, change=lambda data: data):
    return change(gzip.compress(text.encode()))


def with_columns(names):
    """The rows of all columns under a header of these."""
    return ",".join(names) + "\r\n" + rows_of(as_csv())


STOPS = {
    ".csv": {
        "cut in a row": as_csv()[: as_csv().index("s31,") + 1],
        "cut in the header": LINES[0][:40],
        "cut in a quoted field": as_csv()[: as_csv().index('"Paris', 2000) + 4],
        "cut, then filled up with zeros": as_csv()[:3000] + "\0" * 1096,
        "half of it zeros": as_csv()[: len(as_csv()) // 2] + "\0" * (len(as_csv()) // 2),
        "zeros": "\0" * len(as_csv()),
        "zeros after the header": LINES[0] + "\0" * 4096,
        "zeros, then rows": LINES[0] + "\0" * 4096 + rows_of(as_csv())[4096:],
        "another file behind it": as_csv() + "<html>\n" + "<p>x</p>\n" * (2 * ROWS) + "</html>\n",
        # Compressed.
        "a gzip that is cut": compressed(as_csv(), lambda data: data[: len(data) // 2]),
        "a gzip without its end": compressed(as_csv(), lambda data: data[:-4]),
        "a gzip with a wrong byte": compressed(as_csv(), lambda data: data[:50] + bytes([data[50] ^ 1]) + data[51:]),
        "a gzip with text behind it": compressed(as_csv(), lambda data: data + b"done\n"),
        "a gzip of nothing": compressed(""),
        "a gzip of a gzip": gzip.compress(compressed(as_csv())),
        "a gzip of blank lines": compressed("\n" * 99),
        "a gzip of zeros": compressed("\0" * 9999),
        "half a header of gzip": b"\x1f\x8b\x08",
        # Of something else.
        "blanks": "   \r\n\t\r\n",
        "one blank": " ",
        "base64 of the file": base64.encodebytes(as_csv().encode()),
        "base64 of the file in one line": base64.b64encode(as_csv().encode()),
        "a login page": "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n",
        "a proxy's error": "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
        "a server's XML": '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
        "an error in text": "ERROR 1045 (28000): Access denied for user\n",
        "a database's error behind the header": LINES[0] + "ERROR: canceling statement due to statement timeout\n",
        "a pointer": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
        "a path, of a link that a copy has made a file": "../2018/11/15.csv",
        "another table": "id,name,price\r\n" + "1,x,2.5\r\n" * ROWS,
        "an SQL dump": "INSERT INTO events VALUES (1,'x');\n" * ROWS,
        "a spreadsheet": b"PK\x03\x04" + b"[Content_Types].xml" * 99,
        "the day before": as_csv(14),
        "the day before, compressed": compressed(as_csv(14)),
        # Its columns and its quotes.
        "a name less in the header": with_columns(COLUMNS[1:]),
        "a name more in the header": with_columns(["id"] + COLUMNS),
        "an id before each row but the header": mostly(as_csv(), lambda line: "7," + line),
        "the header's names without commas": LINES[0].replace(",", " ") + rows_of(as_csv()),
        "a header without an end": LINES[0].strip() + rows_of(as_csv()),
        "no header": rows_of(as_csv()),
        "an open quote in the header": '"' + as_csv(),
        "an open quote before the last name": as_csv().replace("userId", '"userId', 1),
        "rows end in an open quote": mostly(as_csv(), lambda line: line.rstrip() + '"\r\n'),
        "quotes escaped in all rows": mostly(as_csv(), lambda line: line.replace('"', '\\"')),
        "single quotes for quotes": mostly(as_csv(), lambda line: line.replace('"', "'")),
        "words for numbers": as_csv(changes={"sessionId": "NULL"}),
        "numbers below zero": as_csv(changes={"sessionId": -1}),
        "numbers that were rounded": as_csv(changes={"userId": "1.2E+01"}),
        "artist lost, and its song and length": as_csv(changes={"artist": "", "song": "", "length": ""}),
        "songs lost": as_csv(changes={"song": ""}),
        "songs called NULL": as_csv(changes={"song": "NULL"}),
        "locations lost": as_csv(changes={"location": ""}),
        "names lost": as_csv(changes={"firstName": " ", "lastName": " "}),
        "artist lost, of JSON in a column": header_and("{}" + "," * (len(COLUMNS) - 1) + "\r\n") * 9,
        # Its bytes.
        "UTF-16 with an odd byte": as_csv().encode("utf-16")[1:],
        "UTF-16 with an odd byte in the middle": (lambda b: b[:3001] + b[3002:])(as_csv().encode("utf-16")),
        "UTF-16 without its first half": as_csv().encode("utf-16-le")[1::2],
        "UTF-32": as_csv().encode("utf-32"),
        "EBCDIC": as_csv().encode("cp500"),
        "each byte with its top bit": bytes(byte | 0x80 for byte in as_csv().encode()),
        "hexadecimal": as_csv().encode().hex(),
        "quoted-printable": as_csv().replace(",", "=2C"),
        "escaped as HTML": mostly(as_csv(), lambda line: line.replace('"', "&quot;").replace(",", "&#44;")),
        "reversed": as_csv()[::-1],
    },
    ".json": {
        "cut in an object": as_json()[: len(as_json()) // 2 + 5],
        "cut in its first object": as_json()[:50],
        "two arrays": json.dumps(list(events_of(15))) + "\n" + json.dumps(list(events_of(16))),
        "an array a line": "".join(json.dumps([event]) + "\n" for event in events_of(15)),
        "arrays of values": "".join(json.dumps(list(event.values())) + "\n" for event in events_of(15)),
        "an empty array": "[]",
        "an empty array and a line end": "[]\n",
        "null": "null",
        "a text": '"ok"',
        "a number": "0",
        "cut, then filled up with zeros": as_json()[:3000] + "\0" * 1096,
        "separated by RS": "".join("\x1e" + line for line in as_json().splitlines(True)),
        "with commas before the objects": "".join("," + line for line in as_json().splitlines(True)),
        "a length before each object": "".join(f"{len(line)}{line}" for line in as_json().splitlines(True)),
        "as Python prints it": "".join(str(event) + "\n" for event in events_of(15)),
        "as a callback": "callback(" + json.dumps(list(events_of(15))) + ");",
        "as an assignment": "".join("events = " + line for line in as_json().splitlines(True)),
        "an object of objects": json.dumps({str(i): event for i, event in enumerate(events_of(15))}),
        "an error with a status": json.dumps({"status": 500, "error": "x", "ts": 1541121934796}),
        "an error with an event's keys": json.dumps({"status": 500, "page": "/events", "method": "GET", "ts": 1})
        + "\n",
        "metrics with a time": '{"ts": 1541121934796, "cpu": 0.5}\n' * ROWS,
        "a schema": json.dumps({name: "string" for name in COLUMNS}) + "\n",
        "values in objects": "".join(json.dumps({k: {"value": v} for k, v in e.items()}) + "\n" for e in events_of(15)),
        "values in lists": "".join(json.dumps({k: [v] for k, v in e.items()}) + "\n" for e in events_of(15)),
        "keys with blanks": as_json(names={name: " " + name for name in COLUMNS}),
        "keys shortened": as_json(names={name: name[:3] for name in COLUMNS}),
        "all under a key and a time": "".join('{"ts": 1, "event": %s}\n' % line for line in as_json().splitlines()),
        "session and user lost": as_json(names={"sessionId": "x", "userId": "y"}),
        "the day before": as_json(14),
        "the day before as CSV": as_csv(14),
        "locations that are null": as_json(changes={"location": None}),
        "a table": "".join("| " + line.replace("{", "").replace("}", " |") for line in as_json().splitlines(True)),
        "no quotes": as_json().replace('"', ""),
    },
}
CASES = [(suffix, name) for suffix, cases in STOPS.items() for name in cases]


def is_in(report, name):
    lists = ["files_without_events", "files_without_plays", "files_without_last_line_end", "files_of_one_play"]
    return any(name in report[key] for key in lists)


@pytest.mark.parametrize("suffix, case", CASES, ids=[f"{case} ({suffix[1:]})" for suffix, case in CASES])
def test_the_job_stops(earshot, tmp_path, suffix, case):
    name = days(tmp_path, suffix, STOPS[suffix][case])
    said = earshot("consolidate", "days", exit=1).stderr
    assert f"days/{name}" in said
    assert not (tmp_path / PLAYS).exists()


ALLOWED = {
    "a header alone": header_and(""),
    "a gzip of a header": compressed(header_and("")),
    "a header without a line end": header_and("").strip(),
    "a header and blank lines": header_and("\r\n" * 9 + "," * (len(COLUMNS) - 1) + "\r\n"),
    "nobody hears anything": as_csv(changes={"artist": "", "song": "", "length": "", "page": "Home"}),
    "the last row cut in its last number": as_csv(changes={"userId": 39})[:-3],
    "the last line end lost": as_csv().rstrip(),
    "one row again and again": LINES[0] + LINES[2] * ROWS,
}


@pytest.mark.parametrize("damaged", ALLOWED.values(), ids=ALLOWED.keys())
def test_a_day_that_may_be_right_is_named(earshot, tmp_path, damaged):
    name = days(tmp_path, ".csv", damaged)
    said = earshot("consolidate", "days", "--report", "report").stderr
    assert f"days/{name}" in said
    assert is_in(json.loads((tmp_path / "report").read_text()), f"days/{name}")


def test_a_column_that_all_days_lack_is_named(earshot, tmp_path):
    """Names that nobody keeps are nothing that one day has lost; a song without a name was not heard."""
    for day in range(1, 31):
        (tmp_path / f"{day}.csv").write_text(as_csv(day, changes={"firstName": "", "lastName": ""}))
    said = earshot("consolidate", *(f"{day}.csv" for day in range(1, 31)), "--report", "report").stderr
    assert "1.csv and 29 more files have no value in any play for: firstName, lastName" in said
    files = json.loads((tmp_path / "report").read_text())["files_with_empty_columns"]
    assert files[0] == {"file": "1.csv", "columns": "firstName, lastName"} and len(files) == 30
    (tmp_path / "day.csv").write_text(as_csv(changes={"song": ""}))
    assert "day.csv: song is empty in each of its 50 plays" in earshot("consolidate", "day.csv", exit=1).stderr


def test_an_object_of_nulls_is_named(earshot, tmp_path):
    name = days(tmp_path, ".json", json.dumps(dict.fromkeys(COLUMNS)) + "\n")
    assert f"days/{name} has events, but no play" in earshot("consolidate", "days").stderr


@pytest.mark.parametrize("suffix", [".csv", ".json"])
@pytest.mark.parametrize("share", range(1, 100, 1 if os.environ.get("EARSHOT_TORTURE") else 11))
def test_a_day_that_is_cut_anywhere(earshot, tmp_path, suffix, share):
    """It stops or is named, unless it was cut at the end of a row, which nothing shows."""
    text = as_csv() if suffix == ".csv" else as_json()
    name = days(tmp_path, suffix, text[: len(text) * share // 100].rstrip("\n"))
    done = earshot("consolidate", "days", "--report", "report", exit=None)
    assert f"days/{name}" in done.stderr
    if done.returncode == 0:
        assert is_in(json.loads((tmp_path / "report").read_text()), f"days/{name}")


def test_what_nothing_shows(earshot, tmp_path):
    """Columns of text that were swapped, and rows that are not there."""
    swapped = with_columns(["song" if name == "artist" else "artist" if name == "song" else name for name in COLUMNS])
    for damaged in [swapped, "".join(LINES[:20])]:
        days(tmp_path, ".csv", damaged)
        earshot("consolidate", "days")
        shutil.rmtree(tmp_path / "days")
