"""What Gedag writes in its log: the names of events, and what may stand beside one.

A name is fixed and says what happened; whom or what it happened to are numbers beside it. A text of a person is never
written: what is not on the two lists below, or does not look like it, is left out (config/log_lines.py).
"""

import logging
import re
from contextvars import ContextVar
from enum import StrEnum
from typing import Any

import structlog

ERROR, WARNING, INFO, DEBUG = logging.ERROR, logging.WARNING, logging.INFO, logging.DEBUG


class Event(StrEnum):
    """Every event. What is of a library has no name of its own: where it comes from is beside it."""

    LIBRARY = "library"
    STARTED = "started"
    UNCAUGHT = "uncaught"  # a process or a thread ended by an error

    # Pages and tasks.
    REQUEST = "request"
    REQUEST_LOST = "request_lost"  # an error that no page could be made of
    BUSY = "busy"  # so many visitors turned away since it was last said
    DATABASE_AWAY = "database_away"
    WORDS_LOCKED = "words_locked"  # there is no key that a participant's words open with
    NOT_READY = "not_ready"
    PAGE_NOT_COUNTED = "page_not_counted"
    TASK = "task"
    TASK_FAILED = "task_failed"
    BROKER_AWAY = "broker_away"

    # Messages.
    OUTBOX_DRAINED = "outbox_drained"
    MAIL_SERVER_AWAY = "mail_server_away"
    MESSAGE_BROKEN = "message_broken"
    MESSAGE_LATE = "message_late"  # its lease was over when the outcome was known
    MESSAGE_AMBIGUOUS = "message_ambiguous"
    MESSAGE_FAILED = "message_failed"
    LEASES_OVER = "leases_over"
    SENDING_HELD_BACK = "sending_held_back"
    ADDRESS_UNDELIVERABLE = "address_undeliverable"
    REPORT_UNREADABLE = "report_unreadable"

    # Who comes in, and who does not. Participants: their start link, code on paper or code by mail.
    CODE_ASKED = "code_asked"
    CODE_WRONG = "code_wrong"
    CAME_BACK = "came_back"
    WAY_BACK_REFUSED = "way_back_refused"
    WAY_BACK_MADE = "way_back_made"
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    ADDRESS_REMOVED = "address_removed"
    # Staff: a code by mail, and then one of their phone.
    SIGN_IN = "sign_in"
    SECOND_STEP = "second_step"
    SECOND_STEP_WRONG = "second_step_wrong"
    SECOND_STEP_SET_UP = "second_step_set_up"
    SECOND_STEP_FORGOTTEN = "second_step_forgotten"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    SESSION_OVER = "session_over"
    # What was not allowed.
    PERMISSION_REFUSED = "permission_refused"
    OTHER_ORGANISATION = "other_organisation"
    LIMIT_HIT = "limit_hit"
    PROXY_UNDECLARED = (
        "proxy_undeclared"  # requests come through one and GEDAG_BEHIND_PROXY is off: they count as one
    )
    TOO_LARGE = "too_large"

    # What cannot be undone, or goes out.
    MEMBER_INVITED = "member_invited"
    MEMBER_ADDED = "member_added"
    ROLE_CHANGED = "role_changed"
    MEMBER_REMOVED = "member_removed"
    PARTICIPANTS_MERGED = "participants_merged"
    PARTICIPANT_ERASED = "participant_erased"
    ERASURE_LIST_AWAY = "erasure_list_away"  # it could not be written; the worker adds the line later
    ERASURE_LIST_DAMAGED = "erasure_list_damaged"
    ERASURE_LIST_APPLIED = "erasure_list_applied"
    RETENTION_FAILED = "retention_failed"  # one remover of a night, or its line of the report
    RETENTION_INCOMPLETE = "retention_incomplete"
    NOT_SETTLED = "not_settled"  # on the erasure list, and still here
    OWN_DATA_TAKEN = "own_data_taken"
    RELEASE_SIGNED = "release_signed"
    EXPORTED = "exported"


# How much, and which: the numbers of rows.
NUMBERS = frozenset(
    {
        "status", "milliseconds", "seconds", "count", "given", "batch", "seen", "unsent", "again", "failed",
        "organisation", "user", "participant", "campaign", "message", "contact", "invitation", "membership",
        "release", "into", "erased", "merged", "line",
    }
)  # fmt: skip
# One word of ours, out of a handful that the code itself knows.
WORDS = frozenset(
    {
        "request", "method", "route", "task", "task_id", "outcome", "kind", "reason", "what", "role", "logger",
        "where",
    }
)  # fmt: skip
# What a word may look like: a slug, a route, the name of a module with its line; no spaces, and no end.
WORD = re.compile(r"[\w.:/<>^$()\[\]?+*|\\-]{0,160}", re.ASCII)

_logger = structlog.wrap_logger(
    logging.getLogger("gedag"),
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
)


def note(
    event: Event, *, level: int = INFO, fault: BaseException | None = None, **about: str | float | bool | None
) -> None:
    """Writes a line. Of a `fault` its kind and its places in the code are written, never its words."""
    words: dict[str, Any] = dict(about)
    if fault is not None:
        words["exc_info"] = fault
    _logger.log(level, str(event), **words)


# The lines of this request or task that wait for how many times it was.
_counted: ContextVar[dict[Event, dict[str, Any]] | None] = ContextVar("counted", default=None)


def note_counted(event: Event, *, level: int = INFO, fault: BaseException | None = None, where: str) -> None:
    """For what one page may meet hundreds of times: one line at the end of the request or task, of the first, with how
    many there were. Outside of those it is written at once."""
    line: dict[str, Any] = {"level": level, "fault": fault, "where": where, "count": 0}
    counted = _counted.get()
    if counted is not None:
        line = counted.setdefault(event, line)
    line["count"] += 1
    if counted is None:
        note(event, **line)


def begin_counting() -> None:
    """At the begin of a request or task."""
    _counted.set({})


def note_what_was_counted() -> None:
    """At the end of it."""
    for event, line in (_counted.get() or {}).items():
        note(event, **line)
    _counted.set(None)


def concerns(**about: int | None) -> None:
    """Whom or what this request or task is about: stands beside every event from here to its end."""
    structlog.contextvars.bind_contextvars(**about)
