"""Knowing a browser again."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from accounts.models import Participant, ParticipantSession
from accounts.queries import row_security
from accounts.services.secrets import hash_secret, new_secret

# Last seen is kept to the day: enough for retention, and most requests then write nothing.
SEEN_AGAIN_AFTER = dt.timedelta(days=1)
# A session ends with its cookie, whatever a browser makes of that: when the night may take its row away too.
GOOD_FOR = dt.timedelta(seconds=settings.PARTICIPANT_COOKIE_AGE) + SEEN_AGAIN_AFTER


def recognise(*, secret: str, now: dt.datetime) -> Participant | None:
    """The participant whose browser holds `secret`, or None. From here on the request is theirs."""
    if not secret:
        return None
    secret_hash = hash_secret(secret)
    with row_security.holding(row_security.of_secret(secret_hash)):
        session = (
            ParticipantSession.objects.select_related("participant__contact", "participant__private_key")
            .filter(secret_hash=secret_hash, last_seen_at__gte=now - GOOD_FOR)
            .first()
        )
    if session is None:
        return None
    row_security.act_for(session.participant_id)
    if now - session.last_seen_at >= SEEN_AGAIN_AFTER:
        ParticipantSession.objects.filter(pk=session.pk).update(last_seen_at=now)
        Participant.objects.filter(pk=session.participant_id).update(last_seen_at=now)
    return session.participant


def open_session(*, participant: Participant, now: dt.datetime) -> str:
    """Starts a session for a new browser and returns the secret for its cookie."""
    secret = new_secret()
    with transaction.atomic():
        ParticipantSession.objects.create(
            participant=participant, secret_hash=hash_secret(secret), created_at=now, last_seen_at=now
        )
        Participant.objects.filter(pk=participant.pk).update(last_seen_at=now)
    return secret


def close_session(*, secret: str) -> None:
    """Forgets one browser; unknown secrets are fine."""
    secret_hash = hash_secret(secret)
    with row_security.holding(row_security.of_secret(secret_hash)):
        ParticipantSession.objects.filter(secret_hash=secret_hash).delete()


def close_other_sessions(*, participant: Participant, secret: str) -> int:
    """Forgets every browser of a participant but the one that holds `secret`. Returns how many."""
    others = ParticipantSession.objects.filter(participant=participant)
    return others.exclude(secret_hash=hash_secret(secret)).delete()[0]
