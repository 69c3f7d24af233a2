"""Which files are read, what becomes of the others, and of files that are not whole."""

import gzip
import json
import os
import subprocess

import pytest
import rejects_file

COLUMNS = "artist,firstName,gender,itemInSession,lastName,length,level,location,page,sessionId,song,userId"
PLAYS = "event_datafile_new.csv"


def day(session, rows=3):
    return (
        COLUMNS
        + "\r\n"
        + "".join(
            f'Björk,Ana,F,{row},Lee,214.5,paid,"Paris, FR",NextSong,{session},s{row},9\r\n' for row in range(rows)
        )
    )


def write(directory, **files):
    for name, text in files.items():
        path = directory / name.replace("__", "/").replace("_", ".", 1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def plays(directory, name=PLAYS):
    return (directory / name).read_bytes().count(b"\r\n") - 1


def test_double_stars_read_directories_below(earshot, tmp_path):
    for name, session in [("2018/11/a.csv", 1), ("2018/12/b.csv", 2), ("c.csv", 3)]:
        (tmp_path / "logs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "logs" / name).write_text(day(session))
    earshot("consolidate", "logs/**")
    assert plays(tmp_path) == 9
    earshot("consolidate", "logs/**/1?/*.csv")
    assert plays(tmp_path) == 6
    said = earshot("consolidate", "logs").stderr
    assert "left out: logs/2018: a directory; DIRECTORY/** reads what is below\n" in said
    said = earshot("consolidate", "logs/2018", exit=1).stderr
    assert "it holds directories (first logs/2018/1" in said and "'logs/2018/**' reads the files in them, too" in said


@pytest.mark.parametrize("command", [["consolidate"], ["run", "--store", "sqlite:../s.db"]])
def test_a_directory_can_hold_what_earshot_writes_there(earshot, tmp_path, command):
    logs = tmp_path / "logs"
    write(logs, a_csv=day(1), b_csv=day(2) + ",x\r\n")
    outputs = [
        "--rejects",
        "rejects.ndjson",
        "--report",
        "report.json",
        "--rejects-max",
        "5",
        "--repair-text",
        "--repairs",
        "repairs.ndjson",
    ]
    for _ in range(3):
        said = earshot(*command, ".", *outputs, cwd=logs).stderr
        assert plays(logs) == 6
        assert len(rejects_file.lines(logs / "rejects.ndjson")) == 1
    assert "left out: ./event_datafile_new.csv: a consolidated file, not events\n" in said
    assert "left out: ./rejects.ndjson: rejected rows, not events\n" in said
    assert "left out: ./report.json: a report, not events\n" in said
    write(logs, b_csv=day(2))
    for _ in range(2):
        earshot(*command, ".", *outputs, cwd=logs)
    assert rejects_file.lines(logs / "rejects.ndjson") == [] and plays(logs) == 6
    (logs / "rejects.ndjson").unlink()
    (logs / "repairs.ndjson").unlink()
    earshot("consolidate", ".", "-o", "november.csv", cwd=logs)
    assert plays(logs, "november.csv") == 6


def test_an_event_file_is_not_written_over(earshot, tmp_path):
    write(tmp_path / "logs", a_csv=day(1), b_csv=day(2))
    assert "would be destroyed" in earshot("consolidate", "logs", "-o", "logs/a.csv", exit=2).stderr
    earshot("consolidate", "logs")
    assert "would be destroyed" in earshot("consolidate", PLAYS, exit=2).stderr


def test_consolidated_files_that_are_named(earshot, tmp_path):
    write(tmp_path / "logs", a_csv=day(1), b_csv=day(2))
    earshot("consolidate", "logs/a.csv", "-o", "a.csv")
    earshot("consolidate", "logs/b.csv", "-o", "b.csv")
    said = earshot("consolidate", "a.csv", "b.csv").stderr
    assert "a.csv and 1 more file are read as: a consolidated file\n" in said and plays(tmp_path) == 6
    said = earshot("consolidate", "a.csv", "logs/b.csv", exit=1).stderr
    assert "a.csv is a consolidated file" in said and "would count twice" in said


def test_a_compressed_consolidated_file_is_left_out(earshot, tmp_path):
    write(tmp_path / "logs", a_csv=day(1))
    earshot("consolidate", "logs")
    (tmp_path / "logs" / "old.csv.gz").write_bytes(gzip.compress((tmp_path / PLAYS).read_bytes()))
    assert "left out: logs/old.csv.gz: a consolidated file" in earshot("consolidate", "logs").stderr
    assert plays(tmp_path) == 3


def test_a_file_with_two_names_is_read_once(earshot, tmp_path):
    write(tmp_path / "logs", a_csv=day(1))
    os.link(tmp_path / "logs" / "a.csv", tmp_path / "logs" / "b.csv")
    assert "left out: logs/b.csv: another name of the file logs/a.csv\n" in earshot("consolidate", "logs").stderr
    assert plays(tmp_path) == 3


def test_a_file_beside_itself_compressed(earshot, tmp_path):
    write(tmp_path / "logs", a_csv=day(1))
    (tmp_path / "logs" / "a.csv.gz").write_bytes(gzip.compress(day(1).encode()))
    said = earshot("consolidate", "logs", exit=1).stderr
    assert "logs/a.csv and logs/a.csv.gz are one file, compressed and not" in said
    earshot("consolidate", "logs/*.gz")


def while_it_is_read(directory, name, change):
    """Consolidates to a pipe, lets `change` happen after the first bytes, and returns exit code and messages."""
    command = [os.environ["EARSHOT"], "consolidate", name, "-o", "/dev/stdout"]
    with subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(1000)  # more than the header, which is written before a file is opened
        change(directory / name)
        _, said = process.communicate(timeout=300)
    return process.returncode, said.decode()


def cut(path):
    os.truncate(path, path.stat().st_size - 1000)


def rewrite_in_place(path):
    with path.open("r+b") as file:
        file.seek(-5, os.SEEK_END)
        file.write(b"x")


def replace(path):
    path.rename(path.with_name("old"))
    path.write_bytes(path.with_name("old").read_bytes())


def grow(path):
    with path.open("ab") as file:
        file.write(b"x")


@pytest.mark.parametrize("change", [cut, rewrite_in_place, replace, grow])
@pytest.mark.parametrize("compressed", [False, True])
def test_a_file_that_changes_while_it_is_read(earshot, tmp_path, change, compressed):
    # More than is in flight between what is read and what is written: a chunk for each thread, and a pipe.
    rows = (os.cpu_count() + 4) * 6000
    text = day(1, rows).encode()
    name = "a.csv.gz" if compressed else "a.csv"
    (tmp_path / name).write_bytes(gzip.compress(text, 0) if compressed else text)
    code, said = while_it_is_read(tmp_path, name, change)
    assert code == 1 and f"{name} was changed while it was read" in said, said


def test_a_last_line_without_an_end_is_named(earshot, tmp_path):
    write(tmp_path / "logs", a_csv=day(1)[:-2], b_csv=day(2), c_csv=day(3)[:-1], d_csv=day(4).rstrip())
    said = earshot("consolidate", "logs", "--report", "report.json").stderr
    assert "  logs/a.csv and 1 more file have no line end after the last row: cut off, perhaps?\n" in said
    assert json.loads((tmp_path / "report.json").read_text())["files_without_last_line_end"] == [
        "logs/a.csv",
        "logs/d.csv",
    ]


@pytest.mark.parametrize(
    "name, text",
    [
        ("a.csv", day(1)[:-20]),
        (
            "a.json",
            '{"sessionId": 1, "level": "free", "page": "Home", "itemInSession": 1}\n' * 3 + '{"sessionId": 1, "itemI',
        ),
    ],
)
def test_a_file_that_ends_in_the_middle_of_a_row(earshot, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    said = earshot("consolidate", name, "--rejects-max", "3", "--report", "report.json", exit=1).stderr
    assert f"{name}: it ends in the middle of a row: it was cut" in said
    assert json.loads((tmp_path / "report.json").read_text())["broken_files"][0]["file"] == name
    said = earshot("consolidate", name, "--rejects-max", "100%").stderr
    assert f"{name} has no line end after the last row" in said
    (tmp_path / name).write_text(text + "\n")
    earshot("consolidate", name, "--rejects-max", "3")


@pytest.mark.parametrize("name", ["/dev/zero", "sparse"])
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--dialect", "tab+wrapped"],
        ["--dialect", "comma+backslash"],
        ["--encoding", "cp1252"],
        ["--dialect", "json"],
    ],
)
def test_what_never_ends_is_refused_at_once(earshot, tmp_path, name, arguments):
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(2**43)
    assert f"{name} starts with NUL bytes" in earshot("consolidate", name, *arguments, exit=1).stderr


@pytest.mark.parametrize(
    "arguments", [[], ["--dialect", "comma+wrapped"], ["--dialect", "comma+backslash"], ["--encoding", "cp1252"]]
)
def test_a_first_line_without_an_end_is_refused_at_once(tmp_path, arguments):
    command = [os.environ["EARSHOT"], "consolidate", "-", *arguments]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as process:
        with pytest.raises(BrokenPipeError):
            while True:  # as yes | tr -d '\n' does
                process.stdin.write(b"artist," * 10000)
        assert "there is no header" in process.stderr.read().decode()
    assert process.returncode == 1


def test_empty_rows_of_spreadsheets_are_blank_lines(earshot, tmp_path):
    header, *rows = day(1).splitlines(True)
    nothing = "," * COLUMNS.count(",") + "\r\n"
    text = nothing + "  \t\r\n" + header + nothing.join(rows) + nothing + " \r\n" + nothing
    (tmp_path / "a.csv").write_text(text)
    earshot("consolidate", "a.csv", "--report", "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["plays"], report["events"], report["blank_lines"]) == (3, 3, 7)
