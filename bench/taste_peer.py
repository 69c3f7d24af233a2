"""What `implicit` recommends, for the best of its settings to be compared with: its ALS over a grid, BM25 and cosine.

usage: taste_peer.py PLAYS artists|songs DIRECTORY SETTING [SETTING ...]

PLAYS is a consolidated file. A setting is bm25, cosine, or als-FACTORS-REGULARIZATION-ALPHA-WEIGHTS, as in
als-64-1-2-log; weights are log (of the plays) or binary. Writes DIRECTORY/SETTING.csv, with each listener's best 20 that
they have not heard, and DIRECTORY/SETTING.json, with the CPU seconds of fitting and of recommending.
"""

import csv
import json
import os
import pathlib
import sys
import time

# implicit has threads of its own, which those of BLAS would only disturb.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import duckdb
import implicit.als
import implicit.nearest_neighbours
import numpy
import scipy.sparse

THREADS = 2
PLACES = 20
NEIGHBOURS = 100


class Heard:
    """Who played what how often, as a matrix of listeners and artists, or songs, and what its rows and columns are."""

    def __init__(self, plays, of):
        database = duckdb.connect()
        self.columns = {"artists": ["artist"], "songs": ["artist", "song"]}[of]
        items = ", ".join(self.columns)
        database.execute(f"""CREATE TABLE counts AS
            SELECT CAST("userId" AS BIGINT) AS user_id, {items}, count(*) AS plays
            FROM read_csv('{plays}', header = true, all_varchar = true, quote = '"', escape = '"') GROUP BY ALL""")
        numbered = database.execute(f"""SELECT dense_rank() OVER (ORDER BY user_id) - 1 AS listener,
            dense_rank() OVER (ORDER BY {items}) - 1 AS item, plays FROM counts""").fetchnumpy()
        self.listeners = [
            row[0] for row in database.execute("SELECT DISTINCT user_id FROM counts ORDER BY 1").fetchall()
        ]
        self.items = database.execute(f"SELECT DISTINCT {items} FROM counts ORDER BY {items}").fetchall()
        cells = (numbered["plays"].astype(numpy.float32), (numbered["listener"], numbered["item"]))
        self.plays = scipy.sparse.csr_matrix(cells, shape=(len(self.listeners), len(self.items)))

    def weighted(self, weights):
        matrix = self.plays.copy()
        if weights == "log":
            matrix.data = numpy.log1p(matrix.data)
        elif weights == "binary":
            matrix.data = numpy.ones_like(matrix.data)
        return matrix


def model_of(setting):
    """The model, and which weights it learns from."""
    if setting == "bm25":
        return implicit.nearest_neighbours.BM25Recommender(K=NEIGHBOURS, num_threads=THREADS), "counts"
    if setting == "cosine":
        return implicit.nearest_neighbours.CosineRecommender(K=NEIGHBOURS, num_threads=THREADS), "binary"
    _, factors, regularization, alpha, weights = setting.split("-")
    model = implicit.als.AlternatingLeastSquares(
        factors=int(factors),
        regularization=float(regularization),
        alpha=float(alpha),
        num_threads=THREADS,
        random_state=1,
    )
    return model, weights


def recommend(heard, setting, path):
    model, weights = model_of(setting)
    matrix = heard.weighted(weights)
    begin = time.process_time()
    model.fit(matrix, show_progress=False)
    fitted = time.process_time()
    items, _ = model.recommend(numpy.arange(len(heard.listeners)), matrix, N=PLACES)
    ended = time.process_time()
    write(heard, items, path.with_name(path.name + ".csv"))
    path.with_name(path.name + ".json").write_text(json.dumps({"fit": fitted - begin, "recommend": ended - fitted}))


def write(heard, items, path):
    """A row a recommendation: fewer than 20 where a model knows no more. Then it fills up with -1, and what was heard."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "place", *heard.columns])
        for row, (listener, best) in enumerate(zip(heard.listeners, items)):
            known = best[(best >= 0) & ~numpy.isin(best, heard.plays[row].indices)]
            writer.writerows([listener, place, *heard.items[item]] for place, item in enumerate(known, 1))


def main():
    plays, of, directory, *settings = sys.argv[1:]
    heard = Heard(plays, of)
    for setting in settings:
        recommend(heard, setting, pathlib.Path(directory) / setting)


if __name__ == "__main__":
    main()
