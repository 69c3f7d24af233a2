"""Runs the program, and kills it at a call of chance."""

import signal

import failing_calls
from jobs import run


class Killer:
    """Of a kind of call of chance, so that rare ones come up as well; half of the times of what a server is sent."""

    def __init__(self, place):
        place.mkdir()
        self.environment = failing_calls.build(place)
        self.file = place / "counts"
        self.counts = {}

    def run(self, directory, words, start):
        """`start`: with which it makes about as many calls each time."""
        done = run(directory, *words, more={**self.environment, "FAULT_COUNTS": str(self.file)})
        self.counts[words[0], start] = failing_calls.read_counts(self.file)
        return done

    def kill(self, directory, words, start, chance):
        """Gives what is left of it, and where it was."""
        counts = self.counts[words[0], start]
        kinds = [kind for kind, count in counts.items() if count > 0]
        kind = "send" if counts["send"] > 0 and chance.random() < 0.5 else chance.choice(kinds)
        at = chance.randint(1, counts[kind])
        fault = {"FAULT_KIND": kind, "FAULT_AT": str(at), "FAULT_SIGNAL": str(int(signal.SIGKILL))}
        return run(directory, *words, more={**self.environment, **fault}), f"{kind} {at} of {counts[kind]}"
