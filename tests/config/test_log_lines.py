"""A log line holds names and numbers, whoever writes it and whatever went wrong."""

import json
import logging
import os
import pty
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.events import Event, concerns, note
from accounts.models import Contact
from config import log_lines
from config.runner.folders import REPO
from tests.factories import AT_NOON, make_organisation, make_participant
from tests.written import written

CANARY = "kanarie in de keuken"


def test_a_line_is_one_json_object_with_its_time_in_utc() -> None:
    with written() as log:
        note(Event.MESSAGE_FAILED, message=7, kind="vandaag", reason="smtp_550")
    (line,) = log.lines
    assert log.text.endswith("}\n")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", line.pop("time"))
    assert line == {
        "level": "info",
        "event": "message_failed",
        "face": "migrate",
        "message": 7,
        "kind": "vandaag",
        "reason": "smtp_550",
    }


def test_what_a_request_is_about_stands_beside_its_events() -> None:
    with written() as log:
        concerns(user=3, organisation=4)
        note(Event.EXPORTED, kind="csv")
        concerns(user=None, organisation=None)
    assert [(line["user"], line["organisation"]) for line in log.lines] == [(3, 4)]


def test_a_field_that_is_on_no_list_is_left_out_and_said_to_be() -> None:
    about: dict[str, Any] = {"text": CANARY, "count": 2}
    with written() as log:
        note(Event.EXPORTED, **about)
    assert [(line["count"], line["left_out"]) for line in log.lines] == [(2, 1)]
    assert ("kanarie" in log.text, '"text"' in log.text) == (False, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reason", CANARY),
        ("what", "fatma@thuis.example"),
        ("kind", "é"),
        ("participant", "kanarie"),
        ("reason", "x" * 161),
        ("task", "kanarie\nnog een"),
    ],
)
def test_a_field_that_does_not_look_like_itself_is_not_written(name: str, value: str) -> None:
    with written() as log:
        note(Event.EXPORTED, **{name: value})  # type: ignore[arg-type]
    assert [line[name] for line in log.lines] == ["…"]


def test_an_event_that_nobody_named_is_written_as_of_a_library() -> None:
    with written() as log:
        note(f"{CANARY}")  # type: ignore[arg-type]
    assert [line["event"] for line in log.lines] == ["library"]
    assert "kanarie" not in log.text


# --- libraries -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["django.request", "django.security.DisallowedHost", "allauth.account", "x"])
def test_of_a_line_of_a_library_only_its_place_is_written(name: str) -> None:
    logger = logging.getLogger(name)
    with written() as log:
        logger.error("Not Found: %s", f"/startlink/{CANARY}/")
        logger.error(f"Invalid HTTP_HOST header: {CANARY}")
        logger.error(CANARY, extra={"status_code": 400, "request": CANARY, "words": CANARY})
        logger.error({"een": CANARY})
    assert "kanarie" not in log.text
    assert [line["event"] for line in log.lines] == ["library"] * 4
    assert {line["logger"] for line in log.lines} == {name}
    assert all(re.fullmatch(r"tests/config/test_log_lines\.py:\d+", str(line["where"])) for line in log.lines)
    assert log.lines[2]["status"] == 400
    assert {name for line in log.lines for name in line} == {
        "time", "level", "event", "face", "logger", "where", "status",
    }  # fmt: skip


def test_a_library_that_keeps_its_values_apart_is_quoted_without_them() -> None:
    with written() as log:
        logging.getLogger("celery.worker.consumer").warning("Connection to broker lost: %s", CANARY)
        logging.getLogger("_granian").error(f"Application callable raised an exception\n{CANARY}")
        logging.getLogger("kombu.x").error(f"«{CANARY}»")
    assert [line.get("words") for line in log.lines] == [
        "Connection to broker lost: %s",
        "Application callable raised an exception",
        None,
    ]
    assert "kanarie" not in log.text


def test_a_line_that_cannot_be_made_is_not_shown_as_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    class Odd:
        def __str__(self) -> str:
            raise ValueError(CANARY)

    with written() as log:
        for sentence, values in (("%d stuks", (CANARY,)), (Odd(), ())):
            log.handler.handle(logging.LogRecord("x", logging.ERROR, "", 1, sentence, values, None))
    assert "kanarie" not in log.text + "".join(capfd.readouterr())
    assert [(line["level"], line.get("what")) for line in log.lines] == [
        ("error", None),
        ("error", "unwritable"),
    ]


@given(text=st.text(min_size=4), how=st.integers(0, 6))
def test_no_way_of_logging_gets_a_text_through(text: str, how: int) -> None:
    marked = f"ka\u00adna {text}"  # what no line of ours ever holds
    logger = logging.getLogger("x")
    ways: list[Callable[[], object]] = [
        lambda: logger.error(marked),
        lambda: logger.error("%s %r", marked, [marked]),
        lambda: logger.error("%(wie)s", {"wie": marked}),
        lambda: logger.error("x", extra={"participant": marked, "reason": marked, "tekst": marked}),
        lambda: logger.error("x", exc_info=ValueError(marked), stack_info=True),
        lambda: note(Event.UNCAUGHT, fault=KeyError(marked), reason=marked),
        lambda: note(Event.EXPORTED, count=marked, what=marked),
    ]
    with written() as log:
        ways[how]()
    assert len(log.lines) == 1
    for shape in (marked, repr(marked)[1:-1], json.dumps(marked)[1:-1]):
        assert shape not in log.text


# --- errors --------------------------------------------------------------------------------------------------------


def logged(fault: BaseException) -> tuple[list[dict[str, Any]], str]:
    """How an error is written, by us and by a library; and the text of both."""
    with written() as log:
        note(Event.UNCAUGHT, fault=fault)
        logging.getLogger("django.request").error("Internal Server Error: %s", CANARY, exc_info=fault)
    ours, theirs = log.lines
    assert ours["error"] == theirs["error"]
    return ours["error"], log.text


@pytest.mark.django_db
def test_a_refused_row_is_told_by_the_names_of_the_rule_alone() -> None:
    make_organisation(slug="kanarie")
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        make_organisation(slug="kanarie")
    assert "kanarie" in str(raised.value)  # so there was something to keep out
    (outer, inner), text = logged(raised.value)
    assert "kanarie" not in text
    assert (outer["type"], inner["type"]) == (
        "django.db.utils.IntegrityError",
        "psycopg.errors.UniqueViolation",
    )
    assert (inner["sqlstate"], inner["table"]) == ("23505", "accounts_organisation")
    assert re.fullmatch(r"accounts_organisation_slug_\w+", inner["constraint"])
    assert any(place.endswith(" _execute") for place in inner["places"])
    assert any(place.startswith("tests/config/test_log_lines.py:") for place in outer["places"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "values", "kind", "sqlstate"),
    [
        ("SELECT %s::varchar(3)::text, (%s)::int", ["k", "kanarie"], DataError, "22P02"),
        ("UPDATE accounts_contact SET undeliverable_reason = %s", ["kanarie" * 90], DataError, "22001"),
        ("SELECT %s::date", ["kanarie 32 dec"], DataError, "22007"),
        ("SELECT 'kanarie', pg_sleep(5)", [], OperationalError, "57014"),
        ("SELECT 'kanarie' FROM kanariesoorten", [], Exception, "42P01"),
    ],
)
def test_what_the_database_refuses_is_told_without_its_words(
    statement: str, values: list[str], kind: type[Exception], sqlstate: str
) -> None:
    Contact.objects.create(participant=make_participant(), address="a@b.example", confirmed_at=AT_NOON)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        with pytest.raises(kind) as raised, transaction.atomic():
            cursor.execute(statement, values)
    chain, text = logged(raised.value)
    assert ("kanarie" in text, chain[-1]["sqlstate"]) == (False, sqlstate)


def test_what_a_form_refused_is_told_without_what_was_typed() -> None:
    fault = ValidationError("%(value)s is geen plan", params={"value": CANARY})
    chain, text = logged(fault)
    assert ([one["type"] for one in chain], "kanarie" in text) == (
        ["django.core.exceptions.ValidationError"],
        False,
    )


def test_errors_behind_and_inside_an_error_are_told_alike() -> None:
    secret = CANARY
    try:
        try:
            try:
                raise KeyError(secret)
            except KeyError as first:
                raise ValueError(secret) from first
        except ValueError:
            raise ExceptionGroup(secret, [OSError(28, secret), TypeError(secret)])  # noqa: B904
    except ExceptionGroup as group:
        group.add_note(secret)
        chain, text = logged(group)
    assert [one["type"] for one in chain] == [
        "builtins.ExceptionGroup",
        "builtins.OSError",
        "builtins.TypeError",
        "builtins.ValueError",
        "builtins.KeyError",
    ]
    assert (chain[1]["errno"], "kanarie" in text) == (28, False)


def test_an_error_that_leads_to_itself_is_told_once() -> None:
    one, other = ValueError(CANARY), TypeError(CANARY)
    one.__context__, other.__context__ = other, one
    assert [each["type"] for each in logged(one)[0]] == ["builtins.ValueError", "builtins.TypeError"]


# --- what Python prints itself -------------------------------------------------------------------------------------


def lines_of(program: str, **environment: str) -> tuple[list[dict[str, Any]], list[str]]:
    """What a process of its own writes: the lines, and whatever else."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"from config.log_lines import *\ntake_over_from_python()\n{program}"],
        env={"PYTHONPATH": str(REPO), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    found = (done.stdout + done.stderr).splitlines()
    return [json.loads(line) for line in found if line.startswith("{")], [
        line for line in found if not line.startswith("{")
    ]


@pytest.mark.parametrize(
    ("program", "event", "kind"),
    [
        (f"raise ValueError({CANARY!r})", "uncaught", "builtins.ValueError"),
        (
            f"def fall(): raise KeyError({CANARY!r})\nt = threading.Thread(target=fall)\nt.start(); t.join()",
            "uncaught",
            "builtins.KeyError",
        ),
        (
            f"class Odd:\n def __del__(self): raise OSError({CANARY!r})\nOdd()",
            "uncaught",
            "builtins.OSError",
        ),
        (f"warnings.warn({CANARY!r})", "library", None),
    ],
)
def test_what_nobody_caught_is_a_line_too(program: str, event: str, kind: str | None) -> None:
    lines, besides = lines_of(program, GEDAG_FACE="worker")
    assert besides == []
    assert [(line["event"], line["face"]) for line in lines] == [(event, "worker")]
    assert [line["error"][0]["type"] for line in lines if "error" in line] == ([kind] if kind else [])
    assert "kanarie" not in str(lines)


def test_advice_about_the_environment_stays_readable() -> None:
    lines, besides = lines_of(
        "from django.core.exceptions import ImproperlyConfigured\nraise ImproperlyConfigured('Zet SECRET_KEY.')"
    )
    assert ([line["event"] for line in lines], besides) == (["uncaught"], ["Zet SECRET_KEY."])


@pytest.mark.parametrize(
    ("terminal", "environment", "shown"),
    [
        (True, {}, ["busy"]),
        (True, {"GEDAG_LOG_LEVEL": "INFO"}, ["exported", "busy"]),
        (False, {}, ["exported", "busy"]),
    ],
)
def test_who_types_a_command_sees_only_what_goes_wrong_beside_its_own_words(
    terminal: bool, environment: dict[str, str], shown: list[str]
) -> None:
    program = """
import django; django.setup()
from accounts.events import WARNING, Event, note
note(Event.EXPORTED, kind="csv")
print("Klaar.")
note(Event.BUSY, level=WARNING, count=3)
"""
    reading, writing = pty.openpty() if terminal else os.pipe()
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        cwd=REPO,
        stdout=subprocess.PIPE,
        stderr=writing,
        text=True,
        check=True,
    )
    said = os.read(reading, 65536).decode()
    os.close(writing)
    os.close(reading)
    assert done.stdout == "Klaar.\n"
    assert re.findall(r"exported|busy", said) == shown


def test_in_this_process_nothing_was_taken_over() -> None:
    assert log_lines._uncaught not in (sys.excepthook, threading.excepthook)
    assert warnings.showwarning is not log_lines._warned
