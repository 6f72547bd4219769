"""Draining the outbox over one mail connection: claim, begin, hand over, write down what came of it.

What a mail server can do to us, and what it means for the message:

| what happened                                    | written down as                           |
| ------------------------------------------------ | ----------------------------------------- |
| no new connection, no greeting, no sign-in       | nothing: the message was not begun        |
| 4xx, or we ourselves refused                     | refused, tried again later                |
| 5xx about the address, or about the message      | refused for good                          |
| connection lost or silent once it was on its way | ambiguous: it may have taken the message  |

No exception about one message stops the others; one about the database stops the run, and leases do the rest.
"""

import datetime as dt
import smtplib
import time
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from email.utils import format_datetime
from typing import TypedDict
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, connection

from accounts.emails import Letter
from accounts.events import ERROR, WARNING, Event, note
from accounts.models import Message
from accounts.queries.batches import one_batch
from accounts.services import outbox, outcomes, sending_mark
from accounts.services.outbox import Sending
from accounts.services.undeliverable import is_address_fault

AT_A_TIME = 20
TIME_BUDGET = dt.timedelta(seconds=50)  # far below a lease; the next run is a minute away
PAUSES_UNTIL_DATABASE = (0.1, 0.2, 0.5, 1.0, 2.0)  # seconds; the last one for as long as it takes
LAST_TRIES = 2.0  # seconds that a worker that must stop still waits for the database

Clock = Callable[[], dt.datetime]


class _Own(TypedDict):
    """What every record is fenced by."""

    message_id: int
    worker: str


class _UnreachableError(Exception):
    """The mail server cannot be reached now."""


def drain(
    *,
    worker: str,
    clock: Clock,
    budget: dt.timedelta = TIME_BUDGET,
    stop_asked: Callable[[], bool] = lambda: False,
    kinds: Collection[str] | None = None,
) -> Counter[str]:
    """Sends what is due (of these `kinds`; None is all) until nothing is, `budget` is spent, the mail server is away
    or `stop_asked` says so; never stops with a message half sent. Codes go first: somebody is waiting for them.

    `worker` must be a name that no run had before, because the fence of the outbox is that name. Returns how many
    messages came to which end.
    """
    done: Counter[str] = Counter()
    ends = time.monotonic() + budget.total_seconds()

    def over() -> bool:
        return stop_asked() or time.monotonic() >= ends

    mail = get_connection()
    try:
        while not over() and (ids := _claim_some(worker, clock, kinds)):
            if not sending_mark.take_up_batch(now=clock()):
                done["held back"] += len(ids)
                break
            with one_batch():
                for message_id in ids:
                    if over():
                        break
                    _open(mail)
                    done[_send(mail, message_id, worker, clock, stop_asked)] += 1
    except _UnreachableError as away:
        note(Event.MAIL_SERVER_AWAY, level=WARNING, fault=away)
        done["unreachable"] += 1
    finally:
        _close(mail)
        outbox.release(worker=worker)
        if done:
            sending_mark.take_up_batch(now=clock())  # a copy made in mid-batch is older than this
    return done


def mail_server_answers() -> bool:
    """Whether the mail server lets us in, now. It is asked without a message, so that the answer says nothing about
    whether there was one."""
    mail = get_connection()
    try:
        _open(mail)
    except _UnreachableError:
        return False
    _close(mail)
    return True


def _claim_some(worker: str, clock: Clock, kinds: Collection[str] | None) -> list[int]:
    if kinds is not None:
        return outbox.claim(worker=worker, limit=AT_A_TIME, now=clock(), kinds=kinds)
    codes = outbox.claim(worker=worker, limit=AT_A_TIME, now=clock(), kinds=[Message.Kind.CODE])
    return codes or outbox.claim(worker=worker, limit=AT_A_TIME, now=clock())


def _send(
    mail: BaseEmailBackend, message_id: int, worker: str, clock: Clock, stop_asked: Callable[[], bool]
) -> str:
    """Takes one claimed message to the end of this try. Returns what came of it."""
    try:
        sending = outbox.begin_sending(message_id=message_id, worker=worker, now=clock())
    except DatabaseError:
        raise
    except Exception as fault:
        note(Event.MESSAGE_BROKEN, level=ERROR, message=message_id, fault=fault)
        outcomes.record_broken(message_id=message_id, worker=worker, state=Message.State.CLAIMED, now=clock())
        return "broken"
    if sending is None:
        return "not sent"
    outcome, record = _hand_over(mail, sending, worker, clock)
    if not _until_written(record, stop_asked):
        note(Event.MESSAGE_LATE, level=WARNING, message=message_id, outcome=outcome)
    return outcome


def _hand_over(
    mail: BaseEmailBackend, sending: Sending, worker: str, clock: Clock
) -> tuple[str, Callable[[], bool]]:
    """Hands a message to the mail server. Returns what came of it, and what writes that down."""
    own = _Own(message_id=sending.message_id, worker=worker)
    try:
        message = _as_mail(sending, mail, clock())
        mail.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()), (0, b""))
        # Any other 5xx here is about us (a list we are on, a relay that does not know us) and waits for a repair.
        gone = is_address_fault(code=code, words=_as_text(words))
        return _refused(mail, own, code, clock, for_good=gone, of_recipient=gone)
    except smtplib.SMTPSenderRefused as refused:
        # Our own address: the message is right and everybody else's would fail with it, so it waits for a repair.
        return _refused(mail, own, refused.smtp_code, clock, for_good=False)
    except smtplib.SMTPResponseException as refused:
        return _refused(mail, own, refused.smtp_code, clock, for_good=refused.smtp_code >= 500)
    except (ValueError, smtplib.SMTPNotSupportedError) as fault:
        note(Event.MESSAGE_BROKEN, level=ERROR, message=sending.message_id, fault=fault)
        state = Message.State.SENDING
        return "broken", lambda: outcomes.record_broken(**own, state=state, now=clock())
    except Exception as lost:  # whatever a backend raises: nothing says that the message did not arrive
        note(Event.MESSAGE_AMBIGUOUS, level=WARNING, message=sending.message_id, fault=lost)
        _close(mail)
        return "ambiguous", lambda: outcomes.record_ambiguous(**own, now=clock())
    return "sent", lambda: outcomes.record_sent(**own, now=clock())


def _as_text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _refused(
    mail: BaseEmailBackend,
    own: _Own,
    code: int,
    clock: Clock,
    *,
    for_good: bool,
    of_recipient: bool = False,
) -> tuple[str, Callable[[], bool]]:
    # After a refusal smtplib may have closed the connection (421) or not (550): begin afresh, whichever it was.
    _close(mail)
    return "refused", lambda: outcomes.record_refused(
        **own, reason=f"smtp_{code}", for_good=for_good, of_recipient=of_recipient, now=clock()
    )


def _as_mail(sending: Sending, mail: BaseEmailBackend, now: dt.datetime) -> EmailMultiAlternatives:
    letter: Letter = sending.letter
    host = urlsplit(settings.URL_DEELNEMER).hostname or "localhost"
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[letter.to],
        connection=mail,
        headers={
            **letter.headers,
            "Message-ID": f"<{sending.number}@{host}>",
            "Date": format_datetime(now),
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _until_written(record: Callable[[], bool], stop_asked: Callable[[], bool]) -> bool:
    """Writes down what came of a try, however long the database stays away: forgetting it is sending it twice.

    Only a worker that must stop gives up, after a few last tries; then the lease takes over. Raises what the database
    said.
    """
    pauses = iter(PAUSES_UNTIL_DATABASE)
    pause = 0.0
    gives_up: float | None = None
    while True:
        try:
            return record()
        except (OperationalError, InterfaceError):
            connection.close()
            if stop_asked():
                gives_up = gives_up or time.monotonic() + LAST_TRIES
                if time.monotonic() >= gives_up:
                    raise
            pause = next(pauses, pause)
            note(Event.DATABASE_AWAY, level=WARNING, seconds=pause)
            time.sleep(pause)


def _open(mail: BaseEmailBackend) -> None:
    """Opens the connection when it is not, greetings and all. Raises _UnreachableError, before any message is begun."""
    try:
        mail.open()
        if isinstance(mail, EmailBackend) and mail.connection:
            # Left to the first message, a greeting that goes unanswered would put that message in doubt.
            mail.connection.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError) as error:
        _close(mail)
        raise _UnreachableError(type(error).__name__) from error


def _close(mail: BaseEmailBackend) -> None:
    with suppress(smtplib.SMTPException, OSError):
        mail.close()
