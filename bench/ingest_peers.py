"""The consolidation as others would write it: the same events in, the same eleven columns of the plays out.

usage: ingest_peers.py polars|duckdb|pandas|csv DIRECTORY OUTPUT
"""

import csv
import pathlib
import sys

COLUMNS = "artist firstName gender itemInSession lastName length level location sessionId song userId".split()


def with_polars(directory, output):
    import polars

    # All columns stay text: no value changes, and nothing is spent on numbers.
    events = polars.scan_csv(f"{directory}/*.csv", infer_schema=False)
    plays = events.filter(polars.col("artist").is_not_null()).select(COLUMNS)
    plays.sink_csv(output, quote_style="always", line_terminator="\r\n")


def with_duckdb(directory, output):
    import duckdb

    names = ", ".join(f'"{name}"' for name in COLUMNS)
    duckdb.sql(
        f"COPY (SELECT {names} FROM read_csv('{directory}/*.csv', all_varchar=true, header=true) WHERE artist IS NOT NULL)"
        f" TO '{output}' (FORMAT csv, HEADER, FORCE_QUOTE *)"
    )


def with_pandas(directory, output):
    import pandas

    with open(output, "w", newline="", encoding="utf-8") as file:
        for number, path in enumerate(sorted(pathlib.Path(directory).glob("*.csv"))):
            events = pandas.read_csv(path, dtype=str, keep_default_na=False)
            plays = events[events["artist"] != ""][COLUMNS]
            plays.to_csv(file, index=False, header=number == 0, quoting=csv.QUOTE_ALL, lineterminator="\r\n")


def with_csv(directory, output):
    with open(output, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        for path in sorted(pathlib.Path(directory).glob("*.csv")):
            with open(path, newline="", encoding="utf-8") as events:
                for event in csv.DictReader(events):
                    if event["artist"]:
                        writer.writerow([event[name] for name in COLUMNS])


if __name__ == "__main__":
    {"polars": with_polars, "duckdb": with_duckdb, "pandas": with_pandas, "csv": with_csv}[sys.argv[1]](*sys.argv[2:])
