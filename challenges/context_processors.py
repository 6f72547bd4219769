"""The sender of every page in a participant's frame."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from challenges.models import Campaign
from challenges.queries.today import active_participations


def sender(request: HttpRequest) -> dict[str, Any]:
    """`campaign`: whose look a page has when its view names none: the participant's first campaign (looked up only
    when a template asks; None for strangers)."""
    return {"campaign": SimpleLazyObject(lambda: _first_campaign(request))}


def _first_campaign(request: HttpRequest) -> Campaign | None:
    participant = getattr(request, "participant", None)
    participation = active_participations(participant).first() if participant else None
    return participation.campaign if participation else None
