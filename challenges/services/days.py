"""The days of a campaign: choosing, clearing, moving and copying ideas, and how many days there are.

Everything locks the campaign first, so that two officers come one after the other, and looks again at what was on the
screen: what changed meanwhile is never overwritten. A day that participants had already stays as it was.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from challenges.models import Campaign, CampaignDay, CampaignSlot
from challenges.queries.staff_autofill import Filling, Scope
from challenges.queries.staff_board import planned_days, proposal
from challenges.queries.staff_days import (
    MOST_DAYS,
    WeekCopy,
    may_change,
    stamp_of,
    week_copy,
    wished_length,
)
from interactions.models import Idea
from interactions.queries.library import current_versions

_ASIDE = 32000  # where a day waits while two change places; no campaign has so many days


class DayFixedError(Exception):
    """Participants had this day already, or the campaign is over."""


class ChangedMeanwhileError(Exception):
    """Somebody else changed what was on the screen; `idea` is what is there now (None: nothing)."""

    def __init__(self, idea: int | None = None) -> None:
        super().__init__("changed meanwhile")
        self.idea = idea


class NoSuchDayError(Exception):
    """The campaign has no such day, or no such idea may be chosen for it."""


class LastIdeaError(Exception):
    """A published campaign has an idea on every day; the last one is replaced, never taken away."""


def put_idea(*, campaign: Campaign, number: int, idea_id: int, seen: int | None, on: dt.date) -> Idea:
    """Puts an idea in the slot of its step size on day `number`. `seen` is the idea that was there on the screen.
    Putting what is there already changes nothing. Raises NoSuchDayError, DayFixedError, ChangedMeanwhileError."""
    with _locked(campaign) as fresh:
        version = current_versions(of=fresh.organisation).filter(idea=idea_id).first()
        if version is None:
            raise NoSuchDayError
        day = _changeable_day(fresh, number, on)
        slot = day.slots.filter(step=version.idea.step).first()
        current = slot.idea_id if slot else None
        if current == idea_id:
            return version.idea
        if current != seen:
            raise ChangedMeanwhileError(current)
        CampaignSlot.objects.update_or_create(
            day=day, step=version.idea.step, defaults={"idea": version.idea}
        )
        _raise_revision(fresh)
    return version.idea


def clear_slot(*, campaign: Campaign, number: int, step: str, seen: int, on: dt.date) -> None:
    """Takes the idea `seen` out of a slot; an empty slot stays empty. Raises NoSuchDayError, DayFixedError,
    ChangedMeanwhileError, LastIdeaError."""
    with _locked(campaign) as fresh:
        day = _changeable_day(fresh, number, on)
        slot = day.slots.filter(step=step).first()
        if slot is None:
            return
        if slot.idea_id != seen:
            raise ChangedMeanwhileError(slot.idea_id)
        if fresh.status in Campaign.PUBLIC and day.slots.count() == 1:
            raise LastIdeaError
        slot.delete()
        _raise_revision(fresh)


def move_day(*, campaign: Campaign, source: int, target: int, stamp: str, on: dt.date) -> None:
    """Day `source` goes to the place of `target`, and what was there comes in its place. Raises NoSuchDayError,
    DayFixedError, ChangedMeanwhileError."""
    with _locked(campaign) as fresh:
        _still(fresh, stamp)
        one, other = _changeable_day(fresh, source, on), _changeable_day(fresh, target, on)
        if one.pk == other.pk:
            return
        days = CampaignDay.objects
        days.filter(pk=one.pk).update(number=_ASIDE)
        days.filter(pk=other.pk).update(number=source)
        days.filter(pk=one.pk).update(number=target)
        _raise_revision(fresh)


def copy_week(*, campaign: Campaign, source: int, target: int, stamp: str, on: dt.date) -> WeekCopy:
    """What is filled in week `source` goes over the same days of week `target`; returns what was done. Raises
    ChangedMeanwhileError."""
    with _locked(campaign) as fresh:
        _still(fresh, stamp)
        plans = planned_days(fresh)
        changeable = {plan.number for plan in plans if may_change(fresh, plan.number, on)}
        copy = week_copy(plans, source, target, changeable=changeable)
        if not copy.copied:
            return copy
        placed = {plan.number: plan.placed for plan in plans}
        days = _days(fresh, [one.target for one in copy.copied])
        CampaignSlot.objects.filter(day__in=days.values()).delete()
        CampaignSlot.objects.bulk_create(
            CampaignSlot(day=days[one.target], step=idea.step, idea_id=idea.idea)
            for one in copy.copied
            for idea in placed[one.source]
        )
        _raise_revision(fresh)
    return copy


def take_filling(*, campaign: Campaign, seed: int, scope: Scope, stamp: str, on: dt.date) -> Filling:
    """Puts exactly the proposal of `seed` on the board. Raises ChangedMeanwhileError when it would be another one."""
    with _locked(campaign) as fresh:
        _still(fresh, stamp)
        filling, _words = proposal(fresh, planned_days(fresh), seed=seed, scope=scope, on=on)
        if filling.fills:
            days = _days(fresh, list(filling.days))
            CampaignSlot.objects.bulk_create(
                CampaignSlot(day=days[fill.number], step=fill.placed.step, idea_id=fill.placed.idea)
                for fill in filling.fills
            )
            _raise_revision(fresh)
    return filling


def set_number_of_days(*, campaign: Campaign, length: int, stamp: str, on: dt.date) -> None:
    """A rolling campaign gets `length` days (1 to 90): new ones are empty, surplus ones go from the end, with their
    ideas. Raises DayFixedError for a campaign with dates or one that is over, ChangedMeanwhileError."""
    with _locked(campaign) as fresh:
        if wished_length(fresh) is not None or not may_change(fresh, 1, on):
            raise DayFixedError
        if not 1 <= length <= MOST_DAYS:
            raise NoSuchDayError
        _still(fresh, stamp)
        fit_days(campaign=fresh, length=length)
        _raise_revision(fresh)


def fit_days(*, campaign: Campaign, length: int) -> None:
    """Gives a campaign `length` days: new ones are empty, surplus ones go from the end, with their ideas. To be called
    in the transaction that changes the dates."""
    campaign.days.filter(number__gt=length).delete()
    there = set(campaign.days.values_list("number", flat=True))
    CampaignDay.objects.bulk_create(
        CampaignDay(campaign=campaign, number=number)
        for number in range(1, length + 1)
        if number not in there
    )


@contextmanager
def _locked(campaign: Campaign) -> Iterator[Campaign]:
    """The campaign as it is now, nobody else changing it until the end."""
    with transaction.atomic():
        yield (
            Campaign.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=campaign.pk)
        )


def _still(campaign: Campaign, stamp: str) -> None:
    if stamp_of(planned_days(campaign)) != stamp:
        raise ChangedMeanwhileError


def _changeable_day(campaign: Campaign, number: int, on: dt.date) -> CampaignDay:
    """Day `number`, made where a date has none yet."""
    length = wished_length(campaign) or 0
    there = campaign.days.filter(number=number).first()
    if there is None and not 1 <= number <= length:
        raise NoSuchDayError
    if not may_change(campaign, number, on):
        raise DayFixedError
    return there or CampaignDay.objects.create(campaign=campaign, number=number)


def _days(campaign: Campaign, numbers: list[int]) -> dict[int, CampaignDay]:
    """Days by number, made where a date has none yet."""
    days = {day.number: day for day in campaign.days.filter(number__in=numbers)}
    missing = [CampaignDay(campaign=campaign, number=number) for number in numbers if number not in days]
    return days | {day.number: day for day in CampaignDay.objects.bulk_create(missing)}


def _raise_revision(campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(revision=F("revision") + 1)
