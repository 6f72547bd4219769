"""Giving somebody the challenge of a day, and hanging what they did on it."""

import datetime as dt
import uuid

from django.db import transaction

from challenges.models import Assignment, Offer, Participation
from challenges.queries.calendar import DayState, day_number, day_state, length_of, slot_for
from challenges.queries.today import current_offer
from interactions.models import IdeaVersion, Interaction
from interactions.queries.library import current_version
from interactions.services.moments import plan_moment, take_back_not_today


class NothingToDoError(Exception):
    """There is no challenge for this participation on this day."""


def offer_today(*, participation: Participation, day: dt.date, now: dt.datetime) -> Assignment | None:
    """The assignment of `day`, made with its first offer when it is not there yet; None when there is nothing today.

    The only maker of assignments; called by whoever comes first, the page that is opened or the message that is
    rendered. Calling it again, or twice at once, gives the same assignment.
    """
    existing = (
        Assignment.objects.select_related("interaction__idea_version__idea__domain")
        .filter(participation=participation, local_date=day)
        .first()
    )
    if existing or day_state(participation, day) != DayState.CHALLENGE:
        return existing
    number = day_number(participation, day)
    version = _version_for(participation, number)
    if version is None:
        return None
    with transaction.atomic():
        assignment, created = Assignment.objects.get_or_create(
            participation=participation, local_date=day, defaults={"day_number": number, "created_at": now}
        )
        if created:
            Offer.objects.create(
                assignment=assignment,
                position=1,
                idea_version=version,
                reason=Offer.Reason.CALENDAR,
                created_at=now,
            )
    return assignment


def begin_moment(
    *, participation: Participation, client_id: uuid.UUID, day: dt.date, now: dt.datetime
) -> Interaction:
    """The moment of today's challenge: the one that is there, or a new plan.

    Before somebody's first day it is a moment without assignment. Raises NothingToDoError when there is no
    challenge at all.
    """
    with transaction.atomic():
        take_back_not_today(participant=participation.participant, day=day)
        assignment = offer_today(participation=participation, day=day, now=now)
        if assignment is None:
            return _begin_without_assignment(participation, client_id, day, now)
        assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
        if assignment.interaction:
            return assignment.interaction
        offer = current_offer(assignment)
        if offer is None:
            raise NothingToDoError
        taken = Assignment.objects.filter(
            interaction__participant=participation.participant_id, interaction__client_id=client_id
        ).exists()
        moment = plan_moment(
            participant=participation.participant,
            client_id=uuid.uuid4() if taken else client_id,
            idea_version=offer.idea_version,
            day=day,
            now=now,
        )
        Assignment.objects.filter(pk=assignment.pk).update(interaction=moment)
    return moment


def _begin_without_assignment(
    participation: Participation, client_id: uuid.UUID, day: dt.date, now: dt.datetime
) -> Interaction:
    version = preview_version(participation, day)
    if version is None:
        raise NothingToDoError
    return plan_moment(
        participant=participation.participant, client_id=client_id, idea_version=version, day=day, now=now
    )


def preview_version(participation: Participation, day: dt.date) -> IdeaVersion | None:
    """Something to start with at once for who begins tomorrow: the idea of the last day, so that nothing doubles."""
    if day_state(participation, day) != DayState.TOMORROW:
        return None
    return _version_for(participation, length_of(participation.campaign))


def _version_for(participation: Participation, number: int) -> IdeaVersion | None:
    slot = slot_for(participation.campaign, number, participation.step)
    return current_version(slot.idea.key) if slot else None
