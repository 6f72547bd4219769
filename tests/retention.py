"""One remover of the night by itself, with the term of the register."""

import datetime as dt

from accounts.queries.retention import endings
from accounts.services.removers import Due, registered


def due(name: str, now: dt.datetime) -> Due:
    """What the remover of this name is asked at `now`."""
    return Due(now, endings()[name].term.before(now))


def end(name: str, now: dt.datetime) -> int:
    """Lets it do its work. Returns how many things went."""
    return sum(registered()[name].steps(due(name, now)))
