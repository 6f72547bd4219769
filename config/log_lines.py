"""How a log line is made: one JSON object, of names and numbers only.

What may be written is on a list (accounts/events.py); everything else is left out, whoever logs it. Of a library's
line the words are left out, because a sentence with values in it cannot be told from one without; where it was
written says which sentence it was. Of an error only its type, its places in the code and the names of the database's
own rules are written: its words, and the values of its variables, are what somebody typed.
"""

import json
import logging
import os
import re
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import psycopg
import structlog

from accounts.events import ERROR, NUMBERS, WARNING, WORD, WORDS, Event, note

_HERE = Path(__file__).resolve().parent.parent
_EVENTS = frozenset(Event)
# Libraries whose sentences are constants of theirs, with the values apart; only the sentence is written.
_CONSTANT = ("celery.", "kombu.", "_granian")
_PLAIN_WORDS = re.compile(r"[\w .,:;!?%()\[\]{}'/=-]+", re.ASCII)
_MOST_FRAMES, _MOST_FAULTS = 40, 8
# What PostgreSQL says of an error that is a name in our own code or its own.
_NAMES = ("sqlstate", "table_name", "column_name", "constraint_name")
_NAME = re.compile(r"[a-z0-9_]{1,63}", re.IGNORECASE | re.ASCII)
_NOT_ABOUT = frozenset({"event", "exc_info", "stack_info", "_record", "_from_structlog"})
_now = structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")

Line = MutableMapping[str, Any]


def face() -> str:
    """Which process this is; read here and not from the settings, because the web server logs before it has those."""
    return os.environ.get("GEDAG_FACE") or "migrate"


_FACE = face() if face() in {"deelnemer", "beheer", "worker", "migrate"} else "…"


def destination() -> TextIO:
    """Standard output; for manage.py standard error, because its output is an answer to whoever asked."""
    return sys.stderr if face() == "migrate" else sys.stdout


def shown_from() -> str:
    """From which level on lines are shown. Who types a command reads its own words, with only warnings and errors
    between them; anybody else, and who asks for more with GEDAG_LOG_LEVEL, gets them all."""
    typed = face() == "migrate" and destination().isatty() and not os.environ.get("GEDAG_LOG_LEVEL")
    return "WARNING" if typed else "NOTSET"


class LineHandler(logging.StreamHandler[TextIO]):
    """Writes lines. One that cannot be made is said to be so, instead of shown as it was, as Python does."""

    def __init__(self) -> None:
        super().__init__(destination())

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (of the class above)
        try:
            line = {
                **_now(None, "", {}),
                "level": "error",
                "event": "library",
                "face": _FACE,
                "what": "unwritable",
            }
            self.stream.write(f"{json.dumps(line)}\n")
        except (OSError, ValueError):
            return


class LineFormatter(structlog.stdlib.ProcessorFormatter):
    """Our events and the lines of libraries alike, as JSON; on a terminal in a readable form."""

    def __init__(self, *_args: Any, readable: bool | None = None, **_options: Any) -> None:
        readable = destination().isatty() if readable is None else readable
        super().__init__(
            processors=[
                only_what_may_be_written,
                structlog.dev.ConsoleRenderer(event_key="event", timestamp_key="time")
                if readable
                else structlog.processors.JSONRenderer(lambda line, **_options: json.dumps(line)),
            ],
            foreign_pre_chain=[structlog.contextvars.merge_contextvars],
            use_get_message=False,  # a library's sentence stays apart from its values
        )


def only_what_may_be_written(_logger: Any, _method: str, line: Line) -> Line:
    """The line with what is on the lists, in one order, and nothing else."""
    record: logging.LogRecord = line["_record"]
    ours = line["_from_structlog"] and line["event"] in _EVENTS
    written: dict[str, Any] = {
        "time": _now(None, "", {})["time"],
        "level": record.levelname.lower(),
        "event": str(line["event"]) if ours else Event.LIBRARY.value,
        "face": _FACE,
    }
    # A library's line has no fields of its own, but may borrow those of the request or task that it was written in.
    about: dict[str, Any] = {name: value for name, value in line.items() if name not in _NOT_ABOUT}
    left_out = [name for name in about if name not in WORDS and name not in NUMBERS]
    if not ours:
        about |= _of_library(record)
    listed = {name: value for name, value in about.items() if name in WORDS or name in NUMBERS}
    written |= {name: _as_written(name, value) for name, value in listed.items() if value is not None}
    if left_out:
        written["left_out"] = len(left_out)  # somebody gave a field that is on no list
    if not ours and (words := _constant_words(record)):
        written["words"] = words
    if fault := _fault_of(line.get("exc_info")):
        written["error"] = account(fault)
    return written


def _as_written(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if name in NUMBERS:
        return value if type(value) in (int, float) else "…"
    text = str(value)
    return text if WORD.fullmatch(text) else "…"


def _of_library(record: logging.LogRecord) -> dict[str, Any]:
    about: dict[str, Any] = {"logger": record.name, "where": f"{_module_of(record.pathname)}:{record.lineno}"}
    if record.name == "py.warnings" and record.args:
        # "file.py:12: Category: what it says"
        found = re.match(
            r"(.+?):(\d+): (\w+):", str(record.args[0] if isinstance(record.args, tuple) else "")
        )
        if found:
            about |= {"where": f"{_module_of(found[1])}:{found[2]}", "what": found[3]}
    if type(status := getattr(record, "status_code", None)) is int:
        about["status"] = status
    if match := getattr(getattr(record, "request", None), "resolver_match", None):
        about["route"] = match.route
    return about


def _constant_words(record: logging.LogRecord) -> str:
    """The sentence of a library that keeps its values apart, without them; only its beginning, because an account of an
    error may follow."""
    if not record.name.startswith(_CONSTANT) or not isinstance(record.msg, str):
        return ""
    line = record.msg.strip().partition("\n")[0][:120]
    return line if _PLAIN_WORDS.fullmatch(line) else ""


def _module_of(path: str) -> str:
    """A file as its place in our code or in its package."""
    _, found, inside = path.rpartition("site-packages/")
    if found:
        return inside
    file = Path(path)
    return str(file.relative_to(_HERE)) if file.is_relative_to(_HERE) else file.name


# --- errors ------------------------------------------------------------------------------------------------------


def _fault_of(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, tuple):
        exc_info = exc_info[1]
    if exc_info is True:
        exc_info = sys.exc_info()[1]
    return exc_info if isinstance(exc_info, BaseException) else None


def account(fault: BaseException) -> list[dict[str, Any]]:
    """An error and what led to it, the last one first: types, places, and the names of the database's rules."""
    return [_one(one) for one in _chain(fault)]


def _chain(fault: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    waiting = [fault]
    while waiting and len(seen) < _MOST_FAULTS:
        one = waiting.pop(0)
        if any(one is other for other in seen):
            continue
        seen.append(one)
        yield one
        inside = one.exceptions if isinstance(one, BaseExceptionGroup) else ()
        earlier = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        waiting += [*inside, *([earlier] if earlier else [])]


def _one(fault: BaseException) -> dict[str, Any]:
    kind = type(fault)
    told: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}"}
    if isinstance(fault, psycopg.Error):
        for name in _NAMES:
            value = getattr(fault.diag, name, None)
            if isinstance(value, str) and _NAME.fullmatch(value):
                told[name.removesuffix("_name")] = value
    if isinstance(fault, OSError) and isinstance(fault.errno, int):
        told["errno"] = fault.errno
    places = list(_places(fault.__traceback__))
    told["places"] = places[-_MOST_FRAMES:]
    return told


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{_module_of(code.co_filename)}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


# --- what Python itself writes -----------------------------------------------------------------------------------


def take_over_from_python() -> None:
    """What Python prints of an error that nobody caught, or of a warning, goes the same way; on a terminal it stays:
    whoever sits there typed it. Called once, by the processes that run by themselves."""
    if destination().isatty():
        return
    if not logging.getLogger().handlers:  # until the settings are read; perhaps they cannot be
        handler = LineHandler()
        handler.setFormatter(LineFormatter())
        logging.getLogger().addHandler(handler)
    sys.excepthook = _uncaught
    threading.excepthook = lambda about: _uncaught(about.exc_type, about.exc_value, about.exc_traceback)
    sys.unraisablehook = lambda about: _uncaught(about.exc_type, about.exc_value, about.exc_traceback)
    warnings.showwarning = _warned  # type: ignore[assignment]


def _uncaught(
    kind: type[BaseException], fault: BaseException | None, _trace: TracebackType | None = None
) -> None:
    note(Event.UNCAUGHT, level=ERROR, fault=fault or kind())
    if kind.__name__ == "ImproperlyConfigured":
        # Our own advice about the environment, for who starts Gedag; there is nobody else in it.
        print(fault, file=sys.stderr)


def _warned(_message: object, category: type[Warning], filename: str, lineno: int, *_rest: Any) -> None:
    note(
        Event.LIBRARY,
        level=WARNING,
        logger="py.warnings",
        what=category.__name__,
        where=f"{_module_of(filename)}:{lineno}",
    )


def quiet_loggers(names: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Loggers of libraries without handlers of their own: their lines go our way, from this level on."""
    return {name: {"handlers": [], "level": level, "propagate": True} for name, level in names.items()}
