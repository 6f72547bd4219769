"""What the overview tells staff about their campaigns, in few questions however many campaigns: whether it works, and
what to do next. Visits are times and contributions are texts: no person is counted anywhere."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from challenges.models import Campaign, CampaignSlot, Contribution, LogbookEntry, PageTotal
from challenges.queries.calendar import CampaignState, campaign_state
from challenges.queries.campaigns import DayRow, campaigns_of
from challenges.queries.staff_delivery import DeliveryLine, delivery_lines
from challenges.queries.staff_logbook import moment_due
from interactions.models import Idea, IdeaVersion, local_date
from interactions.models.library import Form, Step

WEEK = dt.timedelta(days=7)
_PLACE = {step: place for place, step in enumerate(Step.values)}


class Kind(StrEnum):
    """Where a campaign stands on the overview."""

    GOING = "going"
    DRAFT = "draft"
    DONE = "done"


class Todo(StrEnum):
    """What may be next for a campaign, the most urgent first."""

    CONTRIBUTIONS = "contributions"
    PAUSED = "paused"
    LOGBOOK = "logbook"
    BEGINS = "begins"
    ENDS = "ends"
    DRAFT = "draft"


@dataclass(frozen=True)
class NextStep:
    """One thing to do or to know. `number`: texts that wait, or days until; `moment` of the logbook."""

    todo: Todo
    number: int = 0
    moment: LogbookEntry.Moment | None = None


@dataclass(frozen=True)
class TodayTile:
    """The idea of today for one step size, in its newest words; `say` only where saying it is the idea."""

    step: str
    say: str
    title: str
    domain: str
    domain_name: str


@dataclass
class DeskRow:
    """One campaign as the overview shows it."""

    campaign: Campaign
    state: CampaignState
    kind: Kind
    visits: int
    scans: int
    waiting: int
    written: list[str]
    delivery: DeliveryLine | None = None
    day: int | None = None
    days: int = 0
    today: list[TodayTile] = field(default_factory=list)
    nexts: list[NextStep] = field(default_factory=list)


def desk(organisation: Organisation, now: dt.datetime) -> list[DeskRow]:
    """Every campaign of an organisation but the archived ones, what is going on first."""
    rows = _rows(campaigns_of(organisation).exclude(status=Campaign.Status.ARCHIVED), now)
    _put_today(rows)
    return sorted(rows, key=_place)  # keeps the newest first within a place


def _place(row: DeskRow) -> int:
    """Running, paused, about to begin; then drafts; then what is done."""
    if row.kind != Kind.GOING:
        return 3 if row.kind == Kind.DRAFT else 4
    return {CampaignState.RUNNING: 0, CampaignState.PAUSED: 1}.get(row.state, 2)


def desk_row(organisation: Organisation, slug: str, now: dt.datetime) -> DeskRow | None:
    """The same for one campaign, without its ideas of today; None when it is not this organisation's."""
    return next(iter(_rows(campaigns_of(organisation).filter(slug=slug), now)), None)


def put_today(row: DeskRow, days: list[DayRow]) -> None:
    """Takes the ideas of today from days that were asked for anyway."""
    for day in days:
        if day.number == row.day:
            row.today = [
                _tile(step, version.say, version.title, version.idea)
                for step, version in day.versions.items()
            ]
            row.today.sort(key=lambda tile: _PLACE[tile.step])


def _rows(campaigns: QuerySet[Campaign], now: dt.datetime) -> list[DeskRow]:
    on = local_date(now)
    found = list(
        campaigns.annotate(
            visits=_times(PageTotal.Kind.VISIT, on),
            scans=_times(PageTotal.Kind.SCAN, on),
            waiting=_waiting(),
            written=Subquery(
                LogbookEntry.objects.filter(campaign=OuterRef("pk"))
                .values("campaign")
                .annotate(all=ArrayAgg("moment"))
                .values("all")
            ),
        )
    )
    delivery = delivery_lines(found, now)
    return [_row(campaign, delivery.get(campaign.pk), on) for campaign in found]


def _row(campaign: Campaign, delivery: DeliveryLine | None, on: dt.date) -> DeskRow:
    state = campaign_state(campaign, on)
    kind = kind_of(campaign, state)
    row = DeskRow(
        campaign=campaign,
        state=state,
        kind=kind,
        visits=campaign.visits,  # type: ignore[attr-defined]
        scans=campaign.scans,  # type: ignore[attr-defined]
        waiting=campaign.waiting,  # type: ignore[attr-defined]
        written=campaign.written or [],  # type: ignore[attr-defined]
        delivery=delivery if state == CampaignState.RUNNING else None,
        days=campaign.day_count,  # type: ignore[attr-defined]
    )
    if campaign.starts_on and state == CampaignState.RUNNING:
        row.day = (on - campaign.starts_on).days + 1
    row.nexts = next_steps(row, on)
    return row


def kind_of(campaign: Campaign, state: CampaignState) -> Kind:
    """Where a campaign stands: something to prepare, something that goes on (or soon, or paused), or done."""
    if campaign.status == Campaign.Status.DRAFT:
        return Kind.DRAFT
    return Kind.DONE if state == CampaignState.OVER else Kind.GOING


def next_steps(row: DeskRow, on: dt.date) -> list[NextStep]:
    """What to do or to know next, the most urgent first."""
    campaign, steps = row.campaign, []
    if row.waiting:
        steps.append(NextStep(Todo.CONTRIBUTIONS, row.waiting))
    if row.state == CampaignState.PAUSED:
        steps.append(NextStep(Todo.PAUSED))
    if moment := moment_due(campaign, row.written, on):
        steps.append(NextStep(Todo.LOGBOOK, moment=moment))
    if campaign.starts_on and row.state == CampaignState.BEFORE:
        steps.append(NextStep(Todo.BEGINS, (campaign.starts_on - on).days))
    if campaign.ends_on and row.state == CampaignState.RUNNING and (campaign.ends_on - on).days <= 2:
        steps.append(NextStep(Todo.ENDS, (campaign.ends_on - on).days))
    if row.kind == Kind.DRAFT:
        steps.append(NextStep(Todo.DRAFT))
    return steps


def _put_today(rows: list[DeskRow]) -> None:
    """Finds the ideas of today of every campaign that has a day now, in one question."""
    days = {row.campaign.pk: row for row in rows if row.day}
    newest = IdeaVersion.objects.filter(idea=OuterRef("idea")).order_by("-number")
    slots = (
        CampaignSlot.objects.filter(
            day__campaign__in=days, day__number__in={row.day for row in days.values()}
        )
        .select_related("day", "idea__domain")
        .annotate(say=Subquery(newest.values("say")[:1]), title=Subquery(newest.values("title")[:1]))
    )
    for slot in sorted(slots, key=lambda one: _PLACE[one.step]):
        row = days[slot.day.campaign_id]
        if slot.day.number == row.day:
            row.today.append(_tile(slot.step, slot.say, slot.title, slot.idea))


def _tile(step: str, say: str, title: str, idea: Idea) -> TodayTile:
    said = say if idea.form == Form.GROETSMOESJE else ""
    return TodayTile(step, said, title, idea.domain.key, idea.domain.name)


def _times(kind: PageTotal.Kind, on: dt.date) -> Coalesce:
    """How often the page of a campaign was opened in the seven local days up to and with `on`."""
    totals = PageTotal.objects.filter(
        campaign=OuterRef("pk"), kind=kind, local_date__gt=on - WEEK, local_date__lte=on
    )
    summed = totals.values("campaign").annotate(all=Sum("times")).values("all")
    return Coalesce(Subquery(summed), 0, output_field=IntegerField())


def _waiting() -> Coalesce:
    offered = Contribution.objects.filter(campaign=OuterRef("pk"), status=Contribution.Status.OFFERED)
    counted = offered.values("campaign").annotate(all=Count("pk")).values("all")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
