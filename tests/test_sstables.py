"""SSTables as files: what is written where, and what is not. What a server makes of them is tests/cassandra's."""

import functools
import json
import resource

import plays_file
import pytest

COMPONENTS = [
    "CompressionInfo.db",
    "Data.db",
    "Digest.crc32",
    "Filter.db",
    "Index.db",
    "Statistics.db",
    "Summary.db",
    "TOC.txt",
]
TABLES = ["song_at", "session_songs", "song_listeners"]
WRITE = "sstables", "plays.csv", "-o", "out", "--write-time", "2018-12-01"


@pytest.fixture
def plays(tmp_path):
    plays = [{"sessionId": n % 7, "itemInSession": n, "song": f"Song {n % 50}", "userId": n % 3} for n in range(900)]
    return plays_file.write(tmp_path / "plays.csv", *plays)


def files_of(directory):
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_each_table_has_a_directory_with_all_components(earshot, plays, tmp_path):
    done = earshot(*WRITE, "--format", "json")
    written = {row["table"]: row for row in json.loads(done.stdout)}
    assert set(written) == set(TABLES)
    names = {f"n1/{table}/nb-1-big-{component}" for table in TABLES for component in COMPONENTS}
    assert set(files_of(tmp_path / "out")) == names
    loaded = {row["table"]: row for row in json.loads(earshot("load", "plays.csv", "--format", "json").stdout)}
    for table in TABLES:
        assert written[table]["directory"] == f"out/n1/{table}"
        for counted in "plays", "rows", "merged", "digest":
            assert written[table][counted] == loaded[table][counted]


def test_it_says_how_to_import_them(earshot, plays, tmp_path):
    lines = earshot(*WRITE, "--keyspace", "music").stderr.splitlines()
    for table in TABLES:
        assert f"  nodetool import music {table} {tmp_path}/out/n1/{table}" in lines


def test_the_same_plays_and_write_time_make_the_same_bytes(earshot, plays, tmp_path):
    earshot(*WRITE)
    first = files_of(tmp_path / "out")
    earshot(*WRITE, "--threads", "1", "--memory", "1MiB")
    assert files_of(tmp_path / "out") == first
    earshot(*WRITE[:-1], "2018-12-01T00:00:00.001Z")
    changed = {name for name, text in files_of(tmp_path / "out").items() if text != first[name]}
    assert changed == {f"n1/{table}/nb-1-big-Statistics.db" for table in TABLES}


def test_files_of_others_are_not_replaced(earshot, plays, tmp_path):
    earshot(*WRITE)
    others = tmp_path / "out" / "n1" / "session_songs" / "nb-2-big-Data.db"
    others.write_bytes(b"others")
    before = files_of(tmp_path / "out")
    refused = earshot(*WRITE[:-1], "2018-12-02", exit=1).stderr
    assert "out/n1/session_songs is there already, and is not replaced, as it holds other files" in refused
    assert files_of(tmp_path / "out") == before


def test_a_table_without_rows_is_not_written(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv")
    done = earshot(*WRITE, "--format", "csv")
    assert done.stdout.splitlines()[1] == "song_at,0,0,0,0,0,0,0,00000000000000000000000000000000,"
    assert files_of(tmp_path / "out") == {} and "nodetool import" not in done.stderr


def test_a_key_that_cassandra_cannot_have_is_refused_before_anything_is_written(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {}, {"song": "s" * 65_535})
    earshot(*WRITE)
    plays_file.write(tmp_path / "plays.csv", {}, {"song": "s" * 65_536})
    refused = earshot(*WRITE[:3], "other", exit=1).stderr
    assert "line 3, column song: 65536 bytes" in refused
    assert files_of(tmp_path / "other") == {}


def test_a_wrong_write_time_is_a_wrong_command_line(earshot, plays, tmp_path):
    assert "--write-time: is not a time" in earshot(*WRITE[:-1], "yesterday", exit=2).stderr
    assert "--output is required" in earshot("sstables", "plays.csv", exit=2).stderr
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_nothing_under_the_name(earshot, plays, tmp_path):
    # No file may have more bytes.
    limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (4096, 4096))
    failed = earshot(*WRITE, exit=1, preexec_fn=limit, restore_signals=False)
    assert "cannot write out/n1/song_at.earshot.part/nb-1-big-" in failed.stderr
    assert files_of(tmp_path / "out") == {}
