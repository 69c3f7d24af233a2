"""Programs whose system calls and allocations fail, or that are killed there: preload/failing_calls.c, built."""

import pathlib
import subprocess

from jobs import PROGRAM

SOURCE = pathlib.Path(__file__).parent / "preload" / "failing_calls.c"
SANITIZER = b"__sanitizer" in pathlib.Path(PROGRAM).read_bytes()


def build(place):
    """Gives the environment in which programs are started."""
    library = place / "failing_calls.so"
    keep_memory = ["-DKEEP_MEMORY"] if SANITIZER else []
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", *keep_memory, "-o", library, SOURCE], check=True)
    return {"LD_PRELOAD": str(library), "ASAN_OPTIONS": "verify_asan_link_order=0"}


def read_counts(path):
    """How often each kind of call was made: what a program wrote to FAULT_COUNTS."""
    words = path.read_text().split()
    return dict(zip(words[::2], map(int, words[1::2])))
