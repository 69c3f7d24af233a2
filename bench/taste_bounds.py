"""What they would recommend who know the tastes that were planted: the bounds that recommendations are compared with.

usage: taste_bounds.py TRUTH PLAYS DIRECTORY

Writes lists of each listener's best 20 that they have not heard: oracle_songs.csv and oracle_artists.csv, of one who
knows all that was planted; informed_artists.csv, of one who knows the music but not the listeners. And friends.csv: a row
for each two listeners that are in a group.
"""

import csv
import os
import pathlib
import sys

# The matrices are small: threads would only wait for each other.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import duckdb
import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))

import planted

PLACES = 20


def plays_of(path, columns, indexes):
    """{user_id: {index: plays}}, of artists or songs by their indexes in the truth."""
    rows = duckdb.sql(
        f"""SELECT CAST("userId" AS BIGINT), {', '.join(columns)}, count(*)
        FROM read_csv('{path}', header = true, all_varchar = true, quote = '"', escape = '"') GROUP BY ALL"""
    ).fetchall()
    plays = {}
    for user_id, *item, count in rows:
        plays.setdefault(user_id, {})[indexes[item[0] if len(item) == 1 else tuple(item)]] = count
    return plays


def write_best(path, columns, items, plays, scores_of):
    """`items` are the texts of the columns, by index."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "place", *columns])
        for user_id, heard in plays.items():
            scores = scores_of(user_id)
            scores[list(heard)] = -1
            best = numpy.argpartition(-scores, PLACES)[:PLACES]
            best = best[numpy.argsort(-scores[best], kind="stable")]
            writer.writerows([user_id, place, *items[index]] for place, index in enumerate(best, 1))


def write_friends(path, truth):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "friend"])
        for listener in truth.listeners.values():
            writer.writerows([listener.user_id, friend] for friend in listener.friends)


def main():
    truth_file, plays_file, directory = map(pathlib.Path, sys.argv[1:])
    truth = planted.read_truth(truth_file)
    artist_plays = plays_of(plays_file, ["artist"], truth.artist_indexes())
    song_plays = plays_of(plays_file, ["artist", "song"], truth.song_indexes())
    artists = [(artist,) for artist in truth.artists]
    songs = [(truth.artists[artist], title) for artist, (_, title) in zip(truth.song_artists, truth.songs)]

    def oracle_artists(user_id):
        return planted.oracle_artists(truth, user_id, artist_plays)

    def informed_artists(user_id):
        return planted.informed_artists(truth, artist_plays[user_id])

    def oracle_songs(user_id):
        return planted.oracle_songs(truth, user_id, artist_plays, song_plays)

    write_best(directory / "oracle_artists.csv", ["artist"], artists, artist_plays, oracle_artists)
    write_best(directory / "informed_artists.csv", ["artist"], artists, artist_plays, informed_artists)
    write_best(directory / "oracle_songs.csv", ["artist", "song"], songs, song_plays, oracle_songs)
    write_friends(directory / "friends.csv", truth)


if __name__ == "__main__":
    main()
