"""Every command of the README, the docs and the examples is run as it is written, and every message is the program's."""

import csv
import datetime
import fcntl
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import termios
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "examples" / "questions" / "README.md"]
QUESTIONS = sorted((ROOT / "examples" / "questions").glob("*.toml"))
# Where docs name a Cassandra, the commands are run with this.
STORE = "sqlite:earshot.db"
# The artists and listeners that the docs name; with this seed the listeners play something.
ARTISTS = ["Coldplay", "Muse"]
LISTENERS = [10, 26, 80]
SEED = 6
# What is to be done before, where a command is for another directory than others.
BEFORE = {
    "earshot drop old_question --yes": "earshot load plays.csv --questions old.toml",
    "earshot generate --days 30": "rm -r event_data",
}


def code(document):
    """The text of each block of code, fenced or indented; a line that goes on after a backslash is one."""
    text = document.read_text(encoding="utf-8")
    fenced = re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    indented = [re.sub("^    ", "", block, flags=re.M) for block in re.findall(r"(?<=\n\n)(?:    .*\n)+", text)]
    return [block.replace("\\\n", " ") for block in fenced + indented]


def commands():
    """Those that begin a line; not the synopses of the reference, and test_readme.py runs those after a `$`."""
    lines = [line for document in DOCUMENTS for block in code(document) for line in block.splitlines()]
    lines = [line for line in lines if re.match(r"earshot (?!.*\[OPTIONS\])", line)]
    return sorted({" ".join(shlex.split(line, comments=True, posix=False)) for line in lines})


def questions_file(name):
    """The file that has this question, for who asks it without saying which."""
    return next((file for file in QUESTIONS if f'"{name}"\n' in file.read_text()), None)


def write_named_files(directory):
    """Those that the docs show, whose first line has their name, as in `# fans.toml`."""
    for document in DOCUMENTS:
        for block in code(document):
            if match := re.match(r"# ([\w.]+)\n", block):
                (directory / match[1]).write_text(block, encoding="utf-8")


def write_events(directory):
    """Days of events with the artists that the docs name, a day in ASCII, a row that is rejected, and all as eventsim."""
    days = sorted((directory / "event_data").glob("*.csv"))
    text = "".join(day.read_text(encoding="utf-8") for day in days)
    one_word = re.findall(r"^(\w+),Logged", text, re.MULTILINE)
    most_played = sorted(set(one_word), key=one_word.count)[-len(ARTISTS) :]
    names = ["2018-11-01-events.csv", *(f"2018-11-1{number}-events.csv" for number in range(len(days) - 1))]
    rows = []
    for day, name in zip(days, names):
        text = day.read_text(encoding="ascii" if name == names[0] else "utf-8", errors="ignore")
        for old, new in zip(most_played, ARTISTS):
            text = re.sub(f"^{old},", f"{new},", text, flags=re.MULTILINE)
        rows += csv.DictReader(text.splitlines())
        day.unlink()
        (day.parent / name).write_text(text, encoding="utf-8")
    with open(day.parent / name, "a", encoding="utf-8") as file:
        file.write(",".join({**dict.fromkeys(rows[0], "1"), "artist": "Muse", "itemInSession": "x"}.values()) + "\n")
    others = {"length": "duration", "location": "city", "sessionId": "sessionid"}
    with open(directory / "listen_events.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(others.get(name, name) for name in rows[0]), "state"])
        writer.writerows([*row.values(), "CA"] for row in rows)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A directory with all files that the docs name, and a store that was loaded from them."""
    directory = tmp_path_factory.mktemp("docs")
    write_named_files(directory)
    (directory / "examples").symlink_to(ROOT / "examples")
    (directory / "old.toml").write_text((directory / "fans.toml").read_text().replace('"fans"', '"old_question"'))
    run(directory, f"earshot generate --taste --days 8 --seed {SEED} -o event_data")
    agreed = (directory / "event_data.opt_in.txt").read_text().split()
    (directory / "opt_in.txt").write_text("\n".join(sorted({*agreed, *map(str, LISTENERS)})))
    write_events(directory)
    for name in ["logs", "events"]:
        (directory / name).symlink_to("event_data")
    options = "--with ts,day --rejects rejects.ndjson --taste --opt-in opt_in.txt"
    run(directory, f"earshot run event_data -o plays.csv {options}")
    shutil.copy(directory / "plays.csv", directory / "event_datafile_new.csv")
    return directory


def start(directory, command):
    program = pathlib.Path(os.environ["EARSHOT"])
    own = {name: value for name, value in os.environ.items() if not name.startswith("EARSHOT")}
    return subprocess.Popen(
        ["sh", "-c", command],
        cwd=directory,
        env={**own, "PATH": f"{program.parent}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def run(directory, command, exit=0):
    """What it says on stderr."""
    process = start(directory, command)
    said = process.communicate(timeout=300)[1]
    assert process.returncode == exit, f"{command}: exit {process.returncode}\n{said}"
    return said


def test_there_are_commands_of_all_documents():
    assert len(commands()) > 60


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_docs_does_its_work(prepared, tmp_path, command):
    directory = tmp_path / "copy"
    shutil.copytree(prepared, directory, symlinks=True)
    asked = re.match(r"earshot ask (\w+)(?!.*--questions)", command)
    if asked and (file := questions_file(asked[1])):
        (directory / "earshot.toml").write_text(f'questions = "{file}"\n')
    if loaded := re.match(r"earshot ask .*(--questions \S+)", command) or asked:
        run(directory, f"earshot load plays.csv {loaded[1] if '--' in loaded[1] else ''}")
    if command in BEFORE:
        run(directory, BEFORE[command])
    # What is imported into is a cluster's; tests/cassandra does that.
    run(directory, re.sub(r"'?cassandra://[^\s']*'?", STORE, re.sub(" --import '.*'", "", command)))


def test_a_command_within_a_sentence_has_options_that_there_are():
    """It may have placeholders, so it is compared with the reference, which test_reference.py compares."""
    reference = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## ([\w ]+)\n(.*?)(?=^## |\Z)", reference, re.DOTALL | re.MULTILINE))
    text = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    found = set(re.findall(r"`(earshot [a-z][^`]*)`", text)) - {"earshot reference markdown"}  # which prints it
    assert len(found) > 25
    for command in found:
        known = [name for name in sections if f"{command} ".startswith(f"{name} ")]
        assert known, command
        options = sections[max(known, key=len)] + sections["Options of every command"]
        for option in re.findall(r" (--?[a-z][\w-]*)", command):
            assert re.search(rf"`(-\w, )?{option}\b|`{option},", options), command


def messages():
    """Those of the program, as the docs show them."""
    blocks = [block for document in DOCUMENTS for block in code(document) if block.startswith("earshot: ")]
    return sorted(" ".join(block.split()) for block in blocks)


def stopped_run(directory):
    """Conflicts go to a pipe that nobody reads, for which the load waits."""
    header, *_, play = (directory / "plays.csv").read_text(encoding="utf-8").splitlines()
    plays = [play, play.replace('","', '","x', 1)] * 2000
    (directory / "events.csv").write_text("\n".join([header, *plays]) + "\n", encoding="utf-8")
    os.mkfifo(directory / "pipe")
    reader = os.open(directory / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    process = start(directory, "exec earshot run events.csv --store sqlite:new.db --conflicts pipe")
    while int.from_bytes(fcntl.ioctl(reader, termios.FIONREAD, bytes(4)), "little") < 32_000:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    os.close(reader)
    return said


def locked(path):
    file = open(path, "r+")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def load_beside_another(directory):
    loading = directory / "earshot.db.loading"
    since = datetime.datetime(2018, 11, 30, 3, 0, 1, tzinfo=datetime.timezone.utc)
    loading.write_text(f"4711 {int(since.timestamp()) * 1_000_000} db1\n")
    with locked(loading):
        return run(directory, "earshot load plays.csv", exit=75)


def consolidated_beside_another(directory):
    with locked(directory / "plays.csv"):
        return run(directory, "earshot consolidate event_data -o plays.csv", exit=75)


SITUATIONS = {
    "stopped by SIGINT": stopped_run,
    "is being loaded by process": load_beside_another,
    "another earshot is writing": consolidated_beside_another,
}


@pytest.mark.parametrize("message", messages())
def test_a_message_of_the_docs_is_the_programs(prepared, tmp_path, message):
    [situation] = [situation for words, situation in SITUATIONS.items() if words in message]
    directory = tmp_path / "copy"
    shutil.copytree(prepared, directory, symlinks=True)
    assert situation(directory).splitlines()[-1] == message


def test_each_situation_is_in_the_docs():
    assert len(messages()) == len(SITUATIONS)
