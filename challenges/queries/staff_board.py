"""The board of days as staff see it: every day with the words of its ideas, and what may be chosen for it."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from challenges.models import Campaign, CampaignSlot
from challenges.queries.staff_autofill import Filling, PoolIdea, Scope, fill_days
from challenges.queries.staff_days import (
    STEPS,
    Alike,
    Findings,
    Placed,
    PlannedDay,
    days_begun,
    findings,
    is_over_for_staff,
    may_change,
    stamp_of,
    week_of,
    wished_length,
)
from interactions.models import IdeaVersion, LifeDomain
from interactions.models.library import Step
from interactions.queries.library import current_versions, idea_domains


@dataclass(frozen=True)
class BoardSlot:
    """One step size of a day, with the newest words of its idea; `proposed` when it is not on the board yet."""

    step: Step
    version: IdeaVersion | None
    proposed: bool = False


@dataclass(frozen=True)
class BoardDay:
    """One day on the board. `changeable`: participants did not have it yet."""

    number: int
    date: dt.date | None
    slots: tuple[BoardSlot, ...]
    changeable: bool
    alike: Alike | None = None

    @property
    def filled(self) -> tuple[BoardSlot, ...]:
        return tuple(slot for slot in self.slots if slot.version)

    @property
    def open_steps(self) -> tuple[Step, ...]:
        return tuple(slot.step for slot in self.slots if not slot.version)

    @property
    def first(self) -> IdeaVersion | None:
        """What tells the day apart in a line: its "zin", else what there is."""
        by_step = {slot.step: slot.version for slot in self.filled}
        return next((by_step[step] for step in (Step.ZIN, Step.KNIK, Step.PRAATJE) if step in by_step), None)


@dataclass(frozen=True)
class Board:
    """All days, what is to be said about them, and the stamp that forms carry."""

    days: tuple[BoardDay, ...]
    plans: tuple[PlannedDay, ...]
    findings: Findings
    domains: tuple[LifeDomain, ...]
    stamp: str
    begun: int
    over: bool

    def day(self, number: int) -> BoardDay | None:
        return next((day for day in self.days if day.number == number), None)

    @property
    def weeks(self) -> list[tuple[int, list[BoardDay]]]:
        """The days by week, each with its number."""
        weeks: dict[int, list[BoardDay]] = {}
        for day in self.days:
            weeks.setdefault(week_of(day.number), []).append(day)
        return list(weeks.items())

    @property
    def changeable(self) -> frozenset[int]:
        return frozenset(day.number for day in self.days if day.changeable)

    @property
    def empty(self) -> tuple[int, ...]:
        """Days without an idea that may still get one."""
        return tuple(day.number for day in self.days if day.changeable and not day.filled)

    @property
    def open_slots(self) -> int:
        """Open step sizes on days that have something and may still be changed."""
        return sum(len(day.open_steps) for day in self.days if day.changeable and day.filled)

    @property
    def balance(self) -> list[tuple[LifeDomain, int]]:
        counts = dict(self.findings.counts)
        return [(domain, counts[domain.pk]) for domain in self.domains]

    @property
    def missing(self) -> list[LifeDomain]:
        return [domain for domain in self.domains if domain.pk in self.findings.missing]


def planned_days(campaign: Campaign) -> list[PlannedDay]:
    """The days of a campaign for the rules, in two queries. A campaign with dates has a day for every date, also where
    none was made yet."""
    placed: dict[int, list[Placed]] = {}
    for number in campaign.days.values_list("number", flat=True):
        placed[number] = []
    slots = CampaignSlot.objects.filter(day__campaign=campaign).select_related("idea", "day").order_by("pk")
    for slot in slots:
        idea = slot.idea
        placed[slot.day.number].append(
            Placed(step=slot.step, idea=idea.pk, domain=idea.domain_id, act=idea.act, form=idea.form)
        )
    last = max([wished_length(campaign) or 0, *placed])
    return [PlannedDay(number, _in_order(placed.get(number, ()))) for number in range(1, last + 1)]


def _in_order(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    return tuple(sorted(placed, key=lambda one: STEPS.index(Step(one.step))))


def board_of(campaign: Campaign, on: dt.date) -> Board:
    """The board on local day `on`, in four queries however many days."""
    plans = planned_days(campaign)
    ideas = {idea for plan in plans for idea in plan.ideas}
    domains = tuple(idea_domains())
    words = words_with_places(ideas)
    found = findings(plans, [domain.pk for domain in domains])
    alike = {one.number: one for one in found.alike}
    return Board(
        days=tuple(_board_day(campaign, plan, words, alike.get(plan.number), on) for plan in plans),
        plans=tuple(plans),
        findings=found,
        domains=domains,
        stamp=stamp_of(plans),
        begun=days_begun(campaign, on),
        over=is_over_for_staff(campaign),
    )


def _board_day(
    campaign: Campaign, plan: PlannedDay, words: dict[int, IdeaVersion], alike: Alike | None, on: dt.date
) -> BoardDay:
    by_step = {one.step: words[one.idea] for one in plan.placed}
    return BoardDay(
        number=plan.number,
        date=campaign.starts_on + dt.timedelta(days=plan.number - 1) if campaign.starts_on else None,
        slots=tuple(BoardSlot(step, by_step.get(step)) for step in STEPS),
        changeable=may_change(campaign, plan.number, on),
        alike=alike,
    )


def words_with_places(ideas: Collection[int]) -> dict[int, IdeaVersion]:
    """The newest words of ideas with idea and place, archived or not, by the id of the idea."""
    versions = (
        IdeaVersion.objects.filter(idea__in=ideas)
        .select_related("idea__domain")
        .order_by("idea_id", "-number")
        .distinct("idea_id")
    )
    return {version.idea_id: version for version in versions}


def pool_of(campaign: Campaign) -> list[IdeaVersion]:
    """What may be chosen for a campaign: the library, and what its organisation made itself."""
    return list(current_versions(of=campaign.organisation))


def proposal(
    campaign: Campaign, plans: Sequence[PlannedDay], *, seed: int, scope: Scope, on: dt.date
) -> tuple[Filling, dict[int, IdeaVersion]]:
    """The filling for `seed` with the words of its ideas."""
    versions = {version.idea_id: version for version in pool_of(campaign)}
    pool = [
        PoolIdea(
            idea=version.idea_id,
            step=version.idea.step,
            domain=version.idea.domain_id,
            act=version.idea.act,
            form=version.idea.form,
        )
        for version in versions.values()
    ]
    changeable = {plan.number for plan in plans if may_change(campaign, plan.number, on)}
    return fill_days(plans, pool, seed=seed, scope=scope, changeable=changeable), versions


def with_proposal(board: Board, filling: Filling, words: dict[int, IdeaVersion]) -> Board:
    """The board as it would be."""
    fills = {(fill.number, fill.placed.step): words[fill.placed.idea] for fill in filling.fills}
    days = tuple(
        replace(
            day,
            slots=tuple(
                BoardSlot(slot.step, fills[(day.number, slot.step)], proposed=True)
                if (day.number, slot.step) in fills
                else slot
                for slot in day.slots
            ),
        )
        for day in board.days
    )
    added: dict[int, list[Placed]] = {}
    for fill in filling.fills:
        added.setdefault(fill.number, []).append(fill.placed)
    plans = [
        PlannedDay(plan.number, _in_order((*plan.placed, *added.get(plan.number, ()))))
        for plan in board.plans
    ]
    found = findings(plans, [domain.pk for domain in board.domains])
    alike = {one.number: one for one in found.alike}
    return replace(
        board, days=tuple(replace(day, alike=alike.get(day.number)) for day in days), findings=found
    )


@dataclass(frozen=True)
class Choice:
    """An idea in the picker, with the days it is on."""

    version: IdeaVersion
    days: tuple[int, ...]


def choices(
    versions: Iterable[IdeaVersion],
    used: dict[int, tuple[int, ...]],
    *,
    words: str = "",
    domain: str = "",
    form: str = "",
    act: str = "",
    step: str = "",
    unused_only: bool = False,
) -> list[Choice]:
    """What the picker shows: every word must be in one of the texts; empty is all."""
    wanted = words.casefold().split()
    return [
        Choice(version, used.get(version.idea_id, ()))
        for version in versions
        if all(word in _text(version) for word in wanted)
        and domain in ("", version.idea.domain_id)
        and form in ("", version.idea.form)
        and act in ("", version.idea.act)
        and step in ("", version.idea.step)
        and not (unused_only and used.get(version.idea_id))
    ]


def _text(version: IdeaVersion) -> str:
    return f"{version.title} {version.do} {version.say} {version.why}".casefold()
