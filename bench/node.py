"""A Cassandra node for a benchmark, and the CPU time that it has used."""

import os
import pathlib

from measure import ROOT, run

FIRST = 71
HOST = f"127.0.0.{FIRST}"


class Node:
    """Runs until it is taken down; its data are in `work`."""

    def __init__(self, work):
        self.command = [ROOT / "scripts" / "cassandra", "--directory", work / "cassandra"]
        run([*self.command, "up", "--first", str(FIRST), "--heap", "4g"])
        self.pid = (work / "cassandra" / "node1" / "pid").read_text()

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def down(self):
        run([*self.command, "down"])
