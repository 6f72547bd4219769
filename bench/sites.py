"""Real web servers for a measurement: a face as `./gedag run` starts it, and the bare side beside it."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.management import call_command

from bench.load import Taken, in_turns
from bench.staging import Ground
from config.runner import static_files
from config.runner.environment import of_face
from config.runner.http_check import answers_http
from config.runner.ports import free_port
from config.runner.process import Program
from config.runner.run_command import web_face, web_workers


@dataclass(frozen=True)
class Site:
    """A web server that runs."""

    name: str
    port: int
    pid: int

    def take(self, requests: Sequence[bytes], expected: int, *, lines: int = 4) -> Taken:
        """Every request once. Raises RuntimeError when any answer is another one than expected."""
        taken = in_turns(requests, port=self.port, pid=self.pid, lines=lines)
        strange = next((one for one in taken.answers if one.status != expected), None)
        if strange:
            raise RuntimeError(f"{self.name}: {strange.status}, not {expected}: {strange.head!r}")
        return taken


def open_face(ground: Ground, face: str = "deelnemer", workers: int = 0) -> Site:
    """A face with the settings of `./gedag run`. Raises Refusal, StopRequested."""
    if not static_files.up_to_date():
        prepare = [sys.executable, "-P", "-m", "config.runner.prepare", "static"]
        ground.stack.run_to_end("voorbereiding", prepare, dict(ground.env))
    port = free_port()
    url = f"http://localhost:{port}"
    env = {**ground.env, f"GEDAG_URL_{face.upper()}": url}
    program = web_face(face, port, url, env, ground.data, workers=workers or web_workers())
    return started(ground, program, port)


def open_bare(ground: Ground, page: Path | None = None) -> Site:
    """The bare side in the same server, with as many processes and as many threads at work. Raises Refusal,
    StopRequested."""
    port = free_port()
    url = f"http://localhost:{port}"
    face = web_face("deelnemer", port, url, ground.env, ground.data, workers=web_workers())
    argv = [*map(str, face.argv[:-1]), "bench.bare:application"]
    argv[argv.index("--blocking-threads") + 1] = "4"
    env = {
        **of_face(ground.env, "deelnemer"),
        "DATABASE_URL": ground.env["DATABASE_URL"],
        "GEDAG_FACE": "migrate",
        "GEDAG_BENCH_PAGE": str(page or os.devnull),
    }
    program = replace(
        face,
        name="kaal",
        argv=argv,
        env=env,
        log=ground.data.logs / "kaal.log",
        ready=answers_http(port, url, "/klaar/"),
    )
    return started(ground, program, port)


def started(ground: Ground, program: Program, port: int) -> Site:
    """A web server that answers. Raises Refusal, StopRequested."""
    ground.stack.start(program)
    pid = ground.stack.child(program.name).pid
    if pid is None:
        raise RuntimeError(f"{program.name} did not start")
    return Site(program.name, port, pid)


def logins(ground: Ground) -> Mapping[str, str]:
    """Gives the database logins of the faces their passwords."""
    call_command("set_login_passwords", stdout=sys.stderr)
    return ground.env
