"""The usual Python script for the job: consolidate the event files, then fill three SQLite tables.

The peer in bench/embedded.py, written as one would write it to be fast: positions instead of DictReader, the
consolidated file read once for all tables, executemany, one transaction a table. It verifies nothing.

usage: usual_way.py EVENTS_DIRECTORY CONSOLIDATED_FILE DATABASE
"""

import csv
import glob
import os
import sqlite3
import sys

COLUMNS = "artist firstName gender itemInSession lastName length level location sessionId song userId".split()

TABLES = """
CREATE TABLE song_at (
    session_id INTEGER, item_in_session INTEGER, artist TEXT, song TEXT, length REAL,
    PRIMARY KEY (session_id, item_in_session)
) WITHOUT ROWID;
CREATE TABLE session_songs (
    user_id INTEGER, session_id INTEGER, item_in_session INTEGER, artist TEXT, song TEXT, first_name TEXT, last_name TEXT,
    PRIMARY KEY (user_id, session_id, item_in_session)
) WITHOUT ROWID;
CREATE TABLE song_listeners (
    song TEXT, user_id INTEGER, first_name TEXT, last_name TEXT,
    PRIMARY KEY (song, user_id)
) WITHOUT ROWID;
"""


def consolidate(directory, consolidated):
    with open(consolidated, "w", newline="", encoding="utf-8") as output:
        writer = csv.writer(output, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        for path in sorted(glob.glob(os.path.join(directory, "*.csv"))):
            with open(path, newline="", encoding="utf-8") as file:
                reader = csv.reader(file)
                header = next(reader)
                artist = header.index("artist")
                positions = [header.index(column) for column in COLUMNS]
                writer.writerows([row[i] for i in positions] for row in reader if row[artist])


def load(consolidated, database):
    with open(consolidated, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        plays = [
            (artist, first, int(item), last, float(length), int(session), song, int(user))
            for artist, first, _, item, last, length, _, _, session, song, user in reader
        ]
    connection = sqlite3.connect(database)
    connection.executescript(TABLES)
    with connection:
        connection.executemany(
            "INSERT OR REPLACE INTO song_at VALUES (?, ?, ?, ?, ?)",
            ((session, item, artist, song, length) for artist, _, item, _, length, session, song, _ in plays),
        )
    with connection:
        connection.executemany(
            "INSERT OR REPLACE INTO session_songs VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (user, session, item, artist, song, first, last)
                for artist, first, item, last, _, session, song, user in plays
            ),
        )
    with connection:
        connection.executemany(
            "INSERT OR REPLACE INTO song_listeners VALUES (?, ?, ?, ?)",
            ((song, user, first, last) for _, first, _, last, _, _, song, user in plays),
        )
    connection.close()


if __name__ == "__main__":
    events, consolidated, database = sys.argv[1:]
    consolidate(events, consolidated)
    load(consolidated, database)
