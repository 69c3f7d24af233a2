"""Counts the rows of a table that the last load has written, by their write times in the server.

usage: count_written.py HOST KEYSPACE TABLE
"""

import sys

from cassandra.cluster import Cluster
from cassandra.policies import RoundRobinPolicy


def main():
    host, keyspace, table = sys.argv[1:]
    cluster = Cluster([host], load_balancing_policy=RoundRobinPolicy(), protocol_version=5)
    session = cluster.connect(keyspace)
    columns = cluster.metadata.keyspaces[keyspace].tables[table]
    regular = next(name for name in columns.columns if name not in {key.name for key in columns.primary_key})
    newest = count = 0
    for row in session.execute(f"SELECT writetime({regular}) AS written FROM {table}"):
        if row.written > newest:
            newest, count = row.written, 0
        count += row.written == newest
    print(count)


main()
