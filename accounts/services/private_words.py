"""Private words as a whole: what may be replaced, and wrapping the participants' keys anew."""

from dataclasses import dataclass

from django.db import connection, transaction

from accounts.models import ParticipantKey, Unreadable, WordsLockedError, readable
from accounts.models.private_keys import newest_wrapping_key

AT_A_TIME = 1_000


@dataclass(frozen=True)
class Rewrapped:
    """How many keys were wrapped anew, and how many could not be opened, by the name of what they are wrapped with."""

    done: int
    closed: dict[str, int]


def rewrap_keys(*, at_a_time: int = AT_A_TIME) -> Rewrapped:
    """Wraps every key that is not yet wrapped with the newest one, a batch a transaction: stopped half-way, the next
    time goes on. What cannot be opened stays as it is. Raises WordsLockedError in a process without keys."""
    newest, _key = newest_wrapping_key()
    done, last, closed = 0, 0, dict[str, int]()
    while True:
        with transaction.atomic():
            keys = list(
                ParticipantKey.objects.select_for_update(of=("self",))
                .exclude(wrapped_with=newest)
                .filter(participant_id__gt=last)
                .order_by("participant_id")[:at_a_time]
            )
            if not keys:
                return Rewrapped(done, closed)
            last = keys[-1].participant_id
            fresh = [key for key in keys if _wrapped_anew(key, closed)]
            _write(fresh)
            done += len(fresh)


def _wrapped_anew(key: ParticipantKey, closed: dict[str, int]) -> bool:
    try:
        opened = key.opened()
    except WordsLockedError:
        closed[key.wrapped_with] = closed.get(key.wrapped_with, 0) + 1
        return False
    key.wrap(opened)
    return True


def _write(keys: list[ParticipantKey]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_participantkey AS own SET wrapped = fresh.wrapped, wrapped_with = fresh.wrapped_with"
            " FROM unnest(%s::bigint[], %s::bytea[], %s::text[]) AS fresh (id, wrapped, wrapped_with)"
            " WHERE own.participant_id = fresh.id",
            [
                [key.participant_id for key in keys],
                [bytes(key.wrapped) for key in keys],
                [key.wrapped_with for key in keys],
            ],
        )


def may_replace(kept: str, text: str) -> bool:
    """Whether `text` may come in the place of `kept`. An empty text in the place of one that does not open is how the
    form came, not a wish to remove it. Raises WordsLockedError for words in that place."""
    if not isinstance(kept, Unreadable):
        return True
    if text.strip():
        readable(kept)
    return False
