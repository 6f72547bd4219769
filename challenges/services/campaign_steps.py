"""Keeping one step of the studio, without overwriting what a colleague did meanwhile."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from challenges.models import Campaign
from challenges.queries.staff_changes import refused_changes
from challenges.queries.staff_steps import MOST_PROMPT_TIMES, changes_of, clashes_of, step_values
from challenges.services.campaigns import SlugTakenError
from challenges.services.days import fit_days
from challenges.validators import validate_campaign_slug

_ENGLISH = "english_"


class ChangedMeanwhileError(Exception):
    """A colleague changed the same fields. `theirs`: what those hold now, in `campaign` as it is now; nothing was
    kept."""

    def __init__(self, campaign: Campaign, theirs: Mapping[str, Any]) -> None:
        super().__init__(", ".join(theirs))
        self.campaign, self.theirs = campaign, dict(theirs)


class LockedError(Exception):
    """These fields may not change any more. `reasons`: why, by field; nothing was kept."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = dict(reasons)


def save_step(
    *,
    campaign: Campaign,
    step: str,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    revision: int,
    today: dt.date,
) -> Campaign:
    """Keeps `values` of a step and returns the campaign as it is now. `seen` is what the page showed before, and
    `revision` which version of the campaign that was.

    When somebody saved meanwhile, only what this page changed is kept, and nothing at all when both changed the same
    field. The same again changes nothing. Raises ChangedMeanwhileError, LockedError, SlugTakenError.
    """
    with transaction.atomic():
        found = (
            Campaign.objects.select_for_update(no_key=True, of=("self",))
            .select_related("theme", "organisation")
            .get(pk=campaign.pk)
        )
        current = step_values(found, step)
        wanted = changes_of(values, seen, current, stale=found.revision != revision)
        if theirs := clashes_of(wanted, seen, current, stale=found.revision != revision):
            raise ChangedMeanwhileError(found, theirs)
        if not wanted:
            return found
        _refuse_what_is_locked(found, current, wanted, today)
        _APPLY[step](found, {**current, **wanted})
        found.revision += 1
        try:
            with transaction.atomic():
                found.save()
        except IntegrityError as error:
            if "slug" in wanted and "slug" in str(error):
                raise SlugTakenError from error
            raise
    return found


def _refuse_what_is_locked(
    campaign: Campaign, current: Mapping[str, Any], wanted: Mapping[str, Any], today: dt.date
) -> None:
    reasons = refused_changes(campaign, current, wanted, today)
    if reasons:
        raise LockedError(reasons)


def _basics(campaign: Campaign, values: Mapping[str, Any]) -> None:
    validate_campaign_slug(values["slug"])
    campaign.slug, campaign.adoptable = values["slug"], values["adoptable"]
    fixed = values["calendar"] == Campaign.Calendar.FIXED
    before = (campaign.calendar, campaign.starts_on, campaign.days.count())
    campaign.calendar = values["calendar"]
    campaign.starts_on = values["starts_on"] if fixed else None
    if (campaign.calendar, campaign.starts_on, values["length"]) != before:
        last = campaign.starts_on and campaign.starts_on + dt.timedelta(days=values["length"] - 1)
        campaign.ends_on = last
    fit_days(campaign=campaign, length=values["length"])


def _texts(campaign: Campaign, values: Mapping[str, Any]) -> None:
    names = ("name", "headline", "reply", "intro")
    for name in names:
        setattr(campaign, name, values[name])
        _set_english(campaign, name, values[_ENGLISH + name])
    campaign.people = [one for one in (values["person_one"], values["person_two"]) if one]


def _prompts(campaign: Campaign, values: Mapping[str, Any]) -> None:
    times = [values[f"time_{number}"] for number in range(1, MOST_PROMPT_TIMES + 1)]
    campaign.prompt_times = [time for time in times if time]


def _contact(campaign: Campaign, values: Mapping[str, Any]) -> None:
    campaign.contact_email, campaign.help_line = values["contact_email"], values["help_line"]
    _set_english(campaign, "help_line", values["english_help_line"])


def _set_english(campaign: Campaign, name: str, text: str) -> None:
    others = {key: value for key, value in campaign.english.items() if key != name}
    campaign.english = {**others, name: text} if text else others


_APPLY = {"basics": _basics, "texts": _texts, "prompts": _prompts, "contact": _contact}
