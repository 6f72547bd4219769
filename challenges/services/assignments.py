"""Giving somebody the challenge of a day, and hanging what they did on it."""

import datetime as dt
import uuid

from django.db import transaction

from challenges.models import Assignment, Offer, Participation
from challenges.queries.calendar import DayState, day_number, day_state, version_for
from challenges.queries.day import first_offer_of
from challenges.queries.offers import calendar_or_like_it, chooser_for
from challenges.queries.today import card, current_offer
from interactions.models import IdeaVersion, Interaction, local_date
from interactions.models.library import Step
from interactions.services.moments import plan_moment, take_back_not_today


class NothingToDoError(Exception):
    """There is no challenge for this participation on this day."""


def offer_today(*, participation: Participation, day: dt.date, now: dt.datetime) -> Assignment | None:
    """The assignment of `day`, made with its first offer when it is not there yet; None when there is nothing today.
    The first offer answers what held somebody back the day before; after "ik moet al zo veel" there is none yet, and
    the day begins with rest.

    The only maker of assignments; called by whoever comes first, the page that is opened or the message that is
    rendered. Calling it again, or twice at once, gives the same assignment.
    """
    existing = (
        Assignment.objects.select_related("interaction__idea_version__idea__domain")
        .filter(participation=participation, local_date=day)
        .first()
    )
    if existing or participation.left_at or day_state(participation, day) != DayState.CHALLENGE:
        return existing
    number = day_number(participation, day)
    first = first_offer_of(participation, number, day)
    if first is None:
        return None
    with transaction.atomic():
        assignment, created = Assignment.objects.get_or_create(
            participation=participation, local_date=day, defaults={"day_number": number, "created_at": now}
        )
        if created and first.version:
            add_offer(assignment=assignment, version=first.version, reason=first.reason, now=now)
    return assignment


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
    *, participation: Participation, client_id: uuid.UUID, day: dt.date, now: dt.datetime
) -> Interaction:
    """The moment of the challenge of `day`: the one that is there, or a new plan.

    The same client id is the same moment, however late the page that carries it is sent. Two tabs at once get the
    same moment too. Before somebody's first day it is a moment without assignment; on a day that is over it is a
    late one. Raises NothingToDoError when there is no challenge at all.
    """
    participant = participation.participant
    with transaction.atomic():
        Participation.objects.select_for_update().get(pk=participation.pk)
        known = Interaction.objects.filter(participant=participant, client_id=client_id).first()
        if known is None or known.local_date == day:
            take_back_not_today(participant=participant, day=day)
        if known:
            return known
        assignment = (
            offer_today(participation=participation, day=day, now=now)
            if day >= local_date(now)
            else Assignment.objects.filter(participation=participation, local_date=day).first()
        )
        today = card(participation, state=day_state(participation, day), assignment=assignment, on=day)
        if today.moment:
            return today.moment
        if today.version is None:
            raise NothingToDoError
        moment = plan_moment(
            participant=participant, client_id=client_id, idea_version=today.version, day=day, now=now
        )
        if assignment:
            Assignment.objects.filter(pk=assignment.pk).update(interaction=moment)
    return moment


def change_step(
    *, participation: Participation, step: Step, day: dt.date, now: dt.datetime
) -> Assignment | None:
    """Another step size from now on; today's challenge changes with it while it has not been begun."""
    with transaction.atomic():
        Participation.objects.select_for_update().get(pk=participation.pk)
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
