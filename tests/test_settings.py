"""Where settings come from: earshot.toml, then the environment, then the command line."""

import plays_file
import pytest


@pytest.fixture(autouse=True)
def plays(tmp_path):
    plays_file.write(tmp_path / "plays.csv", {})


def databases(tmp_path):
    return sorted(path.name for path in tmp_path.glob("*.db"))


def test_without_settings_the_store_is_earshot_db(earshot, tmp_path):
    earshot("load", "plays.csv")
    assert databases(tmp_path) == ["earshot.db"]


def test_each_source_beats_the_one_before(earshot, tmp_path):
    (tmp_path / "earshot.toml").write_text('store = "sqlite:file.db"\n')
    earshot("load", "plays.csv")
    assert databases(tmp_path) == ["file.db"]
    environment = {"EARSHOT_STORE": "sqlite:environment.db"}
    earshot("load", "plays.csv", environment=environment)
    assert databases(tmp_path) == ["environment.db", "file.db"]
    earshot("load", "plays.csv", "--store", "sqlite:option.db", environment=environment)
    assert databases(tmp_path) == ["environment.db", "file.db", "option.db"]


def test_an_empty_variable_is_none(earshot, tmp_path):
    earshot("load", "plays.csv", environment={"EARSHOT_STORE": ""})
    assert databases(tmp_path) == ["earshot.db"]


def test_the_questions_of_the_settings_file(earshot, tmp_path):
    (tmp_path / "q.toml").write_text('[[question]]\nname = "mine"\ngiven = ["song"]\nanswer = ["artist"]\n')
    (tmp_path / "earshot.toml").write_text('questions = "q.toml"\nmemory = "64MiB"\n')
    assert "mine" in earshot("ask").stdout
    assert "song_at" not in earshot("ask").stdout


def test_options_stand_before_or_behind_the_command(earshot, tmp_path):
    earshot("--store", "sqlite:before.db", "load", "plays.csv")
    earshot("load", "plays.csv", "--store", "sqlite:behind.db")
    assert databases(tmp_path) == ["before.db", "behind.db"]


MISTAKES = {
    "unknown setting": ('store = "sqlite:a.db"\nstor = "b"\n', "earshot.toml:2:1: unknown setting stor"),
    "number for a text": ("memory = 64\n", "earshot.toml:1:10: memory must be a text in quotes"),
    "no size": ('memory = "much"\n', 'earshot.toml:1:10: "much" is no size'),
    "no TOML": ("store sqlite\n", "earshot.toml:1:"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_settings_file_is_told_with_its_place(earshot, tmp_path, mistake):
    text, told = MISTAKES[mistake]
    (tmp_path / "earshot.toml").write_text(text)
    refused = earshot("load", "plays.csv", exit=1)
    assert told in refused.stderr
    assert databases(tmp_path) == []


def test_help_needs_no_settings(earshot, tmp_path):
    (tmp_path / "earshot.toml").write_text("store sqlite\n")
    assert "--store" in earshot("--help").stdout and "PLAYS" in earshot("load", "--help").stdout


def test_an_unknown_format_is_told_with_the_known_ones(earshot):
    refused = earshot("status", "--format", "yaml", exit=2)
    assert '"yaml" is none of table|csv|json|ndjson' in refused.stderr
    assert earshot("status", "--format", "NDJSON").stdout.startswith("{")


@pytest.mark.parametrize("size", ["1", "65536", "65536b", "64KiB", "64kb", "64 K", "1 MiB", "1G", "1T"])
def test_memory_in_any_unit(earshot, size):
    earshot("load", "plays.csv", "--memory", size)


@pytest.mark.parametrize("size", ["much", "-1", "0", "64KiBs", "64bb", "1.5G", "2T", "1e6", "", "99999999999999999999"])
def test_memory_that_is_no_size_is_a_usage_error(earshot, tmp_path, size):
    assert "--memory" in earshot("load", "plays.csv", "--memory", size, exit=2).stderr
    assert databases(tmp_path) == []


def test_usage_errors(earshot):
    for arguments in [[], ["nothing"], ["ask", "--nothing"], ["load", "a", "b"], ["status", "--format", "xml"]]:
        refused = earshot(*arguments, exit=2)
        assert refused.stdout == "" and refused.stderr != ""


def test_help_and_version(earshot):
    assert "earshot 0." in earshot("--version").stdout
    listed = earshot("--help").stdout
    for command in ["consolidate", "model", "load", "verify", "ask", "run", "status", "drop"]:
        assert f"  {command} " in listed
        assert "--help" in earshot(command, "--help").stdout
