"""Rejects and the plays they belong to: no other pair is taken, whatever happened to the two, and nothing is taken twice."""

import json
import pathlib
import random
import shutil
import subprocess

import pytest
import rejects_file

HEADER = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId"
GOOD = "A,F,M,1,L,2.5,paid,loc,7,s,9"
PLAYS = "event_datafile_new.csv"
CORRECTIONS = PLAYS + ".corrections"
PRELOAD = pathlib.Path(__file__).parent / "preload" / "at_call.c"
KINDS = """too_few_fields too_many_fields unclosed_quote text_after_quote bare_carriage_return field_too_long row_too_long
    nul_byte invalid_utf8 not_in_encoding bad_json not_an_event not_a_number negative out_of_range stray_quote""".split()


def event(session, artist="A"):
    return GOOD.replace(",7,", f",{session},").replace("A,", f"{artist},")


@pytest.fixture
def consolidate(earshot, tmp_path):
    """Consolidates good events of these sessions, and bad ones that are good with Y instead of X."""

    def run(good, bad, *options, name="events.csv"):
        rows = [HEADER, *map(event, good), *(event(f"{session}X") for session in bad)]
        (tmp_path / name).write_text("\n".join([*rows, ""]))
        earshot("consolidate", name, "--rejects-max", "100%", *(options or ["--rejects", "rejects"]))

    return run


def repair(path):
    path.write_text(path.read_text().replace("X", ""))


def sessions(directory):
    rows = (directory / PLAYS).read_text().splitlines()[1:]
    return [int(row.split('","')[8]) for row in rows]


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}


def refused(earshot, directory, told, *arguments):
    before = contents(directory)
    assert told in earshot("reingest", *(arguments or ["rejects"]), exit=1).stderr
    before = {name: content for name, content in before.items() if not name.endswith(".part")}
    assert contents(directory) == before


@pytest.mark.parametrize("good", [[], [1], [5, 1], [1, 2, 3, 6], [1, 2, 3, *range(6, 2000)]], ids=len)
def test_rejects_of_another_run_are_refused(earshot, consolidate, tmp_path, good):
    consolidate([1, 2, 3], [4, 5], "--rejects", "rejects")
    repair(tmp_path / "rejects")
    is_longer = list(good)[:3] == [1, 2, 3]
    consolidate(good, [], "-o", PLAYS, name="other.csv")
    if is_longer:  # they begin with the plays of that run
        earshot("reingest", "rejects")
        assert sessions(tmp_path) == [*good, 4, 5]
    else:
        refused(earshot, tmp_path, f"the rejects belong to other plays than those in {PLAYS}")


def test_no_plays_are_not_the_beginning_of_others(earshot, consolidate, tmp_path):
    consolidate([], [4, 5])
    repair(tmp_path / "rejects")
    consolidate([1], [], "-o", PLAYS, name="other.csv")
    refused(earshot, tmp_path, "the rejects belong to other plays")


def test_the_last_line_is_needed(earshot, consolidate, tmp_path):
    consolidate([1], [4, 5])
    repair(tmp_path / "rejects")
    path = tmp_path / "rejects"
    lines, last = rejects_file.lines(path), rejects_file.last_line(path)
    path.write_text("\n".join(lines) + "\n")
    refused(earshot, tmp_path, 'rejects lacks the line {"plays": ...}')
    path.write_text("\n".join([*lines, '{"plays": 5}']))
    refused(earshot, tmp_path, "rejects, line 3: the line does not say which plays")
    path.write_text("\n".join([lines[0], last, lines[1], last.replace('"bytes":', '"bytes":1')]))
    refused(earshot, tmp_path, "the rows before belong to other plays than these")
    path.write_text("\n".join([last, *lines]))
    earshot("reingest", "rejects")
    assert sessions(tmp_path) == [1, 4, 5]


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_emptied_file_is_not_one_without_rejects(earshot, consolidate, tmp_path, text):
    """One without a reject has its last line all the same."""
    consolidate([1], [])
    earshot("reingest", "rejects")
    (tmp_path / "rejects").write_text(text)
    refused(earshot, tmp_path, 'lacks the line {"plays": ...}')


def test_rejects_in_several_files(earshot, consolidate, tmp_path):
    """Each with the last line: what one has added does not make the plays others."""
    consolidate([1], [4, 5, 6, 5])
    repair(tmp_path / "rejects")
    lines, last = rejects_file.lines(tmp_path / "rejects"), rejects_file.last_line(tmp_path / "rejects")
    for number in (2, 0, 1):
        (tmp_path / "part").write_text(lines[number] + "\n" + last)
        earshot("reingest", "part")
        assert rejects_file.lines(tmp_path / "part") == []
    assert sessions(tmp_path) == [1, 6, 4, 5]


@pytest.mark.parametrize("seed", range(12))
def test_plays_that_are_broken_are_refused(earshot, consolidate, tmp_path, seed):
    """In the rows of the run, and in those that were added since."""
    source = random.Random(seed)
    consolidate([1, 2, 3], [4, 5, 6])
    shutil.copy(tmp_path / "rejects", tmp_path / "first")
    (tmp_path / "rejects").write_text((tmp_path / "rejects").read_text().replace("4X", "4"))
    earshot("reingest", "rejects")
    repair(tmp_path / "rejects")
    content = (tmp_path / PLAYS).read_bytes()
    at = source.randrange(len(HEADER) + 30, len(content) - 1)
    damage = seed % 4
    if damage == 0:
        broken = content[:at]
    elif damage == 1:
        broken = content[:at] + b'"' + content[at:]
    elif damage == 2:
        broken = content[:at] + bytes([content[at] ^ 0x80]) + content[at + 1 :]
    else:
        broken = content.removesuffix(b'"9"\r\n') + b"\r\n"
    (tmp_path / PLAYS).write_bytes(broken)
    refused(earshot, tmp_path, PLAYS)


@pytest.fixture
def every_kind(earshot, tmp_path):
    directory = tmp_path / "events"
    directory.mkdir()
    rows = [
        GOOD,
        "A,B",
        GOOD + ",z",
        '"A' + GOOD[1:],
        '"A"b' + GOOD[1:],
        GOOD + "\r\r",
        GOOD.replace("L", "L\rM"),
        GOOD + "\r\r\r",
        "A" * 70_000 + GOOD[1:],
        '"' + "A" * 70_000 + GOOD,
        "a" * (3 << 20),
        "A\0" + GOOD[1:],
        "Bj\udcf6rk" + GOOD[1:],
        event("7X"),
        GOOD.replace("2.5", "-2.5"),
        event("9" * 30),
        '"Simon\nG"' + GOOD[1:],
        '"x"y' + GOOD[1:],
        '"Simon\nGarfunkel"' + GOOD[1:],
        '12" Mix' + GOOD[1:],
        GOOD + "\r\r",
        GOOD.replace(",loc", '"l, oc"'),
        '"A' + GOOD[1:],
    ]
    for end in ("\n", "\r\n"):
        text = end.join([HEADER, event(len(end)), *rows, ""])
        (directory / f"{len(end)}.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    (directory / "encoded.csv").write_bytes(f"{HEADER}\n{GOOD}\n".encode() + b"\x81" + GOOD.encode() + b"\n")
    good = dict(zip(HEADER.split(","), GOOD.split(",")))
    texts = [json.dumps(good), "{", "5", "{}", json.dumps(good | {"userId": "x"}), json.dumps(good) + "\r\r"]
    (directory / "a.json").write_text("\n".join([*texts, ""]))
    earshot(
        "consolidate",
        "events",
        "--encoding",
        "*encoded.csv=windows-1252",
        "--rejects",
        "rejects",
        "--rejects-max",
        "100%",
    )
    assert {reject["kind"] for reject in rejects_file.read(tmp_path / "rejects")} == set(KINDS)
    return tmp_path / "rejects"


def test_rows_that_nobody_changed_stay_as_they_are(earshot, every_kind, tmp_path):
    before = contents(tmp_path)
    for options in ([], ["--repair-text"]):
        assert "plays 0, added to" in earshot("reingest", "rejects", *options).stderr
        assert contents(tmp_path) == before
    # Other spaces in the line are no change.
    rewritten = "".join(json.dumps(json.loads(line)) + "\n" for line in before["rejects"].decode().split("\n") if line)
    every_kind.write_text(rewritten)
    earshot("reingest", "rejects")
    assert [json.loads(line) for line in every_kind.read_text().splitlines()] == [
        json.loads(line) for line in rewritten.splitlines()
    ]
    assert (tmp_path / PLAYS).read_bytes() == before[PLAYS]


def test_a_row_that_is_changed_is_read_as_a_row_of_its_file(earshot, consolidate, tmp_path):
    """At the end of a file a CR ends a row, but no reject's row is there."""
    consolidate([1], [4])
    path = tmp_path / "rejects"
    path.write_text(path.read_text().replace("4X", "4").replace('9"', '9\\r"'))
    earshot("reingest", "rejects")
    assert sessions(tmp_path) == [1]
    assert rejects_file.read(path)[0]["kind"] == "bare_carriage_return"


@pytest.fixture
def at_call(earshot, tmp_path):
    """Runs the program, and a shell command at the n-th of its calls that give outputs their names."""
    library = tmp_path.parent / (tmp_path.name + ".so")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, PRELOAD], check=True)

    def run(number, command, *arguments):
        environment = {
            "LD_PRELOAD": library,
            "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0",
            "AT_CALL": str(number),
            "AT_COMMAND": command,
        }
        return earshot(*arguments, exit=None, environment=environment)

    return run


def put(directory, files):
    for path in directory.iterdir():
        path.unlink()
    for name, content in files.items():
        (directory / name).write_bytes(content)


def test_reingest_is_killed_at_any_time(earshot, consolidate, at_call, tmp_path):
    consolidate([1, 2], [4, 5, 6, 5])
    (tmp_path / "rejects").write_text((tmp_path / "rejects").read_text().replace("5X", "5"))
    before = contents(tmp_path)
    earshot("reingest", "rejects")
    after = contents(tmp_path)
    assert sessions(tmp_path) == [1, 2, 5, 5] and len(rejects_file.read(tmp_path / "rejects")) == 2
    seen = set()
    for number in range(1, 100):
        put(tmp_path, before)
        if at_call(number, "kill -9 $PPID", "reingest", "rejects").returncode == 0:
            break
        left = contents(tmp_path)
        assert left[PLAYS] in (before[PLAYS], after[PLAYS]) and left["rejects"] in (before["rejects"], after["rejects"])
        done = [left.get(name) == after[name] for name in (CORRECTIONS, PLAYS, "rejects")]
        assert done == sorted(done, reverse=True), "lost"
        seen.add(sum(done))
        earshot("reingest", "rejects")
        assert contents(tmp_path) == after
        earshot("consolidate", "events.csv", "--rejects", "rejects", "--rejects-max", "100%")
        assert sessions(tmp_path) == [1, 2, 5, 5] and len(rejects_file.read(tmp_path / "rejects")) == 2
    assert number > 8 and seen == {0, 1, 2, 3}
    assert contents(tmp_path) == after


def test_more_is_repaired_after_a_kill(earshot, consolidate, at_call, tmp_path):
    consolidate([1, 2], [4, 5, 6])
    path = tmp_path / "rejects"
    path.write_text(path.read_text().replace("5X", "5"))
    before = contents(tmp_path)
    for number in range(1, 100):
        put(tmp_path, before)
        killed = at_call(number, "kill -9 $PPID", "reingest", "rejects").returncode != 0
        repair(path)
        earshot("reingest", "rejects")
        assert sorted(sessions(tmp_path)) == [1, 2, 4, 5, 6] and rejects_file.lines(path) == []
        earshot("consolidate", "events.csv", "--rejects", "rejects")
        assert sessions(tmp_path) == [1, 2, 4, 5, 6] and rejects_file.lines(path) == []
        if not killed:
            break


def test_consolidate_is_killed_at_any_time(earshot, consolidate, at_call, tmp_path):
    """New rejects beside old plays are not taken in."""
    consolidate([1, 2], [4, 5])
    old = contents(tmp_path)
    consolidate([1, 3], [6])
    new = contents(tmp_path)
    seen = set()
    for start in (old, {}):
        for number in range(1, 100):
            put(tmp_path, start | {"events.csv": new["events.csv"]})
            done = at_call(
                number, "kill -9 $PPID", "consolidate", "events.csv", "--rejects", "rejects", "--rejects-max", "9"
            )
            if done.returncode == 0:
                break
            left = contents(tmp_path)
            state = tuple(
                "old" if left.get(name) == start.get(name) else "new" if left.get(name) == new[name] else "?"
                for name in (PLAYS, "rejects")
            )
            seen.add(state)
            if state == ("old", "new"):
                repair(tmp_path / "rejects")
                told = "belong to other plays" if start else f"cannot open {PLAYS}"
                refused(earshot, tmp_path, told)
                # What was repaired is not lost all the same.
                again = ["consolidate", "events.csv", "--rejects", "rejects", "--rejects-max", "9"]
                assert "would be overwritten" in earshot(*again, exit=1).stderr
                earshot("reingest", "rejects", "--no-plays")
                earshot(*again)
                assert sessions(tmp_path) == [1, 3, 6]
                continue
            earshot("consolidate", "events.csv", "--rejects", "rejects", "--rejects-max", "9")
            assert contents(tmp_path) == new
        assert contents(tmp_path) == new
    assert seen >= {("old", "old"), ("old", "new")} and seen <= {("old", "old"), ("old", "new"), ("new", "new")}


@pytest.mark.parametrize("save", ["cp repaired rejects", "cp repaired saved && mv saved rejects"])
def test_an_editor_saves_the_rejects_meanwhile(earshot, consolidate, at_call, tmp_path, save):
    consolidate([1, 2], [4, 5, 6])
    path = tmp_path / "rejects"
    path.write_text(path.read_text().replace("5X", "5"))
    (tmp_path / "repaired").write_text(path.read_text().replace("4X", "4"))
    before = contents(tmp_path)
    codes = set()
    for number in range(1, 100):
        put(tmp_path, before)
        done = at_call(number, f"{{ {save}; }} && touch ran", "reingest", "rejects")
        if not (tmp_path / "ran").exists():
            break
        codes.add(done.returncode)
        assert done.returncode == 0 or "rejects was written by another program meanwhile" in done.stderr
        assert not list(tmp_path.glob("*.part"))
        # Whether it was saved before, between or after: nothing of it is gone, and nothing is taken in twice.
        earshot("reingest", "rejects")
        assert sorted(sessions(tmp_path)) == [1, 2, 4, 5]
        [left] = rejects_file.read(path)
        assert "6X" in left["raw"]
    assert codes == {0, 1} and number > 8


def test_nothing_is_replaced_where_nobody_changed_a_row(every_kind, earshot, tmp_path):
    paths = [tmp_path / PLAYS, tmp_path / "rejects"]
    before = [path.stat().st_ino for path in paths]
    told = earshot("reingest", "rejects").stderr
    assert "of them as they were: `raw` was not changed" in told
    assert [path.stat().st_ino for path in paths] == before
