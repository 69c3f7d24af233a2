"""The nightly earshot job as a DAG for Airflow 3. docs/operations.md says how to install it, and what to do when it fails.

Exit code 75, "try again later", and a kill are tried again; whatever else fails would fail again, and fails at once.
"""

import datetime
import os
import pathlib
import subprocess
import tempfile

from airflow.sdk import DAG, BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

# On the worker. Settings, such as the store, are in its earshot.toml.
DIRECTORY = "/var/lib/earshot"
COMMAND = """/usr/local/bin/earshot run events -o plays.csv --rejects rejects.ndjson --report report.json
    --format json""".split()
TRY_AGAIN_LATER = 75


class EarshotOperator(BaseOperator):
    """Runs an earshot command, with its messages in the task's log and, where all was right, its result in result.json."""

    def __init__(self, *, command, directory, **options):
        super().__init__(**options)
        self.command = command
        self.directory = directory
        self.process = None

    def execute(self, context):
        # Another one may be at work, which has a result of its own.
        with tempfile.NamedTemporaryFile(dir=self.directory, prefix="result.json.", delete=False) as result:
            try:
                self.raise_for(self.run(result))
                os.chmod(result.name, 0o640)
                os.replace(result.name, pathlib.Path(self.directory, "result.json"))
            finally:
                pathlib.Path(result.name).unlink(missing_ok=True)

    def run(self, result):
        self.process = subprocess.Popen(
            self.command,
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=result,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        for line in self.process.stderr:
            self.log.info("%s", line.rstrip())
        return self.process.wait()

    @staticmethod
    def raise_for(code):
        if code < 0:
            raise AirflowException(f"earshot was ended by signal {-code}; the next try goes on from there")
        if code == TRY_AGAIN_LATER:
            raise AirflowException("earshot says: try again later")
        if code > 0:
            raise AirflowFailException(f"earshot ended with {code}, and would again")

    def on_kill(self):
        # It stops before the next piece of work.
        if self.process is not None:
            self.process.terminate()


with DAG(
    dag_id="earshot_nightly",
    description="Consolidate the music events of all days and load what has changed",
    schedule="15 3 * * *",
    start_date=datetime.datetime(2024, 1, 1),
    catchup=False,  # a run is of all days
    max_active_runs=1,
    tags=["earshot"],
):
    EarshotOperator(
        task_id="run",
        command=COMMAND,
        directory=DIRECTORY,
        retries=12,
        retry_delay=datetime.timedelta(minutes=5),
        execution_timeout=datetime.timedelta(hours=12),
    )
