"""What a person wrote in a form that cannot be kept now, to give it back."""

import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

# What staff write about a campaign and while it runs. They read Dutch.
_TYPED_BY_STAFF = {
    "name": "Naam",
    "headline": "Kop",
    "reply": "Antwoord",
    "intro": "Uitleg",
    "contact_email": "E-mailadres voor deelnemers",
    "help_line": "Hulplijn",
    "english_name": "Naam, in het Engels",
    "english_headline": "Kop, in het Engels",
    "english_reply": "Antwoord, in het Engels",
    "english_intro": "Uitleg, in het Engels",
    "english_help_line": "Hulplijn, in het Engels",
    "title": "Onderwerp",
    "words": "Je briefje",
    "log-did": "Wat jullie deden",
    "log-reach": "Wie jullie bereikten",
    "log-hours": "Uren",
    "log-worked": "Wat werkte",
    "log-did_not": "Wat niet werkte",
    "log-differently": "Wat je anders zou doen",
}
# Fields whose text a person typed, with the word we call it by.
_TYPED = {
    "note": gettext_lazy("Je notitie"),
    "plan": gettext_lazy("Je plan"),
    "text": gettext_lazy("Je tekst"),
    "address": gettext_lazy("Je e-mailadres"),
    **_TYPED_BY_STAFF,
}
_NOT_GIVEN_BACK = {"csrfmiddlewaretoken", "code"}
# What a form carries along by itself: numbers, dates, keys and ticks. A single word may be somebody's.
_OF_THE_FORM = re.compile(r"[\d:.T -]*|[0-9a-f-]{32,36}|on")


def typed_in(request: HttpRequest) -> list[tuple[Any, str]]:
    """What a person wrote in the form that came, with the word we call it by."""
    texts = [(label, request.POST.get(name, "")) for name, label in _TYPED.items()]
    return [(label, text) for label, text in texts if text.strip()]


def fields_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of the form that came but its token, to send it again at once."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def posted_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of the form that came, to send it once more; without what must be fresh then."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_GIVEN_BACK
        for value in values
    ]


def written_in(posted: list[tuple[str, str]]) -> list[tuple[Any, str]]:
    """Those fields that look written by somebody, in the order of the form."""
    return [
        (_TYPED.get(name, ""), value)
        for name, value in posted
        if value.strip() and not _OF_THE_FORM.fullmatch(value)
    ]
