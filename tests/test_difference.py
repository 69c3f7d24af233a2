"""A load makes the tables hold what the plays file holds, and writes only the difference."""

import json
import random
import sqlite3

import plays_file
import pytest

ALL = "--removals-max", "100%"


def play(session, item, **other):
    return {"sessionId": session, "itemInSession": item, "userId": session % 7, "song": f"Song {item % 11}", **other}


DAYS = [play(session, item) for session in range(20) for item in range(15)]


@pytest.fixture
def load(earshot, tmp_path):
    """Loads these plays, and gives the counts of the table of single plays."""

    def run(plays, *options, exit=0, command="load"):
        plays_file.write(tmp_path / "plays.csv", *plays)
        done = earshot(command, "plays.csv", *options, "--format", "json", exit=exit)
        counts = {table["table"]: table for table in json.loads(done.stdout)}
        return {name: counts["song_at"][name] for name in ["same", "added", "changed", "removed", "extra"]}, done

    return run


def digests(earshot, *options):
    done = earshot("verify", "plays.csv", *options, "--format", "json")
    return {table["table"]: table["digest"] for table in json.loads(done.stdout)}


def from_nothing(earshot):
    earshot("load", "plays.csv", "--store", "sqlite:fresh.db")
    fresh = digests(earshot, "--store", "sqlite:fresh.db")
    earshot("drop", "--yes", "--keyspace", "--store", "sqlite:fresh.db")
    return fresh


def test_only_the_difference_is_written(earshot, load):
    counts, _ = load(DAYS)
    assert counts == {"same": 0, "added": 300, "changed": 0, "removed": 0, "extra": 0}
    counts, _ = load(DAYS)
    assert counts == {"same": 300, "added": 0, "changed": 0, "removed": 0, "extra": 0}
    counts, _ = load(DAYS[2:] + [play(99, 0)])
    assert counts == {"same": 298, "added": 1, "changed": 0, "removed": 2, "extra": 0}
    counts, _ = load([{**DAYS[5], "artist": "Other"}] + DAYS[:5] + DAYS[6:])
    assert counts == {"same": 299 - 2, "added": 2, "changed": 1, "removed": 1, "extra": 0}
    assert digests(earshot) == from_nothing(earshot)


def test_many_removals_are_refused_and_the_rest_is_done(earshot, load):
    load(DAYS)
    counts, done = load(DAYS[30:] + [play(99, 0)], exit=3)
    assert counts == {"same": 270, "added": 1, "changed": 0, "removed": 0, "extra": 30}
    assert "30 of 300 rows of song_at are no longer in the plays, more than 1 %, so no row was removed" in done.stderr
    assert "--removals-max" in done.stderr
    assert earshot("verify", "plays.csv", exit=3).stdout.count("DIFFERENT") == 2
    counts, _ = load(DAYS[30:] + [play(99, 0)], "--removals-max", "30")
    assert counts == {"same": 271, "added": 0, "changed": 0, "removed": 30, "extra": 0}
    assert digests(earshot) == from_nothing(earshot)


def test_rows_that_were_not_removed_are_warned_of(earshot, load):
    states = lambda: {row["state"] for row in json.loads(earshot("status", "--format", "json").stdout)["tables"]}
    ask = "ask", "song_at", "session_id=0", "item_in_session=1"
    warning = "warning: song_at does not hold exactly the rows of plays.csv"
    load(DAYS)
    assert states() == {"complete"} and earshot(*ask).stderr == ""
    load(DAYS[30:], exit=3)
    assert "differs" in states()
    assert warning in earshot(*ask).stderr and warning in earshot("export", "song_at").stderr
    load(DAYS[30:], *ALL)
    assert states() == {"complete"} and earshot(*ask).stderr == ""


def test_rows_that_have_moved_are_no_loss(earshot, load):
    """A corrected title gives a row of that title another key, though no play is gone."""
    load(DAYS)
    counts, _ = load([{**one, "song": one["song"].replace("Song 3", "Song 3 (2009)")} for one in DAYS])
    assert counts == {"same": 260, "added": 0, "changed": 40, "removed": 0, "extra": 0}
    assert digests(earshot) == from_nothing(earshot)


def test_rows_that_are_over_a_limit_now_are_no_loss(earshot, tmp_path):
    (tmp_path / "questions.toml").write_text("""[[question]]
        name = "last_songs"
        given = ["user_id"]
        order = ["session_id desc", "item_in_session desc"]
        limit = 2
        answer = ["song"]""")
    options = ["--questions", "questions.toml", "--format", "json"]

    def loaded(plays, exit=0):
        plays_file.write(tmp_path / "plays.csv", *plays)
        planned = json.loads(earshot("plan", "plays.csv", *options).stdout)[0]
        counts = json.loads(earshot("load", "plays.csv", *options, exit=exit).stdout)[0]
        assert (planned["to_remove"], planned["extra"]) == (counts["removed"], counts["extra"])
        return {name: counts[name] for name in ["added", "removed", "extra", "over_limit"]}

    assert loaded(DAYS[:150]) == {"added": 14, "removed": 0, "extra": 0, "over_limit": 136}
    assert loaded(DAYS) == {"added": 14, "removed": 14, "extra": 0, "over_limit": 286}
    # Plays that are gone are a loss.
    assert loaded(DAYS[:150], exit=3) == {"added": 14, "removed": 0, "extra": 14, "over_limit": 136}


def test_days_that_are_gone_are_a_loss_though_others_have_come(load):
    load(DAYS)
    counts, done = load(DAYS[30:] + [play(99, item) for item in range(40)], exit=3)
    assert counts == {"same": 270, "added": 40, "changed": 0, "removed": 0, "extra": 30}
    assert "30 of 300 rows of song_at" in done.stderr


@pytest.mark.parametrize("text", ["x", "101%", "-1"])
def test_a_limit_of_removals_that_is_none(earshot, tmp_path, text):
    plays_file.write(tmp_path / "plays.csv", *DAYS)
    done = earshot("load", "plays.csv", f"--removals-max={text}", exit=2)
    assert f"--removals-max {text}: give a number" in done.stderr
    assert not (tmp_path / "earshot.db").exists()


def test_a_run_of_fewer_events_says_what_it_left(earshot, tmp_path):
    earshot("generate", "--days", "3", "--users", "50", "-o", "days")
    earshot("run", "days")
    sorted((tmp_path / "days").iterdir())[1].unlink()
    done = earshot("run", "days", exit=3)
    assert done.stdout.count("DIFFERENT") == 3 and "so no row was removed" in done.stderr
    done = earshot("run", "days", *ALL)
    assert "DIFFERENT" not in done.stdout
    earshot("verify")


@pytest.mark.parametrize("seed", range(10))
def test_any_history_ends_with_the_tables_of_the_last_plays(earshot, load, seed):
    chance = random.Random(seed)
    for _ in range(4):
        plays = [
            play(session, item, song=f"Song {chance.randrange(5)}", artist=f"Artist {chance.randrange(3)}")
            for session in range(chance.randrange(1, 12))
            for item in range(chance.randrange(1, 9))
            if chance.random() < 0.8
        ]
        chance.shuffle(plays)
        plays += chance.choices(plays, k=len(plays) // 10) if plays else []
        load(plays, *ALL)
        assert digests(earshot) == from_nothing(earshot)


def plan_of(earshot, *options):
    done = earshot("plan", "plays.csv", *options, "--format", "json")
    counts = {table["table"]: table for table in json.loads(done.stdout)}["song_at"]
    return {name: counts[name] for name in ["same", "to_add", "to_change", "to_remove", "extra"]}, done


def test_a_plan_says_what_a_load_then_does_and_changes_nothing(earshot, load, tmp_path):
    plays_file.write(tmp_path / "plays.csv", *DAYS)
    counts, _ = plan_of(earshot)
    assert counts == {"same": 0, "to_add": 300, "to_change": 0, "to_remove": 0, "extra": 0}
    assert not (tmp_path / "earshot.db").exists()
    load(DAYS)
    assert "there is nothing to do" in plan_of(earshot)[1].stderr
    plays_file.write(tmp_path / "plays.csv", {**DAYS[5], "artist": "Other"}, *DAYS[6:], play(99, 0))
    before = (tmp_path / "earshot.db").read_bytes()
    counts, done = plan_of(earshot)
    assert counts == {"same": 294, "to_add": 1, "to_change": 1, "to_remove": 0, "extra": 5}
    assert 'artist: "Other" in the file, "Low Tide" in the store' in done.stderr
    assert "a load would remove no row: 5 of 300 rows of song_at" in done.stderr
    assert "would remove no row" not in plan_of(earshot, "--removals-max", "5%")[1].stderr
    assert (tmp_path / "earshot.db").read_bytes() == before
    earshot("load", "plays.csv", "--removals-max", "5%")
    counts, _ = plan_of(earshot)
    assert counts == {"same": 296, "to_add": 0, "to_change": 0, "to_remove": 0, "extra": 0}


DAMAGE = {
    "values of another type": "UPDATE song_at SET length = 'x', song = NULL WHERE session_id < 5",
    "a table dropped": "DROP TABLE song_at",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_another_program_has_done_is_repaired(earshot, database, load, damage):
    load(DAYS)
    before = digests(earshot)
    database(DAMAGE[damage])
    assert earshot("verify", "plays.csv", exit=None).returncode == (1 if "dropped" in damage else 3)
    repaired = json.loads(earshot("verify", "plays.csv", "--repair", "--format", "json").stdout)
    assert [table["verdict"] for table in repaired["verify"]] == ["same"] * 3
    assert digests(earshot) == before


def test_a_repair_is_no_csv(earshot, load):
    load(DAYS)
    assert "use --format json" in earshot("verify", "plays.csv", "--repair", "--format", "csv", exit=2).stderr


def test_readers_and_a_load_do_not_wait_for_each_other(earshot, load, tmp_path):
    load(DAYS)
    reader = sqlite3.connect(tmp_path / "earshot.db", isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM song_at").fetchone() == (300,)
    load(DAYS[1:])
    assert reader.execute("SELECT count(*) FROM song_at").fetchone() == (300,)
    reader.execute("ROLLBACK")
    assert reader.execute("SELECT count(*) FROM song_at").fetchone() == (299,)
    reader.execute("BEGIN IMMEDIATE")
    earshot("ask", "song_at", "session_id=1", "item_in_session=2")
    earshot("verify", "plays.csv")
    reader.execute("ROLLBACK")
    reader.close()


LAST = "plays.csv.loaded"
CHANGE = "UPDATE song_at SET artist = 'Somebody' WHERE session_id = 3 AND item_in_session = 4"
CHANGED = "SELECT artist FROM song_at WHERE session_id = 3 AND item_in_session = 4"


def test_the_very_plays_of_the_last_load_need_no_reading(earshot, database, load):
    before, _ = load(DAYS)
    database(CHANGE)
    counts, done = load(DAYS)
    assert counts == {"same": 300, "added": 0, "changed": 0, "removed": 0, "extra": 0}
    assert "there is nothing to do: all tables have been loaded from these plays" in done.stderr
    assert "there is nothing to do" in plan_of(earshot)[1].stderr
    assert database(CHANGED) == [("Somebody",)]
    assert "verify --repair" in earshot("verify", "plays.csv", exit=3).stderr


def test_what_another_program_has_emptied_is_noticed(database, load):
    load(DAYS)
    database("DELETE FROM song_at")
    counts, _ = load(DAYS)
    assert counts == {"same": 0, "added": 300, "changed": 0, "removed": 0, "extra": 0}


def test_the_last_plays_tell_what_the_tables_hold(earshot, database, load):
    load(DAYS)
    database(CHANGE)
    assert plan_of(earshot)[0]["same"] == 300
    counts, _ = load([*DAYS[2:], play(99, 0)])
    assert counts == {"same": 298, "added": 1, "changed": 0, "removed": 2, "extra": 0}
    assert database(CHANGED) == [("Somebody",)]


@pytest.mark.parametrize("last", ["gone", "other plays", "no plays", "written to"])
def test_without_the_last_plays_the_tables_are_read(database, load, tmp_path, last):
    load(DAYS)
    database(CHANGE)
    if last == "gone":
        (tmp_path / LAST).unlink()
    elif last == "other plays":
        plays_file.write(tmp_path / LAST, *DAYS[7:])
    elif last == "no plays":
        (tmp_path / LAST).unlink()
        (tmp_path / LAST).mkdir()
    else:
        # The plays themselves, as the kept ones are a link.
        with open(tmp_path / "plays.csv", "r+") as file:
            file.write('"artisT"')
        (tmp_path / "plays.csv").unlink()
    counts, _ = load([*DAYS, play(99, 0)])
    assert counts == {"same": 299, "added": 1, "changed": 1, "removed": 0, "extra": 0}


def test_last_plays_of_which_the_table_has_other_rows_are_not_believed(database, load):
    """As where a later earshot makes other rows of the same plays."""
    load(DAYS)
    database(CHANGE)
    database(f"UPDATE earshot_loads SET digest = '{32 * '0'}'")
    counts, _ = load([*DAYS, play(99, 0)])
    assert counts == {"same": 299, "added": 1, "changed": 1, "removed": 0, "extra": 0}


def test_a_table_that_kept_too_many_rows_is_read(load):
    load(DAYS)
    load(DAYS[30:], exit=3)
    counts, _ = load(DAYS[30:], *ALL)
    assert counts == {"same": 270, "added": 0, "changed": 0, "removed": 30, "extra": 0}


def test_any_number_of_rows_is_removed(earshot, load):
    """More than are kept in memory from the merge that finds them."""
    large = [play(200 + n, 0, song=f"{n}" + 40_000 * "x") for n in range(300)]
    load([*DAYS, *large])
    counts, _ = load(DAYS, *ALL)
    assert counts == {"same": 300, "added": 0, "changed": 0, "removed": 300, "extra": 0}
    assert digests(earshot) == from_nothing(earshot)


def test_a_question_that_has_changed_is_not_taken_for_the_same(earshot, tmp_path):
    """Its table has the schema of before, but its rows mean something else: the last of several plays each. So it gets
    a new one, beside the old one."""
    question = "[[question]]\nname = 'names'\ngiven = ['session_id']\n{}\nanswer = ['first_name']\n"
    plays_file.write(tmp_path / "plays.csv", *DAYS, {**DAYS[0], "firstName": "Other"})
    load = "load", "plays.csv", "--questions", "questions.toml", "--format", "json"

    def counts():
        [table] = json.loads(earshot(*load).stdout)
        return {name: table[name] for name in ["same", "changed", "conflicts", "merged"]}

    (tmp_path / "questions.toml").write_text(question.format("order = ['item_in_session']"))
    earshot(*load)
    assert counts() == {"same": 300, "changed": 0, "conflicts": 1, "merged": 0}
    (tmp_path / "questions.toml").write_text(question.format("one_per = ['item_in_session']"))
    assert counts() == {"same": 0, "changed": 0, "conflicts": 0, "merged": 1}
    assert counts() == {"same": 300, "changed": 0, "conflicts": 0, "merged": 1}


def test_a_run_repairs_what_another_program_has_changed(earshot, database, tmp_path):
    events = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
    row = "A,F,M,{},L,2.5,paid,loc,3,s,9\n"
    (tmp_path / "events.csv").write_text(events + "".join(row.format(item) for item in range(9)))
    earshot("run", "events.csv")
    for add in ["", row.format(9)]:
        database(CHANGE)
        with open(tmp_path / "events.csv", "a") as file:
            file.write(add)
        done = earshot("run", "events.csv")
        assert "warning: another program had changed the tables since they were loaded" in done.stderr
        assert database(CHANGED) == [("A",)]
    assert "warning" not in earshot("run", "events.csv").stderr


def test_a_run_counts_what_it_changed_before_it_found_that_another_program_had(earshot, database, tmp_path):
    events = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
    row = "{},F,M,{},L,2.5,paid,loc,3,s,9\n"
    (tmp_path / "events.csv").write_text(events + "".join(row.format("A", item) for item in range(9)))
    earshot("run", "events.csv")
    database(CHANGE)
    rows = [row.format("B" if item == 7 else "A", item) for item in range(1, 10)]
    (tmp_path / "events.csv").write_text(events + "".join(rows))
    done = earshot("run", "events.csv", *ALL, "--format", "json")
    [counts] = [table for table in json.loads(done.stdout)["load"] if table["table"] == "song_at"]
    counts = {name: counts[name] for name in ["same", "added", "changed", "removed"]}
    assert counts == {"same": 6, "added": 1, "changed": 2, "removed": 1}


def test_conflicts_are_reported_where_there_is_nothing_to_do(earshot, load, tmp_path):
    load([*DAYS, {**DAYS[5], "artist": "Other"}])
    load([*DAYS, {**DAYS[5], "artist": "Other"}], "--conflicts", "conflicts")
    assert len((tmp_path / "conflicts").read_text().splitlines()) == 2


def test_a_run_may_read_back_what_was_written_alone(earshot, database, tmp_path):
    """Whole partitions of it: what another program has changed elsewhere is not looked at."""
    events = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
    row = "A,F,M,{},L,2.5,paid,loc,{},s{},9\n"
    days = [row.format(item, session, session) for session in range(50) for item in range(4)]
    (tmp_path / "events.csv").write_text(events + "".join(days))
    run = ["run", "events.csv", "--verify", "written", "--format", "json"]
    assert verified(earshot(*run)) == 200
    database("UPDATE song_at SET artist = 'Somebody' WHERE session_id IN (3, 40)")
    assert verified(earshot(*run)) == 0
    (tmp_path / "events.csv").write_text(events + "".join([*days, row.format(9, 7, 7), row.format(9, 41, 41)]))
    done = earshot(*run)
    assert verified(done) == 10 and "verified what was written to sqlite:earshot.db" in done.stderr
    (tmp_path / "events.csv").write_text(events + "".join([*days, row.format(9, 7, 7), row.format(9, 40, 40)]))
    done = earshot(*run, *ALL)
    assert "warning: another program had changed the tables" in done.stderr
    earshot("verify")


def verified(done):
    [song_at] = [table for table in json.loads(done.stdout)["verify"] if table["table"] == "song_at"]
    assert song_at["verdict"] == "same"
    return song_at["store_rows"]


def test_a_log_that_somebody_has_open_is_nobody_elses(earshot, load, tmp_path):
    """The file has a write-ahead log, and no table any more: a new file in its place would get that log."""
    load(DAYS)
    reader = sqlite3.connect(tmp_path / "earshot.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM song_at").fetchone()
    earshot("drop", "--yes")
    load(DAYS[:100])
    reader.execute("ROLLBACK")
    assert reader.execute("SELECT count(*) FROM song_at").fetchone() == (100,)
    reader.close()
    with sqlite3.connect(tmp_path / "earshot.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    earshot("verify", "plays.csv")
    earshot("drop", "--yes")
    load(DAYS)
    earshot("verify", "plays.csv")


def test_a_question_that_is_new_may_need_a_column_that_the_last_plays_lack(earshot, tmp_path):
    songs = '[[question]]\nname = "songs"\ngiven = ["session_id"]\nanswer = ["song"]\n'
    days = '[[question]]\nname = "days"\ngiven = ["user_id", "day"]\nanswer = ["song"]\n'
    (tmp_path / "q.toml").write_text(songs)
    plays_file.write(tmp_path / "plays.csv", *DAYS[:100])
    earshot("load", "plays.csv", "--questions", "q.toml")
    (tmp_path / "q.toml").write_text(songs + days)
    plays_file.write(tmp_path / "new.csv", *({**one, "day": "2018-11-02"} for one in DAYS[:101]), more=["day"])
    (tmp_path / "new.csv").rename(tmp_path / "plays.csv")
    loads = json.loads(earshot("load", "plays.csv", "--questions", "q.toml", "--format", "json").stdout)
    counts = {load["table"]: (load["same"], load["added"], load["changed"], load["removed"]) for load in loads}
    assert counts == {"songs": (100, 1, 0, 0), "days": (0, 101, 0, 0)}
    earshot("verify", "plays.csv", "--questions", "q.toml")
