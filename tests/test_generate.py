"""earshot generate, read back by Python's csv module."""

import json
import collections
import csv
import hashlib
import re

import planted
import pytest

COLUMNS = (
    "artist auth firstName gender itemInSession lastName length level location method page registration sessionId "
    "song status ts userId"
).split()


def read(directory):
    """The rows of all day files in order of file name, each with its file's name as `file`."""
    rows = []
    for path in sorted(directory.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            assert reader.fieldnames == COLUMNS
            for row in reader:
                assert None not in row and None not in row.values(), f"{path}:{reader.line_num}"
                rows.append({**row, "file": path.name})
    return rows


def digest(directory):
    return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in sorted(directory.iterdir())]


@pytest.fixture
def made(earshot, tmp_path):
    """What 30 days of 100 people look like."""
    earshot("generate")
    return read(tmp_path / "event_data")


@pytest.fixture
def damaged(earshot, tmp_path):
    earshot("generate", "-o", "damaged", "--damaged")
    return read(tmp_path / "damaged")


def plays(rows):
    return [row for row in rows if row["artist"]]


def groups(rows, key):
    by_key = collections.defaultdict(list)
    for row in rows:
        by_key[row[key]].append(row)
    return by_key


def test_same_seed_same_bytes(earshot, tmp_path):
    for directory, *options in (("a",), ("b",), ("c", "--seed", "2"), ("d", "--damaged"), ("e", "--damaged")):
        earshot("generate", "-o", directory, "--days", 5, "--users", 30, *options)
    a, b, c, d, e = (digest(tmp_path / directory) for directory in "abcde")
    assert a == b and d == e
    assert a != c and a != d


def test_the_bytes_are_the_same_on_every_machine(earshot, tmp_path):
    """Changed on purpose? Then say so in the commit, and put the new digest here."""
    earshot("generate", "-o", "made", "--days", 3, "--users", 20)
    everything = b"".join(path.read_bytes() for path in sorted((tmp_path / "made").iterdir()))
    assert hashlib.sha256(everything).hexdigest() == "a90ecca451f975ef9c279ec2de27ed81012980aa2ffec4c62715b781850cecf4"


def test_says_what_it_wrote(earshot, tmp_path):
    done = earshot("generate", "-o", "made", "--days", 2)
    rows = read(tmp_path / "made")
    assert done.stdout == f"made: 2 files, {len(rows)} events, {len(plays(rows))} plays\n"
    assert done.stderr == ""


def test_sessions_are_visits_of_one_person(made):
    for session, rows in groups(made, "sessionId").items():
        assert [int(row["itemInSession"]) for row in rows] == list(range(len(rows))), session
        assert len({row["userId"] for row in rows if row["userId"]}) <= 1, session
        times = [int(row["ts"]) for row in rows]
        assert times == sorted(times), session
    assert max(len(rows) for rows in groups(made, "sessionId").values()) > 40


def test_some_sessions_run_into_the_next_file(made):
    spans = [{row["file"] for row in rows} for rows in groups(made, "sessionId").values()]
    assert sum(len(span) == 2 for span in spans) >= 3
    assert all(len(span) <= 2 for span in spans)


def test_events_are_in_the_file_of_their_day(made):
    for name, rows in groups(made, "file").items():
        day = {int(row["ts"]) // 86_400_000 for row in rows}
        assert len(day) == 1, name
        times = [int(row["ts"]) for row in rows]
        assert times == sorted(times), name


def test_plays_stand_among_pages(made):
    pages = collections.Counter(row["page"] for row in made)
    assert len(pages) == 13
    assert pages["NextSong"] == len(plays(made)) > len(made) / 2
    for row in made:
        assert bool(row["song"]) == bool(row["artist"]) == bool(row["length"]) == (row["page"] == "NextSong")


def test_nobody_is_known_while_logged_out(made):
    out = [row for row in made if row["auth"] == "Logged Out"]
    assert len(out) > 50
    personal = ("artist", "firstName", "gender", "lastName", "length", "location", "registration", "song", "userId")
    assert all(row[column] == "" for row in out for column in personal)
    assert all(row["userId"] for row in made if row["auth"] == "Logged In")


def test_people(made):
    known = [row for row in made if row["userId"]]
    levels = [{row["level"] for row in rows} for rows in groups(known, "userId").values()]
    assert sum(len(level) == 2 for level in levels) >= 3
    assert {"free"} in levels and {"paid"} in levels
    users_of_name = collections.defaultdict(set)
    for row in known:
        users_of_name[row["firstName"], row["lastName"]].add(row["userId"])
    assert any(len(users) == 2 for users in users_of_name.values())
    for rows in groups(known, "userId").values():
        assert len({(row["firstName"], row["lastName"], row["gender"], row["location"]) for row in rows}) == 1


def test_titles(made):
    titles = groups(plays(made), "song")
    assert sum(len({row["artist"] for row in rows}) > 1 for rows in titles.values()) > 50
    assert sum("," in title for title in titles) > 50
    assert sum('"' in title for title in titles) > 50
    assert sum(not title.isascii() for title in titles) > 50


def test_few_songs_are_played_much_and_many_a_little(made):
    counts = sorted((len(rows) for rows in groups(plays(made), "song").values()), reverse=True)
    total = sum(counts)
    assert sum(counts[: len(counts) // 10]) > total * 0.3
    assert sum(count == 1 for count in counts) > len(counts) * 0.3


def test_values_have_the_shape_of_real_ones(made):
    shapes = {
        "length": r"(\d{2,3}(\.\d{0,4}[1-9])?)?",
        "ts": r"1704\d{9}|170[5-9]\d{9}",
        "registration": r"(\d{13})?",
        "userId": r"([1-9]\d*)?",
        "location": r"(.+, [A-Z]{2}(-[A-Z]{2})*)?",
        "gender": r"[FM]?",
        "level": r"free|paid",
        "method": r"GET|PUT",
        "status": r"200|307|404",
    }
    for row in made:
        for column, shape in shapes.items():
            assert re.fullmatch(shape, row[column]), (column, row[column])


@pytest.mark.real_events
def test_has_the_values_that_the_real_files_have(made, real_events):
    real = read(real_events)
    for columns in (("page", "method", "status", "auth"), ("gender",), ("level",)):
        combinations = {tuple(row[column] for column in columns) for row in real}
        own = {tuple(row[column] for column in columns) for row in made}
        assert own <= combinations and len(own) >= len(combinations) - 1, own ^ combinations


def test_damaged_files_suffer_like_real_ones(made, damaged):
    assert all(re.fullmatch(r"1(\.\d{0,4}[1-9])?E\+12", row["ts"]) for row in damaged)

    seen = collections.Counter(tuple(row.values()) for row in damaged)
    assert 20 < sum(count - 1 for count in seen.values()) < len(damaged) / 50

    def repaired(text):
        try:
            return text.encode("latin-1").decode("utf-8").encode("latin-1").decode("utf-8")
        except UnicodeError:
            return text

    columns = [column for column in COLUMNS if column not in ("ts", "registration")] + ["file"]
    original = [[row[column] for column in columns] for row in made]
    distinct = [
        list(row) for row in dict.fromkeys(tuple(repaired(row[column]) for column in columns) for row in damaged)
    ]
    assert distinct == original
    songs = groups(plays(damaged), "song")
    assert sum(repaired(title) != title for title in songs) > 20
    assert sum(repaired(title) == title and not title.isascii() for title in songs) > 20


def test_replaces_its_own_files_and_refuses_others(earshot, tmp_path):
    earshot("generate", "--days", 3, "--users", 5)
    before = digest(tmp_path / "event_data")
    earshot("generate", "--days", 3, "--users", 5)
    assert digest(tmp_path / "event_data") == before
    refused = earshot("generate", "--days", 2, "--users", 5, exit=1)
    assert "event_data/2024-01-03-events.csv is none of the 2 days" in refused.stderr
    assert "-o" in refused.stderr
    assert digest(tmp_path / "event_data") == before


@pytest.mark.parametrize(
    "arguments",
    [("--days", "0"), ("--days", "many"), ("--users", "0"), ("--users", "-3"), ("--seed", "x"), ("--loud",)],
)
def test_wrong_arguments(earshot, tmp_path, arguments):
    refused = earshot("generate", *arguments, exit=2)
    assert arguments[0] in refused.stderr and refused.stdout == ""
    assert not (tmp_path / "event_data").exists()


def test_a_directory_that_cannot_be_made(earshot, tmp_path):
    (tmp_path / "file").write_text("in the way")
    refused = earshot("generate", "-o", "file/directory", exit=1)
    assert "cannot make the directory file/directory" in refused.stderr


def test_a_full_disk_leaves_no_half_file(earshot, tmp_path):
    done = earshot("generate", "-o", "made", "--days", 2, exit=1, preexec_fn=limit_file_size)
    assert "cannot write made/2024-01-01-events.csv: File too large" in done.stderr
    assert list((tmp_path / "made").iterdir()) == []


def limit_file_size():
    """Files of this process may not grow past 10 kB; the system says EFBIG, as a full disk says ENOSPC."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))


def test_the_summary_in_every_format(earshot):
    whole = json.loads(earshot("generate", "--days", "2", "--format", "json").stdout)
    assert list(whole) == ["directory", "files", "events", "plays"] and whole["files"] == 2
    assert json.loads(earshot("generate", "--days", "2", "--format", "ndjson").stdout) == whole
    header, row = earshot("generate", "--days", "2", "--format", "csv").stdout.splitlines()
    assert dict(zip(header.split(","), row.split(","))) == {name: str(value) for name, value in whole.items()}


@pytest.fixture
def with_taste(earshot, tmp_path):
    """Three weeks of 1,000 people with planted tastes."""
    earshot("generate", "--taste", "--days", 21)
    return read(tmp_path / "event_data")


def truth_of(tmp_path):
    return planted.read_truth(tmp_path / "event_data.truth.ndjson")


def counts_of(rows, index):
    """{user_id: {item: plays}}, as planted.py takes them."""
    counts = collections.defaultdict(collections.Counter)
    for row in plays(rows):
        counts[int(row["userId"])][index(row)] += 1
    return counts


def test_the_bytes_with_taste_are_the_same_on_every_machine(earshot, tmp_path):
    """Changed on purpose? Then say so in the commit, and put the new digest here."""
    earshot("generate", "-o", "made", "--taste", "--days", 3)
    written = sorted(path for path in tmp_path.rglob("made*") if path.is_file()) + sorted((tmp_path / "made").iterdir())
    assert [path.name for path in written][:3] == ["made.opt_in.txt", "made.truth.ndjson", "2024-01-01-events.csv"]
    everything = b"".join(path.read_bytes() for path in written)
    assert hashlib.sha256(everything).hexdigest() == "ee8c78d397ea5ffbca714085d9ba399225eb8b4251d183913617df8abc47db63"


def test_taste_has_a_size_and_days(earshot, tmp_path):
    done = earshot("generate", "--taste")
    files, events, played = map(int, re.findall(r"\d+", done.stdout))
    assert files == len(list((tmp_path / "event_data").iterdir())) == 60
    assert 100_000 < played < 130_000 and played < events < 1.3 * played
    truth = truth_of(tmp_path)
    assert (len(truth.listeners), len(truth.artists)) == (1000, 2000)
    earshot("generate", "-o", "medium", "--taste", "--size", "m", "--days", 2)
    truth = planted.read_truth(tmp_path / "medium.truth.ndjson")
    assert (len(truth.listeners), len(truth.artists)) == (5000, 5000)


def test_events_with_taste_look_like_others(with_taste, tmp_path):
    pages = collections.Counter(row["page"] for row in with_taste)
    assert pages["NextSong"] == len(plays(with_taste)) > 0.8 * len(with_taste)
    for page in ("Home", "Login", "Logout", "Upgrade", "Submit Upgrade", "Downgrade"):
        assert 0 < pages[page] < 0.15 * len(with_taste), page
    for session, rows in groups(with_taste, "sessionId").items():
        assert [int(row["itemInSession"]) for row in rows] == list(range(len(rows))), session
        assert len({row["userId"] for row in rows if row["userId"]}) <= 1, session
    artists = truth_of(tmp_path).artist_indexes()
    assert all(row["artist"] in artists for row in plays(with_taste))


def test_who_pays_plays_twice_as_much(with_taste):
    played = collections.Counter()
    people = collections.defaultdict(set)
    for row in plays(with_taste):
        played[row["level"]] += 1
        people[row["level"]].add(row["userId"])
    ratio = (played["paid"] / len(people["paid"])) / (played["free"] / len(people["free"]))
    assert 1.5 < ratio < 2.8


def test_people_play_what_they_like(with_taste, tmp_path):
    truth = truth_of(tmp_path)
    artists = truth.artist_indexes()
    counts = counts_of(with_taste, lambda row: artists[row["artist"]])
    own, others = [], []
    users = [user for user, counter in counts.items() if sum(counter.values()) > 50]
    for user, other in zip(users, users[1:] + users[:1]):
        for artist, times in counts[user].items():
            own += [float(truth.listeners[user].begin @ truth.scene_shares[artist])] * times
            others += [float(truth.listeners[other].begin @ truth.scene_shares[artist])] * times
    assert sum(own) > 5 * sum(others)


def test_the_oracle_knows_who_is_discovered_next(with_taste, tmp_path):
    """What it gives the artists of the last week, against what popularity gives them: as many times as likely."""
    truth = truth_of(tmp_path)
    artists = truth.artist_indexes()
    songs = truth.song_indexes()
    before = [row for row in with_taste if row["file"] < "2024-01-15"]
    after = [row for row in with_taste if row["file"] >= "2024-01-15"]
    heard = counts_of(before, lambda row: artists[row["artist"]])
    heard_songs = counts_of(before, lambda row: songs[row["artist"], row["song"]])
    popular = sum(planted._play_shares({0: 0} | counts, len(artists)) for counts in heard.values())
    gains = collections.Counter()
    tried = [user for user in counts_of(after, lambda row: 0) if len(heard[user]) >= 5][:150]
    news = counts_of(after, lambda row: artists[row["artist"]])
    for user in tried:
        new = [artist for artist in news[user] if artist not in heard[user]]
        for name, scores in (
            ("oracle", planted.oracle_artists(truth, user, heard)),
            ("informed", planted.informed_artists(truth, heard[user])),
            ("popular", popular.copy()),
        ):
            scores[list(heard[user])] = 0
            gains[name] += float((scores / scores.sum())[new].sum())
        song_scores = planted.oracle_songs(truth, user, heard, heard_songs)
        assert 0.9 < song_scores.sum() < 1.0001
    assert gains["oracle"] > 1.2 * gains["informed"] > 1.2 * 1.5 * gains["popular"]


def test_truth_adds_up(earshot, tmp_path):
    earshot("generate", "--taste", "--days", 1, "--truth", "planted")
    assert not (tmp_path / "event_data.truth.ndjson").exists()
    truth = planted.read_truth(tmp_path / "planted")
    assert abs(truth.chances.sum(axis=1) - 1).max() < 1e-9
    assert abs(truth.scene_shares.sum(axis=1) - 1).max() < 1e-5
    assert len(set(truth.songs)) == len(truth.songs)
    for listener in truth.listeners.values():
        assert abs(listener.begin.sum() - 1) < 1e-5 and abs(listener.end.sum() - 1) < 1e-5
        assert listener.drift > 0 or not (listener.begin != listener.end).any()
        for friend in listener.friends:
            assert listener.user_id in truth.listeners[friend].friends
    assert 400 < sum(bool((one.begin != one.end).any()) for one in truth.listeners.values()) < 600
    opted_in = [int(line) for line in (tmp_path / "event_data.opt_in.txt").read_text().splitlines()]
    assert opted_in == sorted(set(opted_in)) and 430 < len(opted_in) < 570
    in_groups = [bool(truth.listeners[user].friends) for user in opted_in]
    assert sum(in_groups) > 0.55 * len(opted_in)


def test_the_truth_is_no_event_file(earshot, tmp_path):
    """Nor is the opt-in file: `run` takes the directory as it is."""
    done = earshot("generate", "-o", "made/", "--taste", "--days", 2, "--format", "json")
    assert (tmp_path / "made.truth.ndjson").exists() and (tmp_path / "made.opt_in.txt").exists()
    consolidated = earshot("consolidate", "made", "--format", "json")
    assert json.loads(consolidated.stdout)["plays"] == json.loads(done.stdout)["plays"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--taste", "--users", "5"),
        ("--taste", "--damaged"),
        ("--size", "m"),
        ("--truth", "file"),
        ("--taste", "--size", "tiny"),
    ],
)
def test_what_does_not_go_with_taste(earshot, tmp_path, arguments):
    refused = earshot("generate", *arguments, exit=2)
    assert arguments[-2] in refused.stderr or arguments[-1] in refused.stderr
    assert list(tmp_path.iterdir()) == []
