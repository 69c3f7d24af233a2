"""earshot consolidate through the real program: the real days, and everything that can be wrong with event files."""

import base64
import hashlib
import json
import os
import shutil
import subprocess

import pytest
import rejects_file

HEADER = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
PLAY = "A,F,M,1,L,2.5,paid,loc,7,s,9\n"
PLAYS = "event_datafile_new.csv"


@pytest.fixture
def events(tmp_path):
    """Writes an event file and gives its path."""

    def write(content, name="events.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def left_behind(directory):
    return sorted(path.name for path in directory.iterdir())


@pytest.mark.real_events
def test_the_real_days(earshot, real_events, tmp_path):
    done = earshot("consolidate", real_events)
    plays = (tmp_path / PLAYS).read_bytes()
    assert len(plays) == 854_112
    lines = b"".join(sorted(plays.splitlines(keepends=True)))
    assert hashlib.sha256(lines).hexdigest() == "b3548d6634e35b45e44fca38ba1e6b375be8ab6c5c8dfdaacacec26c1cb3fb17"
    assert done.stdout == ""
    for told in ["30 event files", "8,056", "6,820", "1,236"]:
        assert told in done.stderr


@pytest.mark.real_events
def test_the_order_is_that_of_names_however_the_files_are_given(earshot, real_events, tmp_path):
    earshot("consolidate", real_events, "-o", "directory.csv")
    earshot("consolidate", str(real_events / "*-0?-*.csv"), str(real_events / "*-[123]?-*.csv"), "-o", "globs.csv")
    earshot("consolidate", *sorted(real_events.glob("*.csv"), reverse=True), "-o", "files.csv")
    assert (tmp_path / "directory.csv").read_bytes() == (tmp_path / "globs.csv").read_bytes()
    assert (tmp_path / "directory.csv").read_bytes() == (tmp_path / "files.csv").read_bytes()


def test_every_field_is_quoted_and_no_value_changed(earshot, events, tmp_path):
    events(HEADER + '"A ""x"", b",12" Mix,,01,"two\nlines",2.50,,é,7, s ,9\n')
    earshot("consolidate", "events.csv")
    assert (tmp_path / PLAYS).read_bytes().decode().split("\r\n")[1] == (
        '"A ""x"", b","12"" Mix","","01","two\nlines","2.50","","é","7"," s ","9"'
    )


@pytest.mark.parametrize(
    "inputs, told",
    [
        (["none.csv"], "there is no file or directory none.csv"),
        (["no/directory"], "there is no file or directory no/directory"),
        (["*.nothing"], "no file matches *.nothing"),
        (["empty_directory"], "the directory empty_directory holds no event files"),
    ],
)
def test_an_input_that_is_not_there(earshot, tmp_path, inputs, told):
    (tmp_path / "empty_directory").mkdir()
    done = earshot("consolidate", *inputs, exit=1)
    assert told in done.stderr
    assert left_behind(tmp_path) == ["empty_directory"]


@pytest.mark.parametrize(
    "content, told",
    [
        ("", "events.csv is empty"),
        (PLAY, "events.csv, line 1: there is no header"),
        ("artist,song\nA,s\n", "events.csv, line 1: the header lacks the columns firstName, gender"),
        (HEADER.replace("userId", "user"), "events.csv, line 1: the header lacks the column userId"),
        (HEADER.replace("userId", "artist"), "events.csv, line 1: the header names the column artist twice"),
        (
            '"' + HEADER,
            "events.csv, line 1: there is no header; the line is too long or has a quote that is not closed",
        ),
    ],
)
def test_a_file_that_is_no_event_file(earshot, events, tmp_path, content, told):
    events(HEADER + PLAY, "a.csv")
    events(content)
    done = earshot("consolidate", "a.csv", "events.csv", exit=1)
    assert told in done.stderr
    assert left_behind(tmp_path) == ["a.csv", "events.csv"], "nothing is written of a job that failed"


def test_a_file_with_a_header_only_is_told(earshot, events, tmp_path):
    events(HEADER)
    done = earshot("consolidate", "events.csv")
    assert "events.csv has a header and no events" in done.stderr
    assert (tmp_path / PLAYS).read_bytes().count(b"\r\n") == 1


def test_a_file_that_cannot_be_read(earshot, tmp_path):
    (tmp_path / "events.csv").symlink_to("/proc/self/mem")
    done = earshot("consolidate", "events.csv", exit=1)
    assert "cannot read events.csv: Input/output error" in done.stderr


def test_a_file_that_may_not_be_read(events, tmp_path):
    events(HEADER + PLAY).chmod(0)
    tmp_path.chmod(0o777)
    shutil.copy(os.environ["EARSHOT"], tmp_path / "earshot")  # the build may be where nobody else may go
    done = subprocess.run(
        ["./earshot", "consolidate", "events.csv"],
        cwd=tmp_path,
        user="nobody" if os.geteuid() == 0 else None,  # root may read everything
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "cannot open events.csv: Permission denied" in done.stderr


@pytest.mark.parametrize("command", [
    ["run", "events.csv", "-o", "plays.csv"],
    ["forget", "user_id=9", "plays.csv"],
    ["reingest", "rejects", "-o", "plays.csv"],
], ids=" ".join)  # fmt: skip
def test_a_directory_that_may_not_be_written(earshot, events, tmp_path, command):
    events(HEADER + PLAY)
    (tmp_path / "store").mkdir()
    store = ["--store", "sqlite:store/earshot.db"]
    earshot("run", "events.csv", "-o", "plays.csv", "--rejects", "rejects", *store)
    shutil.copy(os.environ["EARSHOT"], tmp_path / "earshot")
    for path in tmp_path.rglob("*"):
        path.chmod(0o777)
    for path in [path for path in tmp_path.parents if os.geteuid() == path.stat().st_uid]:
        path.chmod(path.stat().st_mode | 0o111)  # SQLite goes by the whole path
    tmp_path.chmod(0o555)
    done = subprocess.run(
        ["./earshot", *command, *store],
        cwd=tmp_path,
        user="nobody" if os.geteuid() == 0 else None,  # root may write everywhere
        capture_output=True,
        text=True,
    )
    tmp_path.chmod(0o777)
    assert done.returncode == 1
    assert f"cannot write plays.csv into {tmp_path}: Permission denied" in done.stderr


def test_an_output_directory_that_is_not_there(earshot, events):
    events(HEADER + PLAY)
    done = earshot("consolidate", "events.csv", "-o", "no/directory/plays.csv", exit=1)
    assert "cannot write no/directory/plays.csv: No such file or directory" in done.stderr


def test_an_output_directory_that_takes_nothing(earshot, events):
    events(HEADER + PLAY)
    done = earshot("consolidate", "events.csv", "-o", "/proc/plays.csv", exit=1)
    assert "cannot write /proc/plays.csv" in done.stderr


def test_a_disk_that_is_full(events, tmp_path):
    """A limit on the size of files ends a write as a full disk does: part of it is taken, then nothing more."""
    events(HEADER + PLAY * 100_000)
    done = subprocess.run(
        ["bash", "-c", 'trap "" XFSZ; ulimit -f 100; "$EARSHOT" consolidate events.csv'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "cannot write event_datafile_new.csv: File too large" in done.stderr
    assert left_behind(tmp_path) == ["events.csv"]


def test_the_output_may_not_be_an_input(earshot, events):
    path = events(HEADER + PLAY)
    done = earshot("consolidate", ".", "-o", "events.csv", exit=2)
    assert "events.csv is one of the files that are used, and would be destroyed" in done.stderr
    assert path.read_text() == HEADER + PLAY


@pytest.mark.parametrize("option", ["--rejects", "--report"])
def test_no_output_may_be_an_input_or_another_output(earshot, events, option):
    path = events(HEADER + PLAY)
    done = earshot("consolidate", "events.csv", option, "events.csv", exit=2)
    assert "events.csv is one of the files that are used, and would be destroyed" in done.stderr
    assert path.read_text() == HEADER + PLAY
    done = earshot("consolidate", "events.csv", "-o", "same", option, "same", exit=2)
    assert "same is to be written twice" in done.stderr


LONG = "x" * 65_537
FAULTY_ROWS = {
    "too few fields": ("A,F,M,1,L,2.5,paid,loc,7,s\n", "too_few_fields", None),
    "too many fields": ("A,F,M,1,L,2.5,paid,loc,7,s,9,z\n", "too_many_fields", None),
    "too few, no artist": (",F\n", "too_few_fields", None),
    "unclosed quote": ('A,F,M,1,L,2.5,paid,"loc,7,s,9\n', "unclosed_quote", "location"),
    "text after quote": ('A,F,M,1,L,2.5,paid,"loc"x,7,s,9\n', "text_after_quote", "location"),
    "bare CR": ("A\rB,F,M,1,L,2.5,paid,loc,7,s,9\n", "bare_carriage_return", "artist"),
    "long field": (f"A,F,M,1,L,2.5,paid,{LONG},7,s,9\n", "field_too_long", "location"),
    "long quoted field": (f'A,F,M,1,L,2.5,paid,"{LONG}",7,s,9\n', "field_too_long", "location"),
    "long field, no artist": (f",F,M,1,L,2.5,paid,{LONG},7,s,9\n", "field_too_long", "location"),
    "NUL": ("A,F,M,1,L,2.5,paid,lo\0c,7,s,9\n", "nul_byte", "location"),
    "NUL, no artist": (",F,M,1,L,2.5,paid,lo\0c,7,s,9\n", "nul_byte", "location"),
    "sessionId none": ("A,F,M,1,L,2.5,paid,loc,,s,9\n", "not_a_number", "sessionId"),
    "sessionId no number": ("A,F,M,1,L,2.5,paid,loc,7x,s,9\n", "not_a_number", "sessionId"),
    "sessionId negative": ("A,F,M,1,L,2.5,paid,loc,-7,s,9\n", "negative", "sessionId"),
    "sessionId too large": ("A,F,M,1,L,2.5,paid,loc,9223372036854775808,s,9\n", "out_of_range", "sessionId"),
    "itemInSession none": ("A,F,M,,L,2.5,paid,loc,7,s,9\n", "not_a_number", "itemInSession"),
    "itemInSession negative": ("A,F,M,-1,L,2.5,paid,loc,7,s,9\n", "negative", "itemInSession"),
    "itemInSession too large": ("A,F,M,2147483648,L,2.5,paid,loc,7,s,9\n", "out_of_range", "itemInSession"),
    "userId none": ("A,F,M,1,L,2.5,paid,loc,7,s,\n", "not_a_number", "userId"),
    "userId negative": ("A,F,M,1,L,2.5,paid,loc,7,s,-9\n", "negative", "userId"),
    "userId too large": ("A,F,M,1,L,2.5,paid,loc,7,s,99999999999999999999\n", "out_of_range", "userId"),
    "length none": ("A,F,M,1,L,,paid,loc,7,s,9\n", "not_a_number", "length"),
    "length no number": ("A,F,M,1,L,2:30,paid,loc,7,s,9\n", "not_a_number", "length"),
    "length negative": ("A,F,M,1,L,-2.5,paid,loc,7,s,9\n", "negative", "length"),
    "length too large": ("A,F,M,1,L,1e999,paid,loc,7,s,9\n", "out_of_range", "length"),
    "length not finite": ("A,F,M,1,L,inf,paid,loc,7,s,9\n", "not_a_number", "length"),
}


@pytest.mark.parametrize("row, kind, column", FAULTY_ROWS.values(), ids=FAULTY_ROWS.keys())
def test_a_faulty_row_is_kept_and_the_rest_goes_on(earshot, events, tmp_path, row, kind, column):
    events(HEADER + PLAY + row + PLAY)
    done = earshot("consolidate", "events.csv", "--rejects", "rejects.ndjson", "--rejects-max", "1")
    assert (tmp_path / PLAYS).read_bytes().count(b"\r\n") == 3, "the header and the two good rows"
    [reject] = rejects_file.read(tmp_path / "rejects.ndjson")
    assert reject["file"] == "events.csv"
    assert reject["line"] == 3
    assert reject["byte_offset"] == len(HEADER + PLAY)
    assert reject["kind"] == kind
    assert reject.get("column") == column
    assert reject["raw"] == row[:-1]
    assert reject["reason"] and reject["hint"]
    where = "events.csv, line 3" + (f", column {column}: " if column else ": ")
    assert where + reject["reason"] in done.stderr


def test_bytes_that_are_not_utf8(earshot, events, tmp_path):
    row = b"Bj\xf6rk,F,M,1,L,2.5,paid,loc,7,s,9\n"
    events(HEADER.encode() + row + PLAY.encode())
    earshot("consolidate", "events.csv", "--rejects", "rejects.ndjson", "--rejects-max", "50%")
    [reject] = rejects_file.read(tmp_path / "rejects.ndjson")
    assert (reject["kind"], reject["column"]) == ("invalid_utf8", "artist")
    assert reject["raw"].startswith("Bj\ufffdrk,")
    assert base64.b64decode(reject["raw_base64"]) == row[:-1]


def test_too_many_rejects_stop_the_job_but_keep_the_rejects(earshot, events, tmp_path):
    events(HEADER + PLAY * 98 + "A\n" * 2)
    outputs = ["--rejects", "rejects.ndjson", "--report", "report.json"]
    done = earshot("consolidate", "events.csv", *outputs, exit=1)
    assert "2 of 100 events were rejected, more than 1 %" in done.stderr
    assert left_behind(tmp_path) == ["events.csv", "rejects.ndjson", "report.json"]
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["output"], report["events"], report["plays"], report["rejects"]) == (None, 100, 98, 2)
    assert "more than 1 %" in report["stopped"]
    earshot("consolidate", "events.csv", "--rejects-max", "2%")
    earshot("consolidate", "events.csv", "--rejects-max", "2")
    earshot("consolidate", "events.csv", "--rejects-max", "1", exit=1)


@pytest.mark.parametrize("value", ["x", "-1", "101%", "%", "nan%"])
def test_a_rejects_max_that_is_none(earshot, events, value):
    events(HEADER + PLAY)
    done = earshot("consolidate", "events.csv", f"--rejects-max={value}", exit=2)
    assert "give a number of rows (100) or a share (2.5%)" in done.stderr


def test_events_without_an_artist_are_counted(earshot, events):
    events(HEADER + PLAY + ",,,,,,,,7,,\n" + ",F,M,x,L,-1,paid,loc,y,,\n")
    done = earshot("consolidate", "events.csv")
    lines = [line.split() for line in done.stderr.splitlines()]
    assert ["events", "3"] in lines
    assert ["without", "an", "artist", "2"] in lines


def test_a_file_whose_name_is_not_utf8(earshot, tmp_path):
    directory = os.fsencode(tmp_path) + b"/days"
    os.mkdir(directory)
    with open(directory + b"/caf\xe9.csv", "w", encoding="utf-8") as file:
        file.write(HEADER + PLAY.replace("A,", "Bj\u00c3\u00b6rk,") + "B\n")
    with open(directory + b"/empty\xe9.csv", "w", encoding="utf-8") as file:
        file.write(HEADER)
    outputs = ["--report", "report", "--rejects", "rejects", "--repair-text", "--repairs", "repairs"]
    earshot("consolidate", "days", "--rejects-max", "1", *outputs, errors="surrogateescape")
    for name in ["rejects", "repairs"]:
        assert rejects_file.read(tmp_path / name)[0]["file"] == "days/caf\ufffd.csv"
    assert json.loads((tmp_path / "report").read_text())["files_without_events"] == ["days/empty\ufffd.csv"]


def test_files_without_events_are_counted_and_the_first_are_named(earshot, tmp_path):
    (tmp_path / "days").mkdir()
    for number in range(2000):
        (tmp_path / "days" / f"{number:04}.csv").write_text(HEADER)
    (tmp_path / "days" / "last.csv").write_text(HEADER + PLAY)
    said = earshot("consolidate", "days", "--report", "report.json").stderr
    assert len(said.splitlines()) < 30
    assert "days/0009.csv has a header and no events\n  ... and so have 1,990 more\n" in said
    assert len(json.loads((tmp_path / "report.json").read_text())["files_without_events"]) == 2000


def test_files_that_are_written_alike_are_named_together(earshot, tmp_path):
    (tmp_path / "days").mkdir()
    for number in range(30):
        (tmp_path / "days" / f"{number:04}.csv").write_text((HEADER + PLAY * (number + 1)).replace(",", ";"))
    said = earshot("consolidate", "days").stderr
    assert "  days/0000.csv and 29 more files are read as: semicolons between the fields\n" in said
    assert earshot("consolidate", "days", "--explain").stderr.count("is read as") == 30


def test_input_that_does_not_block_is_waited_for(tmp_path):
    """As a shell's or a supervisor's standard input may be."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    process = subprocess.Popen(
        [os.environ["EARSHOT"], "consolidate", "-"], cwd=tmp_path, stdin=reader, stderr=subprocess.PIPE
    )
    os.write(writer, HEADER.encode())
    with open(f"/proc/{process.pid}/stat") as stat:
        while stat.read().rsplit(")", 1)[1].split()[0] != "S":
            stat.seek(0)
    os.write(writer, PLAY.encode())
    os.close(writer)
    os.close(reader)
    assert process.wait(60) == 0, process.stderr.read()
    assert (tmp_path / PLAYS).read_bytes().count(b"\r\n") == 2


def test_the_report_is_the_result_for_programs(earshot, tmp_path):
    earshot("generate", "--days", "1")
    printed = earshot("consolidate", "event_data", "--report", "report.json", "--format", "json").stdout
    report = json.loads((tmp_path / "report.json").read_text())
    assert json.loads(printed) == report
    [line] = earshot("consolidate", "event_data", "--format", "ndjson", "--threads", "1").stdout.splitlines()
    assert json.loads(line) == report
    header, row = earshot("consolidate", "event_data", "--format", "csv").stdout.splitlines()
    assert dict(zip(header.split(","), row.split(",")))["plays"] == str(report["plays"])
    # The result would be among the plays.
    command = '"$EARSHOT" consolidate event_data -o /dev/stdout --format json >both'
    assert subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True).returncode == 2
    assert (tmp_path / "both").read_bytes() == b""
