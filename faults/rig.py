"""Everything real that a run needs, and the ways to break it: servers, teams of workers, beats, a mail server."""

import datetime as dt
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import redis
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone

from accounts.models import Message
from config.runner import postgres, valkey
from config.runner.environment import of_face
from config.runner.folders import DataFolder
from config.runner.process import Child, Program
from config.runner.run_command import task_programs
from config.runner.stack import Stack
from faults import clock, points
from faults.mail_server import MailServer

TEAMS = 2
SLEEPS = 6.0  # seconds: longer than a lease of the harness
_TICK = 0.04


class Rig:
    """The running system of a harness. All methods belong to the main thread."""

    def __init__(self, stack: Stack, data: DataFolder, env: Mapping[str, str], mail: MailServer) -> None:
        self.stack, self.data, self.mail = stack, data, mail
        self.folder = data.path
        self._env = env
        self._dozing: dict[int, float] = {}
        self.disturbances = 0  # times that every worker may have lost sight of what it was doing
        self.kills = 0  # of workers at a moment that nobody chose
        programs = task_programs({**env, "GEDAG_FAULTS": str(self.folder)}, data)
        self._beat = next(_in_a_hurry(one, "") for one in programs if one.name == "beat")
        self.workers = [
            _in_a_hurry(one, f"-{team}")
            for team in range(1, TEAMS + 1)
            for one in programs
            if one.name != "beat"
        ]
        self._beats: list[str] = []

    # --- time ---------------------------------------------------------------------------------------------------

    def set_clock(self, moment: dt.datetime) -> None:
        clock.set_clock(self.folder, moment)

    def tick(self) -> None:
        """A moment passes: who fell over starts again, who slept long enough wakes up. Raises StopRequested."""
        self.stack.pause(_TICK)
        for program in [*self.workers, *(one for one in [self._beat] if "beat" in self._beats)]:
            child = self.stack.child(program.name)
            if child.exit_code() is not None:
                child.start()
                self.stack.save()
        now = time.monotonic()
        for program in self.workers:
            # The process itself is asked: two of its threads may stop it, one after the other.
            pid = self.stack.child(program.name).pid
            if pid and _stands_still(pid):
                self._dozing.setdefault(pid, now + SLEEPS)
        over = [pid for pid, until in self._dozing.items() if until < now]
        if len(self._dozing) >= TEAMS:
            over = over[:1]  # nobody is awake to take anything away
        elif over and _somebody_holds_too_long():
            over = []  # whoever sleeps must find its message taken away
        self._wake(over)

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Whether it became so in time."""
        ends = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > ends:
                return False
            self.tick()
        return True

    def _wake(self, pids: Iterable[int]) -> None:
        for pid in list(pids):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
            del self._dozing[pid]

    @property
    def asleep(self) -> bool:
        return bool(self._dozing)

    # --- a new run ----------------------------------------------------------------------------------------------

    def begin(self, orders: Mapping[str, tuple[str, list[int]]]) -> None:
        """What happened before is forgotten, and who sleeps wakes up."""
        points.order(self.folder, orders)
        self._wake(self._dozing)
        self.disturbances = self.kills = 0

    def start(self) -> None:
        """Workers and one beat. Raises Refusal."""
        for program in self.workers:
            self.stack.launch(program)
        self.set_beats(1)

    def set_beats(self, count: int) -> None:
        """So many beats at once."""
        while len(self._beats) < count:
            name = f"beat-{len(self._beats) + 1}" if self._beats else "beat"
            argv = [*self._beat.argv]
            argv[argv.index("--schedule") + 1] = str(self.data.beat / name)
            self.stack.launch(replace(self._beat, name=name, argv=argv))
            self._beats.append(name)
        while len(self._beats) > count:
            self.stack.end(self._beats.pop())

    # --- breaking things ----------------------------------------------------------------------------------------

    def kill_worker(self, number: int) -> None:
        """kill -9 for a whole worker, at whatever it was doing; `tick` starts it again."""
        self.kills += 1
        self.stack.child(self.workers[number % len(self.workers)].name).signal_group(signal.SIGKILL)

    def restart_postgres(self, *, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Immediate: what was not committed is gone. `meanwhile` sees the data at rest."""
        self.disturbances += 1
        self._end(self.stack.child("postgres"), signal.SIGQUIT)
        meanwhile()
        self.stack.child("postgres").start()
        self.stack.save()
        connection.close()
        self.wait_until(self._database_answers, 30)

    def stop_postgres_in_order(self, *, meanwhile: Callable[[], None]) -> None:
        """A tidy stop, as before copying its folder."""
        self.disturbances += 1
        connection.close()
        self._end(self.stack.child("postgres"), signal.SIGINT)
        meanwhile()
        self.stack.child("postgres").start()
        self.stack.save()
        self.wait_until(self._database_answers, 30)

    def copy_database(self, source: Path, target: Path) -> None:
        """As an administrator copies the folder of a server that stands still."""
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
        for path in [target, *target.rglob("*")]:
            owner = source.stat()
            os.chown(path, owner.st_uid, owner.st_gid)

    @property
    def cluster(self) -> Path:
        argv = [*self.stack.child("postgres").program.argv]
        return Path(argv[argv.index("-D") + 1])

    def lose_queue(self, seconds: float) -> None:
        """Everything in Valkey is gone, and it stays away so long."""
        redis.Redis.from_url(self._env["REDIS_URL"]).flushall()
        child = self.stack.child("valkey")
        self._end(child, signal.SIGKILL)
        for file in self.data.valkey.rglob("appendonly*"):
            if file.is_file():
                file.unlink()
        ends = time.monotonic() + seconds
        self.wait_until(lambda: time.monotonic() > ends, seconds + 1)
        child.start()
        self.stack.save()
        port, _, _ = self._env["REDIS_URL"].rpartition(":")[2].partition("/")
        self.wait_until(lambda: valkey.answers(int(port), _password(self._env["REDIS_URL"])), 20)

    def _end(self, child: Child, number: signal.Signals) -> None:
        child.send(number)
        ends = time.monotonic() + 20
        while child.exit_code() is None:
            if time.monotonic() > ends:
                child.signal_group(signal.SIGKILL)
            time.sleep(_TICK)

    def _database_answers(self) -> bool:
        if not postgres.answers(self._env["DATABASE_URL"]):
            return False
        try:
            connection.ensure_connection()
        except (OperationalError, InterfaceError):
            connection.close()
            return False
        return True


def _somebody_holds_too_long() -> bool:
    return Message.objects.filter(lease_until__lte=timezone.now()).exists()


def _stands_still(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("T")
    except (FileNotFoundError, ProcessLookupError):
        return False


def _in_a_hurry(program: Program, suffix: str) -> Program:
    """A program of the product, with the harness's entry for Celery and a name of its own. A transaction that stands
    still is given up as soon after a lease as in the product."""
    name = f"{program.name}{suffix}"
    argv = ["faults.celery_entry:app" if part == "config.celery:app" else part for part in program.argv]
    if suffix:
        argv += ["--hostname", f"{name}@%h"]
    env = of_face(program.env, "worker")
    env["DATABASE_URL_WORKER"] += "?options=-c%20idle_in_transaction_session_timeout%3D4s"
    return replace(program, name=name, argv=argv, env=env, log=program.log.with_stem(name))


def _password(url: str) -> str:
    return url.partition("://:")[2].partition("@")[0]
