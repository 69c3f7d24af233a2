"""Random questions through the whole program, each answer compared with what Python finds in the plays itself."""

import json
import random

import plays_file
import pytest
from oracle import csv_name, questions_of

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


def any_question(rng, name):
    """A question that breaks no rule, as TOML."""
    names = rng.sample(COLUMNS, len(COLUMNS))

    def take(most, least=0):
        return [names.pop() for _ in range(rng.randint(least, most))]

    given = take(3, least=1)
    partition = rng.sample(given, rng.randint(1, len(given)))
    if set(partition) <= {"gender", "level"}:
        # A partition of half the world is refused.
        names.remove("song")
        given.append("song")
        partition.append("song")
    one_per = take(3) if rng.random() < 0.5 else []
    ordered = rng.sample(one_per, rng.randint(0, len(one_per))) if one_per else take(3)
    order = [column + (" desc" if rng.random() < 0.5 else "") for column in ordered]
    keys = {"given": given, "partition": partition, "one_per": one_per, "order": order}
    keys["answer"] = rng.sample(COLUMNS, rng.randint(1, 6))
    lines = [f"{key} = {json.dumps(columns)}\n" for key, columns in keys.items() if columns]
    return f'[[question]]\nname = "{name}"\n' + "".join(lines)


@pytest.mark.parametrize("seed", range(4))
def test_any_question_is_answered_as_python_answers_it(earshot, tmp_path, seed):
    rng = random.Random(seed)
    plays = [{column: rng.choice(values) for column, values in VALUES.items()} for _ in range(400)]
    plays_file.write(tmp_path / "plays.csv", *({csv_name(c): value for c, value in play.items()} for play in plays))
    toml = "\n".join(any_question(rng, f"question_{number}") for number in range(15))
    (tmp_path / "q.toml").write_text(toml)
    questions = questions_of(toml)
    ours = ["--questions", "q.toml", "--format", "json"]

    loaded = json.loads(earshot("load", "plays.csv", "--memory", "64KiB", *ours).stdout)
    assert [table["rows"] for table in loaded] == [len(question.rows(plays)) for question in questions]
    assert all(table["verdict"] == "same" for table in json.loads(earshot("verify", "plays.csv", *ours).stdout))
    for question in questions:
        for given in rng.sample(plays, 3):
            words = [f"{column}={given[column]}" for column in question.given]
            answer = json.loads(earshot("ask", question.name, *words, *ours).stdout)
            assert answer == question.answers(question.rows(plays), given), f"{toml}\n{question.name} {words}"
