"""Loading into one real Cassandra node, measured: against what people use today, and in CPU time.

usage: cluster.py EARSHOT ASK_LATENCY [--events DIRECTORY] [--work DIRECTORY] [--copies 100] [--times 3]

Installs the peers under --work: Python's driver and cqlsh from PyPI, DSBulk from Maven Central. Starts a node of its
own, makes the copies (a hundredfold: 682,000 plays), and loads three tables each way into one keyspace, the ways in
turn, the tables emptied before; the figures are medians, and the first round only warms the server. Ours is the whole process, from the consolidated file: reading and sorting are in it. The peers get
what suits them best: a CSV for each table with its columns only, without duplicates, and DSBulk also one that is sorted
by the partition key. Exits 1 if a goal was missed.
"""

import csv
import itertools
import pathlib
import subprocess
import sys

import command_line
from copies import make_copies
from measure import Report, alternate, median_seconds, run
from node import HOST, Node

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
KEYSPACE = "bench"
# The slow ways are timed on a part: row by row, 682,000 plays would take half an hour.
ROW_BY_ROW_ROWS = 2_000
CONCURRENT_ROWS = 30_000
ASKS = 5_000

# Each built-in question by itself, so that a table can be timed alone: columns of its key, then its other ones.
TABLES = {
    "song_at": (
        ["session_id", "item_in_session"],
        ["artist", "song", "length"],
        """
        given = ["session_id", "item_in_session"]
        partition = ["session_id"]
        answer = ["artist", "song", "length"]""",
    ),
    "session_songs": (
        ["user_id", "session_id", "item_in_session"],
        ["artist", "song", "first_name", "last_name"],
        """
        given = ["user_id", "session_id"]
        order = ["item_in_session"]
        answer = ["artist", "song", "first_name", "last_name"]""",
    ),
    "song_listeners": (
        ["song", "user_id"],
        ["first_name", "last_name"],
        """
        given = ["song"]
        one_per = ["user_id"]
        answer = ["first_name", "last_name"]""",
    ),
}
CSV_NAMES = {
    "session_id": "sessionId",
    "item_in_session": "itemInSession",
    "user_id": "userId",
    "first_name": "firstName",
    "last_name": "lastName",
}


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.work = arguments.work.resolve()
        self.plays = self.work / "cassandra.csv"
        self.store = f"cassandra://{HOST}/{KEYSPACE}"
        self.python = self.work / "venv" / "bin" / "python"
        self.rows = {}

    def install(self):
        if not self.python.exists():
            run([sys.executable, "-m", "venv", self.work / "venv"])
        run([self.python, "-m", "pip", "install", "-q", "cassandra-driver==3.30.1", "cqlsh==6.2.2"])
        run(
            [
                "mvn",
                "-q",
                "-B",
                "-f",
                HERE / "dsbulk" / "pom.xml",
                "dependency:copy-dependencies",
                f"-DoutputDirectory={self.work / 'dsbulk'}",
            ]
        )

    def prepare(self):
        events = self.work / f"events-{self.arguments.copies}"
        make_copies(command_line.events_of(self.arguments), events, self.arguments.copies)
        run([self.arguments.earshot, "consolidate", events, "-o", self.plays])
        with open(self.plays, newline="", encoding="utf-8") as file:
            plays = list(csv.DictReader(file))
        for table, (key, rest, question) in TABLES.items():
            (self.work / f"{table}.toml").write_text(f'[[question]]\nname = "{table}"\nasks = "?"\n{question}\n')
            names = [CSV_NAMES.get(name, name) for name in [*key, *rest]]
            rows = {tuple(play[name] for name in names[: len(key)]): [play[name] for name in names] for play in plays}
            self.rows[table] = len(rows)
            # By the partition key, numbers by value.
            for suffix, ordered in ("", rows.values()), ("-sorted", [rows[one] for one in sorted(rows)]):
                with open(self.work / f"{table}{suffix}.csv", "w", newline="", encoding="utf-8") as file:
                    writer = csv.writer(file)
                    writer.writerow([*key, *rest])
                    writer.writerows(ordered)

    def empty(self, table):
        """An empty table, made by ours, for whoever loads next."""
        plays = self.work / "one.csv"
        with self.plays.open(encoding="utf-8") as file:
            plays.write_text("".join(itertools.islice(file, 2)))
        self.ours_command("drop", "--yes", table=table)
        self.ours_command("load", plays, table=table)

    def ours_command(self, *words, table=None):
        questions = ["--questions", self.work / f"{table}.toml"] if table else []
        return run([self.arguments.earshot, *questions, "--store", self.store, *words])

    def ours(self, table):
        return self.ours_command("load", self.plays, table=table)

    def python_driver(self, how, table, rows):
        command = [
            self.python,
            HERE / "python_driver.py",
            HOST,
            KEYSPACE,
            how,
            table,
            self.work / f"{table}.csv",
            str(rows),
        ]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def dsbulk(self, table, suffix):
        return run(
            [
                "java",
                "-cp",
                f"{self.work / 'dsbulk'}/*",
                "com.datastax.oss.dsbulk.runner.DataStaxBulkLoader",
                "load",
                "-url",
                self.work / f"{table}{suffix}.csv",
                "-h",
                HOST,
                "-k",
                KEYSPACE,
                "-t",
                table,
                "-cl",
                "LOCAL_QUORUM",
                "-header",
                "true",
                "-logDir",
                self.work / "dsbulk-logs",
            ]
        )

    def cqlsh(self, table):
        key, rest, _ = TABLES[table]
        copy = (
            f"COPY {KEYSPACE}.{table} ({', '.join([*key, *rest])}) FROM '{self.work / table}.csv' WITH HEADER = true"
            " AND INGESTRATE = 1000000"
        )
        return run([self.python.parent / "cqlsh", HOST, "-e", f"CONSISTENCY LOCAL_QUORUM; {copy}"])


def measure_ours(bench, node, table, shares):
    before = node.cpu_seconds()
    measured = bench.ours(table)
    shares.append((measured.cpu_seconds, node.cpu_seconds() - before))
    return measured


def load_in_turn(bench, node, table, shares):
    """Every way of loading the whole table, in turn: the server's code gets faster for minutes, and all shall have that."""
    programs = {
        "earshot": lambda: measure_ours(bench, node, table, shares),
        "cqlsh COPY": lambda: bench.cqlsh(table),
        "DSBulk": lambda: bench.dsbulk(table, ""),
        "DSBulk, sorted file": lambda: bench.dsbulk(table, "-sorted"),
    }

    def into_empty(load):
        def run_it():
            bench.empty(table)
            return load()

        return run_it

    measures = alternate({name: into_empty(load) for name, load in programs.items()}, bench.arguments.times)
    return {name: median_seconds(runs) for name, runs in measures.items()}


def measure(bench, node, report):
    shares = []
    ours_total = dsbulk_total = 0
    for table, rows in bench.rows.items():
        seconds = load_in_turn(bench, node, table, shares)
        for name, each in seconds.items():
            report.figure(f"{table}: {name}, rows a second", rows / each)
        ours = seconds["earshot"]
        report.at_least(f"{table}: times as fast as cqlsh COPY", seconds["cqlsh COPY"] / ours, 4)
        ours_total += ours
        dsbulk_total += min(seconds["DSBulk"], seconds["DSBulk, sorted file"])
        for how, part, goal in ("row-by-row", ROW_BY_ROW_ROWS, 100), ("concurrent", CONCURRENT_ROWS, 12):
            part = min(part, rows)
            bench.empty(table)
            rate = part / float(bench.python_driver(how, table, part))
            report.at_least(f"{table}: times as fast as Python's driver, {how}", rows / ours / rate, goal)
    report.at_least("three tables: times as fast as DSBulk", dsbulk_total / ours_total, 5)
    client, server = map(sum, zip(*shares))
    report.at_most("client's share of the CPU time of client and server, %", 100 * client / (client + server), 20)

    bench.ours_command("load", bench.plays)
    bench.ours_command("verify", bench.plays)
    latency = {"ours": [], "python": []}
    for _ in range(bench.arguments.times):
        asked = subprocess.run(
            [bench.arguments.ask_latency, bench.store, bench.plays, str(ASKS)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        latency["ours"].append([float(word) for word in asked.split()])
        asked = bench.python_driver("ask", "song_at", ASKS)
        latency["python"].append([float(word) for word in asked.split()])
    for index, name in enumerate(("median", "99th percentile")):
        mine, theirs = (min(one[index] for one in latency[who]) for who in ("ours", "python"))
        report.at_most(f"one answer: {name}, times that of Python's driver", mine / theirs, 1)


def main():
    parser = command_line.parser(times=3)
    parser.add_argument("ask_latency", type=pathlib.Path)
    parser.add_argument("--copies", type=int, default=100)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    bench = Bench(arguments)
    bench.install()
    bench.prepare()
    node = Node(bench.work)
    report = Report("cluster")
    try:
        measure(bench, node, report)
    finally:
        node.down()
    sys.exit(report.missed)


main()
