"""Who a release is about, and what each of them says, read by the worker for the time of one draw.

A participation is in one release of each kind: of a campaign with fixed dates all of them, of a rolling one (and of the
country) who finished since the last time, which `CountedParticipation` remembers. What happened before the draw's day
counts; what is written down or erased afterwards changes only later releases.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from challenges.models import Campaign, Participation
from insights.models import BudgetEntry, CountedParticipation, Draw, ReleaseKind
from insights.queries.answers import answers_of
from insights.queries.tabulation import OWN_IDEAS, Labels, Person
from interactions.models import Barrier, Idea, LifeDomain, local_date

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Population:
    """Who counts. `spends`: each campaign with the cohort that its ledger names; `counted_once`: whom to remember."""

    people: Sequence[Person]
    spends: Sequence[tuple[Campaign, str]]
    counted_once: Sequence[int]


def population_of(draw: Draw, progress: Progress = lambda step: None) -> Population:
    """Everybody that this draw is about, with what they say."""
    progress(1)
    if draw.kind == ReleaseKind.NATIONAL:
        taking_part, spends = _of_the_country(draw)
        once = True
    elif draw.campaign is None:
        raise ValueError("only a national draw has no campaign")
    elif draw.kind == ReleaseKind.QUARTER:
        taking_part = _finished(_not_yet_counted(_of(draw.campaign), national=False), draw.due_on)
        spends, once = [(draw.campaign, draw.cohort)], True
    else:
        taking_part = list(_of(draw.campaign))
        spends, once = [(draw.campaign, "")], False
    people = answers_of(
        taking_part, before=draw.due_on, national=draw.kind == ReleaseKind.NATIONAL, progress=progress
    )
    return Population(
        people=people, spends=spends, counted_once=[one.pk for one in taking_part] if once else []
    )


def labels_of(draw: Draw) -> Labels:
    """The keys of the tables, from the library as it is: public, and the same whoever takes part."""
    domains = list(LifeDomain.objects.filter(for_ideas=True).values_list("key", flat=True))
    if draw.kind != ReleaseKind.NATIONAL:
        return Labels(
            barriers=list(Barrier.objects.values_list("key", flat=True)), domains=[*domains, "anders"], ideas=[]
        )
    ideas = Idea.objects.filter(organisation=None).order_by("domain__position", "key")
    rows = [
        {"key": idea.key, "domain": idea.domain_id, "form": idea.form, "act": idea.act, "step": idea.step}
        for idea in ideas
    ]
    own = {"key": OWN_IDEAS, "domain": "", "form": "", "act": "", "step": ""}
    return Labels(barriers=[], domains=domains, ideas=[*rows, own])


def _of(campaign: Campaign) -> QuerySet[Participation]:
    return Participation.objects.filter(campaign=campaign).select_related("campaign").order_by("pk")


def _not_yet_counted(found: QuerySet[Participation], *, national: bool) -> QuerySet[Participation]:
    counted = CountedParticipation.objects.filter(participation=OuterRef("pk"), national=national)
    return found.exclude(Exists(counted))


def _finished(found: QuerySet[Participation], before: dt.date) -> list[Participation]:
    """Whose own days were over before a day: they left, or had the last day. Nobody who is busy is counted."""
    lengths: dict[int, int] = {}
    finished = []
    for one in found.prefetch_related("pauses"):
        length = lengths.setdefault(one.campaign_id, one.campaign.length)
        if last_day(one, length) < before:
            finished.append(one)
    return finished


def last_day(participation: Participation, length: int) -> dt.date:
    """The local day on which somebody's taking part in a rolling campaign of `length` days ended, or will."""
    if participation.left_at is not None:
        return local_date(participation.left_at)
    paused = {
        pause.starts_on + dt.timedelta(days=offset)
        for pause in participation.pauses.all()
        for offset in range((pause.ends_on - pause.starts_on).days + 1)
    }
    day, number = participation.first_day, 0
    while True:
        number += day not in paused
        if number >= length:
            return day
        day += dt.timedelta(days=1)


def _of_the_country(draw: Draw) -> tuple[list[Participation], list[tuple[Campaign, str]]]:
    """Who finished anywhere and was not in a national release yet. A campaign with fixed dates is in one of them whole,
    once it is over for two days; a rolling one gives who finished."""
    spent = BudgetEntry.objects.filter(kind=ReleaseKind.NATIONAL, cohort="").values("campaign")
    over = Campaign.objects.filter(
        calendar=Campaign.Calendar.FIXED,
        ends_on__lt=draw.due_on - dt.timedelta(days=2),
    ).exclude(Q(status=Campaign.Status.DRAFT) | Q(pk__in=spent))
    rolling = Campaign.objects.filter(calendar=Campaign.Calendar.ROLLING).exclude(
        status=Campaign.Status.DRAFT
    )
    fixed = _not_yet_counted(Participation.objects.filter(campaign__in=over), national=True)
    others = _not_yet_counted(Participation.objects.filter(campaign__in=rolling), national=True)
    taking_part = [
        *fixed.select_related("campaign").order_by("pk"),
        *_finished(others.select_related("campaign").order_by("pk"), draw.due_on),
    ]
    spends = [(campaign, "") for campaign in over.order_by("pk")]
    spends += [(campaign, draw.cohort) for campaign in rolling.order_by("pk")]
    return taking_part, spends
