"""Nothing that people type, and no secret, stands in a log, in Valkey, in a kept statement or in an error page."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest

from tests.canaries.browser import PlainBrowser
from tests.canaries.conftest import MEANT_IN_MAIL, Sky
from tests.canaries.faults import NAMES
from tests.canaries.nest import Nest

LINES = ("logs/deelnemer.log", "logs/beheer.log", "logs/worker.log", "logs/beat.log", "beside/faulty-worker.log",
         "beside/faulty-deelnemer.log", "beside/faulty-beheer.log")  # fmt: skip


def caught(nest: Nest, hay: dict[str, bytes]) -> dict[str, set[str]]:
    """In which places which of them are."""
    found = {name: nest.in_(content) for name, content in hay.items()}
    return {name: labels for name, labels in found.items() if labels}


def test_they_flew_and_are_where_they_are_meant_to_be(flown: Sky) -> None:
    """Each flight asserted that its own arrived; here, that there were many, that what is shared is kept in tables, and
    that what is a participant's own is in none."""
    labels = [label.rpartition(" #")[0] for label in flown.nest.canaries]
    assert len(labels) >= 150
    assert {f"deelnemer {name}" for name in NAMES} | {f"beheer {name}" for name in NAMES} <= set(labels)
    named = {label.rpartition(" #")[0]: word for label, word in flown.nest.canaries.items()}
    shared = ("shared opener", "shared quote", "shared helped")
    assert [name for name in shared if not flown.tables_with(named[name])] == []
    sealed = ("plan", "note", "own moment", "own opener", "address")
    assert {name: flown.tables_with(named[name]) for name in sealed} == {name: [] for name in sealed}


def test_no_log_of_any_process_holds_one(flown: Sky) -> None:
    logs = flown.logs()
    assert [
        name
        for name in ("logs/postgres.log", "logs/valkey.log", "logs/postvakje.log", *LINES)
        if name not in logs
    ] == []
    assert all(logs[name] for name in ("logs/postgres.log", *LINES))
    assert caught(flown.nest, logs) == {}


def test_every_line_of_ours_is_one_object_of_names_and_numbers(flown: Sky) -> None:
    for name in LINES:
        for line in flown.logs()[name].decode().splitlines():
            if line in {"", "worker: Warm shutdown (MainProcess)"}:  # Celery says so past every logger
                continue
            assert {"time", "level", "event", "face"} <= set(json.loads(line)), (name, line)


def test_the_errors_were_written_all_the_same(flown: Sky) -> None:
    for face in ("deelnemer", "beheer"):
        lines = [json.loads(line) for line in flown.logs()[f"beside/faulty-{face}.log"].decode().splitlines()]
        types = {one["type"] for line in lines for one in line.get("error", [])}
        states = {one["sqlstate"] for line in lines for one in line.get("error", []) if "sqlstate" in one}
        assert {"builtins.ValueError", "builtins.RuntimeError", "builtins.KeyError"} <= types
        assert {"23505", "23514", "23502", "22001", "22P02", "22007", "57014", "42501"} <= states
        assert sum(line["event"] == "request" and line["status"] == 500 for line in lines) >= 15


def test_valkey_and_what_tasks_are_told_hold_none(flown: Sky) -> None:
    assert caught(flown.nest, flown.valkey()) == {}


def test_what_postgresql_keeps_of_statements_holds_none(flown: Sky) -> None:
    assert caught(flown.nest, flown.statements()) == {}


def test_pages_of_errors_give_nothing_back(flown: Sky) -> None:
    fallen = [answer for answer in flown.answers if answer.status in {400, 500}]
    assert len(fallen) >= 30
    assert caught(flown.nest, {f"{one.status} {one.path}": one.body for one in fallen}) == {}


def test_headers_of_answers_hold_no_word_but_where_to_go(flown: Sky) -> None:
    for answer in flown.answers:
        told = {
            name: value for name, value in answer.headers.items() if name not in {"location", "set-cookie"}
        }
        assert caught(flown.nest, {answer.path: json.dumps(told).encode()}) == {}


def test_mails_hold_what_they_are_to_bring_and_nothing_else(flown: Sky) -> None:
    mails = flown.mails()
    assert len(mails) >= 3
    found = {label for mail in mails for label in flown.nest.in_(json.dumps(mail))}
    assert [label for label in sorted(found) if not any(one in label for one in MEANT_IN_MAIL)] == []


# --- the scan itself -----------------------------------------------------------------------------------------------


@pytest.fixture
def leaking(flown: Sky) -> Iterator[PlainBrowser]:
    with flown.faulty_face("deelnemer") as address:
        yield PlainBrowser(address)


@pytest.mark.parametrize(("leak", "place"), [("print", "logs"), ("logger", "logs"), ("task", "valkey")])
def test_the_scan_sees_a_mistake(leak: str, place: str, leaking: PlainBrowser, flown: Sky) -> None:
    nest = Nest()
    word = nest.lay(leak)
    leaking.get(f"/terug/?word={word}", X_Fault=f"leak: {leak}")
    assert caught(nest, flown.logs() if place == "logs" else flown.valkey()) != {}


def test_the_scan_sees_what_the_database_would_keep_when_it_is_told_to(flown: Sky) -> None:
    nest = Nest()
    loud, kept = nest.lay("log"), nest.lay("statements")
    with psycopg.connect(flown.superuser, autocommit=True) as database:
        database.execute("SET log_statement = 'all'")
        database.execute(f"SELECT '{loud}'")
        database.execute("SET log_statement = 'none'")
        database.execute("SET pg_stat_statements.track_utility = on")
        database.execute(f"DO $$ BEGIN PERFORM '{kept}'; END $$")
    assert {label for labels in caught(nest, flown.logs()).values() for label in labels} == {"log #0"}
    assert set(caught(nest, flown.statements())) == {"pg_stat_statements"}


def test_a_backend_that_is_killed_leaves_no_statement_behind(flown: Sky) -> None:
    """PostgreSQL says what the one that fell over was running. Last, because everybody has to connect again."""
    nest = Nest()
    word = nest.lay("running")

    def run_for_long() -> None:
        with suppress(psycopg.Error), psycopg.connect(flown.superuser, autocommit=True) as database:
            database.execute(f"SELECT pg_sleep(60), '{word}'")

    one = threading.Thread(target=run_for_long)
    one.start()
    asked = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND state = 'active'"
    with suppress(psycopg.Error), psycopg.connect(flown.superuser, autocommit=True) as other:
        while not (row := other.execute(asked).fetchone()):
            time.sleep(0.05)
        os.kill(row[0], signal.SIGKILL)
    one.join(timeout=30)
    ends = time.monotonic() + 30
    while b"was terminated by signal 9" not in flown.logs()["logs/postgres.log"]:
        assert time.monotonic() < ends
        time.sleep(0.1)
    assert nest.in_(flown.logs()["logs/postgres.log"]) == set()
