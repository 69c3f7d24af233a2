"""What is written: never over what is read, whole or not at all, and where the user's path leads."""

import json
import os
import pathlib
import signal
import stat
import subprocess

import plays_file
import pytest

HEADER = "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n"
PLAY = "A,F,M,1,L,2.5,paid,loc,7,s,9\n"
QUESTION = '[[question]]\nname = "heard"\ngiven = ["session_id"]\nanswer = ["song"]\n'
PRELOAD = pathlib.Path(__file__).parent / "preload" / "no_nameless_files.c"


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(HEADER + PLAY)
    return path


def refused(done, name):
    assert f"{name} is one of the files that are used, and would be destroyed; write to another file" in done.stderr


def test_conflicts_may_not_destroy_the_plays(earshot, tmp_path):
    plays_file.write(tmp_path / "plays.csv", {})
    before = (tmp_path / "plays.csv").read_bytes()
    refused(earshot("load", "plays.csv", "--conflicts", "./plays.csv", exit=2), "./plays.csv")
    assert (tmp_path / "plays.csv").read_bytes() == before


@pytest.mark.parametrize("option", ["-o", "--rejects", "--report", "--conflicts"])
@pytest.mark.parametrize("victim", ["events.csv", "earshot.db", "questions.toml"])
def test_run_writes_over_nothing_that_it_uses(earshot, events, tmp_path, option, victim):
    (tmp_path / "questions.toml").write_text(QUESTION)
    earshot("run", events, "--questions", "questions.toml")
    before = (tmp_path / victim).read_bytes()
    (tmp_path / "link").symlink_to(victim)
    refused(earshot("run", events, "--questions", "questions.toml", option, "link", exit=2), "link")
    assert (tmp_path / victim).read_bytes() == before


@pytest.mark.parametrize("beside", ["-wal", "-shm", "-journal", ".loading", ".new"])
def test_nothing_is_written_over_what_is_beside_a_store(earshot, events, tmp_path, beside):
    earshot("run", events)
    (tmp_path / "link").symlink_to("earshot.db" + beside)
    for path in ["earshot.db" + beside, "link"]:
        for command in [["consolidate", events, "-o"], ["export", "song_at", "-o"], ["run", events, "--report"]]:
            done = earshot(*command, path, exit=2)
            assert f"{path} is a file that SQLite keeps beside a database" in done.stderr
    assert not (tmp_path / ("earshot.db" + beside)).exists()


@pytest.mark.parametrize("name", ["/dev/stdout", "/proc/self/fd/1"])
def test_a_table_is_not_written_between_the_results(earshot, events, name):
    earshot("run", events)
    done = earshot("export", "song_at", "-o", name, exit=2)
    assert f"{name} is standard output, where the results go" in done.stderr and done.stdout == ""
    done = earshot("consolidate", events, "-o", name, "--format", "json", exit=2)
    assert "where the results go" in done.stderr and done.stdout == ""
    earshot("consolidate", events, "-o", name)


def test_two_names_of_one_file_that_is_not_there_yet(earshot, events, tmp_path):
    earshot("run", events)
    (tmp_path / "tables").mkdir()
    for name in ["song_at", "session_songs"]:
        (tmp_path / "tables" / f"{name}.csv").symlink_to("one.csv")
    done = earshot("export", "-o", "tables", exit=2)
    assert "is to be written twice" in done.stderr
    assert not (tmp_path / "tables" / "one.csv").exists()


def test_a_pipe_a_device_and_a_link_are_written_to_and_not_replaced(earshot, events, tmp_path):
    (tmp_path / "real.json").touch()
    (tmp_path / "real.json").chmod(0o600)
    (tmp_path / "link.json").symlink_to("real.json")
    # Links to the devices, so that it is a link that is lost should this fail, and not the machine's /dev/null.
    (tmp_path / "null").symlink_to("/dev/null")
    (tmp_path / "stdout").symlink_to("/dev/stdout")
    earshot("consolidate", events, "-o", "null", "--report", "link.json")
    assert (tmp_path / "null").is_symlink()
    assert (tmp_path / "link.json").is_symlink() and '"plays": 1' in (tmp_path / "real.json").read_text()
    assert stat.S_IMODE((tmp_path / "real.json").stat().st_mode) == 0o600
    assert '"plays": 1' in earshot("consolidate", events, "--report", "stdout").stdout
    # The file that a shell has made of standard output gets both, one after the other.
    run = '"$EARSHOT" run events.csv --format ndjson --report stdout >all.json'
    subprocess.run(["bash", "-c", run], cwd=tmp_path, check=True)
    lines = (tmp_path / "all.json").read_text().splitlines()
    assert json.loads("\n".join(lines[:-1]))["plays"] == 1
    assert json.loads(lines[-1])["load"][0]["table"] == "song_at"


def knows_nameless_files(directory):
    try:
        os.close(os.open(directory, os.O_TMPFILE | os.O_WRONLY))
    except OSError:
        return False
    return True


def test_a_killed_run_leaves_no_half_of_a_file(events, tmp_path):
    running = subprocess.Popen([os.environ["EARSHOT"], "consolidate", "-"], cwd=tmp_path, stdin=subprocess.PIPE)
    running.stdin.write((HEADER + PLAY * 500_000).encode())
    running.stdin.flush()
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == -signal.SIGINT
    # Without nameless files the half has a name, but never the output's.
    halves = 0 if knows_nameless_files(tmp_path) else 1
    left = sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith(".part"))
    assert left == ["events.csv"] and len(list(tmp_path.glob("*.part"))) == halves


def test_where_the_file_system_knows_no_nameless_files(earshot, events, tmp_path):
    subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "preload.so", PRELOAD], check=True)
    preload = {"LD_PRELOAD": tmp_path / "preload.so", "ASAN_OPTIONS": "verify_asan_link_order=0"}
    earshot("consolidate", events, "-o", "plays.csv", environment=preload)
    assert PLAY.replace(",", '","').strip() in (tmp_path / "plays.csv").read_text()
    events.write_text(HEADER + PLAY + "short\n")
    earshot("consolidate", events, "-o", "other.csv", environment=preload, exit=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.csv", "plays.csv", "preload.so"]


def test_two_runs_that_write_the_same_file(tmp_path):
    """Each run must prove what it has made, or say that it is gone."""
    for name, sessions in (("a", 3000), ("b", 6000)):
        (tmp_path / f"{name}.csv").write_text(
            HEADER + "".join(PLAY.replace(",7,", f",{session},") for session in range(sessions))
        )
    for _ in range(5):
        runs = [
            subprocess.Popen(
                [os.environ["EARSHOT"], "run", f"{name}.csv", "--store", f"sqlite:{name}.db"],
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in ("a", "b")
        ]
        for run, plays in zip(runs, ("3000", "6000")):
            out, told = run.communicate(timeout=300)
            if run.returncode == 0:
                assert [line.split()[1] for line in out.splitlines() if line.startswith("song_at ")][0] == plays
            else:
                assert "is writing event_datafile_new.csv" in told or "by another program meanwhile" in told, told


def test_plays_that_can_be_read_only_once_are_refused(earshot, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "pipe can be read only once" in earshot("load", "pipe", exit=1).stderr


def test_no_tables_without_plays(earshot):
    assert "cannot open nothing.csv" in earshot("load", "nothing.csv", exit=1).stderr
    assert (
        "has no table song_at; load it first"
        in earshot("ask", "song_at", "session_id=1", "item_in_session=1", exit=1).stderr
    )


@pytest.mark.parametrize("target", ["/dev/full", "closed"])
def test_messages_that_nobody_can_take_stop_nothing(events, tmp_path, target):
    redirect = "2>&-" if target == "closed" else f"2>{target}"
    done = subprocess.run(
        ["bash", "-c", f'"$EARSHOT" run events.csv {redirect}'], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0 and done.stdout.count("same") == 4
    done = subprocess.run(["bash", "-c", f'"$EARSHOT" drop --yes {redirect}'], cwd=tmp_path)
    assert done.returncode == 0


def test_a_result_that_nobody_can_take_is_an_error(events, tmp_path):
    for command in ("generate --days 1 --users 5", "run events.csv"):
        done = subprocess.run(
            ["bash", "-c", f'"$EARSHOT" {command} >/dev/full'], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 1 and "cannot write the result: No space left on device" in done.stderr


def test_nothing_is_written_where_the_report_cannot_be(earshot, events, tmp_path):
    done = earshot("consolidate", "events.csv", "--report", "no/report.json", exit=1)
    assert "cannot write no/report.json" in done.stderr
    assert not (tmp_path / "event_datafile_new.csv").exists()


def test_a_report_that_fails_late_says_that_the_plays_are_written(earshot, events, tmp_path):
    done = earshot("consolidate", "events.csv", "--report", "/dev/full", exit=1)
    assert "cannot write /dev/full" in done.stderr and "event_datafile_new.csv is written" in done.stderr
    assert (tmp_path / "event_datafile_new.csv").exists()


def test_one_output_under_two_names_before_it_exists(earshot, events, tmp_path):
    done = earshot("consolidate", "events.csv", "-o", "x.csv", "--rejects", "./x.csv", exit=2)
    assert "is to be written twice" in done.stderr and not (tmp_path / "x.csv").exists()


def test_names_that_lead_nowhere_are_refused_before_the_work(earshot, events, tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    assert "cannot write loop: " in earshot("consolidate", "events.csv", "-o", "loop", exit=1).stderr
    assert "File name too long" in earshot("consolidate", "events.csv", "-o", "x" * 250, exit=1).stderr


def kept(name):
    return f"{name} has the name of a file that is kept beside the plays"


@pytest.mark.parametrize("ending", [".corrections", ".forgotten", ".loaded"])
@pytest.mark.parametrize("option", ["-o", "--rejects", "--report", "--conflicts"])
def test_what_is_kept_beside_the_plays_is_no_output(earshot, events, tmp_path, option, ending):
    name = "plays.csv" + ending
    assert kept(name) in earshot("run", "events.csv", option, name, exit=2).stderr
    (tmp_path / name).write_text("{}\n")
    assert kept(name) in earshot("run", "events.csv", option, name, exit=2).stderr
    assert (tmp_path / name).read_text() == "{}\n"
    earshot("run", "events.csv")
    assert kept(name) in earshot("export", "song_at", "-o", name, exit=2).stderr


@pytest.mark.parametrize("content", [HEADER + PLAY, '{"artist":"A","song":"s"}\n', "my notes\n"])
@pytest.mark.parametrize("option", ["-o", "--events", "--report", "--conflicts"])
def test_a_file_of_another_kind_is_not_replaced(earshot, events, tmp_path, option, content):
    other = tmp_path / "other.csv"
    other.write_text(content)
    before = other.read_bytes()
    refused = earshot("run", "events.csv", option, "other.csv", exit=2).stderr
    assert "other.csv is a file of another kind, and would be destroyed" in refused
    assert other.read_bytes() == before
    # One of the same kind is, and an empty one, and what has no content to lose.
    other.write_text("")
    earshot("run", "events.csv", option, "other.csv")
    earshot("run", "events.csv", option, "other.csv")
    if option != "-o":  # a load reads that
        earshot("run", "events.csv", option, "/dev/null")


@pytest.mark.parametrize("option", ["-o", "--rejects", "--report"])
def test_consolidate_does_not_replace_the_questions(earshot, events, tmp_path, option):
    (tmp_path / "q.toml").write_text(QUESTION)
    refused(earshot("consolidate", "events.csv", option, "q.toml", "--questions", "q.toml", exit=2), "q.toml")
    assert (tmp_path / "q.toml").read_text() == QUESTION


@pytest.mark.parametrize("form", ["csv", "json", "ndjson", "csv.zst", "ndjson.zst"])
def test_export_replaces_exports_alone(earshot, events, tmp_path, form):
    earshot("run", "events.csv")
    for _ in range(2):
        earshot("export", "song_at", "-o", f"song_at.{form}")
    (tmp_path / f"song_at.{form}").write_text(HEADER)
    assert "is a file of another kind" in earshot("export", "song_at", "-o", f"song_at.{form}", exit=2).stderr
    assert (tmp_path / f"song_at.{form}").read_text() == HEADER


def test_export_replaces_what_another_question_made(earshot, events, tmp_path):
    earshot("run", "events.csv")
    for table in ["song_at", "song_listeners"]:
        earshot("export", table, "-o", "rows.csv")
    assert (tmp_path / "rows.csv").read_text().startswith("song,user_id,")
