"""SQLite files that a disk, a cable or a program has damaged: whatever a command says, doing as it says works.

Each file is damaged at random, but always in the same way. EARSHOT_TORTURE=1 tries 300 of them.
"""

import os
import json
import random
import shutil
import sqlite3

import plays_file
import pytest

FILES = 300 if os.environ.get("EARSHOT_TORTURE") == "1" else 40
PAGE = 4096  # smaller than ours, so that there are more of them to damage
ASK = {
    "song_at": ["ask", "song_at", "session_id=7", "item_in_session=0"],
    "session_songs": ["ask", "session_songs", "user_id=7", "session_id=7"],
    "song_listeners": ["ask", "song_listeners", "song=Song 7"],
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A directory with a consolidated file, and the bytes of the store that it makes."""
    import subprocess

    directory = tmp_path_factory.mktemp("whole")
    with open(directory / "plays.csv", "w", newline="") as file:
        file.writelines(plays_file.many(2000, sessions=200))
    sqlite3.connect(directory / "earshot.db").executescript(f"PRAGMA page_size = {PAGE}; VACUUM")
    subprocess.run([os.environ["EARSHOT"], "load", "plays.csv"], cwd=directory, check=True, capture_output=True)
    return directory


def flip_bits(data, choose):
    for _ in range(choose.choice([1, 1, 8, 100])):
        data[choose.randrange(len(data))] ^= 1 << choose.randrange(8)


def flip_in_header(data, choose):
    data[choose.randrange(100)] ^= 1 << choose.randrange(8)


def flip_in_schema(data, choose):
    data[choose.randrange(100, PAGE)] ^= 1 << choose.randrange(8)


def flip_in_page_start(data, choose):
    page = choose.randrange(1, len(data) // PAGE)
    data[page * PAGE + choose.randrange(60)] ^= 1 << choose.randrange(8)


def zero_page(data, choose):
    page = choose.randrange(len(data) // PAGE)
    data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)


def swap_pages(data, choose):
    a, b = choose.sample(range(1, len(data) // PAGE), 2)
    first, second = slice(a * PAGE, (a + 1) * PAGE), slice(b * PAGE, (b + 1) * PAGE)
    data[first], data[second] = data[second], data[first]


def repeat_page(data, choose):
    a, b = choose.sample(range(1, len(data) // PAGE), 2)
    data[a * PAGE : (a + 1) * PAGE] = data[b * PAGE : (b + 1) * PAGE]


def scribble(data, choose):
    start = choose.randrange(len(data))
    data[start : start + 64] = choose.randbytes(min(64, len(data) - start))


def truncate(data, choose):
    del data[choose.randrange(len(data)) :]


def truncate_at_page(data, choose):
    del data[choose.randrange(1, len(data) // PAGE) * PAGE :]


KINDS = [
    flip_bits,
    flip_in_header,
    flip_in_schema,
    flip_in_page_start,
    zero_page,
    swap_pages,
    repeat_page,
    scribble,
    truncate,
    truncate_at_page,
]


class Follower:
    """Does what a message says, until the job is done."""

    def __init__(self, earshot, directory):
        self.earshot, self.directory, self.store = earshot, directory, "sqlite:earshot.db"
        self.options = []

    def run(self, *command):
        return self.earshot(*command, "--store", self.store, exit=None, cwd=self.directory)

    def load_and_verify(self):
        for command in (["load", "plays.csv", *self.options], ["verify", "plays.csv"]):
            done = self.run(*command)
            if done.returncode != 0:
                return done
        return None

    def follow(self, done, what):
        """`done` has failed. Each advice may lead to one more, but ends."""
        said = []
        for _ in range(4):
            said.append(done.stderr)
            assert done.returncode in (1, 3), (what, said)
            done = self.step(done.stderr, (what, said))
            if done is None:
                return
        raise AssertionError((what, said))

    def step(self, message, what):
        if "move earshot.db away and load again" in message or "move it away and load again" in message:
            for path in self.directory.glob("earshot.db*"):
                path.rename(self.directory / f"away-{path.name}")
        elif "use another store" in message or "use another file" in message:
            self.store = "sqlite:another.db"
        elif "load it first" in message:
            pass
        elif "`earshot verify --repair` makes the tables hold exactly the rows of the file" in message:
            repaired = self.run("verify", "plays.csv", "--repair")
            if repaired.returncode != 0:
                return repaired
        elif "do it again with a higher --removals-max" in message:
            self.options = ["--removals-max", "100%"]
        elif "or move the file away" in message:
            (self.directory / "earshot.db").rename(self.directory / "away")
        else:
            raise AssertionError(("no advice", what))
        return self.load_and_verify()


def damaged(whole, number):
    choose = random.Random(number)
    kind = KINDS[number % len(KINDS)]
    data = bytearray((whole / "earshot.db").read_bytes())
    kind(data, choose)
    return f"{kind.__name__} {number}", bytes(data)


@pytest.mark.parametrize("tenth", range(10))
def test_the_advice_works(earshot, whole, tmp_path, tenth):
    for number in range(tenth * FILES // 10, (tenth + 1) * FILES // 10):
        what, data = damaged(whole, number)
        for commands in (
            [["load", "plays.csv"], ["verify", "plays.csv"]],
            [[*ASK.values()][number % 3], ["verify", "plays.csv"], ["drop", "--yes"]],
        ):
            directory = tmp_path / "one"
            directory.mkdir()
            shutil.copy(whole / "plays.csv", directory)
            (directory / "earshot.db").write_bytes(data)
            follower = Follower(earshot, directory)
            for command in commands:
                done = follower.run(*command)
                if done.returncode != 0:
                    follower.follow(done, f"{what}: {' '.join(command)}")
                    break
            shutil.rmtree(directory)


@pytest.mark.parametrize("tenth", range(10))
def test_drop_of_the_whole_file_needs_no_sound_one(earshot, whole, tmp_path, tenth):
    shutil.copy(whole / "plays.csv", tmp_path)
    for number in range(tenth * FILES // 10, (tenth + 1) * FILES // 10):
        what, data = damaged(whole, number)
        (tmp_path / "earshot.db").write_bytes(data)
        done = earshot("drop", "--yes", "--keyspace", exit=None)
        if done.returncode == 0:
            assert not (tmp_path / "earshot.db").exists(), what
        else:
            # What may be somebody else's, or no database, stays.
            assert any(
                words in done.stderr
                for words in ("is not a SQLite database", "still holds", "with a different schema", "stores text in")
            ), (what, done.stderr)
            (tmp_path / "earshot.db").unlink()
        if number % 10 == 0:
            earshot("load", "plays.csv")
            earshot("verify", "plays.csv")


def test_drop_of_a_damaged_file_keeps_what_is_somebody_elses(earshot, whole, tmp_path):
    """A schema that this SQLite does not understand is not all that there is."""
    connection = sqlite3.connect(tmp_path / "earshot.db")
    connection.executescript(
        "CREATE TABLE mine (x); INSERT INTO mine VALUES (1); CREATE TABLE odd (y);"
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_master SET sql = 'CREATE TABLE odd (y FUTURE WORDS ((' WHERE name = 'odd'"
    )
    connection.commit()
    connection.close()
    before = (tmp_path / "earshot.db").read_bytes()
    refused = earshot("drop", "--yes", "--keyspace", exit=1)
    assert "still holds table mine" in refused.stderr
    assert (tmp_path / "earshot.db").read_bytes() == before


def test_drop_of_a_damaged_file_says_so_to_programs(earshot, whole, tmp_path):
    data = bytearray((whole / "earshot.db").read_bytes())
    data[100:PAGE] = b"\xff" * (PAGE - 100)
    (tmp_path / "earshot.db").write_bytes(data)
    outcomes = json.loads(earshot("drop", "--yes", "--keyspace", "--format", "json").stdout)
    assert {row["outcome"] for row in outcomes} == {"damaged"} and len(outcomes) == 3
    assert not (tmp_path / "earshot.db").exists()


def test_two_swapped_pages_are_never_the_same(earshot, whole, tmp_path):
    """Each page is sound for itself, and only the order of the rows tells."""
    shutil.copy(whole / "plays.csv", tmp_path)
    data = (whole / "earshot.db").read_bytes()
    leaves = [page for page in range(1, len(data) // PAGE) if data[page * PAGE] == 0x0A]
    for a, b in list(zip(leaves, leaves[1:]))[:: max(1, len(leaves) // 6)]:
        changed = bytearray(data)
        changed[a * PAGE : (a + 1) * PAGE], changed[b * PAGE : (b + 1) * PAGE] = (
            data[b * PAGE : (b + 1) * PAGE],
            data[a * PAGE : (a + 1) * PAGE],
        )
        (tmp_path / "earshot.db").write_bytes(changed)
        done = earshot("verify", "plays.csv", exit=None)
        assert done.returncode == (1 if "DAMAGED" in done.stdout else 3)
        assert "DIFFERENT" in done.stdout or "DAMAGED" in done.stdout
        if "out of order" in done.stderr:
            assert "move earshot.db away and load again" in done.stderr


def test_a_page_that_cannot_be_read_ends_no_table(earshot, whole, tmp_path):
    """What is read before it is right, but not all."""
    data = (whole / "earshot.db").read_bytes()
    size = int.from_bytes(data[16:18], "big")
    leaves = [page for page in range(1, len(data) // size) if data[page * size] == 0x0A]
    for page in leaves[:: max(1, len(leaves) // 6)]:
        damaged = data[: page * size] + size * b"\xff" + data[(page + 1) * size :]
        (tmp_path / "earshot.db").write_bytes(damaged)
        assert "damaged" in earshot("export", "-o", "{table}.csv", exit=1).stderr
