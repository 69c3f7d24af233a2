"""What a question's table holds and answers, as DuckDB finds it in the plays by SQL: by what docs/questions.md says."""

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
    "user_name": "first_name || ' ' || last_name",
    "region": "trim(list_last(string_split(location, ',')))",
}
FUNCTIONS = {"distinct": "count(DISTINCT {})", "sum": "sum({})", "min": "min({})", "max": "max({})", "avg": "avg({})"}


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

    def sql_of_rows(self):
        """All rows of the table, with their columns by name."""
        where = " AND ".join(
            f"{quoted(column)} IN ({listed(map(literal, values if isinstance(values, list) else [values]))})"
            for column, values in self.only.items()
        )
        records = f"SELECT * FROM typed_plays {'WHERE ' + where if where else ''}"
        if self.one_per is None:
            key = listed(map(quoted, dict.fromkeys([*self.given, *NATURAL_KEY, *(column for column, _ in self.order)])))
            rows = f"SELECT * FROM ({records}) QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY line DESC) = 1"
        else:
            columns = dict.fromkeys(column for column in self.answer if column not in [*self.group, *self.measures])
            values = [
                *map(quoted, self.group),
                *(f"arg_max({quoted(column)}, line) AS {quoted(column)}" for column in columns),
                *(f"{self.measured(text)} AS {quoted(name)}" for name, text in self.measures.items()),
            ]
            rows = f"SELECT {listed(values)} FROM ({records}) GROUP BY {listed(map(quoted, self.group))}"
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
