"""The link in a message about one day: opens that day for who has it, without signing anybody in.

The secret is not kept and not random: it follows from the message's number and SECRET_KEY. A message that is sent
again carries the same link, and a copy of the database opens nothing.
"""

import base64
import datetime as dt

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import Message, Participant, WayBack
from accounts.services.secrets import hash_secret


def make_day_link(*, message: Message, local_date: dt.date, expires_at: dt.datetime, now: dt.datetime) -> str:
    """The secret of the day link of `message`, 43 characters that fit in an address; the same every time. Raises
    ValueError for a message to an address."""
    if message.participant_id is None:
        raise ValueError(f"message {message.pk} is nobody's")
    secret = _secret_of(message)
    link = WayBack(
        participant_id=message.participant_id,
        kind=WayBack.Kind.DAY_LINK,
        secret_hash=hash_secret(secret),
        created_at=now,
        local_date=local_date,
        expires_at=expires_at,
    )
    WayBack.objects.bulk_create([link], ignore_conflicts=True)  # there already when the message goes again
    return secret


def _secret_of(message: Message) -> str:
    digest = salted_hmac("gedag.day_link", str(message.number), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def note_visit(*, day_link: WayBack, now: dt.datetime) -> None:
    """Somebody did something behind their link: that is a visit, however they came."""
    with transaction.atomic():
        Participant.objects.filter(pk=day_link.participant_id, last_seen_at__lt=now).update(last_seen_at=now)
        WayBack.objects.filter(pk=day_link.pk).update(last_used_at=now)
