"""Whether two SQLite files hold as many rows: a comparison of two ways to fill them is worth something only then."""

import contextlib
import sqlite3
import sys


def check_same_rows(ours, theirs):
    """Ends the benchmark where a table of `theirs` has another number of rows in `ours`."""
    with contextlib.closing(sqlite3.connect(theirs)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        counts = []
        for file in (ours, theirs):
            with contextlib.closing(sqlite3.connect(file)) as database:
                counts += database.execute(f"SELECT count(*) FROM {table}").fetchone()
        if counts[0] != counts[1]:
            sys.exit(f"{table}: {counts[0]} rows by earshot, {counts[1]} by the other way")
