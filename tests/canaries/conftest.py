"""The whole system as it runs, with statistics of its statements; every flight once, and then only looking."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis
from kombu import Connection
from psycopg import sql

from config.runner import postgres
from config.runner.environment import of_face
from config.runner.folders import REPO
from config.runner.ports import free_port
from config.runner.process import through_shim
from tests.canaries import flights
from tests.canaries.browser import Answer, PlainBrowser
from tests.canaries.nest import Nest
from tests.config.runner.running import Running, running, three_free_ports

# The labels that are meant to be in a mail: whom it is for, what it is to bring, and what staff wrote for it.
MEANT_IN_MAIL = ("address", "right e-mail code", "right staff code", "medewerkers/uitnodigen", "bericht/",
                 "teksten/ name", "contact/ contact_email", "unknown staff address")  # fmt: skip


# How to read every kind of value.
READ: dict[str, Callable[[redis.Redis, bytes], Any]] = {
    "string": lambda valkey, key: valkey.get(key),
    "list": lambda valkey, key: valkey.lrange(key, 0, -1),
    "hash": lambda valkey, key: valkey.hgetall(key),
    "set": lambda valkey, key: valkey.smembers(key),
    "zset": lambda valkey, key: valkey.zrange(key, 0, -1),
}


@dataclass
class Sky:
    """The running system, everything that flew, and the places to look."""

    run: Running
    nest: Nest
    folder: Path  # of what runs beside it
    answers: list[Answer] = field(default_factory=list)
    queue: bytes = b""

    @property
    def env(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.run.state()["env"].items()}

    @property
    def superuser(self) -> str:
        keys = json.loads((self.run.data / "secrets.json").read_text())
        place = urlsplit(self.env["DATABASE_URL"])
        return f"postgresql://postgres:{keys['postgres']}@{place.hostname}:{place.port}/{postgres.DATABASE}"

    def mails(self) -> list[dict[str, str]]:
        with urllib.request.urlopen(f"http://localhost:{self.run.port + 2}/mail.json", timeout=10) as answer:
            return list(json.load(answer))

    # --- where to look ------------------------------------------------------------------------------------------

    def logs(self) -> dict[str, bytes]:
        """Every file that a process wrote, and what the runner itself printed."""
        found = {
            str(path.relative_to(path.parents[1])): path.read_bytes()
            for folder in (self.run.data / "logs", self.folder)
            for path in folder.rglob("*")
            if path.is_file() and (folder != self.folder or path.suffix == ".log")
        }
        return {**found, "printed": self.run.printed.encode()}

    def valkey(self) -> dict[str, bytes]:
        """What is in it now, what was in it while the worker stood still, and all that was ever written to it."""
        now = []
        with redis.Redis.from_url(self.env["REDIS_URL"], single_connection_client=True) as valkey:
            for number in range(16):
                valkey.execute_command("SELECT", number)
                for key in valkey.scan_iter():
                    now.append(repr((key, READ[valkey.type(key).decode()](valkey, key))).encode())
        files = [
            path for path in self.run.data.glob("valkey/**/*") if path.is_file() and path.suffix != ".conf"
        ]
        assert any("aof" in path.name for path in files), files
        return {
            "now": b"\n".join(now),
            "waiting": self.queue,
            **{path.name: path.read_bytes() for path in files},
        }

    def statements(self) -> dict[str, bytes]:
        with psycopg.connect(self.superuser) as database:
            rows = database.execute("SELECT query FROM pg_stat_statements").fetchall()
        assert len(rows) > 100
        return {"pg_stat_statements": "\n".join(row[0] for row in rows).encode()}

    def tables_with(self, word: str) -> list[str]:
        """Where it is kept in plain words."""
        with psycopg.connect(self.superuser) as database:
            names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            query = sql.SQL(
                "SELECT count(*) FROM {} AS r WHERE position(%s IN lower(r::text)) + position(%s IN r::text) > 0"
            )
            given = [word.lower(), word.encode().hex()]  # in a text, or in bytes
            counts = [
                (name, database.execute(query.format(sql.Identifier(name)), given).fetchone())
                for (name,) in names
            ]
        return [name for name, row in counts if row and row[0]]

    # --- what runs beside it ------------------------------------------------------------------------------------

    @contextmanager
    def faulty_face(self, face: str) -> Iterator[str]:
        """A face that falls over when asked."""
        port = free_port()
        address = f"http://localhost:{port}"
        own = {f"GEDAG_URL_{face.upper()}": address, "PYTHONPATH": str(REPO)}
        argv = [sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
                str(port), "--workers", "1", "--blocking-threads", "2", "--workers-kill-timeout", "2", "--no-ws",
                "--log-config", str(REPO / "config" / "granian_log.json"),
                "tests.canaries.faulty_face:application"]  # fmt: skip
        with self._process(f"faulty-{face}", argv, of_face({**self.run.env, **self.env, **own}, face)):
            _until_alive(address)
            yield address

    @contextmanager
    def faulty_worker(self, word: str) -> Iterator[str]:
        """A worker whose tasks fall over, with a queue of its own; gives the address of that."""
        broker = urlunsplit(urlsplit(self.env["REDIS_URL"])._replace(path="/9"))
        argv = [sys.executable, "-P", "-m", "celery", "--app", "tests.canaries.faulty_worker:app", "--quiet",
                "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle",
                "--hostname", f"{uuid.uuid4().hex}@test"]  # fmt: skip
        own = {"REDIS_URL": broker, "PYTHONPATH": str(REPO), "CANARY": word}
        with self._process("faulty-worker", argv, of_face({**self.run.env, **self.env, **own}, "worker")):
            yield broker

    @contextmanager
    def _process(self, name: str, argv: list[str], env: dict[str, str]) -> Iterator[None]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                through_shim(argv, signal.SIGTERM), env=env, cwd=REPO, stdout=log, stderr=subprocess.STDOUT
            )
            try:
                yield
            finally:
                process.terminate()
                process.wait(timeout=30)

    @contextmanager
    def nobody_works(self) -> Iterator[None]:
        """Worker and beat stand still: what they are asked stays in the queue."""
        pids = [self.run.pid_of(name) for name in ("worker", "beat")]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)


def _until_alive(address: str) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        with suppress(OSError), urllib.request.urlopen(f"{address}/gezond", timeout=2):
            return
        time.sleep(0.1)
    raise AssertionError(f"no answer at {address}")


@pytest.fixture(scope="session")
def sky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sky]:
    folder = tmp_path_factory.mktemp("canaries")
    beside = folder / "beside"
    beside.mkdir()
    with running(folder / "data", three_free_ports()) as run:
        sky = Sky(run, Nest(), beside)
        make_ready(sky)
        yield sky


def make_ready(sky: Sky) -> None:
    """Statistics of statements, and a table to be refused by."""
    with psycopg.connect(sky.superuser, autocommit=True) as database:
        database.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        database.execute("CREATE TABLE faulty (word varchar(40) NOT NULL UNIQUE CHECK (word NOT LIKE 'x%'))")
        database.execute("GRANT ALL ON faulty TO gedag_deelnemer, gedag_beheer, gedag_worker")


@pytest.fixture(scope="session")
def flown(sky: Sky) -> Sky:
    """Everything let loose, once."""
    let_loose(sky)
    return sky


def let_loose(sky: Sky) -> None:
    """The flights one after another, and then everything that can fall."""
    nest, run = sky.nest, sky.run
    agent = {
        "User_Agent": nest.lay("agent of everybody"),
        "X_Forwarded_For": nest.lay("forwarded of everybody"),
    }
    person = PlainBrowser(f"http://localhost:{run.port}", **agent)
    flights.join(person, "amsterdam")
    nest.keep("cookie of a participant", person.cookies["deelname"])
    nest.keep("csrf cookie", person.cookies["deelnemer-csrf"])
    flights.diary(person, nest)
    flights.sharing(person, nest)
    flights.address(person, nest, sky.mails)
    flights.ways_back(person, nest)
    flights.wrong_ways(person, nest)
    flights.odd_requests(person, nest)
    officer = PlainBrowser(f"http://localhost:{run.port + 1}", **agent)
    flights.sign_in(officer, nest, sky.mails, "yusuf@amsterdam.example", sky.env["SECRET_KEY"])
    org = flights.organisation_of(officer)
    flights.staff_texts(officer, nest, org, "amsterdam")
    flights.staff_searches(officer, nest, org, "amsterdam")
    flights.staff_files(officer, nest, org)
    with sky.nobody_works():
        for _ in range(3):  # the first is on its way to a worker that stands still
            waiting = PlainBrowser(f"http://localhost:{run.port}", **agent)
            page = waiting.get("/terug/")
            word = nest.lay("address of who waits")
            waiting.send(page, page.form_with("address"), {"address": f"{word}@thuis.example"})
        sky.queue = sky.valkey()["now"]
        assert b"send_codes" in sky.queue
    _mail_that_comes_back(sky)
    _everything_falls(sky, agent)
    flights.own_data(person, nest)
    sky.answers = [*person.answers, *officer.answers, *sky.answers]


def _mail_that_comes_back(sky: Sky) -> None:
    word = sky.nest.lay("bounced mail")
    raw = (
        f"From: {word}@elders.example\r\nSubject: {word}\r\nContent-Type: multipart/report; boundary={word}\r\n\r\n"
        f"--{word}\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; {word}@x.example\r\n"
        f"Status: 5.1.1\r\nAction: failed\r\n--{word}\r\nContent-Type: text/{word}; charset={word}\r\n\r\n\xff"
    ).encode("latin-1")
    done = subprocess.run(
        [sys.executable, "-P", str(REPO / "manage.py"), "read_delivery_report"],
        env=of_face({**sky.run.env, **sky.env, "PYTHONPATH": str(REPO)}, "worker"),
        input=raw, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    (sky.folder / "report.log").write_bytes(done.stdout + done.stderr)
    assert done.returncode == 0


def _everything_falls(sky: Sky, agent: dict[str, str]) -> None:
    """Each fault on both faces, with words in the form, in the address and in the error itself; then the tasks."""
    from tests.canaries.faults import NAMES

    for face, path in (("deelnemer", "/terug/"), ("beheer", "/inloggen/")):
        with sky.faulty_face(face) as address:
            browser = PlainBrowser(address, **agent)
            page = browser.get(path)
            token = dict(page.form_with("csrfmiddlewaretoken").values)["csrfmiddlewaretoken"]
            for name, status in NAMES.items():
                word, query = sky.nest.lay(f"{face} {name}"), sky.nest.lay(f"{face} {name} query")
                body = f"csrfmiddlewaretoken={token}&word={word}".encode()
                answer = browser.ask(
                    "POST",
                    f"{path}?q={query}",
                    body,
                    follow=False,
                    Content_Type="application/x-www-form-urlencoded",
                    Referer=address + path,
                    X_Fault=name,
                )
                assert status is None or answer.status == status, (face, name, answer.status)
            sky.answers += browser.answers
    word = sky.nest.lay("tasks")
    # What the night cannot do is one line for each remover, and no end of the task.
    falls = {b'"task_failed"': 1, b'"retention_failed"': 2}
    with sky.faulty_worker(word) as broker, Connection(broker) as link:
        from config.celery import app

        for task in ("accounts.keep_heartbeat", "accounts.carry_out_retention"):
            app.send_task(task, connection=link)
        log = sky.folder / "faulty-worker.log"
        ends = time.monotonic() + 60
        while time.monotonic() < ends and any(
            log.read_bytes().count(one) < many for one, many in falls.items()
        ):
            time.sleep(0.2)
    assert {one: log.read_bytes().count(one) for one in falls} == falls, log.read_text()
