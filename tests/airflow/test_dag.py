"""The DAG of packaging/airflow in a real Airflow, with the real program: `make test-airflow`.

In the file only the program, the directory and the pause between tries are other ones.
"""

import fcntl
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

import pytest

DAG = pathlib.Path(__file__).resolve().parents[2] / "packaging/airflow/earshot_nightly.py"
AIRFLOW = pathlib.Path(sys.executable).parent / "airflow"


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """Airflow's own directory, with its database."""
    home = tmp_path_factory.mktemp("airflow")
    (home / "dags").mkdir()
    os.environ.update(AIRFLOW_HOME=str(home), AIRFLOW__CORE__LOAD_EXAMPLES="False")
    subprocess.run([AIRFLOW, "db", "migrate"], check=True, capture_output=True)
    return home


@pytest.fixture
def job(home, tmp_path):
    """The job's directory, with four days, and the DAG for it."""
    subprocess.run([os.environ["EARSHOT"], "generate", "--days", "4", "-o", "events"], cwd=tmp_path, check=True)
    text = DAG.read_text()
    for own, other in {
        "/usr/local/bin/earshot": os.environ["EARSHOT"],
        "/var/lib/earshot": str(tmp_path),
        "timedelta(minutes=5)": "timedelta(seconds=1)",
    }.items():
        assert own in text
        text = text.replace(own, other)
    (home / "dags/earshot_nightly.py").write_text(text)
    return tmp_path


def start():
    command = [AIRFLOW, "dags", "test", "earshot_nightly"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def outcome(process):
    """How often the task ran, the state that the DAG's run had at last, and all that was said."""
    said = process.communicate(timeout=300)[0]
    tries = len(re.findall(r"\[DAG TEST\] starting task_id=run", said))
    states = re.findall(r"DagRun Finished: .*?\bstate=(\w+)|Marking run .*? (successful|failed)", said)
    return tries, "".join(states[0]) if states else None, said


def test_airflow_takes_it(job, home):
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(str(home / "dags"))
    assert bag.import_errors == {}
    dag = bag.dags["earshot_nightly"]
    [task] = dag.tasks
    assert (task.retries, dag.catchup, dag.max_active_runs) == (12, False, 1)


def test_a_night(job):
    tries, state, said = outcome(start())
    assert (tries, state) == (1, "successful"), said
    assert "consolidated 4 event files" in said
    assert {row["verdict"] for row in json.loads((job / "result.json").read_text())["verify"]} == {"same"}
    assert list(job.glob("result.json*")) == [job / "result.json"]


def test_75_is_tried_again(job):
    outcome(start())
    with open(job / "plays.csv", "rb") as plays:
        fcntl.flock(plays, fcntl.LOCK_EX)
        process = start()
        while not list(job.glob("result.json.*")):
            assert process.poll() is None
            time.sleep(0.1)
        # Until it was refused.
        time.sleep(7)
    tries, state, said = outcome(process)
    assert tries > 1 and state == "successful", said
    assert "earshot says: try again later" in said


@pytest.mark.parametrize("code", [1, 2, 3])
def test_what_would_fail_again_is_not_tried_again(job, home, code):
    days = sorted((job / "events").iterdir())
    if code == 1:
        days[0].write_text("nothing\n")
    elif code == 2:
        path = home / "dags/earshot_nightly.py"
        path.write_text(path.read_text().replace("--format json", "--unknown"))
    else:
        outcome(start())
        days[0].unlink()
    tries, state, said = outcome(start())
    assert (tries, state) == (1, "failed"), said
    assert f"earshot ended with {code}, and would again" in said


def test_a_task_that_is_killed_stops_earshot(job, home):
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk.exceptions import AirflowException, AirflowFailException

    [task] = DagBag(str(home / "dags")).dags["earshot_nightly"].tasks
    task.execute({})
    with open(job / "plays.csv", "rb") as plays:
        fcntl.flock(plays, fcntl.LOCK_EX)
        threading.Timer(1, task.on_kill).start()
        with pytest.raises(AirflowException, match="ended by signal 15") as raised:
            task.execute({})
    # It may be tried again.
    assert not isinstance(raised.value, AirflowFailException)
