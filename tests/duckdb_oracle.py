"""What a question's table holds and answers, as DuckDB finds it in plays or events by SQL: as docs/questions.md says."""

import tomllib

NATURAL_KEY = ["session_id", "item_in_session"]
# The columns that are computed of others, as SQL.
TIME = "make_timestamp(ts * 1000)"
COMPUTED = {
    "played_at": TIME,
    "day": f"CAST({TIME} AS DATE)",
    "week": f"strftime({TIME}, '%G-W%V')",
    "month": f"strftime({TIME}, '%Y-%m')",
    "hour": f"CAST(hour({TIME}) AS INTEGER)",
    "weekday": f"CAST(isodow({TIME}) AS INTEGER)",
    "user_name": "concat_ws(' ', nullif(first_name, ''), nullif(last_name, ''))",
    "region": "trim(list_last(string_split(location, ',')))",
}
# Of events, where what it is made of may be missing.
COMPUTED_OF_EVENTS = {
    **COMPUTED,
    "user_name": "nullif(concat_ws(' ', first_name, last_name), '')",
    "region": "nullif(trim(list_last(string_split(location, ','))), '')",
    "ts": TIME,
    # One that has lost digits leaves the week open.
    "registered_week": """CASE WHEN regexp_full_match(registration, '[0-9]{13}')
        THEN strftime(make_timestamp(TRY_CAST(registration AS BIGINT) * 1000), '%G-W%V') END""",
}
# The texts that only events have.
OF_EVENTS = {
    "auth": "auth",
    "method": "method",
    "page": "page",
    "registration": "registration",
    "userAgent": "user_agent",
}
FUNCTIONS = {
    "distinct": "count(DISTINCT {})",
    "sum": "coalesce(sum({}), 0)",
    "min": "min({})",
    "max": "max({})",
    "avg": "avg({})",
}


def quoted(name):
    return f'"{name}"'


def literal(value):
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def listed(columns):
    return ", ".join(columns)


class Question:
    """Its arguments are the keys of a question in TOML."""

    def __init__(self, name, given, answer, one_per=None, **keys):
        self.name = name
        self.given = given
        self.answer = answer
        self.one_per = one_per
        self.records = "typed_" + keys.get("of", "plays")
        self.measures = keys.get("measures", {})
        self.only = keys.get("only", {})
        self.limit = keys.get("limit")
        self.order = [(column.split()[0], column.endswith(" desc")) for column in keys.get("order", [])]
        self.group = list(dict.fromkeys([*given, *(one_per or [])]))
        rest = NATURAL_KEY if one_per is None else one_per
        self.clustering = [*self.order, *((column, False) for column in rest)]

    def measured(self, text):
        function, *column = text.split()
        return FUNCTIONS[function].format(quoted(column[0])) if column else "count(*)"

    def key(self):
        """The columns of the key that records have."""
        rest = NATURAL_KEY if self.one_per is None else []
        key = dict.fromkeys([*self.group, *(column for column, _ in self.order), *rest])
        return [column for column in key if column not in self.measures]

    def condition(self):
        """Which records count, as SQL: null where that is unknown."""
        conditions = [
            f"{quoted(column)} IN ({listed(map(literal, values if isinstance(values, list) else [values]))})"
            for column, values in self.only.items()
        ]
        return " AND ".join(conditions) or "true"

    def sql_of_records(self):
        """Those that it is asked of; an event that lacks a value of the key is none."""
        there = " AND ".join(f"{quoted(column)} IS NOT NULL" for column in self.key())
        return f"SELECT * FROM {self.records} WHERE {there} AND {self.condition()}"

    def left_out(self, database):
        """How many records lack a value that is needed."""
        sql = f"""SELECT (SELECT count(*) FROM {self.records} WHERE ({self.condition()}) IS NOT FALSE)
            - (SELECT count(*) FROM ({self.sql_of_records()}))"""
        return database.execute(sql).fetchone()[0]

    def sql_of_rows(self):
        """All rows of the table, with their columns by name."""
        records = self.sql_of_records()
        if self.one_per is None:
            key = listed(map(quoted, self.key()))
            rows = f"SELECT * FROM ({records}) QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY line DESC) = 1"
        else:
            columns = dict.fromkeys(column for column in self.answer if column not in [*self.group, *self.measures])
            values = [
                *map(quoted, self.group),
                *(f"last({quoted(column)} ORDER BY line) AS {quoted(column)}" for column in columns),
                *(f"{self.measured(text)} AS {quoted(name)}" for name, text in self.measures.items()),
            ]
            ordered = [f"{quoted(column)} IS NOT NULL" for column, _ in self.order if column in self.measures]
            rows = f"SELECT {listed(values)} FROM ({records}) GROUP BY {listed(map(quoted, self.group))}"
            if ordered:
                rows = f"SELECT * FROM ({rows}) WHERE {' AND '.join(ordered)}"
        if self.limit is None:
            return rows
        first = f"row_number() OVER (PARTITION BY {listed(map(quoted, self.given))} ORDER BY {self.sql_of_order()})"
        return f"SELECT * FROM ({rows}) QUALIFY {first} <= {self.limit}"

    def sql_of_order(self):
        columns = [f"{quoted(column)} {'DESC' if descending else 'ASC'}" for column, descending in self.clustering]
        return listed(columns) or "1"

    def count(self, database):
        return database.execute(f"SELECT count(*) FROM ({self.sql_of_rows()})").fetchone()[0]

    def some_given(self, database, number, seed):
        """Given values that have an answer."""
        columns = listed(map(quoted, self.given))
        rows = f"SELECT DISTINCT {columns} FROM ({self.sql_of_rows()}) ORDER BY hash({columns}, {seed}) LIMIT {number}"
        return [dict(zip(self.given, row)) for row in database.execute(rows).fetchall()]

    def answers(self, database, given, condition="true"):
        """`condition`: which rows of it."""
        where = " AND ".join(f"{quoted(column)} = ?" for column in self.given)
        sql = f"""SELECT {listed(map(quoted, self.answer))} FROM ({self.sql_of_rows()})
            WHERE {where} AND {condition} ORDER BY {self.sql_of_order()}"""
        return database.execute(sql, [given[column] for column in self.given]).fetchall()


def questions_of(toml):
    return [Question(**question) for question in tomllib.loads(toml)["question"]]


def type_plays(database, plays):
    """Makes the table typed_plays of a consolidated file that has a ts: a row a play, with a column for all there is."""
    computed = listed(f"{expression} AS {name}" for name, expression in COMPUTED.items())
    database.execute(f"""
        CREATE TABLE typed_plays AS SELECT *, {computed} FROM (
          SELECT artist, "firstName" AS first_name, gender, CAST("itemInSession" AS INTEGER) AS item_in_session,
            "lastName" AS last_name, CAST(length AS DOUBLE) AS length, level, location,
            CAST("sessionId" AS BIGINT) AS session_id, song, CAST("userId" AS BIGINT) AS user_id,
            CAST(ts AS BIGINT) AS ts, line
          FROM (SELECT *, row_number() OVER () AS line
                FROM read_csv('{plays}', header = true, all_varchar = true, quote = '"', escape = '"',
                              parallel = false, nullstr = 'never a value')))""")


def type_events(database, files):
    """Makes the table typed_events of event files with all columns but userAgent, in their order: a row an event."""
    computed = listed(f"{expression} AS {quoted(name)}" for name, expression in COMPUTED_OF_EVENTS.items())
    texts = {"artist": "artist", "firstName": "first_name", "gender": "gender", "lastName": "last_name"}
    texts |= {"level": "level", "location": "location", "song": "song", **OF_EVENTS}
    found = listed(literal(str(file)) for file in files)
    columns = [
        column[0]
        for column in database.execute(f"DESCRIBE SELECT * FROM read_csv([{found}], all_varchar = true)").fetchall()
    ]
    values = listed(
        f"nullif({quoted(column)}, '') AS {name}" if column in columns else f"CAST(NULL AS VARCHAR) AS {name}"
        for column, name in texts.items()
    )
    database.execute(f"""
        CREATE TABLE typed_events AS SELECT * EXCLUDE (ts), {computed} FROM (
          SELECT {values}, CAST(nullif("itemInSession", '') AS INTEGER) AS item_in_session,
            CAST(nullif(length, '') AS DOUBLE) AS length, CAST(nullif("sessionId", '') AS BIGINT) AS session_id,
            CAST(nullif(status, '') AS INTEGER) AS status, CAST(nullif("userId", '') AS BIGINT) AS user_id,
            CAST(nullif(ts, '') AS BIGINT) AS ts, line
          FROM (SELECT *, row_number() OVER () AS line
                FROM read_csv([{found}], header = true, all_varchar = true, quote = '"', escape = '"',
                              parallel = false, nullstr = 'never a value')))""")
