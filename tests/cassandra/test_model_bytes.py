"""The bytes that `earshot model check PLAYS` gives a table are those that nodetool finds once the table is loaded and
flushed."""

import contextlib
import json
import subprocess

import examples
import pytest


def tablestats(server, keyspace):
    """It looks at all tables, and fails where other tests drop theirs meanwhile."""
    for _ in range(9):
        with contextlib.suppress(subprocess.CalledProcessError):
            return server.output("nodetool", 1, "tablestats", "-F", "json", keyspace)
    return server.output("nodetool", 1, "tablestats", "-F", "json", keyspace)


def flushed_bytes(server, keyspace):
    """Of each table of the keyspace, before compression."""
    server.run("nodetool", 1, "flush", keyspace)
    stats = json.loads(tablestats(server, keyspace))
    return {name: table["bytes_unrepaired"] for name, table in stats[keyspace]["tables"].items()}


def test_bytes_are_those_of_nodetool(earshot, server, keyspace, tmp_path):
    questions = [file.read_text() for file in examples.FILES] + [earshot("model", "export").stdout]
    (tmp_path / "q.toml").write_text("\n".join(questions))
    earshot("generate", "--days", "8", "--users", "40", "-o", "events")
    earshot("run", "events", "-o", "plays.csv", "--questions", "q.toml", "--store", server.url(keyspace))
    checked = earshot("model", "check", "plays.csv", "--questions", "q.toml", "--format", "json").stdout
    stored = flushed_bytes(server, keyspace)
    for table in json.loads(checked):
        assert table["bytes"] == pytest.approx(stored[table["table"]], rel=0.1), table["table"]
