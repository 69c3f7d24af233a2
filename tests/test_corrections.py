"""Corrected rows stay corrected: what reingest has kept is read by each later run, in the places of the rejected rows."""

import gzip
import json
import os
import re
import subprocess

import pytest
import rejects_file

HEADER = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId"
GOOD = "A,F,M,1,L,2.5,paid,loc,7,s,9"
PLAYS = "event_datafile_new.csv"
CORRECTIONS = PLAYS + ".corrections"
ALL = ["--rejects", "rejects", "--rejects-max", "100%"]


def event(session, song="s"):
    return GOOD.replace(",7,s,", f",{session},{song},")


def write(path, rows, header=HEADER):
    path.write_bytes("\n".join([header, *rows, ""]).encode("utf-8", "surrogateescape"))


def repair(directory, change, name="rejects"):
    """Changes the text of rejects as a person does; `change` gives None for those that stay."""
    path = directory / name
    lines = []
    for line in rejects_file.lines(path):
        reject = json.loads(line)
        raw = change(reject)
        lines.append(line if raw is None else json.dumps(reject | {"raw": raw}, ensure_ascii=False))
    path.write_text("\n".join([*lines, rejects_file.last_line(path)]))


def plays(directory):
    return (directory / PLAYS).read_bytes().decode().split("\r\n")[1:-1]


def sessions(directory):
    return [int(play.split('","')[8]) for play in plays(directory)]


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}


def fix_x(reject):
    """Makes 5X of the session the 5 that it was."""
    return re.sub(r"(\d)X", r"\1", reject["raw"]) if "X" in reject["raw"] else None


@pytest.fixture
def corrected(earshot, tmp_path):
    """Two days with a bad row each, of which both are corrected."""
    (tmp_path / "logs").mkdir()
    write(tmp_path / "logs/1.csv", map(event, [1, "2X", 3]))
    write(tmp_path / "logs/2.csv", map(event, [4, 5, "6X", "7X"]))
    earshot("consolidate", "logs", *ALL)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    assert sessions(tmp_path) == [1, 3, 4, 5, 2, 6, 7]
    return tmp_path / "logs"


def consolidated(earshot, directory, *more):
    """What a run of logs/ reports."""
    return json.loads(earshot("consolidate", "logs", *ALL, "--format", "json", *more).stdout)


def test_the_next_run_has_them_in_their_places(earshot, corrected, tmp_path):
    told = earshot("run", "logs", *ALL).stderr
    assert re.search(rf"corrected +3  by {CORRECTIONS}\n", told)
    assert sessions(tmp_path) == [1, 2, 3, 4, 5, 6, 7]
    assert rejects_file.lines(tmp_path / "rejects") == []
    assert "A" in earshot("ask", "song_at", "session_id=6", "item_in_session=1").stdout
    earshot("verify")


def test_a_run_without_rejects_has_them_too(earshot, corrected, tmp_path):
    earshot("consolidate", "logs")
    assert sessions(tmp_path) == [1, 2, 3, 4, 5, 6, 7]


def test_another_file_can_be_named(earshot, corrected, tmp_path):
    (tmp_path / CORRECTIONS).rename(tmp_path / "mine")
    assert consolidated(earshot, tmp_path)["rejects"] == 3
    assert consolidated(earshot, tmp_path, "--corrections", "mine")["rejects"] == 0
    repaired = tmp_path / "logs/3.csv"
    write(repaired, [event("8X")])
    consolidated(earshot, tmp_path, "--corrections", "mine")
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects", "--corrections", "mine")
    assert not (tmp_path / CORRECTIONS).exists()
    assert consolidated(earshot, tmp_path, "--corrections", "mine")["plays"] == 8


@pytest.mark.parametrize("output", ["-o", "--rejects", "--report"])
def test_they_are_not_overwritten(earshot, corrected, tmp_path, output):
    before = (tmp_path / CORRECTIONS).read_bytes()
    arguments = ["logs", output, CORRECTIONS, "--corrections", CORRECTIONS]
    assert "would be destroyed" in earshot("consolidate", *arguments, exit=2).stderr
    assert "would be destroyed" in earshot("run", *arguments, exit=2).stderr
    assert (tmp_path / CORRECTIONS).read_bytes() == before


def test_more_days(earshot, corrected, tmp_path):
    write(tmp_path / "logs/0.csv", map(event, [8, "9X"]))
    report = consolidated(earshot, tmp_path)
    assert sessions(tmp_path) == [8, 1, 2, 3, 4, 5, 6, 7]
    assert (report["rejects"], report["corrections"]["rows"]) == (1, 3)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    assert consolidated(earshot, tmp_path)["corrections"]["rows"] == 4
    assert sessions(tmp_path) == [8, 9, 1, 2, 3, 4, 5, 6, 7]


def test_fewer_days(earshot, corrected, tmp_path):
    (corrected / "2.csv").unlink()
    told = earshot("consolidate", "logs", *ALL).stderr
    assert sessions(tmp_path) == [1, 2, 3]
    assert f"2 corrections in {CORRECTIONS} of files that were not read (first logs/2.csv)" in told
    assert "is not needed" not in told


def test_a_changed_day(earshot, corrected, tmp_path):
    write(corrected / "2.csv", map(event, [11, 12, "13X", "7X", 14, "6X"]))
    assert consolidated(earshot, tmp_path)["rejects"] == 1
    assert sessions(tmp_path) == [1, 2, 3, 11, 12, 7, 14, 6]


def test_a_row_that_was_repaired_in_its_file(earshot, corrected, tmp_path):
    """It is there once, and the report names the correction that nobody needs any more."""
    write(corrected / "2.csv", map(event, [4, 5, 6, "7X"]))
    told = earshot("consolidate", "logs", *ALL, "--report", "report").stderr
    assert sessions(tmp_path) == [1, 2, 3, 4, 5, 6, 7]
    assert f"{CORRECTIONS}, line 2, is not needed: logs/2.csv no longer has the rejected row that was in line 4" in told
    report = json.loads((tmp_path / "report").read_text())["corrections"]
    first = [{"correction": 2, "file": "logs/2.csv", "line": 4}]
    assert report == {"file": CORRECTIONS, "rows": 2, "unused": 1, "first_unused": first, "of_other_files": 0}


def test_many_that_are_not_needed(earshot, tmp_path):
    (tmp_path / "logs").mkdir()
    write(tmp_path / "logs/1.csv", [event(f"{n}X") for n in range(30)])
    earshot("consolidate", "logs", *ALL)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    write(tmp_path / "logs/1.csv", [event(n) for n in range(30)])
    told = earshot("consolidate", "logs", *ALL).stderr
    assert told.count("is not needed") == 5 and "... and 25 more are not needed" in told
    assert sessions(tmp_path) == list(range(30))


@pytest.mark.parametrize("form", ["gz", "zst"])
def test_a_day_that_was_compressed_since(earshot, corrected, tmp_path, form):
    path = corrected / "2.csv"
    if form == "gz":
        (corrected / "2.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    else:
        zstandard = pytest.importorskip("zstandard")
        (corrected / "2.csv.zst").write_bytes(zstandard.ZstdCompressor().compress(path.read_bytes()))
    path.unlink()
    assert consolidated(earshot, tmp_path)["rejects"] == 0
    assert sessions(tmp_path) == [1, 2, 3, 4, 5, 6, 7]


def test_a_day_that_is_named_in_another_way(earshot, corrected, tmp_path):
    earshot("consolidate", "./logs/../logs//2.csv", "logs/1.csv", *ALL)
    assert sessions(tmp_path) == [1, 2, 3, 4, 5, 6, 7]
    (tmp_path / "other").mkdir()
    (tmp_path / "logs/2.csv").rename(tmp_path / "other/2.csv")
    earshot("consolidate", "other", *ALL)
    assert sessions(tmp_path) == [4, 5], "a file of another directory has other rows, though they may look the same"


def test_the_last_in_source_order_still_wins(earshot, tmp_path, database):
    """Not the row that was corrected last."""
    write(tmp_path / "day.csv", [event("1X", "first"), event(1, "second"), event(2, "first"), event("2X", "second")])
    earshot("consolidate", "day.csv", *ALL)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    earshot("load")
    assert dict(database("select session_id, song from song_at")) == {1: "first", 2: "second"}
    earshot("run", "day.csv", *ALL)
    assert dict(database("select session_id, song from song_at")) == {1: "second", 2: "second"}


def test_rows_of_json(earshot, tmp_path):
    good = dict(zip(HEADER.split(","), GOOD.split(",")))
    rows = [good | {"sessionId": session} for session in (1, "2X", 3)]
    (tmp_path / "day.json").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{\n")
    earshot("consolidate", "day.json", *ALL)
    repair(tmp_path, lambda reject: fix_x(reject) or json.dumps(good | {"sessionId": 4}))
    earshot("reingest", "rejects")
    earshot("consolidate", "day.json", *ALL)
    assert sessions(tmp_path) == [1, 2, 3, 4]


def test_rows_are_read_as_their_file_is_written(earshot, tmp_path):
    header = ";".join(reversed(HEADER.split(",")))
    write(tmp_path / "a.csv", ["9;s;1;a, b;paid;2,5;L;1;M;F;A", "9;s;2X;a, b;paid;2,5;L;1;M;F;A"], header)
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", *ALL)
    assert plays(tmp_path)[1] == '"A","F","M","1","L","2.5","paid","a, b","2","s","9"'


def test_a_correction_knows_the_columns_of_its_row(earshot, tmp_path):
    """Also where the file has others since: it is not read into the wrong ones."""
    write(tmp_path / "a.csv", [event(1), "short"])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, lambda reject: event(2))
    earshot("reingest", "rejects")
    write(tmp_path / "a.csv", ["9,s,1,loc,paid,2.5,L,1,M,F,A", "short"], ",".join(reversed(HEADER.split(","))))
    earshot("consolidate", "a.csv", *ALL)
    assert plays(tmp_path)[1] == '"A","F","M","1","L","2.5","paid","loc","2","s","9"'


def test_bytes_in_an_encoding_that_was_named_later(earshot, tmp_path):
    write(tmp_path / "a.csv", [event(1), "Bj\udcf6rk" + GOOD[1:], event(3)])
    earshot("consolidate", "a.csv", *ALL)
    earshot("reingest", "rejects", "--encoding", "cp1252")
    earshot("consolidate", "a.csv", *ALL)
    assert [play.split('"')[1] for play in plays(tmp_path)] == ["A", "Björk", "A"]
    # With the encoding the row is not rejected.
    told = earshot("consolidate", "a.csv", *ALL, "--encoding", "cp1252").stderr
    assert "is not needed" in told
    assert [play.split('"')[1] for play in plays(tmp_path)] == ["A", "Björk", "A"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_columns_that_are_renamed_and_added(earshot, tmp_path, form):
    header = HEADER.replace("length", "duration") + ",agent"
    rows = [event(1) + ",a1", event("2X") + ",a2"]
    if form == "csv":
        write(tmp_path / "day.csv", rows, header)
    else:
        objects = [dict(zip(header.split(","), row.split(","))) for row in rows]
        (tmp_path / "day.json").write_text("".join(json.dumps(row) + "\n" for row in objects))
    options = [*ALL, "--rename", "duration=length,agent=userAgent", "--with", "userAgent"]
    earshot("consolidate", f"day.{form}", *options)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    earshot("consolidate", f"day.{form}", *options)
    assert [play[-4:] for play in plays(tmp_path)] == ['"a1"', '"a2"']
    # What a run adds to the eleven is its own business.
    earshot("consolidate", f"day.{form}", *ALL, "--rename", "duration=length")
    assert sessions(tmp_path) == [1, 2] and plays(tmp_path)[1].endswith('"9"')


def test_words_that_mean_nothing_are_those_of_the_run(earshot, tmp_path):
    write(tmp_path / "a.csv", [event(1), event("2X", "NULL")])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", *ALL, "--null", "NULL")
    assert plays(tmp_path)[1].endswith('"2","","9"')


def test_text_is_repaired_as_in_other_rows(earshot, tmp_path):
    write(tmp_path / "a.csv", ["BeyoncÃ©" + GOOD[1:], "BeyoncÃ©" + event("2X")[1:], "BeyoncÃ©" + event(3)[1:]])
    options = [*ALL, "--repair-text", "--repairs", "repairs"]
    earshot("consolidate", "a.csv", *options)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects", "--repair-text")
    earshot("consolidate", "a.csv", *options)
    assert [play.split('"')[1] for play in plays(tmp_path)] == ["Beyoncé"] * 3
    assert [json.loads(line)["line"] for line in (tmp_path / "repairs").read_text().splitlines()] == [2, 3, 4]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_same_text_several_times(earshot, tmp_path, count):
    """Each row needs a correction of its own; the first rows are corrected."""
    write(tmp_path / "a.csv", ["short", event(1), "short", event(2), "short"])
    earshot("consolidate", "a.csv", *ALL)
    fixes = [event(11), event(12), event(13)][:count]
    repair(tmp_path, lambda reject: fixes.pop(0) if fixes else None)
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", *ALL)
    assert sessions(tmp_path) == [[11, 1, 2], [11, 1, 12, 2], [11, 1, 12, 2, 13]][count - 1]
    assert len(rejects_file.lines(tmp_path / "rejects")) == 3 - count


def test_rows_that_are_corrected_one_after_the_other(earshot, tmp_path):
    """In the order of their lines, whichever was corrected first, and also to the same text."""
    write(tmp_path / "a.csv", ["short", event(1), "short"])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, lambda reject: event(12) if reject["line"] == 4 else None)
    earshot("reingest", "rejects")
    repair(tmp_path, lambda reject: event(11))
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", *ALL)
    assert sessions(tmp_path) == [11, 1, 12]
    write(tmp_path / "a.csv", ["short", event(1), "short", "short"])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, lambda reject: event(12))
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", *ALL)
    assert sessions(tmp_path) == [11, 1, 12, 12]


def test_the_same_correction_of_the_same_line_once_more(earshot, tmp_path):
    """After the first one has gone to the row before, which has the same text, that is a second one."""
    write(tmp_path / "a.csv", ["short", event(1), "short"])
    for _ in range(2):
        earshot("consolidate", "a.csv", *ALL)
        repair(tmp_path, lambda reject: event(11) if reject["line"] == 4 else None)
        earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", *ALL)
    assert sessions(tmp_path) == [11, 1, 11]


def test_a_text_that_has_become_several_rows(earshot, tmp_path):
    """Some of which are rejected still, and are corrected later."""
    write(tmp_path / "a.csv", [event(1), "joined", event(9)])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, lambda reject: "\n".join(map(event, [2, "3X", 4, "5X"])))
    earshot("reingest", "rejects")
    kept = rejects_file.lines(tmp_path / "rejects")
    assert sessions(tmp_path) == [1, 9, 2, 4] and len(kept) == 2
    earshot("consolidate", "a.csv", *ALL)
    assert sessions(tmp_path) == [1, 2, 4, 9] and rejects_file.lines(tmp_path / "rejects") == kept
    repair(tmp_path, lambda reject: event("5Y") + "\n" + event("6X") if "5X" in reject["raw"] else event(3))
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", *ALL)
    assert sessions(tmp_path) == [1, 2, 3, 4, 9]
    assert [reject["line"] for reject in rejects_file.read(tmp_path / "rejects")] == [3, 3]
    repair(tmp_path, lambda reject: event(reject["raw"].split(",")[8][0]) if "X" in reject["raw"] else None)
    earshot("reingest", "rejects")
    report = json.loads(earshot("consolidate", "a.csv", *ALL, "--format", "json").stdout)
    assert sessions(tmp_path) == [1, 2, 3, 4, 6, 9]
    assert report["events"] == report["plays"] + report["rejects"] == 7


def test_a_text_that_is_wrong_still(earshot, tmp_path):
    """It is not lost either: it is what the next run rejects, and whoever repaired it can go on."""
    write(tmp_path / "a.csv", [event("1XX"), event(2)])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    kept = (tmp_path / "rejects").read_bytes()
    earshot("consolidate", "a.csv", *ALL)
    assert (tmp_path / "rejects").read_bytes() == kept
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", *ALL)
    assert sessions(tmp_path) == [1, 2] and len((tmp_path / CORRECTIONS).read_text().splitlines()) == 2


def test_a_row_that_was_right(earshot, tmp_path):
    """Whoever takes its checksum out wants it to be decoded as it is; if it is rejected again, nothing is kept of it."""
    write(tmp_path / "a.csv", ["short"])
    earshot("consolidate", "a.csv", *ALL)
    path = tmp_path / "rejects"
    path.write_text(re.sub(r',"checksum":"\w+"', "", path.read_text()))
    earshot("reingest", "rejects")
    assert not (tmp_path / CORRECTIONS).exists()


def test_an_event_without_an_artist(earshot, tmp_path):
    write(tmp_path / "a.csv", [event(1), "short"])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, lambda reject: event(2)[1:])
    earshot("reingest", "rejects")
    report = json.loads(earshot("consolidate", "a.csv", *ALL, "--format", "json").stdout)
    assert (report["plays"], report["without_artist"], report["rejects"]) == (1, 1, 0)


def test_no_plays(earshot, tmp_path):
    """For whoever consolidates again anyway."""
    write(tmp_path / "a.csv", [event(1), event("2X")])
    earshot("consolidate", "a.csv", *ALL)
    before = (tmp_path / PLAYS).read_bytes()
    repair(tmp_path, fix_x)
    result = json.loads(earshot("reingest", "rejects", "--no-plays", "--format", "json").stdout)
    assert result["corrections"] == 1 and (tmp_path / PLAYS).read_bytes() == before
    assert rejects_file.lines(tmp_path / "rejects") == []
    earshot("consolidate", "a.csv", *ALL)
    assert sessions(tmp_path) == [1, 2]


@pytest.mark.parametrize("lost", ["plays", "last line"])
def test_repaired_rows_outlive_what_they_belong_to(earshot, tmp_path, lost):
    write(tmp_path / "a.csv", [event(1), event("2X")])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, fix_x)
    if lost == "plays":
        (tmp_path / PLAYS).unlink()
    else:
        (tmp_path / "rejects").write_text(rejects_file.lines(tmp_path / "rejects")[0])
    earshot("reingest", "rejects", exit=1)
    assert "reingest`, with --no-plays" in earshot("consolidate", "a.csv", *ALL, exit=1).stderr
    earshot("reingest", "rejects", "--no-plays")
    earshot("consolidate", "a.csv", *ALL)
    assert sessions(tmp_path) == [1, 2]


def test_corrected_rows_are_good_where_files_are_judged(earshot, tmp_path):
    write(tmp_path / "a.csv", [*map(event, range(30)), *(event(f"{n}X") for n in range(30, 90))])
    stopped = earshot("consolidate", "a.csv", "--rejects", "rejects", exit=1).stderr
    assert "60 of 90 rows" in stopped
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", "--rejects", "rejects")
    assert sessions(tmp_path) == list(range(90))


def test_a_cut_last_row_that_was_completed(earshot, tmp_path):
    write(tmp_path / "a.csv", map(event, range(300)))
    path = tmp_path / "a.csv"
    path.write_bytes(path.read_bytes()[:-5])
    assert "it was cut" in earshot("consolidate", "a.csv", "--rejects", "rejects", exit=1).stderr
    repair(tmp_path, lambda reject: event(299))
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", "--rejects", "rejects")
    assert sessions(tmp_path) == list(range(300))


def test_a_day_that_is_a_copy_by_its_corrections(earshot, tmp_path):
    """Corrected rows are rows as others, also where one day is compared with another."""
    write(tmp_path / "a.csv", map(event, range(50)))
    write(tmp_path / "b.csv", [event(f"{n}X") for n in range(50)])
    earshot("consolidate", "a.csv", "b.csv", *ALL)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    assert "it is a copy of" in earshot("consolidate", "a.csv", "b.csv", *ALL, exit=1).stderr


@pytest.mark.parametrize("threads", [1, 4])
def test_a_large_file(earshot, tmp_path, threads):
    """Of many chunks, which are decoded in parallel."""
    bad = range(5, 30_000, 997)
    write(tmp_path / "a.csv", [event(f"{n}X" if n in bad else n, '"so ""so"""') for n in range(30_000)])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    earshot("consolidate", "a.csv", *ALL, "--threads", threads)
    assert sessions(tmp_path) == list(range(30_000))


def test_rejects_with_work_in_them_are_not_overwritten(earshot, tmp_path):
    write(tmp_path / "a.csv", [event(1), event("2X"), "short"])
    earshot("consolidate", "a.csv", *ALL)
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, fix_x)
    before = contents(tmp_path)
    for command in ("consolidate", "run"):
        told = earshot(command, "a.csv", *ALL, exit=1).stderr
        assert "rejects, line 1: the row was changed and not re-ingested, and would be overwritten" in told
        assert "`earshot reingest`" in told and "move the file away" in told
        after = contents(tmp_path)
        after.pop("earshot.db", None)
        assert after == before
    (tmp_path / "rejects").rename(tmp_path / "mine")
    earshot("consolidate", "a.csv", *ALL)
    earshot("reingest", "mine")
    assert sessions(tmp_path) == [1, 2]


@pytest.mark.parametrize(
    "change, is_work",
    [
        (lambda text: text, False),
        (lambda text: "", False),
        (lambda text: text.replace("\n", "\r\n"), False),
        (lambda text: "\n".join(json.dumps(json.loads(line)) for line in text.splitlines()), False),
        (lambda text: "\n".join(reversed(text.splitlines())), False),
        (lambda text: text.split("\n", 1)[1], False),  # a line was taken out
        (lambda text: text.replace('"line":3', '"line":33'), True),
        (lambda text: re.sub(r',"checksum":"\w+"', "", text), True),
        (lambda text: text.replace('"raw":"short"', '"raw":"sho'), True),
        (lambda text: text[:-70], True),
        (lambda text: "my notes\n", True),
        (lambda text: text + "my notes\n", True),
        (lambda text: "\0" * 9, True),
    ],
)
def test_what_is_work(earshot, tmp_path, change, is_work):
    write(tmp_path / "a.csv", [event(1), event("2X"), "short"])
    earshot("consolidate", "a.csv", *ALL)
    path = tmp_path / "rejects"
    kept = path.read_bytes()
    path.write_bytes(change(kept.decode()).encode())
    changed = path.read_bytes()
    earshot("consolidate", "a.csv", *ALL, exit=1 if is_work else 0)
    assert path.read_bytes() == (changed if is_work else kept)


def test_work_is_found_before_anything_is_read(tmp_path, earshot):
    write(tmp_path / "a.csv", [event(1), event("2X")])
    earshot("consolidate", "a.csv", *ALL)
    repair(tmp_path, fix_x)
    command = [os.environ["EARSHOT"], "consolidate", "-", *ALL]
    options = {"cwd": tmp_path, "stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **options) as waiting:
        assert waiting.wait(60) == 1, "it waits for events"


@pytest.mark.parametrize(
    "change, told",
    [
        (lambda line: line[: len(line) // 2], "the line is not a corrected row: it is not a JSON object"),
        (lambda line: "notes", "it is not a JSON object"),
        (lambda line: re.sub(r',"original_xxh3":"\w+"', "", line), "key 'original_xxh3' not found"),
        (lambda line: line.replace('"line":3', '"line":-3'), '"line" is not a count'),
        (lambda line: re.sub(r'"raw":"[^"]*"', '"raw":5', line), "raw is not a text"),
    ],
)
def test_a_damaged_file_of_corrections(earshot, corrected, tmp_path, change, told):
    path = tmp_path / CORRECTIONS
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[1], change(lines[0]), lines[2]]))
    write(tmp_path / "logs/3.csv", [event("8X")])
    before = contents(tmp_path)
    where = f"{CORRECTIONS}, line 2: "
    consolidate = earshot("consolidate", "logs", *ALL, exit=1).stderr
    assert where in consolidate and told in consolidate and "repair its `raw`, or take the line out" in consolidate
    assert contents(tmp_path) == before
    earshot("consolidate", "logs", *ALL, "--corrections", "none")
    repair(tmp_path, fix_x)
    before = contents(tmp_path)
    reingest = earshot("reingest", "rejects", exit=1).stderr
    assert where in reingest and told in reingest
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "change, told",
    [
        ('"raw":"' + event("7X") + '"', "the corrected row is not an event: sessionId:"),
        ('"raw":"short"', "the corrected row is not an event: the row has 1 fields"),
        ('"raw":"' + event(5) + r'\n5"', "the corrected row is not an event: the row has 1 fields"),
        ('"raw":""', "raw holds no row; take the line out to do without it"),
        ('"raw":"s","dialect":"morse"', "morse"),
    ],
)
def test_a_correction_that_is_no_event(earshot, corrected, tmp_path, change, told):
    path = tmp_path / CORRECTIONS
    lines = path.read_text().splitlines()
    lines[1] = re.sub(r'"raw":"[^"]*"', lambda _: change, lines[1])
    if "morse" in change:
        lines[1] = lines[1].replace('"dialect":"comma",', "")
    path.write_text("\n".join(lines))
    before = contents(tmp_path)
    told_now = earshot("consolidate", "logs", *ALL, exit=1).stderr
    assert f"{CORRECTIONS}, line 2: " in told_now and told in told_now
    assert contents(tmp_path) == before


def test_a_correction_can_be_changed_and_taken_out(earshot, corrected, tmp_path):
    path = tmp_path / CORRECTIONS
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[2].replace("paid", "free"), ""]))
    earshot("consolidate", "logs", *ALL)
    assert sessions(tmp_path) == [1, 2, 3, 4, 5, 7] and '"free"' in plays(tmp_path)[5]
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects")
    earshot("consolidate", "logs", *ALL)
    assert sessions(tmp_path) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("what", ["directory", "pipe"])
def test_what_is_not_a_file(earshot, corrected, tmp_path, what):
    (tmp_path / CORRECTIONS).unlink()
    if what == "pipe":
        os.mkfifo(tmp_path / CORRECTIONS)
    else:
        (tmp_path / CORRECTIONS).mkdir()
    assert f"{CORRECTIONS}" in earshot("consolidate", "logs", *ALL, exit=1, timeout=60).stderr
    assert f"{CORRECTIONS}" in earshot("reingest", "rejects", exit=1, timeout=60).stderr


def test_corrections_among_the_events(earshot, tmp_path):
    """They are not events, whatever their name is."""
    write(tmp_path / "a.csv", [event(1), event("2X")])
    options = [*ALL, "--corrections", "c.ndjson"]
    earshot("consolidate", ".", *options)
    repair(tmp_path, fix_x)
    earshot("reingest", "rejects", "--corrections", "c.ndjson")
    told = earshot("consolidate", ".", *options).stderr
    assert "./c.ndjson: rejected rows, not events" in told
    assert sessions(tmp_path) == [1, 2]


def test_a_reject_without_its_digest(earshot, tmp_path):
    write(tmp_path / "a.csv", [event(1), event("2X")])
    earshot("consolidate", "a.csv", *ALL)
    path = tmp_path / "rejects"
    path.write_text(re.sub(r'"original_xxh3":"\w+",', "", path.read_text()).replace("2X", "2"))
    before = contents(tmp_path)
    assert "rejects, line 1: the line lacks original_xxh3" in earshot("reingest", "rejects", exit=1).stderr
    assert contents(tmp_path) == before
