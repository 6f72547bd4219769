"""The words of messages to participants: warm, short, complete as text alone."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.emails import Letter, compose
from challenges.models import Campaign, Participation
from challenges.queries.today import Card


def today_address() -> str:
    """The full address of the page of today."""
    return _address("challenges:today")


def day_address(secret: str) -> str:
    """The full address that opens one day, for a message about it."""
    return _address("challenges:day", secret)


@dataclass(frozen=True)
class Stop:
    """How to stop this mail: an address that does it with one POST (RFC 8058), and one to choose what comes."""

    unsubscribe: str
    preferences: str


def stop(*, unsubscribe_token: str, preferences_token: str) -> Stop:
    """The two full addresses for the foot of a mail."""
    return Stop(
        unsubscribe=_address("challenges:unsubscribe", unsubscribe_token),
        preferences=_address("challenges:preferences", preferences_token),
    )


def today_letter(*, to: str, cards: Sequence[Card], day: dt.date, link: str, stop: Stop) -> Letter:
    """The challenge of `day`; of every campaign, when somebody is in more than one. The first gives the look."""
    participation = cards[0].participation
    context = {"cards": cards, "day": day, "link": link}
    template, subject = "challenges/email/today.html", _("Iets kleins voor vandaag")
    return _letter(template, context, to, participation.campaign, subject, stop)


def log_reminder_letter(
    *, to: str, participation: Participation, day: dt.date, link: str, stop: Stop
) -> Letter:
    """The question how it went, for who asked to be reminded."""
    context = {"day": day, "link": link}
    template, subject = "challenges/email/log_reminder.html", _("Hoe was het vandaag?")
    return _letter(template, context, to, participation.campaign, subject, stop)


def check_in_letter(*, to: str, participation: Participation, stop: Stop) -> Letter:
    """One warm question, a month after the end."""
    context = {"graduated": participation.graduated, "link": _address("interactions:diary")}
    template, subject = "challenges/email/check_in.html", _("Hoe gaat het nu?")
    return _letter(template, context, to, participation.campaign, subject, stop)


def notice_letter(*, to: str, campaign: Campaign, title: str, text: str, stop: Stop) -> Letter:
    """What the organisation of a campaign wants its participants to know, in its own words."""
    context = {"title": title, "text": text, "link": today_address()}
    return _letter("challenges/email/notice.html", context, to, campaign, title, stop)


def _letter(
    template: str, context: Mapping[str, Any], to: str, campaign: Campaign, subject: str, stop: Stop
) -> Letter:
    shared = {
        "campaign": campaign,
        "sender": campaign.organisation.name,
        "preferences_link": stop.preferences,
    }
    tokens = campaign.theme.tokens if campaign.theme else {}
    letter = compose(template, {**shared, **context}, to=to, subject=subject, tokens=tokens)
    headers = {
        "List-Unsubscribe": f"<{stop.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return replace(letter, headers=headers)


def _address(name: str, *args: str) -> str:
    """An address on the participant face, wherever the mail is made: staff look at theirs before it goes."""
    return settings.URL_DEELNEMER + reverse(name, args=args, urlconf=settings.URLCONF_OF["deelnemer"])
