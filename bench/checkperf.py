"""Whether consolidation has become slower than in a base commit.

usage: checkperf.py EARSHOT [--base COMMIT] [--events DIRECTORY] [--work DIRECTORY] [--times N]

Builds the base commit in a work tree of its own, lets both programs take turns on the benchmark's input, on one core, and
compares the CPU seconds, which other programs on the machine disturb least. Exits 1 if the working tree takes more by
over 3 %, and by more than the runs of one program differ among themselves.
"""

import pathlib
import statistics
import subprocess
import sys

import command_line
from ingest import repeat
from measure import alternate, run

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent
SLOWDOWN_MAX = 0.03


def build(commit, tree):
    """The program as it was in `commit`."""
    git = ["git", "-C", REPOSITORY]
    if tree.exists():
        subprocess.run([*git, "worktree", "remove", "--force", tree], check=True)
    subprocess.run([*git, "worktree", "prune"], check=True)
    subprocess.run([*git, "worktree", "add", "--quiet", "--detach", tree, commit], check=True)
    run(["cmake", "--preset", "release", "-S", tree, "-B", tree / "build", "-DEARSHOT_CASSANDRA=OFF"])
    run(["cmake", "--build", tree / "build", "--target", "earshot"])
    return tree / "build" / "earshot"


def main():
    parser = command_line.parser(times=15)
    parser.add_argument("--base", default="HEAD")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    directory = arguments.work / "ingest-300"
    repeat(command_line.events_of(arguments), directory)
    base = build(arguments.base, arguments.work / "base")

    def measured(program, output):
        return lambda: run(["taskset", "-c", "0", program, "consolidate", directory, "-o", arguments.work / output])

    measures = alternate(
        {"base": measured(base, "base.csv"), "tree": measured(arguments.earshot, "tree.csv")}, arguments.times
    )
    seconds = {name: sorted(each.cpu_seconds for each in measured) for name, measured in measures.items()}
    median = {name: statistics.median(each) for name, each in seconds.items()}
    # The lower half is what the programs take; what is above it is what else the machine did.
    noise = max((median[name] - each[0]) / median[name] for name, each in seconds.items())
    slowdown = median["tree"] / median["base"] - 1
    print(
        f"CPU seconds, median of {arguments.times}: {arguments.base} {median['base']:.3f}, working tree {median['tree']:.3f}"
    )
    print(f"slowdown {slowdown:+.1%}, noise {noise:.1%}, allowed {max(SLOWDOWN_MAX, noise):.1%}")
    sys.exit(slowdown > max(SLOWDOWN_MAX, noise))


if __name__ == "__main__":
    main()
