"""What another client may do to a table's rows. A damage is a statement with its values, in words that SQL and CQL share."""

from days import VALUES

# A statement that empties a whole table is one of the store's own.
TRUNCATE = "TRUNCATE"
KINDS = ["row deleted", "row changed", "row added", "table truncated", "partition emptied"]


def where(columns):
    return " AND ".join(f"{column} = ?" for column in columns)


def damage(kind, question, table, rows, chance):
    """Gives the statement, its values, and the rows that are left. `table` is what the store calls the question's. A
    table of nothing but keys has no row to change."""
    key = chance.choice(sorted(rows))
    if kind == "row added":
        row = chance.choice([row for row in any_rows(question, chance) if row[: len(key)] not in rows])
        names, values = ", ".join(question.columns), ", ".join("?" * len(row))
        return f"INSERT INTO {table} ({names}) VALUES ({values})", row, {**rows, row[: len(key)]: row}
    if kind == "row changed":
        place = chance.randrange(len(key), len(question.columns))
        column = question.columns[place]
        value = chance.choice([value for value in VALUES[column] if value != rows[key][place]])
        row = (*rows[key][:place], value, *rows[key][place + 1 :])
        return (
            f"UPDATE {table} SET {column} = ? WHERE {where(question.key)}",
            (value, *key),
            {**rows, key: row},
        )
    if kind == "table truncated":
        return f"{TRUNCATE} {table}", (), {}
    columns = question.partition if kind == "partition emptied" else question.key
    values = key[: len(columns)]
    left = {other: row for other, row in rows.items() if other[: len(values)] != values}
    return f"DELETE FROM {table} WHERE {where(columns)}", values, left


def any_rows(question, chance):
    """Rows that may be there or not, and one that never is."""
    plays = [{column: chance.choice(values) for column, values in VALUES.items()} for _ in range(10)]
    never = {**plays[0], "session_id": 9, "user_id": 9, "song": "Nobody's"}
    return question.rows([*plays, never]).values()
