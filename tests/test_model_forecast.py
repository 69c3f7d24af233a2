"""`earshot model forecast`: what it says of a sample of plays is what the whole of them turns out to be.

A million plays; 50 million with EARSHOT_TORTURE=1, of which the samples are 1 % and 10 %.
"""

import csv
import json

import plays_file
import pytest
from any_measures import as_toml
from failing_calls import SANITIZER
from jobs import WHOLE

WITHIN = 0.25

QUESTIONS = {
    "song_at": {
        "given": ["session_id", "item_in_session"],
        "partition": ["session_id"],
        "answer": ["artist", "song", "length"],
    },
    "song_listeners": {"given": ["song"], "one_per": ["user_id"], "answer": ["first_name", "last_name"]},
    "history": {"given": ["user_id"], "order": ["played_at desc"], "answer": ["artist", "song"]},
    "songs_of_a_user": {
        "given": ["user_id"],
        "one_per": ["artist", "song"],
        "measures": {"plays": "count"},
        "answer": ["artist", "song", "plays"],
    },
    "songs_of_an_artist": {
        "given": ["artist"],
        "one_per": ["song"],
        "measures": {"plays": "count"},
        "answer": ["song", "plays"],
    },
    "plays_of_an_artist": {"given": ["artist"], "answer": ["song", "user_id"]},
    "listeners_here": {"given": ["region", "month"], "one_per": ["user_id"], "answer": ["user_id"]},
    "days_here": {
        "given": ["region"],
        "one_per": ["day"],
        "measures": {"plays": "count"},
        "answer": ["day", "plays"],
    },
    "plays_here": {"given": ["location"], "buckets": 8, "answer": ["song"]},
    "month_of_a_user": {"given": ["user_id", "month"], "answer": ["song"]},
    "listeners_of_a_day": {"given": ["day"], "one_per": ["user_id"], "answer": ["user_id"]},
}


def write_questions(path, questions):
    path.write_text("\n".join(as_toml({"name": name, "asks": "?", **keys}) for name, keys in questions.items()))


class Samples:
    """Generated plays, and samples of them: some days in the middle, and all plays of some listeners. In the first days
    fewer of the generated listeners pay, and hear less, than later on."""

    def __init__(self, earshot, directory, users, days, sample_days, one_of):
        earshot("generate", "--days", days, "--users", users, "-o", "events", timeout=3600)
        earshot("consolidate", "events", "-o", "whole.csv", "--with", "ts,day", timeout=3600)
        self.names = [f"days{count}.csv" for count in sample_days] + [f"listeners{share}.csv" for share in one_of]
        with open(directory / "whole.csv", newline="") as whole:
            header = next(whole)
            files = [open(directory / name, "w", newline="") for name in self.names]
            for file in files:
                file.write(header)
            seen = {}
            for line in whole:
                _, user, _, day = line.rsplit('","', 3)
                number = seen.setdefault(day, len(seen) + 1)
                chosen = [0 < number - days // 2 <= count for count in sample_days]
                chosen += [(int(user) * 2654435761 >> 7) % share == 0 for share in one_of]
                for file, is_chosen in zip(files, chosen):
                    if is_chosen:
                        file.write(line)
            for file in files:
                file.close()


def sizes(earshot, *words):
    found = earshot("model", *words, "--questions", "q.toml", "--format", "json", timeout=3600)
    return {one["table"]: one for one in json.loads(found.stdout)}


def wrong_forecasts(earshot, sample, whole):
    """Of the tables whose largest partition is not within WITHIN of what the sample says."""
    plays = max(table["plays"] for table in whole.values())
    more = "days" if sample.startswith("days") else "listeners"
    forecast = sizes(earshot, "forecast", sample, "--plays", plays, "--more", more)
    for name, table in whole.items():
        for what in ("rows_max", "bytes_max"):
            if not abs(forecast[name][what] / table[what] - 1) <= WITHIN:
                yield f"{sample} {name}: {what} {forecast[name][what]}, but it is {table[what]}"


@pytest.mark.skipif(SANITIZER, reason="takes too long")
def test_samples_forecast_the_whole(earshot, tmp_path):
    write_questions(tmp_path / "q.toml", QUESTIONS)
    if WHOLE:
        samples = Samples(earshot, tmp_path, 15000, 1000, (10, 100), (100, 10))
    else:
        samples = Samples(earshot, tmp_path, 2500, 120, (12,), (10,))
    whole = sizes(earshot, "check", "whole.csv")
    wrong = [text for sample in samples.names for text in wrong_forecasts(earshot, sample, whole)]
    assert not wrong, "\n".join(wrong)


def test_it_says_how_tables_grow(earshot, tmp_path):
    """Of three users on sixteen days, who hear four of the same five songs each day."""
    write_questions(tmp_path / "q.toml", QUESTIONS)
    plays = [
        {
            "sessionId": 3 * day + user,
            "itemInSession": item,
            "userId": user,
            "song": f"Song {(user + item) % 5}",
            "location": f"Town, {user}",
            "ts": 1704067200000 + day * 86400000 + item * 1000,
            "day": f"2024-01-{day + 1:02}",
        }
        for day in range(16)
        for user in range(3)
        for item in range(4)
    ]
    plays_file.write(tmp_path / "plays.csv", *plays, more=["ts", "day"])
    days = sizes(earshot, "forecast", "plays.csv", "--plays", 1920)
    growths = {name: (table["growth"], table["row_growth"], table["rows_max"]) for name, table in days.items()}
    assert growths == {
        "song_at": ("more", "each play", 4),
        "song_listeners": ("larger", "fixed set", 3),
        "history": ("larger", "each play", 640),
        "songs_of_a_user": ("larger", "fixed set", 4),
        "songs_of_an_artist": ("larger", "fixed set", 5),
        "plays_of_an_artist": ("larger", "each play", 1920),
        # A month that is not over has twice as many days, in which the town's one listener comes back.
        "listeners_here": ("larger", "fixed set", 1),
        "days_here": ("larger", "new values", 160),
        # A town's 640 plays in eight buckets: 80 in each, and some more in the fullest.
        "plays_here": ("larger", "each play", 102),
        "month_of_a_user": ("larger", "each play", 124),
        "listeners_of_a_day": ("more", "fixed set", 3),
    }
    listeners = sizes(earshot, "forecast", "plays.csv", "--plays", 1920, "--more", "listeners")
    growths = {name: (table["growth"], table["row_growth"]) for name, table in listeners.items()}
    assert growths["history"] == growths["month_of_a_user"] == ("more", "each play")
    assert growths["song_listeners"] == ("larger", "new values")
    assert growths["days_here"][1] == "fixed set"


def test_the_first_over_the_limits_is_named_with_day_and_remedy(earshot, tmp_path):
    questions = {name: dict(QUESTIONS[name]) for name in ("song_at", "history", "plays_of_an_artist")}
    write_questions(tmp_path / "q.toml", questions)
    plays = [
        {"sessionId": day, "itemInSession": n, "userId": n % 2, "day": f"2024-02-{day + 1:02}", "ts": 1706745600000}
        for day in range(16)
        for n in range(10)
    ]
    plays_file.write(tmp_path / "plays.csv", *plays, more=["ts", "day"])
    words = ["model", "forecast", "plays.csv", "--questions", "q.toml", "--partition-rows-max", "1000"]
    text = earshot(*words, "--plays", "1e5").stdout
    assert "160 plays from 2024-02-01 to 2024-02-16, 10 a day; 100,000 are those of more days" in text
    # Ten plays a day: a thousand after a hundred days.
    assert "the first over 1,000 rows or 100,000,000 bytes a partition is plays_of_an_artist, at 1,000 plays" in text
    assert "about 2024-05-11" in text
    found = json.loads(earshot(*words, "--plays", "1e5", "--format", "json").stdout)
    assert [table["over_limits_at"] for table in found] == [None, 2000, 1000]
    assert [table["over_limits_on"] for table in found] == [None, "2024-08-19", "2024-05-11"]
    # Twice as many as 50,000 and 100,000 rows need, in powers of two.
    proposed = [table["fixes"][0].split(" spreads")[0] for table in found[1:]]
    assert found[0]["fixes"] == [] and proposed == ["buckets = 128", "buckets = 256"]
    assert found[1]["fixes"][-1].startswith("limit = 1000 ")
    # Either keeps it below.
    buckets = {"history": {"buckets": 128}, "plays_of_an_artist": {"buckets": 256}}
    first_rows = {name: {"limit": 1000, "order": ["played_at desc"]} for name in buckets}
    for changes in (buckets, first_rows):
        changed = {name: {**keys, **changes.get(name, {})} for name, keys in questions.items()}
        write_questions(tmp_path / "q.toml", changed)
        found = json.loads(earshot(*words, "--plays", "1e5", "--format", "json").stdout)
        assert [table["fixes"] for table in found] == [[], [], []]
        assert all(table["rows_max"] <= 1000 for table in found)
    # Before it is over, there is nothing to write.
    write_questions(tmp_path / "q.toml", {"history": QUESTIONS["history"]})
    [history] = json.loads(earshot(*words, "--plays", "1500", "--format", "json").stdout)
    assert (history["fixes"], history["over_limits_at"]) == ([], 2000)
    over = earshot(*words[:5], "--partition-bytes-max", "1KiB", "--plays", "1500", "--format", "ndjson").stdout
    assert json.loads(over)["over_limits_at"] < 2000


def test_plays_of_no_day_and_no_plays_are_forecast_as_well(earshot, tmp_path):
    write_questions(tmp_path / "q.toml", {"q": {"given": ["artist"], "answer": ["song"]}})
    words = ["model", "forecast", "plays.csv", "--questions", "q.toml", "--plays", "1e9"]
    plays_file.write(tmp_path / "plays.csv", *({"itemInSession": n} for n in range(64)))
    [found] = json.loads(earshot(*words, "--format", "json").stdout)
    assert (found["rows_max"], found["over_limits_on"]) == (10**9, None)
    assert found["over_limits_at"] == pytest.approx(100_000, rel=1e-3)
    plays_file.write(tmp_path / "plays.csv")
    assert "unknown, as no play becomes a row of it" in earshot(*words).stdout
    [found] = json.loads(earshot(*words, "--format", "json").stdout)
    assert (found["rows_max"], found["over_limits_at"]) == (0, None)
    assert (found["growth"], found["row_growth"]) == (None, None)
    [row] = csv.DictReader(earshot(*words, "--format", "csv").stdout.splitlines())
    assert (row["growth"], row["rows_max"], row["over_limits_at"]) == ("", "0", "")


def test_times_that_have_lost_digits_say_the_day(earshot, tmp_path):
    """As a forecast needs them; a question of times needs more of them."""
    write_questions(tmp_path / "q.toml", {"q": {"given": ["artist"], "answer": ["song"]}})
    words = ["model", "forecast", "plays.csv", "--questions", "q.toml", "--plays", 1000, "--partition-rows-max", 20]

    def forecast(*times):
        plays = [{"itemInSession": n, "ts": ts} for n, ts in enumerate(times)]
        plays_file.write(tmp_path / "plays.csv", *plays, more=["ts"])
        return earshot(*words).stdout

    assert "2 plays from 2018-11-01 to 2018-11-04, 1 a day" in forecast("1.54111E+12", "1.54137E+12")
    assert "2 plays from 2018-11-01 to 2018-11-02, 1 a day" in forecast("1541121934796", "1.54111E+12")
    assert "at 20 plays, about 2018-11-21" in forecast("1541121934796", "1.54111E+12")
    # What says less than its day does not count, and where nothing says more, there are no days.
    for unknown in ("1.542E+12", "none"):
        assert "2 plays from 2018-11-02 to 2018-11-02" in forecast("1541121934796", unknown)
        text = forecast(unknown, unknown)
        assert "plays.csv: 2 plays; 1,000 are those of more days\n" in text and "at 20 plays\n" in text
    forecast("1.54111E+12")
    write_questions(tmp_path / "q.toml", {"q": {"given": ["artist"], "order": ["played_at"], "answer": ["song"]}})
    assert 'column ts: "1.54111E+12" has lost digits' in earshot(*words, exit=1).stderr


def test_events_become_more_as_plays_do(earshot, tmp_path):
    """Sixteen days of a user, who each day opens a page and hears a song; and on each of them a page without a user."""
    (tmp_path / "events").mkdir()
    names = "artist auth firstName gender itemInSession lastName length level location method page registration"
    names = [*names.split(), "sessionId", "song", "status", "ts", "userId"]
    usual = dict.fromkeys(names, "") | {"level": "free", "method": "GET", "status": "200", "auth": "Logged In"}
    user = {"firstName": "Ada", "lastName": "Moor", "gender": "F", "location": "Bath, SOM", "userId": "7"}
    heard = user | {"artist": "Vanor", "song": "Stone", "length": "201.5", "page": "NextSong", "method": "PUT"}
    for day in range(1, 17):
        with open(tmp_path / "events" / f"2018-11-{day:02}.csv", "w", newline="") as file:
            rows = csv.DictWriter(file, names)
            rows.writeheader()
            for item, what in enumerate([{"page": "Home", "auth": "Logged Out"}, user | {"page": "Home"}, heard]):
                # A clock that does not go on: each day's page of a user has the time of the first.
                ts = 1541030400000 + (0 if item == 1 else day - 1) * 86400000 + item
                rows.writerow(usual | what | {"sessionId": day, "itemInSession": item, "ts": ts})
    earshot("consolidate", "events", "-o", "plays.csv", "--events", "plays.csv.events", "--with", "ts,day")
    questions = {
        "visits": {"of": "events", "given": ["user_id"], "answer": ["page"]},
        "visits_of_a_page": {"of": "events", "given": ["method", "location"], "answer": ["page"]},
        "steps": {"of": "events", "given": ["session_id"], "answer": ["page"]},
        "pages": {"of": "events", "given": ["user_id"], "one_per": ["page"], "answer": ["page"]},
        "moments": {"of": "events", "given": ["user_id"], "one_per": ["ts"], "answer": ["ts"]},
        "songs": {"given": ["user_id"], "answer": ["song"]},
    }
    write_questions(tmp_path / "q.toml", questions)
    found = sizes(earshot, "forecast", "plays.csv", "--plays", 160)
    assert {name: (table["growth"], table["row_growth"], table["rows_max"]) for name, table in found.items()} == {
        "visits": ("larger", "each event", 320),
        "visits_of_a_page": ("larger", "each event", 160),
        "steps": ("more", "each event", 3),
        "pages": ("larger", "fixed set", 2),
        # Time goes on whatever the events' is: those of sixteen days, and that of the stopped clock.
        "moments": ("larger", "new values", 170),
        "songs": ("larger", "each play", 160),
    }
    assert found["visits"]["over_limits_at"] == pytest.approx(50_000, rel=1e-3)
    listeners = sizes(earshot, "forecast", "plays.csv", "--plays", 160, "--more", "listeners")
    assert listeners["visits"]["growth"] == "more" and listeners["visits"]["rows_max"] == 32
    text = earshot("model", "show", "plays.csv", "--questions", "q.toml", "--format", "markdown").stdout
    assert "each event adds a row" in text and "each play adds a row" in text
    [before, after] = [
        {"of": "events", "given": ["user_id"], "answer": ["page"], "only": {"page": page}} for page in ("Home", "Help")
    ]
    write_questions(tmp_path / "q.toml", {"home": before, "help": after})
    assert (
        "no event becomes a row"
        in earshot("model", "forecast", "plays.csv", "--questions", "q.toml", "--plays", 99).stdout
    )
    # The events may be elsewhere; without them there is no forecast.
    (tmp_path / "plays.csv.events").rename(tmp_path / "e.csv")
    words = ["model", "forecast", "plays.csv", "--questions", "q.toml", "--plays", 99]
    assert "is of events" in earshot(*words, exit=1).stderr
    earshot(*words, "--events", "e.csv")
    (tmp_path / "plays.csv").unlink()
    assert "plays.csv" in earshot(*words, "--events", "e.csv", exit=1).stderr


def test_invalid_plays_and_growths_are_refused(earshot):
    for plays in ("0", "1e13", "nan", "-inf"):
        told = f"--plays: {float(plays):g} is not from 1 to 1e+12 plays"
        assert told in earshot("model", "forecast", "plays.csv", f"--plays={plays}", exit=2).stderr
    for words in (["--plays", "many"], ["--plays", "5", "--more", "songs"], []):
        earshot("model", "forecast", "plays.csv", *words, exit=2)
    assert "cannot open" in earshot("model", "forecast", "none.csv", "--plays", "1e9", exit=1).stderr
