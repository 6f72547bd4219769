"""What staff may still do with a campaign, and what participants will notice of it. Pure: it only looks."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from challenges.models import Campaign
from challenges.queries.calendar import CampaignState, campaign_state

TOO_SHORT = "Korter maken kan niet meer: deelnemers rekenen op deze dagen. Eerder stoppen kan met ‘Sluit af’."
PAST = "Deze dag is al voorbij. Kies vandaag of later."
_NEW_DAYS = "Nieuwe dagen zijn nog leeg: vul ze bij Dagen."
_BASICS_OPEN = f"Deelnemers zien de eerste dag en de lengte meteen. {_NEW_DAYS}"
_BASICS_BEGUN = f"Deelnemers zien een nieuwe lengte meteen. {_NEW_DAYS}"
_LIVE = (Campaign.Status.PUBLISHED, Campaign.Status.PAUSED)


class Action(StrEnum):
    """A turn in the life of a campaign."""

    PUBLISH = "publish"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    ARCHIVE = "archive"


LEADS_TO = {
    Action.PUBLISH: Campaign.Status.PUBLISHED,
    Action.PAUSE: Campaign.Status.PAUSED,
    Action.RESUME: Campaign.Status.PUBLISHED,
    Action.CLOSE: Campaign.Status.CLOSED,
    Action.ARCHIVE: Campaign.Status.ARCHIVED,
}


def is_live(campaign: Campaign) -> bool:
    """Whether people take part in it, or may."""
    return campaign.status in _LIVE


def is_over(campaign: Campaign, today: dt.date) -> bool:
    """Whether its dates are past, or staff ended it."""
    past = campaign.ends_on is not None and campaign.ends_on < today
    return campaign.status in (Campaign.Status.CLOSED, Campaign.Status.ARCHIVED) or (
        is_live(campaign) and past
    )


def has_begun(campaign: Campaign, today: dt.date) -> bool:
    """Whether somebody can have had day 1. A draft never has."""
    if campaign.status == Campaign.Status.DRAFT:
        return False
    return campaign.starts_on is None or campaign.starts_on <= today


def actions(campaign: Campaign, today: dt.date) -> frozenset[Action]:
    """What may be done with it now. The national campaign is for everybody without one, so it never ends."""
    ends = set() if campaign.national else {Action.ARCHIVE}
    if campaign.status == Campaign.Status.DRAFT:
        return frozenset({Action.PUBLISH, *ends})
    if campaign.status == Campaign.Status.CLOSED or (is_live(campaign) and is_over(campaign, today)):
        return frozenset(ends)
    if not is_live(campaign):
        return frozenset()
    turn = Action.PAUSE if campaign.status == Campaign.Status.PUBLISHED else Action.RESUME
    return frozenset({turn} if campaign.national else {turn, Action.CLOSE})


def locked_fields(campaign: Campaign, today: dt.date) -> dict[str, str]:
    """What of the basics may not change any more, each with the reason."""
    if campaign.status == Campaign.Status.DRAFT:
        return {}
    if is_over(campaign, today):
        over = "De campagne is voorbij."
        return {"slug": over, "calendar": over, "starts_on": over, "length": over}
    locked = {
        "slug": "Dit adres staat al op posters en in mails.",
        "calendar": "Deelnemers rekenen op deze kalender.",
    }
    if has_begun(campaign, today):
        locked["starts_on"] = "De campagne is al begonnen."
    return locked


def refused_changes(
    campaign: Campaign, current: Mapping[str, Any], wanted: Mapping[str, Any], today: dt.date
) -> dict[str, str]:
    """What of `wanted` (values by field that differ from `current`) would confuse participants, each with why."""
    reasons = {name: why for name, why in locked_fields(campaign, today).items() if name in wanted}
    if not is_live(campaign):
        return reasons
    if "length" in wanted and wanted["length"] < current["length"]:
        reasons.setdefault("length", TOO_SHORT)
    if "starts_on" in wanted and (wanted["starts_on"] or today) < today:
        reasons.setdefault("starts_on", PAST)
    return reasons


def effect(campaign: Campaign, step: str, today: dt.date) -> str:
    """What saving this step does for participants, said before it is saved; empty for a draft."""
    if not is_live(campaign):
        return ""
    if campaign_state(campaign, today) == CampaignState.OVER and step != "texts":
        return ""
    return {
        "basics": _BASICS_OPEN if not has_begun(campaign, today) else _BASICS_BEGUN,
        "texts": "Deelnemers zien je nieuwe teksten meteen, op de campagnepagina en in de app.",
        "look": "Deelnemers zien de nieuwe uitstraling meteen.",
        "days": "Deelnemers houden de uitdaging van vandaag. Andere dagen veranderen vanaf morgen 04.00 uur.",
        "prompts": "Wie nog geen tijd koos, krijgt deze tijden voorgesteld. Wie al koos, houdt de eigen tijd.",
        "contact": "Deelnemers zien het nieuwe adres en de hulplijn meteen. Mails die al weg zijn, veranderen niet.",
    }[step]
