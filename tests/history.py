"""Nights of a job: its days change, its commands are killed, and whatever has happened, each question is answered rightly
or not at all, and the next command that ends makes all right.

What is right is what Python finds in the day files (oracle.py). A client reads the store's rows by code that shares
nothing with the program.
"""

import contextlib
import csv
import json
import random
import shutil
import signal
import sqlite3

import damage
from days import VALUES, WHO, Days
from jobs import run
from killer import Killer
from oracle import questions_of

QUESTIONS = """
[[question]]
name = "song_at"
given = ["session_id", "item_in_session"]
partition = ["session_id"]
answer = ["artist", "song", "length"]
[[question]]
name = "session_songs"
given = ["user_id", "session_id"]
order = ["item_in_session"]
answer = ["artist", "song", "first_name", "last_name"]
[[question]]
name = "song_listeners"
given = ["song"]
one_per = ["user_id"]
answer = ["first_name", "last_name"]
[[question]]
name = "heard_in"
given = ["location", "level"]
one_per = ["song", "artist"]
order = ["song desc"]
answer = ["song", "length", "user_id"]
"""
PLAYS = "plays.csv"
FILES = {"events", "temporary", "questions.toml", PLAYS, PLAYS + ".loaded"}
ALL = "--removals-max", "100%"
CONSOLIDATE = "-o", PLAYS, "--rejects-max", "100%"
# The last of each makes the tables right, but of an export, which writes them to files.
COMMANDS = {
    "consolidate": [["consolidate", "events", *CONSOLIDATE], ["load", PLAYS, *ALL]],
    "load": [["consolidate", "events", *CONSOLIDATE], ["load", PLAYS, *ALL]],
    "run": [["run", "events", *CONSOLIDATE, *ALL]],
    "repair": [["consolidate", "events", *CONSOLIDATE], ["verify", PLAYS, "--repair"]],
    "forget": [["consolidate", "events", *CONSOLIDATE], ["forget", f"user_id={WHO['user_id']}", PLAYS]],
    "export": [["export", "-o", "exported/{table}.csv"]],
}
NEED_TABLES = ["forget", "export"]
# What is killed, on a new store or over tables of before.
CASES = [
    (command, start) for command in COMMANDS for start in ["new", "old"] if start == "old" or command not in NEED_TABLES
]
# How the values of a listener who was forgotten would be found in files.
MARKS = [str(WHO["user_id"]).encode(), WHO["user_id"].to_bytes(5, "big")]
MARKS += [value.encode() for value in WHO.values() if isinstance(value, str)]
# Given values that no play has, though each is one of a column.
NOBODY = {
    "session_id": 99,
    "item_in_session": 0,
    "user_id": 7,
    "song": "Nobody's",
    "location": "Nowhere",
    "level": "free",
}
WAYS = [[], ["--memory", "64KiB"], ["--threads", "1"]]


class SqliteClient:
    """A SQLite file in the directory of a history."""

    url = "sqlite:earshot.db"
    # Whether all tables change at the same moment.
    changes_at_once = True

    @staticmethod
    def files(directory):
        """What is there of it when nobody has it open. A kill before a transaction has changed anything may leave a
        journal without a header: SQLite takes it for none, and the next one that writes removes it."""
        journal = directory / "earshot.db-journal"
        is_none = journal.exists() and not any(journal.read_bytes()[:8])
        return {"earshot.db", *([journal.name] if is_none else [])}

    @staticmethod
    def table(question):
        return question.name

    @staticmethod
    def rows(directory, question):
        """The rows by their keys; None where there is no such table."""
        path = directory / "earshot.db"
        if not path.exists():
            return None
        with contextlib.closing(sqlite3.connect(path)) as database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [question.name]).fetchall():
                return None
            found = database.execute(f"SELECT {', '.join(question.columns)} FROM {question.name}").fetchall()
        return {row[: len(question.key)]: row for row in found}

    @staticmethod
    def execute(directory, statement, values):
        with contextlib.closing(sqlite3.connect(directory / "earshot.db")) as database, database:
            database.execute(statement.replace(damage.TRUNCATE, "DELETE FROM"), values)


def killer_for(place, client_of):
    """One that knows how many calls each command makes. `client_of` gives a client of an empty store."""
    killer = Killer(place / "preload")
    for commands in [["load"], ["repair"], ["run", *NEED_TABLES]]:
        history = History(place / commands[0], client_of(commands[0]), killer, commands[0])
        for command in [commands[0], *commands]:
            for words in COMMANDS[command]:
                history.run(words)
            history.held = {}
            history.change_days()
    return killer


class History:
    """Each method is a step. A step that is wrong fails with all steps before it."""

    def __init__(self, directory, client, killer, seed):
        self.directory = directory
        self.client = client
        self.killer = killer
        self.chance = random.Random(seed)
        self.questions = questions_of(QUESTIONS)
        self.days = Days(self.chance)
        self.steps = [f"seed {seed}"]
        # The rows of each table after the last step that ended; None where there are no tables.
        self.held = None
        # What commands that were killed since then were to make of them.
        self.begun = []
        # What the store's marks say that the tables hold, which other clients may have changed.
        self.loaded = None
        self.is_damaged = False
        # What the files of an export may hold: the tables of these states, or, for None, no file.
        self.exported = [None]
        (directory / "temporary").mkdir(parents=True)
        (directory / "questions.toml").write_text(QUESTIONS)
        self.days.write(directory / "events")

    # Steps.

    def change_days(self):
        self.steps.append(self.days.change())
        self.days.write(self.directory / "events")

    def damage(self, kind=None):
        """As another client does it, to tables that are whole."""
        question = self.chance.choice(self.questions)
        kind = kind or self.chance.choice(damage.KINDS)
        table = self.client.table(question)
        statement, values, left = damage.damage(kind, question, table, self.held[question.name], self.chance)
        self.client.execute(self.directory, statement, values)
        self.steps.append(f"{statement} {values}")
        self.held = {**self.held, question.name: left}
        self.is_damaged = True

    def do(self, command):
        """Undisturbed, so that all is right afterwards."""
        if command == "export":
            self.export()
        else:
            self.load(command)

    def load(self, command):
        self.steps.append(command)
        self.days.has_forgotten |= command == "forget"
        wanted = self.wanted()
        *before, last = COMMANDS[command]
        for words in before:
            self.run(words)
        if command in ("load", "repair") and not self.is_damaged:
            planned = json.loads(self.run(["plan", PLAYS, *ALL]).stdout)
            self.check_counts(planned, wanted, {"added": "to_add", "changed": "to_change", "removed": "to_remove"})
        report = json.loads(self.run(last).stdout)
        if command == "forget":
            self.check_forgotten(report)
        else:
            self.check_counts(report, wanted)
        self.now_holds(wanted)
        self.check_whole()

    def export(self):
        """The files have the tables' rows, and there are no others."""
        self.steps.append("export")
        report = json.loads(self.run(COMMANDS["export"][0]).stdout)
        counts = {table["table"]: table["rows"] for table in report}
        self.check(counts == {table: len(rows) for table, rows in self.held.items()}, report)
        self.exported = [self.held]
        self.check_exported()
        left = {path.name for path in (self.directory / "exported").iterdir()}
        self.check(left == {f"{question.name}.csv" for question in self.questions}, f"there are {left}")

    def kill(self, command):
        """The command that is to make all right, or another. What chance makes too late ends undisturbed."""
        *before, killed = COMMANDS[command][:1] if command == "consolidate" else COMMANDS[command]
        for words in before:
            self.run(words)
        done, where = self.killer.kill(self.directory, self.words(killed), self.start(), self.chance)
        self.steps.append(f"{command}, killed at {where}")
        self.check(done.returncode in (0, -signal.SIGKILL), done.stderr)
        if command == "export":
            self.exported.append(self.held)
            self.check_exported()
        elif command != "consolidate":
            self.days.has_forgotten |= self.list_of_forgotten().exists()
            self.begun.append(self.wanted())
            if command == "run" and self.is_damaged:
                self.begun.append(self.with_difference())
            if done.returncode == 0:
                self.now_holds(self.wanted())
        self.check_answers()
        return done.returncode != 0

    def can_be_killed(self):
        """Commands of which it is known what a kill of them may leave."""
        if self.begun:
            return ["consolidate"] if self.is_damaged else ["consolidate", "load", "run", "repair"]
        loads = ["consolidate", "run", "repair", *([] if self.is_damaged else ["load"])]
        return loads if self.held is None else [*loads, *NEED_TABLES]

    def next_command(self):
        """One that ends with tables that are right: a load takes for granted that no other client has changed them."""
        return self.chance.choice(["run", "repair"] if self.is_damaged else ["load", "run", "repair"])

    def list_of_forgotten(self):
        return self.directory / (PLAYS + ".forgotten")

    def run(self, words):
        return self.check_ok(self.killer.run(self.directory, self.words(words), self.start()))

    def start(self):
        """So that each command makes about as many calls each time."""
        return "new" if self.held is None else "old"

    # What holds.

    def wanted(self):
        plays = self.days.plays()
        return {question.name: question.rows(plays) for question in self.questions}

    def with_difference(self):
        """What a load makes of tables that another client has changed, before `run` finds that: it writes where the
        plays differ from those of before. Only that a table has been emptied is noticed at once."""
        wanted = self.wanted()
        for table, held in self.held.items():
            if held or not self.loaded[table]:
                same = {key for key, row in wanted[table].items() if self.loaded[table].get(key) == row}
                others = {key: row for key, row in held.items() if key in same or key not in self.loaded[table]}
                changed = {key: row for key, row in wanted[table].items() if key not in same}
                wanted[table] = {**others, **changed}
        return wanted

    def now_holds(self, rows):
        self.held = self.loaded = rows
        self.begun = []
        self.is_damaged = False

    def words(self, words):
        common = ["--store", self.client.url, "--questions", "questions.toml", "--format", "json"]
        takes_ways = words[0] in ("load", "verify", "run")
        return [
            *words,
            *(common if words[0] != "consolidate" else []),
            *(self.chance.choice(WAYS) if takes_ways else []),
        ]

    def check(self, holds, what):
        assert holds, "\n".join([*self.steps, str(what)])

    def check_ok(self, done):
        self.check(done.returncode == 0, f"exit {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def check_counts(self, report, wanted, names=None):
        """A load writes the difference and nothing else, where it is known what the tables held, and to `run` as well."""
        if self.begun or self.is_damaged and self.steps[-1] == "run":
            return
        for table in report["load"] if isinstance(report, dict) else report:
            held, rows = (state[table["table"]] if state else {} for state in (self.held, wanted))
            counts = {
                "same": sum(held.get(key) == row for key, row in rows.items()),
                "added": sum(key not in held for key in rows),
                "changed": sum(key in held and held[key] != row for key, row in rows.items()),
                "removed": sum(key not in rows for key in held),
            }
            found = {name: table[(names or {}).get(name, name)] for name in counts}
            self.check(counts == found, f"{table}, not {counts}")

    def check_whole(self):
        """The tables are those of these days, as anybody sees them, and nothing else is left."""
        for question in self.questions:
            found = self.client.rows(self.directory, question)
            self.check(found == self.held[question.name], differences({question.name: found}, self.held))
        verified = self.check_ok(run(self.directory, *self.words(["verify", PLAYS])))
        self.check(digests(verified) == self.digests_from_nothing(), f"other digests: {verified.stdout}")
        status = json.loads(self.check_ok(run(self.directory, *self.words(["status"]))).stdout)
        self.check({table["state"] for table in status["tables"]} == {"complete"}, status)
        self.check_answers()
        files = (
            FILES
            | self.client.files(self.directory)
            | ({self.list_of_forgotten().name} if self.days.has_forgotten else set())
        )
        left = {path.name for path in self.directory.iterdir()} - {"exported"}
        self.check(left == files, f"there are {left}")
        left = list((self.directory / "temporary").iterdir())
        self.check(not left, f"there are {left}")

    def check_named(self):
        """Verification counts all that is wrong in each table, and names five rows of each kind."""
        done = run(self.directory, *self.words(["verify", PLAYS]))
        self.check(done.returncode == 3, f"exit {done.returncode}: {done.stderr}")
        found = {table["table"]: table for table in json.loads(done.stdout)}
        for question in self.questions:
            table, held, wanted = (state[question.name] for state in (found, self.held, self.wanted()))
            missing, extra = wanted.keys() - held.keys(), held.keys() - wanted.keys()
            differing = {key for key in wanted.keys() & held.keys() if wanted[key] != held[key]}
            counts = [table[kind] for kind in ("missing", "extra", "differing")]
            self.check(counts == [len(missing), len(extra), len(differing)], table)
            for kind, keys in {"missing": missing, "extra": extra, "differs": differing}.items():
                named = {example["key"] for example in table["examples"] if example["kind"] == kind}
                texts = {question.text_of(key) for key in keys}
                self.check(named <= texts and len(named) == min(len(keys), 5), f"{named}, not of {texts}")

    def check_forgotten(self, report):
        self.check({row["found"] for row in report} == {0}, report)
        paths = [path for path in self.directory.iterdir() if path.is_file() and path != self.list_of_forgotten()]
        found = {path.name: mark for path in paths for mark in MARKS if mark in path.read_bytes()}
        self.check(not found, f"found again: {found}")

    def check_exported(self):
        for question in self.questions:
            path = self.directory / "exported" / f"{question.name}.csv"
            rows = rows_in(path, question) if path.exists() else None
            states = [state and state[question.name] for state in self.exported]
            self.check(rows in states, f"{path} has {rows}")

    def digests_from_nothing(self):
        words = ["load", PLAYS, "--store", "sqlite:nothing.db", "--questions", "questions.toml", "--format", "json"]
        done = self.check_ok(run(self.directory, *words))
        (self.directory / "nothing.db").unlink()
        return digests(done)

    def check_answers(self):
        """In a copy of the directory, so that the next command finds what a kill has left."""
        looked = self.directory.with_name(self.directory.name + ".looked")
        shutil.copytree(self.directory, looked)
        if self.client.changes_at_once:
            self.see(looked)
        for question in self.questions:
            for given in self.givens(question):
                self.check_answer(looked, question, given)
        shutil.rmtree(looked)

    def see(self, looked):
        """All tables are as before, or all are as a command was to make them."""
        found = {question.name: self.client.rows(looked, question) for question in self.questions}
        if all(rows is None for rows in found.values()):
            found = None
        states = [self.held, *self.begun]
        self.check(found in states, "\nor\n".join(differences(found, state) for state in states))
        if found != self.held:
            self.loaded = self.wanted()
            self.is_damaged = self.is_damaged and found != self.loaded
        self.held, self.begun = found, []

    def givens(self, question):
        """What is asked: for two answers, that differ between the states if any do, and for nobody's."""
        states = [state[question.name] for state in (self.held, *self.begun) if state is not None]
        keys = sorted({key for state in states for key in state})
        changed = [key for key in keys if len({state.get(key) for state in states}) > 1]
        chosen = [self.chance.choice(some) for some in (changed, keys) if some]
        width = len(question.given)
        asked = [dict(zip(question.key, key[:width])) for key in chosen]
        return [*asked, {column: NOBODY[column] for column in question.given}]

    def check_answer(self, looked, question, given):
        words = [f"{column}={value}" for column, value in given.items()]
        done = run(looked, *self.words(["ask", question.name, *words]))
        states = [state and state[question.name] for state in (self.held, *self.begun)]
        if self.cannot_answer(done):
            self.check(self.held is None, f"{words}: {done.stderr}")
            return
        self.check_ok(done)
        answer = json.loads(done.stdout)
        whole = [question.answers(rows, given) for rows in states if rows is not None]
        if "does not hold exactly the rows" in done.stderr:
            self.check(self.is_damaged, done.stderr)
            self.check(answer in whole, f"{question.name} {words}: {answer}, not of {whole}")
        elif "warning" in done.stderr and not self.client.changes_at_once:
            self.check(mixes(question, states, given, answer), f"{question.name} {words}: {answer}, of {whole}")
        else:
            self.check("warning" not in done.stderr, done.stderr)
            self.check(answer in whole, f"{question.name} {words}: {answer}, not of {whole}")

    @staticmethod
    def cannot_answer(done):
        never_loaded = done.returncode == 1 and "has no table" in done.stderr
        return never_loaded or (done.returncode == 75 and "has no answers yet" in done.stderr)


def kill_and_go_on(directory, client, killer, case, seed):
    """Kills a command once, and ends with one that makes all right: of the same plays, or of others."""
    command, start = case
    history = History(directory, client, killer, seed)
    chance = random.Random(seed)
    if start == "old":
        history.do("run")
        history.change_days()
        if command in ("run", "repair"):
            history.damage()
    while not history.kill(command):
        history.change_days()
    if chance.random() < 0.7:
        history.change_days()
    # Who is not quite forgotten, or not exported, is so by the same command.
    history.do(command if command in NEED_TABLES else history.next_command())


def damage_and_repair(directory, client, killer, seed, turns):
    """Damage of each kind in turn is named, and repaired."""
    history = History(directory, client, killer, seed)
    history.do("run")
    for turn in range(turns):
        history.damage(damage.KINDS[turn % len(damage.KINDS)])
        history.check_named()
        history.do("repair")
        if turn % 5 == 4:
            history.change_days()
            history.do("load")


def live(directory, client, killer, seed, nights=4):
    """A history of random steps. Each night ends with tables that are right."""
    history = History(directory, client, killer, seed)
    chance = random.Random(seed)
    for _ in range(nights):
        if history.held and all(history.held.values()) and chance.random() < 0.3:
            history.damage()
        for _ in range(chance.randrange(3)):
            history.change_days()
        killed = None
        while killed != "forget" and chance.random() < 0.5:
            killed = chance.choice(history.can_be_killed())
            history.kill(killed)
            if chance.random() < 0.5:
                history.change_days()
        history.do(killed if killed == "forget" else history.next_command())
        if chance.random() < 0.3:
            history.do("export")


def rows_in(path, question):
    """The rows of an exported table by their keys."""
    with open(path, newline="", encoding="utf-8") as file:
        names, *lines = csv.reader(file)
    assert names == question.columns
    types = [type(VALUES[column][0]) for column in names]
    rows = [tuple(kind(text) for kind, text in zip(types, line, strict=True)) for line in lines]
    assert len(rows) == len(set(rows))
    return {row[: len(question.key)]: row for row in rows}


def differences(found, rows):
    """Of tables; the first few."""
    found, rows = found or {}, rows or {}
    all_keys = [(table, key) for table in found for key in sorted({**(found[table] or {}), **rows.get(table, {})})]
    sides = [(key, [(state.get(table) or {}).get(key) for state in (found, rows)]) for table, key in all_keys]
    return "\n".join(f"{key}: {is_there}, not {wanted}" for key, (is_there, wanted) in sides if is_there != wanted)[
        :2000
    ]


def digests(done):
    return {table["table"]: table["digest"] for table in json.loads(done.stdout)}


def mixes(question, states, given, answer):
    """Whether each row of the answer is as some state has it, and each row that is missing is missing in some state."""
    keys = {key for rows in states if rows for key in rows if question.has(key, given)}
    places = {0}
    for key in question.in_order(keys):
        reached = set()
        for rows in states:
            if not rows or key not in rows:
                reached |= places
            else:
                row = question.answered(rows[key])
                reached |= {place + 1 for place in places if answer[place : place + 1] == [row]}
        places = reached
    return len(answer) in places
