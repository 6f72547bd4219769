"""Ways to go wrong, each with a word of somebody in the error; the header `X-Fault` asks for one (faulty_face.py)."""

import logging
import threading
import warnings
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation, ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.template import Context, Engine

from tests.canaries import leaks


class _Falls:
    def __init__(self, word: str) -> None:
        self.word = word

    def fall(self) -> str:
        raise ValueError(self.word)


def _template(word: str) -> None:
    Engine().from_string("{% for one in them %}{{ one.fall }}{% endfor %}").render(
        Context({"them": [_Falls(word)]})
    )


def _statement(sql: str, times: int = 1) -> Callable[[str], None]:
    def carry_out(word: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '100ms'")
            for _ in range(times):
                cursor.execute(sql, [word] * sql.count("%s"))

    return carry_out


def _raise(kind: Callable[[str], BaseException]) -> Callable[[str], None]:
    def carry_out(word: str) -> None:
        private = {"note": word}  # a local variable, which an account of an error must not show
        raise kind(f"{private['note']} is wrong")

    return carry_out


def _thread(word: str) -> None:
    one = threading.Thread(target=_raise(KeyError), args=[word])
    one.start()
    one.join()


def _logs(word: str) -> None:
    for name in (
        "django.security.x",
        "allauth.account",
        "somebody.else",
        "py.warnings",
        "celery.x",
        "_granian",
    ):
        logging.getLogger(name).error("%s is wrong", word, stack_info=True, extra={"word": word})
        logging.getLogger(name).error(f"«{word}» is wrong")
    logging.getLogger("somebody").error("%d", word)


def _hidden(word: str) -> None:
    try:
        raise LookupError(word)
    except LookupError as first:
        raise ExceptionGroup(word, [ValueError(word), OSError(5, word, word)]) from first


class _OddError(Exception):
    def __repr__(self) -> str:
        raise ValueError("twice")

    __str__ = __repr__


FAULTS: dict[str, Callable[[str], None]] = {
    "view": _raise(ValueError),
    "key": _raise(KeyError),
    "validation": _raise(ValidationError),
    "denied": _raise(PermissionDenied),
    "missing": _raise(Http404),
    "suspicious": _raise(SuspiciousOperation),
    "bad": _raise(BadRequest),
    "system": _raise(SystemError),
    "unprintable": _raise(_OddError),
    "hidden": _hidden,
    "template": _template,
    "thread": _thread,
    "logs": _logs,
    "warning": lambda word: warnings.warn(word, stacklevel=1),
    "unique": _statement("INSERT INTO faulty VALUES (%s)", times=2),
    "check": _statement("INSERT INTO faulty VALUES ('x' || %s)"),
    "null": _statement("INSERT INTO faulty SELECT NULL WHERE %s <> ''"),
    "too long": _statement("INSERT INTO faulty VALUES (repeat(%s, 90))"),
    "no number": _statement("SELECT %s::int"),
    "no date": _statement("SELECT %s::date"),
    "no json": _statement("SELECT %s::jsonb"),
    "syntax": _statement("SELECT 'x' WHERE %s ' '"),
    "timeout": _statement("SELECT %s, pg_sleep(2)"),
    "denied row": _statement("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"),
    "raised": _statement("SELECT set_config(%s, 'x', true)"),
    **leaks.LEAKS,
}


def falls_first(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, that falls before it begins when the request asks for it."""

    def falling(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if fault := request.headers.get("X-Fault"):
            FAULTS[fault](request.POST.get("word") or request.GET.get("word", ""))
        return view(request, *args, **kwargs)

    return falling
