"""Questions that change: the new table is built beside the old one, verified, and switched to; until then the old one
answers what it can."""

import json
import resource
import sqlite3

import plays_file
import pytest

FANS = {"given": ["artist"], "one_per": ["user_id"], "answer": ["user_id", "first_name"]}
SONGS = {"given": ["user_id"], "order": ["song"], "answer": ["song", "artist"]}
PAID = {**FANS, "only": {"level": "paid"}}
KINDS = {
    "only": PAID,
    "limit": {**FANS, "order": ["user_id"], "limit": 2},
    "one_per": {**FANS, "one_per": ["user_id", "song"]},
    "order": {**FANS, "order": ["user_id desc"]},
    "measures": {**FANS, "measures": {"plays": "count"}, "answer": ["user_id", "plays"]},
    "given": {**FANS, "given": ["artist", "level"]},
    "partition": {**FANS, "given": ["artist", "level"], "partition": ["artist"]},
    "buckets": {**FANS, "buckets": 4},
    "answer": {**FANS, "answer": ["user_id", "first_name", "location"]},
}


def value(of):
    if isinstance(of, dict):
        return "{ " + ", ".join(f"{key} = {value(one)}" for key, one in of.items()) + " }"
    return json.dumps(of)


def write(path, **questions):
    """Each a question by its name."""
    texts = [
        "\n".join(f"{key} = {value(one)}" for key, one in {"name": name, **q}.items()) for name, q in questions.items()
    ]
    path.write_text("".join(f"[[question]]\n{text}\n" for text in texts))


def plays(count=60):
    return [
        {
            "artist": f"Artist {n % 3}",
            "userId": n % 7,
            "firstName": f"Name {n % 7}",
            "level": "paid" if n % 2 else "free",
            "sessionId": n % 7,
            "itemInSession": n,
            "song": f"Song {n % 11}",
        }
        for n in range(count)
    ]


@pytest.fixture
def store(earshot, database, tmp_path):
    """A store with tables for the questions of old.toml."""
    plays_file.write(tmp_path / "plays.csv", *plays())
    write(tmp_path / "old.toml", fans=FANS, songs=SONGS)
    earshot("load", "plays.csv", "--questions", "old.toml")

    def tables():
        return {name for (name,) in database("SELECT name FROM sqlite_master WHERE type = 'table'")} - {"earshot_loads"}

    return tables


def ask(earshot, questions, *words, **options):
    return earshot("ask", *words, "--questions", questions, "--format", "ndjson", **options)


def answer(earshot, questions, *words):
    asked = ask(earshot, questions, *words)
    assert asked.stderr == ""
    return [json.loads(line) for line in asked.stdout.splitlines()]


def from_nothing(earshot, tmp_path, questions, *words):
    """What a store answers that has never seen another question."""
    earshot("load", "plays.csv", "--questions", questions, "--store", "sqlite:nothing.db")
    found = answer(earshot, questions, *words, "--store", "sqlite:nothing.db")
    (tmp_path / "nothing.db").unlink()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_question_is_built_beside_and_switched_to(earshot, store, database, tmp_path, kind):
    write(tmp_path / "new.toml", fans=KINDS[kind], songs=SONGS)
    words = ["fans", "artist=Artist 1", *(["level=paid"] if "level" in KINDS[kind]["given"] else [])]
    right = from_nothing(earshot, tmp_path, "new.toml", *words)
    said = earshot("load", "plays.csv", "--questions", "new.toml").stderr
    assert "fans has changed (" in said and "was built beside the old one" in said and "and switched to" in said
    assert answer(earshot, "new.toml", *words) == right
    [beside] = store() - {"songs"}
    assert beside.startswith("earshot_fans_")
    earshot("verify", "plays.csv", "--questions", "new.toml")
    assert "nothing to do" in earshot("load", "plays.csv", "--questions", "new.toml").stderr
    assert database("SELECT name, table_name, replaced_table FROM earshot_loads ORDER BY name") == [
        ("fans", beside, ""),
        ("songs", "songs", ""),
    ]


def test_values_that_look_like_two_are_another_question(earshot, store, tmp_path):
    for only in (["free", "paid"], 'free", "paid', "free or paid"):
        write(tmp_path / "new.toml", fans={**FANS, "only": {"level": only}})
        right = from_nothing(earshot, tmp_path, "new.toml", "fans", "artist=Artist 1")
        assert bool(right) == isinstance(only, list)
        assert "fans has changed (only)" in earshot("load", "plays.csv", "--questions", "new.toml").stderr
        assert answer(earshot, "new.toml", "fans", "artist=Artist 1") == right


def test_the_order_of_values_builds_nothing(earshot, store, tmp_path):
    write(tmp_path / "new.toml", fans={**FANS, "only": {"level": ["free", "paid"]}})
    earshot("load", "plays.csv", "--questions", "new.toml")
    write(tmp_path / "new.toml", fans={**FANS, "only": {"level": ["paid", "free", "paid"]}})
    assert "nothing to do" in earshot("load", "plays.csv", "--questions", "new.toml").stderr


def test_what_an_earlier_version_made_otherwise_is_built_again(earshot, store, database, tmp_path):
    database("UPDATE earshot_loads SET table_schema = 'otherwise' WHERE name = 'fans'")
    before = answer(earshot, "old.toml", "fans", "artist=Artist 1")
    said = earshot("load", "plays.csv", "--questions", "old.toml").stderr
    assert "fans has changed (how earshot makes its table): its new table was built beside the old one" in said
    assert answer(earshot, "old.toml", "fans", "artist=Artist 1") == before


def test_run_says_what_has_changed(earshot, store, tmp_path):
    header = ",".join(plays_file.COLUMNS)
    lines = [",".join(str({**plays_file.PLAY, **play}[column]) for column in plays_file.COLUMNS) for play in plays()]
    (tmp_path / "day.csv").write_text("\n".join([header, *lines]) + "\n")
    write(tmp_path / "new.toml", fans=PAID, songs=SONGS)
    done = earshot("run", "day.csv", "-o", "plays.csv", "--questions", "new.toml", "--ask", "fans 'artist=Artist 1'")
    assert (
        "fans has changed (only): its new table was built beside the old one, 21 rows, verified, and switched to"
        in done.stderr
    )
    assert done.stdout.count(" 0  same     ") == 2
    again = earshot("run", "day.csv", "-o", "plays.csv", "--questions", "new.toml")
    assert "has changed" not in again.stderr and "there is nothing to do" in again.stderr


def test_until_then_the_old_table_answers(earshot, store, tmp_path):
    """With the old file as before; with the new one that its table is not built yet."""
    write(tmp_path / "new.toml", fans=PAID, songs=SONGS)
    before = answer(earshot, "old.toml", "fans", "artist=Artist 1")
    refused = ask(earshot, "new.toml", "fans", "artist=Artist 1", exit=75)
    assert "fans has changed (only) since its table was loaded, by process" in refused.stderr
    assert "its new table is not built yet; load again, which builds it" in refused.stderr
    assert refused.stdout == ""
    for words in (["verify", "plays.csv"], ["export", "fans"]):
        assert "its new table is not built yet" in earshot(*words, "--questions", "new.toml", exit=75).stderr
    assert answer(earshot, "new.toml", "songs", "user_id=3") == answer(earshot, "old.toml", "songs", "user_id=3")
    assert answer(earshot, "old.toml", "fans", "artist=Artist 1") == before


def test_after_it_the_old_question_is_outdated(earshot, store, tmp_path):
    write(tmp_path / "new.toml", fans=PAID, songs=SONGS)
    earshot("load", "plays.csv", "--questions", "new.toml")
    refused = ask(earshot, "old.toml", "fans", "artist=Artist 1", exit=1).stderr
    assert (
        "fans was changed (only) by the load by process" in refused
        and "does not answer this question any more" in refused
    )
    assert "fans was changed" in earshot("verify", "plays.csv", "--questions", "old.toml", exit=1).stderr
    # Also after another load.
    plays_file.write(tmp_path / "plays.csv", *plays(61))
    earshot("load", "plays.csv", "--questions", "new.toml")
    assert "fans was changed" in ask(earshot, "old.toml", "fans", "artist=Artist 1", exit=1).stderr


def test_a_table_answers_a_changed_question_that_asks_it_for_less(earshot, store, tmp_path):
    """Fewer columns, in another order, spread otherwise: the rows and their order are the same."""
    write(tmp_path / "new.toml", fans={**FANS, "buckets": 4, "answer": ["first_name"]}, songs=SONGS)
    right = from_nothing(earshot, tmp_path, "new.toml", "fans", "artist=Artist 1")
    assert answer(earshot, "new.toml", "fans", "artist=Artist 1") == right
    earshot("load", "plays.csv", "--questions", "new.toml")
    assert answer(earshot, "new.toml", "fans", "artist=Artist 1") == right
    # The other way round a column is missing, which the key has here.
    assert "first_name" in ask(earshot, "old.toml", "fans", "artist=Artist 1").stdout


def test_a_question_that_is_changed_back_before_the_switch_leaves_nothing(earshot, store, database, tmp_path):
    write(tmp_path / "new.toml", fans=PAID, songs=SONGS)
    earshot("load", "plays.csv", "--questions", "new.toml")
    [beside] = store() - {"songs"}
    earshot("load", "plays.csv", "--questions", "old.toml")
    [back] = store() - {"songs"}
    assert back not in (beside, "fans") and back.startswith("earshot_fans_")
    assert database(f"SELECT count(*) FROM {back}") == [(21,)]
    earshot("load", "plays.csv", "--questions", "new.toml")
    assert store() == {"songs", beside}


def fail(earshot, tmp_path, questions, *more):
    """A load that builds and does not switch, as more plays are lost than may be."""
    return earshot("load", "plays.csv", "--questions", questions, *more, exit=3)


def test_no_table_is_switched_to_where_plays_are_lost(earshot, store, database, tmp_path):
    write(tmp_path / "new.toml", fans={**FANS, "order": ["user_id desc"]}, songs=SONGS)
    before = answer(earshot, "old.toml", "fans", "artist=Artist 1")
    plays_file.write(tmp_path / "plays.csv", *plays(40))
    said = fail(earshot, tmp_path, "new.toml").stderr
    assert "so no row was removed" in said and "not switched to: the old one goes on answering" in said
    assert answer(earshot, "old.toml", "fans", "artist=Artist 1") == before
    assert "not built yet (begun by process" in ask(earshot, "new.toml", "fans", "artist=Artist 1", exit=75).stderr
    assert len(store()) == 3
    earshot("load", "plays.csv", "--questions", "new.toml", "--removals-max", "50%")
    assert len(store()) == 2
    earshot("verify", "plays.csv", "--questions", "new.toml")


def test_what_was_built_in_vain_is_dropped_by_the_next_change(earshot, store, tmp_path):
    """Changed once, built and not switched to; then changed back, or changed to something else."""
    write(tmp_path / "new.toml", fans={**FANS, "order": ["user_id desc"]}, songs=SONGS)
    plays_file.write(tmp_path / "plays.csv", *plays(40))
    fail(earshot, tmp_path, "new.toml")
    [first] = store() - {"songs", "fans"}
    write(tmp_path / "other.toml", fans={**FANS, "one_per": ["user_id", "song"]}, songs=SONGS)
    fail(earshot, tmp_path, "other.toml")
    [second] = store() - {"songs", "fans"}
    assert first != second
    plays_file.write(tmp_path / "plays.csv", *plays())
    earshot("load", "plays.csv", "--questions", "old.toml")
    assert store() == {"songs", "fans"}
    earshot("verify", "plays.csv", "--questions", "old.toml")


def test_a_table_that_was_built_is_not_built_again(earshot, store, tmp_path):
    write(tmp_path / "new.toml", fans={**FANS, "order": ["user_id desc"]}, songs=SONGS)
    plays_file.write(tmp_path / "plays.csv", *plays(40))
    fail(earshot, tmp_path, "new.toml")
    loaded = earshot("load", "plays.csv", "--questions", "new.toml", "--removals-max", "50%", "--format", "json")
    [fans] = [table for table in json.loads(loaded.stdout) if table["table"] == "fans"]
    assert (fans["same"], fans["added"]) == (fans["rows"], 0)


def test_a_built_table_that_another_program_has_changed_is_made_right(earshot, store, database, tmp_path):
    write(tmp_path / "new.toml", fans={**FANS, "order": ["user_id desc"]}, songs=SONGS)
    plays_file.write(tmp_path / "plays.csv", *plays(40))
    fail(earshot, tmp_path, "new.toml")
    [beside] = store() - {"songs", "fans"}
    database(f"DELETE FROM {beside} WHERE user_id = 3")
    said = earshot("load", "plays.csv", "--questions", "new.toml", "--removals-max", "50%").stderr
    assert "another program had changed the tables" in said and "and switched to" in said
    earshot("verify", "plays.csv", "--questions", "new.toml")
    assert store() == {"songs", beside}


def test_a_question_that_changes_before_its_first_load_has_finished_is_just_loaded(earshot, store, database, tmp_path):
    database("UPDATE earshot_loads SET state = 'first load' WHERE name = 'fans'")
    write(tmp_path / "new.toml", fans=KINDS["answer"], songs=SONGS)
    said = earshot("load", "plays.csv", "--questions", "new.toml").stderr
    assert "has changed" not in said
    assert store() == {"songs", "fans"}
    earshot("verify", "plays.csv", "--questions", "new.toml")


def test_a_question_whose_table_was_dropped_is_just_loaded(earshot, store, database, tmp_path):
    database("DROP TABLE fans")
    write(tmp_path / "new.toml", fans=KINDS["answer"], songs=SONGS)
    earshot("load", "plays.csv", "--questions", "new.toml")
    assert store() == {"songs", "fans"}


def test_a_table_of_another_program_is_left_as_it_is(earshot, store, database, tmp_path):
    database("DELETE FROM earshot_loads WHERE name = 'fans'")
    write(tmp_path / "new.toml", fans=KINDS["answer"], songs=SONGS)
    for words in (["load", "plays.csv"], ["drop", "--yes"]):
        refused = earshot(*words, "--questions", "new.toml", exit=1)
        assert "table fans exists with a different schema" in refused.stderr
    assert "fans" in store() and database("SELECT count(*) FROM fans") == [(21,)]


@pytest.mark.parametrize(
    "change",
    [
        "table_name = 'mine'",
        "question = replace(question, 'fans', 'mine'), table_name = 'mine'",
        "replaced_table = 'mine', replaced_question = question",
        "replaced_table = 'mine', replaced_question = replace(question, 'fans', 'mine')",
    ],
)
def test_a_mark_that_somebody_has_written_lets_no_other_table_be_dropped(earshot, store, database, tmp_path, change):
    schema = database("SELECT sql FROM sqlite_master WHERE name = 'fans'")[0][0].replace("fans", "mine")
    database(schema)
    database("INSERT INTO mine SELECT * FROM fans")
    database(f"UPDATE earshot_loads SET {change} WHERE name = 'fans'")
    write(tmp_path / "new.toml", fans=PAID, songs=SONGS)
    earshot("load", "plays.csv", "--questions", "new.toml", exit=None)
    earshot("drop", "--yes", "--questions", "new.toml", exit=None)
    assert database("SELECT count(*) FROM mine") == [(21,)]


def test_remains_of_a_killed_load_are_dropped(earshot, store, database, tmp_path):
    """As it was killed after the switch, before the old table was dropped and before the marks said so."""
    before = database("SELECT sql FROM sqlite_master WHERE name = 'fans'")[0][0]
    [(text,)] = database("SELECT question FROM earshot_loads WHERE name = 'fans'")
    write(tmp_path / "new.toml", fans=PAID, songs=SONGS)
    earshot("load", "plays.csv", "--questions", "new.toml")
    [beside] = store() - {"songs"}
    database(before)
    columns = [name for _, name, *_ in database("PRAGMA table_info(earshot_loads)")]
    others = ", ".join(column for column in columns if column != "name")
    database(
        f"INSERT INTO earshot_loads (name, {others}) SELECT table_name, {others} FROM earshot_loads WHERE name = 'fans'"
    )
    with sqlite3.connect(tmp_path / "earshot.db") as connection:
        connection.execute(
            "UPDATE earshot_loads SET replaced_table = 'fans', replaced_question = ? WHERE name = 'fans'", [text]
        )
    assert answer(earshot, "new.toml", "fans", "artist=Artist 1")
    earshot("load", "plays.csv", "--questions", "new.toml")
    assert store() == {"songs", beside}
    assert database("SELECT name, replaced_table FROM earshot_loads ORDER BY name") == [("fans", ""), ("songs", "")]


def test_drop_drops_all_that_a_question_has(earshot, store, database, tmp_path):
    write(tmp_path / "new.toml", fans={**FANS, "order": ["user_id desc"]}, songs=SONGS)
    plays_file.write(tmp_path / "plays.csv", *plays(40))
    fail(earshot, tmp_path, "new.toml")
    earshot("drop", "--yes", "--questions", "new.toml")
    assert database("SELECT name FROM sqlite_master") == []


def test_a_question_that_is_gone_keeps_its_table_until_it_is_dropped(earshot, store, database, tmp_path):
    write(tmp_path / "new.toml", songs=SONGS)
    earshot("load", "plays.csv", "--questions", "new.toml")
    assert store() == {"fans", "songs"}
    status = json.loads(earshot("status", "--questions", "new.toml", "--format", "json").stdout)["tables"]
    assert [(table["table"], table["question"], table["rows"]) for table in status] == [
        ("songs", "as it is", 60),
        ("fans", "gone", 21),
    ]
    assert "unknown question" in earshot("drop", "fan", "--yes", "--questions", "new.toml", exit=2).stderr
    earshot("drop", "fans", "--yes", "--questions", "new.toml")
    assert store() == {"songs"}
    assert database("SELECT name FROM earshot_loads") == [("songs",)]


def test_status_says_what_has_changed(earshot, store, tmp_path):
    write(tmp_path / "new.toml", fans=PAID, songs=SONGS)
    status = json.loads(earshot("status", "--questions", "new.toml", "--format", "json").stdout)["tables"]
    assert [(table["table"], table["question"]) for table in status] == [
        ("fans", "changed since: only"),
        ("songs", "as it is"),
    ]


def test_plan_says_what_would_be_built(earshot, store, tmp_path):
    write(tmp_path / "new.toml", fans=PAID, songs=SONGS)
    planned = earshot("plan", "plays.csv", "--questions", "new.toml", "--format", "json")
    assert "fans has changed (only): a load would build a table of 21 rows beside the old one" in planned.stderr
    counts = {table["table"]: (table["same"], table["to_add"]) for table in json.loads(planned.stdout)}
    assert counts == {"fans": (0, 21), "songs": (60, 0)}
    assert store() == {"fans", "songs"}


def test_model_diff_says_what_would_happen_and_touches_nothing(earshot, store, tmp_path):
    write(tmp_path / "new.toml", fans={**PAID, "buckets": 4, "answer": ["user_id"]}, ears=SONGS)
    content = (tmp_path / "earshot.db").read_bytes()
    done = earshot("model", "diff", "plays.csv", "--questions", "new.toml", "--format", "json")
    found = json.loads(done.stdout)
    assert [(one["question"], one["verdict"], one["keys"], one["rows"], one["new_rows"]) for one in found] == [
        ("fans", "changed", "only, buckets, answer", 21, 21),
        ("ears", "new", "", None, 60),
        ("songs", "gone", "", 60, None),
    ]
    assert found[0]["changes"] == [
        {"key": "only", "before": "", "now": 'level = "paid"'},
        {"key": "buckets", "before": "", "now": "4"},
        {"key": "answer", "before": "user_id, first_name", "now": "user_id"},
    ]
    assert 'fans: only was nothing, and is level = "paid"' in done.stderr
    assert "fans: buckets were nothing, and are 4" in done.stderr
    assert "fans: a load builds a new table, with all its 21 rows, beside the old one" in done.stderr
    assert "ears: a load makes its table, and writes its 60 rows" in done.stderr
    assert "songs: a load leaves its table as it is, with 60 rows; `earshot drop songs` drops it" in done.stderr
    assert "same" in earshot("model", "diff", "--questions", "old.toml").stdout
    assert (tmp_path / "earshot.db").read_bytes() == content


def test_model_diff_of_no_store_makes_none(earshot, tmp_path):
    done = earshot("model", "diff", "--format", "json")
    assert {one["verdict"] for one in json.loads(done.stdout)} == {"new"}
    assert not (tmp_path / "earshot.db").exists()


def test_model_diff_names_a_table_of_another_program(earshot, store, database, tmp_path):
    database("DELETE FROM earshot_loads WHERE name = 'fans'")
    write(tmp_path / "new.toml", fans=KINDS["answer"], songs=SONGS)
    done = earshot("model", "diff", "--questions", "new.toml", "--format", "json")
    assert [one["verdict"] for one in json.loads(done.stdout)] == ["foreign", "same"]


@pytest.mark.parametrize("questions", ["old.toml", "new.toml"])
def test_a_forgotten_listener_leaves_both_tables(earshot, store, database, tmp_path, questions):
    """While a new table is being built: with the old file it is dropped, with the new one it is switched to."""
    write(tmp_path / "new.toml", fans={**FANS, "order": ["user_id desc"]}, songs=SONGS)
    plays_file.write(tmp_path / "plays.csv", *plays(40))
    fail(earshot, tmp_path, "new.toml")
    assert len(store()) == 3
    forgotten = earshot("forget", "user_id=3", "plays.csv", "--questions", questions, "--format", "json")
    fans = [place for place in json.loads(forgotten.stdout) if place["where"] == "fans"]
    assert [(place["erased"] > 0, place["found"]) for place in fans] == [(True, 0)]
    assert len(store()) == 2
    for table in store():
        assert database(f"SELECT count(*) FROM {table} WHERE user_id = 3") == [(0,)]
    assert b"Name 3" not in (tmp_path / "earshot.db").read_bytes()


def test_a_page_token_of_before_a_change_is_refused(earshot, store, tmp_path):
    page = ask(earshot, "old.toml", "fans", "artist=Artist 1", "--limit", "2").stderr
    token = page.split("--after ")[1].strip()
    write(tmp_path / "new.toml", fans={**FANS, "order": ["user_id desc"]}, songs=SONGS)
    earshot("load", "plays.csv", "--questions", "new.toml")
    ask(earshot, "new.toml", "fans", "artist=Artist 1", "--limit", "2", "--after", token, exit=2)


def test_a_full_disk_leaves_the_old_table(earshot, store, database, tmp_path):
    """The file may not grow any more."""
    write(tmp_path / "new.toml", fans={**SONGS, "answer": ["song", "artist", "location"]}, songs=SONGS)
    plays_file.write(
        tmp_path / "plays.csv", *plays(), *({"itemInSession": 100 + n, "song": "x" * 99} for n in range(2000))
    )
    before = answer(earshot, "old.toml", "fans", "artist=Artist 1")
    room = (tmp_path / "plays.csv").stat().st_size // 2
    earshot(
        "load",
        "plays.csv",
        "--questions",
        "new.toml",
        exit=1,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert answer(earshot, "old.toml", "fans", "artist=Artist 1") == before
    earshot("load", "plays.csv", "--questions", "new.toml")
    earshot("verify", "plays.csv", "--questions", "new.toml")
    assert len(store()) == 2


def test_a_lost_mark_loses_no_table(earshot, store, database, tmp_path):
    """The table is found by its name, and is read."""
    write(tmp_path / "new.toml", fans=PAID, songs=SONGS)
    earshot("load", "plays.csv", "--questions", "new.toml")
    tables = store()
    database("DROP TABLE earshot_loads")
    assert answer(earshot, "new.toml", "fans", "artist=Artist 1")
    earshot("load", "plays.csv", "--questions", "new.toml")
    assert store() == tables
    earshot("verify", "plays.csv", "--questions", "new.toml")
