"""The decoder against Python's csv module, on files of every kind of quoting and damage.

Where csv reads a file in its strict mode without complaint, the plays must be the same, value for value. Where it
complains, docs/ingest.md ("Where Python's csv reads something else") says what becomes of the row: it is rejected, and
never runs together with another.
"""

import csv
import io
import random
import re

import pytest
import rejects_file

COLUMNS = "artist firstName gender itemInSession lastName length level location sessionId song userId".split()
PLAYS = "event_datafile_new.csv"
FILES = 10_000
TAG = re.compile(r"t\d{3}x")


def written(rows, line_end="\r\n", **options):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, **options).writerows(rows)
    return text.getvalue()


def read_strictly(text):
    """The rows as csv's strict mode reads them, or None where it complains. Rows end at LF only, as ours do."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    try:
        return [row for row in csv.reader(filter(None, lines), strict=True) if row]
    except csv.Error:
        return None


def whole_number(text, bits):
    match = re.fullmatch(r"([0-9]+)(\.0+)?", text)
    return match[1] if match and int(match[1]) < 1 << bits - 1 else None


def play_of(row):
    """The row as a play, None where it is none."""
    if len(row) != len(COLUMNS) or not row[0].strip():
        return None
    play = row[: len(COLUMNS)]
    for column, bits in [(3, 32), (8, 64), (10, 64)]:
        play[column] = whole_number(play[column], bits)
    length = re.fullmatch(r"([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", play[5])
    if not length or float(play[5]) == float("inf") or None in play:
        return None
    return play


def any_text(chance):
    return "".join(chance.choices('"",,\r\n ab;é夜', k=chance.randrange(6)))


def any_row(chance, number):
    tag = f"t{number:03}x"
    artist = chance.choice(["", "A", any_text(chance)])
    row = [artist, tag, any_text(chance), str(number), tag, "2.5", "paid", any_text(chance), "7", any_text(chance), "9"]
    return row


def any_file(chance, number):
    """A header, a row that marks the file, and some rows; half of the files are damaged in one or two places."""
    quoting = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    line_end = chance.choice(["\n", "\r\n"])
    mark = [f"file {number}", "", "", "0", "", "0", "", "", "0", "", "0"]
    rows = [any_row(chance, i) for i in range(chance.randrange(5))]
    head = written([COLUMNS, mark], line_end)
    body = written(rows, line_end, quoting=quoting)
    for _ in range(chance.choice([0, 0, 1, 2])):
        at = chance.randrange(len(body) + 1)
        body = body[:at] + chance.choice('"\r\n,x ') * chance.randrange(2) + body[at + chance.randrange(2) :]
    if chance.random() < 0.2:
        body = body.removesuffix("\n").removesuffix("\r")
    return head, body


def test_the_same_as_csv_on_generated_files(earshot, tmp_path):
    chance = random.Random(20181101)
    directory = tmp_path / "files"
    directory.mkdir()
    bodies = []
    for number in range(FILES):
        head, body = any_file(chance, number)
        bodies.append(body)
        (directory / f"{number:05}.csv").write_bytes((head + body).encode())
    earshot("consolidate", "files", "--rejects", "rejects", "--rejects-max", "100%")

    ours = [[] for _ in bodies]
    with (tmp_path / PLAYS).open(newline="", encoding="utf-8") as plays:
        for row in list(csv.reader(plays))[1:]:
            if row[0].startswith("file "):
                number = int(row[0].removeprefix("file "))
            else:
                ours[number].append(row)
    rejects = [[] for _ in bodies]
    for reject in rejects_file.read(tmp_path / "rejects"):
        rejects[int(reject["file"][6:11])].append(reject["kind"])

    strict = 0
    for number, body in enumerate(bodies):
        theirs = read_strictly(body)
        for play in ours[number]:
            assert len({tag for field in play for tag in TAG.findall(field)}) <= 1, f"rows ran together: {body!r}"
        if theirs is None:
            assert rejects[number], f"nothing was rejected of {body!r}"
            continue
        if "\r\r" in body and rejects[number]:
            continue  # csv takes several CR before a LF, outside quotes, without complaint
        if "stray_quote" in rejects[number] or "unclosed_quote" in rejects[number]:
            continue  # csv has no doubt about quotes: in plain fields, and where a later row's quote closes a field
        strict += 1
        expected = [play for play in map(play_of, theirs) if play]
        assert ours[number] == expected, f"file {number}: {body!r}"
    assert FILES / 2 < strict < FILES * 0.95, "both kinds of files must be there in numbers"


# What the well-known suites look at (csv-spectrum's twelve files, csv-test-data's twenty-five), as rows of events:
# artist and song of each play that must come out, and the kinds of the rejects.
REST = "F,M,1,L,2.5,paid,loc,7"
HEAD = ",".join(COLUMNS)
CASES = {
    "simple": (f"{HEAD}\na,{REST},b,9\n", ["a|b"], []),
    "simple, CRLF": (f"{HEAD}\r\na,{REST},b,9\r\n", ["a|b"], []),
    "header and no rows": (f"{HEAD}\n", [], []),
    "header in quotes": ('"' + HEAD.replace(",", '","') + f'"\na,{REST},b,9\n', ["a|b"], []),
    "no line end behind the last row": (f"{HEAD}\na,{REST},b,9", ["a|b"], []),
    "several rows": (f"{HEAD}\na,{REST},b,9\nc,{REST},d,9\n", ["a|b", "c|d"], []),
    "comma in quotes": (f'{HEAD}\n"a, x",{REST},"b, y",9\n', ["a, x|b, y"], []),
    "location with coordinates": (f'{HEAD}\n"51.5, -0.1",{REST},"London, ""EC""",9\n', ['51.5, -0.1|London, "EC"'], []),
    "escaped quotes": (f'{HEAD}\n"a ""x""",{REST},"""b""",9\n', ['a "x"|"b"'], []),
    "only an escaped quote": (f'{HEAD}\n"""",{REST},"""""",9\n', ['"|""'], []),
    "json in a field": (f'{HEAD}\n"{{""a"": ""b, c""}}",{REST},b,9\n', ['{"a": "b, c"}|b'], []),
    "LF in quotes": (f'{HEAD}\n"a\nx",{REST},"b\n\ny",9\n', ["a\nx|b\n\ny"], []),
    "CRLF in quotes": (f'{HEAD}\r\n"a\r\nx",{REST},"b\r\n",9\r\n', ["a\r\nx|b\r\n"], []),
    "CR in quotes": (f'{HEAD}\n"a\rx",{REST},b,9\n', ["a\rx|b"], []),
    "quotes and line ends": (f'{HEAD}\n"a ""\n"" x",{REST},"""\n",9\n', ['a "\n" x|"\n'], []),
    "utf-8": (f"{HEAD}\nʤ,{REST},夜,9\n", ["ʤ|夜"], []),
    "empty field": (f"{HEAD}\na,{REST},,9\n", ["a|"], []),
    "empty field in quotes": (f'{HEAD}\na,{REST},"",9\n', ["a|"], []),
    "all fields empty": (f"{HEAD}\n{',' * 10}\n", [], []),
    "all fields empty in quotes": (HEAD + "\n" + ",".join(['""'] * 11) + "\n", [], []),
    "space before and behind": (f"{HEAD}\n a ,{REST}, b ,9\n", [" a | b "], []),
    "space in quotes": (f'{HEAD}\n" a ",{REST},"  ",9\n', [" a |  "], []),
    "space before a quote": (f'{HEAD}\n "a",{REST},b,9\n', [' "a"|b'], []),
    "quote inside a plain field": (f'{HEAD}\n12" a,{REST},b"c"d,9\n', ['12" a|b"c"d'], []),
    "tab in a field": (f"{HEAD}\na\tx,{REST},b,9\n", ["a\tx|b"], []),
    "semicolon in a field": (f"{HEAD}\na;x,{REST},b,9\n", ["a;x|b"], []),
    "a comment is a row": (f"{HEAD}\n# note\na,{REST},b,9\n", ["a|b"], ["too_few_fields"]),
    "blank lines": (f"{HEAD}\n\na,{REST},b,9\n\n\n", ["a|b"], []),
    "too few fields": (f"{HEAD}\na,{REST},b\nc,{REST},d,9\n", ["c|d"], ["too_few_fields"]),
    "too many fields": (f"{HEAD}\na,{REST},b,9,x\nc,{REST},d,9\n", ["c|d"], ["too_many_fields"]),
    "text behind a quote": (f'{HEAD}\n"a"x,{REST},b,9\nc,{REST},d,9\n', ["c|d"], ["text_after_quote"]),
    "quote that is not escaped": (f'{HEAD}\n"a "x" y",{REST},b,9\nc,{REST},d,9\n', ["c|d"], ["text_after_quote"]),
    "quote that is not closed": (f'{HEAD}\n"a,{REST},b,9\nc,{REST},d,9\n', ["c|d"], ["unclosed_quote"]),
    "quote that is not closed, last": (f'{HEAD}\na,{REST},b,9\nc,{REST},"d,9\n', ["a|b"], ["unclosed_quote"]),
    "quote that the next row closes": (f'{HEAD}\n"a,{REST},b,9\n"c",{REST},d,9\n', ["c|d"], ["text_after_quote"]),
    "CR alone between rows": (f"{HEAD}\na,{REST},b,9\rc,{REST},d,9\n", [], ["bare_carriage_return"]),
    "CR twice before LF": (f"{HEAD}\na,{REST},b,9\r\r\nc,{REST},d,9\n", ["c|d"], ["bare_carriage_return"]),
    "a column of each row in quotes": (f'{HEAD}\na,{REST},"b",9\nc,{REST},"d",9\n', ["a|b", "c|d"], []),
}


@pytest.mark.parametrize("text, plays, kinds", CASES.values(), ids=CASES.keys())
def test_the_cases_of_the_known_suites(earshot, tmp_path, text, plays, kinds):
    (tmp_path / "events.csv").write_bytes(text.encode())
    earshot("consolidate", "events.csv", "--rejects", "rejects", "--rejects-max", "100%")
    with (tmp_path / PLAYS).open(newline="", encoding="utf-8") as file:
        ours = [f"{row['artist']}|{row['song']}" for row in csv.DictReader(file)]
    assert ours == plays
    assert [reject["kind"] for reject in rejects_file.read(tmp_path / "rejects")] == kinds
    # Where nothing is rejected, Python's csv reads the same.
    if not kinds:
        theirs = [
            f"{row['artist']}|{row['song']}" for row in csv.DictReader(io.StringIO(text, newline="")) if row["artist"]
        ]
        assert ours == theirs
