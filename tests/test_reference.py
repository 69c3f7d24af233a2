"""The command reference: docs/cli.md, the man page, and completions as the shells themselves run them."""

import subprocess
from pathlib import Path

import pytest

COMMANDS = [
    "generate",
    "consolidate",
    "reingest",
    "model",
    "load",
    "verify",
    "ask",
    "export",
    "forget",
    "run",
    "status",
    "drop",
]


@pytest.fixture
def reference(earshot, tmp_path):
    """Writes the reference in a format to a file and gives its path."""

    def write(format):
        path = tmp_path / f"reference.{format}"
        path.write_text(earshot("reference", format).stdout)
        return path

    return write


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_docs_have_the_reference(earshot):
    docs = Path(__file__).parent.parent / "docs/cli.md"
    assert docs.read_text() == earshot("reference", "markdown").stdout, "earshot reference markdown > docs/cli.md"


def test_it_is_not_listed_among_the_commands(earshot):
    assert "reference" not in earshot("--help").stdout
    assert "## earshot reference" not in earshot("reference", "markdown").stdout
    assert ".SS earshot reference" not in earshot("reference", "man").stdout


def test_the_man_page_has_no_mistake_and_every_command(reference):
    page = reference("man")
    assert run("groff", "-man", "-ww", "-z", page) == ""
    text = run("groff", "-man", "-Tascii", "-P-cbou", page)
    for command in [*COMMANDS, "model export", "EXIT STATUS", "--repair-text"]:
        assert command in text
    # A backslash would be an escape, and vanish.
    assert "as in NULL or \\N" in " ".join(text.split())


BASH = r"""
source "$1"
COMP_WORDS=("${@:2}")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_earshot 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(params=["bash", "fish"])
def complete(request, reference):
    """The completions of a command line's last word, by the shell."""
    script = reference(request.param)

    def in_bash(*words):
        return run("bash", "-c", BASH, "bash", script, "earshot", *words).split()

    def in_fish(*words):
        line = " ".join(["earshot", *words])
        offered = run("fish", "--no-config", "-c", f"source {script}; complete -C '{line}'")
        return [line.split("\t")[0] for line in offered.splitlines()]

    return in_bash if request.param == "bash" else in_fish


def test_commands_are_completed(complete):
    assert complete("lo") == ["load"]
    assert set(complete("")) >= set(COMMANDS)
    assert "reference" not in complete("")
    assert complete("model", "dd") == ["ddl"]


def test_options_of_the_command_and_of_all_are_completed(complete):
    assert complete("load", "--conf") == ["--conflicts"]
    assert complete("consolidate", "--conf") == []
    assert complete("model", "show", "--quest") == ["--questions"]
    assert complete("drop", "--y") == ["--yes"]


def test_values_are_completed(complete, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plays.csv").touch()
    assert complete("ask", "--format", "nd") == ["ndjson"]
    assert complete("load", "--conflicts", "pla") == ["plays.csv"]
    assert complete("load", "--threads", "pla") == []
    assert "plays.csv" in complete("load", "pla")


ZSH = """
autoload -Uz compinit && compinit -u -D
source "$1"
whence -w _earshot
"""


def test_zsh_takes_its_completion(reference):
    script = reference("zsh")
    assert run("zsh", "-f", "-c", ZSH, "zsh", script) == "_earshot: function\n"
    for command in COMMANDS:
        assert f"_earshot_{command}()" in script.read_text()
