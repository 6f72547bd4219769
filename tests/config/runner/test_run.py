"""`./gedag run` on the real stack: everything answers, nothing is left behind, what was stored is still there."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from config.runner.isolation import server_isolation
from tests.config.runner.running import (
    Running,
    clean_environment,
    refused,
    run_command,
    running,
    three_free_ports,
)

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's"),
    pytest.mark.xdist_group("run"),
]
WAYS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run") / "data"


@pytest.fixture(scope="module")
def port() -> int:
    return three_free_ports()


def database(run: Running) -> psycopg.Connection:
    return psycopg.connect(str(run.state()["env"]["DATABASE_URL"]), autocommit=True)


def ready(port: int) -> dict[str, object]:
    """What a face says of what it needs."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/klaar", timeout=10) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as not_yet:
        return dict(json.load(not_yet))


def secrets_of(run: Running, name: str) -> set[str]:
    """The database logins that one of the processes holds in its environment."""
    pid = run.pid_of(name)
    names = [
        entry.split(b"=", 1)[0].decode() for entry in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    ]
    return {name for name in names if name.startswith("DATABASE_URL")}


def test_a_refused_statement_leaves_no_words_in_the_log(folder: Path, port: int) -> None:
    with running(folder, port, GEDAG_DEMO="0") as run:
        with database(run) as connection:
            connection.execute("CREATE TEMP TABLE t (woord text CHECK (woord <> 'kanarie'))")
            with pytest.raises(psycopg.errors.CheckViolation):
                connection.execute("INSERT INTO t VALUES ('kanarie')")
        log = (folder / "logs" / "postgres.log").read_text()
    assert ("ready to accept connections" in log, "t_woord_check" in log, "kanarie" in log) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("number", WAYS)
def test_whatever_ends_it_nothing_is_left_and_data_stays(
    folder: Path, port: int, number: signal.Signals
) -> None:
    """The three ways follow one another in one data folder: each start finds what was written before."""
    with running(folder, port, GEDAG_DEMO="0") as run:
        with database(run) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS bewaard (wat text)")
            rows = connection.execute("SELECT wat FROM bewaard ORDER BY wat").fetchall()
            connection.execute("INSERT INTO bewaard VALUES (%s)", [number.name])
        assert [row[0] for row in rows] == sorted(way.name for way in WAYS[: WAYS.index(number)])
        code, seconds = run.end(number)
    assert code == (-9 if number == signal.SIGKILL else 0)
    assert seconds < 5


def test_everything_answers_and_says_where_it_is(folder: Path, port: int) -> None:
    with running(folder, port, GEDAG_DEMO="0") as run:
        for address in (
            f"http://localhost:{port}",
            f"http://localhost:{port + 1}",
            f"http://localhost:{port + 2}",
        ):
            assert address in run.printed
        for path in (f":{port}/", f":{port + 1}/gezond", f":{port + 2}/mail.json"):
            with urllib.request.urlopen(f"http://localhost{path}", timeout=10) as answer:
                assert answer.status == 200
        for web in (port, port + 1):  # each with its own login; the first beat of the clock is a minute away
            assert {name: ready(web)[name] for name in ("database", "valkey")} == {
                "database": True,
                "valkey": True,
            }
        names = {"postgres", "valkey", "deelnemer", "beheer", "worker", "beat", "postvakje"}
        assert set(run.state()["pids"]) == names
        assert {name: secrets_of(run, name) for name in ("deelnemer", "beheer", "worker", "postvakje")} == {
            "deelnemer": {"DATABASE_URL_DEELNEMER"},
            "beheer": {"DATABASE_URL_BEHEER"},
            "worker": {"DATABASE_URL_WORKER"},
            "postvakje": set(),
        }

        again = refused("run", GEDAG_DATA=str(folder), GEDAG_PORT=str(three_free_ports()))
        assert again.startswith(f"Gedag draait al: http://localhost:{port}")

        # From another folder, with the arguments as they are.
        asked = subprocess.run(
            run_command(
                "manage", "shell", "-v", "0", "-c", "from django.conf import settings as s; print(s.FACE)"
            ),
            env=clean_environment(GEDAG_DATA=str(folder)),
            cwd="/",
            capture_output=True,
            text=True,
            check=True,
        )
        assert asked.stdout.strip() == "migrate"
        if os.geteuid() == 0:
            postgres = Path(f"/proc/{run.pid_of('postgres')}")
            isolated = "--userns" in server_isolation().options
            assert ((postgres / "uid_map").read_text().split()[0] != "0") == isolated
    assert run.process.returncode == 0
    assert not (folder / "run.json").exists()


def test_manage_brings_its_own_servers_when_nothing_runs(folder: Path) -> None:
    code = "from django.db import connection as c; c.ensure_connection(); raise SystemExit(7)"
    done = subprocess.run(
        run_command("manage", "shell", "-v", "0", "-c", code),
        env=clean_environment(GEDAG_DATA=str(folder)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7, done.stderr
