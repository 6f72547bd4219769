"""The rows that made-up lives leave behind, kept in memory until they are copied."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Language
from accounts.services.participants import CONSENT_VERSION
from accounts.services.sessions import SEEN_AGAIN_AFTER
from challenges.models import Offer
from challenges.models.participations import every_day
from challenges.services.participations import first_day
from interactions.models import IdeaVersion, Interaction, local_date
from interactions.models.diary import ITEM_VERSION
from simulation.events import (
    Answered,
    Began,
    Event,
    Felt,
    Joined,
    Left,
    Life,
    Opened,
    Paused,
    Predicted,
    Rated,
    SaidNotToday,
    Swapped,
    Tried,
    WasUnsafe,
    Wrote,
)
from simulation.offering import Offering
from simulation.staging import Stage

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A table to copy into: its columns, and which of them point at a row of which other table in the ledger."""

    name: str
    columns: tuple[str, ...]
    points_at: Mapping[str, str] = field(default_factory=dict)


PARTICIPANT, _PARTICIPATION = "accounts_participant", "challenges_participation"
INTERACTION, _ASSIGNMENT = "interactions_interaction", "challenges_assignment"
REFLECTION = "interactions_reflection"
_DAY_ANSWER = "interactions_dayanswer"

TABLES = (
    Table(PARTICIPANT, ("join_key", "created_at", "last_seen_at", "hides_count", "language")),
    Table("accounts_consent", ("participant_id", "version", "given_at"), {"participant_id": PARTICIPANT}),
    Table(
        _PARTICIPATION,
        (
            "participant_id", "campaign_id", "step", "weekdays", "log_weekdays", "channel", "joined_at", "first_day",
            "left_at", "graduated", "giver",
        ),
        {"participant_id": PARTICIPANT},
    ),
    Table(
        "challenges_pause", ("participation_id", "starts_on", "ends_on"), {"participation_id": _PARTICIPATION}
    ),
    Table(
        INTERACTION,
        (
            "participant_id", "client_id", "idea_version_id", "domain_id", "counterpart", "local_date", "late",
            "plan_text", "predicted_yes", "predicted_awkward", "predicted_at", "status", "outcome_at", "response",
            "awkward", "enjoyed", "unsafe", "item_version", "created_at", "updated_at",
        ),
        {"participant_id": PARTICIPANT},
    ),
    Table(
        _ASSIGNMENT,
        ("participation_id", "local_date", "day_number", "interaction_id", "created_at"),
        {"participation_id": _PARTICIPATION, "interaction_id": INTERACTION},
    ),
    Table(
        "challenges_offer",
        ("assignment_id", "position", "idea_version_id", "reason", "created_at"),
        {"assignment_id": _ASSIGNMENT},
    ),
    Table(_DAY_ANSWER, ("participant_id", "local_date", "created_at"), {"participant_id": PARTICIPANT}),
    Table("interactions_dayanswer_barriers", ("dayanswer_id", "barrier_id"), {"dayanswer_id": _DAY_ANSWER}),
    Table(
        "interactions_mood",
        ("participant_id", "local_date", "score", "asked_in", "item_version", "answered_at"),
        {"participant_id": PARTICIPANT},
    ),
    Table(REFLECTION, ("interaction_id", "text", "written_at"), {"interaction_id": INTERACTION}),
)  # fmt: skip


class Ledger:
    """Rows per table. Where a row points at another, it holds that row's place in its own list for now, and a note
    stands in it as it was written."""

    def __init__(self, stage: Stage, until: dt.datetime) -> None:
        self.stage, self.until = stage, until
        self.yesterday = local_date(until) - dt.timedelta(days=1)
        self.rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}

    def enter(self, life: Life) -> bool:
        """Writes down what somebody did before the end; False when they had not joined by then."""
        person = _Pages(self, life)
        for event, at in self.stage.until(life, self.until):
            person.enter(event, at, self.stage.date(event))
        person.close()
        return person.joined

    def add(self, table: str, **values: Any) -> int:
        """Adds a row and gives its place."""
        self.rows[table].append(values)
        return len(self.rows[table]) - 1


class _Pages:
    """The pages of one person in the ledger: the rows that later events still change."""

    def __init__(self, ledger: Ledger, life: Life) -> None:
        self.ledger, self.life = ledger, life
        self.joined = False
        self.moments: list[Row] = []

    def enter(self, event: Event, at: dt.datetime, day: dt.date) -> None:
        match event:
            case Joined():
                self._join(at)
            case Opened(number=number):
                self._open(number, at, day)
            case Swapped(shown=shown):
                self._swap(shown, at, day)
            case Began():
                self._begin(event, at, day)
            case Predicted(yes=yes, awkward=awkward):
                self._change(at, predicted_yes=yes, predicted_awkward=awkward, predicted_at=at)
            case Tried(status=status):
                self._change(at, status=status, outcome_at=at)
            case Answered(response=response):
                self._change(at, response=response)
            case Felt(awkward=awkward, enjoyed=enjoyed):
                self._change(at, awkward=awkward, enjoyed=enjoyed)
            case WasUnsafe():
                self.offering.was_unsafe(self.offering.shown[-1])
                self._change(at, unsafe=True)
            case Rated(score=score, asked_in=asked_in):
                self.ledger.add(
                    "interactions_mood",
                    participant_id=self.me,
                    local_date=day,
                    score=score,
                    asked_in=asked_in,
                    item_version=ITEM_VERSION,
                    answered_at=at,
                )
            case Wrote(text=text):
                self.ledger.add(REFLECTION, interaction_id=self.moment, text=text, written_at=at)
            case SaidNotToday(barriers=barriers):
                self.offering.said_not_today(day, [self.ledger.stage.barriers[key] for key in barriers])
                answer = self.ledger.add(_DAY_ANSWER, participant_id=self.me, local_date=day, created_at=at)
                for barrier in barriers:
                    self.ledger.add(
                        "interactions_dayanswer_barriers", dayanswer_id=answer, barrier_id=barrier
                    )
            case Paused(days=days):
                starts_on, ends_on = day + dt.timedelta(days=1), day + dt.timedelta(days=days)
                self.ledger.add(
                    "challenges_pause",
                    participation_id=self.taking_part,
                    starts_on=starts_on,
                    ends_on=ends_on,
                )
            case Left():
                self.ledger.rows[_PARTICIPATION][self.taking_part]["left_at"] = at

    def close(self) -> None:
        """Plans that were never heard of again lapse."""
        for moment in self.moments:
            if (
                moment["status"] == Interaction.Status.PLANNED
                and moment["local_date"] < self.ledger.yesterday
            ):
                moment.update(status=Interaction.Status.LAPSED, updated_at=self.ledger.until)

    def _join(self, at: dt.datetime) -> None:
        person, add = self.life.person, self.ledger.add
        self.joined, self.seen_at = True, at
        self.me = add(
            PARTICIPANT,
            join_key=person.join_key,
            created_at=at,
            last_seen_at=at,
            hides_count=False,
            language=Language.DUTCH,
        )
        add("accounts_consent", participant_id=self.me, version=CONSENT_VERSION, given_at=at)
        self.taking_part = add(
            _PARTICIPATION,
            participant_id=self.me,
            campaign_id=self.ledger.stage.campaign.pk,
            step=person.step,
            weekdays=every_day(),
            log_weekdays=every_day(),
            channel="none",
            joined_at=at,
            first_day=first_day(at),
            left_at=None,
            graduated=False,
            giver=False,
        )
        self.offering = Offering(self.ledger.stage, join_key=person.join_key, step=person.step)

    def _open(self, number: int | None, at: dt.datetime, day: dt.date) -> None:
        if at - self.seen_at >= SEEN_AGAIN_AFTER:
            self.seen_at = at
            self.ledger.rows[PARTICIPANT][self.me]["last_seen_at"] = at
        challenge = self.ledger.stage.plan.challenge(number, self.life.person.step) if number else None
        if challenge is None:
            return
        calendar = self.ledger.stage.versions[challenge.idea]
        first = self.offering.first(number or 1, day, calendar)
        self.assignment = self.ledger.add(
            _ASSIGNMENT,
            participation_id=self.taking_part,
            local_date=day,
            day_number=number,
            interaction_id=None,
            created_at=at,
        )
        if first.version:
            self._offer(first.version, first.reason, at)

    def _swap(self, shown: int, at: dt.datetime, day: dt.date) -> None:
        another = self.offering.swap(day, shown)
        if another:
            self._offer(*another, at)

    def _offer(self, version: IdeaVersion, reason: Offer.Reason, at: dt.datetime) -> None:
        self.ledger.add(
            "challenges_offer",
            assignment_id=self.assignment,
            position=len(self.offering.shown),
            idea_version_id=version.pk,
            reason=reason,
            created_at=at,
        )

    def _begin(self, event: Began, at: dt.datetime, day: dt.date) -> None:
        self._swap(0, at, day)  # on a day that began with rest: something small after all
        if not self.offering.shown:
            raise LookupError("the library has nothing small to offer")
        version = self.offering.shown[-1]
        idea = version.idea
        unanswered = dict.fromkeys(
            (
                "predicted_yes",
                "predicted_awkward",
                "predicted_at",
                "outcome_at",
                "response",
                "awkward",
                "enjoyed",
            )
        )
        self.moment = self.ledger.add(
            INTERACTION,
            participant_id=self.me,
            client_id=event.client_id,
            idea_version_id=version.pk,
            domain_id=idea.domain_id,
            counterpart=idea.counterpart,
            local_date=day,
            late=False,
            plan_text=b"",
            status=Interaction.Status.PLANNED,
            unsafe=False,
            item_version=ITEM_VERSION,
            created_at=at,
            updated_at=at,
            **unanswered,
        )
        self.moments.append(self.ledger.rows[INTERACTION][self.moment])
        self.ledger.rows[_ASSIGNMENT][self.assignment]["interaction_id"] = self.moment

    def _change(self, at: dt.datetime, **values: Any) -> None:
        self.ledger.rows[INTERACTION][self.moment].update(values, updated_at=at)
