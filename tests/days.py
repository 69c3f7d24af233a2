"""Day files that come, change and vanish at random, as they do to a job that runs each night."""

import csv
import gzip
import io
import json

from oracle import csv_name

# So few values that plays of one day and of others share keys; the last one in source order counts then.
VALUES = {
    "artist": ["Low Tide", "Ärger", 'a,"b"', "東京"],
    # The last one makes its row a batch of its own.
    "first_name": ["Ada", "Bo", "Cy", "Ö" * 3000],
    "gender": ["F", "M"],
    "item_in_session": range(6),
    "last_name": ["Moor", "Hill"],
    "length": [0.5, 9.0, 10.25, 201.53424],
    "level": ["free", "paid"],
    "location": ["Bath", "Ely, UK", "a", "aa"],
    "session_id": range(1, 9),
    "song": ["Harbour", "Harbour 2", "harbour", "é", "e\u0301", "The End"],
    "user_id": [7, 8, 70, 2**40],
}
# A listener whose values are nobody else's.
WHO = {"user_id": 4711471147, "first_name": "Xanthippe", "last_name": "Zyxwvut", "location": "Quahog"}
PLAYS_MAX = 40  # a day
DAYS_MAX = 6


class Days:
    """Begins with one to three days; `chance` is a random.Random."""

    def __init__(self, chance):
        self.chance = chance
        self.files = {}
        # Whether plays of that listener are taken in no more.
        self.has_forgotten = False
        for _ in range(chance.randint(1, 3)):
            self.add()

    def plays(self):
        """In source order: by file name, then line."""
        plays = [play for name in sorted(self.files) for play in self.files[name]]
        return [play for play in plays if not (self.has_forgotten and is_theirs(play))]

    def change(self):
        """What happens until the next load; gives its name."""
        what = self.chance.choice([self.add, self.edit, self.edit, self.remove, self.reorder, self.leave])
        what()
        return what.__name__

    def write(self, directory):
        """Makes these files all that is in the directory."""
        directory.mkdir(exist_ok=True)
        for path in directory.iterdir():
            path.unlink()
        for name, plays in self.files.items():
            (directory / name).write_bytes(encoded(name, plays, self.chance))

    def add(self):
        """A day after all others, or a late one."""
        if len(self.files) == DAYS_MAX:
            self.remove()
        self.files[self.new_name()] = [self.play() for _ in range(self.chance.randint(1, PLAYS_MAX))]

    def edit(self):
        """Lines of a day are added, changed, doubled, removed, and come in another order."""
        plays = self.files[self.chance.choice(sorted(self.files))]
        for _ in range(self.chance.randint(1, 4)):
            place = self.chance.randrange(len(plays))
            what = self.chance.randrange(4)
            if what == 0:
                plays.insert(place, self.play())
            elif what == 1:
                column = self.chance.choice(list(VALUES))
                value = {column: self.chance.choice(VALUES[column])}
                plays[place] = {**plays[place], **value, **(WHO if is_theirs(plays[place]) else {})}
            elif what == 2:
                plays.append(plays[place])
            elif len(plays) > 1:
                del plays[place]
        if self.chance.random() < 0.3:
            self.chance.shuffle(plays)

    def remove(self):
        if len(self.files) > 1:
            del self.files[self.chance.choice(sorted(self.files))]

    def reorder(self):
        """A day's file gets another name."""
        self.files[self.new_name()] = self.files.pop(self.chance.choice(sorted(self.files)))

    def leave(self):
        """Nothing happens."""

    def new_name(self):
        while True:
            day = f"2018-11-{self.chance.randint(1, 30):02}"
            # A day may not be there twice, compressed and not.
            if not any(name.startswith(day) for name in self.files):
                return day + self.chance.choice([".csv", ".json", ".csv.gz"])

    def play(self):
        play = {column: self.chance.choice(values) for column, values in VALUES.items()}
        return {**play, **WHO} if self.chance.random() < 0.1 else play


def is_theirs(play):
    return play["user_id"] == WHO["user_id"]


def encoded(name, plays, chance):
    """The file's bytes; among the plays are events of other pages, which are none."""
    events = []
    for play in plays:
        if chance.random() < 0.1:
            events.append({**play, "artist": "", "song": "", "length": ""})
        events.append(play)
    if name.endswith(".json"):
        lines = [{csv_name(column): value for column, value in event.items() if value != ""} for event in events]
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(csv_name, VALUES))
    writer.writerows(event.values() for event in events)
    return gzip.compress(text.getvalue().encode(), mtime=0) if name.endswith(".gz") else text.getvalue().encode()
