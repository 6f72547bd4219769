"""The words of messages to participants: warm, short, complete as text alone."""

import datetime as dt
from collections.abc import Mapping, Sequence
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


def today_letter(*, to: str, cards: Sequence[Card], day: dt.date, link: str) -> Letter:
    """The challenge of `day`; of every campaign, when somebody is in more than one. The first gives the look."""
    participation = cards[0].participation
    context = {"cards": cards, "day": day, "link": link, "settings_link": _settings_address(participation)}
    return _letter(
        "challenges/email/today.html", context, to, participation.campaign, _("Iets kleins voor vandaag")
    )


def log_reminder_letter(*, to: str, participation: Participation, day: dt.date, link: str) -> Letter:
    """The question how it went, for who asked to be reminded."""
    context = {"day": day, "link": link, "settings_link": _settings_address(participation)}
    template, subject = "challenges/email/log_reminder.html", _("Hoe was het vandaag?")
    return _letter(template, context, to, participation.campaign, subject)


def check_in_letter(*, to: str, participation: Participation) -> Letter:
    """One warm question, a month after the end."""
    context = {"graduated": participation.graduated, "link": _address("interactions:diary")}
    return _letter(
        "challenges/email/check_in.html", context, to, participation.campaign, _("Hoe gaat het nu?")
    )


def notice_letter(*, to: str, participation: Participation, title: str, text: str) -> Letter:
    """What the organisation of a campaign wants its participants to know, in its own words."""
    context = {"title": title, "text": text, "link": today_address()}
    return _letter("challenges/email/notice.html", context, to, participation.campaign, title)


def _letter(template: str, context: Mapping[str, Any], to: str, campaign: Campaign, subject: str) -> Letter:
    shared = {
        "campaign": campaign,
        "sender": campaign.organisation.name,
        "mine_link": _address("challenges:mine"),
    }
    tokens = campaign.theme.tokens if campaign.theme else {}
    return compose(template, {**shared, **context}, to=to, subject=subject, tokens=tokens)


def _settings_address(participation: Participation) -> str:
    return _address("challenges:participation", participation.campaign.slug)


def _address(name: str, *args: str) -> str:
    return settings.URL_DEELNEMER + reverse(name, args=args)
