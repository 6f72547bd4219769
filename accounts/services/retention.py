"""Ending what has had its time (terms: config/retention.yaml)."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from accounts.models import Participant
from accounts.services.owndata import registered
from accounts.services.participants import EMPTY_AFTER, UNREACHABLE_AFTER, erase_participant


def erase_expired_participants(*, now: dt.datetime) -> int:
    """Erases participants last seen 13 months ago, and empty ones last seen 30 days ago. Returns how many."""
    empty = Q(last_seen_at__lt=now - EMPTY_AFTER)
    for own_data in registered().values():
        for holders in own_data.keeps_alive:
            empty &= ~Q(pk__in=holders(now))
    expired = Participant.objects.filter(Q(last_seen_at__lt=now - UNREACHABLE_AFTER) | empty)
    with transaction.atomic():
        participants = list(expired.select_for_update(skip_locked=True))
        for participant in participants:
            erase_participant(participant=participant)
    return len(participants)


def remove_expired_staff_sessions(*, now: dt.datetime) -> int:
    """Removes staff sessions past their end. Returns how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
