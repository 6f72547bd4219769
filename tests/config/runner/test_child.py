"""The shim: identity, parent-death signal, one process id."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.runner.isolation import server_isolation
from config.runner.process import SHIM, through_shim
from config.runner.stack import process_birth

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")


def test_the_process_id_stays_the_same() -> None:
    process = subprocess.Popen(
        through_shim([sys.executable, "-c", "import os; print(os.getpid())"], signal.SIGTERM),
        stdout=subprocess.PIPE,
        text=True,
    )
    said, _nothing = process.communicate(timeout=10)
    assert int(said) == process.pid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is mapped")
def test_root_becomes_an_ordinary_user_whose_files_are_still_ours(tmp_path: Path) -> None:
    isolation = server_isolation()
    if "--userns" not in isolation.options:
        pytest.skip("this machine has no user namespaces")
    made = tmp_path / "made"
    program = f"import os, pathlib; pathlib.Path({str(made)!r}).write_text('x'); print(os.geteuid())"
    done = subprocess.run(
        through_shim([sys.executable, "-c", program], signal.SIGTERM, isolation.options),
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) != 0
    assert made.stat().st_uid == 0


@pytest.mark.parametrize("isolated", [False, True])
def test_the_child_gets_its_signal_when_the_parent_is_killed(tmp_path: Path, isolated: bool) -> None:
    trace = tmp_path / "trace"
    child = (
        "import pathlib, signal, sys, time\n"
        f"trace = pathlib.Path({str(trace)!r})\n"
        "signal.signal(signal.SIGINT, lambda *_: (trace.write_text('interrupted'), sys.exit(0)))\n"
        "trace.write_text('ready')\n"
        "time.sleep(60)\n"
    )
    options = list(server_isolation().options) if isolated else []
    parent = (
        "import os, subprocess, sys\n"
        f"shim = [sys.executable, '-I', '-S', {str(SHIM)!r}, *{options!r}]\n"
        "more = ['--parent', str(os.getpid()), '--signal', '2', '--', sys.executable, '-c', sys.argv[1]]\n"
        "started = subprocess.Popen([*shim, *more], start_new_session=True)\n"
        "print(started.pid, flush=True)\n"
        "started.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent, child], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        _until(lambda: trace.exists() and trace.read_text() == "ready")
        process.kill()
    _until(lambda: not process_birth(pid))
    assert trace.read_text() == "interrupted"


def test_a_child_of_a_parent_that_is_gone_does_not_start() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SHIM), "--parent", "1", "--signal", "15", "--", "echo", "hallo"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")


def test_a_missing_program_is_named() -> None:
    done = subprocess.run(
        through_shim(["/bestaat/niet"], signal.SIGTERM), capture_output=True, text=True, check=False
    )
    assert done.returncode == 127
    assert "/bestaat/niet" in done.stderr


def _until(condition: object, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)
