"""Files of rejects: what --rejects keeps, one JSON object a line, and a last line that says which plays they belong to, or
why there are none.
"""

import json


def is_last(line):
    return '"plays"' in line or '"stopped"' in line


def lines(path):
    """The lines of rejects, without the last line."""
    return [line for line in path.read_bytes().decode("utf-8").split("\n") if line and not is_last(line)]


def read(path):
    return [json.loads(line) for line in lines(path)]


def last_line(path):
    """The line that says which plays the rejects belong to, with its line end."""
    [line] = [line for line in path.read_text().split("\n") if is_last(line)]
    return line + "\n"
