"""Who a release is about, and what each of them says, read by the worker for the time of one draw.

A participation is in one release of each kind: of a campaign with fixed dates all of them, of a rolling one (and of the
country) who finished since the last time, which `CountedParticipation` remembers. What happened before the draw's day
counts; what is written down or erased afterwards changes only later releases.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from challenges.models import Campaign, CampaignDay, Participation, Pause
from insights.models import BudgetEntry, CountedParticipation, Draw, ReleaseKind
from insights.queries.answers import answers_of
from insights.queries.spans import AFTER_THE_END, Span, ended, span_of
from insights.queries.tabulation import OWN_IDEAS, Labels, Person
from interactions.models import Barrier, Idea, LifeDomain

AT_A_TIME = 5_000  # participations, which bounds the memory that their answers take

_TakingPart = list[tuple[Participation, Span]]


@dataclass(frozen=True)
class Population:
    """Who counts. `spends`: each campaign with the cohort that its ledger names; `once`: they count in no next one."""

    people: Sequence[Person]
    spends: Sequence[tuple[Campaign, str]]
    once: bool


def population_of(draw: Draw) -> Population:
    """Everybody that this draw is about, with what they say."""
    national = draw.kind == ReleaseKind.NATIONAL
    if national:
        taking_part, spends = _of_the_country(draw)
    elif draw.campaign is None:
        raise ValueError("only a national draw has no campaign")
    else:
        spends = [(draw.campaign, draw.cohort)]
        taking_part = _of_a_campaign(draw, draw.campaign)
    people: list[Person] = []
    for begin in range(0, len(taking_part), AT_A_TIME):
        some = taking_part[begin : begin + AT_A_TIME]
        people += answers_of(some, before=draw.due_on, national=national)
    return Population(people=people, spends=spends, once=bool(draw.cohort))


def labels_of(draw: Draw) -> Labels:
    """The keys of the tables, from the library as it is: public, and the same whoever takes part."""
    domains = list(LifeDomain.objects.values_list("key", flat=True))
    if draw.kind != ReleaseKind.NATIONAL:
        barriers = list(Barrier.objects.values_list("key", flat=True))
        return Labels(barriers=barriers, domains=domains, ideas=[])
    ideas = Idea.objects.filter(organisation=None).order_by("domain__position", "key")
    rows = [
        {"key": idea.key, "domain": idea.domain_id, "form": idea.form, "act": idea.act, "step": idea.step}
        for idea in ideas
    ]
    own = {"key": OWN_IDEAS, "domain": "", "form": "", "act": "", "step": ""}
    return Labels(barriers=[], domains=domains, ideas=[*rows, own])


def _of_a_campaign(draw: Draw, campaign: Campaign) -> _TakingPart:
    if draw.kind == ReleaseKind.QUARTER:
        return _over(_not_yet_counted([campaign], national=False), [campaign], draw)
    return _with_spans(Participation.objects.filter(campaign=campaign), [campaign])


def _of_the_country(draw: Draw) -> tuple[_TakingPart, list[tuple[Campaign, str]]]:
    """Who finished anywhere and was not in a national release yet. A campaign with fixed dates is in one of them whole,
    once it is over for two days; a rolling one gives who finished."""
    spent = BudgetEntry.objects.filter(kind=ReleaseKind.NATIONAL, cohort="").values("campaign")
    was_public = Q(status__in=Campaign.PUBLIC) | Q(published_at__isnull=False)
    public = Campaign.objects.filter(was_public).exclude(status=Campaign.Status.DRAFT).order_by("pk")
    fixed = list(
        public.filter(calendar=Campaign.Calendar.FIXED, ends_on__lte=draw.due_on - AFTER_THE_END).exclude(
            pk__in=spent
        )
    )
    rolling = list(public.filter(calendar=Campaign.Calendar.ROLLING))
    taking_part = [
        *_with_spans(_not_yet_counted(fixed, national=True), fixed),
        *_over(_not_yet_counted(rolling, national=True), rolling, draw),
    ]
    return taking_part, [(one, "") for one in fixed] + [(one, draw.cohort) for one in rolling]


def _not_yet_counted(campaigns: Iterable[Campaign], *, national: bool) -> "QuerySet[Participation]":
    counted = CountedParticipation.objects.filter(participation=OuterRef("pk"), national=national)
    return Participation.objects.filter(campaign__in=list(campaigns)).exclude(Exists(counted))


def _over(found: "QuerySet[Participation]", campaigns: Iterable[Campaign], draw: Draw) -> _TakingPart:
    """Whose own days were over in time: they left, had the last day, or the campaign ended. Nobody who is busy."""
    return [
        (one, span)
        for one, span in _with_spans(found, campaigns)
        if span.over_on(draw.due_on) or ended(one.campaign)
    ]


def _with_spans(found: "QuerySet[Participation]", campaigns: Iterable[Campaign]) -> _TakingPart:
    by_number = {campaign.pk: campaign for campaign in campaigns}
    lengths = dict(
        CampaignDay.objects.filter(campaign__in=by_number)
        .order_by()
        .values_list("campaign")
        .annotate(Count("pk"))
    )
    # Not by prefetch_related, which costs more than everything else here together.
    pauses: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    rolling = [number for number, campaign in by_number.items() if not campaign.is_fixed]
    for participation, first, last in Pause.objects.filter(participation__campaign__in=rolling).values_list(
        "participation_id", "starts_on", "ends_on"
    ):
        pauses[participation].append((first, last))
    taking_part = []
    for one in found.order_by("pk"):
        one.campaign = by_number[one.campaign_id]
        span = span_of(one, length=lengths.get(one.campaign_id, 0), pauses=pauses.get(one.pk, ()))
        taking_part.append((one, span))
    return taking_part
