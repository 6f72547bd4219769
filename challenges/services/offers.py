"""Another idea than the one on the screen: swapped, taken back, or chosen from the library."""

import datetime as dt
import uuid

from django.db import transaction

from challenges.models import Assignment, Offer, Participation
from challenges.queries.calendar import version_for
from challenges.queries.offers import MOST_SWAPS, chooser_for, offers_of, short, swap_for
from challenges.services.assignments import add_offer, offer_today
from interactions.models import IdeaVersion, Interaction
from interactions.services.moments import plan_moment, take_back_not_today


def swap_offer(*, participation: Participation, day: dt.date, shown: int, now: dt.datetime) -> Offer | None:
    """ "Ander voorstel": the next idea for `day`, at most two times; from a rest day, something of ten seconds.

    `shown` is the place of the offer on the page (0 on a rest day), so the same tap sent twice swaps once. Returns
    the current offer; None when there is nothing to swap.
    """
    with transaction.atomic():
        Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
        assignment = offer_today(participation=participation, day=day, now=now)
        if assignment is None:
            return None
        offers = offers_of(assignment)
        last = offers[-1] if offers else None
        if assignment.interaction or shown != (last.position if last else 0):
            return last
        chooser = chooser_for(participation, day)
        if last is None:
            version, reason = chooser.first(short, lambda _version: True), Offer.Reason.BARRIER
        elif sum(offer.reason == Offer.Reason.SWAP for offer in offers) >= MOST_SWAPS:
            return last
        else:
            version, reason = (
                swap_for(
                    [offer.idea_version for offer in offers],
                    chooser=chooser,
                    step=participation.step,
                    calendar=version_for(participation, assignment.day_number),
                ),
                Offer.Reason.SWAP,
            )
        if version is None:
            return last
        return add_offer(assignment=assignment, version=version, reason=reason, now=now)


def take_offer(
    *, participation: Participation, day: dt.date, version_id: int, now: dt.datetime
) -> Offer | None:
    """Back to one of the ideas that were on the screen today. Returns the current offer; another id changes nothing."""
    with transaction.atomic():
        Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
        assignment = Assignment.objects.filter(participation=participation, local_date=day).first()
        if assignment is None:
            return None
        offers = offers_of(assignment)
        if not offers:
            return None
        wanted = next((one.idea_version for one in offers if one.idea_version_id == version_id), None)
        if assignment.interaction or wanted is None or offers[-1].idea_version_id == version_id:
            return offers[-1]
        return add_offer(assignment=assignment, version=wanted, reason=Offer.Reason.OWN_CHOICE, now=now)


def choose_idea(
    *,
    participation: Participation,
    version: IdeaVersion,
    client_id: uuid.UUID,
    day: dt.date,
    now: dt.datetime,
) -> Interaction | None:
    """ "Probeer deze vandaag". Where today's challenge has not begun yet, this idea takes its place and nothing is
    begun: None. Else it becomes a moment of its own beside it: that moment."""
    with transaction.atomic():
        Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
        assignment = offer_today(participation=participation, day=day, now=now)
        if assignment is None or assignment.interaction:
            return plan_moment(
                participant=participation.participant,
                client_id=client_id,
                idea_version=version,
                day=day,
                now=now,
            )
        take_back_not_today(participant=participation.participant, day=day)
        offers = offers_of(assignment)
        if not offers or offers[-1].idea_version.idea_id != version.idea_id:
            add_offer(assignment=assignment, version=version, reason=Offer.Reason.OWN_CHOICE, now=now)
    return None
