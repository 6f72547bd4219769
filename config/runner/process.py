"""A program of ours as a child process: started through the shim, with a log, stopped in steps."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.runner.folders import REPO

SHIM = Path(__file__).with_name("child.py")
_LOGS_KEPT = 3


@dataclass(frozen=True)
class Program:
    """What to start and how it wants to be stopped.

    `stop` is a ladder of signals: the next one follows when the one before has no effect within its share of the
    time. `isolation` are shim options for the user it runs as. `ready` answers whether it does its work yet.
    """

    name: str
    argv: Sequence[str | Path]
    env: Mapping[str, str]
    log: Path
    death_signal: signal.Signals = signal.SIGTERM
    stop: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGKILL)
    isolation: tuple[str, ...] = ()
    ready: Callable[[], bool] | None = None
    ready_seconds: float = 30.0


def through_shim(
    argv: Sequence[str | Path], death_signal: signal.Signals, isolation: Sequence[str] = ()
) -> list[str]:
    """The command line that runs `argv` so that it gets `death_signal` when this process dies."""
    options = [*isolation, "--parent", str(os.getpid()), "--signal", str(int(death_signal))]
    return [sys.executable, "-I", "-S", str(SHIM), *options, "--", *map(str, argv)]


class Child:
    """A running Program. Start children from the main thread: the parent-death signal follows the thread."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.failures = 0
        self.started_at = 0.0
        self.restart_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it, in a session of its own so that Ctrl-C in the terminal reaches only the runner."""
        with self.program.log.open("ab") as log:
            self._process = subprocess.Popen(
                through_shim(self.program.argv, self.program.death_signal, self.program.isolation),
                cwd=REPO,
                env=dict(self.program.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started_at = time.monotonic()

    def exit_code(self) -> int | None:
        """None while it runs; the exit code once it ended, with what it left of its group cleared away."""
        if self._process is None:
            return 0
        code = self._process.poll()
        if code is not None:
            self.signal_group(signal.SIGKILL)
        return code

    def send(self, number: signal.Signals) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(number)

    def signal_group(self, number: signal.Signals) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)


def stop_all(children: Sequence[Child], seconds: float) -> None:
    """Stop children side by side within `seconds`; whoever does not listen is killed."""
    steps = max((len(child.program.stop) for child in children), default=0)
    for step in range(steps):
        for child in children:
            if child.exit_code() is None:
                ladder = child.program.stop
                child.send(ladder[min(step, len(ladder) - 1)])
        deadline = time.monotonic() + seconds / max(steps - 1, 1)
        while any(child.exit_code() is None for child in children) and time.monotonic() < deadline:
            time.sleep(0.01)


def rotate_log(path: Path) -> None:
    """Keep the last runs' logs as name.log.1 to name.log.3."""
    if not path.exists() or not path.stat().st_size:
        return
    for number in range(_LOGS_KEPT, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        newer = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        if newer.exists():
            newer.replace(older)


def telling_line(path: Path) -> str:
    """The line of a log that says best what went wrong: the last one that names an error, else the last."""
    lines = [_in_short(line.strip()) for line in log_end(path).splitlines() if line.strip()]
    naming = [
        line for line in lines if re.search(r"error|fatal|panic|refused|denied|fout", line, re.IGNORECASE)
    ]
    return (naming or lines or ["(leeg)"])[-1][:300]


def _in_short(line: str) -> str:
    """Of a line that is an object with an error in it (config/log_lines.py): which error, and where."""
    try:
        first, *_others = json.loads(line)["error"]
        return f"error: {first['type']}, {first['places'][-1]}"
    except (ValueError, LookupError, TypeError):
        return line


def log_end(path: Path) -> str:
    """The last few thousand characters of a log; empty when there is none."""
    try:
        return path.read_bytes()[-4000:].decode("utf-8", "replace")
    except OSError:
        return ""


def foreground(argv: Sequence[str | Path], env: Mapping[str, str]) -> int:
    """Run a program in the terminal's foreground and answer with its exit code.

    Ctrl-C reaches it by itself (it shares our terminal); a SIGTERM to us is passed on.
    """
    process = subprocess.Popen(through_shim(argv, signal.SIGTERM), cwd=REPO, env=dict(env))

    def pass_on(number: int, _frame: object) -> None:
        if number != signal.SIGINT:
            process.send_signal(number)

    before = {
        number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code
