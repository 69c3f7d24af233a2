"""A SQLite file that somebody has prepared: nothing in it takes the place of our rows, changes them on their way in, or
passes for a table of ours."""

import random
import sqlite3

import plays_file
import pytest

PLAYS = [
    {"sessionId": session, "itemInSession": item, "song": f"Song {session}{item}"}
    for session in range(1, 9)
    for item in range(9)
]
TABLE = """CREATE TABLE "song_at" (
  "session_id" INTEGER NOT NULL,
  "item_in_session" INTEGER NOT NULL,
  "artist" TEXT,
  "song" TEXT,
  "length" REAL,
  PRIMARY KEY ("session_id", "item_in_session")
) WITHOUT ROWID"""
COMMANDS = {
    "load": ["load", "plays.csv"],
    "verify": ["verify", "plays.csv"],
    "ask": ["ask", "song_at", "session_id=1", "item_in_session=0"],
}


@pytest.fixture(autouse=True)
def plays(tmp_path):
    plays_file.write(tmp_path / "plays.csv", *PLAYS)


@pytest.fixture
def database(tmp_path):
    """Runs SQL scripts in the store's file."""

    def run(sql, name="earshot.db"):
        connection = sqlite3.connect(tmp_path / name)
        connection.executescript(sql)
        connection.close()

    return run


def contents(path, tables=("song_at", "session_songs", "song_listeners")):
    connection = sqlite3.connect(path)
    rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    connection.close()
    return rows


def loads_rightly(earshot, tmp_path):
    """Loads the plays beside what the file holds, and compares everything with a file that held nothing."""
    earshot("load", "plays.csv")
    earshot("verify", "plays.csv")
    earshot("load", "plays.csv", "--store", "sqlite:clean.db")
    assert contents(tmp_path / "earshot.db") == contents(tmp_path / "clean.db")


# What our statements name, or have named, besides the questions' tables.
NAMES = [
    "earshot_batch",
    "EARSHOT_BATCH",
    "batch",
    "pragma_table_info",
    "pragma_table_xinfo",
    "pragma_table_list",
    "pragma_index_list",
    "pragma_index_xinfo",
    "main",
    "temp",
]
TAKERS = {
    "views": "CREATE VIEW {name} AS SELECT 1 AS a, 1 AS b, 'Invented' AS c, 'Nobody sang this' AS d, 1.5 AS e",
    "tables": "CREATE TABLE {name} (a, b, c, d, e); INSERT INTO {name} VALUES (1, 1, 'Invented', 'Nobody', 1.5)",
    "tables that look like ours": TABLE.replace('"song_at"', "{name}")
    + "; INSERT INTO {name} VALUES (1, 1, 'I', 'N', 1.5)",
    "triggers": "CREATE TABLE IF NOT EXISTS mine (x); CREATE TRIGGER {name} AFTER INSERT ON mine BEGIN DELETE FROM mine; END",
    "indexes": "CREATE TABLE IF NOT EXISTS mine (x); CREATE INDEX {name} ON mine (x)",
    "other virtual tables": "CREATE VIRTUAL TABLE {name} USING fts4(a, b, c, d, e)",
}


@pytest.mark.parametrize("kind", TAKERS)
def test_nothing_takes_the_place_of_the_rows_that_are_sent(earshot, tmp_path, database, kind):
    used = set()
    for name in NAMES:
        if name.lower() not in used:
            database(TAKERS[kind].format(name=name))
        used.add(name.lower())
    loads_rightly(earshot, tmp_path)


def test_a_trigger_of_another_table_may_have_our_name(earshot, tmp_path, database):
    database(TAKERS["triggers"].format(name="song_at"))
    loads_rightly(earshot, tmp_path)


CHANGERS = {
    "a UNIQUE index": "CREATE UNIQUE INDEX x ON song_at (artist)",
    "a UNIQUE index on a part of the rows": "CREATE UNIQUE INDEX x ON song_at (artist) WHERE item_in_session > 3",
    "a UNIQUE index on an expression": "CREATE UNIQUE INDEX x ON song_at (lower(artist))",
    "a trigger before": "CREATE TRIGGER x BEFORE INSERT ON song_at WHEN new.session_id > 3 BEGIN SELECT raise(ignore); END",
    "a trigger after": "CREATE TRIGGER x AFTER INSERT ON song_at BEGIN UPDATE song_at SET song = 'x'; END",
    "a trigger on a table in other letters": "CREATE TRIGGER x AFTER DELETE ON SONG_AT BEGIN DELETE FROM song_at; END",
}
SCHEMAS = {
    "unique": TABLE.replace('"song" TEXT', '"song" TEXT UNIQUE'),
    "unique, on conflict": TABLE.replace('"song" TEXT', '"song" TEXT UNIQUE ON CONFLICT IGNORE'),
    "on conflict of the key": TABLE.replace('_session")', '_session") ON CONFLICT IGNORE'),
    "not null, on conflict": TABLE.replace('"artist" TEXT', '"artist" TEXT NOT NULL ON CONFLICT IGNORE'),
    "a collation in the key": TABLE.replace('"session_id",', '"session_id" COLLATE NOCASE,'),
    "a collation of a column": TABLE.replace('"song" TEXT', '"song" TEXT COLLATE NOCASE'),
    "a check": TABLE.replace('"length" REAL', '"length" REAL CHECK (length < 100)'),
    "a check of the table": TABLE.replace("\n)", ",\n  CHECK (session_id < 5)\n)"),
    "a default": TABLE.replace('"artist" TEXT', "\"artist\" TEXT DEFAULT 'x'"),
    "generated": TABLE.replace('"artist" TEXT', '"artist" TEXT AS (song) VIRTUAL'),
    "generated and stored": TABLE.replace('"artist" TEXT', '"artist" TEXT GENERATED ALWAYS AS (song) STORED'),
    "a hidden column more": TABLE.replace('"length" REAL', '"length" REAL, mine AS (length * 2)'),
    "a foreign key": TABLE.replace('"artist" TEXT', '"artist" TEXT REFERENCES mine (x) ON DELETE CASCADE'),
    "strict": TABLE + ", STRICT",
    "a rowid": TABLE.replace(" WITHOUT ROWID", ""),
    "a type that only looks so": TABLE.replace('INTEGER NOT NULL,\n  "item', 'INTEGER "NOT" "NULL",\n  "item'),
    "a type of another affinity": TABLE.replace('"song" TEXT', '"song" BLOB'),
    "a name in other letters": TABLE.replace("song_at", "Song_At"),
    "a column in other letters": TABLE.replace('"song"', '"SONG"'),
    "a column whose name is a text": TABLE.replace('"song"', "'song'"),
    "a key in another order": TABLE.replace('"session_id", "item_in_session"', '"item_in_session", "session_id"'),
    "a descending key": TABLE.replace('"session_id",', '"session_id" DESC,'),
    "a view": "CREATE VIEW song_at AS SELECT 1 AS session_id",
    "a view with a trigger": "CREATE VIEW song_at AS SELECT 1 AS session_id, 1 AS item_in_session, '' AS artist, '' AS song,"
    " 1.5 AS length; CREATE TRIGGER x INSTEAD OF INSERT ON song_at BEGIN SELECT 1; END",
    "a virtual table": "CREATE VIRTUAL TABLE song_at USING fts4(session_id, item_in_session, artist, song, length)",
    "an index of that name": "CREATE TABLE mine (x); CREATE INDEX song_at ON mine (x)",
}


def is_refused(earshot, tmp_path):
    before = (tmp_path / "earshot.db").read_bytes()
    for command in COMMANDS.values():
        refused = earshot(*command, exit=1)
        assert "table song_at exists with a different schema, and is left as it is" in refused.stderr
        assert "the question needs:\n  table song_at\n    session_id INTEGER, primary key\n" in refused.stderr
    assert "another schema" in earshot("status").stdout
    assert "a different schema" in earshot("drop", "--yes", exit=1).stderr
    return before


@pytest.mark.parametrize("changer", CHANGERS)
def test_what_would_change_rows_on_their_way_in_is_refused(earshot, database, tmp_path, changer):
    earshot("load", "plays.csv")
    database("DELETE FROM song_at; " + CHANGERS[changer])
    is_refused(earshot, tmp_path)
    database("DROP TRIGGER IF EXISTS x; DROP INDEX IF EXISTS x")
    loads_rightly(earshot, tmp_path)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_table_that_would_keep_other_rows_is_refused(earshot, database, tmp_path, schema):
    database(SCHEMAS[schema])
    is_refused(earshot, tmp_path)


def test_any_word_more_in_the_table_is_another_schema(earshot, database, tmp_path):
    """Words where SQL allows them, at random: whatever SQLite takes for a table, we take for another one."""
    words = [
        "UNIQUE",
        "COLLATE RTRIM",
        "CHECK (1)",
        "DEFAULT 1",
        "NOT NULL",
        "AS (1)",
        "REFERENCES mine",
        "CONSTRAINT c",
        "DESC",
        "ON CONFLICT IGNORE",
        "VARCHAR",
        "(5)",
        ", y",
        ", CHECK (0)",
        "NULL",
        "GENERATED ALWAYS AS (2)",
    ]
    random_source = random.Random(20261125)
    tried = 0
    while tried < 12:
        parts = TABLE.split(" ")
        parts.insert(random_source.randrange(4, len(parts) - 1), random_source.choice(words))
        try:
            sqlite3.connect(":memory:").execute(" ".join(parts))
        except sqlite3.Error:
            continue
        (tmp_path / "earshot.db").unlink(missing_ok=True)
        database(" ".join(parts))
        assert "with a different schema" in earshot("load", "plays.csv", exit=1).stderr, " ".join(parts)
        tried += 1


HARMLESS = {
    "indexes of one's own": "CREATE INDEX a ON song_at (song); CREATE INDEX b ON song_at (lower(song)) WHERE length > 1;"
    "CREATE INDEX c ON song_listeners (song COLLATE NOCASE DESC); ANALYZE",
    "views on it": "CREATE VIEW v AS SELECT * FROM song_at; CREATE VIEW w AS SELECT * FROM nowhere",
    "a table that refers to it": "CREATE TABLE mine (a, b, FOREIGN KEY (a, b) REFERENCES song_at ON DELETE CASCADE);"
    "INSERT INTO mine VALUES (1, 1)",
    "a table of the same words": TABLE.replace('"', ""),
    "a table in other quotes": TABLE.replace('"session_id"', "[session_id]").replace('"song"', "`song`"),
    "a table with comments": TABLE.replace("TEXT", "text /* of any length */").replace("(\n", "( -- ours, really\n"),
    "a smaller page": "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM",
    "no write-ahead log": "PRAGMA journal_mode = DELETE",
    "an automatic vacuum": "PRAGMA auto_vacuum = FULL; VACUUM",
    "a user version": "PRAGMA user_version = 77; PRAGMA application_id = 12345",
}


@pytest.mark.parametrize("addition", HARMLESS)
def test_what_changes_no_row_is_left_alone(earshot, database, tmp_path, addition):
    sql = HARMLESS[addition]
    if sql.startswith("CREATE TABLE") and "song_at (\n" in sql.replace('"', "").replace("( -- ours, really", "("):
        database(sql)
    else:
        earshot("load", "plays.csv")
        database("DELETE FROM song_at; " + sql)
    loads_rightly(earshot, tmp_path)
    plays_file.write(tmp_path / "plays.csv", *PLAYS[:40])
    earshot("load", "plays.csv", "--removals-max", "100%")
    earshot("verify", "plays.csv")
    earshot("ask", "song_at", "session_id=1", "item_in_session=0")


def test_a_table_that_was_dumped_and_read_back_is_ours(earshot, tmp_path):
    earshot("load", "plays.csv", "--store", "sqlite:first.db")
    source = sqlite3.connect(tmp_path / "first.db")
    target = sqlite3.connect(tmp_path / "earshot.db")
    target.executescript("\n".join(source.iterdump()))
    source.close()
    target.close()
    earshot("verify", "plays.csv")
    loads_rightly(earshot, tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "file:u.db",
        "file:u.db?mode=memory",
        "file:u.db?mode=ro",
        "u.db?nolock=1",
        "file:",
        "file::memory:",
        "./:memory:",
        "%75.db",
        "-u.db",
        "u'\".db",
    ],
)
def test_a_path_is_a_path_whatever_sqlite_reads_into_it(earshot, tmp_path, name):
    store = ["--store", f"sqlite:{name}"]
    earshot("load", "plays.csv", *store)
    plays = ["plays.csv", "plays.csv.loaded"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name.removeprefix("./"), *plays])
    earshot("verify", "plays.csv", *store)
    assert "Song 10" in earshot(*COMMANDS["ask"], *store).stdout
    assert "72" in earshot("status", *store).stdout
    earshot("drop", "--yes", "--keyspace", *store)
    assert sorted(path.name for path in tmp_path.iterdir()) == plays


def test_a_file_called_memory_is_in_nobodys_way(earshot, tmp_path):
    (tmp_path / ":memory:").write_text("short")
    for command in COMMANDS.values():
        earshot(*command)
    assert (tmp_path / ":memory:").read_text() == "short"


@pytest.mark.parametrize("encoding", ["UTF-16le", "UTF-16be"])
def test_a_database_in_another_encoding_is_refused_at_once(earshot, tmp_path, database, encoding):
    database(f"PRAGMA encoding = '{encoding}'; CREATE TABLE mine (x)")
    before = (tmp_path / "earshot.db").read_bytes()
    for command in [*COMMANDS.values(), ["status"], ["drop", "--yes", "--keyspace"]]:
        refused = earshot(*command, exit=1)
        assert f"earshot.db stores text in {encoding}" in refused.stderr and "use another file" in refused.stderr
    assert (tmp_path / "earshot.db").read_bytes() == before


def test_drop_goes_through_a_link_and_leaves_nothing_beside_the_file(earshot, tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "earshot.db").symlink_to("disk/real.db")
    earshot("load", "plays.csv")
    for suffix in ["-journal", "-wal", "-shm"]:
        (tmp_path / "disk" / f"real.db{suffix}").write_bytes(b"")
    earshot("drop", "--yes", "--keyspace")
    assert list((tmp_path / "disk").iterdir()) == [] and (tmp_path / "earshot.db").is_symlink()
    earshot("load", "plays.csv")
    assert (tmp_path / "disk" / "real.db").exists()


@pytest.mark.parametrize("value, shown", [("x'00ff'", "x'00ff'"), ("12", "12"), ("NULL", "null")])
def test_verify_names_a_value_of_another_type(earshot, database, value, shown):
    earshot("load", "plays.csv")
    database(f"UPDATE song_at SET song = {value}, length = 'long' WHERE session_id = 3 AND item_in_session = 3")
    told = earshot("verify", "plays.csv", exit=3).stderr
    shown = f"'{shown}'" if shown == "12" else shown  # as the column's affinity makes a text of it
    assert f'song: "Song 33" in the file, {shown} in the store' in told or '"12" in the store' in told
    assert "length: \"201.5\" in the file, 'long' in the store" in told


def test_a_key_of_another_type_hides_no_other_table(earshot, database):
    earshot("load", "plays.csv")
    database("INSERT INTO song_at VALUES (x'00', 1, 'a', 'b', 1.5); DELETE FROM session_songs WHERE session_id = 2")
    done = earshot("verify", "plays.csv", exit=1)
    assert "table song_at holds a row whose session_id is x'00', which is not a bigint" in done.stderr
    verdicts = [line.split() for line in done.stdout.splitlines()[2:]]
    assert [next(word for word in line if word in ("same", "DIFFERENT", "DAMAGED")) for line in verdicts] == [
        "DAMAGED",
        "DIFFERENT",
        "same",
    ]


def test_no_output_replaces_a_database(earshot, tmp_path):
    (tmp_path / "events.csv").write_text(
        "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
    )
    earshot("load", "plays.csv")
    before = (tmp_path / "earshot.db").read_bytes()
    for output in ["-o", "--rejects", "--report"]:
        refused = earshot("consolidate", "events.csv", output, "earshot.db", exit=2)
        assert "earshot.db is a SQLite database, and would be destroyed" in refused.stderr
    assert (tmp_path / "earshot.db").read_bytes() == before


def test_no_index_of_others_answers(earshot, tmp_path, database):
    """One that was never filled would answer that there is nothing."""
    earshot("load", "plays.csv")
    answer = ["ask", "song_at", "session_id=1", "item_in_session=0", "--format", "csv"]
    before = earshot(*answer).stdout
    database("""CREATE TABLE empty (a); CREATE INDEX covering ON empty (a);
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET tbl_name = 'song_at',
          sql = 'CREATE INDEX covering ON song_at(session_id, item_in_session, artist, song, length)'
          WHERE name = 'covering'""")
    assert earshot(*answer).stdout == before
    earshot("verify", "plays.csv")
