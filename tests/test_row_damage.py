"""Rows with known damage: no innocent row is lost, no rows are joined, no play is made up.

Files of several layouts hold thousands of damaged places, each between rows that are as they should be. Of each row the
test knows what may become of it: the play that was meant, a reject, or, where nothing in the row shows the damage, what
it says now. All plays must be these, in order, and events, plays and rejects must add up.
"""

import csv
import json
import os
import random

import pytest
import rejects_file

ELEVEN = "artist firstName gender itemInSession lastName length level location sessionId song userId".split()
PLAYS = "event_datafile_new.csv"
CASES = 100_000 if os.environ.get("EARSHOT_TORTURE") else 10_000
REJECT = "a reject"
NOTHING = "no play"
WORDS = ["Low", "Tide", "été", "夜", "of", "A", "b"]


class Layout:
    """Where the columns stand and how rows are written: `extra` empty fields behind them in rows, `nameless` in the header."""

    def __init__(self, columns, delimiter=",", quotes="some", extra=0, nameless=0):
        self.columns = columns
        self.delimiter = delimiter
        self.quotes = quotes
        self.extra = extra
        self.fields = len(columns) + extra
        self.counts = {self.fields} | ({len(columns)} if nameless else set())
        self.header = delimiter.join(columns + [""] * nameless)

    def written(self, values):
        return [self.field(value) for value in values] + [""] * self.extra

    def field(self, text):
        if self.quotes == "all" or any(c in text for c in '"\r\n' + self.delimiter):
            return '"' + text.replace('"', '""') + '"'
        return text

    def values(self, chance, number):
        """A row's values; `number` is in many of them, so that no two rows can be taken for each other."""
        nasty = self.quotes != "none"
        text = " ".join(chance.choices(WORDS, k=chance.randrange(1, 4)))
        values = {
            "artist": f"A{number}x" if chance.random() < 0.9 else "",
            "auth": "Logged In",
            "firstName": "Ada",
            "gender": "F",
            "itemInSession": str(number),
            "lastName": f"L{number}x",
            "length": "2.5",
            "level": chance.choice(["free", "paid"]),
            "location": chance.choice(["", "Bath", text] + [f"{text}{self.delimiter} AZ"] * 4 * nasty),
            "method": "PUT",
            "page": "NextSong",
            "registration": "1.54E+12",
            "sessionId": str(number),
            "song": text + chance.choice([f" S{number}x"] + [f'{self.delimiter}the "{number}" x', '"'] * nasty),
            "status": "200",
            "ts": "1541106106796",
            "userId": str(number),
        }
        return [values[column] for column in self.columns]

    def play(self, fields):
        """What the fields mean: a play, or why there is none."""
        if fields is None or len(fields) not in self.counts or any(fields[len(self.columns) :]):
            return REJECT
        values = dict(zip(self.columns, fields))
        if not values["artist"].strip():
            return NOTHING
        whole = all(values[name].isdigit() for name in ["itemInSession", "sessionId", "userId"])
        return tuple(values[name] for name in ELEVEN) if whole and values["length"] == "2.5" else REJECT

    def read(self, line):
        """The fields of a line by itself; None where a quote breaks the rules."""
        fields = []
        while True:
            if line.startswith('"'):
                end = 1
                while line[end : end + 2] == '""' or (end < len(line) and line[end] != '"'):
                    end += 2 if line[end] == '"' else 1
                if end >= len(line) or line[end + 1 : end + 2] not in ("", self.delimiter):
                    return None
                fields.append(line[1:end].replace('""', '"'))
                line = line[end + 1 :]
            else:
                end = (line + self.delimiter).index(self.delimiter)
                fields.append(line[:end])
                line = line[end:]
            if not line:
                return fields
            line = line[1:]


COURSE = "artist auth firstName gender itemInSession lastName length level location method page registration sessionId song status ts userId".split()
LAST_OFTEN_EMPTY = "userId artist firstName gender itemInSession lastName length level sessionId song location".split()
SONG_LAST = "sessionId userId location artist firstName gender itemInSession lastName length level song".split()
LAYOUTS = {
    "course": Layout(COURSE),
    "last column often empty": Layout(LAST_OFTEN_EMPTY),
    "all in quotes": Layout(SONG_LAST, quotes="all"),
    "semicolons, no quotes": Layout(SONG_LAST, ";", quotes="none"),
    "tabs, no quotes": Layout(COURSE, "\t", quotes="none"),
    "a separator behind each row": Layout(LAST_OFTEN_EMPTY, extra=1),
    "nameless columns": Layout(ELEVEN, extra=2, nameless=2),
}
WITH_QUOTES = [name for name, layout in LAYOUTS.items() if layout.quotes != "none"]


class File:
    """A file that grows row by row, with what may become of each."""

    def __init__(self, layout, seed):
        self.layout = layout
        self.chance = random.Random(seed)
        self.text = [layout.header + "\n"]
        self.allowed = []
        self.number = 0
        for _ in range(3):
            self.good()

    def values(self):
        self.number += 1
        return self.layout.values(self.chance, self.number)

    def row(self):
        """A row's fields as they are written, to be damaged."""
        return self.layout.written(self.values())

    def line(self, fields):
        return self.layout.delimiter.join(fields)

    def add(self, line, *allowed):
        self.text.append(line + "\n")
        self.allowed.append(allowed)

    def good(self):
        values = self.values()
        self.add(self.line(self.layout.written(values)), self.layout.play(values + [""] * self.layout.extra))

    def damaged(self, line, *allowed):
        """A line that may be what it says, and may be rejected."""
        self.add(line, self.layout.play(self.layout.read(line)), REJECT, *allowed)

    def check(self, earshot, directory):
        (directory / "events.csv").write_bytes("".join(self.text).encode())
        earshot("consolidate", "events.csv", "--rejects", "rejects", "--rejects-max", "100%", "--report", "report")
        report = json.loads((directory / "report").read_text())
        with (directory / PLAYS).open(newline="", encoding="utf-8") as plays:
            ours = [tuple(row) for row in csv.reader(plays)][1:]
        at = 0
        rejects = nothing = optional = 0
        for number, allowed in enumerate(self.allowed):
            if at < len(ours) and ours[at] in allowed:
                at += 1
                continue
            what = f"row {number}: {''.join(self.text[max(number - 3, 0) : number + 4])!r} must be {allowed}, comes {ours[at : at + 1]}"
            assert REJECT in allowed or NOTHING in allowed, what
            optional += REJECT in allowed and NOTHING in allowed
            rejects += NOTHING not in allowed
            nothing += REJECT not in allowed
        assert at == len(ours), f"nobody meant {ours[at]}"
        assert report["events"] == len(self.allowed) == report["plays"] + report["without_artist"] + report["rejects"]
        assert rejects <= report["rejects"] <= rejects + optional
        assert nothing <= report["without_artist"] <= nothing + optional
        assert rejects + optional > 0
        raws = iter(reject["raw"] for reject in rejects_file.read(directory / "rejects"))
        for text, allowed in zip(self.text[1:], self.allowed):
            # What a person needs to repair it is kept together.
            assert allowed != (REJECT,) or text.removesuffix("\n") in raws, text


@pytest.fixture(params=LAYOUTS.values(), ids=LAYOUTS.keys())
def file(request):
    return File(request.param, seed=len(request.param.header))


@pytest.fixture(params=WITH_QUOTES)
def quoting(request):
    return File(LAYOUTS[request.param], seed=len(request.param))


def cases(of=LAYOUTS):
    return range(CASES // len(of) + 1)


def with_quote(field, where):
    at = {"start": 0, "middle": len(field) // 2, "end": len(field)}[where]
    return field[:at] + '"' + field[at:]


def test_two_stray_quotes(earshot, tmp_path, file):
    """In any two columns, in one row or with up to five others between."""
    chance = file.chance
    for _ in cases():
        distance = chance.choice([0, 1, 1, 2, 5])
        first, last = chance.randrange(file.layout.fields), chance.randrange(file.layout.fields)
        if chance.random() < 0.5:
            last = first
        where = chance.choice(["end", "end", "middle", "start"])
        opening = file.row()
        opening[first] = '"' + opening[first]
        if distance > 0:
            file.damaged(file.line(opening))
            for _ in range(distance - 1):
                file.good()
            opening = file.row()
        opening[last] = with_quote(opening[last], where)
        file.damaged(file.line(opening))
        file.good()
    file.check(earshot, tmp_path)


def quoted_places(line):
    """The positions of a line at which a character stands, or would stand, inside a quoted field."""
    places = set()
    at = 0
    quoted = False
    while at < len(line):
        if quoted and line[at : at + 2] == '""':
            places.add(at)
            at += 2
            continue
        if quoted:
            places.add(at)
        if line[at] == '"':
            quoted = not quoted
        at += 1
    return places


def test_a_separator_too_many_or_too_few(earshot, tmp_path, file):
    chance = file.chance
    delimiter = file.layout.delimiter
    for _ in cases():
        line = file.line(file.row())
        inside = quoted_places(line)
        if chance.random() < 0.5:
            at = chance.randrange(len(line) + 1)
            damaged = line[:at] + delimiter + line[at:]
        else:
            at = chance.choice([at for at, c in enumerate(line) if c == delimiter])
            damaged = line[:at] + line[at + 1 :]
        if at in inside:
            file.add(damaged, file.layout.play(file.layout.read(damaged)))
        else:
            file.add(damaged, REJECT)
        if chance.random() < 0.5:
            file.good()
    file.check(earshot, tmp_path)


def test_a_broken_line(earshot, tmp_path, file):
    """A line end in quotes is text. Outside, the parts are rejected where not one of them looks like a whole row."""
    chance = file.chance
    for _ in cases():
        line = file.line(file.row())
        at = chance.randrange(1, len(line))
        if at in quoted_places(line):
            damaged = line[:at] + "\n" + line[at:]
            file.add(damaged, file.layout.play(file.layout.read(damaged)))
        else:
            file.damaged(line[:at])
            file.damaged(line[at:])
        file.good()
    file.check(earshot, tmp_path)


def test_a_lost_quote(earshot, tmp_path, quoting):
    chance = quoting.chance
    for _ in cases(WITH_QUOTES):
        line = ""
        while '"' not in line:
            line = quoting.line(quoting.row())
        at = chance.choice([at for at, c in enumerate(line) if c == '"'])
        quoting.damaged(line[:at] + line[at + 1 :])
        quoting.good()
    quoting.check(earshot, tmp_path)


TEXTS = ["artist", "firstName", "lastName", "location", "song"]


def lines(chance, delimiter):
    """A text of several lines, such as nobody can take for rows."""
    parts = ["", "Simon", 'the "Sound"', f"of{delimiter} Silence", f"a{delimiter}b{delimiter}c", '"', "\r", delimiter]
    text = chance.choice(parts)
    for _ in range(chance.randrange(1, 4)):
        text += chance.choice(["\n", "\r\n"]) + chance.choice(parts)
    return text


def several_lines(file):
    """The values of a play in which at least one text goes over several lines."""
    values = file.values()
    places = [file.layout.columns.index(name) for name in TEXTS]
    values[places[0]] = values[places[0]] or "A"
    for place in file.chance.sample(places, file.chance.choice([1, 1, 1, 2, 5])):
        values[place] = ("A" if place == places[0] else "") + lines(file.chance, file.layout.delimiter)
    return values


def test_fields_of_several_lines(earshot, tmp_path, file):
    """They are read in every column, whatever stands before and after them."""
    for _ in cases():
        values = several_lines(file)
        file.add(file.line(file.layout.written(values)), file.layout.play(values + [""] * file.layout.extra))
        if file.chance.random() < 0.3:
            file.good()
    file.add("a line", REJECT)
    file.check(earshot, tmp_path)


def cut_row(file):
    """A row that will be cut, and whether it has all its fields."""
    fields = file.layout.written(file.values())
    kind = file.chance.randrange(3)
    at = file.chance.randrange(len(file.layout.columns))
    if kind == 0:
        fields[at] = '"x"y'
        return file.line(fields), True
    if kind == 1 and at > 0 and file.layout.columns[at] != "firstName":
        fields[at] = '"Lo'
        return file.line(fields[: at + 1]), at + 1 == file.layout.fields
    values = several_lines(file)
    written = file.layout.written(values)
    at = file.chance.choice([at for at, value in enumerate(values) if "\n" in value])
    written[at] += "s"
    return file.line(written), True


def test_rows_after_one_that_was_cut(earshot, tmp_path, file):
    """They are read, but for a quote in a plain field where they may be the rest of the row before."""
    for _ in cases():
        line, is_whole = cut_row(file)
        file.add(line, REJECT)
        values = file.values()
        follower = file.chance.choice(["good", "several lines", "stray quote"])
        if follower == "several lines":
            values = several_lines(file)
        written = file.layout.written(values)
        if follower == "stray quote":
            values[file.layout.columns.index("firstName")] = '7" x'
            written[file.layout.columns.index("firstName")] = '7" x'
        play = file.layout.play(values + [""] * file.layout.extra)
        file.add(file.line(written), play, *([REJECT] if follower == "stray quote" and not is_whole else []))
    file.check(earshot, tmp_path)


HEAD = ",".join(ELEVEN)


def row(artist, number, location="Bath", end=""):
    return f"{artist},Ada,F,{number},Moor,2.5,free,{location},{number},Song {number},{number}{end}"


def consolidate(earshot, directory, *rows, header=HEAD):
    (directory / "a.csv").write_text("\n".join([header, *rows, ""]))
    done = earshot("consolidate", "a.csv", "--rejects", "rejects", "--rejects-max", "100%", "--report", "report")
    with (directory / PLAYS).open(newline="") as plays:
        ours = [play["artist"] for play in csv.DictReader(plays)]
    return ours, rejects_file.read(directory / "rejects"), done.stderr


def rewrite(path, rejects):
    path.write_text("".join(json.dumps(reject) + "\n" for reject in rejects) + rejects_file.last_line(path))


def test_reingest_makes_no_play_of_the_rest_of_a_row(earshot, tmp_path):
    ours, rejects, _ = consolidate(
        earshot, tmp_path, *(row("A", i) for i in range(9)), '"Simon"x', row('Garfunkel"', 10)
    )
    assert [reject["kind"] for reject in rejects] == ["text_after_quote", "stray_quote"]
    earshot("reingest", "rejects", exit=None)
    assert "Garfunkel" not in (tmp_path / PLAYS).read_text()
    repaired = {**rejects[1], "raw": row('"Simon\nGarfunkel"', 10)}
    rewrite(tmp_path / "rejects", [repaired])
    earshot("reingest", "rejects")
    assert '"Simon\nGarfunkel","Ada"' in (tmp_path / PLAYS).read_text()


def test_reingest_knows_how_many_fields_the_rows_have(earshot, tmp_path):
    rows = [row("A", i, end=",") for i in range(9)]
    ours, rejects, _ = consolidate(earshot, tmp_path, *rows, row("B", 10), row("C", 11, end=",,"))
    assert [reject["kind"] for reject in rejects] == ["too_few_fields", "too_many_fields"]
    assert rejects[0]["reason"] == "the row has 11 fields, the file's first rows have 12"
    earshot("reingest", "rejects", exit=None)
    assert len(rejects_file.lines(tmp_path / "rejects")) == 2
    for reject, repaired in zip(rejects, [row("B", 10, end=","), row("C", 11, end=",")]):
        reject["raw"] = repaired
    rewrite(tmp_path / "rejects", rejects)
    earshot("reingest", "rejects")
    assert "".join((tmp_path / PLAYS).read_text().splitlines()[-2:]).count("Ada") == 2


def test_the_first_rows_decide_by_majority(earshot, tmp_path):
    """A separator too many in the first row of a file is a reject, too."""
    header = "song,artist,firstName,gender,itemInSession,lastName,length,level,userId,sessionId,location"
    rows = [f"S{i},A{i},Ada,F,{i},Moor,2.5,free,{i},{i}," for i in range(5)]
    ours, rejects, _ = consolidate(earshot, tmp_path, rows[0].replace(",free", ",,free"), *rows[1:], header=header)
    assert ours == ["A1", "A2", "A3", "A4"]
    assert [reject["kind"] for reject in rejects] == ["too_many_fields"]


def test_inches_are_no_lost_separator(earshot, tmp_path):
    header = "song,artist," + ",".join(name for name in ELEVEN if name not in ("song", "artist"))
    rest = ",Ada,F,1,Moor,2.5,free,Bath,1,1"
    ours, rejects, told = consolidate(
        earshot, tmp_path, '12" Mix,The 7"' + rest, 'say"hi, x",A' + rest, 'say"Phoenix, AZ"' + rest, header=header
    )
    assert ours == ['The 7"']
    assert [reject["kind"] for reject in rejects] == ["too_many_fields", "stray_quote"]
    assert "has an odd number of quotes in 1 play (first a.csv, line 2)" in told
    report = json.loads((tmp_path / "report").read_text())
    assert report["odd_quotes"] == {"plays": 1, "first": {"file": "a.csv", "line": 2}}


def test_slipped_values_are_counted(earshot, tmp_path):
    time = row("A", 5).removesuffix("5") + "1541106113796"
    level = row("B", 6).replace("free,Bath", "Bath,free")
    ours, rejects, told = consolidate(earshot, tmp_path, row("C", 7), time, level, level.replace("Bath,", "Paid,"))
    assert len(ours) == 4 and not rejects
    assert "2 plays have a level other than free and paid" in told
    assert "1 play has a user id of 13 digits" in told
    report = json.loads((tmp_path / "report").read_text())
    assert (report["other_levels"], report["times_as_users"]) == (2, 1)
    _, _, told = consolidate(earshot, tmp_path, row("C", 7))
    assert "level" not in told and "user id" not in told
