"""Nothing outlives a runner that was killed, not even what does not listen."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.runner import watchdog

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('klaar', flush=True); time.sleep(60)"


@pytest.fixture
def deaf() -> "subprocess.Popen[bytes]":
    child = subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE, start_new_session=True)
    assert child.stdout is not None
    child.stdout.readline()
    child.stdout.close()
    return child


def test_what_does_not_listen_is_ended_soon_after_its_runner(
    deaf: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    state = tmp_path / "run.json"
    state.write_text(json.dumps({"pids": {"worker": [deaf.pid, ""]}}))
    dog = watchdog.start(state)
    deaf.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert dog.stdin is not None
    dog.stdin.close()
    assert deaf.wait(timeout=10) == -signal.SIGKILL
    dog.wait(timeout=10)
    assert time.monotonic() - began < 5


def test_after_an_ordinary_stop_it_touches_nothing(deaf: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    dog = watchdog.start(tmp_path / "run.json")
    watchdog.end(dog)
    assert (dog.returncode, deaf.poll()) == (0, None)
    deaf.kill()
    deaf.wait()
