"""Consolidated files made by tests: the eleven columns and others, every field quoted, lines ended by CRLF."""

COLUMNS = "artist firstName gender itemInSession lastName length level location sessionId song userId".split()

PLAY = {
    "artist": "Low Tide",
    "firstName": "Ada",
    "gender": "F",
    "itemInSession": "0",
    "lastName": "Moor",
    "length": "201.5",
    "level": "free",
    "location": "Bath",
    "sessionId": "1",
    "song": "Harbour",
    "userId": "7",
}


def line(fields):
    return ",".join('"' + str(field).replace('"', '""') + '"' for field in fields) + "\r\n"


def text(*plays, more=()):
    """The text of a file with these plays, each a dict of what is not as in PLAY; it has `more` columns."""
    columns = [*COLUMNS, *more]
    return line(columns) + "".join(line({**PLAY, **play}[column] for column in columns) for play in plays)


def write(path, *plays, more=()):
    """As a new file, as consolidating writes it."""
    new = path.with_name(path.name + ".new")
    new.write_bytes(text(*plays, more=more).encode())
    return new.replace(path)


def many(count, sessions=1000):
    """Plays of many users and sessions, all of different keys, as text made quickly."""
    yield line(COLUMNS)
    for number in range(count):
        session, item = number % sessions, number // sessions
        yield (
            f'"Artist {number % 97}","Ada","F","{item}","Moor","{100 + number % 300}.25","free","Bath",'
            f'"{session}","Song {number % 4999}","{session % 100}"\r\n'
        )
