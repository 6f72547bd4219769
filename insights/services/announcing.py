"""Keeping the calendar of releases in step with the campaigns, and drawing what is due."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction

from challenges.models import Campaign
from insights.models import Draw, Release, ReleaseKind
from insights.queries.release_calendar import Announced, national_release, releases_of
from insights.services.drawing import Pace, at_once, draw_release
from interactions.models import local_date

_INTERIM = (ReleaseKind.INTERIM_1, ReleaseKind.INTERIM_2)


def announce_releases(*, now: dt.datetime) -> None:
    """Announces what is to come for every public campaign and for the country. A campaign that ends earlier or later
    moves what was not begun; an interim whose day is past by then falls away. What was drawn stays."""
    today = local_date(now)
    with transaction.atomic():
        known: dict[int | None, list[Draw]] = defaultdict(list)
        for draw in Draw.objects.exclude(campaign__status=Campaign.Status.ARCHIVED):
            known[draw.campaign_id].append(draw)
        for campaign in Campaign.objects.published():
            meant = releases_of(campaign, today)
            for one in meant:
                _announce(campaign, one, known[campaign.pk], today)
            _call_off({(one.kind, one.cohort): one for one in meant}, known[campaign.pk])
        _announce(None, national_release(today), known[None], today)


def draw_due_releases(*, now: dt.datetime, pace: Pace = at_once) -> list[Release]:
    """Draws everything whose day has come, one after the other; what another worker has in hand is left to it. One
    that fails does not hold up the rest: all of it is raised at the end, as an ExceptionGroup."""
    due = Draw.objects.filter(
        due_on__lte=local_date(now), state__in=[Draw.State.ANNOUNCED, Draw.State.COUNTING]
    )
    drawn, failed = [], []
    for draw in due:
        try:
            release = draw_release(draw=draw, now=now, pace=pace)
        except Exception as error:  # whatever it is, the others are other people's
            failed.append(error)
        else:
            drawn += [release] if release else []
    if failed:
        raise ExceptionGroup("releases were not drawn", failed)
    return drawn


def _announce(campaign: Campaign | None, one: Announced, known: list[Draw], today: dt.date) -> None:
    """Announces one release, or moves it. An interim is announced beforehand or not at all."""
    draw = next((draw for draw in known if (draw.kind, draw.cohort) == (one.kind, one.cohort)), None)
    in_time = one.kind not in _INTERIM or one.due_on > today
    if draw is None:
        if in_time:
            Draw.objects.get_or_create(
                campaign=campaign, kind=one.kind, cohort=one.cohort, defaults={"due_on": one.due_on}
            )
        return
    changed = draw.due_on != one.due_on or draw.state == Draw.State.CALLED_OFF
    if changed and draw.state in (Draw.State.ANNOUNCED, Draw.State.CALLED_OFF):
        state = Draw.State.ANNOUNCED if in_time else Draw.State.CALLED_OFF
        # Only as it was read: a worker may have begun with it since.
        Draw.objects.filter(pk=draw.pk, state=draw.state).update(due_on=one.due_on, state=state)


def _call_off(meant: Mapping[tuple[ReleaseKind, str], Announced], known: list[Draw]) -> None:
    """A campaign that became too short for interim counts has none. A quarter that was announced stays."""
    for draw in known:
        if (ReleaseKind(draw.kind), draw.cohort) not in meant and not draw.cohort:
            Draw.objects.filter(pk=draw.pk, state=Draw.State.ANNOUNCED).update(state=Draw.State.CALLED_OFF)
