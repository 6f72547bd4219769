"""The announced calendar as a page shows it: what is to come, what is being drawn, and what is there."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from challenges.models import Campaign
from insights.models import Draw
from insights.queries.publication import Standing, releases_of_campaign, standings_of
from insights.queries.release_calendar import releases_of
from insights.queries.release_words import contents_of, name_of, reason_of, step_of


@dataclass(frozen=True)
class Moment:
    """One moment of the calendar: `state` of Draw.State, and `standing` once it was drawn."""

    kind: str
    cohort: str
    due_on: dt.date
    state: str
    step: int
    today: dt.date
    campaign: Campaign | None = None
    standing: Standing | None = None

    @property
    def name(self) -> str:
        return name_of(self.kind, self.cohort)

    @property
    def reason(self) -> str:
        return reason_of(self.kind)

    @property
    def contents(self) -> str:
        return contents_of(self.kind)

    @property
    def doing(self) -> str:
        return step_of(self.step)

    @property
    def steps(self) -> int:
        return Draw.STEPS

    @property
    def is_busy(self) -> bool:
        return self.state == Draw.State.COUNTING

    @property
    def is_due(self) -> bool:
        """Its day has come and the worker has not begun yet, or is at it."""
        return self.is_busy or (self.state == Draw.State.ANNOUNCED and self.due_on <= self.today)


def calendar_of(campaign: Campaign, today: dt.date) -> list[Moment]:
    """Every moment of a campaign in order. What was not announced yet is shown as it will be."""
    standings = {
        standing.release.draw_id: standing for standing in standings_of(releases_of_campaign(campaign))
    }
    draws = list(Draw.objects.filter(campaign=campaign))
    if not draws and (campaign.starts_on or campaign.published_at):
        return [
            Moment(one.kind, one.cohort, one.due_on, Draw.State.ANNOUNCED, 0, min(today, one.due_on - _A_DAY))
            for one in releases_of(campaign, today)
        ]
    return _moments(draws, standings, today)


_A_DAY = dt.timedelta(days=1)


def national_calendar(standings: Sequence[Standing], today: dt.date) -> list[Moment]:
    """Every moment of the national releases, with those of `standings` that are theirs."""
    known = {standing.release.draw_id: standing for standing in standings}
    return _moments(list(Draw.objects.filter(campaign=None)), known, today)


def announced_for_all(today: dt.date) -> list[Moment]:
    """What is to come, of the country and of every campaign that the public may see; the first to come first."""
    draws = (
        Draw.objects.filter(state__in=[Draw.State.ANNOUNCED, Draw.State.COUNTING])
        .filter(Q(campaign=None) | Q(campaign__status__in=Campaign.PUBLIC))
        .select_related("campaign__organisation")
    )
    return _moments(list(draws), {}, today, named=True)


def announced_of(campaign: Campaign, today: dt.date) -> list[Moment]:
    """What is to come of one campaign, for the public."""
    draws = Draw.objects.filter(campaign=campaign, state__in=[Draw.State.ANNOUNCED, Draw.State.COUNTING])
    return _moments(list(draws), {}, today)


def _moments(
    draws: Sequence[Draw], standings: Mapping[int, Standing], today: dt.date, *, named: bool = False
) -> list[Moment]:
    return [
        Moment(
            kind=draw.kind,
            cohort=draw.cohort,
            due_on=draw.due_on,
            state=draw.state,
            step=draw.step,
            today=today,
            campaign=draw.campaign if named else None,
            standing=standings.get(draw.pk),
        )
        for draw in draws
    ]
