"""earshot reingest: rejected rows, repaired by hand, are taken in once."""

import json
import os

import pytest
import rejects_file

HEADER = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId"
GOOD = "A,F,M,1,L,2.5,paid,loc,7,s,9"
PLAYS = "event_datafile_new.csv"


@pytest.fixture
def consolidate(earshot, tmp_path):
    """Consolidates an event file of these rows, keeping its rejects, and gives them."""

    def run(rows, header=HEADER, *options):
        (tmp_path / "events.csv").write_bytes("\n".join([header, *rows, ""]).encode("utf-8", "surrogateescape"))
        earshot("consolidate", "events.csv", "--rejects", "rejects", "--rejects-max", "100%", *options)
        return rejects(tmp_path)

    return run


def rejects(directory):
    return rejects_file.read(directory / "rejects")


def repair(directory, change):
    path = directory / "rejects"
    lines = [json.dumps(change(reject), ensure_ascii=False) + "\n" for reject in rejects(directory)]
    path.write_text("".join(lines) + rejects_file.last_line(path))


def unchanged(earshot, directory, told):
    """reingest refuses, and changes nothing."""
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    assert told in earshot("reingest", "rejects", exit=1).stderr
    assert {path.name: path.read_bytes() for path in directory.iterdir()} == before


def plays(directory):
    return (directory / PLAYS).read_bytes().decode().split("\r\n")[1:-1]


@pytest.mark.parametrize("name", ["rejects", PLAYS])
def test_what_is_not_a_file_is_refused_at_once(earshot, consolidate, tmp_path, name):
    consolidate([GOOD, GOOD.replace(",7,", ",x,")])
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    assert f"{name} is a pipe, where a file is needed" in earshot("reingest", "rejects", exit=1, timeout=60).stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [PLAYS, "events.csv", "rejects"]


def test_repaired_rows_are_added_and_the_others_stay(earshot, consolidate, tmp_path):
    consolidate([GOOD, GOOD.replace(",7,", ",x,"), "B" + GOOD[1:-2], "C" + GOOD + ",z", '"D' + GOOD[1:]])
    assert len(plays(tmp_path)) == 1
    fixes = {
        "not_a_number": GOOD.replace(",7,", ",8,"),
        "too_few_fields": "B" + GOOD[1:],
        "unclosed_quote": '"D"' + GOOD[1:],
    }
    repair(tmp_path, lambda reject: reject | {"raw": fixes.get(reject["kind"], reject["raw"])})
    done = earshot("reingest", "rejects")
    assert "plays 3, added to event_datafile_new.csv" in done.stderr
    assert "rejected again 1, left in rejects" in done.stderr
    assert [play[1] for play in plays(tmp_path)] == ["A", "A", "B", "D"]
    assert '"8","s"' in plays(tmp_path)[1]
    [left] = rejects(tmp_path)
    assert (left["kind"], left["line"], left["file"]) == ("too_many_fields", 5, "events.csv")
    earshot("load")
    # Nothing is taken in twice.
    earshot("reingest", "rejects")
    assert len(plays(tmp_path)) == 4


def test_the_row_is_read_as_its_file_is_written(earshot, consolidate, tmp_path):
    header = ";".join(reversed(HEADER.split(",")))
    consolidate(["9;s;7;a;b;paid;2,5;L;1;M;F;A"], header)
    repair(tmp_path, lambda reject: reject | {"raw": "9;s;7;a, b;paid;2,5;L;1;M;F;A"})
    earshot("reingest", "rejects")
    assert plays(tmp_path) == ['"A","F","M","1","L","2.5","paid","a, b","7","s","9"']
    assert rejects(tmp_path) == []


def test_rejects_of_json(earshot, tmp_path):
    event = dict(zip(HEADER.split(","), GOOD.split(",")))
    (tmp_path / "events.json").write_text(json.dumps(event | {"userId": "x"}) + "\n")
    earshot("consolidate", "events.json", "--rejects", "rejects", "--rejects-max", "100%")
    repair(tmp_path, lambda reject: reject | {"raw": json.dumps(event)})
    earshot("reingest", "rejects")
    assert plays(tmp_path) == ['"' + GOOD.replace(",", '","') + '"']


def test_bytes_that_are_not_utf8(earshot, consolidate, tmp_path):
    row = "Bj\udcf6rk" + GOOD[1:]
    consolidate([row])
    earshot("reingest", "rejects")
    assert rejects(tmp_path)[0]["kind"] == "invalid_utf8", "what was not repaired is rejected again"
    assert rejects(tmp_path)[0]["raw_base64"]
    repair(tmp_path, lambda reject: reject | {"raw": reject["raw"].replace("\ufffd", "ö")})
    earshot("reingest", "rejects")
    assert plays(tmp_path)[0].startswith('"Björk",')


def test_rejects_of_a_stopped_run_belong_to_no_plays(earshot, consolidate, tmp_path):
    consolidate([GOOD])
    before = (tmp_path / PLAYS).read_bytes()
    (tmp_path / "other.csv").write_text(f"{HEADER}\n{GOOD}\nshort\n")
    stopped = earshot("consolidate", "other.csv", "--rejects", "rejects", exit=1)
    assert "more than 1 %" in stopped.stderr
    assert "1 of 2 events were rejected" in json.loads(rejects_file.last_line(tmp_path / "rejects"))["stopped"]
    # They are kept for the next run, which has them.
    (tmp_path / "rejects").write_text((tmp_path / "rejects").read_text().replace('"short"', f'"{GOOD}"'))
    done = earshot("reingest", "rejects")
    assert "plays 1, for the next run: the one that kept the rejects was stopped" in done.stderr
    assert (tmp_path / PLAYS).read_bytes() == before
    end = json.loads(rejects_file.last_line(tmp_path / "rejects"))
    assert rejects(tmp_path) == [] and "1 of 2 events were rejected" in end["stopped"] and end["corrections"]
    earshot("consolidate", "other.csv", "--rejects", "rejects")
    assert plays(tmp_path) == ['"' + GOOD.replace(",", '","') + '"'] * 2


@pytest.mark.parametrize("cut", [2, 3, 40])
def test_a_plays_file_that_is_cut_is_refused(earshot, consolidate, tmp_path, cut):
    consolidate([GOOD, GOOD, GOOD.replace(",7,", ",x,")])
    (tmp_path / PLAYS).write_bytes((tmp_path / PLAYS).read_bytes()[:-cut])
    repair(tmp_path, lambda reject: reject | {"raw": GOOD})
    unchanged(earshot, tmp_path, f"{PLAYS}, line 3" if cut > 2 else "which was replaced since, or is cut")


def test_an_empty_raw_is_no_row(earshot, consolidate, tmp_path):
    consolidate([GOOD, GOOD.replace(",7,", ",x,")])
    repair(tmp_path, lambda reject: reject | {"raw": ""})
    assert "rejects, line 1: raw holds no row; take the line out" in earshot("reingest", "rejects", exit=1).stderr
    assert len(rejects(tmp_path)) == 1


def test_text_is_repaired_as_it_was_for_the_others(earshot, consolidate, tmp_path):
    damaged = "Bj\u00c3\u00b6rk" + GOOD[1:]
    consolidate([damaged, damaged.replace(",7,", ",x,")], HEADER, "--repair-text")
    repair(tmp_path, lambda reject: reject | {"raw": damaged})
    earshot("reingest", "rejects", "--repair-text")
    assert [play.split('"')[1] for play in plays(tmp_path)] == ["Bj\u00f6rk"] * 2


def test_the_plays_are_no_rejects(earshot, consolidate, tmp_path):
    consolidate([GOOD])
    assert "would be destroyed" in earshot("reingest", PLAYS, "-o", "./" + PLAYS, exit=2).stderr


def test_columns_behind_the_eleven_are_filled(earshot, consolidate, tmp_path):
    consolidate(["5," + GOOD.replace(",9", ",x")], "ts," + HEADER, "--with", "ts")
    repair(tmp_path, lambda reject: reject | {"raw": "5," + GOOD})
    earshot("reingest", "rejects")
    assert plays(tmp_path)[0].endswith(',"9","5"')


def test_a_column_behind_the_eleven_that_the_row_does_not_have(earshot, consolidate, tmp_path):
    consolidate([GOOD[:-2]])
    [line] = rejects_file.lines(tmp_path / "rejects")
    (tmp_path / "with.csv").write_text(f"{HEADER},ts\n")
    earshot("consolidate", "with.csv", "--with", "ts", "--rejects", "rejects")
    (tmp_path / "rejects").write_text(line + "\n" + rejects_file.last_line(tmp_path / "rejects"))
    assert (
        "rejects, line 1: events.csv, line 1: the header lacks the column ts"
        in earshot("reingest", "rejects", exit=1).stderr
    )


@pytest.mark.parametrize(
    "line, told",
    [
        ("x", "rejects, line 2: the line is not a JSON object"),
        ('{"file": "x"}', "rejects, line 2: the line is not a reject: key 'line' not found"),
        ('{"file": 7}', "rejects, line 2: the line is not a reject: type must be string, but is number"),
    ],
)
def test_a_line_that_is_not_a_reject_changes_nothing(earshot, consolidate, tmp_path, line, told):
    consolidate([GOOD[:-2]])
    repair(tmp_path, lambda reject: reject | {"raw": GOOD})
    kept = rejects_file.lines(tmp_path / "rejects")
    before = "\n".join([*kept, line, rejects_file.last_line(tmp_path / "rejects")])
    (tmp_path / "rejects").write_text(before)
    assert told in earshot("reingest", "rejects", exit=1).stderr
    assert plays(tmp_path) == []
    assert (tmp_path / "rejects").read_text() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [PLAYS, "events.csv", "rejects"]


@pytest.mark.parametrize("key", ["line", "byte_offset", "fields"])
@pytest.mark.parametrize("value", [-1, 7.5, 7e30, 2**64, 10**31, "7", None])
def test_a_count_that_is_not_one_changes_nothing(earshot, consolidate, tmp_path, key, value):
    consolidate([GOOD[:-2]])
    repair(tmp_path, lambda reject: reject | {"raw": GOOD, key: value})
    unchanged(earshot, tmp_path, f'rejects, line 1: "{key}" is not a count')


def test_plays_whose_size_is_not_a_count(earshot, consolidate, tmp_path):
    consolidate([GOOD[:-2]])
    rejects = tmp_path / "rejects"
    last = json.loads(rejects_file.last_line(rejects))
    last["plays"]["bytes"] = 1e300
    rejects.write_text("\n".join([*rejects_file.lines(rejects), json.dumps(last), ""]))
    unchanged(earshot, tmp_path, '"bytes" is not a count')


def test_files_that_are_not_there(earshot, consolidate, tmp_path):
    assert "cannot open none" in earshot("reingest", "none", exit=1).stderr
    consolidate([GOOD])
    assert "cannot open none.csv" in earshot("reingest", "rejects", "-o", "none.csv", exit=1).stderr
