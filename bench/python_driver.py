"""The usual ways with the Python driver, for bench/cluster.py to measure.

usage: python_driver.py HOST KEYSPACE row-by-row|concurrent TABLE CSV ROWS
       python_driver.py HOST KEYSPACE ask song_at CSV ASKS

Loading prints the seconds that it took, connecting aside; asking prints the median and the 99th percentile in
microseconds. CSV has a header of the table's columns.
"""

import csv
import itertools
import statistics
import sys
import time

from cassandra import ConsistencyLevel
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile
from cassandra.concurrent import execute_concurrent_with_args

NUMBERS = {"session_id": int, "item_in_session": int, "user_id": int, "length": float}


def read(path, count):
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        columns = next(rows)
        types = [NUMBERS.get(name, str) for name in columns]
        return columns, [[to(value) for to, value in zip(types, row)] for row in itertools.islice(rows, count)]


def main():
    host, keyspace, how, table, path, count = sys.argv[1:]
    profile = ExecutionProfile(consistency_level=ConsistencyLevel.LOCAL_QUORUM, request_timeout=30)
    cluster = Cluster([host], execution_profiles={EXEC_PROFILE_DEFAULT: profile}, protocol_version=4)
    session = cluster.connect(keyspace)
    columns, rows = read(path, int(count))
    if how == "ask":
        statement = session.prepare(
            "SELECT artist, song, length FROM song_at WHERE session_id = ? AND item_in_session = ?"
        )
        micros = []
        for i in range(int(count)):
            key = rows[i * 7919 % len(rows)][:2]
            start = time.perf_counter()
            session.execute(statement, key).one()
            micros.append((time.perf_counter() - start) * 1e6)
        print(f"{statistics.median(micros):.0f} {sorted(micros)[len(micros) * 99 // 100]:.0f}")
    elif how == "row-by-row":
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
        start = time.perf_counter()
        for row in rows:
            session.execute(insert, row)
        print(time.perf_counter() - start)
    else:
        insert = session.prepare(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['?'] * len(columns))})"
        )
        start = time.perf_counter()
        execute_concurrent_with_args(session, insert, rows, concurrency=100)
        print(time.perf_counter() - start)
    cluster.shutdown()


main()
