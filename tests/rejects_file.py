"""Files of rejects: what --rejects keeps, one JSON object a line, and a last line that says which plays they belong to."""

import json


def lines(path):
    """The lines of rejects, without the last line."""
    return [line for line in path.read_bytes().decode("utf-8").split("\n") if line and '"plays"' not in line]


def read(path):
    return [json.loads(line) for line in lines(path)]


def last_line(path):
    """The line that says which plays the rejects belong to, with its line end."""
    [line] = [line for line in path.read_text().split("\n") if '"plays"' in line]
    return line + "\n"
