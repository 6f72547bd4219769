"""Taking part in a campaign: joining, settings, leaving, and a good end."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accounts.models import Language, Message, Participant
from accounts.services.outbox import withdraw
from accounts.services.participants import become_participant
from challenges.models import Campaign, Participation
from challenges.models.participations import every_day
from challenges.queries.calendar import CampaignState, campaign_state
from challenges.services.pauses import end_pause
from interactions.models import local_date
from interactions.models.local_day import AMSTERDAM

# Who joins in the evening has day 1 tomorrow: a challenge for today would come too late to do.
EVENING = dt.time(18, 0)
GIVER_WEEKDAYS = [1]  # one message a week, on Monday


class CampaignClosedError(Exception):
    """The campaign takes no participants now: it is over, paused or has not begun."""


def join_campaign(
    *,
    campaign: Campaign,
    step: str,
    now: dt.datetime,
    participant: Participant | None = None,
    join_key: uuid.UUID | None = None,
    giver: bool = False,
    language: str = Language.DUTCH,
) -> Participation:
    """Lets somebody take part; a stranger becomes a participant with `join_key`, which stands for their consent.

    Doing it again gives the same participation; who had left is in again, from day 1, and a pause of then is over.
    A `giver` does this a lot already: gives openers and gets one message a week. Raises CampaignClosedError, or
    JoinKeySpentError when the page with this key was used long ago.
    """
    if campaign_state(campaign, local_date(now)) not in {CampaignState.RUNNING, CampaignState.BEFORE}:
        raise CampaignClosedError
    with transaction.atomic():
        if participant is None:
            if join_key is None:
                raise ValueError("a stranger joins with a join key")
            participant = become_participant(join_key=join_key, now=now, language=language)
        participation, created = Participation.objects.get_or_create(
            participant=participant,
            campaign=campaign,
            defaults={
                "step": step,
                "joined_at": now,
                "first_day": first_day(now),
                "giver": giver,
                "weekdays": GIVER_WEEKDAYS if giver else every_day(),
            },
        )
        if not created and participation.left_at is not None:
            end_pause(participation=participation, day=local_date(now))
            # A giver's one day a week belongs to that role; days of one's own choice stay.
            weekdays = participation.weekdays
            if giver != participation.giver:
                weekdays = GIVER_WEEKDAYS if giver else every_day()
            Participation.objects.filter(pk=participation.pk).update(
                left_at=None,
                graduated=False,
                step=step,
                joined_at=now,
                first_day=first_day(now),
                giver=giver,
                weekdays=weekdays,
            )
            participation.refresh_from_db()
    return participation


def first_day(now: dt.datetime) -> dt.date:
    """The local day on which somebody who joins at `now` has day 1 of a rolling campaign."""
    today = local_date(now)
    local = now.astimezone(AMSTERDAM)
    in_the_evening = local.date() > today or local.time() >= EVENING
    return today + dt.timedelta(days=1) if in_the_evening else today


def change_settings(
    *,
    participation: Participation,
    weekdays: Sequence[int],
    prompt_time: dt.time | None,
    channel: str,
    giver: bool,
    log_time: dt.time | None = None,
    log_weekdays: Sequence[int] | None = None,
) -> None:
    """Keeps when somebody wants which message and in which role they take part. The step size is `change_step`'s.

    `weekdays` are ISO days, 1 (Monday) to 7; a channel other than none needs a time in quarters, 06:00 to 21:30.
    `log_time`, in the same quarters, is when to be reminded to write it down: None is never; `log_weekdays` None
    leaves those days as they are. What was planned for today is planned anew, with the times as they are now.
    """
    log_days = {} if log_weekdays is None else {"log_weekdays": sorted(set(log_weekdays))}
    with transaction.atomic():
        Participation.objects.filter(pk=participation.pk).update(
            weekdays=sorted(set(weekdays)),
            prompt_time=prompt_time,
            channel=channel,
            giver=giver,
            log_time=log_time,
            **log_days,
        )
        withdraw(participant=participation.participant, kinds=[Message.Kind.TODAY, Message.Kind.LOG_REMINDER])


def leave_campaign(*, participation: Participation, now: dt.datetime, graduated: bool = False) -> None:
    """Ends taking part; the diary stays. `graduated`: because it goes by itself now. Leaving again changes nothing."""
    Participation.objects.filter(pk=participation.pk, left_at__isnull=True).update(
        left_at=now, graduated=graduated
    )
