"""What the README and the docs show of the program is what it says."""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent


def blocks(document):
    """(language, text) of each block of code."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", document.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def named_files(document):
    """(name, text) of each file that is shown: its first line has its name, as in `# fans.toml`."""
    named = (re.match(r"# ([\w.]+)\n", text) for _, text in blocks(document))
    return [(match.group(1), match.string) for match in named if match]


def transcript(document):
    """(command, output) of each command, in the order of the document."""
    commands = []
    for _, text in blocks(document):
        # A command follows an empty line; `run` itself prints one after the question that it asks.
        before, *parts = re.split(r"(?:\A|\n\n)\$ (earshot [^\n]*)\n", text)
        assert before == "" or not parts
        commands += zip(parts[::2], parts[1::2])
    return commands


TRANSCRIPTS = {
    document.name: document
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if transcript(document)
}


def test_there_are_runs():
    assert {"README.md", "questions.md"} <= set(TRANSCRIPTS)


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_the_run_is_real(tmp_path, name):
    program = pathlib.Path(os.environ["EARSHOT"])
    environment = {"PATH": f"{program.parent}:{os.environ['PATH']}"}
    for file, text in named_files(TRANSCRIPTS[name]):
        (tmp_path / file).write_text(text, encoding="utf-8")
    for command, output in transcript(TRANSCRIPTS[name]):
        done = subprocess.run(
            ["sh", "-c", f"{command} 2>&1"], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8"
        )
        assert done.stdout.strip() == output.strip(), command
        assert done.returncode == 0
