"""The daily reminder for who gives no address: a calendar file with one repeating event, and nothing private in it."""

import datetime as dt
from collections.abc import Collection

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from challenges.models import Participation
from challenges.queries.calendar import day_number
from interactions.models import local_date
from interactions.models.local_day import AMSTERDAM

_LASTS = dt.timedelta(minutes=15)
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def last_day(participation: Participation, today: dt.date) -> dt.date:
    """The last day with a challenge: of the campaign, or of somebody's own days when it is a rolling one."""
    campaign = participation.campaign
    if campaign.ends_on:
        return campaign.ends_on
    return today + dt.timedelta(days=campaign.length - day_number(participation, today))


def agenda(
    participation: Participation, *, at: dt.time, weekdays: Collection[int], link: str, now: dt.datetime
) -> bytes | None:
    """A calendar file (RFC 5545): on these ISO weekdays at this time in Amsterdam, until the campaign ends, with `link`
    to open. Fetched again it is the same event, changed. None when no such day is left."""
    today = local_date(now)
    end = last_day(participation, today)
    starts = [today, participation.first_day, participation.campaign.starts_on or today]
    first = next((day for day in _days(max(starts), end) if day.isoweekday() in weekdays), None)
    if first is None:
        return None
    begin = dt.datetime.combine(first, at, AMSTERDAM)
    event = Event()
    event.add("uid", f"{_own_number(participation)}@gedag")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", begin)
    event.add("duration", _LASTS)
    event.add(
        "rrule",
        {
            "freq": "weekly",
            "byday": [_NAMES[day - 1] for day in sorted(set(weekdays))],
            # RFC 5545 wants the end in UTC where the beginning has a zone.
            "until": dt.datetime.combine(end, dt.time(23, 59, 59), AMSTERDAM).astimezone(dt.UTC),
        },
    )
    event.add("summary", _("Iets kleins voor vandaag"))
    event.add("description", f"{_('Open Gedag')}: {link}")
    event.add("url", link)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # it takes no time out of a day
    event.add_component(_alarm())
    calendar = Calendar()
    calendar.add("prodid", "-//Gedag//Gedag//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=offset) for offset in range((last - first).days + 1)]


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Iets kleins voor vandaag"))
    alarm.add("trigger", dt.timedelta())
    return alarm


def _own_number(participation: Participation) -> str:
    """The same every time, so that a calendar replaces the event; it says nothing about who it is."""
    return salted_hmac("gedag.agenda", str(participation.pk), algorithm="sha256").hexdigest()[:32]
