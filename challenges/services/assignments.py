"""Giving somebody the challenge of a day, and hanging what they did on it."""

import datetime as dt
import uuid
from typing import Any

from django.db import connection, transaction

from challenges.models import Assignment, Offer, Participation
from challenges.queries.calendar import DayState, day_number, day_state, version_for
from challenges.queries.day import first_offer_of
from challenges.queries.offers import calendar_or_like_it, chooser_for
from challenges.queries.today import Card, assignments_on, card, current_offer, days_of
from interactions.models import IdeaVersion, Interaction, local_date
from interactions.models.library import Step
from interactions.services.moments import plan_moment, record_outcome, take_back_not_today


class NothingToDoError(Exception):
    """There is no challenge for this participation on this day."""


def offer_today(*, participation: Participation, day: dt.date, now: dt.datetime) -> Assignment | None:
    """The assignment of `day`, made with its first offer when it is not there yet; None when there is nothing today.
    The first offer answers what held somebody back the day before; after "ik moet al zo veel" there is none yet, and
    the day begins with rest.

    Whoever comes first makes it, the page that is opened or the message that is rendered. Calling it again, or twice
    at once, gives the same assignment.
    """
    existing = assignments_on([participation], day).get(participation.pk)
    if existing or participation.left_at or day_state(participation, day) != DayState.CHALLENGE:
        return existing
    return _make(participation, day, now)[0]


def card_of_today(
    *, participation: Participation, existing: Assignment | None, day: dt.date, now: dt.datetime
) -> Card | None:
    """The card of a participation that has a challenge on `day`, made as `offer_today` does unless it is `existing`;
    None when there is nothing today."""
    assignment, offer = (existing, None) if existing else _make(participation, day, now)
    if assignment is None:
        return None
    return card(participation, state=DayState.CHALLENGE, assignment=assignment, on=day, offer=offer)


def card_of_day(
    *,
    participation: Participation,
    made: tuple[Assignment, list[Offer]] | None,
    day: dt.date,
    now: dt.datetime,
) -> Card:
    """What a participation has on `day`. `made` is what `days_of` found; what is not there yet is made as
    `offer_today` does, unless the day is over."""
    state = day_state(participation, day)
    if made:
        assignment, offers = made
        return card(participation, state=state, assignment=assignment, on=day, offers=offers)
    fresh = None
    if state == DayState.CHALLENGE and day >= local_date(now) and not participation.left_at:
        fresh = card_of_today(participation=participation, existing=None, day=day, now=now)
    return fresh or card(participation, state=state, assignment=None, on=day)


# An assignment with its first offer, unless somebody else came first. The offer gets its number beforehand: the
# database shows a row with its assignment, and that is not there yet while this very statement makes both.
_MAKE = """
WITH made AS (
    INSERT INTO challenges_assignment (participation_id, local_date, day_number, created_at)
    VALUES (%(participation)s, %(day)s, %(number)s, %(now)s)
    ON CONFLICT (participation_id, local_date) DO NOTHING
    RETURNING id
), numbered AS (
    SELECT id, nextval('challenges_offer_id_seq') AS offer FROM made WHERE %(version)s IS NOT NULL
), offered AS (
    INSERT INTO challenges_offer (id, assignment_id, position, idea_version_id, reason, created_at)
    SELECT offer, id, 1, %(version)s, %(reason)s, %(now)s FROM numbered
)
SELECT made.id, numbered.offer FROM made LEFT JOIN numbered ON true
"""


def _make(
    participation: Participation, day: dt.date, now: dt.datetime
) -> tuple[Assignment | None, Offer | None]:
    """The assignment of `day`, and its first offer if it was made here."""
    number = day_number(participation, day)
    first = first_offer_of(participation, number, day)
    if first is None:
        return None, None
    version, reason = first.version, str(first.reason)
    values: dict[str, Any] = {
        "participation": participation.pk,
        "day": day,
        "number": number,
        "version": version.pk if version else None,
        "reason": reason,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, values)
        made = cursor.fetchone()
    if made is None:
        return assignments_on([participation], day).get(participation.pk), None
    assignment = Assignment(
        pk=made[0], participation=participation, local_date=day, day_number=number, created_at=now
    )
    assignment._state.adding = False
    if version is None:
        return assignment, None
    return assignment, Offer(
        pk=made[1], assignment=assignment, position=1, idea_version=version, reason=reason, created_at=now
    )


def add_offer(
    *, assignment: Assignment, version: IdeaVersion, reason: Offer.Reason, now: dt.datetime
) -> Offer:
    """Puts another idea on the screen; from now on it is the current one."""
    last = current_offer(assignment)
    return Offer.objects.create(
        assignment=assignment,
        position=last.position + 1 if last else 1,
        idea_version=version,
        reason=reason,
        created_at=now,
    )


def begin_moment(
    *,
    participation: Participation,
    client_id: uuid.UUID,
    day: dt.date,
    now: dt.datetime,
    outcome: Interaction.Status | None = None,
) -> Interaction:
    """The moment of the challenge of `day`: the one that is there, or a new plan; with its outcome when that is known.

    The same client id is the same moment, however late the page that carries it is sent. Two tabs at once get the
    same moment too. Before somebody's first day it is a moment without assignment; on a day that is over it is a
    late one. Raises NothingToDoError when there is no challenge at all.
    """
    participant = participation.participant
    with transaction.atomic():
        Participation.objects.select_for_update(no_key=True).only("pk").get(pk=participation.pk)
        known = Interaction.objects.filter(participant=participant, client_id=client_id).first()
        if known is None or known.local_date == day:
            take_back_not_today(participant=participant, day=day)
        if known is None:
            made = days_of([participation], day).get(participation.pk)
            today = card_of_day(participation=participation, made=made, day=day, now=now)
            known = today.moment
            if known is None:
                return _new_moment(today, client_id, day, now, outcome)
        if outcome:
            record_outcome(moment=known, status=outcome, now=now)
    return known


def _new_moment(
    today: Card, client_id: uuid.UUID, day: dt.date, now: dt.datetime, outcome: Interaction.Status | None
) -> Interaction:
    if today.version is None:
        raise NothingToDoError
    moment = plan_moment(
        participant=today.participation.participant,
        client_id=client_id,
        idea_version=today.version,
        day=day,
        now=now,
        outcome=outcome,
    )
    if today.assignment:
        Assignment.objects.filter(pk=today.assignment.pk).update(interaction=moment)
    return moment


def change_step(
    *, participation: Participation, step: Step, day: dt.date, now: dt.datetime
) -> Assignment | None:
    """Another step size from now on; today's challenge changes with it while it has not been begun."""
    with transaction.atomic():
        Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
        Participation.objects.filter(pk=participation.pk).update(step=step)
        participation.step = step
        assignment = offer_today(participation=participation, day=day, now=now)
        if assignment is None or assignment.interaction:
            return assignment
        calendar, offer = version_for(participation, assignment.day_number), current_offer(assignment)
        version = calendar and calendar_or_like_it(calendar, chooser=chooser_for(participation, day))
        if version and offer and version.idea_id != offer.idea_version.idea_id:
            add_offer(assignment=assignment, version=version, reason=Offer.Reason.OWN_CHOICE, now=now)
    return assignment
