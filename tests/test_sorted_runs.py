"""Sorted runs on disks that are full, or know no nameless files: a clear error or a right result, and nothing left."""

import pathlib
import subprocess

import plays_file
import pytest

PRELOAD = pathlib.Path(__file__).parent / "preload"


@pytest.fixture
def preload(tmp_path):
    """Loads with a library of tests/preload; gives the environment for it."""
    (tmp_path / "temporary").mkdir()

    def build(name):
        subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "preload.so", PRELOAD / name], check=True)
        return {"LD_PRELOAD": tmp_path / "preload.so", "ASAN_OPTIONS": "verify_asan_link_order=0",
                "TMPDIR": tmp_path / "temporary"}  # fmt: skip

    return build


def write_plays(path, count):
    with open(path, "w", newline="") as file:
        file.writelines(plays_file.many(count))


def test_a_file_system_that_knows_no_nameless_files(earshot, tmp_path, preload):
    write_plays(tmp_path / "plays.csv", 20_000)
    environment = preload("no_nameless_files.c")
    loaded = earshot("load", "plays.csv", "--memory", "1MiB", environment=environment).stdout
    assert loaded == earshot("load", "plays.csv", "--store", "sqlite:other.db").stdout
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("call", [1, 300, 700])
def test_a_disk_that_is_full_while_runs_are_written_or_merged(earshot, tmp_path, preload, call):
    """The first 32 runs are written with about 640 calls, and those behind them merge these runs."""
    write_plays(tmp_path / "plays.csv", 250_000)
    full = {**preload("flipped_bytes.c"), "FLIP": "full", "FLIP_IN": tmp_path / "temporary", "FLIP_CALL": str(call),
            "FLIP_CALLS": tmp_path / "calls"}  # fmt: skip
    refused = earshot("load", "plays.csv", "--memory", "1MiB", environment=full, exit=1).stderr
    assert f"cannot write a sorted run in {tmp_path}/temporary: No space left on device; give more --memory" in refused
    assert len((tmp_path / "calls").read_text()) == call
    assert list((tmp_path / "temporary").iterdir()) == []
