"""Ways back for a participant whose browser forgot them: a start link to keep, and a code on paper."""

import datetime as dt

from django.db import transaction

from accounts.models import Participant, WayBack
from accounts.services.secrets import PAPER_LENGTH, hash_code, hash_secret, new_code, new_secret


def make_start_link(*, participant: Participant, now: dt.datetime) -> str:
    """A new start link's secret; the one before it stops working. Shown once, only its hash is kept."""
    secret = new_secret()
    _replace(participant, WayBack.Kind.START_LINK, hash_secret(secret), now)
    return secret


def make_paper_code(*, participant: Participant, now: dt.datetime) -> str:
    """A new code of twelve characters for on paper; the one before it stops working. Shown once."""
    code = new_code(PAPER_LENGTH)
    _replace(participant, WayBack.Kind.PAPER_CODE, hash_code(code), now)
    return code


def _replace(participant: Participant, kind: WayBack.Kind, secret_hash: bytes, now: dt.datetime) -> None:
    with transaction.atomic():
        Participant.objects.select_for_update().get(pk=participant.pk)
        WayBack.objects.filter(participant=participant, kind=kind, replaced_at__isnull=True).update(
            replaced_at=now
        )
        WayBack.objects.create(participant=participant, kind=kind, secret_hash=secret_hash, created_at=now)


def withdraw_ways_back(*, participant: Participant, now: dt.datetime) -> None:
    """Lets every start link, paper code and day link stop working."""
    WayBack.objects.filter(participant=participant, replaced_at__isnull=True).update(replaced_at=now)


def mark_used(*, way_back: WayBack, now: dt.datetime) -> None:
    """Notes when a way back brought somebody in; it stays usable."""
    WayBack.objects.filter(pk=way_back.pk).update(last_used_at=now)
