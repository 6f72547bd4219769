"""Sees to it that nothing outlives a runner that was killed.

    python -m config.runner.watchdog RUN_JSON      with a pipe from the runner as standard input

Every child gets a signal when the runner dies (config/runner/child.py) and nearly always goes at once. A child that
is busy just then may not; after a short wait this process ends what is left: PostgreSQL by its immediate shutdown,
from which it recovers by itself, the others the hard way. After an ordinary stop there is nothing left to do.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.runner.folders import REPO

# Together under the five seconds that everything may take to stop.
PATIENCE, LAST_SECONDS = 2.5, 1.0


def start(state: Path) -> "subprocess.Popen[bytes]":
    """Start the watchdog of a data folder; it looks up when its standard input closes, so with us."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "config.runner.watchdog", str(state)],
        cwd=REPO,
        env={"PYTHONPATH": str(REPO), "PATH": os.environ.get("PATH", os.defpath)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def end(watchdog: "subprocess.Popen[bytes]") -> None:
    """Let it go, after an ordinary stop."""
    if watchdog.stdin:
        watchdog.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        watchdog.wait(timeout=PATIENCE + LAST_SECONDS)


def main(state: Path) -> None:
    """Wait for the end of standard input, then clear away the process groups that the state file names."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    try:
        pids = {name: int(entry[0]) for name, entry in json.loads(state.read_text("utf-8"))["pids"].items()}
    except (OSError, ValueError, KeyError):
        return  # stopped in order: the runner took its state file away
    left = {name: pid for name, pid in pids.items() if _there(pid)}
    left = _wait(left, PATIENCE)
    for name, pid in left.items():
        with contextlib.suppress(OSError):
            if name == "postgres":
                os.kill(pid, signal.SIGQUIT)
            else:
                os.killpg(pid, signal.SIGKILL)
    for pid in _wait(left, LAST_SECONDS).values():
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


def _there(group: int) -> bool:
    """Whether any process of this group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _wait(groups: dict[str, int], seconds: float) -> dict[str, int]:
    """What is left of `groups` after at most so many seconds."""
    deadline = time.monotonic() + seconds
    while groups and time.monotonic() < deadline:
        time.sleep(0.05)
        groups = {name: group for name, group in groups.items() if _there(group)}
    return groups


if __name__ == "__main__":
    main(Path(sys.argv[1]))
