"""Planning: which messages there are to be today. One statement a kind, that any number of planners can run at once.

A time is the clock on the wall in Amsterdam on the local day of `now`, also on the two days that the clock changes. A
message is worth sending for three hours and never after half past ten at night; what is past that is not planned.
Every kind looks once more at the moment of sending, because much can change in a day.
"""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from interactions.models import local_date

WORTH_SENDING_FOR = dt.timedelta(hours=3)
LATEST = dt.time(22, 30)
CHECK_IN_AFTER = dt.timedelta(days=30)
CHECK_IN_WITHIN = dt.timedelta(days=7)  # days later it would come out of the blue

# Who wants something (`wanted`: participant_id, at_time, about_id, key) gets at most one message a key, the earliest.
_INSERT = """
INSERT INTO accounts_message
    (kind, participant_id, channel, dedupe_key, local_date, about_id, not_before, expires_at, state, reason,
     attempts, ambiguous, number, created_at)
SELECT %(kind)s, participant_id, 'email', key, %(day)s, about_id, not_before, expires_at, 'pending', '',
       0, 0, gen_random_uuid(), %(now)s
FROM (
    SELECT DISTINCT ON (wanted.key) wanted.*, due.not_before,
        LEAST(due.not_before + %(worth)s, (%(day)s + %(latest)s) AT TIME ZONE 'Europe/Amsterdam') AS expires_at
    FROM ({wanted}) AS wanted
    JOIN accounts_contact AS contact USING (participant_id)
    CROSS JOIN LATERAL (SELECT (%(day)s + wanted.at_time) AT TIME ZONE 'Europe/Amsterdam' AS not_before) AS due
    WHERE contact.undeliverable_at IS NULL AND NOT %(kind)s = ANY (contact.refused_kinds)
    ORDER BY wanted.key, due.not_before, wanted.about_id
) AS planned
WHERE expires_at > %(now)s
ON CONFLICT (dedupe_key) DO NOTHING
"""

# The number of the day, as challenges/queries/calendar.py counts it: dates for a fixed campaign, somebody's own days
# since joining, without the paused ones, for a rolling one.
_DAY_NUMBER = """
CASE WHEN campaign.starts_on IS NOT NULL THEN {day} - campaign.starts_on + 1
ELSE {day} - participation.first_day + 1 - (
    SELECT count(DISTINCT paused.day)
    FROM challenges_pause AS pause
    CROSS JOIN LATERAL generate_series(
        GREATEST(pause.starts_on, participation.first_day)::timestamp, LEAST(pause.ends_on, {day})::timestamp, '1 day'
    ) AS paused (day)
    WHERE pause.participation_id = participation.id
) END
"""

_HAS_A_CHALLENGE = f"""
participation.left_at IS NULL
AND campaign.status = 'published'
AND (campaign.starts_on IS NULL OR %(day)s BETWEEN campaign.starts_on AND campaign.ends_on)
AND NOT EXISTS (
    SELECT FROM challenges_pause AS pause
    WHERE pause.participation_id = participation.id AND %(day)s BETWEEN pause.starts_on AND pause.ends_on
)
AND {_DAY_NUMBER.format(day="%(day)s")} BETWEEN 1 AND length.days
"""

_PARTICIPATIONS = """
FROM challenges_participation AS participation
JOIN challenges_campaign AS campaign ON campaign.id = participation.campaign_id
JOIN (SELECT campaign_id, count(*) AS days FROM challenges_campaignday GROUP BY campaign_id) AS length
    ON length.campaign_id = campaign.id
"""

# "Do it". A giver has one day a week: the first of their days.
_TODAY = f"""
SELECT participation.participant_id, participation.prompt_time AS at_time, NULL::bigint AS about_id,
    format('today:%%s:%%s:email', participation.participant_id, %(day)s) AS key
{_PARTICIPATIONS}
WHERE participation.channel = 'email'
AND CASE WHEN participation.giver
    THEN %(weekday)s = (SELECT min(chosen) FROM unnest(participation.weekdays) AS chosen)
    ELSE %(weekday)s = ANY (participation.weekdays) END
AND {_HAS_A_CHALLENGE}
"""  # noqa: S608 (put together from constants; values are parameters)

# "Log it". A giver asked for one message a week at most, so this one is not for them.
_LOG_REMINDER = f"""
SELECT participation.participant_id, participation.log_time AS at_time, NULL::bigint AS about_id,
    format('log_reminder:%%s:%%s:email', participation.participant_id, %(day)s) AS key
{_PARTICIPATIONS}
WHERE participation.log_time IS NOT NULL AND NOT participation.giver
AND %(weekday)s = ANY (participation.log_weekdays)
AND {_HAS_A_CHALLENGE}
"""

# "How is it now?" Thirty days after it went by itself, or after the last day of the campaign.
_CHECK_IN = f"""
SELECT participation.participant_id, participation.prompt_time AS at_time, participation.id AS about_id,
    format('check_in:%%s', participation.id) AS key
{_PARTICIPATIONS}
WHERE participation.channel = 'email'
AND CASE
    WHEN participation.left_at IS NOT NULL THEN
        participation.graduated
        AND gedag_local_date(participation.left_at) BETWEEN %(since)s AND %(until)s
    WHEN campaign.starts_on IS NOT NULL THEN campaign.ends_on BETWEEN %(since)s AND %(until)s
    ELSE {_DAY_NUMBER.format(day="%(until)s")} >= length.days
        AND {_DAY_NUMBER.format(day="(%(since)s - 1)")} < length.days
END
"""

_KINDS = {"today": _TODAY, "log_reminder": _LOG_REMINDER, "check_in": _CHECK_IN}


def plan_messages(*, now: dt.datetime) -> int:
    """Plans what is to be sent on the local day of `now`: `today`, `log_reminder` and `check_in`. Running it again, or
    twice at once, adds nothing. Returns how many messages it added.
    """
    day = local_date(now)
    values: dict[str, Any] = {
        "now": now,
        "day": day,
        "weekday": day.isoweekday(),
        "worth": WORTH_SENDING_FOR,
        "latest": LATEST,
        "until": day - CHECK_IN_AFTER,
        "since": day - CHECK_IN_AFTER - CHECK_IN_WITHIN + dt.timedelta(days=1),
    }
    added = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for kind, wanted in _KINDS.items():
            cursor.execute(_INSERT.format(wanted=wanted), {**values, "kind": kind})
            added += cursor.rowcount
    return added
