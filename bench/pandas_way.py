"""The ten questions of ten_questions.toml as one would fill their tables by pandas: groupby, then executemany.

The peer in bench/measures.py: the consolidated file is read once, into narrow types, one transaction a table. It
verifies nothing.

usage: pandas_way.py CONSOLIDATED_FILE DATABASE
"""

import sqlite3
import sys

import pandas

LAST = "last"


def read(path):
    plays = pandas.read_csv(
        path, dtype={column: "string" for column in ("artist", "song", "location", "level", "gender")}
    )
    plays["month"] = plays["day"].str.slice(0, 7)
    plays["region"] = plays["location"].str.rsplit(",", n=1).str[-1].str.strip()
    plays["userName"] = plays["firstName"] + " " + plays["lastName"]
    return plays


def grouped(records, keys, **measures):
    return records.groupby(keys, as_index=False, observed=True).agg(**measures)


def limited(rows, keys, limit):
    return rows.sort_values([*keys, "plays"], ascending=[True] * len(keys) + [False]).groupby(keys).head(limit)


def tables_of(plays):
    """The rows of each table, and how many of their columns are its key."""
    count = ("song", "size")
    yield "song_at", plays[["sessionId", "itemInSession", "artist", "song", "length"]], 2
    songs = plays[["userId", "sessionId", "itemInSession", "artist", "song", "firstName", "lastName"]]
    yield "session_songs", songs, 3
    yield "song_listeners", plays.drop_duplicates(["song", "userId"], keep=LAST)[
        ["song", "userId", "firstName", "lastName"]
    ], 2
    yield "place_listeners", plays.drop_duplicates(["location", "userId"], keep=LAST)[
        ["location", "userId", "userName", "level"]
    ], 2
    days = grouped(plays, ["month", "day"], plays=count, listeners=("userId", "nunique"), seconds=("length", "sum"))
    yield "plays_a_day", days, 2
    songs = grouped(plays, ["region", "month", "artist", "song"], plays=count)
    yield "top_songs", limited(songs, ["region", "month"], 100), 4
    fans = grouped(plays, ["artist", "userId"], plays=count, last=("day", "max"), name=("userName", LAST))
    yield "fans", fans, 2
    yield "favourites", limited(grouped(plays, ["userId", "artist"], plays=count), ["userId"], 20), 2
    sessions = grouped(plays, ["userId", "sessionId"], songs=count, seconds=("length", "sum"), first=("day", "min"))
    yield "sessions_of_a_user", sessions, 2
    yield "levels_a_day", grouped(plays, ["month", "day", "level"], listeners=("userId", "nunique"), plays=count), 3


def write(database, name, rows, key):
    columns = list(rows.columns)
    declared = ", ".join(f'"{column}"' for column in columns)
    key = ", ".join(f'"{column}"' for column in columns[:key])
    database.execute(f"CREATE TABLE {name} ({declared}, PRIMARY KEY ({key})) WITHOUT ROWID")
    markers = ", ".join("?" * len(columns))
    with database:
        database.executemany(
            f"INSERT OR REPLACE INTO {name} VALUES ({markers})", rows.itertuples(index=False, name=None)
        )


def main():
    plays = read(sys.argv[1])
    database = sqlite3.connect(sys.argv[2])
    for name, rows, key in tables_of(plays):
        write(database, name, rows, key)
    database.close()


if __name__ == "__main__":
    main()
