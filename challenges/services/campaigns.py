"""Beginning a campaign: from nothing, from a template, after one of one's own, or after one that may be adopted.

What comes along is what the organisers made: days, texts, look, times. What participants did never does.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Organisation
from challenges.models import Campaign, CampaignDay, CampaignSlot
from challenges.queries.staff_start import campaign_templates, is_just_begun
from challenges.validators import validate_campaign_slug
from interactions.models import Idea

_COPIED = ("headline", "reply", "intro", "people", "help_line", "prompt_times")
_WRITTEN = ("headline", "reply", "intro", "people", "help_line", "english")

Slots = Mapping[int, Iterable[tuple[str, Idea]]]  # by the number of the day: step size and idea


class SlugTakenError(Exception):
    """Another campaign has this address."""


class NotAdoptableError(Exception):
    """This campaign is not offered to other organisations."""


@dataclass(frozen=True)
class CampaignStart:
    """What every campaign needs before anything else. `starts_on` belongs to fixed dates only."""

    name: str
    slug: str
    calendar: str
    starts_on: dt.date | None
    length: int


def create_campaign(*, organisation: Organisation, start: CampaignStart, template: str = "") -> Campaign:
    """A draft with empty days, or with the texts and days of `template`. The same again gives the same draft.

    Raises SlugTakenError, ValidationError for a reserved address, KeyError for an unknown template.
    """
    if not template:
        return _begin(organisation, start, {}, {})
    row = campaign_templates()[template]
    texts = {name: row[name] for name in _WRITTEN}
    keys = {key for day in row["days"] for key in day["slots"].values()}
    ideas = {idea.key: idea for idea in Idea.objects.filter(key__in=keys, archived_at__isnull=True)}
    slots = {
        day["number"]: [(step, ideas[key]) for step, key in day["slots"].items() if key in ideas]
        for day in row["days"]
    }
    return _begin(organisation, start, texts, slots)


def duplicate_campaign(*, organisation: Organisation, start: CampaignStart, source: Campaign) -> Campaign:
    """A draft with everything the organisers made for their own campaign `source`. The same again gives the same draft.

    Raises SlugTakenError, ValidationError for a reserved address, NotAdoptableError for somebody else's campaign.
    """
    if source.organisation_id != organisation.pk:
        raise NotAdoptableError
    texts = {"contact_email": source.contact_email, "theme": source.theme, **_texts_of(source)}
    return _begin(organisation, start, texts, _slots_of(source, organisation))


def adopt_campaign(*, organisation: Organisation, start: CampaignStart, source: Campaign) -> Campaign:
    """A draft after a campaign that its makers offer to everybody. Their contact address and own look stay theirs, and
    so do ideas that they made for themselves. The same again gives the same draft.

    Raises SlugTakenError, ValidationError for a reserved address, NotAdoptableError when it is not offered.
    """
    if not source.adoptable or source.status not in Campaign.PUBLIC:
        raise NotAdoptableError
    theme = source.theme if source.theme and source.theme.organisation_id is None else None
    texts = {"adopted_from": source, "theme": theme, **_texts_of(source)}
    return _begin(organisation, start, texts, _slots_of(source, organisation))


def _texts_of(source: Campaign) -> dict[str, Any]:
    """Every text but the name: that one is new, in both languages."""
    english = {name: text for name, text in source.english.items() if name != "name"}
    return {**{name: getattr(source, name) for name in _COPIED}, "english": english}


def _slots_of(source: Campaign, organisation: Organisation) -> Slots:
    days: dict[int, list[tuple[str, Idea]]] = {}
    slots = CampaignSlot.objects.filter(day__campaign=source, idea__archived_at__isnull=True)
    for slot in slots.select_related("day", "idea"):
        if slot.idea.organisation_id in (None, organisation.pk):
            days.setdefault(slot.day.number, []).append((slot.step, slot.idea))
    return days


def _begin(
    organisation: Organisation, start: CampaignStart, texts: Mapping[str, Any], slots: Slots
) -> Campaign:
    validate_campaign_slug(start.slug)
    ends_on = start.starts_on + dt.timedelta(days=start.length - 1) if start.starts_on else None
    with transaction.atomic():
        try:
            campaign, created = Campaign.objects.get_or_create(
                slug=start.slug,
                defaults={
                    "organisation": organisation,
                    "name": start.name,
                    "calendar": start.calendar,
                    "starts_on": start.starts_on,
                    "ends_on": ends_on,
                    **texts,
                },
            )
        except IntegrityError as error:  # a draft of somebody else, which is not seen
            if "slug" in str(error):
                raise SlugTakenError from error
            raise
        if not created:
            if is_just_begun(campaign, organisation=organisation, name=start.name):
                return campaign
            raise SlugTakenError
        days = CampaignDay.objects.bulk_create(
            CampaignDay(campaign=campaign, number=number) for number in range(1, start.length + 1)
        )
        CampaignSlot.objects.bulk_create(
            CampaignSlot(day=day, step=step, idea=idea)
            for day in days
            for step, idea in slots.get(day.number, ())
        )
    return campaign
