"""Where settings come from: earshot.toml, then the environment, then the command line."""

import os
import subprocess

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
    "no size": ('memory = "much"\n', 'earshot.toml:1:10: invalid size "much"'),
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


# Lines that no person writes, as (text, what is said): none may cost the program its stack.
DEEP = {
    "dotted key": (".".join(["a"] * 200_000) + " = 1\n", ":1:1: the line has 400003 bytes; at most 16384 are read"),
    "shorter dotted key": ("\n" + ".".join(["a"] * 5_000) + " = 1\n", ":2:1: the line has 4999 dots"),
    "dotted table": ("[" + ".".join(["a"] * 5_000) + "]\n", ":1:1: the line has 4999 dots"),
    "dotted array of tables": ("[[" + " . ".join(["a"] * 3_000) + "]]\n", ":1:1: the line has 2999 dots"),
    "long text": ('store = "' + "x" * 20_000 + '"\n', ":1:1: the line has 20010 bytes"),
    "long comment": ("#" * 20_000, ":1:1: the line has 20000 bytes"),
    "arrays": ("store = " + "[" * 10_000, ":1:"),
    "arrays over lines": ("store = " + "[\n" * 200_000, ":257:"),
    "tables in tables": ("store = " + "{a=" * 5_000, ":1:"),
    "dotted keys in arrays over lines": (
        "store = " + "".join("[\n{" + ".".join(["a"] * 100) + " = " for _ in range(120)) + "1" + "}]" * 120,
        "",
    ),
    "no end of line": ("a" * 1_000_000, ":1:1: the line has 1000000 bytes"),
    "zeros": ("\0" * 20_000, ":1:1: the line has 20000 bytes"),
}


@pytest.mark.parametrize("what", DEEP)
@pytest.mark.parametrize("name", ["earshot.toml", "questions.toml"])
def test_lines_that_no_person_writes(earshot, tmp_path, name, what):
    text, said = DEEP[what]
    (tmp_path / name).write_text(text)
    questions = ["--questions", name] if name == "questions.toml" else []
    assert name + said in earshot("model", "show", *questions, exit=1).stderr


def test_dots_in_comments_and_texts_are_none_of_keys(earshot, tmp_path):
    (tmp_path / "q.toml").write_text(
        "# " + "." * 1000 + '\n[[question]]\nname = "mine"\nasks = "Which' + "." * 90 + '?"\n'
        'given = ["song"]\nanswer = ["artist"]\n'
    )
    earshot("model", "show", "--questions", "q.toml")


@pytest.mark.parametrize("kind", ["pipe", "directory", "device"])
def test_settings_are_a_file(earshot, tmp_path, kind):
    path = tmp_path / "earshot.toml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "directory":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    assert f"earshot.toml is a {kind}" in earshot("load", "plays.csv", exit=1, timeout=60).stderr
    assert databases(tmp_path) == []
    earshot("--help", timeout=60)
    earshot("--version", timeout=60)
    earshot("load", "--help", timeout=60)


def test_questions_from_a_pipe(earshot, tmp_path):
    (tmp_path / "q.toml").write_text('[[question]]\nname = "mine"\ngiven = ["song"]\nanswer = ["artist"]\n')
    script = '"$EARSHOT" model show --questions <(sleep 0.1; cat q.toml); cat q.toml | "$EARSHOT" model show --questions /dev/stdin'
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stdout.count("mine") >= 2, done.stderr
    # Whatever the command, it reads them once.
    earshot("generate", "-o", "events", "--days", "2")
    for command in [
        "run events -o plays.csv",
        "status",
        "load plays.csv",
        "plan plays.csv",
        "verify plays.csv",
        "taste plays.csv",
        "run events -o plays.csv --taste",
        "export -o {table}.csv",
        "drop --yes",
    ]:
        script = f'cat q.toml | "$EARSHOT" {command} --questions /dev/stdin'
        done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, (command, done.stderr)
    os.mkfifo(tmp_path / "pipe")
    done = earshot("model", "show", "--questions", "pipe", exit=1, timeout=60)
    assert "pipe is an empty pipe that nobody writes to" in done.stderr
    assert "/dev/zero is larger than 16 MiB" in earshot("model", "show", "--questions", "/dev/zero", exit=1).stderr


def test_help_that_nobody_can_take_is_an_error(tmp_path):
    for arguments in ("--help", "--version", "load --help"):
        done = subprocess.run(["bash", "-c", f'"$EARSHOT" {arguments} >/dev/full'], cwd=tmp_path, capture_output=True)
        assert done.returncode == 1 and b"cannot write the result: No space left on device" in done.stderr


def test_the_command_line_steers_no_terminal(earshot):
    odd = "--x\x1b[31m\u0085\u009b31m\u202e\u2066\u200f\x07"
    for arguments in ([odd], ["load", odd], ["load", "--memory", odd], ["load", "--format", odd], ["ask", odd]):
        done = subprocess.run([os.environ["EARSHOT"], *arguments], capture_output=True, encoding="utf-8")
        assert done.returncode in (1, 2) and done.stderr != ""
        assert not set(odd[3:]) & set(done.stderr) - set("[31m")


def test_an_unknown_format_is_told_with_the_known_ones(earshot):
    refused = earshot("status", "--format", "yaml", exit=2)
    assert '"yaml" is none of table|csv|json|ndjson' in refused.stderr
    assert earshot("status", "--format", "NDJSON").stdout.startswith("{")


@pytest.mark.parametrize("size", ["1", "65536", "65536b", "64KiB", "64kb", "64 K", "1 MiB", "1G", "1T"])
def test_memory_in_any_unit(earshot, size):
    earshot("load", "plays.csv", "--memory", size)


@pytest.mark.parametrize("size", ["much", "-1", "0", "64KiBs", "64bb", "1.5G", "2T", "1e6", "", "99999999999999999999"])
def test_an_invalid_size_of_memory_is_a_usage_error(earshot, tmp_path, size):
    assert "--memory" in earshot("load", "plays.csv", "--memory", size, exit=2).stderr
    assert databases(tmp_path) == []


def test_usage_errors(earshot):
    for arguments in [[], ["nothing"], ["ask", "--nothing"], ["load", "a", "b"], ["status", "--format", "xml"]]:
        refused = earshot(*arguments, exit=2)
        assert refused.stdout == "" and refused.stderr != ""


def test_without_a_command_the_commands_are_listed(earshot):
    listed = earshot(exit=2)
    assert (
        listed.stdout == ""
        and "  consolidate " in listed.stderr
        and "Usage: earshot [OPTIONS] COMMAND" in listed.stderr
    )


SLIPS = {
    "laod": "unknown command laod; did you mean load?",
    "model dll": "unknown command dll; did you mean ddl?",
    "load --stor sqlite:a.db": "unknown option --stor; did you mean --store?",
    "run logs --rejects-mx=1": "unknown option --rejects-mx; did you mean --rejects-max?",
    "verify --memory 1x": "--memory: ",
    "generate --days 0": "--days: ",
}


@pytest.mark.parametrize("line", SLIPS)
def test_a_slip_is_answered_with_what_was_meant(earshot, line):
    refused = earshot(*line.split(), exit=2)
    assert refused.stderr.startswith("earshot: " + SLIPS[line]) and refused.stderr.count("\n") == 1
    assert " --help" in refused.stderr


COMMANDS = [
    "generate",
    "consolidate",
    "reingest",
    "model",
    "model show",
    "load",
    "verify",
    "ask",
    "run",
    "status",
    "drop",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_is_whole(earshot, command):
    text = earshot(*command.split(), "--help").stdout
    for option in [
        "--store URL",
        "--questions FILE",
        "--memory SIZE",
        "--format table|csv|json|ndjson",
        "EARSHOT_STORE",
        "  75 ",
    ]:
        assert option in text, option
    assert f"Usage: earshot {command} [OPTIONS]" in text
    assert " " in command or f"\n  earshot {command}" in text.partition("Examples:")[2]
    assert max(map(len, text.splitlines())) <= 100
    for name_of_cli11 in ["UINT", "TEXT", "REQUIRED", " ..."]:
        assert name_of_cli11 not in text


def test_help_and_version(earshot):
    assert "earshot 0." in earshot("--version").stdout
    listed = earshot("--help").stdout
    for command in ["consolidate", "model", "load", "verify", "ask", "run", "status", "drop"]:
        assert f"  {command} " in listed
        assert "--help" in earshot(command, "--help").stdout
