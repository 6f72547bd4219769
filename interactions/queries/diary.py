"""Reading a participant's own diary. The only door to a moment is through its participant."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Participant
from interactions.models import DayAnswer, Interaction, Mood


def moments_of(participant: Participant) -> QuerySet[Interaction]:
    """Everything in the diary, newest first, with what a page shows of it."""
    # Through the participant, so that every moment knows whose key opens its words.
    return participant.interactions.select_related("idea_version__idea", "domain", "reflection")


def moment_of(participant: Participant, client_id: uuid.UUID) -> Interaction | None:
    """The participant's own moment with this client id; somebody else's is None."""
    return moments_of(participant).filter(client_id=client_id).first()


def day_is_free(moment: Interaction, *, today: dt.date) -> bool:
    """Whether the day of a moment may still be put right: written down by oneself, of local day `today` or yesterday.

    A moment of an idea or a plan belongs to the day it was offered or planned on.
    """
    own = moment.idea_version_id is None and not moment.plan_text and moment.predicted_at is None
    return own and 0 <= (today - moment.local_date).days <= 1


def attempts_of(participant: Participant) -> QuerySet[Interaction]:
    """What was tried, newest first: the diary list."""
    return moments_of(participant).attempts()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Glance:
    """What a page about one day wants to know of a diary first."""

    attempts_this_month: int
    tried_yesterday: bool
    planned: bool  # something on the day itself, that is not tried yet


def glance(participant: Participant, day: dt.date) -> Glance:
    """In one question; a month of a diary is short, and counted here."""
    yesterday, first = day - dt.timedelta(days=1), day.replace(day=1)
    rows = participant.interactions.filter(local_date__gte=min(first, yesterday)).order_by()
    found = list(rows.values_list("local_date", "status"))
    tried = [on for on, status in found if status in Interaction.ATTEMPTS]
    return Glance(
        attempts_this_month=sum((on.year, on.month) == (day.year, day.month) for on in tried),
        tried_yesterday=yesterday in tried,
        planned=(day, Interaction.Status.PLANNED) in found,
    )


def attempts_this_month(participant: Participant, day: dt.date) -> int:
    """How many moments in the month of `day`; it only counts up."""
    return attempts_of(participant).filter(local_date__year=day.year, local_date__month=day.month).count()


def tried_on(participant: Participant, day: dt.date) -> bool:
    """Whether anything was tried on local day `day`."""
    return attempts_of(participant).filter(local_date=day).exists()


def day_answer(participant: Participant, day: dt.date) -> DayAnswer | None:
    """ "Vandaag niet" of one day with its barriers, or None."""
    return (
        DayAnswer.objects.filter(participant=participant, local_date=day).prefetch_related("barriers").first()
    )


def mood_of(participant: Participant, day: dt.date) -> Mood | None:
    """How somebody felt on one day, or None."""
    return Mood.objects.filter(participant=participant, local_date=day).first()
