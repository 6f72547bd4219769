"""Everything that runs together: started in order, restarted after a crash, stopped in order."""

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from config.runner import watchdog
from config.runner.folders import REPO, DataFolder
from config.runner.keys import write_private
from config.runner.process import Child, Program, log_end, rotate_log, stop_all, telling_line, through_shim
from config.runner.refusal import Refusal, disk_full_sentence

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_STABLE_SECONDS = 60.0
_FULL_MB = 30
_LOOK_SECONDS = 4.0
_LARGEST_LOG = 20_000_000
# Together under the five seconds that everything may take to stop.
_APPLICATIONS_SECONDS, _SERVERS_SECONDS = 2.0, 2.5
_SERVERS = frozenset({"postgres", "valkey"})


class StopRequested(Exception):  # noqa: N818 (a wish, not an error)
    """Ctrl-C or SIGTERM came in."""


class Stack:
    """The children of one data folder. Use it inside `with stack.signals():` on the main thread."""

    def __init__(self, data: DataFolder, say: Callable[[str], None], command: str) -> None:
        self.data = data
        self.facts: dict[str, Any] = {"command": command}
        self._say = say
        self._children: list[Child] = []
        self._stop_asked = 0
        self._wake: tuple[int, int] | None = None
        self._warned_disk = False

    @contextlib.contextmanager
    def signals(self) -> Iterator[None]:
        """Take SIGINT, SIGTERM and SIGHUP as the wish to stop; on the way out every child is stopped."""
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else os.pipe()
        os.set_blocking(writer, False)
        self._wake = (reader, writer)
        before = {n: signal.signal(n, self._ask_stop) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        old_wake = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self.data.state.unlink(missing_ok=True)  # what it names from here on is ours
        dog = watchdog.start(self.data.state)
        try:
            yield
        finally:
            self.stop()
            watchdog.end(dog)
            signal.set_wakeup_fd(old_wake)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(reader)
            os.close(writer)

    def _ask_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_asked += 1

    def pause(self, seconds: float) -> None:
        """Sleep, but wake at once for a signal. Raises StopRequested when one asked to stop."""
        if self._stop_asked:
            raise StopRequested
        if self._wake:
            reader = self._wake[0]
            if select.select([reader], [], [], seconds)[0]:
                os.read(reader, 512)
        else:
            time.sleep(seconds)
        if self._stop_asked:
            raise StopRequested

    def start(self, *programs: Program) -> None:
        """Start programs side by side and wait until all are ready. Raises Refusal, StopRequested."""
        self.launch(*programs)
        self.wait_ready(*programs)

    def launch(self, *programs: Program) -> None:
        """Start programs and do not wait for them."""
        for program in programs:
            rotate_log(program.log)
            child = Child(program)
            child.start()
            self._children.append(child)
        self.save()

    def wait_ready(self, *programs: Program) -> None:
        """Wait until these programs, launched before, do their work. Raises Refusal, StopRequested."""
        for program in programs:
            if program.ready is not None:
                self.wait_until(program.ready, program.name, program.ready_seconds)

    def wait_until(self, ready: Callable[[], bool], name: str, seconds: float = 30.0) -> None:
        """Wait for a child of this stack to answer. Raises Refusal, StopRequested."""
        child = self.child(name)
        deadline = time.monotonic() + seconds
        while not ready():
            if child.exit_code() is not None or time.monotonic() > deadline:
                raise self._does_not_start(name, child.program.log)
            self.pause(0.03)

    def child(self, name: str) -> Child:
        """The child of this name, launched before."""
        return next(child for child in self._children if child.program.name == name)

    def end(self, name: str) -> None:
        """Stop one child and forget it."""
        child = self.child(name)
        stop_all([child], _SERVERS_SECONDS if name in _SERVERS else _APPLICATIONS_SECONDS)
        self._children.remove(child)
        self.save()

    def _does_not_start(self, name: str, log: Path) -> Refusal:
        if self.disk_is_full() or "No space left" in log_end(log):
            return Refusal(disk_full_sentence(self.data.path))
        return Refusal(f"Starten lukt niet, want '{name}' stopte: {telling_line(log)} (meer in {log})")

    def run_to_end(self, name: str, argv: Sequence[str | Path], env: dict[str, str]) -> str:
        """Run a program that ends by itself and answer with its stdout; stderr goes to its log.

        Raises Refusal when it fails, StopRequested.
        """
        log = self.data.logs / f"{name}.log"
        output = self.data.logs / f"{name}.out"
        rotate_log(log)
        with log.open("ab") as errors, output.open("wb") as out:
            process = subprocess.Popen(
                through_shim(argv, signal.SIGTERM),
                env=env,
                cwd=REPO,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
                start_new_session=True,
            )
            try:
                while process.poll() is None:
                    self.pause(0.03)
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait()
        text = output.read_text("utf-8", "replace")
        output.unlink()
        if process.returncode != 0:
            raise self._does_not_start(name, log)
        return text

    def save(self) -> None:
        """Write run.json: what runs, for a second `run`, for `manage`, and for whoever cleans up after a kill -9."""
        pids = {child.program.name: child.pid for child in self._children if child.pid}
        self.facts["pids"] = {name: [pid, process_birth(pid)] for name, pid in pids.items()}
        write_private(self.data.state, json.dumps(self.facts, indent=1))

    def watch(self) -> None:
        """Keep everything running until a signal asks to stop (raises StopRequested)."""
        next_look = 0.0
        while True:
            self.pause(0.5)
            now = time.monotonic()
            for child in self._children:
                self._mend(child, now)
            if now > next_look:
                next_look = now + _LOOK_SECONDS
                self._look_at_disk()

    def _mend(self, child: Child, now: float) -> None:
        if child.restart_at:
            if now >= child.restart_at:
                child.restart_at = 0.0
                child.start()
                self.save()
            return
        code = child.exit_code()
        if code is None:
            if child.failures and now - child.started_at > _STABLE_SECONDS:
                child.failures = 0
            return
        pause = min(_FIRST_PAUSE * 2**child.failures, _LONGEST_PAUSE)
        child.failures += 1
        child.restart_at = now + pause
        if self.disk_is_full() or "No space left" in log_end(child.program.log):
            if not self._warned_disk:
                self._warned_disk = True
                self._say(disk_full_sentence(self.data.path))
            return
        self._say(
            f"'{child.program.name}' stopte onverwacht ({_how(code)}) en start zo opnieuw (poging {child.failures}); "
            f"zie {child.program.log}"
        )

    def _look_at_disk(self) -> None:
        full = self.disk_is_full()
        if full and not self._warned_disk:
            self._say(disk_full_sentence(self.data.path))
        self._warned_disk = full
        for child in self._children:
            log = child.program.log
            if log.exists() and log.stat().st_size > _LARGEST_LOG:
                # The child keeps writing at the end: copy what is there and start the file again.
                shutil.copyfile(log, log.with_name(f"{log.name}.1"))
                os.truncate(log, 0)

    def disk_is_full(self) -> bool:
        """Whether the data folder's disk has next to nothing left."""
        return shutil.disk_usage(self.data.path).free < _FULL_MB * 1_000_000

    def stop(self) -> None:
        """Stop the applications, then the servers they use."""
        servers = [child for child in self._children if child.program.name in _SERVERS]
        applications = [child for child in self._children if child.program.name not in _SERVERS]
        stop_all(applications, _APPLICATIONS_SECONDS)
        stop_all(servers, _SERVERS_SECONDS)
        self._children.clear()
        with contextlib.suppress(OSError):
            self.data.state.unlink(missing_ok=True)


def _how(code: int) -> str:
    return f"signaal {-code}" if code < 0 else f"code {code}"


def process_birth(pid: int) -> str:
    """When a process began, in the kernel's own count: with it a process id that was used again is not mistaken
    for ours. Empty where the kernel does not tell (not Linux) or the process is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else f"{boot}:{fields[19]}"
