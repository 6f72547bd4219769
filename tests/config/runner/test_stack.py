"""Children: restarted after a crash, stopped in steps, nothing of theirs left behind."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.runner.folders import DataFolder
from config.runner.process import Program, rotate_log, telling_line
from config.runner.refusal import Refusal
from config.runner.stack import Stack, StopRequested, process_birth


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def stack(tmp_path: Path, said: list[str]) -> Iterator[Stack]:
    data = DataFolder(tmp_path / "data")
    data.make()
    stack = Stack(data, said.append, "test")
    yield stack
    stack.stop()


def program(stack: Stack, code: str, name: str = "proef", **more: object) -> Program:
    return Program(
        name=name,
        argv=[sys.executable, "-c", code],
        env=dict(os.environ),
        log=stack.data.logs / f"{name}.log",
        **more,  # type: ignore[arg-type]
    )


def watch_until(stack: Stack, done: Callable[[], bool], seconds: float = 15.0) -> None:
    """Let the stack watch its children until something is so."""
    deadline = time.monotonic() + seconds

    def pause(_seconds: float) -> None:
        time.sleep(0.02)
        if done():
            raise StopRequested
        assert time.monotonic() < deadline, "it did not happen"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stack, "pause", pause)
        with pytest.raises(StopRequested):
            stack.watch()


def pid_of(stack: Stack, name: str = "proef") -> int:
    return int(stack.facts["pids"][name][0])


def test_a_crashed_child_comes_back_and_is_named(stack: Stack, said: list[str]) -> None:
    stack.start(program(stack, "import time; time.sleep(60)"))
    first = pid_of(stack)
    os.kill(first, signal.SIGKILL)
    watch_until(stack, lambda: pid_of(stack) != first)
    assert process_birth(pid_of(stack))
    assert said == [
        f"'proef' stopte onverwacht (signaal 9) en start zo opnieuw (poging 1); zie {stack.data.logs}/proef.log"
    ]


def test_a_child_that_keeps_failing_is_tried_less_and_less_often(stack: Stack, said: list[str]) -> None:
    stack.launch(program(stack, "raise SystemExit(3)"))
    began = time.monotonic()
    watch_until(stack, lambda: len(said) == 3)
    assert "code 3" in said[-1]
    # half a second after the first failure, a whole one after the second
    assert time.monotonic() - began >= 1.5


def test_who_does_not_listen_is_killed_and_so_is_what_it_started(stack: Stack) -> None:
    stubborn = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    log = stack.data.logs / "proef.log"
    stack.start(program(stack, stubborn, ready=lambda: log.exists() and log.read_text().strip().isdigit()))
    family = [pid_of(stack), int(log.read_text())]
    began = time.monotonic()
    stack.stop()
    assert time.monotonic() - began < 5
    _until(lambda: not any(process_birth(pid) for pid in family))


def test_a_child_that_does_not_start_is_refused_with_its_reason(stack: Stack) -> None:
    broken = program(stack, "raise ValueError('de sleutel past niet')", ready=lambda: False)
    with pytest.raises(Refusal, match="'proef' stopte: ValueError: de sleutel past niet"):
        stack.start(broken)


def test_a_program_that_ends_gives_its_output(stack: Stack) -> None:
    assert stack.run_to_end("kort", [sys.executable, "-c", "print('klaar')"], dict(os.environ)) == "klaar\n"
    with pytest.raises(Refusal, match="kapot"):
        stack.run_to_end("kort", [sys.executable, "-c", "raise SystemExit('kapot')"], dict(os.environ))


def test_a_full_log_disk_is_called_by_its_name(stack: Stack) -> None:
    code = "import sys; sys.exit('OSError: [Errno 28] No space left on device')"
    with pytest.raises(Refusal, match="is vol"):
        stack.run_to_end("kort", [sys.executable, "-c", code], dict(os.environ))


def test_logs_of_earlier_runs_are_kept_three_deep(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    for text in "abcde":
        log.write_text(text)
        rotate_log(log)
    assert not log.exists()
    assert [(tmp_path / f"x.log.{n}").read_text() for n in (1, 2, 3)] == ["e", "d", "c"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.log.1", "x.log.2", "x.log.3"]


def test_the_telling_line_is_the_last_error(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("begin\nValueError: dit was het\nLINE 1\n   ^\nklaar\n")
    assert telling_line(log) == "ValueError: dit was het"
    assert telling_line(tmp_path / "none") == "(leeg)"
    log.write_text(
        '{"level": "error", "error": [{"type": "x.y.Fault", "places": ["a.py:1 b", "c.py:2 d"]}]}\n'
    )
    assert telling_line(log) == "error: x.y.Fault, c.py:2 d"


def _until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
