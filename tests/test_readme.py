"""What the README shows is what the program says."""

import os
import pathlib
import re
import subprocess

README = pathlib.Path(__file__).resolve().parent.parent / "README.md"


def transcript():
    """(command, output) of each command in the README's block of a run."""
    block = re.search(r"## A run\n.*?```\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL).group(1)
    # A command follows an empty line; `run` itself prints one after the question that it asks.
    parts = re.split(r"(?:\A|\n\n)\$ (earshot [^\n]*)\n", block)
    assert parts[0] == ""
    return list(zip(parts[1::2], parts[2::2]))


def test_the_run_is_real(tmp_path):
    program = pathlib.Path(os.environ["EARSHOT"])
    environment = {"PATH": f"{program.parent}:{os.environ['PATH']}"}
    commands = transcript()
    assert len(commands) >= 3
    for command, output in commands:
        done = subprocess.run(
            ["sh", "-c", f"{command} 2>&1"], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8"
        )
        assert done.stdout.strip() == output.strip(), command
        assert done.returncode == 0
