"""Granian beside gunicorn, with the same application and the same pages. Gunicorn is no part of Gedag: GEDAG_GUNICORN
is a folder that it was installed into (`pip install --target FOLDER gunicorn`)."""

import os
import statistics
import sys
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench import people
from bench.load import Taken, get
from bench.pages import log
from bench.people import Person
from bench.sites import Site, logins, open_face, started
from bench.staging import Ground
from config.capacity import THREADS
from config.runner.ports import free_port
from config.runner.refusal import Refusal
from config.runner.run_command import web_face, web_workers

_PAGES = ("vandaag", "campagne", "tik")
_EVERY = ("--log-level", "warning", "--backlog", "2048")
# As many threads as granian has, and a process more for the kind that has none.
_GUNICORN = {
    "gthread": ("--worker-class", "gthread", "--workers", str(web_workers()), "--threads", str(THREADS)),
    "sync": ("--worker-class", "sync", "--workers", str(web_workers() + 1)),
}


def measure(ground: Ground, size: int, rounds: int) -> int:
    """Every server in turn, every page. Raises Refusal."""
    folder = Path(os.environ.get("GEDAG_GUNICORN", ""))
    if not (folder / "gunicorn").is_dir():
        raise Refusal("Zet GEDAG_GUNICORN op een map met gunicorn: pip install --target MAP gunicorn")
    logins(ground)
    known = people.stage(size * (rounds + 1) * (1 + len(_GUNICORN)))
    loggers = iter(known)
    sites = {"granian": open_face(ground)} | {
        name: _open_gunicorn(ground, name, folder) for name in _GUNICORN
    }
    taken: dict[tuple[str, str], list[Taken]] = {}
    for number in range(rounds + 1):
        for page in _PAGES:
            for name, site in sites.items():
                some = [next(loggers) for _time in range(size)] if page == "tik" else known[:size]
                one = _take(page, site, some)
                if number:  # the first round warms all
                    taken.setdefault((page, name), []).append(one)
    for page in _PAGES:
        for name in _GUNICORN:
            _tell(page, name, taken[page, name], taken[page, "granian"])
    return 0


def _take(page: str, site: Site, some: Sequence[Person]) -> Taken:
    if page == "tik":
        return site.take([log(one, site.port, uuid.uuid4()) for one in some], 302)
    if page == "campagne":
        return site.take([get(f"/{one.campaign}/", port=site.port) for one in some] * 5, 200)
    return site.take([get("/vandaag/", port=site.port, cookies=one.cookies) for one in some], 200)


def _open_gunicorn(ground: Ground, name: str, folder: Path) -> Site:
    port = free_port()
    url = f"http://localhost:{port}"
    env = {**ground.env, "GEDAG_URL_DEELNEMER": url}
    face = web_face("deelnemer", port, url, env, ground.data, workers=web_workers())
    program = replace(
        face,
        name=name,
        argv=[
            *(sys.executable, "-P", "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"),
            *_EVERY,
            *_GUNICORN[name],
            "config.wsgi:application",
        ],
        env={**face.env, "PYTHONPATH": f"{face.env['PYTHONPATH']}{os.pathsep}{folder}"},
        log=ground.data.logs / f"{name}.log",
    )
    return started(ground, program, port)


def _tell(page: str, name: str, theirs: Sequence[Taken], granian: Sequence[Taken]) -> None:
    rates = [one.rate / other.rate for one, other in zip(granian, theirs, strict=True)]
    computed = [other.milliseconds / one.milliseconds for one, other in zip(granian, theirs, strict=True)]
    print(
        f"{page}: granian {statistics.median(rates):.2f} × {name} (van {min(rates):.2f} tot {max(rates):.2f}), "
        f"naar rekentijd {statistics.median(computed):.2f} ×",
        flush=True,
    )
