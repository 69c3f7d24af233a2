"""Memory and open files stay within their bounds, however many rows there are and however large they are.

The bound is --memory and 64 MiB. A program with a sanitizer takes several times as much, and shadow memory besides: of
it only the open files and the results are judged.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys

import plays_file
import pytest

MIB = 1 << 20
SLACK = 64 * MIB
TORTURE = os.environ.get("EARSHOT_TORTURE") == "1"
SANITIZED = b"__sanitizer" in pathlib.Path(os.environ["EARSHOT"]).read_bytes()
OPEN_FILES_MAX = 200
WAIT = pathlib.Path(__file__).resolve().parent.parent / "bench" / "wait.py"


def peak_of(done):
    """The peak of memory, in bytes, of what bench/wait.py has run."""
    return int(done.stderr.split()[-1]) * 1024


@pytest.fixture
def within(tmp_path):
    """Runs the program with few open files allowed, and judges its peak."""
    (tmp_path / "temporary").mkdir()

    def run(memory, *arguments):
        done = subprocess.run(
            [sys.executable, "-I", "-S", WAIT, os.environ["EARSHOT"], *arguments, "--memory", f"{memory}"],
            cwd=tmp_path, env={**os.environ, "TMPDIR": str(tmp_path / "temporary")}, stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", timeout=600,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES_MAX, OPEN_FILES_MAX)),
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        peak = peak_of(done)
        assert list((tmp_path / "temporary").iterdir()) == []
        assert SANITIZED or peak <= memory + SLACK, f"{arguments}: {peak / MIB:.1f} MiB"
        return done.stdout

    return run


def test_many_plays_in_little_memory(within, earshot, tmp_path):
    """Each table takes more than 32 sorted runs, so that they are merged in two passes."""
    plays = 1_000_000 if TORTURE else 250_000
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.writelines(plays_file.many(plays))
    within(MIB, "load", "plays.csv")
    assert "DIFFERENT" not in within(MIB, "verify", "plays.csv")
    within(MIB, "export", "-o", "{table}.ndjson.zst")
    earshot("load", "plays.csv", "--store", "sqlite:other.db")
    assert earshot("verify", "plays.csv", "--store", "sqlite:other.db").stdout == earshot("verify", "plays.csv").stdout


def test_questions_are_checked_on_many_plays(within, tmp_path):
    """Also those with measures, which are sorted twice, and partitions of a few plays each."""
    plays = 1_000_000 if TORTURE else 300_000
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.writelines(plays_file.many(plays, sessions=plays // 3))
    (tmp_path / "q.toml").write_text(
        '[[question]]\nname = "places"\ngiven = ["session_id"]\nanswer = ["item_in_session", "song", "artist"]\n'
        '[[question]]\nname = "counts"\ngiven = ["song"]\none_per = ["session_id"]\nmeasures = { plays = "count", '
        'users = "distinct user_id" }\nanswer = ["plays", "users", "location"]\n'
    )
    found = within(MIB, "model", "check", "plays.csv", "--questions", "q.toml", "--format", "ndjson")
    places, counts = map(json.loads, found.splitlines())
    assert (places["rows"], places["partitions"], places["rows_max"]) == (plays, plays // 3, 3)
    assert (counts["plays"], counts["partitions"]) == (plays, 4999)
    within(MIB, "model", "check", "plays.csv")


def test_audiences_of_few_regions(within, tmp_path):
    """Each artist has 15,000 rows: its listeners by level, gender, region, and any of them."""
    artists = 997 if TORTURE else 139
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.write(plays_file.text())
        for user in range(2500):
            play = {
                "gender": "FM"[user % 2],
                "level": ["free", "paid"][user // 2 % 2],
                "location": f"Bath, R{user % 8}",
            }
            for item in range(20):
                artist = (user * 7 + item * item) % artists
                play |= {"artist": f"Artist {artist}", "itemInSession": item, "sessionId": user, "userId": user}
                file.write(plays_file.line({**plays_file.PLAY, **play}[column] for column in plays_file.COLUMNS))
    within(64 * MIB, "taste", "plays.csv", "--no-load", "--threads", "4")
    with open(tmp_path / "plays.csv.taste" / "audience.csv") as file:
        assert sum(1 for _ in file) > 14_000 * artists


LONG = ["artist", "firstName", "lastName", "location", "song"]
LONG_QUESTION = """
[[question]]
name    = "long"
asks    = "Who heard this?"
given   = ["artist", "first_name", "last_name", "location", "song"]
one_per = ["user_id"]
answer  = ["user_id"]
"""


@pytest.mark.parametrize("memory", [1 * MIB, 16 * MIB, 64 * MIB])
def test_rows_with_keys_of_300_kb(within, tmp_path, memory):
    (tmp_path / "long.toml").write_text(LONG_QUESTION)
    count = 1000 if TORTURE else 150
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.write(plays_file.text())
        for number in range(count):
            # The texts begin alike, so that only their ends tell the keys apart.
            text = {name: "x" * 60_000 + str(number * 7919 % 10_007) for name in LONG}
            play = {**plays_file.PLAY, **text, "userId": number}
            file.write(plays_file.line(play[column] for column in plays_file.COLUMNS))
    within(memory, "load", "plays.csv", "--questions", "long.toml")
    verified = within(memory, "verify", "plays.csv", "--questions", "long.toml", "--format", "csv")
    assert verified.splitlines()[1].startswith(f"long,{count},{count},0,0,0,same,")


def test_many_tables_of_large_rows(within, tmp_path):
    """Blocks of rows are on their way to each table, and each sorter spills."""
    answer = "artist first_name last_name location song".split()
    with open(tmp_path / "many.toml", "w") as file:
        for number in range(1000 if TORTURE else 100):
            file.write(f'[[question]]\nname = "q{number}"\nasks = "?"\ngiven = ["session_id"]\nanswer = {answer}\n')
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.write(plays_file.text())
        for number in range(1000 if TORTURE else 100):
            play = {**plays_file.PLAY, **{name: "x" * 11_000 for name in LONG}, "sessionId": number}
            file.write(plays_file.line(play[column] for column in plays_file.COLUMNS))
    within(60 * MIB, "load", "plays.csv", "--questions", "many.toml", "--threads", "8")


def test_many_listeners_of_one_song(within, tmp_path):
    count = 3_000_000 if TORTURE else 100_000
    with open(tmp_path / "plays.csv", "w", newline="") as file:
        file.write(plays_file.line(plays_file.COLUMNS))
        for number in range(count):
            file.write(f'"A","Ada","F","0","Moor","1.5","free","Bath","{number}","One","{number}"\r\n')
    within(MIB, "load", "plays.csv")
    assert "DIFFERENT" not in within(MIB, "verify", "plays.csv")
    answer = within(MIB, "ask", "song_listeners", "song=One", "--format", "csv")
    assert len(answer.splitlines()) == count + 1


@pytest.mark.parametrize("line", ["plain", "quoted", "header"])
def test_a_line_without_an_end_is_refused(tmp_path, line):
    """A file of nothing else, larger than any memory, that takes no room on the disk."""
    beginning = {"plain": plays_file.text(), "quoted": plays_file.text() + '"', "header": ""}[line]
    (tmp_path / "plays.csv").write_text(beginning, newline="")
    os.truncate(tmp_path / "plays.csv", 1 << 40)
    measure = [sys.executable, "-I", "-S", WAIT, os.environ["EARSHOT"], "load", "plays.csv"]
    done = subprocess.run(measure, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 1 and "does not end within 2097152 bytes" in done.stderr
    assert SANITIZED or peak_of(done) <= SLACK
