"""Planning the messages of a day beside a bare INSERT … SELECT of as many rows. bench/README.md says what both do."""

import datetime as dt
import time

from django.db import connection

from accounts.models import Message, Participant
from challenges.models import Campaign
from challenges.services.messages import plan_messages
from simulation import mailed

MORNING = dt.datetime(2026, 10, 14, 3, 0, tzinfo=dt.UTC)

# The rows that planning makes, with nothing to decide: everybody with an address, one fixed time.
_BARE = """
INSERT INTO accounts_message
    (kind, participant_id, channel, dedupe_key, local_date, not_before, expires_at, state, reason, attempts, ambiguous,
     number, created_at)
SELECT 'today', participant_id, 'email', format('today:%%s:%%s:email', participant_id, %(day)s), %(day)s, %(due)s,
    %(due)s + interval '3 hours', 'pending', '', 0, 0, gen_random_uuid(), %(now)s
FROM accounts_contact
"""


def stage(people: int) -> None:
    """So many people who want a message at noon."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Participant._meta.db_table} CASCADE")
    mailed.join(
        campaign=Campaign.objects.get(national=True), people=people, prompt_time=dt.time(12), now=MORNING
    )


def planned(people: int) -> float:
    """Seconds for the product to plan everything into an empty table."""
    _empty()
    began = time.perf_counter()
    added = plan_messages(now=MORNING)
    seconds = time.perf_counter() - began
    if added != people:
        raise RuntimeError(f"{added} messages planned, not {people}")
    return seconds


def planned_again() -> float:
    """Seconds for the same once more, which adds nothing."""
    began = time.perf_counter()
    added = plan_messages(now=MORNING)
    seconds = time.perf_counter() - began
    if added:
        raise RuntimeError(f"planned again, {added} messages were added")
    return seconds


def bare(people: int) -> float:
    """Seconds for the bare statement, into the same empty table with the same indexes and rules."""
    _empty()
    due = MORNING + dt.timedelta(hours=7)
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_BARE, {"day": MORNING.date(), "due": due, "now": MORNING})
        added = cursor.rowcount
    seconds = time.perf_counter() - began
    if added != people:
        raise RuntimeError(f"{added} rows, not {people}")
    return seconds


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Message._meta.db_table}")
