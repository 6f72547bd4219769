"""What the staff pages about looks share: the one door to a look, and the page on which it is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse

from accounts.access import StaffRequest
from accounts.permissions import Permission, role_has
from accounts.views.rendering import render_page
from challenges.forms.beheer.looks import LABELS, LookForm, field_name, look_form
from challenges.models import Theme
from challenges.queries import campaigns as campaign_queries
from challenges.queries.staff_looks import look_of, versions_of
from challenges.queries.tokens.gate import FIXED, Problem, problems
from challenges.queries.tokens.house import whole

_FIXED_LABELS = {
    "surface": "wit",
    "paper-deep": "de warme vlakken van Gedag",
    "good": "de kleur van goed nieuws",
    "error": "de kleur van een melding",
}


def must_be_editor(request: StaffRequest) -> None:
    """For the part of a page that changes something: 403 for who may only look."""
    if not role_has(request.membership.role, Permission.EDIT_CAMPAIGNS):
        raise PermissionDenied


def seen_look(request: StaffRequest, key: str) -> Theme:
    """The one door to a look for staff: of the organisation in the address or of the house, or 404."""
    theme = look_of(request.membership.organisation, key)
    if theme is None:
        raise Http404("look not found")
    return theme


def own_look(request: StaffRequest, key: str) -> Theme:
    """The door to a look that this organisation may change. The house's own can be copied only: 404."""
    theme = seen_look(request, key)
    if theme.organisation_id is None:
        raise Http404("look not found")
    return theme


def specimen(tokens: Mapping[str, str]) -> dict[str, str]:
    """Values by the names that the drawn specimen uses."""
    return {field_name(token): value for token, value in whole(tokens).items()}


def row_of(look: Theme) -> dict[str, Any]:
    """A look with what its small drawing needs."""
    return {"look": look, "preview": specimen(look.tokens)}


_GROUNDS = {"brand-paper", "brand-sun", "brand-tint", "brand-action", "brand-action-strong", "brand-band"}


@dataclass(frozen=True)
class Swatch:
    """Two colours as they are met: one on the other."""

    front: str
    ground: str


@dataclass(frozen=True)
class ProblemRow:
    """A pair that is too near, in words and colours: what it is now, and what it becomes."""

    change: str
    label: str
    other: str
    was: str
    proposal: str
    now: Swatch
    then: Swatch
    ratio: float
    least: float


def problem_rows(tokens: Mapping[str, str], found: list[Problem]) -> list[ProblemRow]:
    """Pairs as the page shows them."""
    colours = {**FIXED, **whole(tokens)}
    labels = {**_FIXED_LABELS, **LABELS}
    rows = []
    for one in found:
        other = one.pair.other if one.change == one.pair.token else one.pair.token
        rows.append(
            ProblemRow(
                change=one.change,
                label=labels[one.change],
                other=labels[other],
                was=one.now,
                proposal=one.proposal,
                now=_swatch(one.change, one.now, colours[other]),
                then=_swatch(one.change, one.proposal, one.beside),
                ratio=int(one.ratio * 10) / 10,  # never rounded up to what it should have been
                least=one.pair.least,
            )
        )
    return rows


def _swatch(token: str, colour: str, beside: str) -> Swatch:
    return Swatch(front=beside, ground=colour) if token in _GROUNDS else Swatch(front=colour, ground=beside)


def editor_page(
    request: StaffRequest,
    theme: Theme,
    tokens: Mapping[str, str],
    *,
    form: LookForm | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """The page on which a look is seen and changed. `tokens` are shown; `form` holds what somebody typed."""
    found = problems(tokens)
    organisation = request.membership.organisation
    campaign_slug = request.GET.get("campagne", "")
    context = {
        "look": theme,
        "form": form or look_form(whole(tokens), name=theme.name, version=theme.version),
        "preview": specimen(tokens),
        "preview_css": f"{reverse('beheer:look_specimen', args=[organisation.slug])}?{urlencode(specimen(tokens))}",
        "problems": problem_rows(tokens, found),
        "versions": list(versions_of(theme)) if theme.organisation_id else [],
        "may_edit": theme.organisation_id is not None
        and role_has(request.membership.role, Permission.EDIT_CAMPAIGNS),
        "for_campaign": campaign_queries.campaigns_of(organisation).filter(slug=campaign_slug).first()
        if campaign_slug.isprintable() and campaign_slug
        else None,
        "done": request.GET.get("klaar", ""),
        **extra,
    }
    return render_page(request, "challenges/beheer/look.html", context, page_title=theme.name, status=status)


def back_to_look(request: StaffRequest, theme: Theme, done: str) -> str:
    """The address of a look's page after something was done, with the campaign somebody came from."""
    asked = {"klaar": done}
    if campaign := request.GET.get("campagne", ""):
        asked["campagne"] = campaign
    path = reverse("beheer:look_edit", args=[request.membership.organisation.slug, theme.key])
    return f"{path}?{urlencode(asked)}"
