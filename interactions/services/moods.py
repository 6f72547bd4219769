"""Writing how somebody feels: once a local day, the last answer counts."""

import datetime as dt

from accounts.models import Participant
from interactions.models import Mood
from interactions.models.diary import ITEM_VERSION


def answer_mood(
    *,
    participant: Participant,
    day: dt.date,
    score: int | None,
    asked_in: Mood.AskedIn,
    now: dt.datetime,
) -> None:
    """Keeps the score of `day`, 1 to 10; None takes the answer back."""
    if score is None:
        Mood.objects.filter(participant=participant, local_date=day).delete()
        return
    Mood.objects.update_or_create(
        participant=participant,
        local_date=day,
        defaults={
            "score": score,
            "asked_in": asked_in,
            "item_version": ITEM_VERSION,
            "answered_at": now,
        },
    )
