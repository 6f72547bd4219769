"""Days without a challenge: a pause ends by itself and costs nothing."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from challenges.models import Participation, Pause
from challenges.models.participations import LONGEST_PAUSE_DAYS
from challenges.queries.participations import has_moment_on


class NothingToPauseError(Exception):
    """Its only day has a moment already."""


class PauseTooLongError(Exception):
    """With the pauses it touches it would be longer than sixty days."""


def pause_participation(*, participation: Participation, starts_on: dt.date, ends_on: dt.date) -> Pause:
    """Keeps a pause from `starts_on` to `ends_on`, both included. Pauses that overlap or adjoin become one.

    A day on which somebody began their challenge is no day off: then the pause starts the day after, or the same
    challenge would come again. Raises NothingToPauseError when no day is left, PauseTooLongError above sixty days in
    a row, and ValueError when it ends before it starts.
    """
    if ends_on < starts_on:
        raise ValueError("a pause ends after it starts")
    day = dt.timedelta(days=1)
    with transaction.atomic():
        Participation.objects.select_for_update().get(pk=participation.pk)
        if has_moment_on(participation, starts_on):
            starts_on += day
        if ends_on < starts_on:
            raise NothingToPauseError
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


def end_pause(*, participation: Participation, day: dt.date, starts_on: dt.date | None = None) -> None:
    """Ends the pause of local day `day`; the days before it stay paused, and so do later pauses. With `starts_on` also
    the one that is to begin on that day: once it is gone, the same tap changes nothing."""
    with transaction.atomic():
        Participation.objects.select_for_update().get(pk=participation.pk)
        meant = Q(starts_on__lte=day) | Q(starts_on=starts_on)
        _end(Pause.objects.filter(meant, participation=participation), day)


def end_pauses(*, participation: Participation, day: dt.date) -> None:
    """Ends every pause from local day `day` on, later ones too."""
    with transaction.atomic():
        Participation.objects.select_for_update().get(pk=participation.pk)
        _end(Pause.objects.filter(participation=participation), day)


def _end(pauses: "QuerySet[Pause]", day: dt.date) -> None:
    """Keeps of these pauses the days before `day`."""
    pauses.filter(starts_on__gte=day).delete()
    pauses.filter(ends_on__gte=day).update(ends_on=day - dt.timedelta(days=1))
