"""Makes the database and the erasure list say the same, in both directions.

It adds to the list what a process that fell over did not, and it erases once more whoever the list says is gone and
the database does not know of, because it was put back. The worker does so every minute, and `./gedag restore` before
anybody sees the database.

Two who became one are two again in a backup of before. They become one again; and when the one they became was erased
later, both go.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.events import ERROR, WARNING, Event, note
from accounts.models import Participant
from accounts.services import erasure_list
from accounts.services.erasure_list import Gone, Listed, NoErasureListError
from accounts.services.erasures import LISTED_FOR, noted, record
from accounts.services.merging import merge_participants
from accounts.services.participants import erase_participant

Who = tuple[int, dt.datetime]


@dataclass(frozen=True)
class Settled:
    """What `settle` did: participants erased once more, two who became one again, and lines added to the list."""

    erased: int = 0
    merged: int = 0
    added: int = 0


class NotSettledError(Exception):
    """So many participants of the list could not be erased, or become one."""


def settle(*, now: dt.datetime, also: Iterable[Gone] = ()) -> Settled:
    """Makes this database and the list outside it agree. `also` are entries known from elsewhere. Raises
    NotSettledError, when everything that can be done is done."""
    since = now - LISTED_FOR
    listed = _listed()
    outside = {entry.key: entry for entry in [*also, *listed.gone] if entry.noted_at >= since}
    inside = {entry.key: entry for entry in noted() if entry.noted_at >= since}
    unknown = [entry for key, entry in outside.items() if key not in inside]
    erased, merged, failed = _apply(unknown, {**outside, **inside}.values())
    in_file = {entry.key for entry in listed.gone}
    missing = [entry for key, entry in {**outside, **inside}.items() if key not in in_file]
    file = erasure_list.place()
    if file and (missing or not file.exists()):
        erasure_list.add(file=file, gone=missing)
    if erased or merged:
        note(Event.ERASURE_LIST_APPLIED, level=WARNING, erased=erased, merged=merged)
    if failed:
        raise NotSettledError(failed)
    return Settled(erased, merged, len(missing))


def _listed() -> Listed:
    file = erasure_list.place()
    if file is None:
        return Listed()
    try:
        listed = erasure_list.read(file=file)
    except NoErasureListError:
        return Listed()
    if listed.damaged:
        note(Event.ERASURE_LIST_DAMAGED, level=ERROR, count=len(listed.damaged), line=listed.damaged[0])
    return listed


def _apply(unknown: Sequence[Gone], everything: Iterable[Gone]) -> tuple[int, int, int]:
    """Does once more, in the order of then, what this database does not know of; each by itself, so that one that does
    not go keeps no other. Answers how many were erased, became one, and did not go."""
    sources: dict[Who, list[Who]] = {}
    for entry in everything:
        if entry.into:
            sources.setdefault(entry.into, []).append(entry.who)
    erased = merged = failed = 0
    for entry in sorted(unknown, key=lambda entry: entry.noted_at):
        try:
            with transaction.atomic():
                record(entries=[entry])
                if entry.into:
                    merged += _merge_again(entry.who, entry.into, now=entry.noted_at)
                else:
                    erased += _erase_again(_with_sources(entry.who, sources))
        except Exception as error:  # whatever it is, such as words without a key: the others go on
            note(Event.NOT_SETTLED, level=ERROR, participant=entry.number, fault=error)
            failed += 1
    return erased, merged, failed


def _merge_again(source: Who, target: Who, *, now: dt.datetime) -> int:
    one, other = _there(*source), _there(*target)
    if not one or not other or one.pk == other.pk:
        return 0
    merge_participants(source=one, target=other, now=now)
    return 1


def _erase_again(everybody: Sequence[Who]) -> int:
    there = [participant for who in everybody if (participant := _there(*who))]
    for participant in there:
        erase_participant(participant=participant)
    return len(there)


def _with_sources(who: Who, sources: dict[Who, list[Who]]) -> list[Who]:
    """Somebody with everybody who went on as them, however many steps back."""
    found = [who]
    for one in found:
        found += [source for source in sources.get(one, []) if source not in found]
    return found


def _there(number: int, began_at: dt.datetime) -> Participant | None:
    return Participant.objects.filter(pk=number, created_at=began_at).first()
