"""Makes many copies of a directory of day files as one: session and user ids of each copy are shifted.

The copies of a file follow each other in the file of that name, under one header.
"""

import csv
import pathlib


def read(directory):
    """(name, header, rows) of each day file."""
    for path in sorted(pathlib.Path(directory).glob("*-events.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            header = next(reader)
            yield path.name, header, list(reader)


def plays_in(directory):
    return sum(bool(row[header.index("artist")]) for _, header, rows in read(directory) for row in rows)


def largest(files, column):
    return max(int(row[header.index(column)] or 0) for _, header, rows in files for row in rows)


def make_copies(source, target, copies):
    """Writes `copies` copies of the day files in `source` to the directory `target`, if it is not there yet."""
    target = pathlib.Path(target)
    if target.exists():
        return
    files = list(read(source))
    shifts = {column: largest(files, column) + 1 for column in ("sessionId", "userId")}
    unfinished = target.with_name(target.name + ".part")
    unfinished.mkdir(parents=True, exist_ok=True)
    for name, header, rows in files:
        with (unfinished / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            for copy in range(copies):
                writer.writerows(shifted(rows, header, shifts, copy))
    unfinished.rename(target)


def shifted(rows, header, shifts, copy):
    columns = [(header.index(name), shift * copy) for name, shift in shifts.items()]
    for row in rows:
        row = list(row)
        for column, by in columns:
            if row[column]:
                row[column] = str(int(row[column]) + by)
        yield row
