"""What a question's table holds and answers, as Python finds it in the plays: by what the docs say, not by our code."""

import tomllib

NATURAL_KEY = ["session_id", "item_in_session"]


def as_bytes(value):
    return value.encode() if isinstance(value, str) else value


def csv_name(column):
    """A column's name in event files and in the consolidated file: sessionId for session_id."""
    first, *more = column.split("_")
    return first + "".join(word.capitalize() for word in more)


class Question:
    """Its arguments are the keys of a question in TOML. A play is a dict of typed values by column."""

    def __init__(
        self, name, given, answer, partition=None, order=(), one_per=(), asks="", only=None, limit=None, buckets=0
    ):
        self.name = name
        self.given = given
        self.partition = partition or given
        self.answer = answer
        self.one_per = list(one_per)
        self.only = only or {}
        self.limit = limit
        ordered = [column.split() for column in order]
        self.descending = {column for column, *way in ordered if way == ["desc"]}
        key = [*self.partition, *given, *(column for column, *_ in ordered), *(one_per or NATURAL_KEY)]
        self.key = list(dict.fromkeys(key))
        self.columns = list(dict.fromkeys([*self.key, *answer]))

    def rows(self, plays):
        """The table's rows by their keys, but for buckets and a limit: the last play of each key counts."""
        counted = [play for play in plays if all(play[column] == value for column, value in self.only.items())]
        return {tuple(play[c] for c in self.key): tuple(play[c] for c in self.columns) for play in counted}

    def in_order(self, keys):
        """As the rows of one partition are answered."""
        keys = list(keys)
        for position, column in reversed(list(enumerate(self.key))):
            keys.sort(key=lambda key: as_bytes(key[position]), reverse=column in self.descending)
        return keys

    def text_of(self, key):
        """As messages name a row."""
        texts = [f'"{value}"' if isinstance(value, str) else str(value) for value in key]
        return ", ".join(f"{column}={text}" for column, text in zip(self.key, texts))

    def has(self, key, given):
        return all(key[self.key.index(column)] == given[column] for column in self.given)

    def answered(self, row):
        """What an answer shows of a row."""
        return {column: row[self.columns.index(column)] for column in self.answer}

    def answers(self, rows, given):
        keys = self.in_order(key for key in rows if self.has(key, given))
        return [self.answered(rows[key]) for key in keys[: self.limit]]


def questions_of(toml):
    return [Question(**question) for question in tomllib.loads(toml)["question"]]
