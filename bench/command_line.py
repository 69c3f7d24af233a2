"""What every benchmark here is told on its command line, and the day files that it works on."""

import argparse
import os
import pathlib

from measure import run

ROOT = pathlib.Path(__file__).resolve().parent.parent
REAL_EVENTS = ROOT.parent / "shared" / "data" / "event_data"


def parser(times):
    """EARSHOT, --events, --work and --times, to which a benchmark adds its own."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("earshot", type=pathlib.Path)
    arguments.add_argument("--events", type=pathlib.Path, default=os.environ.get("EARSHOT_REAL_EVENTS", REAL_EVENTS))
    arguments.add_argument("--work", type=pathlib.Path, default=ROOT / "build" / "bench")
    arguments.add_argument("--times", type=int, default=times)
    return arguments


def events_of(arguments):
    """The directory of day files that a benchmark's copies are made of: --events, or generated ones where it has none."""
    events = pathlib.Path(arguments.events)
    if any(events.glob("*-events.csv")):
        return events
    print("no real day files: taking generated ones")
    directory = arguments.work / "generated"
    run([arguments.earshot, "generate", "-o", directory])
    return directory
