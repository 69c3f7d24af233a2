"""Random questions through the whole program, each answer compared with what Python finds in the plays itself."""

import json
import random

import plays_file
import pytest

# Few values a column, so that keys meet; each order has its traps: bytes not letters, numbers not digits.
VALUES = {
    "artist": ["Low Tide", "low tide", "Ärger", "東京", 'a,"b"'],
    "first_name": ["Ada", "Bo", ""],
    "gender": ["F", "M"],
    "item_in_session": [0, 1, 2, 9, 10, 2**31 - 1],
    "last_name": ["Moor", "Moor ", "Hill"],
    "length": [0.0, 1e-07, 0.5, 9.0, 10.25, 2594.87302],
    "level": ["free", "paid"],
    "location": ["Bath", "Ely", "", "Z", "a", "aa"],
    "session_id": [1, 2, 10, 300, 2**40],
    "song": ["Harbour", "Harbour 2", "harbour", "é", "e\u0301"],
    "user_id": [7, 8, 70, 2**63 - 1],
}
COLUMNS = list(VALUES)


class Question:
    """A question that breaks no rule, and how Python answers it."""

    def __init__(self, rng, name):
        self.name = name
        names = rng.sample(COLUMNS, len(COLUMNS))

        def take(most, least=0):
            return [names.pop() for _ in range(rng.randint(least, most))]

        self.given = take(3, least=1)
        self.partition = rng.sample(self.given, rng.randint(1, len(self.given)))
        self.one_per = take(3) if rng.random() < 0.5 else []
        ordered = rng.sample(self.one_per, rng.randint(0, len(self.one_per))) if self.one_per else take(3)
        self.order = {column: rng.random() < 0.5 for column in ordered}
        self.answer = rng.sample(COLUMNS, rng.randint(1, 6))

    def toml(self):
        def line(key, names):
            return f"{key} = {json.dumps(names)}\n" if names else ""

        return (
            f'[[question]]\nname = "{self.name}"\n'
            + line("given", self.given)
            + line("partition", self.partition)
            + line("order", [column + (" desc" if down else "") for column, down in self.order.items()])
            + line("one_per", self.one_per)
            + line("answer", self.answer)
        )

    def rows(self, plays):
        """The table's rows: the last play of each key."""
        key = self.given + list(self.order) + (self.one_per or ["session_id", "item_in_session"])
        return list({tuple(play[column] for column in key): play for play in plays}.values())

    def answered(self, plays, given):
        rows = [row for row in self.rows(plays) if all(row[column] == given[column] for column in self.given)]
        behind = [column for column in self.one_per or ["session_id", "item_in_session"] if column not in self.order]
        for column, down in reversed([*self.order.items(), *((column, False) for column in behind)]):
            rows.sort(key=lambda row: as_bytes(row[column]), reverse=down)
        return [{column: row[column] for column in self.answer} for row in rows]


def as_bytes(value):
    return value.encode() if isinstance(value, str) else value


def csv_name(column):
    first, *more = column.split("_")
    return first + "".join(word.capitalize() for word in more)


@pytest.mark.parametrize("seed", range(4))
def test_any_question_is_answered_as_python_answers_it(earshot, tmp_path, seed):
    rng = random.Random(seed)
    plays = [{column: rng.choice(values) for column, values in VALUES.items()} for _ in range(400)]
    plays_file.write(tmp_path / "plays.csv", *({csv_name(c): value for c, value in play.items()} for play in plays))
    questions = [Question(rng, f"question_{number}") for number in range(15)]
    (tmp_path / "q.toml").write_text("\n".join(question.toml() for question in questions))
    ours = ["--questions", "q.toml", "--format", "json"]

    loaded = json.loads(earshot("load", "plays.csv", "--memory", "64KiB", *ours).stdout)
    assert [table["rows"] for table in loaded] == [len(question.rows(plays)) for question in questions]
    assert all(table["verdict"] == "same" for table in json.loads(earshot("verify", "plays.csv", *ours).stdout))
    for question in questions:
        for given in rng.sample(plays, 3):
            words = [f"{column}={given[column]}" for column in question.given]
            answer = json.loads(earshot("ask", question.name, *words, *ours).stdout)
            assert answer == question.answered(plays, given), f"{question.toml()}\n{words}"
