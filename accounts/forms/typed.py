"""What a person wrote in a form that cannot be kept now, to give it back."""

import re
from typing import Any

from django.http import HttpRequest
from django.utils.http import escape_leading_slashes
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
_TOKEN = frozenset({"csrfmiddlewaretoken"})
FRESH_EACH_TIME = _TOKEN | {"code"}
# What a form carries along by itself: numbers, dates, keys and ticks. A single word may be somebody's.
_OF_THE_FORM = re.compile(r"[\d:.T -]*|[0-9a-f-]{32,36}|on")


def typed_in(request: HttpRequest) -> list[tuple[Any, str]]:
    """What a person wrote in the form that came, with the word we call it by."""
    texts = [(label, request.POST.get(name, "")) for name, label in _TYPED.items()]
    return [(label, text) for label, text in texts if text.strip()]


def posted_in(request: HttpRequest, *, without: frozenset[str] = FRESH_EACH_TIME) -> list[tuple[str, str]]:
    """Every field of the form that came, to send it once more."""
    return [(name, value) for name, values in request.POST.lists() if name not in without for value in values]


def to_send_again(request: HttpRequest, *, without: frozenset[str] = _TOKEN) -> dict[str, Any]:
    """What a page needs that gives back the form that came, with a button that sends it once more."""
    return {
        "posted": posted_in(request, without=without),
        "typed": typed_in(request),
        "retry_path": path_of(request),
    }


def path_of(request: HttpRequest) -> str:
    """Where the request came, to try again; whatever it was, it leads nowhere else (`//` would be another site)."""
    return escape_leading_slashes(request.get_full_path())


def written_in(posted: list[tuple[str, str]]) -> list[tuple[Any, str]]:
    """Those fields that look written by somebody, in the order of the form."""
    return [
        (_TYPED.get(name, ""), value)
        for name, value in posted
        if value.strip() and not _OF_THE_FORM.fullmatch(value)
    ]
