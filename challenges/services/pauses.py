"""Days without a challenge: a pause ends by itself and costs nothing."""

import datetime as dt

from django.db import transaction

from challenges.models import Participation, Pause
from challenges.models.participations import LONGEST_PAUSE_DAYS


class PauseTooLongError(Exception):
    """With the pauses it touches it would be longer than sixty days."""


def pause_participation(*, participation: Participation, starts_on: dt.date, ends_on: dt.date) -> Pause:
    """Keeps a pause from `starts_on` to `ends_on`, both included. Pauses that overlap or adjoin become one.

    Raises PauseTooLongError above sixty days in a row, and ValueError when it ends before it starts.
    """
    if ends_on < starts_on:
        raise ValueError("a pause ends after it starts")
    day = dt.timedelta(days=1)
    with transaction.atomic():
        Participation.objects.select_for_update().get(pk=participation.pk)
        touching = list(
            Pause.objects.filter(
                participation=participation, starts_on__lte=ends_on + day, ends_on__gte=starts_on - day
            )
        )
        first = min([starts_on, *(pause.starts_on for pause in touching)])
        last = max([ends_on, *(pause.ends_on for pause in touching)])
        if (last - first).days >= LONGEST_PAUSE_DAYS:
            raise PauseTooLongError
        Pause.objects.filter(pk__in=[pause.pk for pause in touching]).delete()
        return Pause.objects.create(participation=participation, starts_on=first, ends_on=last)


def end_pause(*, participation: Participation, day: dt.date) -> None:
    """Ends every pause from local day `day` on; the days before it stay paused."""
    with transaction.atomic():
        Participation.objects.select_for_update().get(pk=participation.pk)
        pauses = Pause.objects.filter(participation=participation, ends_on__gte=day)
        pauses.filter(starts_on__gte=day).delete()
        pauses.update(ends_on=day - dt.timedelta(days=1))
