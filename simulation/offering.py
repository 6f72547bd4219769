"""What one made-up person is offered, without a database: the same choice as `challenges/services/assignments.py`."""

import datetime as dt
import uuid
from collections.abc import Sequence

from challenges.models import Offer
from challenges.queries.offers import (
    ANSWERED_WITHIN,
    FORGOTTEN_AFTER,
    Chooser,
    answer_to,
    decisive,
    short,
    smaller_step,
    wants_rest,
)
from interactions.models import Barrier, IdeaVersion
from simulation.staging import Stage


class Offering:
    """The offers of one person in one campaign, day after day."""

    def __init__(self, stage: Stage, *, join_key: uuid.UUID, step: str) -> None:
        self.stage, self.join_key, self.step = stage, join_key, step
        self.offered: list[tuple[dt.date, int]] = []
        self.last_day: dt.date | None = None
        self.answer: tuple[dt.date, Sequence[Barrier]] | None = None

    def said_not_today(self, day: dt.date, barriers: Sequence[Barrier]) -> None:
        self.answer = (day, barriers)

    def first(
        self, number: int, day: dt.date, calendar: IdeaVersion
    ) -> tuple[IdeaVersion | None, Offer.Reason]:
        """The first offer of a day and why; None is a day that begins with rest."""
        barrier = self._barrier(day)
        self.last_day = day
        if barrier and wants_rest(barrier):
            return None, Offer.Reason.BARRIER
        answer = barrier and answer_to(
            barrier,
            chooser=self._chooser(day),
            step=self.step,
            calendar=calendar,
            smaller=self.stage.slots.get((number, smaller_step(self.step) or "")),
        )
        version, reason = (answer, Offer.Reason.BARRIER) if answer else (calendar, Offer.Reason.CALENDAR)
        self.offered.append((day, version.idea_id))
        return version, reason

    def something_small(self, day: dt.date) -> IdeaVersion | None:
        """What a rest day brings after all."""
        version = self._chooser(day).first(short, lambda _version: True)
        if version:
            self.offered.append((day, version.idea_id))
        return version

    def _barrier(self, day: dt.date) -> Barrier | None:
        if self.answer is None:
            return None
        said_on, barriers = self.answer
        since = day - ANSWERED_WITHIN
        if not max(self.last_day or since, since) <= said_on < day:
            return None
        return decisive(barriers)

    def _chooser(self, day: dt.date) -> Chooser:
        lately = {idea for on, idea in self.offered if day - FORGOTTEN_AFTER < on <= day}
        still_to_come = {
            version.idea_id for (_number, step), version in self.stage.slots.items() if step == self.step
        }
        return Chooser(
            join_key=self.join_key,
            day=day,
            pool=self.stage.pool,
            avoid=frozenset(lately | still_to_come),
        )
