"""What the messages about challenges are: whether each is still wanted at the moment of sending, and what it says."""

import datetime as dt
from typing import cast

from accounts.emails import Letter
from accounts.models import Message, Participant
from accounts.services.day_links import make_day_link
from accounts.services.mail_tokens import preferences_token, unsubscribe_token
from accounts.services.message_kinds import MessageKind, NothingToSayError, refusal_of_contact
from challenges import emails
from challenges.models import Assignment, Participation
from challenges.queries.reminders import (
    going_on,
    wants_log_reminder,
    wants_prompt,
)
from challenges.queries.today import assignments_on, loose_plans, unlogged_assignments
from challenges.services.assignments import card_of_today
from interactions.models import end_of_local_date
from interactions.queries.diary import tried_on

ONE_CHECK_IN_IN = dt.timedelta(days=60)  # also when two campaigns ended together


def day_url(*, message: Message, now: dt.datetime) -> str:
    """Where the button of a message about a day leads: to that day, until the end of the next one."""
    _participant, day = _about(message)
    over = end_of_local_date(day + dt.timedelta(days=1))
    secret = make_day_link(message=message, local_date=day, expires_at=over, now=now)
    return emails.day_address(secret)


def stop_links(*, message: Message) -> emails.Stop:
    """How to stop this kind of message, for its foot and its headers. Raises ValueError for one to an address."""
    if message.participant is None:
        raise ValueError(f"message {message.pk} is nobody's")
    contact_id = message.participant.contact.pk
    return emails.stop(
        unsubscribe_token=unsubscribe_token(contact_id=contact_id, kind=message.kind),
        preferences_token=preferences_token(contact_id=contact_id),
    )


# --- the challenge of today -----------------------------------------------------------------------------------


def _refuse_today(message: Message, now: dt.datetime) -> str:
    if reason := refusal_of_contact(message=message):
        return reason
    found, why_not, todays = _going_on(message)
    if not found:
        return why_not
    return "logged" if all(_is_done(todays.get(one.pk)) for one in found) else ""


def _render_today(message: Message, now: dt.datetime) -> Letter:
    """Every challenge of the day that is not done yet. A day that begins with rest, begins without a message."""
    _participant, day = _about(message)
    found, _why_not, todays = _going_on(message)
    made = [
        card_of_today(participation=one, existing=todays.get(one.pk), day=day, now=now)
        for one in found
        if not _is_done(todays.get(one.pk))
    ]
    cards = [card for card in made if card]
    worth = [card for card in cards if card.version]
    if not worth:
        raise NothingToSayError("resting" if cards else "nothing_today")
    return emails.today_letter(
        to=_address(message),
        cards=worth,
        day=day,
        link=day_url(message=message, now=now),
        stop=stop_links(message=message),
    )


# --- writing it down ------------------------------------------------------------------------------------------


def _refuse_log_reminder(message: Message, now: dt.datetime) -> str:
    participant, day = _about(message)
    if reason := refusal_of_contact(message=message):
        return reason
    found, why_not = going_on(participant, day, wants_log_reminder)
    if not found:
        return why_not
    if tried_on(participant, day):
        return "logged"
    open_in = {assignment.participation_id for assignment, _version in unlogged_assignments(participant, day)}
    if open_in.isdisjoint(one.pk for one in found) and not loose_plans(participant, day):
        return "nothing_today"
    return ""


def _render_log_reminder(message: Message, now: dt.datetime) -> Letter:
    participant, day = _about(message)
    found, why_not = going_on(participant, day, wants_log_reminder)
    if not found:
        raise NothingToSayError(why_not)
    return emails.log_reminder_letter(
        to=_address(message),
        participation=found[0],
        day=day,
        link=day_url(message=message, now=now),
        stop=stop_links(message=message),
    )


# --- a month later --------------------------------------------------------------------------------------------


def _refuse_check_in(message: Message, now: dt.datetime) -> str:
    if reason := refusal_of_contact(message=message):
        return reason
    participation = _participation(message)
    if participation is None:
        return "left"
    if participation.channel != Participation.Channel.EMAIL:
        return "unwanted"
    if participation.left_at and not participation.graduated:
        return "left"
    asked = Message.objects.filter(
        participant=message.participant_id, kind=Message.Kind.CHECK_IN, sent_at__gt=now - ONE_CHECK_IN_IN
    )
    return "asked_already" if asked.exists() else ""


def _render_check_in(message: Message, now: dt.datetime) -> Letter:
    participation = _participation(message)
    if participation is None:
        raise NothingToSayError("left")
    return emails.check_in_letter(
        to=_address(message), participation=participation, stop=stop_links(message=message)
    )


def _participation(message: Message) -> Participation | None:
    return (
        Participation.objects.filter(pk=message.about_id or 0, participant=message.participant_id)
        .select_related("campaign__organisation", "campaign__theme")
        .first()
    )


# --- shared ---------------------------------------------------------------------------------------------------


def _about(message: Message) -> tuple[Participant, dt.date]:
    """Whom and which local day a message is about. Raises ValueError for one that is about neither."""
    if message.participant is None or message.local_date is None:
        raise ValueError(f"message {message.pk} is about nobody's day")
    return message.participant, message.local_date


def _going_on(message: Message) -> tuple[list[Participation], str, dict[int, Assignment]]:
    """Where the message of today is about, why it is about nothing, and what is there of its day already.

    Looked up once a message: refusing and rendering follow each other in one transaction.
    """
    known = message.__dict__.get("_going_on")
    if known is None:
        participant, day = _about(message)
        found, why_not = going_on(participant, day, wants_prompt)
        todays = assignments_on(found, day) if found else {}
        known = message.__dict__["_going_on"] = (found, why_not, todays)
    return cast(tuple[list[Participation], str, dict[int, Assignment]], known)


def _is_done(assignment: Assignment | None) -> bool:
    return bool(assignment and assignment.interaction and assignment.interaction.is_attempt)


def _address(message: Message) -> str:
    participant, _day = _about(message)
    return participant.contact.address


TODAY = MessageKind(_refuse_today, _render_today)
LOG_REMINDER = MessageKind(_refuse_log_reminder, _render_log_reminder)
CHECK_IN = MessageKind(_refuse_check_in, _render_check_in)
