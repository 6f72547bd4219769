"""Starting the real runner in tests, and knowing which processes belong to it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from config.runner.folders import REPO
from config.runner.ports import free_port, is_taken
from config.runner.process import through_shim
from config.runner.stack import process_birth

_OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "GEDAG_", "DJANGO_", "PG_BIN", "CI", "COV_")


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without what `./gedag test` set, so that the runner starts its own servers."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**env, "PYTHONPATH": str(REPO), **more}


def three_free_ports() -> int:
    """The first of three ports in a row that nobody uses."""
    for _ in range(100):
        first = free_port()
        if not any(is_taken(first + extra) for extra in range(3)):
            return first
    raise AssertionError("no three free ports in a row")


def run_command(*arguments: str) -> list[str]:
    """The command line of the runner, as `./gedag` becomes it."""
    return [sys.executable, "-P", "-m", "config.runner", *arguments]


def refused(*arguments: str, **env: str) -> str:
    """Run a command that must say no, and give its one sentence."""
    done = subprocess.run(
        run_command(*arguments),
        env=clean_environment(**env),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if line and line != "Gedag start …"]
    assert len(said) == 1, done.stderr
    return said[0]


class Running:
    """A `run` in a data folder of its own."""

    def __init__(self, data: Path, port: int, **env: str) -> None:
        self.data = data
        self.port = port
        self.env = clean_environment(GEDAG_DATA=str(data), GEDAG_PORT=str(port), **env)
        # Through the shim, so that it ends with us when the tests themselves are cut off.
        self.process = subprocess.Popen(
            through_shim(run_command("run"), signal.SIGINT),
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed = self._until_ready()

    def _until_ready(self) -> str:
        assert self.process.stdout
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if "Stoppen: Ctrl-C" in line:
                return "".join(lines)
        self.process.wait()
        self.process.stdout.close()
        raise AssertionError("".join(lines))

    def state(self) -> dict[str, dict[str, object]]:
        """What run.json says."""
        return dict(json.loads((self.data / "run.json").read_text()))

    def pid_of(self, name: str) -> int:
        """The process id of one of its children."""
        return int(json.loads((self.data / "run.json").read_text())["pids"][name][0])

    def end(self, number: signal.Signals) -> tuple[int, float]:
        """Send the signal; give the exit code and the seconds until no process of it was left."""
        everything = [*descendants(self.process.pid), (self.process.pid, process_birth(self.process.pid))]
        assert len(everything) > 8
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=20)
        while alive(everything) and time.monotonic() < began + 20:
            time.sleep(0.02)
        seconds = time.monotonic() - began
        if self.process.stdout:
            self.process.stdout.close()
        return code, seconds


@contextlib.contextmanager
def running(data: Path, port: int, **env: str) -> Iterator[Running]:
    """A run that is stopped at the end, whatever happened in between."""
    started = Running(data, port, **env)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.end(signal.SIGINT)


def descendants(pid: int) -> list[tuple[int, str]]:
    """Every process below this one, with its moment of birth."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found, queue = [], [pid]
    while queue:
        for child in children.get(queue.pop(), []):
            queue.append(child)
            found.append((child, process_birth(child)))
    return found


def alive(processes: list[tuple[int, str]]) -> list[int]:
    """Which of these processes still run."""
    return [pid for pid, birth in processes if birth and process_birth(pid) == birth]
