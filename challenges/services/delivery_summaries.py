"""Whether the messages of a campaign arrive, as staff may know it: in one word with its cause.

| state     | when                                                                                            |
| --------- | ----------------------------------------------------------------------------------------------- |
| stalled   | no beat for five minutes; or the mail server is away; or ten messages wait over fifteen minutes   |
| faltering | of ten or more participants with messages in the last day, a fifth (five at least) had one fail   |
| fine      | otherwise                                                                                       |

What staff see must not change by one participant's one message: in a small campaign they know who takes part, and
would read from the page that somebody's address bounced or that somebody has a reminder in the evening. So people are
counted and not messages, nothing is said of fewer than ten, and one who fails is never alone. That the mail server is
away is asked of that server, and waiting messages are counted over all campaigns together. Staff who make up nine
participants of their own could still learn whether a tenth fails: nothing about the diary, and not why.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import connection, transaction

from accounts.models import Message
from accounts.queries.heartbeat import QUEUE_LATE, heartbeat, worker_away
from challenges.models import Campaign, DeliverySummary

State, Cause = DeliverySummary.State, DeliverySummary.Cause
Verdict = tuple[DeliverySummary.State, DeliverySummary.Cause]

WITHIN = dt.timedelta(hours=24)
FEWEST_PEOPLE = 10
FEWEST_FAILING = 5
FALTERS_FROM = 0.2  # share of those people
FEWEST_WAITING = 10

# Per campaign: people with a message that came to an end, and of them those with one that did not go well.
_PEOPLE = """
SELECT participation.campaign_id,
    count(DISTINCT message.participant_id) AS people,
    count(DISTINCT message.participant_id) FILTER (WHERE message.state <> 'sent' OR message.ambiguous > 0) AS failing,
    count(DISTINCT message.participant_id)
        FILTER (WHERE message.state = 'failed' AND message.reason NOT IN ('ambiguous', 'broken')) AS refused,
    count(DISTINCT message.participant_id) FILTER (WHERE message.state = 'expired') AS late,
    count(DISTINCT message.participant_id) FILTER (WHERE message.ambiguous > 0) AS unclear,
    count(DISTINCT message.participant_id)
        FILTER (WHERE message.state = 'failed' AND message.reason = 'broken') AS broken
FROM accounts_message AS message
JOIN challenges_participation AS participation USING (participant_id)
WHERE message.state IN ('sent', 'failed', 'expired')
AND message.not_before > %(since)s AND message.not_before <= %(now)s
AND message.kind IN ('today', 'log_reminder', 'notice')
AND (participation.left_at IS NULL OR participation.left_at > %(since)s)
GROUP BY participation.campaign_id
"""


def overall(*, no_beat: bool, mail_away: bool, waiting: int) -> Verdict | None:
    """What holds for every campaign; None when nothing stands still. `waiting` is how many messages wait too long."""
    if no_beat:
        return State.STALLED, Cause.WORKER
    if mail_away:
        return State.STALLED, Cause.MAIL_SERVER
    if waiting >= FEWEST_WAITING:
        return State.STALLED, Cause.QUEUE
    return None


def of_campaign(*, people: int, failing: int, causes: Mapping[DeliverySummary.Cause, int]) -> Verdict:
    """What holds for one campaign: of `people`, `failing` had a message that did not go well; the commonest cause."""
    if people < FEWEST_PEOPLE or failing < FEWEST_FAILING or failing < FALTERS_FROM * people:
        return State.FINE, Cause.NONE
    return State.FALTERING, max(causes, key=lambda cause: causes[cause])


def summarise_delivery(*, now: dt.datetime) -> None:
    """Writes the summary of every campaign that the public may see, and keeps `began_at` while nothing changes."""
    with transaction.atomic():
        everywhere, figures = _overall(now), _figures(now)
        before = {one.campaign_id: one for one in DeliverySummary.objects.select_for_update()}
        rows = []
        for campaign_id in Campaign.objects.published().values_list("pk", flat=True):
            state, cause = everywhere or figures.get(campaign_id, (State.FINE, Cause.NONE))
            old = before.pop(campaign_id, None)
            same = old is not None and (old.state, old.cause) == (state, cause)
            began_at = old.began_at if old is not None and same else now
            rows.append(
                DeliverySummary(
                    campaign_id=campaign_id, state=state, cause=cause, began_at=began_at, updated_at=now
                )
            )
        DeliverySummary.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["campaign"],
            update_fields=["state", "cause", "began_at", "updated_at"],
        )
        DeliverySummary.objects.filter(campaign__in=list(before)).delete()


def _overall(now: dt.datetime) -> Verdict | None:
    beat = heartbeat()
    due = Message.objects.filter(state=Message.State.PENDING, not_before__lt=now - QUEUE_LATE)
    return overall(
        no_beat=beat is not None and worker_away(beat, now),
        mail_away=beat is not None and beat.mail_lost_at is not None,
        waiting=len(due.values_list("pk")[:FEWEST_WAITING]),
    )


def _figures(now: dt.datetime) -> dict[int, Verdict]:
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"now": now, "since": now - WITHIN})
        return {
            campaign_id: of_campaign(
                people=people,
                failing=failing,
                causes={
                    Cause.REFUSED: refused,
                    Cause.LATE: late,
                    Cause.UNCLEAR: unclear,
                    Cause.BROKEN: broken,
                },
            )
            for campaign_id, people, failing, refused, late, unclear, broken in cursor.fetchall()
        }
