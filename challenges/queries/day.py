"""One day of one person: what it begins with, and what it asks."""

import datetime as dt
from dataclasses import replace

from accounts.models import Participant
from challenges.models import Assignment, Offer, Participation
from challenges.queries.calendar import DayState, day_state, version_for
from challenges.queries.offers import (
    FirstOffer,
    barrier_to_answer,
    chooser_for,
    disliked_ideas,
    first_offer,
    last_version,
    smaller_version,
)
from challenges.queries.today import Card, active_participations, card


def first_offer_of(participation: Participation, number: int, day: dt.date) -> FirstOffer | None:
    """What local day `day`, day `number` of this participation, begins with; None when it is empty."""
    calendar = version_for(participation, number)
    if calendar is None:
        return None
    barrier = barrier_to_answer(participation, day)
    if barrier is None and calendar.idea_id not in disliked_ideas(participation):
        return FirstOffer(calendar, Offer.Reason.CALENDAR)
    return first_offer(
        calendar,
        barrier,
        chooser=chooser_for(participation, day),
        step=participation.step,
        smaller=smaller_version(participation, number),
        last=last_version(participation, day),
    )


def challenges_of_day(participant: Participant, day: dt.date, *, today: dt.date) -> list[Card]:
    """The challenges of local day `day`, done or not, without making any: where nobody asked yet, the one that would
    be made. A day before `today` has only those that were made."""
    found = []
    for participation in active_participations(participant):
        state = day_state(participation, day)
        assignment = (
            Assignment.objects.select_related("interaction__idea_version__idea__domain")
            .filter(participation=participation, local_date=day)
            .first()
        )
        if assignment is None and (state != DayState.CHALLENGE or day < today):
            continue
        one = card(participation, state=state, assignment=assignment, on=day)
        if assignment is None:
            first = first_offer_of(participation, one.number, day)
            one = replace(one, version=first.version if first else None)
        if one.version or one.done:
            found.append(one)
    return found
