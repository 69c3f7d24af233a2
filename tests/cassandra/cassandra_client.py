"""The tables of a history (history.py) in a keyspace, as the Python driver sees them."""

from cassandra import InvalidRequest


class CassandraClient:
    # Each table is loaded for itself.
    changes_at_once = False

    def __init__(self, session, keyspace, url):
        self.session = session
        self.keyspace = keyspace
        self.url = url

    def files(self, _directory):
        return set()

    def table(self, question):
        return f"{self.keyspace}.{question.name}"

    def rows(self, _directory, question):
        """The rows by their keys; None where there is no such table."""
        try:
            found = self.session.execute(f"SELECT {', '.join(question.columns)} FROM {self.table(question)}")
        except InvalidRequest:
            return None
        rows = map(tuple, found)
        return {row[: len(question.key)]: row for row in rows}

    def execute(self, _directory, statement, values):
        self.session.execute(statement.replace("?", "%s"), values)

    def drop(self):
        self.session.execute(f"DROP KEYSPACE IF EXISTS {self.keyspace}")
