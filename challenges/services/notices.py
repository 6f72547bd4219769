"""The message of a municipality to who takes part in its campaign: confirmed by staff, planned and sent by the worker.

It comes by daylight: from six in the morning until half past ten at night on the clock in Amsterdam, and otherwise
the next morning. It is worth sending for twenty-four hours. A giver asked for one message a week at most and gets none.
"""

import datetime as dt
import uuid
from typing import Any

from django.db import connection, transaction

from accounts.emails import Letter
from accounts.models import Message, User
from accounts.services.message_kinds import (
    MessageKind,
    NothingToSayError,
    NotNowError,
    refusal_of_contact,
)
from challenges.emails import notice_letter
from challenges.models import Broadcast, Campaign, Participation
from challenges.queries.calendar import DayState, day_state
from challenges.queries.staff_broadcasts import NotNow, why_no_broadcast
from challenges.services.message_kinds import stop_links
from challenges.services.messages import LATEST
from interactions.models import local_date
from interactions.models.local_day import AMSTERDAM

EARLIEST = dt.time(6)
WORTH_SENDING_FOR = dt.timedelta(hours=24)
_WHY_NOT = {
    DayState.PAUSED: "paused",
    DayState.CAMPAIGN_PAUSED: "campaign_paused",
    DayState.FINISHED: "campaign_over",
    DayState.NOT_BEGUN: "not_begun",
}


class BroadcastChangedError(Exception):
    """This form was sent before, with other words."""


class NoBroadcastNowError(Exception):
    """It would reach nobody: the campaign is not going on, now or when it would arrive. The reason is `why`."""

    def __init__(self, why: NotNow) -> None:
        super().__init__(why)
        self.why = why


def confirm_broadcast(
    *, campaign: Campaign, client_id: uuid.UUID, title: str, text: str, created_by: User, now: dt.datetime
) -> Broadcast:
    """Sends `text` under `title` to who takes part in `campaign` by e-mail and joined before `now`. The same form again
    changes nothing. Raises ValueError for a title or text that is empty or too long, BroadcastChangedError,
    NoBroadcastNowError."""
    title, text = title.strip(), text.strip()
    if not (0 < len(title) <= Broadcast.TITLE_LENGTH and 0 < len(text) <= Broadcast.TEXT_LENGTH):
        raise ValueError("a title and a text, and neither too long")
    if len(title.splitlines()) > 1:
        raise ValueError("a title is one line: it is the subject of a mail")
    said = (campaign.pk, title, text)
    with transaction.atomic():
        # Whoever pauses the campaign at this moment comes before or after, not in between.
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        found = Broadcast.objects.filter(client_id=client_id).first()
        if found is None:
            if why := why_no_broadcast(campaign, now=now, arrives_at=by_daylight(at=now)):
                raise NoBroadcastNowError(why)
            new = Broadcast(
                campaign=campaign,
                client_id=client_id,
                title=title,
                text=text,
                created_by=created_by,
                created_at=now,
                confirmed_at=now,
            )
            Broadcast.objects.bulk_create([new], ignore_conflicts=True)
            found = Broadcast.objects.filter(client_id=client_id).first()
    # One of another organisation is not seen here.
    if found is None or (found.campaign_id, found.title, found.text) != said:
        raise BroadcastChangedError
    return found


_PLAN = """
INSERT INTO accounts_message
    (kind, participant_id, channel, dedupe_key, local_date, about_id, not_before, expires_at, state, reason,
     attempts, ambiguous, number, created_at)
SELECT 'notice', participation.participant_id, 'email',
    format('notice:%%s:%%s', broadcast.id, participation.participant_id), %(day)s, broadcast.id,
    %(from)s, %(from)s + %(worth)s, 'pending', '', 0, 0, gen_random_uuid(), %(now)s
FROM challenges_broadcast AS broadcast
JOIN challenges_campaign AS campaign ON campaign.id = broadcast.campaign_id
JOIN challenges_participation AS participation ON participation.campaign_id = campaign.id
JOIN accounts_contact AS contact USING (participant_id)
WHERE broadcast.confirmed_at <= %(now)s AND broadcast.confirmed_at > %(now)s - %(worth)s
AND participation.joined_at <= broadcast.confirmed_at
AND participation.left_at IS NULL AND participation.channel = 'email' AND NOT participation.giver
AND contact.undeliverable_at IS NULL AND NOT 'notice' = ANY (contact.refused_kinds)
AND campaign.status = 'published'
AND (campaign.starts_on IS NULL OR %(day)s BETWEEN campaign.starts_on AND campaign.ends_on)
ON CONFLICT (dedupe_key) DO NOTHING
"""


def plan_notices(*, now: dt.datetime) -> int:
    """Plans one message per confirmed broadcast and participant by e-mail of a campaign that is going on. Running it
    again, or twice at once, adds nothing. Returns how many messages it added."""
    values: dict[str, Any] = {
        "now": now,
        "day": local_date(now),
        "worth": WORTH_SENDING_FOR,
        "from": by_daylight(at=now),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PLAN, values)
        return cursor.rowcount


def by_daylight(*, at: dt.datetime) -> dt.datetime:
    """`at` itself when that is by daylight, otherwise the next time that it is six in the morning."""
    wall = at.astimezone(AMSTERDAM)
    if EARLIEST <= wall.time() < LATEST:
        return at
    day = wall.date() if wall.time() < EARLIEST else wall.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, EARLIEST, AMSTERDAM).astimezone(dt.UTC)


def _refuse(message: Message, now: dt.datetime) -> str:
    if reason := refusal_of_contact(message=message):
        return reason
    participation = _participation(message)
    if participation is None or participation.left_at:
        return "left"
    if participation.channel != Participation.Channel.EMAIL or participation.giver:
        return "unwanted"
    if reason := _WHY_NOT.get(day_state(participation, local_date(now)), ""):
        return reason
    # Two diaries that became one were both planned for.
    same = Message.objects.filter(
        participant=message.participant_id, kind=Message.Kind.NOTICE, about_id=message.about_id
    ).exclude(pk=message.pk)
    if same.filter(state__in=[Message.State.SENDING, Message.State.SENT]).exists():
        return "sent_already"
    if (morning := by_daylight(at=now)) != now:
        raise NotNowError(morning)
    return ""


def _render(message: Message, now: dt.datetime) -> Letter:
    participation = _participation(message)
    broadcast = Broadcast.objects.filter(pk=message.about_id or 0).first()
    if participation is None or broadcast is None or message.participant is None:
        raise NothingToSayError("left")
    to = message.participant.contact.address
    return notice_letter(
        to=to,
        campaign=participation.campaign,
        title=broadcast.title,
        text=broadcast.text,
        stop=stop_links(message=message),
    )


def _participation(message: Message) -> Participation | None:
    return (
        Participation.objects.filter(
            participant=message.participant_id, campaign__broadcasts=message.about_id or 0
        )
        .select_related("campaign__organisation", "campaign__theme")
        .prefetch_related("pauses")
        .first()
    )


NOTICE = MessageKind(_refuse, _render)
