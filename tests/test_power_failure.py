"""What must not be lost when the power fails is on the disk before what counts on it: each file before its name, and the
name before the next file's."""

import os
import pathlib
import subprocess

import pytest

PRELOAD = pathlib.Path(__file__).parent / "preload" / "disk_order.c"
PLAYS = "event_datafile_new.csv"
HEADER = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
PLAY = "A,F,M,{},L,2.5,paid,loc,{},s,{}\n"
# SQLite syncs its own directory now and then.
STORE = "--store", "sqlite:store/earshot.db"
REJECT = "A,F,M,x,L,2.5,paid,loc,1,s,10\n"


@pytest.fixture(scope="module")
def preload(tmp_path_factory):
    library = tmp_path_factory.mktemp("preload") / "disk_order.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, PRELOAD], check=True)
    return {"LD_PRELOAD": str(library), "ASAN_OPTIONS": "verify_asan_link_order=0"}


@pytest.fixture
def order_of(earshot, preload, tmp_path):
    """Runs a command, and gives what it did with the disk."""

    def run(*arguments):
        log = tmp_path / "order"
        log.unlink(missing_ok=True)
        earshot(*arguments, environment={**preload, "DISK_ORDER": str(log)})
        return [line.split(" ", 2) for line in log.read_text().splitlines()]

    return run


@pytest.fixture
def events(earshot, tmp_path):
    (tmp_path / "store").mkdir()
    plays = "".join(PLAY.format(item, session, 9 + session % 2) for session in range(20) for item in range(5))
    (tmp_path / "events.csv").write_text(HEADER + plays + REJECT)
    earshot("consolidate", "events.csv", "--rejects", "rejects", "--rejects-max", "100%")


def check_named(order, path):
    """The file was on the disk before it got its name, and the name was before any other file got its own."""
    [at] = [i for i, line in enumerate(order) if line[0] == "name" and path.parent / line[2] == path]
    inode = order[at][1]
    # The number may have been that of a file that is gone.
    begin = max((i for i, line in enumerate(order[:at]) if line[:2] == ["gone", inode]), default=0)
    assert ["sync", inode] in order[begin:at], f"{path} got its name too early"
    check_synced_directory(order[at + 1 :], path)
    return at


def check_synced_directory(after, path):
    directory = ["sync", str(os.stat(path.parent).st_ino)]
    until = next((i for i, line in enumerate(after) if line[0] == "name"), len(after))
    assert directory in after[:until], f"the name {path} is not on the disk"


def test_a_first_load_is_on_the_disk_before_it_is_the_store(order_of, events, tmp_path):
    check_named(order_of("load", *STORE), tmp_path / "store" / "earshot.db")


def test_forgetting_goes_on_from_what_is_on_the_disk(earshot, order_of, events, tmp_path):
    earshot("load", *STORE)
    order = order_of("forget", "user_id=10", "--rejects", "rejects", *STORE)
    listed = check_named(order, tmp_path / f"{PLAYS}.forgotten")
    rejects = check_named(order, tmp_path / "rejects")
    plays = check_named(order, tmp_path / PLAYS)
    assert listed < rejects < plays
    [gone] = [i for i, line in enumerate(order) if line[0] == "gone" and line[2].endswith(f"{PLAYS}.loaded")]
    assert plays < gone
    check_synced_directory(order[gone + 1 :], tmp_path / f"{PLAYS}.loaded")


def test_an_sstable_is_on_the_disk_before_it_can_be_imported(order_of, events, tmp_path):
    order = order_of("sstables", PLAYS, "-o", tmp_path / "out")
    directory = tmp_path / "out" / "n1" / "song_at"
    parts = [directory.with_suffix(".earshot.part") / name for name in os.listdir(directory)]
    assert len(parts) == 8
    named = check_named(order, directory)
    for part in parts:
        [at] = [i for i, line in enumerate(order) if line[0] == "name" and line[2] == str(part)]
        assert ["sync", order[at][1]] in order[:at], f"{part} got its name too early"
        # Its directory is synced after that, and before the directory has its name.
        assert ["sync", order[named][1]] in order[at:named], f"the name {part} is not on the disk"
    for above in "out/n1", "out", ".":
        assert ["sync", str(os.stat(tmp_path / above).st_ino)] in order
