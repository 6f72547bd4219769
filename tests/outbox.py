"""Sending in a test as the worker does: with its own database login, and a clock that stands still."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from accounts.emails import Letter
from accounts.models import Message
from accounts.services.delivery import drain
from accounts.services.message_kinds import MessageKind
from tests.faces import WORKER, database_login

_run = itertools.count(1)


def drain_outbox(now: dt.datetime, *, stop_asked: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Sends what is due at `now`; with Django's own backend of tests it is in `django.core.mail.outbox` then."""
    with database_login(WORKER):
        return drain(worker=f"test-{next(_run)}", clock=lambda: now, stop_asked=stop_asked)


@dataclass
class Between:
    """For `stop_asked`: does something once, after the first message that was sent, and never stops. The database
    is its owner's from then on."""

    work: Callable[[], object]
    done: bool = False

    def __call__(self) -> bool:
        if not self.done and Message.objects.filter(state=Message.State.SENT).exists():
            self.done = True
            with database_login(connection.settings_dict["USER"]):
                self.work()
        return False


def _hello(message: Message, _now: dt.datetime) -> Letter:
    assert message.participant is not None
    return Letter(
        to=message.participant.contact.address,
        subject="Hoi",
        text="Dag!",
        html="<p>Dag!</p>",
        headers={"X-Test": "ja"},
    )


# A kind that always has something to say.
PLAIN = MessageKind(refusal=lambda _message, _now: "", render=_hello)
