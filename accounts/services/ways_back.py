"""Ways back for a participant whose browser forgot them. So far: the personal start link."""

import datetime as dt

from django.db import transaction

from accounts.models import Participant, WayBack
from accounts.services.secrets import hash_secret, new_secret


def make_start_link(*, participant: Participant, now: dt.datetime) -> str:
    """A new start link's secret; the one before it stops working. Shown once, only its hash is kept."""
    secret = new_secret()
    with transaction.atomic():
        Participant.objects.select_for_update().get(pk=participant.pk)
        WayBack.objects.filter(
            participant=participant, kind=WayBack.Kind.START_LINK, replaced_at__isnull=True
        ).update(replaced_at=now)
        WayBack.objects.create(
            participant=participant,
            kind=WayBack.Kind.START_LINK,
            secret_hash=hash_secret(secret),
            created_at=now,
        )
    return secret


def mark_used(*, way_back: WayBack, now: dt.datetime) -> None:
    """Notes when a way back brought somebody in; it stays usable."""
    WayBack.objects.filter(pk=way_back.pk).update(last_used_at=now)
