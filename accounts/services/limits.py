"""Limits: how often something may be done, counted in PostgreSQL over all processes.

One statement looks at every bound of an act and counts it under each, or under none: what is refused uses up nothing,
so who is over their own bound takes nothing from everybody's. A bound holds over any stretch of time of its length,
not only over whole hours: a stretch is cut in six, and the six before this one count along.

How many and how long stands in accounts/services/limit_table.py. Nothing here knows who it counts: subjects are hashed
with SECRET_KEY before they come near the database.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac

from accounts.models import LimitCount, StaffLimitCount
from accounts.services.limit_table import LIMITS, OF_STAFF, ROOM_FOR_FEW, Act, Bound, Who

PARTS = 6  # of a stretch of time; more is more exact in when somebody may go on, and more rows
MARK_BYTES = 16

# Asked and counted in one: `asked` has a row for each bound, `beside` for each part around this one. Rows are taken in
# the order of their marks, so that two at once never wait for each other; the last word about a row is spoken while
# it is locked.
_TAKE = """
WITH asked AS (
    SELECT * FROM unnest(%(bound)s::int[], %(mark)s::bytea[], %(most)s::int[], %(ends_at)s::timestamptz[])
        AS asked (bound, mark, most, ends_at)
), earlier AS (
    SELECT beside.bound, sum(counted.times)::int AS times, min(counted.ends_at) AS first_ends_at
    FROM unnest(%(beside_bound)s::int[], %(beside_mark)s::bytea[]) AS beside (bound, mark)
    JOIN accounts_limitcount AS counted ON counted.id = beside.mark GROUP BY beside.bound
), seen AS (
    SELECT asked.bound, asked.mark, asked.most, asked.ends_at, coalesce(earlier.times, 0) AS earlier,
           coalesce(earlier.times, 0) + coalesce(here.times, 0) >= asked.most AS is_full,
           coalesce(earlier.first_ends_at, here.ends_at, asked.ends_at) AS first_ends_at
    FROM asked LEFT JOIN earlier USING (bound) LEFT JOIN accounts_limitcount AS here ON here.id = asked.mark
), counted AS (
    INSERT INTO accounts_limitcount AS counter (id, times, ends_at)
    SELECT mark, 1, ends_at FROM seen WHERE NOT EXISTS (SELECT FROM seen WHERE is_full) ORDER BY mark
    ON CONFLICT (id) DO UPDATE SET times = counter.times + 1
        WHERE counter.times < (SELECT seen.most - seen.earlier FROM seen WHERE seen.mark = counter.id)
    RETURNING id AS mark
)
SELECT seen.bound, seen.is_full, seen.first_ends_at, counted.mark
FROM seen LEFT JOIN counted USING (mark) ORDER BY seen.bound
"""
_GIVE_BACK = "UPDATE accounts_limitcount SET times = times - 1 WHERE id = ANY(%s::bytea[]) AND times > 0"


class TooOftenError(Exception):
    """It was done as often as it may be; `who` has to wait until `again_at`."""

    def __init__(self, *, act: Act, who: Who, again_at: dt.datetime, wait: dt.timedelta) -> None:
        super().__init__(f"{act}: too often for one {who}")
        self.act, self.who, self.again_at = act, who, again_at
        self.seconds = max(int(wait.total_seconds()), 1)


@dataclass(frozen=True)
class _Seen:
    """What the statement says of one bound."""

    bound: Bound
    is_full: bool
    first_ends_at: dt.datetime
    mark: bytes | None


def take(*, act: Act, by: Mapping[Who, object], now: dt.datetime) -> None:
    """Counts that `act` was done once by each of these. Raises TooOftenError, and then nothing was counted.

    Full of others, there may be room for who did little. Not to be called within a transaction that goes on for long:
    others who do the same wait for its end.
    """
    try:
        _take(act, by, now)
    except TooOftenError as full:
        few = ROOM_FOR_FEW.get(act)
        if few is None or full.who is Who.CLIENT:
            raise
        try:
            _take(few, by, now)
        except TooOftenError as also:  # one with room is enough
            raise min(full, also, key=lambda one: one.again_at) from None


def _take(act: Act, by: Mapping[Who, object], now: dt.datetime) -> None:
    bounds = LIMITS[act]
    subjects = [_subject(bound, by) for bound in bounds]
    seen = _asked(act, subjects, now)
    counted = [bytes(one.mark) for one in seen if one.mark is not None]
    if len(counted) == len(bounds):
        return
    if counted:  # somebody was just ahead under another bound
        _give_back(act, counted)
    full = [one for one in seen if one.is_full] or [one for one in seen if one.mark is None]
    last = max(full, key=lambda one: one.first_ends_at)
    raise TooOftenError(
        act=act, who=last.bound.who, again_at=last.first_ends_at, wait=last.first_ends_at - now
    )


def remove_old_counts(*, now: dt.datetime) -> int:
    """Removes what counts for no limit any more. Returns how many rows."""
    return sum(table.objects.filter(ends_at__lt=now).delete()[0] for table in (LimitCount, StaffLimitCount))


def _asked(act: Act, subjects: Sequence[bytes], now: dt.datetime) -> list[_Seen]:
    bounds = LIMITS[act]
    parts = [_part(bound, now) for bound in bounds]
    beside = [
        (number, _mark(subject, part + step))
        for number, (subject, part) in enumerate(zip(subjects, parts, strict=True))
        # Those after this one are there when the clock was put back: they were counted just now too.
        for step in range(-PARTS, PARTS + 1)
        if step
    ]
    values: dict[str, Any] = {
        "bound": list(range(len(bounds))),
        "mark": [_mark(subject, part) for subject, part in zip(subjects, parts, strict=True)],
        "most": [bound.most for bound in bounds],
        "ends_at": [_ends_at(bound, part) for bound, part in zip(bounds, parts, strict=True)],
        "beside_bound": [number for number, _mark in beside],
        "beside_mark": [mark for _number, mark in beside],
    }
    with connection.cursor() as cursor:
        cursor.execute(_table_of(act, _TAKE), values)
        return [_Seen(bounds[number], full, ends_at, mark) for number, full, ends_at, mark in cursor]


def _give_back(act: Act, marks: list[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_table_of(act, _GIVE_BACK), [marks])


def _table_of(act: Act, statement: str) -> str:
    """The statement about the table where this act is counted."""
    table = StaffLimitCount if act in OF_STAFF else LimitCount
    return statement.replace(LimitCount._meta.db_table, table._meta.db_table)


def _subject(bound: Bound, by: Mapping[Who, object]) -> bytes:
    whose = "" if bound.who is Who.EVERYBODY else str(by[bound.who])
    told = "\0".join([bound.counter, bound.who, str(bound.per.total_seconds()), whose])
    return salted_hmac("gedag.limits", told, algorithm="sha256").digest()


def _mark(subject: bytes, part: int) -> bytes:
    return hashlib.sha256(subject + str(part).encode()).digest()[:MARK_BYTES]


def _part(bound: Bound, now: dt.datetime) -> int:
    return int(now.timestamp() // (bound.per.total_seconds() / PARTS))


def _ends_at(bound: Bound, part: int) -> dt.datetime:
    """The end of the part, and then as long as the whole stretch."""
    seconds = (part + 1) * (bound.per.total_seconds() / PARTS) + bound.per.total_seconds()
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
