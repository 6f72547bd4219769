"""A real Celery worker on the database and broker of a test, with the login that it has on a server."""

import os
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from kombu import Connection

from config.runner.folders import REPO, DataFolder
from config.runner.process import through_shim
from config.runner.run_command import task_programs


class Worker:
    """A worker that runs, with a broker of its own inside the one of the tests."""

    def __init__(self, process: "subprocess.Popen[bytes]", broker_url: str, log: Path) -> None:
        self.process = process
        self.broker_url = broker_url
        self.log = log

    def send(self, task: str) -> None:
        """Puts a task before it, as clock and pages do."""
        from config.celery import app

        with Connection(self.broker_url) as broker:
            app.send_task(task, connection=broker)

    def end(self, number: signal.Signals) -> int:
        """Asks it to stop. Gives its exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)


@contextmanager
def worker(tmp_path: Path, smtp_port: int) -> Iterator[Worker]:
    """A worker as the runner starts it, which mails to `smtp_port`; killed at the end when it still runs."""
    call_command("set_login_passwords", verbosity=0)
    data = DataFolder(tmp_path / "worker")
    data.make()
    broker_url = urlunsplit(urlsplit(settings.CELERY_BROKER_URL)._replace(path="/7"))
    with Connection(broker_url) as broker:
        broker.default_channel.client.flushdb()
    database = urlsplit(os.environ["DATABASE_URL_WORKER"])
    env = {
        **os.environ,
        "DATABASE_URL_WORKER": urlunsplit(database._replace(path=f"/{connection.settings_dict['NAME']}")),
        "REDIS_URL": broker_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "PYTHONPATH": str(REPO),
    }
    program = next(one for one in task_programs(env, data) if one.name == "worker")
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            through_shim([*program.argv, "--hostname", f"{uuid.uuid4().hex}@test"], program.death_signal),
            cwd=REPO,
            env=dict(program.env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Worker(process, broker_url, program.log)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
