"""Which day of a campaign it is, for a campaign and for one participation."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.db.models import prefetch_related_objects

from accounts.queries.batches import once_a_batch
from challenges.models import Campaign, CampaignDay, CampaignSlot, Participation, Pause
from interactions.models import IdeaVersion
from interactions.models.library import Step
from interactions.queries.library import current_version, newest_words

Found = TypeVar("Found")

# Where the wished step size is not filled: the nearest one, the smaller first.
_NEAREST = {
    Step.KNIK: (Step.KNIK, Step.ZIN, Step.PRAATJE),
    Step.ZIN: (Step.ZIN, Step.KNIK, Step.PRAATJE),
    Step.PRAATJE: (Step.PRAATJE, Step.ZIN, Step.KNIK),
}


class CampaignState(StrEnum):
    """What a visitor meets."""

    BEFORE = "before"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


class DayState(StrEnum):
    """What a participation has on a local day."""

    CHALLENGE = "challenge"
    NOT_BEGUN = "not_begun"
    TOMORROW = "tomorrow"
    PAUSED = "paused"
    CAMPAIGN_PAUSED = "campaign_paused"
    FINISHED = "finished"


def campaign_state(campaign: Campaign, on: dt.date) -> CampaignState:
    """The state of a public campaign on local day `on`."""
    if campaign.status == Campaign.Status.PAUSED:
        return CampaignState.PAUSED
    if campaign.status != Campaign.Status.PUBLISHED:
        return CampaignState.OVER
    if campaign.starts_on and on < campaign.starts_on:
        return CampaignState.BEFORE
    if campaign.ends_on and on > campaign.ends_on:
        return CampaignState.OVER
    return CampaignState.RUNNING


def day_number(participation: Participation, on: dt.date) -> int:
    """The number of local day `on`, from 1; 0 or less before it began. A fixed campaign counts its dates; a rolling
    one counts the participant's own days since joining, without the paused ones."""
    campaign = participation.campaign
    if campaign.starts_on:
        return (on - campaign.starts_on).days + 1
    number = (on - participation.first_day).days + 1
    paused = {
        pause.starts_on + dt.timedelta(days=offset)
        for pause in pauses_of(participation)
        for offset in range((pause.ends_on - pause.starts_on).days + 1)
    }
    return number - sum(participation.first_day <= day <= on for day in paused)


def day_state(participation: Participation, on: dt.date) -> DayState:
    """What this participation has on local day `on`."""
    state = campaign_state(participation.campaign, on)
    if state == CampaignState.PAUSED:
        return DayState.CAMPAIGN_PAUSED
    if state == CampaignState.OVER:
        return DayState.FINISHED
    if state == CampaignState.BEFORE:
        return DayState.NOT_BEGUN
    if any(pause.starts_on <= on <= pause.ends_on for pause in pauses_of(participation)):
        return DayState.PAUSED
    number = day_number(participation, on)
    if number < 1:
        return DayState.TOMORROW
    if number > length_for(participation):
        return DayState.FINISHED
    return DayState.CHALLENGE


def pauses_of(participation: Participation) -> list[Pause]:
    """Every pause of a participation. Most people have none: `active_participations` says so, and whoever has one is
    asked once."""
    has_pauses: bool | None = getattr(participation, "has_pauses", None)
    if has_pauses is False:
        return []
    if has_pauses:
        prefetch_related_objects([participation], "pauses")
    return list(participation.pauses.all())


def length_for(participation: Participation) -> int:
    """How many days the campaign of a participation has; `active_participations` brings it along."""
    known: int | None = getattr(participation, "campaign_length", None)
    return length_of(participation.campaign) if known is None else known


def length_of(campaign: Campaign) -> int:
    """How many days a campaign has."""
    days = _days_in_batch(campaign)
    return campaign.length if days is None else len(days)


def slot_for(campaign: Campaign, number: int, step: str) -> CampaignSlot | None:
    """The slot of day `number` for a step size, or the nearest one that is filled; None for an empty day."""
    day = CampaignDay.objects.filter(campaign=campaign, number=number).first()
    if day is None:
        return None
    return _nearest({slot.step: slot for slot in day.slots.select_related("idea")}, step)


def version_for(participation: Participation, number: int) -> IdeaVersion | None:
    """The newest words of the idea of day `number` in the participant's step size; None for an empty day."""
    days = _days_in_batch(participation.campaign)
    if days is not None:
        return _nearest(days.get(number, {}), participation.step)
    slot = slot_for(participation.campaign, number, participation.step)
    return current_version(slot.idea.key) if slot else None


def _days_in_batch(campaign: Campaign) -> Mapping[int, Mapping[str, IdeaVersion]] | None:
    """Every day with the words of its ideas, by step size; None outside a batch of messages."""
    return once_a_batch(("days", campaign.pk), lambda: _days(campaign))


def _days(campaign: Campaign) -> Mapping[int, Mapping[str, IdeaVersion]]:
    rows = list(campaign.days.values_list("number", "slots__step", "slots__idea_id"))
    words = newest_words({idea for _number, _step, idea in rows if idea})
    days: dict[int, dict[str, IdeaVersion]] = {number: {} for number, _step, _idea in rows}
    for number, step, idea in rows:
        if idea:  # an empty day has none
            days[number][step] = words[idea]
    return days


def _nearest(filled: Mapping[str, Found], step: str) -> Found | None:
    return next((filled[wished] for wished in _NEAREST[Step(step)] if wished in filled), None)


def preview_version(participation: Participation, on: dt.date) -> IdeaVersion | None:
    """Something to start with at once for who begins tomorrow: the idea of the last day, so that nothing doubles."""
    if day_state(participation, on) != DayState.TOMORROW:
        return None
    return version_for(participation, participation.campaign.length)
