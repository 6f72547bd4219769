"""The turns in the life of a campaign: published, paused, going on, closed, archived. Twice is once."""

import datetime as dt

from django.db import transaction

from challenges.models import Campaign
from challenges.queries.staff_changes import LEADS_TO, Action, actions
from challenges.queries.staff_check import Finding, blocking, facts_of, findings
from interactions.models import local_date


class NotReadyError(Exception):
    """The check still finds what stops publishing."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__(", ".join(one.code for one in found))
        self.found = found


class ChangedSinceError(Exception):
    """Somebody changed the campaign after this page was made."""


class NotPossibleError(Exception):
    """A campaign in this state cannot take that turn."""


def publish_campaign(*, campaign: Campaign, revision: int, now: dt.datetime) -> Campaign:
    """Makes a draft public, as the check saw it at `revision`. Who comes second finds it published.

    Raises NotReadyError, ChangedSinceError, NotPossibleError.
    """
    with transaction.atomic():
        found = _locked(campaign)
        if found.status == Campaign.Status.PUBLISHED:
            return found
        if Action.PUBLISH not in actions(found, local_date(now)):
            raise NotPossibleError
        if found.revision != revision:
            raise ChangedSinceError
        if left := blocking(findings(facts_of(found), local_date(now))):
            raise NotReadyError(left)
        found.published_at = now
        return _turn(found, Action.PUBLISH)


def pause_campaign(*, campaign: Campaign, now: dt.datetime) -> Campaign:
    """Nothing goes out any more and no challenge is offered, until it goes on. Raises NotPossibleError."""
    return _take(campaign, Action.PAUSE, now)


def resume_campaign(*, campaign: Campaign, now: dt.datetime) -> Campaign:
    """Goes on where the calendar is now. Raises NotPossibleError."""
    return _take(campaign, Action.RESUME, now)


def close_campaign(*, campaign: Campaign, now: dt.datetime) -> Campaign:
    """Ends it for good. With fixed dates today becomes its last day, so that every page says until when it was.

    Raises NotPossibleError.
    """
    return _take(campaign, Action.CLOSE, now)


def archive_campaign(*, campaign: Campaign, now: dt.datetime) -> Campaign:
    """Takes a draft, or a campaign that is over, out of sight. Nothing is thrown away. Raises NotPossibleError."""
    return _take(campaign, Action.ARCHIVE, now)


def _take(campaign: Campaign, action: Action, now: dt.datetime) -> Campaign:
    today = local_date(now)
    with transaction.atomic():
        found = _locked(campaign)
        if action not in actions(found, today):
            if found.status == LEADS_TO[action]:
                return found
            raise NotPossibleError
        if action == Action.CLOSE and found.starts_on and found.ends_on:
            found.ends_on = max(found.starts_on, min(found.ends_on, today))
        return _turn(found, action)


def _locked(campaign: Campaign) -> Campaign:
    return (
        Campaign.objects.select_for_update(no_key=True, of=("self",))
        .select_related("theme", "organisation")
        .get(pk=campaign.pk)
    )


def _turn(campaign: Campaign, action: Action) -> Campaign:
    campaign.status = LEADS_TO[action]
    campaign.revision += 1
    campaign.save(update_fields=["status", "revision", "published_at", "ends_on"])
    return campaign
