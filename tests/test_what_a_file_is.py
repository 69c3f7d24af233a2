"""A file that is not read as it was meant: the message says what it is and what to type."""

import bz2
import io
import json
import lzma
import re
import zipfile

import pytest

from test_lost_day import COLUMNS, as_csv, as_json, events_of, header_and, mostly, rows_of, snake


def zipped(text):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.csv", text)
    return file.getvalue()


def renamed(text, change):
    header, rows = text.split("\r\n", 1)
    return ",".join(change(name) for name in header.split(",")) + "\r\n" + rows


def wrapped_rows(text):
    return mostly(text, lambda line: '"' + line.rstrip().replace('"', '""') + '"\r\n')


REFUSED = {
    "a JSON array": (
        json.dumps(list(events_of(1))),
        "is a JSON array, where one object a line is read: jq -c '.[]' OLD > NEW",
    ),
    "a JSON array over lines": (json.dumps(list(events_of(1)), indent=1), "is a JSON array"),
    "pretty-printed": ("".join(json.dumps(e, indent=2) + "\n" for e in events_of(1)), "jq -c . OLD > NEW"),
    "pretty-printed from the second key on": ('{"a": 1,\n "b": 2}\n', "jq -c . OLD > NEW"),
    "objects without line ends": (as_json(end=""), "it has several objects on a line: jq -c . OLD > NEW"),
    "zip": (zipped(as_csv()), "is a zip archive (or a spreadsheet); unpack it first"),
    "xz": (lzma.compress(as_csv().encode()), "is compressed with xz; unpack it first"),
    "bzip2": (bz2.compress(as_csv().encode()), "is compressed with bzip2; unpack it first"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4" + b"x" * 99, "is a 7z archive; unpack it first"),
    "a web page": ("<!DOCTYPE html>\n<html>", "is a web page"),
    "a pointer": ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "git lfs pull"),
    "an unseen space": ("\u200b" + as_csv(), "starts with U+200B"),
    "names with blanks": (
        renamed(as_csv(), lambda name: " " + name),
        'its names have blanks around them, as in " artist"',
    ),
    "names with blanks but the first": (
        as_csv().replace(",", ", "),
        'its names have blanks around them, as in " firstName"',
    ),
    "a column less": (as_csv(columns=COLUMNS[1:]), "the header lacks the column artist; it names: auth,"),
    "rows wrapped, header not": (
        wrapped_rows(as_csv()),
        "in one more pair of quotes than its header, which is the dialect comma+wrapped",
    ),
    "rows wrapped, with semicolons": (
        wrapped_rows(as_csv(delimiter=";")),
        "which is the dialect semicolon+wrapped+decimal-comma",
    ),
}


@pytest.mark.parametrize("text, said", REFUSED.values(), ids=REFUSED.keys())
def test_the_message_says_what_it_is(earshot, tmp_path, text, said):
    (tmp_path / "a.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert said in earshot("consolidate", "a.csv", exit=1).stderr


def renames_in(message):
    """What a message says to rename, as arguments."""
    renames = re.findall(r"(?<!-)\brename ([^\s;)]+)", message)
    return ["--rename", ",".join(renames)] if renames else []


SPELLINGS = {
    "capitals": str.upper,
    "small letters": str.lower,
    "snake_case": snake,
    "kebab-case": lambda name: snake(name).replace("_", "-"),
    "capitalised": lambda name: name[0].upper() + name[1:],
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
@pytest.mark.parametrize("suffix", [".csv", ";.csv", ".json"])
def test_what_the_message_says_to_type_reads_columns_spelled_otherwise(earshot, tmp_path, spelling, suffix):
    def write(spelling):
        if suffix == ".json":
            return as_json(names={name: spelling(name) for name in COLUMNS})
        return renamed(as_csv(), spelling).replace(",", ";" if ";" in suffix else ",")

    text = write(spelling)
    if ";" in suffix:
        text = text.replace('"Paris; FR"', '"Paris, FR"')
    (tmp_path / f"a{suffix}").write_text(text)
    said = earshot("consolidate", f"a{suffix}", exit=1).stderr
    assert "column" in said or "key" in said
    arguments = renames_in(said)
    assert arguments, said
    earshot("consolidate", f"a{suffix}", *arguments)
    assert (tmp_path / "event_datafile_new.csv").read_text().count("Björk") == 50


def test_what_the_message_says_reads_wrapped_rows(earshot, tmp_path):
    (tmp_path / "a.csv").write_text(header_and(wrapped_rows("x\r\n" + rows_of(as_csv())).split("\r\n", 1)[1]))
    earshot("consolidate", "a.csv", exit=1)
    earshot("consolidate", "a.csv", "--dialect", "comma+wrapped")
    assert (tmp_path / "event_datafile_new.csv").read_text().count("Björk") == 50


def test_marks_and_blank_lines_before_the_header(earshot, tmp_path):
    for mark in ["\ufeff\ufeff", "\ufeff\ufeff\ufeff \t \r\n\n", " \n", ",,,\r\n"]:
        (tmp_path / "a.csv").write_bytes((mark + as_csv()).encode())
        earshot("consolidate", "a.csv")
        assert (tmp_path / "event_datafile_new.csv").read_text().count("Björk") == 50
    (tmp_path / "a.json").write_bytes(("\ufeff\ufeff" + as_json()).encode())
    earshot("consolidate", "a.json")
