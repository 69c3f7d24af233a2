"""Questions that count, of chance, with plays and events for them, and the check that a store answers as DuckDB does."""

import csv
import datetime
import json

import duckdb
import duckdb_oracle
import plays_file
from oracle import csv_name

# Few values a column, so that groups are large; sums of lengths are exact in any order.
VALUES = {
    "artist": ["Low Tide", "low tide", "Ärger", "東京", 'a,"b"'],
    "first_name": ["Ada", "Bo"],
    "gender": ["F", "M"],
    "item_in_session": [0, 1, 2, 9, 10, 2**31 - 1],
    "last_name": ["Moor", "Hill"],
    "length": [0.0, 0.25, 9.0, 10.25, 2594.75],
    "level": ["free", "paid"],
    "location": ["Bath, SOM", "Ely, CAM", "York,  YOR", "Z", "New York-Newark, NY-NJ"],
    "session_id": [1, 2, 10, 300, 2**40],
    "song": ["Harbour", "Harbour 2", "harbour", "é", "e\u0301"],
    "user_id": [7, 8, 70, 2**33],
    # Around the ends of hours, days, weeks, months and a year.
    "ts": [1541030399999, 1541030400000, 1541116800001, 1546214400000, 1546300799999, 1546300800000, 1545955200000],
}
COMPUTED = list(duckdb_oracle.COMPUTED)
# Of events besides; any of their values may be missing.
OF_EVENTS = {
    "auth": ["Logged In", "Logged Out"],
    "method": ["GET", "PUT"],
    "page": ["Home", "Upgrade", 'Thumbs "Up"'],
    "registration": ["1540919166796", "1538919166796", "1.54E+12"],
    "status": [200, 307, 404],
    "user_agent": ['"Mozilla/5.0, like Gecko"', "curl"],
}
COLUMNS = {"plays": [column for column in VALUES if column != "ts"] + COMPUTED}
COLUMNS["events"] = [*COLUMNS["plays"], *OF_EVENTS, "ts", "registered_week"]
# `level` alone, for instance, would be a partition of half the world.
FEW = {"gender", "level", "hour", "weekday", "auth", "method", "page", "status"}
AT_MOST_THOUSANDS = FEW | {"day", "week", "month", "region", "location", "registered_week"}
NUMBERS = {"plays": ["length", "item_in_session"], "events": ["length", "item_in_session", "status"]}


def any_measures(chance, of):
    texts = ["count", *(f"distinct {column}" for column in COLUMNS[of])]
    texts += [f"{function} {column}" for function in ("min", "max") for column in COLUMNS[of]]
    texts += [f"{function} {column}" for function in ("sum", "avg") for column in NUMBERS[of]]
    return {f"m{number}": chance.choice(texts) for number in range(chance.randint(1, 4))}


def any_only(chance, of):
    known = VALUES | OF_EVENTS
    column = chance.choice([column for column in COLUMNS[of] if column in known and column not in ("ts", "length")])
    values = chance.sample(known[column], chance.randint(1, 2))
    return {column: values if len(values) > 1 or chance.random() < 0.5 else values[0]}


def any_partition(chance, question):
    """Some of what is given that make no partition of half the world; nothing where all of it does."""
    given = question["given"]
    partition = chance.sample(given, chance.randint(1, len(given)))
    is_small_answer = "limit" in question or set(question.get("one_per", ["song"])) <= AT_MOST_THOUSANDS
    has_few_rows = is_small_answer and set(given) <= AT_MOST_THOUSANDS
    return partition if "buckets" in question or has_few_rows or not set(partition) <= FEW else None


def any_question(chance, name, of="plays"):
    """A question that breaks no rule, by its keys."""
    names = chance.sample(COLUMNS[of], len(COLUMNS[of]))
    question = {"name": name, "given": [names.pop() for _ in range(chance.randint(1, 3))]}
    if of != "plays" or chance.random() < 0.2:
        question["of"] = of
    if set(question["given"]) <= FEW:
        question["given"].append("user_id")
        names = [column for column in names if column != "user_id"]
    measures = any_measures(chance, of) if chance.random() < 0.8 else {}
    if measures or chance.random() < 0.5:
        question["one_per"] = [names.pop() for _ in range(chance.randint(0, 3))]
    one_per = question.get("one_per")
    ordered = chance.sample(names, 2) if one_per is None else [*one_per, *measures] if one_per else []
    ordered = chance.sample(ordered, chance.randint(0, len(ordered)))
    if ordered:
        question["order"] = [column + (" desc" if chance.random() < 0.5 else "") for column in ordered]
        if chance.random() < 0.3:
            question["limit"] = chance.randint(1, 8)
    if one_per != [] and "limit" not in question and chance.random() < 0.2:
        question["buckets"] = chance.randint(2, 5)
    if chance.random() < 0.3:
        question["only"] = any_only(chance, of)
    if len(question["given"]) > 1 and chance.random() < 0.5 and (partition := any_partition(chance, question)):
        question["partition"] = partition
    others = chance.sample(COLUMNS[of], chance.randint(0, 4))
    question["answer"] = chance.sample([*measures, *others], len(measures) + len(others)) or ["song"]
    if measures:
        question["measures"] = measures
    return question


def as_toml(question):
    def value_of(value):
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{key} = {value_of(one)}" for key, one in value.items()) + " }"
        return json.dumps(value, ensure_ascii=False)

    return "[[question]]\n" + "".join(f"{key} = {value_of(value)}\n" for key, value in question.items())


def as_typed(value):
    """A value of DuckDB's as `ask` writes it."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="milliseconds") + "Z"
    return value.isoformat() if isinstance(value, datetime.date) else value


def any_range(chance, question, database):
    """A word that asks for a part of an answer, and the same as SQL; nothing where there is none."""
    if not question.order or chance.random() < 0.5:
        return None, "true"
    column, _ = question.order[0]
    name = duckdb_oracle.quoted(column)
    rows = f"SELECT DISTINCT {name} FROM ({question.sql_of_rows()}) ORDER BY 1"
    values = [value for (value,) in database.execute(rows).fetchall()]
    first, last = sorted(chance.choices(values, k=2))
    if isinstance(first, str):
        prefix = first[: chance.randint(0, len(first))]
        return f"{column}={prefix}*", f"starts_with({name}, {duckdb_oracle.literal(prefix)})"
    sql = {value: duckdb_oracle.literal(str(value)) for value in (first, last)}
    ways = [
        (f"{column}={as_typed(first)}..{as_typed(last)}", f"{name} BETWEEN {sql[first]} AND {sql[last]}"),
        (f"{column}={as_typed(first)}..", f"{name} >= {sql[first]}"),
        (f"{column}=..{as_typed(last)}", f"{name} <= {sql[last]}"),
        (f"{column}={as_typed(first)}", f"{name} = {sql[first]}"),
    ]
    return chance.choice(ways)


def ask(earshot, words, limit=None):
    """All rows of an answer, page by page."""
    rows, page = [], []
    while True:
        done = earshot("ask", *words, *(["--limit", limit] if limit else []), *page)
        found = json.loads(done.stdout)
        rows += found
        if "--after" not in done.stderr:
            return rows
        assert len(found) == limit
        page = ["--after", done.stderr.split()[-1]]


def write_plays(directory, chance):
    """300 plays of chance, as plays.csv."""
    plays = [{column: chance.choice(values) for column, values in VALUES.items()} for _ in range(300)]
    for play in plays:
        play["day"] = datetime.datetime.fromtimestamp(play["ts"] // 1000, datetime.timezone.utc).date()
    texts = ({csv_name(column): value for column, value in play.items()} for play in plays)
    plays_file.write(directory / "plays.csv", *texts, more=["ts", "day"])


def any_event(chance):
    """A play has all that plays have; of another page's event anything may be missing."""
    is_play = chance.random() < 0.4
    may_lack = set(OF_EVENTS) if is_play else set(VALUES) | set(OF_EVENTS)
    event = {}
    for column, values in (VALUES | OF_EVENTS).items():
        is_missing = column in may_lack and chance.random() < 0.2
        event[column] = (
            "" if is_missing or (not is_play and column in ("artist", "song", "length")) else chance.choice(values)
        )
    return event


def write_events(directory, chance):
    """300 events of chance, as raw.csv, and what `consolidate` makes of them: events.csv."""
    with open(directory / "raw.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        columns = [*VALUES, *OF_EVENTS]
        writer.writerow([csv_name(column) for column in columns])
        for _ in range(300):
            event = any_event(chance)
            writer.writerow([event[column] for column in columns])


def check(earshot, directory, chance, questions, store=()):
    """Loads plays and events of chance for so many questions of chance, verifies them, and asks for some answers and
    parts of them."""
    write_plays(directory, chance)
    write_events(directory, chance)
    # Keys that meet would else be taken for a broken export.
    earshot("consolidate", "raw.csv", "-o", "of_raw.csv", "--events", "events.csv", "--rejects-max", "100%")
    toml = "\n".join(
        as_toml(any_question(chance, f"question_{number}", chance.choice(["plays", "events"])))
        for number in range(questions)
    )
    (directory / "q.toml").write_text(toml)
    ours = ["--questions", "q.toml", "--format", "json", *store]
    database = duckdb.connect()
    duckdb_oracle.type_plays(database, directory / "plays.csv")
    duckdb_oracle.type_events(database, [directory / "raw.csv"])

    questions = duckdb_oracle.questions_of(toml)
    files = ["plays.csv", "--events", "events.csv"]
    loaded = json.loads(earshot("load", *files, "--memory", "64KiB", *ours).stdout)
    assert [table["rows"] for table in loaded] == [question.count(database) for question in questions], toml
    for question, table in zip(questions, loaded):
        if not any(column in question.measures for column, _ in question.order):
            assert table["left_out"] == question.left_out(database), f"{toml}\n{question.name}"
    assert all(table["verdict"] == "same" for table in json.loads(earshot("verify", *files, *ours).stdout))
    for question in questions:
        for given in question.some_given(database, 2, chance.randrange(1 << 30)):
            words = [f"{column}={as_typed(given[column])}" for column in question.given]
            word, condition = any_range(chance, question, database)
            words += [word] if word else []
            wanted = as_rows(question, question.answers(database, given, condition))
            assert ask(earshot, [question.name, *words, *ours]) == wanted, f"{toml}\n{question.name} {words}"
            if len(wanted) > 3:
                assert ask(earshot, [question.name, *words, *ours], limit=len(wanted) - 2) == wanted


def as_rows(question, rows):
    return [dict(zip(question.answer, map(as_typed, row))) for row in rows]
