"""What staff should know about the days of a campaign: which look alike, which places are missing, which are empty.

Pure rules over days as they are planned; nothing here asks the database.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from challenges.models import Campaign
from interactions.models.library import Step

DOMAINS_WISHED = 3
MOST_DAYS = 90
WEEK = 7
STEPS = tuple(Step)

# Who wants a step size that is not filled gets the nearest one, the smaller first (as `calendar.slot_for`).
_SHOWN = {
    Step.KNIK: (Step.KNIK, Step.ZIN, Step.PRAATJE),
    Step.ZIN: (Step.ZIN, Step.KNIK, Step.PRAATJE),
    Step.PRAATJE: (Step.PRAATJE, Step.ZIN, Step.KNIK),
}


@dataclass(frozen=True)
class Placed:
    """An idea in the slot of one step size."""

    step: str
    idea: int
    domain: str
    act: str
    form: str


@dataclass(frozen=True)
class PlannedDay:
    """Day `number` with what is in its slots."""

    number: int
    placed: tuple[Placed, ...] = ()

    @property
    def domains(self) -> frozenset[str]:
        return frozenset(one.domain for one in self.placed)

    @property
    def ideas(self) -> frozenset[int]:
        return frozenset(one.idea for one in self.placed)

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """Step sizes without an idea, small to large."""
        filled = {one.step for one in self.placed}
        return tuple(step for step in STEPS if step not in filled)

    def shown_to(self, step: Step) -> Placed | None:
        """What somebody with this step size gets."""
        by_step = {one.step: one for one in self.placed}
        return next((by_step[near] for near in _SHOWN[step] if near in by_step), None)


@dataclass(frozen=True)
class Alike:
    """Day `number` looks like the earlier day `like`: it has an idea of it, or the same place and act a day after."""

    number: int
    like: int
    same_idea: bool


@dataclass(frozen=True)
class Findings:
    """All that is to be said about the days. `missing` are places without a day, `few_domains` is the one that a
    campaign should mend, the rest is advice."""

    alike: tuple[Alike, ...]
    empty: tuple[int, ...]
    counts: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    few_domains: bool
    open_slots: int

    days: int

    @property
    def filled(self) -> int:
        """How many days have an idea at least."""
        return self.days - len(self.empty)


def findings(days: Sequence[PlannedDay], domains: Sequence[str]) -> Findings:
    """Everything there is to say about `days`; `domains` are the keys of all places, in their order."""
    counts = domain_counts(days, domains)
    present = sum(count > 0 for _key, count in counts)
    filled = [day for day in days if day.placed]
    return Findings(
        alike=alike_days(days),
        empty=tuple(day.number for day in days if not day.placed),
        counts=counts,
        missing=tuple(key for key, count in counts if count == 0),
        few_domains=bool(filled) and present < min(DOMAINS_WISHED, len(days)),
        open_slots=sum(len(day.open_steps) for day in filled),
        days=len(days),
    )


def domain_counts(days: Sequence[PlannedDay], domains: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """For every place the number of days that have it."""
    return tuple((key, sum(key in day.domains for day in days)) for key in domains)


def alike_days(days: Sequence[PlannedDay]) -> tuple[Alike, ...]:
    """Days that look like an earlier one; the same idea says more than the same kind of idea."""
    first_use: dict[int, int] = {}
    found: list[Alike] = []
    before: PlannedDay | None = None
    for day in days:
        earlier = [first_use[idea] for idea in day.ideas if idea in first_use]
        if earlier:
            found.append(Alike(day.number, min(earlier), same_idea=True))
        elif before and before.number == day.number - 1 and _same_kind(before, day):
            found.append(Alike(day.number, before.number, same_idea=False))
        for idea in day.ideas:
            first_use.setdefault(idea, day.number)
        before = day
    return tuple(found)


def _same_kind(one: PlannedDay, other: PlannedDay) -> bool:
    """Whether somebody gets the same act in the same place on both days, whatever their step size."""
    for step in STEPS:
        first, second = one.shown_to(step), other.shown_to(step)
        if first and second and (first.domain, first.act) == (second.domain, second.act):
            return True
    return False


def used_on(days: Sequence[PlannedDay]) -> dict[int, tuple[int, ...]]:
    """For every idea on the board the days it is on."""
    days_of: dict[int, list[int]] = {}
    for day in days:
        for idea in day.ideas:
            days_of.setdefault(idea, []).append(day.number)
    return {idea: tuple(numbers) for idea, numbers in days_of.items()}


def stamp_of(days: Sequence[PlannedDay]) -> str:
    """Short and the same as long as nobody changed a day: a form carries it, so that it never acts on another board
    than the one that was on the screen."""
    told = ";".join(
        f"{day.number}:" + ",".join(f"{one.step}={one.idea}" for one in sorted(day.placed, key=_by_step))
        for day in days
    )
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _by_step(one: Placed) -> str:
    return one.step


def wished_length(campaign: Campaign) -> int | None:
    """How many days the dates ask for; None where a campaign is rolling and may have any number."""
    if campaign.starts_on and campaign.ends_on:
        return (campaign.ends_on - campaign.starts_on).days + 1
    return None


def is_over_for_staff(campaign: Campaign) -> bool:
    """Closed and archived campaigns stay as they were."""
    return campaign.status in (Campaign.Status.CLOSED, Campaign.Status.ARCHIVED)


def days_begun(campaign: Campaign, on: dt.date) -> int:
    """The number of the last day that participants already had on local day `on`; 0 when there is none. It cannot be
    changed any more. In a rolling campaign everybody is somewhere else, so there no day is ever begun for all."""
    if campaign.status == Campaign.Status.DRAFT or not campaign.starts_on:
        return 0
    return max(0, (on - campaign.starts_on).days + 1)


def may_change(campaign: Campaign, number: int, on: dt.date) -> bool:
    """Whether staff may still change day `number`."""
    return not is_over_for_staff(campaign) and number > days_begun(campaign, on)


def week_of(number: int) -> int:
    """Week 1 is days 1 to 7."""
    return (number - 1) // WEEK + 1


def days_of_week(week: int) -> range:
    """The numbers of the days of a week."""
    return range((week - 1) * WEEK + 1, week * WEEK + 1)


@dataclass(frozen=True)
class CopiedDay:
    """Day `source` that goes over day `target`; `overwrites` when there is something there."""

    source: int
    target: int
    overwrites: bool


@dataclass(frozen=True)
class WeekCopy:
    """What copying a week does. `kept` are days of the target that began already and stay as they are."""

    copied: tuple[CopiedDay, ...]
    kept: tuple[int, ...]

    @property
    def overwritten(self) -> tuple[int, ...]:
        return tuple(one.target for one in self.copied if one.overwrites)


def week_copy(
    days: Sequence[PlannedDay], source: int, target: int, *, changeable: Collection[int]
) -> WeekCopy:
    """What copying week `source` over week `target` does: only what is filled is copied, day by day."""
    by_number = {day.number: day for day in days}
    copied: list[CopiedDay] = []
    kept: list[int] = []
    if source == target:
        return WeekCopy((), ())
    for origin, goal in zip(days_of_week(source), days_of_week(target), strict=True):
        if origin not in by_number or goal not in by_number or not by_number[origin].placed:
            continue
        if goal in changeable:
            copied.append(CopiedDay(origin, goal, overwrites=bool(by_number[goal].placed)))
        else:
            kept.append(goal)
    return WeekCopy(tuple(copied), tuple(kept))
