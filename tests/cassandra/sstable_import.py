"""The command by which earshot imports SSTables into the nodes of a test's cluster."""

import re
import shlex

from conftest import ROOT


def import_command(server):
    script = shlex.join([str(ROOT / "scripts" / "cassandra"), "--directory", str(server.directory)])
    # Node N has the Nth address from the first on.
    number = f"$((${{host##*.}} - {server.first - 1}))"
    return f"host={{host}}; {script} nodetool {number} import {{keyspace}} {{table}} {{directory}}"


def count_same(done):
    """How many tables were verified to be the same."""
    return len(re.findall(r" same +[0-9a-f]{32}$", done.stdout, re.MULTILINE))
