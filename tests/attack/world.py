"""A campaign in the database with people who do things, and its releases drawn by the real worker's code."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence

import pytest
from django.db.models import Sum

from challenges.models import Assignment, Campaign, Participation
from insights.models import BudgetEntry, Draw, Release, ReleaseKind
from insights.queries.people import Population
from insights.services import drawing
from insights.services.announcing import announce_releases, draw_due_releases
from insights.services.noise import Noise, discrete_laplace
from interactions.models import Interaction
from tests.factories import AT_NOON, TODAY, make_assignment, make_campaign, make_moment, make_participation

DAY = dt.timedelta(days=1)
CAPS = {"local": 160, "national": 130, "all": 290}


def begin(*, rolling: bool, length: int) -> Campaign:
    """A public campaign, from the fourteenth of October 2026."""
    campaign = make_campaign(length=length, starts_on=None if rolling else TODAY)
    Campaign.objects.update(published_at=AT_NOON - 30 * DAY)
    campaign.refresh_from_db()
    return campaign


def take_part(campaign: Campaign, days: int, *, first: dt.datetime = AT_NOON) -> Participation:
    """Somebody who joins, and does something on so many days."""
    participation = make_participation(campaign=campaign, now=first)
    live(participation, [first + number * DAY for number in range(days)])
    return participation


def live(participation: Participation, moments: Sequence[dt.datetime]) -> None:
    """At each of these moments, somebody does what the day offers."""
    for now in moments:
        assignment = make_assignment(participation=participation, now=now)
        moment = make_moment(
            participant=participation.participant,
            response=Interaction.Response.POSITIVE,
            predicted_yes=4,
            now=now,
        )
        Assignment.objects.filter(pk=assignment.pk).update(interaction=moment)


def draw_until(last: dt.datetime, *, since: dt.datetime = AT_NOON, step: dt.timedelta = DAY) -> list[Release]:
    """What the tasks do day after day: announce what comes, draw what is due."""
    drawn, now = [], since
    while now <= last:
        announce_releases(now=now)
        drawn += draw_due_releases(now=now)
        now += step
    return drawn


def draw_now(
    campaign: Campaign, *, kind: ReleaseKind, now: dt.datetime, noise: Noise = discrete_laplace
) -> Release:
    """One release of a campaign, on the day that it is due."""
    draw, _ = Draw.objects.get_or_create(campaign=campaign, kind=kind, defaults={"due_on": now.date()})
    release = drawing.draw_release(draw=draw, now=now, noise=noise)
    assert release is not None
    return release


class Ledger:
    """Looks over the shoulder of every draw: who was counted, beside what the ledger says it cost."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._counted: list[tuple[Draw, list[int]]] = []
        real = drawing.population_of

        def seen(draw: Draw) -> Population:
            population = real(draw)
            self._counted.append((draw, [person.number for person in population.people]))
            return population

        monkeypatch.setattr(drawing, "population_of", seen)

    def spent(self) -> dict[int, Counter[str]]:
        """What each participation cost, over every release it was in: local, national and all, in hundredths."""
        spent: dict[int, Counter[str]] = {}
        campaigns = dict(Participation.objects.values_list("pk", "campaign"))
        for draw, people in self._counted:
            where = "national" if draw.kind == ReleaseKind.NATIONAL else "local"
            costs = dict(
                BudgetEntry.objects.filter(release__draw=draw)
                .values_list("campaign")
                .annotate(cost=Sum("epsilon_hundredths"))
            )
            for person in people:
                cost = costs.get(campaigns.get(person), 0)
                spent.setdefault(person, Counter()).update({where: cost, "all": cost})
        return spent

    def findings(self) -> list[str]:
        """Who paid more than anybody may; and tables that came out without being paid for."""
        over = [
            f"participation {person}: {what} {cost} where {CAPS[what]} is the cap"
            for person, costs in self.spent().items()
            for what, cost in costs.items()
            if cost > CAPS[what]
        ]
        return over + [
            f"{release.draw.kind}: a table that nobody paid for"
            for release in Release.objects.select_related("draw")
            for campaign in release.budget.values_list("campaign", flat=True).distinct()
            if {*release.budget.filter(campaign=campaign).values_list("table", flat=True)}
            != {*json.loads(release.body)["tables"]}
        ]
