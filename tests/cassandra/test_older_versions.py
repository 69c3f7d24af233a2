"""SSTables in servers of the versions before: imported, verified by the server and by earshot, and compacted."""

import pytest
from conftest import Server
from sstable_import import count_same, import_command
from test_imported_sstables import QUESTIONS


@pytest.mark.parametrize("version", ["4.0", "4.1"])
def test_an_older_version_takes_the_files(earshot, tmp_path_factory, tmp_path, version):
    server = Server(tmp_path_factory.mktemp("cassandra"), 47, "--version", version)
    (tmp_path / "earshot.toml").write_text('questions = "questions.toml"\n')
    (tmp_path / "questions.toml").write_text(earshot("model", "export", cwd=tmp_path.parent).stdout + QUESTIONS)
    earshot("generate", "--days", "4", "--users", "100", "-o", "events")
    earshot("consolidate", "events", "-o", "plays.csv", "--events", "plays.csv.events", "--with", "ts,day")
    try:
        store = server.up().url("music")
        imported = earshot("sstables", "plays.csv", "-o", "out", "--store", store, "--import", import_command(server))
        assert count_same(imported) == 8
        assert f"Cassandra: {version}." in earshot("status", "--store", store).stderr
        # From 4.1 on it wants to be told that it is meant.
        server.output("nodetool", 1, "verify", "-e", *(["-f"] if version == "4.1" else []), "music")
        server.output("nodetool", 1, "compact", "music")
        assert count_same(earshot("verify", "plays.csv", "--store", store)) == 8
    finally:
        server.run("down")
