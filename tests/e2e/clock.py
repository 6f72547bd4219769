"""A fortnight in a minute: a second participants' face on the running stack's data, with a clock of its own.

The stack and its tasks keep the real time, and no other test sees the moved one.
"""

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from config.runner.environment import of_face
from config.runner.process import through_shim
from tests.e2e.conftest import REPO, Stack

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local_today() -> dt.date:
    """The local day of now, as Gedag counts them: it begins at four."""
    return (
        dt.datetime.fromtimestamp(time.time(), AMSTERDAM).replace(tzinfo=None) - dt.timedelta(hours=4)
    ).date()


@dataclass
class Clock:
    """The moved clock. Day 0 is the local day on which the tests began: before four at night still the one before."""

    file: Path
    first: dt.date

    def set(self, day: int, at: dt.time = dt.time(12)) -> None:
        """It is now this time on this day, in Amsterdam; from there it runs on."""
        wanted = dt.datetime.combine(self.first + dt.timedelta(days=day), at, AMSTERDAM)
        ahead = wanted.timestamp() - time.time()
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(ahead))
        fresh.replace(self.file)  # in one step: the face may read at any time


@contextmanager
def moved_face(stack: Stack, folder: Path) -> Iterator[Clock]:
    """Runs the face beside the stack, as `stack.clocked`, and gives its clock, which stands on noon of day 0."""
    clock = Clock(folder / "clock", local_today())
    clock.set(0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    shared = json.loads((stack.data / "run.json").read_text())["env"]
    own = {"GEDAG_URL_DEELNEMER": address, "PYTHONPATH": str(REPO)}
    with (folder / "clocked.log").open("w") as log:
        process = subprocess.Popen(
            through_shim(_granian(port), signal.SIGTERM),
            env=of_face({**os.environ, **shared, **own}, "deelnemer"),
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_alive(address)
            stack.clocked = address
            yield clock
        finally:
            stack.clocked = ""
            process.terminate()
            process.wait(timeout=15)


def _granian(port: int) -> list[str]:
    return [sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "1", "--blocking-threads", "2", "--workers-kill-timeout", "2", "--no-ws",
            "tests.e2e.clocked_face:application"]  # fmt: skip


def _wait_until_alive(address: str) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"{address}/gezond", timeout=2):
            return
        time.sleep(0.1)
    raise AssertionError(f"no answer at {address}")
