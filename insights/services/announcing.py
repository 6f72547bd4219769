"""Keeping the calendar of releases in step with the campaigns, and drawing what is due."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from challenges.models import Campaign
from insights.models import Draw, Release
from insights.queries.release_calendar import Announced, national_release, releases_of
from insights.services.drawing import draw_release
from interactions.models import local_date

_PUBLIC = (Campaign.Status.PUBLISHED, Campaign.Status.PAUSED, Campaign.Status.CLOSED)


def announce_releases(*, now: dt.datetime) -> None:
    """Announces what is to come for every public campaign and for the country. A campaign that ends earlier or later
    moves what was not begun; an interim that would come after the end falls away. What was drawn stays."""
    today = local_date(now)
    with transaction.atomic():
        for campaign in Campaign.objects.filter(status__in=_PUBLIC):
            _announce(campaign, releases_of(campaign, today))
        _announce(None, [national_release(today)])


def draw_due_releases(*, now: dt.datetime) -> list[Release]:
    """Draws everything whose day has come, one after the other; what another worker has in hand is left to it."""
    due = Draw.objects.filter(
        due_on__lte=local_date(now), state__in=[Draw.State.ANNOUNCED, Draw.State.COUNTING]
    ).select_related("campaign")
    return [release for draw in due if (release := draw_release(draw=draw, now=now)) is not None]


def _announce(campaign: Campaign | None, announced: Iterable[Announced]) -> None:
    known = {(draw.kind, draw.cohort): draw for draw in Draw.objects.filter(campaign=campaign)}
    meant = {(one.kind.value, one.cohort): one for one in announced}
    for key, one in meant.items():
        draw = known.get(key)
        if draw is None:
            Draw.objects.get_or_create(
                campaign=campaign, kind=one.kind, cohort=one.cohort, defaults={"due_on": one.due_on}
            )
        elif draw.state in (Draw.State.ANNOUNCED, Draw.State.CALLED_OFF) and (
            draw.due_on != one.due_on or draw.state == Draw.State.CALLED_OFF
        ):
            Draw.objects.filter(pk=draw.pk, state=draw.state).update(
                due_on=one.due_on, state=Draw.State.ANNOUNCED
            )
    for key, draw in known.items():
        if key not in meant and not draw.cohort and draw.state == Draw.State.ANNOUNCED:
            Draw.objects.filter(pk=draw.pk, state=Draw.State.ANNOUNCED).update(state=Draw.State.CALLED_OFF)
