"""What one made-up person is offered, without a database: the same choice as `challenges/services/` makes."""

import datetime as dt
import uuid
from collections.abc import Sequence

from challenges.models import Offer
from challenges.queries.offers import (
    ANSWERED_WITHIN,
    FORGOTTEN_AFTER,
    Chooser,
    FirstOffer,
    decisive,
    first_offer,
    short,
    smaller_step,
    swap_for,
)
from interactions.models import Barrier, IdeaVersion
from simulation.staging import Stage


class Offering:
    """The offers of one person in one campaign, day after day. `shown` is what was on the screen today, in order."""

    def __init__(self, stage: Stage, *, join_key: uuid.UUID, step: str) -> None:
        self.stage, self.join_key, self.step = stage, join_key, step
        self.offered: list[tuple[dt.date, IdeaVersion]] = []
        self.shown: list[IdeaVersion] = []
        self.calendar: IdeaVersion | None = None
        self.disliked: set[int] = set()
        self.last_day: dt.date | None = None
        self.answer: tuple[dt.date, Sequence[Barrier]] | None = None
        self.still_to_come = {
            version.idea_id for (_day, size), version in stage.slots.items() if size == step
        }

    def said_not_today(self, day: dt.date, barriers: Sequence[Barrier]) -> None:
        """Keeps what the next offer answers."""
        self.answer = (day, barriers)

    def was_unsafe(self, version: IdeaVersion) -> None:
        """Keeps an idea from ever being offered again."""
        self.disliked.add(version.idea_id)

    def first(self, number: int, day: dt.date, calendar: IdeaVersion) -> FirstOffer:
        """What a day begins with. Raises LookupError when the library has nothing to offer."""
        first = first_offer(
            calendar,
            self._barrier(day),
            chooser=self._chooser(day),
            step=self.step,
            smaller=self.stage.slots.get((number, smaller_step(self.step) or "")),
            last=self.offered[-1][1] if self.offered else None,
        )
        if first is None:
            raise LookupError("the library has nothing to offer")
        self.last_day, self.calendar, self.shown = day, calendar, []
        if first.version:
            self._show(day, first.version)
        return first

    def swap(self, day: dt.date, shown: int) -> tuple[IdeaVersion, Offer.Reason] | None:
        """Another idea than the one at place `shown`, and why; from a rest day (0) something small. None when nothing
        changes."""
        if shown != len(self.shown):
            return None
        chooser = self._chooser(day)
        if shown == 0:
            version, reason = chooser.first(short, lambda _version: True), Offer.Reason.BARRIER
        else:
            version = swap_for(self.shown, chooser=chooser, step=self.step, calendar=self.calendar)
            reason = Offer.Reason.SWAP
        if version is None:
            return None
        self._show(day, version)
        return version, reason

    def _show(self, day: dt.date, version: IdeaVersion) -> None:
        self.shown.append(version)
        self.offered.append((day, version))

    def _barrier(self, day: dt.date) -> Barrier | None:
        if self.answer is None:
            return None
        said_on, barriers = self.answer
        since = day - ANSWERED_WITHIN
        if not max(self.last_day or since, since) <= said_on < day:
            return None
        return decisive(barriers)

    def _chooser(self, day: dt.date) -> Chooser:
        lately = {version.idea_id for on, version in self.offered if day - FORGOTTEN_AFTER < on <= day}
        return Chooser(
            join_key=self.join_key,
            day=day,
            pool=self.stage.pool,
            avoid=frozenset(lately | self.still_to_come),
            disliked=frozenset(self.disliked),
        )
