"""Moments that somebody writes down themselves, and changing or removing any moment."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import Participant
from interactions.models import Interaction, LifeDomain, Reflection, local_date
from interactions.queries.diary import day_is_free
from interactions.services.moments import write_reflection


def log_own_moment(
    *,
    participant: Participant,
    client_id: uuid.UUID,
    domain: LifeDomain,
    counterpart: str,
    status: Interaction.Status,
    day: dt.date,
    note: str,
    now: dt.datetime,
) -> Interaction:
    """A moment outside any challenge, tried on local day `day`. The same client id is the same moment.

    Raises ValueError for a status that is no attempt, and for a day that is neither today nor yesterday.
    """
    if status not in Interaction.ATTEMPTS:
        raise ValueError(f"{status} is not an outcome")
    _refuse_day(day, now)
    with transaction.atomic():
        moment, created = Interaction.objects.get_or_create(
            participant=participant,
            client_id=client_id,
            defaults={
                "domain": domain,
                "counterpart": counterpart,
                "local_date": day,
                "late": day < local_date(now),
                "status": status,
                "outcome_at": now,
                "created_at": now,
                "updated_at": now,
            },
        )
        if created and note.strip():
            Reflection.objects.create(interaction=moment, text=note, written_at=now)
    return moment


def change_moment(
    *,
    moment: Interaction,
    domain: LifeDomain,
    counterpart: str,
    status: Interaction.Status,
    note: str,
    day: dt.date | None = None,
    now: dt.datetime,
) -> bool:
    """Changes where, with whom, how it went and the note of a moment that was tried. Returns whether it was one.

    `day` moves a moment whose day is free to that local day. Raises ValueError for a status that is no attempt, for
    a day that is neither today nor yesterday, and for a moment that keeps its day.
    """
    if status not in Interaction.ATTEMPTS:
        raise ValueError(f"{status} is not an outcome")
    values = {"domain": domain, "counterpart": counterpart, "status": status, "updated_at": now}
    if day is not None and day != moment.local_date:
        _refuse_day(day, now)
        if not day_is_free(moment, today=local_date(now)):
            raise ValueError("this moment keeps its day")
        values |= {"local_date": day, "late": day < local_date(moment.created_at)}
    with transaction.atomic():
        changed = Interaction.objects.filter(pk=moment.pk, outcome_at__isnull=False).update(**values)
        if changed:
            write_reflection(moment=moment, text=note, now=now)
    return bool(changed)


def delete_moment(*, moment: Interaction) -> None:
    """Removes a moment with its note. A challenge it belonged to is open again; what was offered stays known."""
    moment.delete()


def _refuse_day(day: dt.date, now: dt.datetime) -> None:
    if not 0 <= (local_date(now) - day).days <= 1:
        raise ValueError(f"{day} is neither today nor yesterday")
