"""earshot consolidate on what companies really have: compressed, encoded, delimited, wrapped, JSON. The same events in each
form give the same consolidated file."""

import contextlib
import csv
import gzip
import io
import json
import os
import pathlib
import socket
import subprocess
import time

import pytest
import rejects_file
import zstandard

COLUMNS = "artist auth firstName gender itemInSession lastName length level location method page registration".split()
COLUMNS += "sessionId song status ts userId".split()
PLAYS = "event_datafile_new.csv"


def event(number, **changes):
    values = dict(zip(COLUMNS, ["Björk", "Logged In", "Ana", "F", str(number), 'O"Neil', "214.20363", "paid"]))
    values |= dict(location="Paris, FR", method="PUT", page="NextSong", registration="1.54031E+12", sessionId="139")
    values |= dict(song='Jóga; \tor: 夜の歌, 12"', status="200", ts="1541106106796", userId="26")
    return values | changes


EVENTS = [event(0), event(1, artist="", song="", length="", page="Home"), event(2, song="It's Oh So Quiet"), event(3)]


def as_csv(delimiter=",", line_end="\r\n", events=EVENTS, columns=COLUMNS):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator=line_end)
    writer.writeheader()
    writer.writerows(events)
    return text.getvalue()


def as_json(events=EVENTS):
    """As eventsim writes them: numbers are numbers, and what is empty is left out."""
    lines = []
    for values in events:
        line = {name: value for name, value in values.items() if value}
        line |= {name: int(line[name]) for name in ["itemInSession", "sessionId", "status", "ts"]}
        if "length" in line:
            line["length"] = float(line["length"])
        line["userAgent"] = {"name": "Mozilla", "list": [1, {"artist": "no"}]}
        lines.append(json.dumps(line) + "\n")
    return "".join(lines)


def wrapped(text):
    return "".join('"' + line.replace('"', '""') + '"\r\n' for line in text.splitlines())


def plain():
    columns = "artist firstName gender itemInSession lastName length level location sessionId song userId".split()
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([values[column] for column in columns] for values in EVENTS if values["artist"])
    return text.getvalue()


FORMS = {
    "plain": ("e.csv", as_csv().encode(), None),
    "LF": ("e.csv", as_csv(line_end="\n").encode(), None),
    "BOM": ("e.csv", as_csv().encode("utf-8-sig"), None),
    "gzip": ("e.csv.gz", gzip.compress(as_csv().encode()), "gzip"),
    "gzip in two members": (
        "e.csv.gz",
        gzip.compress(as_csv()[:99].encode()) + gzip.compress(as_csv()[99:].encode()),
        "gzip",
    ),
    "zstd": ("e.csv.zst", zstandard.compress(as_csv().encode()), "zstd"),
    "gzip and zeros": ("e.csv.gz", gzip.compress(as_csv().encode()) + bytes(100_000), "gzip"),
    "zstd behind a frame of no text": (
        "e.csv.zst",
        bytes.fromhex("502a4d1804000000") + b"text" + zstandard.compress(as_csv().encode()),
        "zstd",
    ),
    "zstd behind another": (
        "e.csv.zst",
        bytes.fromhex("5f2a4d1800000000") + zstandard.compress(as_csv().encode()),
        "zstd",
    ),
    "gzip without the name": ("e.csv", gzip.compress(as_csv().encode()), "gzip"),
    "json": ("e.json", as_json().encode(), "JSON, an object a line"),
    "json in ASCII and CRLF": ("e.ndjson", as_json().replace("\n", "\r\n\r\n").encode(), "JSON, an object a line"),
    "json, zstd": ("e.json.zst", zstandard.compress(as_json().encode()), "zstd, JSON, an object a line"),
    "UTF-16 with BOM": ("e.csv", as_csv().encode("utf-16"), "UTF-16LE"),
    "UTF-16, big end first": ("e.csv", b"\xfe\xff" + as_csv().encode("utf-16-be"), "UTF-16BE"),
    "UTF-16 without BOM": ("e.csv", as_csv().encode("utf-16-le"), "UTF-16LE"),
    "UTF-16, tabs, gzip": (
        "e.csv.gz",
        gzip.compress(as_csv("\t").encode("utf-16")),
        "gzip, UTF-16LE, tabs between the fields",
    ),
    "semicolons": ("e.csv", as_csv(";").encode(), "semicolons between the fields"),
    "tabs": ("e.csv", as_csv("\t").encode(), "tabs between the fields"),
    "sep= line": ("e.csv", b"sep=;\r\n" + as_csv(";").encode(), "a sep= line, semicolons between the fields"),
    "sep= line with commas": ("e.csv", b"sep=,\r\n" + as_csv().encode(), "a sep= line"),
    "wrapped": ("e.csv", wrapped(as_csv()).encode(), "lines in one more pair of quotes"),
    "wrapped, semicolons": (
        "e.csv",
        wrapped(as_csv(";")).encode("utf-8-sig"),
        "lines in one more pair of quotes, semicolons",
    ),
    "decimal comma": (
        "e.csv",
        as_csv(";", events=[e | {"length": e["length"].replace(".", ",")} for e in EVENTS]).encode(),
        "semicolons",
    ),
    "blank lines": ("e.csv", as_csv().replace("\r\n", "\r\n\r\n").encode(), None),
    "blank lines before the header": ("e.csv", b"\r\n\n\n" + as_csv().encode(), None),
    "more blank lines than are looked at": ("e.csv", b"\xef\xbb\xbf" + b"\n" * 70_000 + as_csv("\t").encode(), "tabs"),
    "blank lines before and behind the sep= line": (
        "e.csv",
        b"\n\nsep=;\r\n\r\n" + wrapped(as_csv(";")).encode(),
        "a sep= line, lines in",
    ),
    "blank lines before json": ("e.json", b"\n\r\n" + as_json().encode(), "JSON"),
    "empty columns behind": ("e.csv", as_csv().replace("\r\n", ",,\r\n").encode(), None),
    "zero decimals behind a comma": (
        "e.csv",
        as_csv(
            ";",
            events=[
                e | {"sessionId": "139,0", "itemInSession": e["itemInSession"] + ",00", "userId": "26.0"}
                for e in EVENTS
            ],
        ).encode(),
        "semicolons",
    ),
    "zero decimals": (
        "e.csv",
        as_csv(events=[e | {"sessionId": "139.0", "userId": "26.0"} for e in EVENTS]).encode(),
        None,
    ),
}


@pytest.mark.parametrize("name, content, told", FORMS.values(), ids=FORMS.keys())
def test_every_form_gives_the_same_file(earshot, tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    done = earshot("consolidate", ".", "-o", PLAYS)
    assert (tmp_path / PLAYS).read_bytes().decode() == plain()
    if told:
        assert f"{name} is read as: {told}" in done.stderr
    else:
        assert "is read as" not in done.stderr


def test_what_is_left_out_of_a_directory_is_told(earshot, tmp_path):
    directory = tmp_path / "days"
    directory.mkdir()
    (directory / "a.CSV").write_bytes(FORMS["plain"][1])
    (directory / "b.csv.GZ").write_bytes(gzip.compress(as_csv(events=EVENTS[:1]).encode()))
    (directory / ".DS_Store").write_text("x")
    (directory / ".git").mkdir()
    done = earshot("consolidate", "days")
    assert "consolidated 2 event files" in done.stderr
    assert "left out" not in done.stderr
    (directory / "x.csv.bz2").write_text("x")
    (directory / "c.txt").write_text("x")
    (directory / "older.csv").mkdir()
    os.mkfifo(directory / "pipe.csv")
    done = earshot("consolidate", "days", "--report", "report.json")
    assert "left out: days/c.txt and 1 more file: its name is not that of an event file\n" in done.stderr
    assert "left out: days/older.csv: a directory; DIRECTORY/** reads what is below\n" in done.stderr
    left_out = json.loads((tmp_path / "report.json").read_text())["files_left_out"]
    assert [file["file"] for file in left_out] == ["days/c.txt", "days/older.csv", "days/pipe.csv", "days/x.csv.bz2"]


@pytest.mark.parametrize("form", ["plain", "semicolons", "quoted", "wrapped", "UTF-16 with BOM", "gzip"])
@pytest.mark.parametrize("columns", [COLUMNS, COLUMNS[::-1], COLUMNS[12:] + COLUMNS[:12]])
@pytest.mark.parametrize("count", [1, 30_000])
def test_lines_that_end_with_a_carriage_return_alone(earshot, tmp_path, form, columns, count):
    text = as_csv(";" if form == "semicolons" else ",", "\r", [EVENTS[0]] * count, columns)
    if form == "quoted":
        text = '"' + text[:-1].replace("\r", '"\r"').replace(",", '","') + '"\r'
    if form == "wrapped":
        text = "".join('"' + line.replace('"', '""') + '"\r' for line in text.split("\r")[:-1])
    content = text.encode("utf-16" if form.startswith("UTF-16") else "utf-8")
    (tmp_path / "e.csv").write_bytes(gzip.compress(content) if form.startswith("gzip") else content)
    told = earshot("consolidate", "e.csv", exit=1).stderr
    assert (
        "e.csv, line 1: the header has a carriage return without a line feed; if lines end with CR alone, convert them"
        in told
    )


def test_the_header_alone_says_how_lines_end(earshot, tmp_path):
    """A quote in the middle of a name opens nothing, and what stands in a later row is that row's."""
    header, row = as_csv(events=[event(2, song='"a\rb"')]).split("\r\n")[:2]
    (tmp_path / "e.csv").write_bytes(f'12" x,{header}\r\nx,{row}\r\n"y"\rz\r\n'.encode())
    earshot("consolidate", "e.csv", "--rejects", "r", "--rejects-max", "1")
    [reject] = rejects_file.read(tmp_path / "r")
    assert (reject["line"], reject["kind"]) == (3, "text_after_quote")


def test_a_carriage_return_in_a_name_of_the_header(earshot, tmp_path):
    (tmp_path / "e.csv").write_bytes(as_csv(columns=["a\rb", "c\nd"] + COLUMNS).encode())
    earshot("consolidate", "e.csv")
    assert (tmp_path / PLAYS).read_bytes().decode() == plain()


def test_a_directory_of_everything(earshot, tmp_path):
    directory = tmp_path / "days"
    directory.mkdir()
    for number, (name, content, _) in enumerate(FORMS.values()):
        (directory / f"{number:02}-{name}").write_bytes(content)
    done = earshot("consolidate", "days", "--report", "report.json", exit=1)
    assert "days/01-e.csv: it is a copy of days/00-e.csv" in done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["plays"], report["rejects"]) == (3 * len(FORMS), 0)
    assert len(report["broken_files"]) == len(FORMS) - 1
    assert all("is a copy of days/00-e.csv" in file["fault"] for file in report["broken_files"])


@pytest.mark.parametrize("form", ["plain", "gzip", "json", "UTF-16 with BOM"])
def test_standard_input(earshot, tmp_path, form):
    path = tmp_path / "input"
    path.write_bytes(FORMS[form][1])
    with path.open("rb") as input:
        earshot("consolidate", "-", stdin=input)
    assert (tmp_path / PLAYS).read_bytes().decode() == plain()


def test_standard_input_goes_on_where_it_stands(earshot, tmp_path):
    (tmp_path / "input").write_bytes(b"read by somebody else\n" + as_csv().encode())
    with (tmp_path / "input").open("rb", buffering=0) as input:
        assert input.read(22).endswith(b"\n")
        earshot("consolidate", "-", stdin=input)
    assert (tmp_path / PLAYS).read_bytes().decode() == plain()


def test_standard_input_may_be_a_socket(earshot, tmp_path):
    ours, its = socket.socketpair()
    with its:
        with ours:
            ours.sendall(as_csv().encode())
        earshot("consolidate", "-", stdin=its)
    assert (tmp_path / PLAYS).read_bytes().decode() == plain()


@pytest.mark.parametrize("outputs", ["", "--rejects r --repair-text --repairs s --report t"])
def test_standard_input_that_is_closed(tmp_path, outputs):
    command = f"{os.environ['EARSHOT']} consolidate - {outputs} <&-"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, "standard input is closed" in done.stderr) == (1, True), done.stderr
    assert list(tmp_path.iterdir()) == []


def open_files(process_id):
    opened = {}
    for link in pathlib.Path(f"/proc/{process_id}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed again in the meantime
            opened[int(link.name)] = os.readlink(link)
    return opened


def test_closed_descriptors_do_not_become_files(tmp_path):
    """Else the messages would be written into the file that is opened first."""
    command = f"exec {os.environ['EARSHOT']} consolidate - >&- 2>&-"
    with subprocess.Popen(["sh", "-c", command], cwd=tmp_path, stdin=subprocess.PIPE) as process:
        opened = {}
        while not any(path.startswith(str(tmp_path)) for path in opened.values()):
            assert process.poll() is None
            time.sleep(0.01)
            opened = open_files(process.pid)
        assert (opened[1], opened[2]) == ("/dev/null", "/dev/null")
        process.communicate(as_csv().encode())
    assert (tmp_path / PLAYS).read_bytes().decode() == plain()


def test_explain_says_why(earshot, tmp_path):
    (tmp_path / "e.csv").write_bytes(b"sep=;\r\n" + as_csv(";", events=EVENTS[:1]).encode())
    (tmp_path / "f.csv").write_bytes(FORMS["plain"][1])
    done = earshot("consolidate", "e.csv", "f.csv", "--explain")
    assert "semicolons between the fields: the header names 17 columns with them, and 0 with commas" in done.stderr
    assert "1 file is plain CSV" in done.stderr
    (tmp_path / "g.csv").write_bytes(as_csv(events=EVENTS[:1]).encode())
    assert "2 files are plain CSV" in earshot("consolidate", "f.csv", "g.csv", "--explain").stderr


def test_dialect_overrides_what_is_found(earshot, tmp_path):
    (tmp_path / "e.csv").write_bytes(FORMS["decimal comma"][1])
    done = earshot("consolidate", "e.csv", "--dialect", "semicolon", exit=1)
    assert '"214,20363" is not a number' in done.stderr
    done = earshot("consolidate", "e.csv", "--dialect", "semicolon+decimal-comma", "--explain")
    assert (
        "e.csv is read as: semicolon+decimal-comma\n    semicolon+decimal-comma: given, not detected\n" in done.stderr
    )
    assert "plain CSV" not in done.stderr
    assert (tmp_path / PLAYS).read_bytes().decode() == plain()
    assert "there is no header" in earshot("consolidate", "e.csv", "--dialect", "tab", exit=1).stderr
    refused = earshot("consolidate", "e.csv", "--dialect", "colon", exit=2).stderr
    assert "--dialect colon: unknown dialect; use json, comma" in refused


def test_encoding_names_what_the_files_are_in(earshot, tmp_path):
    events = [e | {"song": "Jóga"} for e in EVENTS if e["artist"]]
    (tmp_path / "e.csv").write_bytes(as_csv(events=events).encode("latin-1"))
    done = earshot("consolidate", "e.csv", exit=1)
    assert "0xF6, is not UTF-8" in done.stderr
    earshot("consolidate", "e.csv", "--encoding", "ISO-8859-1")
    assert (tmp_path / PLAYS).read_text().count('"Björk"') == 3
    assert (
        "--encoding klingon: unknown encoding"
        in earshot("consolidate", "e.csv", "--encoding", "klingon", exit=2).stderr
    )


def test_what_is_no_character_rejects_its_row_only(earshot, tmp_path):
    text = as_csv(events=[event(0), event(1), event(2)]).encode("utf-16-le")
    lone_surrogate = text.replace("Björk".encode("utf-16-le"), b"\x00\xd8A\x00", 1)
    (tmp_path / "e.csv").write_bytes(lone_surrogate)
    earshot("consolidate", "e.csv", "--rejects", "r", "--rejects-max", "1")
    [reject] = rejects_file.read(tmp_path / "r")
    assert (reject["line"], reject["kind"], reject["column"]) == (2, "not_in_encoding", "artist")
    assert reject["reason"] == "character 1 of the row does not exist in UTF-16LE"


@pytest.mark.parametrize(
    "encoding, codec",
    [("UTF-16", "utf-16-le"), ("utf-16le", "utf-16-le"), ("UCS-2LE", "utf-16-le"), ("utf-32", "utf-32-le")]
    + [("Utf-32Be", "utf-32-be"), ("UCS-4LE", "utf-32-le")],
)
def test_behind_what_is_no_character_the_next_row_is_read(earshot, tmp_path, encoding, codec):
    text = as_csv(events=[event(0), event(1, song="X"), event(2)]).encode(codec)
    surrogate = "\ud800".encode(codec, "surrogatepass")
    (tmp_path / "e.csv").write_bytes(text.replace("X".encode(codec), surrogate))
    earshot("consolidate", "e.csv", "--encoding", encoding, "--rejects", "r", "--rejects-max", "1")
    [reject] = rejects_file.read(tmp_path / "r")
    assert (reject["line"], reject["kind"], reject["column"]) == (3, "not_in_encoding", "song")
    assert (tmp_path / PLAYS).read_bytes().count(b"\r\n") == 3


def test_a_byte_that_the_named_encoding_does_not_have(earshot, tmp_path):
    content = as_csv(events=[event(0, song="X"), event(1, song="Y")]).encode("windows-1252").replace(b"X", b"\x81")
    (tmp_path / "e.csv").write_bytes(content)
    told = earshot("consolidate", "e.csv", "--encoding", "windows-1252", "--rejects", "r", "--rejects-max", "1").stderr
    character = content.splitlines()[1].index(b"\x81") + 1
    assert f"column song: character {character} of the row does not exist in windows-1252" in told
    # What is not repaired is rejected again, and for the same reason.
    assert "does not exist in windows-1252" in earshot("reingest", "r").stderr


def test_one_byte_may_become_many(earshot, tmp_path):
    """TSCII has bytes that are twelve bytes of UTF-8."""
    rows = as_csv(line_end="\n", events=[event(0, artist="Ana")]).encode("ascii", "ignore")
    (tmp_path / "e.csv").write_bytes(rows + b"\x82" * 300_000 + b"\n" + b"\x82" * 5000 + b"\n" + rows.splitlines()[1])
    earshot("consolidate", "e.csv", "--encoding", "TSCII", "--rejects", "r", "--rejects-max", "2")
    assert (tmp_path / PLAYS).read_bytes().count(b"\r\n") == 3
    long, short = rejects_file.read(tmp_path / "r")
    assert (long["kind"], short["kind"]) == ("row_too_long", "too_few_fields")
    assert short["raw"] == "\u0bb8\u0bcd\u0bb0\u0bc0" * 5000


def test_the_last_letter_is_not_lost(earshot, tmp_path):
    """In CP1258 an accent follows its letter, which is held back until it is known that none follows."""
    header = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,userId,song\n"
    (tmp_path / "e.csv").write_bytes((header + "A,f,M,1,l,2.5,paid,x,7,9,abc").encode())
    earshot("consolidate", "e.csv", "--encoding", "CP1258")
    assert '"abc"' in (tmp_path / PLAYS).read_text()


ZSTD = zstandard.ZstdCompressor(write_checksum=True)  # as the zstd program does


@pytest.mark.parametrize("compressed", [gzip.compress(as_csv().encode()), ZSTD.compress(as_csv().encode())])
def test_compressed_data_that_are_not_whole(earshot, tmp_path, compressed):
    (tmp_path / "cut.csv").write_bytes(compressed[: len(compressed) // 2])
    assert "cut.csv: the compressed data end in the middle" in earshot("consolidate", "cut.csv", exit=1).stderr
    damaged = bytearray(compressed)
    damaged[len(compressed) // 2] ^= 0xFF
    damaged[len(compressed) // 2 + 1] ^= 0xFF
    (tmp_path / "damaged.csv").write_bytes(damaged)
    assert "damaged.csv: the compressed data" in earshot("consolidate", "damaged.csv", exit=1).stderr


def test_a_window_that_would_take_too_much_memory(earshot, tmp_path):
    def compressed(window_log):
        parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=window_log)
        stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
        return stream.compress(as_csv().encode()) + stream.flush()

    (tmp_path / "e.csv").write_bytes(compressed(27))
    told = earshot("consolidate", "e.csv", exit=1).stderr
    assert (
        "e.csv: it is compressed with a window of more than 32 MiB, as zstd's --long and --ultra do; compress it again"
        in told
    )
    (tmp_path / "e.csv").write_bytes(compressed(25))
    earshot("consolidate", "e.csv")


def test_what_follows_a_gzip_member_is_zeros_or_one_more(earshot, tmp_path):
    (tmp_path / "e.csv").write_bytes(gzip.compress(as_csv().encode()) + bytes(9) + b"text")
    assert "the compressed data are damaged" in earshot("consolidate", "e.csv", exit=1).stderr


def test_lines_are_counted_from_the_first_blank_one(earshot, tmp_path):
    (tmp_path / "e.csv").write_bytes(b"\n\nsep=,\n\n" + as_csv(line_end="\n").encode() + b"x\n")
    earshot("consolidate", "e.csv", "--rejects", "r", "--rejects-max", "1", "--report", "report.json")
    [reject] = rejects_file.read(tmp_path / "r")
    assert (reject["line"], reject["byte_offset"]) == (10, (tmp_path / "e.csv").stat().st_size - 2)
    assert json.loads((tmp_path / "report.json").read_text())["blank_lines"] == 3
    (tmp_path / "e.csv").write_bytes(b"\n\n1,2\n")
    assert "e.csv, line 3: there is no header" in earshot("consolidate", "e.csv", exit=1).stderr
    for nothing in [b"\n", b"\n\r\n" * 40_000, b"sep=;\n\n"]:
        (tmp_path / "e.csv").write_bytes(nothing)
        assert "there is no header" in earshot("consolidate", "e.csv", exit=1).stderr


def test_what_stands_instead_of_a_header_is_shown_without_harm(earshot, tmp_path):
    (tmp_path / "e.csv").write_bytes("\x1b[2J\a".encode() + b"\xff\x00" + "é".encode() * 99 + b"\n")
    told = earshot("consolidate", "e.csv", exit=1).stderr
    assert told.endswith("but it is: \\x1B[2J\\x07\\xFF\\x00" + "é" * 36 + "...\n")


FAULTY_LINES = {
    "no JSON": ('{"artist": "A",', "bad_json", None),
    "a list": ('["artist"]', "bad_json", None),
    "a word": ("true", "bad_json", None),
    "two objects": ('{"artist": "A"} {}', "bad_json", None),
    "a key twice": ('{"artist": "A", "artist": "B"}', "bad_json", "artist"),
    "an object as a value": ('{"artist": {"name": "A"}}', "bad_json", "artist"),
    "half a character": ('{"artist": "\\ud800"}', "bad_json", None),
    "NUL": ('{"artist": "A\\u0000"}', "nul_byte", "artist"),
    "long": ('{"artist": "' + "x" * 65537 + '"}', "field_too_long", "artist"),
    "nothing": ("{}", "not_an_event", None),
    "something else": ('{"foo": 2}', "not_an_event", None),
    "names of another spelling": ('{"artist_name": "x", "user_id": 9}', "not_an_event", None),
    "a song": ('{"artist": "A", "song": "B", "length": 1.5}', "not_an_event", None),
    "a reject": (
        '{"file": "a", "line": 1, "kind": "negative", "reason": "r", "raw": "x", "dialect": "json"}',
        "not_an_event",
        None,
    ),
    "no session": ('{"artist": "A", "itemInSession": 1, "userId": "9", "length": 1}', "not_a_number", "sessionId"),
}


@pytest.mark.parametrize("line, kind, column", FAULTY_LINES.values(), ids=FAULTY_LINES.keys())
def test_a_faulty_line_of_json(earshot, tmp_path, line, kind, column):
    good = as_json()
    (tmp_path / "e.json").write_text(good + line + "\n" + good)
    earshot("consolidate", "e.json", "--rejects", "r", "--rejects-max", "1")
    [reject] = rejects_file.read(tmp_path / "r")
    assert (reject["line"], reject["kind"], reject.get("column")) == (len(EVENTS) + 1, kind, column)
    assert reject["raw"] == line
    assert (tmp_path / PLAYS).read_bytes().count(b"\r\n") == 7


@pytest.mark.parametrize("key", ["sessionId", "itemInSession", "ts", "page", "userId"])
def test_an_event_with_one_key_only(earshot, tmp_path, key):
    (tmp_path / "e.json").write_text(as_json() + json.dumps({key: None}))
    assert "without an artist              2" in earshot("consolidate", "e.json").stderr


def test_report_as_json(earshot, tmp_path):
    (tmp_path / "e.csv").write_bytes(FORMS["semicolons"][1] + b"x\r\n\r\n")
    earshot("consolidate", "e.csv", "--report", "report.json", "--rejects-max", "1")
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["events"] == report["plays"] + report["without_artist"] + report["rejects"] == 5
    assert report["rejects_by_kind"] == {"too_few_fields": 1}
    assert report["blank_lines"] == 1
    assert report["detected"][0]["what"] == "semicolons between the fields"


def test_columns_behind_the_eleven(earshot, tmp_path):
    events = [event(0, ts="1.54111E+12"), event(1, ts="1.5412E+12"), event(2)]
    (tmp_path / "e.csv").write_text(as_csv(events=events))
    done = earshot("consolidate", "e.csv", "--with", "ts,page")
    rows = list(csv.DictReader(io.StringIO((tmp_path / PLAYS).read_text(), newline="")))
    assert [row["ts"] for row in rows] == ["1.54111E+12", "1.5412E+12", "1541106106796"]
    assert list(rows[0])[-3:] == ["userId", "ts", "page"]
    assert "ts has lost its digits in 2 plays: the time is known to within 10,000 seconds" in done.stderr
    assert "the header lacks the column time" in earshot("consolidate", "e.csv", "--with", "time", exit=1).stderr
    assert "the column is already included" in earshot("consolidate", "e.csv", "--with", "song", exit=2).stderr
    (tmp_path / "e.csv").write_text(
        "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
    )
    assert "the header lacks the column ts" in earshot("consolidate", "e.csv", "--with", "ts", exit=1).stderr


@pytest.mark.parametrize(
    "delimiter, times, told",
    [
        (";", ["1,54111E+12"], "1 play: the time is known to within 10,000 seconds"),
        (";", ["1.54111E+12"] * 2, "2 plays: the time is known to within 10,000 seconds"),
        (",", ["1.54110610679E+12"], "1 play: the time is known to within 10 milliseconds"),
        (",", ["1.541106106E+12"], "1 play: the time is known to within 1 second\n"),
        (",", ["1.5E+12"], "1 play: the time is known to within 100,000,000 seconds"),
    ],
)
def test_how_exactly_the_time_is_known(earshot, tmp_path, delimiter, times, told):
    events = [event(number, ts=time) for number, time in enumerate(times)]
    (tmp_path / "e.csv").write_bytes(as_csv(delimiter, events=events).encode())
    assert "ts has lost its digits in " + told in earshot("consolidate", "e.csv", "--with", "ts").stderr


@pytest.mark.parametrize("columns", ["ts", "day", "ts,day"])
def test_what_is_not_a_time_is_rejected_where_it_is_needed(earshot, tmp_path, columns):
    times = ["soon", "-1", "1E400", "1E99999999999", "1541106106", "1541106106796"]
    not_a_time = "is not a time of the years 1970 to 9999"
    why = [*[not_a_time] * 4, "seems to be in seconds, where milliseconds must be"]
    (tmp_path / "2018-11-02.csv").write_bytes(as_csv(events=[event(i, ts=ts) for i, ts in enumerate(times)]).encode())
    earshot("consolidate", "2018-11-02.csv", "--with", columns, "--rejects", "rejects", "--rejects-max", "5")
    found = [json.loads(line) for line in rejects_file.lines(tmp_path / "rejects")]
    assert [(reject["line"], reject["column"], reject["reason"]) for reject in found] == [
        (line, "ts", f'"{ts}" {reason}') for line, (ts, reason) in enumerate(zip(times, why), 2)
    ]
    assert len((tmp_path / PLAYS).read_text().splitlines()) == 2


def test_a_time_that_is_missing_is_rejected_where_it_is_needed(earshot, tmp_path):
    (tmp_path / "2018-11-02.csv").write_bytes(as_csv(events=[event(0, ts="")]).encode())
    done = earshot("consolidate", "2018-11-02.csv", "--with", "ts", exit=1)
    assert "ts: the field is empty where a time must be" in done.stderr
    earshot("consolidate", "2018-11-02.csv", "--with", "day")


@pytest.mark.parametrize("options", [["--with", "ts,page"], ["--with", "ts", "--with", "page"], ["--with=ts,page"]])
def test_the_files_may_follow_the_columns(earshot, tmp_path, options):
    for name, events in [("w1.csv", EVENTS), ("w2.csv", EVENTS[:1])]:
        (tmp_path / name).write_bytes(as_csv(events=events).encode())
    assert "consolidated 2 event files" in earshot("consolidate", *options, "w1.csv", "w2.csv").stderr
    assert "consolidated 2 event files" in earshot("consolidate", "w1.csv", *options, "w2.csv").stderr
    header = (tmp_path / PLAYS).read_text().splitlines()[0]
    assert header.endswith('"userId","ts","page"')


def test_text_that_was_decoded_wrongly(earshot, tmp_path):
    damaged = "Björk".encode().decode("latin-1").encode().decode("latin-1")
    (tmp_path / "e.csv").write_text(as_csv(events=[event(0, artist=damaged), event(1)]))
    done = earshot("consolidate", "e.csv")
    assert "decoded wrongly in 1 field of 1 play: left as it is; repair it with --repair-text" in done.stderr
    assert damaged in (tmp_path / PLAYS).read_text()
    earshot("consolidate", "e.csv", "--repair-text", "--repairs", "repairs")
    assert (tmp_path / PLAYS).read_text().count('"Björk"') == 2
    [repair] = [json.loads(line) for line in (tmp_path / "repairs").read_text().splitlines()]
    assert repair == {"file": "e.csv", "line": 2, "column": "artist", "from": damaged, "to": "Björk"}


@pytest.mark.real_events
def test_the_real_days_repaired(earshot, real_events, tmp_path):
    done = earshot("consolidate", real_events, "--repair-text", "--repairs", "repairs")
    assert "346 fields of 326 plays: repaired, listed in repairs" in done.stderr
    assert len((tmp_path / "repairs").read_bytes().splitlines()) == 346
    # Nothing is left to repair, and nothing that was right is touched.
    assert "Ã" not in (tmp_path / PLAYS).read_text()
