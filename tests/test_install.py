"""What `make install` installs: a stripped program, its debug information, man page and completions."""

import os
import subprocess
from pathlib import Path


def test_install_has_the_program_and_what_belongs_to_it(tmp_path):
    build = Path(os.environ["EARSHOT"]).parent
    command = ["cmake", "--install", build, "--strip", "--prefix", tmp_path]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "DESTDIR": ""})
    installed = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert installed == {
        "bin/earshot",
        "bin/.debug/earshot.debug",
        "share/man/man1/earshot.1",
        "share/bash-completion/completions/earshot",
        "share/zsh/site-functions/_earshot",
        "share/fish/vendor_completions.d/earshot.fish",
    }
    program = tmp_path / "bin/earshot"
    assert subprocess.run([program, "--version"], capture_output=True, text=True).stdout.startswith("earshot ")
    sections = subprocess.run(["readelf", "-SW", program], capture_output=True, text=True).stdout
    assert ".gnu_debuglink" in sections and ".debug_info" not in sections
    debug = subprocess.run(["readelf", "-SW", tmp_path / "bin/.debug/earshot.debug"], capture_output=True, text=True)
    assert ".debug_info" in debug.stdout
