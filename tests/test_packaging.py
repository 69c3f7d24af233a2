"""What packaging/ and docs/operations.md say is done: the very commands, with the real program in place of the installed
one and a directory in place of /var/lib/earshot. (tests/airflow/ runs the DAG in a real Airflow.)
"""

import ast
import configparser
import fcntl
import json
import os
import pathlib
import re
import shlex
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
PROGRAM = "/usr/local/bin/earshot"
DIRECTORY = "/var/lib/earshot"


def unit(name):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(PACKAGING / "systemd" / name)
    return parser


SERVICE = unit("earshot.service")["Service"]


def cron_command():
    script = (PACKAGING / "cron/earshot-nightly").read_text()
    [command] = re.findall(rf"  ({PROGRAM} .*?) \\\n    >\"\$result\" 2>>nightly.log\n", script, re.DOTALL)
    return shlex.split(command)


def airflow_command():
    """The DAG's constant, without Airflow."""
    for node in ast.parse((PACKAGING / "airflow/earshot_nightly.py").read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "COMMAND":
            return ast.literal_eval(node.value.func.value).split()
    raise AssertionError("no COMMAND")


def documented_command():
    [arguments] = re.findall(
        r"    earshot (run .*) \\\n      >result.json.new && mv result.json.new result.json\n", OPERATIONS
    )
    return [PROGRAM, *shlex.split(arguments)]


def service_command():
    """What the service's shell makes way for."""
    shell, option, line = shlex.split(SERVICE["ExecStart"])
    [command] = re.fullmatch(r"exec (.*) >result\.json\.service", line).groups()
    assert (shell, option) == ("/bin/sh", "-c")
    return shlex.split(command)


COMMAND = service_command()


@pytest.fixture
def here(tmp_path, earshot):
    """The job's directory, with four days."""
    earshot("generate", "--days", "4", "-o", "events")
    return tmp_path


@pytest.fixture
def job(earshot):
    """Runs the job's command; gives what was said."""

    def run(exit=0):
        return earshot(*COMMAND[1:], exit=exit)

    return run


def lock(path):
    file = open(path, "rb")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def test_all_say_the_same():
    assert COMMAND == cron_command() == airflow_command() == documented_command()
    assert SERVICE["WorkingDirectory"] == DIRECTORY


def run_service(here):
    """One night of the service, as systemd runs its lines; gives the exit code."""
    # systemd would open it for each of the lines.
    assert "StandardOutput" not in SERVICE
    start, stop = (
        [word.replace(PROGRAM, os.environ["EARSHOT"]) for word in shlex.split(SERVICE[key])]
        for key in ("ExecStart", "ExecStopPost")
    )
    done = subprocess.run(start, cwd=here, stderr=subprocess.DEVNULL)
    how = ("exited", str(done.returncode)) if done.returncode >= 0 else ("killed", "TERM")
    subprocess.run(stop, cwd=here, env=dict(zip(("EXIT_CODE", "EXIT_STATUS"), how)), check=True)
    return done.returncode


def test_the_service_keeps_a_result_that_was_right(here):
    assert run_service(here) == 0
    result = (here / "result.json").read_text()
    assert json.loads(result)["verify"]
    sorted((here / "events").iterdir())[1].unlink()
    assert run_service(here) == 3
    assert (here / "result.json").read_text() == result
    with lock(here / "plays.csv"):
        assert run_service(here) == 75
    assert (here / "result.json").read_text() == result


def test_systemd_takes_the_units(tmp_path):
    for path in (PACKAGING / "systemd").iterdir():
        (tmp_path / path.name).write_text(path.read_text().replace(PROGRAM, os.environ["EARSHOT"]))
    units = [tmp_path / "earshot.service", tmp_path / "earshot.timer"]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    when = unit("earshot.timer")["Timer"]["OnCalendar"]
    assert subprocess.run(["systemd-analyze", "calendar", when], capture_output=True).returncode == 0


def test_the_service_starts_again_for_75_alone():
    assert (SERVICE["Restart"], SERVICE["RestartForceExitStatus"]) == ("no", "75")
    # It is refused with it.
    assert SERVICE["Type"] != "oneshot"
    limits = unit("earshot.service")["Unit"]
    assert limits["StartLimitBurst"] == "13" and SERVICE["RestartSec"] == "5min"


def test_each_exit_code(here, job, earshot):
    assert json.loads(job().stdout)["verify"]
    with lock(here / "plays.csv"):
        assert "try again" in job(exit=75).stderr
    day = sorted((here / "events").iterdir())[1]
    kept = day.read_bytes()
    day.write_bytes(b"".join(kept.splitlines(True)[:1]) + b"short\n" * 9)
    assert "earshot: " in job(exit=1).stderr
    day.unlink()
    assert "no row was removed" in job(exit=3).stderr
    day.write_bytes(kept)
    job()
    earshot(*COMMAND[1:], "--unknown", exit=2)


def test_days_that_are_to_go(here, job, earshot):
    """As the table of exit codes says."""
    job()
    sorted((here / "events").iterdir())[0].unlink()
    job(exit=3)
    assert "with `--removals-max 30%` after the job's command" in OPERATIONS
    earshot(*COMMAND[1:], "--removals-max", "30%")
    job()


@pytest.fixture
def cron(here):
    """Runs cron's script; `tries` and a short pause in place of its own."""
    script = (PACKAGING / "cron/earshot-nightly").read_text()

    def run(tries=2, **options):
        text = script.replace("tries_left=13", f"tries_left={tries}").replace("sleep 300", "sleep 0.1")
        text = text.replace(DIRECTORY, str(here)).replace(PROGRAM, os.environ["EARSHOT"])
        (here / "nightly").write_text(text)
        command = ["sh", here / "nightly"]
        return subprocess.Popen(
            command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
        )

    assert all(text in script for text in ("tries_left=13", "sleep 300", DIRECTORY, PROGRAM))
    return run


def told(process):
    said = process.communicate(timeout=300)[0]
    return process.returncode, said


def test_cron_is_silent_where_all_is_well(here, cron):
    assert told(cron()) == (0, "")
    assert json.loads((here / "result.json").read_text())["verify"]
    assert "consolidated 4 event files" in (here / "nightly.log").read_text()


def test_cron_says_what_failed(here, cron):
    for day in (here / "events").iterdir():
        day.write_text("nothing\n")
    code, said = told(cron())
    assert code == 1 and said.startswith("earshot ended with 1:\n") and "earshot: " in said
    assert said.count("earshot: ") == 1, "it would fail again, so it is not tried again"


def test_cron_tries_again(here, cron, job):
    job()
    with lock(here / "plays.csv"):
        code, said = told(cron())
        assert code == 75 and "another earshot is writing plays.csv" in said
        (here / "nightly.log").unlink()
        waiting = cron(tries=13)
        while not (here / "nightly.log").exists() or "another earshot" not in (here / "nightly.log").read_text():
            assert waiting.poll() is None
    assert told(waiting) == (0, "")


def test_cron_beside_a_run_leaves_its_result_alone(here, cron, job):
    assert told(cron()) == (0, "")
    result, log = (here / "result.json").read_text(), (here / "nightly.log").read_text()
    with lock(here / "plays.csv"):
        code, said = told(cron())
    assert code == 75 and "consolidated" not in said
    assert (here / "result.json").read_text() == result and (here / "nightly.log").read_text().startswith(log)
    assert list(here.glob("result.json*")) == [here / "result.json"]


def test_crons_line_names_the_script():
    [line] = [line for line in (PACKAGING / "cron/earshot").read_text().splitlines() if line[0] not in "#M"]
    minute, hour, day, month, weekday, user, command = line.split()
    assert (int(minute), int(hour), day, month, weekday, user) == (15, 3, "*", "*", "*", "earshot")
    path = pathlib.Path(command)
    assert f"install packaging/cron/{path.name} {path.parent}/" in OPERATIONS
    assert os.access(PACKAGING / "cron" / path.name, os.X_OK)


def test_corrections_by_hand(here, job, earshot):
    """The command that the page gives, and the next night."""
    day = sorted((here / "events").iterdir())[1]
    header, first, *rows = day.read_text().splitlines(True)
    day.write_text("".join([header, "short\n", *rows]))
    job()
    rejects = here / "rejects.ndjson"
    rejects.write_text(rejects.read_text().replace('"raw":"short"', json.dumps({"raw": first.strip()})[1:-1]))
    assert "reingest" in job(exit=1).stderr
    [command] = re.findall(rf"sudo -u earshot sh -c 'cd {DIRECTORY} && (.*)'", OPERATIONS)
    for one in command.split(" && "):
        earshot(*shlex.split(one)[1:])
    before = sorted((here / "plays.csv").read_text().splitlines())
    job()
    assert sorted((here / "plays.csv").read_text().splitlines()) == before


def test_what_a_run_leaves(here, job, earshot):
    job()
    job()
    table = re.search(r"## What a run leaves\n\n(.*?)\n\n", OPERATIONS, re.DOTALL)[1]
    known = set(re.findall(r"`([\w.]+)`", " ".join(line.split("|")[1] for line in table.splitlines())))
    # Standard output, which the jobs put into a file, and what reingest, forget and cron's script leave.
    others = {"result.json", "nightly.log", "plays.csv.corrections", "plays.csv.forgotten"}
    assert {path.name for path in here.iterdir()} - {"events"} == known - others
    (here / "plays.csv.loaded").unlink()
    job()


def test_monitoring(here, job):
    (here / "result.json").write_text(job().stdout)
    block = re.search(r"## Monitoring\n.*?```sh\n(.*?)```", OPERATIONS, re.DOTALL)[1].replace(DIRECTORY, str(here))
    commands = [line for line in block.splitlines() if not line.startswith("#")]
    path = f"{pathlib.Path(os.environ['EARSHOT']).parent}:{os.environ['PATH']}"

    def codes():
        return [
            subprocess.run(["sh", "-c", command], cwd=here, env={"PATH": path}, capture_output=True).returncode
            for command in commands
        ]

    assert codes() == [0, 0, 0, 0, 0]
    result = here / "result.json"
    result.write_text(result.read_text().replace('"verdict": "same"', '"verdict": "DIFFERENT"', 1))
    os.utime(result, (1, 1))
    assert codes() == [1, 1, 0, 0, 0]
    (here / "earshot.db").unlink()
    assert codes()[2] != 0


def test_tables_from_a_backup(here, job, database):
    """The next run makes them right, though they say that they have what they had then."""
    job()
    old = (here / "earshot.db").read_bytes()
    day = sorted((here / "events").iterdir())[1]
    day.write_text(day.read_text().replace(",paid,", ",free,"))
    job()
    rows = database("select * from song_at")
    (here / "earshot.db").write_bytes(old)
    assert job().stdout
    assert database("select * from song_at") == rows


def test_the_page_is_linked():
    assert "docs/operations.md" in (ROOT / "README.md").read_text()
    for name in re.findall(r"packaging/[\w./-]+", OPERATIONS):
        assert (ROOT / name.rstrip("/.")).exists(), name
