"""Sessions of staff: how long one lasts, and ending all those of somebody at once."""

import datetime as dt

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.events import Event, note
from accounts.models import User


def is_over(*, began_at: float, seen_at: float, now: dt.datetime) -> bool:
    """Whether a session that began and was last used then (Unix time) has ended: after an hour without a request, and
    after twelve hours in all."""
    moment = now.timestamp()
    return (
        moment - seen_at >= settings.STAFF_SESSION_IDLE.total_seconds()
        or moment - began_at >= settings.STAFF_SESSION_LONGEST.total_seconds()
    )


def end_sessions(*, user: User) -> None:
    """Ends every session of `user`, on every machine. A session carries a print of the password that nobody has: with
    another one there, none is recognised any more, also one that is being written at this moment."""
    with transaction.atomic():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        whose = str(user.pk)
        keys = [
            session.session_key
            for session in Session.objects.iterator()  # staff are few
            if session.get_decoded().get("_auth_user_id") == whose
        ]
        Session.objects.filter(session_key__in=keys).delete()
        transaction.on_commit(lambda: note(Event.SIGNED_OUT_EVERYWHERE, user=user.pk, count=len(keys)))
