"""What decides at the last moment whether a message about today is still wanted."""

import datetime as dt
from collections.abc import Callable

from accounts.models import Participant
from challenges.models import Participation
from challenges.queries.calendar import DayState, day_state
from challenges.queries.today import participations_on, said_not_today
from interactions.models import DayAnswer

_WHY_NOT = {
    DayState.PAUSED: "paused",
    DayState.CAMPAIGN_PAUSED: "campaign_paused",
    DayState.FINISHED: "campaign_over",
    DayState.NOT_BEGUN: "not_begun",
    DayState.TOMORROW: "not_begun",
}


def wants_prompt(participation: Participation, day: dt.date) -> bool:
    """Whether somebody asked for a message with the challenge of `day`; a giver on one day a week."""
    if participation.channel != Participation.Channel.EMAIL or participation.prompt_time is None:
        return False
    days = participation.weekdays
    return day.isoweekday() in ([min(days)] if participation.giver and days else days)


def wants_log_reminder(participation: Participation, day: dt.date) -> bool:
    """Whether somebody asked to be reminded on `day` to write it down; a giver never is."""
    wanted = participation.log_time is not None and day.isoweekday() in participation.log_weekdays
    return wanted and not participation.giver


def going_on(
    participant: Participant, day: dt.date, wants: Callable[[Participation, dt.date], bool]
) -> tuple[list[Participation], str]:
    """Where somebody `wants` a message about `day` and has a challenge that day, in the order of the today page.
    With nowhere, why not: `not_today`, `left`, `unwanted`, `paused`, `campaign_paused`, `campaign_over`,
    `not_begun`."""
    rows = participations_on(participant, day)
    if any(said_not_today(one) for one in rows) or (not rows and _said_not_today(participant, day)):
        return [], "not_today"
    active: list[Participation] = [*rows]
    wished = [one for one in active if wants(one, day)]
    states = [(one, day_state(one, day)) for one in wished]
    found = [one for one, state in states if state == DayState.CHALLENGE]
    if found:
        return found, ""
    return [], (_WHY_NOT[states[0][1]] if states else "unwanted" if active else "left")


def _said_not_today(participant: Participant, day: dt.date) -> bool:
    return DayAnswer.objects.filter(participant=participant, local_date=day).exists()
