"""Questions that change from load to load, while their days change as well and loads are killed: whatever has happened,
each question is answered rightly as it is now or as it was, never as a mix of both, and the next load that ends leaves
what a store has that has never seen another question.

What is right is what Python finds in the day files (oracle.py).
"""

import contextlib
import json
import random
import signal
import sqlite3
import tomllib

from days import VALUES, Days
from jobs import run
from killer import Killer
from oracle import Question

HEARD = {"given": ["location"], "one_per": ["song"], "order": ["song"], "answer": ["song", "artist", "user_id"]}
PLAYED = {"given": ["user_id"], "answer": ["song", "length"]}
# What becomes of each question: other plays, rows, keys and columns, some of them in a table of the same schema.
FORMS = {
    "heard_in": [
        HEARD,
        {**HEARD, "only": {"level": "paid"}},
        {**HEARD, "limit": 2},
        {**HEARD, "order": ["song desc"]},
        {**HEARD, "one_per": ["song", "artist"]},
        {**HEARD, "given": ["artist", "level"], "only": {"gender": "F"}},
        {**HEARD, "answer": ["user_id", "song"]},
    ],
    "played": [
        PLAYED,
        {**PLAYED, "buckets": 3},
        {**PLAYED, "only": {"gender": "M"}},
        {**PLAYED, "given": ["user_id", "level"], "partition": ["user_id"]},
        {**PLAYED, "order": ["length desc"], "limit": 3},
    ],
    "stays": [{"given": ["song"], "one_per": ["user_id"], "answer": ["first_name", "last_name"]}],
}
PLAYS = "plays.csv"
CONSOLIDATE = "consolidate", "events", "-o", PLAYS, "--rejects-max", "100%"
LOAD = "load", PLAYS, "--removals-max", "100%"


def toml(name, form):
    def text(value):
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{key} = {text(one)}" for key, one in value.items()) + " }"
        return json.dumps(value)

    return "[[question]]\n" + "".join(f"{key} = {text(value)}\n" for key, value in {"name": name, **form}.items())


def asked(name, form):
    return Question(**tomllib.loads(toml(name, form))["question"][0])


class SqliteTables:
    url = "sqlite:earshot.db"
    # Whether all tables change at the same moment.
    changes_at_once = True

    @staticmethod
    def tables(directory):
        with contextlib.closing(sqlite3.connect(directory / "earshot.db")) as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name for (name,) in names}


class CassandraTables:
    changes_at_once = False

    def __init__(self, session, keyspace, url):
        self.session = session
        self.keyspace = keyspace
        self.url = url

    def tables(self, _directory):
        found = self.session.execute(
            "SELECT table_name FROM system_schema.tables WHERE keyspace_name = %s", [self.keyspace]
        )
        return {row[0] for row in found} - {"earshot_leases"}


class ChangingQuestions:
    """Each method is a step. A step that is wrong fails with all steps before it."""

    def __init__(self, directory, client, killer, seed):
        self.directory = directory
        self.client = client
        self.killer = killer
        self.chance = random.Random(seed)
        self.days = Days(self.chance)
        self.steps = [f"seed {seed}"]
        # The number of the form that the questions file has of each question.
        self.forms = dict.fromkeys(FORMS, 0)
        # What may answer each question: of which form, of which plays. The first is what the last whole load has left.
        self.states = {}
        (directory / "temporary").mkdir(parents=True)

    def change(self):
        """Some questions, or some days, or both."""
        if self.chance.random() < 0.8:
            for name in FORMS:
                if self.chance.random() < 0.7:
                    self.forms[name] = self.chance.randrange(len(FORMS[name]))
        if self.chance.random() < 0.5:
            self.steps.append(self.days.change())

    def load(self):
        self.prepare()
        self.steps.append(f"load {self.forms}")
        self.check_ok(self.killer.run(self.directory, self.words(*LOAD), "old" if self.states else "new"))
        plays = self.days.plays()
        self.states = {name: [(form, plays)] for name, form in self.forms.items()}
        self.check_whole()

    def kill(self):
        self.prepare()
        done, where = self.killer.kill(self.directory, self.words(*LOAD), "old", self.chance)
        self.steps.append(f"load {self.forms}, killed at {where}")
        self.check(done.returncode in (0, -signal.SIGKILL), done.stderr)
        plays = self.days.plays()
        for name, form in self.forms.items():
            self.states[name].append((form, plays))
        self.check_answers()

    def prepare(self):
        self.days.write(self.directory / "events")
        (self.directory / "questions.toml").write_text("".join(toml(n, FORMS[n][f]) for n, f in self.forms.items()))
        self.check_ok(self.killer.run(self.directory, CONSOLIDATE, "old"))

    # What holds.

    def words(self, *words):
        return [*words, "--store", self.client.url, "--questions", "questions.toml", "--format", "json"]

    def check(self, holds, what):
        assert holds, "\n".join([*self.steps, str(what)])

    def check_ok(self, done):
        self.check(done.returncode == 0, f"exit {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def check_whole(self):
        """Rows are those of a store that has never seen other questions, and there is one table for each."""
        verified = self.check_ok(run(self.directory, *self.words("verify", PLAYS)))
        words = ["load", PLAYS, "--questions", "questions.toml", "--format", "json", "--store", "sqlite:nothing.db"]
        loaded = self.check_ok(run(self.directory, *words))
        (self.directory / "nothing.db").unlink()
        digests = [
            {table["table"]: table["digest"] for table in json.loads(done.stdout)} for done in (verified, loaded)
        ]
        self.check(digests[0] == digests[1], f"{digests[0]}, not {digests[1]}")
        tables = self.client.tables(self.directory)
        self.check(len(tables) == len(FORMS) + 1, f"there are {tables}")
        status = json.loads(self.check_ok(run(self.directory, *self.words("status"))).stdout)["tables"]
        self.check({(one["state"], one["question"]) for one in status} == {("complete", "as it is")}, status)
        self.check_answers()

    def check_answers(self):
        """Each question is answered as it was or is. On SQLite all questions change at once."""
        left = None
        for name, states in self.states.items():
            answering = set()
            for form in {form for form, _ in states}:
                answering |= self.check_form(name, form)
            self.check(answering, f"{name} is not answered")
            left = answering if left is None else left & answering
        self.check(left or not self.client.changes_at_once, "the questions are of different loads")

    def check_form(self, name, form):
        """Asks the question in this form; gives which of the states may have answered."""
        question = asked(name, FORMS[name][form])
        (self.directory / "asked.toml").write_text(toml(name, FORMS[name][form]))
        reachable = set(range(len(self.states[name])))
        is_answered = False
        for given in self.givens(question, name):
            words = ["ask", name, *(f"{column}={value}" for column, value in given.items())]
            more = ["--store", self.client.url, "--questions", "asked.toml", "--format", "json"]
            done = run(self.directory, *words, *more)
            if done.returncode in (1, 75):
                refused = "not built yet" in done.stderr or "does not answer this question any more" in done.stderr
                self.check(refused and not is_answered, done.stderr)
                return set()
            is_answered = True
            answer = json.loads(self.check_ok(done).stdout)
            right = {
                number
                for number, (_, plays) in enumerate(self.states[name])
                if question.answers(question.rows(plays), given) == answer
            }
            # A load of Cassandra that was killed has written some of the rows of the same form.
            if "warning" in done.stderr and not self.client.changes_at_once:
                continue
            self.check("warning" not in done.stderr, done.stderr)
            reachable &= right
            self.check(reachable, f"{words} of form {form}: {answer}")
        return reachable

    def givens(self, question, name):
        keys = sorted({key for _, plays in self.states[name] for key in question.rows(plays)}, key=str)
        chosen = self.chance.sample(keys, min(len(keys), 3))
        return [{column: key[question.key.index(column)] for column in question.given} for key in chosen] or [
            {column: VALUES[column][0] for column in question.given}
        ]


def killer_for(place, client):
    """One that knows how many calls the loads of changed questions make."""
    killer = Killer(place / "preload")
    changing = ChangingQuestions(place / "counted", client, killer, "counted")
    changing.load()
    changing.forms = {name: len(forms) - 1 for name, forms in FORMS.items()}
    changing.load()
    return killer


def change_and_kill(directory, client, killer, seed, nights=3):
    changing = ChangingQuestions(directory, client, killer, seed)
    changing.load()
    for _ in range(nights):
        for _ in range(changing.chance.randint(1, 3)):
            changing.change()
            changing.kill()
        if changing.chance.random() < 0.5:
            changing.change()
        changing.load()
