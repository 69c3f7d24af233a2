"""Random histories of a pipeline: days come, change, are compressed and go, rejected rows are repaired well and badly, and
commands are killed. What is in the files is always what a model in a page of Python says.
"""

import gzip
import json
import os
import random
import signal
import subprocess
import time

import pytest
import rejects_file

HEADER = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId"
PLAYS = "event_datafile_new.csv"
SEED = int(os.environ.get("EARSHOT_SEED", "1"))
HISTORIES = 1000 if os.environ.get("EARSHOT_TORTURE") == "1" else 40
STEPS = 25


def row(session):
    return f"A,F,M,1,L,2.5,paid,loc,{session},s,9"


def is_good(text):
    fields = text.split(",")
    return len(fields) == 11 and fields[8].isdigit()


class Model:
    """The rules, in as few words as possible."""

    def __init__(self):
        self.days = {}  # name: rows
        self.plays = None
        self.rejects = []  # of the last run: [day, line, original text, text]
        self.corrections = []  # (day, line, original text, text)

    def consolidate(self):
        self.plays, self.rejects, self.used = [], [], 0
        left = sorted(self.corrections, key=lambda correction: correction[1])

        def place(day, line, text):
            if is_good(text):
                self.plays.append(text)
                return False
            found = next((one for one in left if (one[0], one[2]) == (day, text)), None)
            if found is None:
                self.rejects.append([day, line, text, text])
                return False
            left.remove(found)
            for part in found[3].split("\n"):
                place(day, line, part)
            return True

        for day, rows in sorted(self.days.items()):
            for line, text in enumerate(rows, 2):
                self.used += place(day, line, text)
        self.unused = sum(one[0] in self.days for one in left)
        self.of_other_files = len(left) - self.unused

    def reingest(self, adds_plays):
        rejects = []
        for reject in self.rejects:
            day, line, original, text = reject
            if text == original:
                rejects.append(reject)
                continue
            self.corrections.append((day, line, original, text))
            for part in text.split("\n"):
                if not is_good(part):
                    rejects.append([day, line, part, part])
                elif adds_plays:
                    self.plays.append(part)
        self.rejects = rejects

    @property
    def has_work(self):
        return any(original != text for _, _, original, text in self.rejects)


class History:
    def __init__(self, directory, chance):
        self.directory = directory
        self.chance = chance
        self.model = Model()
        self.next = 0
        self.is_as_run = False  # the days are those of the last run
        (directory / "logs").mkdir()
        self.told = []

    def new_row(self):
        self.next += 1
        return self.chance.choice(
            [row(self.next)] * 5 + [row(f"{self.next}X"), row(f"{self.next}XX"), "short", "torn,row", row("X")]
        )

    def write_day(self, day):
        text = "\n".join([HEADER, *self.model.days[day], ""]).encode()
        plain, packed = (self.directory / "logs" / name for name in (day, day + ".gz"))
        if packed.exists() or (not plain.exists() and self.chance.random() < 0.2):
            packed.write_bytes(gzip.compress(text))
        else:
            plain.write_bytes(text)

    def paths(self, day):
        return [path for path in self.directory.glob(f"logs/{day}*")]

    # What can happen to the days.

    def add_day(self):
        day = f"{self.chance.randrange(100):02}.csv"
        if day in self.model.days:
            return
        self.model.days[day] = [self.new_row() for _ in range(self.chance.randrange(1, 15))]
        self.write_day(day)

    def remove_day(self):
        if len(self.model.days) > 1:
            day = self.chance.choice(list(self.model.days))
            del self.model.days[day]
            for path in self.paths(day):
                path.unlink()

    def change_day(self):
        day = self.chance.choice(list(self.model.days))
        rows = self.model.days[day]
        for _ in range(self.chance.randrange(1, 4)):
            at = self.chance.randrange(len(rows) + 1)
            kind = self.chance.randrange(3)
            if kind == 0 or at == len(rows):
                rows.insert(at, self.new_row())
            elif kind == 1 and len(rows) > 1:
                del rows[at]
            else:
                rows[at] = rows[at].replace("X", "") if "X," not in rows[at] or rows[at] != row("X") else row(7)
        self.write_day(day)

    def compress_day(self):
        day = self.chance.choice(list(self.model.days))
        for path in self.paths(day):
            path.unlink()
        (self.directory / "logs" / (day + ".gz")).write_bytes(
            gzip.compress("\n".join([HEADER, *self.model.days[day], ""]).encode())
        )

    # What people do.

    def repaired(self, text):
        self.next += 1
        return self.chance.choice(
            [
                row(self.next),
                text.replace("X", "", 1) if "X" in text else row(self.next),
                f"{row(self.next)}\n{text}",
                f"still{self.next % 3},wrong",
                f"{row(f'{self.next}X')}\n{row(self.next)}\n{row(f'{self.next}X')}",
                "short",
            ]
        )

    def repair(self):
        path = self.directory / "rejects"
        if not path.exists() or not self.model.rejects:
            return
        lines = rejects_file.lines(path)
        for number in self.chance.sample(range(len(lines)), min(len(lines), self.chance.randrange(1, 5))):
            reject = self.model.rejects[number]
            reject[3] = self.repaired(reject[3])
            lines[number] = json.dumps(json.loads(lines[number]) | {"raw": reject[3]})
        path.write_text("\n".join([*lines, rejects_file.last_line(path)]))

    # What the program does.

    def run(self, *arguments, kill=False, exit=0):
        self.told.append(" ".join(arguments) + " (killed)" * kill)
        process = subprocess.Popen(
            [os.environ["EARSHOT"], *arguments],
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if kill:
            time.sleep(self.chance.uniform(0, 0.012))
            process.send_signal(signal.SIGKILL)
        out, told = process.communicate(timeout=120)
        assert process.returncode == exit or (kill and process.returncode == -signal.SIGKILL), told
        return out

    def consolidate(self):
        command = ["consolidate", "logs", "--rejects", "rejects", "--rejects-max", "100%", "--format", "json"]
        if self.model.has_work:
            self.run(*command, exit=1)
            return
        if self.chance.random() < 0.3:
            self.run(*command, kill=True)
        report = json.loads(self.run(*command))
        self.model.consolidate()
        assert self.plays() == self.model.plays
        self.is_as_run = True
        corrections = report.get("corrections", {"rows": 0, "unused": 0, "of_other_files": 0})
        counts = [corrections[name] for name in ("rows", "unused", "of_other_files")]
        assert counts == [self.model.used, self.model.unused, self.model.of_other_files]

    def reingest(self):
        if self.model.plays is None:
            return
        command = ["reingest", "rejects", *["--no-plays"] * (self.chance.random() < 0.2)]
        if self.chance.random() < 0.3:
            self.run(*command, kill=True)
        self.run(*command)
        self.model.reingest("--no-plays" not in command)
        if "--no-plays" in command:
            self.consolidate()
            return
        assert sorted(self.plays()) == sorted(self.model.plays)
        self.check_rejects()
        # Where the days are still those of the last run, the next one changes only the order. (A correction whose row is
        # gone waits for another row with that text, which may be a part of what was repaired.)
        if self.is_as_run and self.model.unused == 0 and self.chance.random() < 0.5:
            before = sorted(self.model.plays)
            self.consolidate()
            assert sorted(self.model.plays) == before

    # And what there is then.

    def plays(self):
        return (self.directory / PLAYS).read_text().replace('"', "").splitlines()[1:]

    def check_rejects(self):
        found = [
            [reject["file"].removeprefix("logs/").removesuffix(".gz"), reject["line"], reject["raw"]]
            for reject in rejects_file.read(self.directory / "rejects")
        ]
        assert found == [[day, line, text] for day, line, _, text in self.model.rejects]

    def go(self):
        self.add_day()
        changes = [self.add_day, self.remove_day, self.change_day, self.compress_day]
        for _ in range(STEPS):
            step = self.chance.choice(
                [*changes, self.change_day, *[self.repair] * 4, *[self.reingest] * 3] + [self.consolidate] * 5
            )
            self.told.append(step.__name__)
            self.is_as_run &= step not in changes
            step()
            if self.model.plays is not None:
                self.check_rejects()


@pytest.mark.parametrize("number", range(HISTORIES))
def test_a_history(tmp_path, number):
    history = History(tmp_path, random.Random(f"{SEED} {number}"))
    try:
        history.go()
    finally:
        print(f"EARSHOT_SEED={SEED}", *history.told, sep="\n")
