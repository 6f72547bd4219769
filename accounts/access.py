"""Who may open a page. Every URL declares its audience with one of these; a page that declares none is refused.

The audience is about the door only; whose objects a view may touch is decided where it fetches them.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache, wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

import pghistory
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.events import WARNING, Event, concerns, note
from accounts.forms.typed import posted_in, typed_in, written_in
from accounts.models import Membership, Organisation, Participant, User, WayBack
from accounts.permissions import Permission, role_has
from accounts.queries import row_security
from accounts.queries.staff_members import membership_of
from accounts.queries.ways_back import way_back
from accounts.services.limit_table import Act, Who
from accounts.services.limits import take
from accounts.services.networks import area_of, network_of
from accounts.services.secrets import hash_secret

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Audience(StrEnum):
    """For whom a page is."""

    EVERYONE = "everyone"
    PARTICIPANT = "participant"
    DAY_LINK = "day_link"
    STAFF = "staff"
    STAFF_SIGNING_IN = "staff_signing_in"


class PublicRequest(HttpRequest):
    """A request on the participant face."""

    htmx: HtmxDetails
    participant: Participant | None


class ParticipantRequest(HttpRequest):
    """A request that `for_participants` let through."""

    htmx: HtmxDetails
    participant: Participant


class DayLinkRequest(HttpRequest):
    """A request that `for_day_link` let through."""

    htmx: HtmxDetails
    day_link: WayBack


class StaffRequest(HttpRequest):
    """A request that `for_staff` let through; `membership` is set where the address names an organisation, with
    `has_others` when this person works for more."""

    htmx: HtmxDetails
    user: User
    membership: Membership


def for_everyone(view: View) -> View:
    """Declares a public page."""
    return _declare(view, Audience.EVERYONE)


def for_participants(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declares a page for participants; others are sent to the front page, which says how to join or come back. Who
    wrote something and was signed out meanwhile gets it back first."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.participant:
            if typed := typed_in(request):
                return render(request, "403_signed_out.html", {"typed": typed}, status=403)
            target = "/?wie=onbekend"
            return HttpResponseClientRedirect(target) if request.htmx else redirect(target)
        return view(request, *args, **kwargs)

    return _declare(guarded, Audience.PARTICIPANT)


def for_day_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declares a page behind the link of a mail about one day. The address carries the `secret`: an unknown one is
    404, one that is over 410. Whose browser it is makes no difference, and no cookie is looked at or given.

    The page is in the language of that person's messages, unless the browser chose one.
    """

    @wraps(view)
    def guarded(request: Any, secret: str, *args: Any, **kwargs: Any) -> HttpResponse:
        link = way_back(WayBack.Kind.DAY_LINK, hash_secret(secret))
        if link is None:
            note(Event.WAY_BACK_REFUSED, what=WayBack.Kind.DAY_LINK, reason="unknown")
            count(request, Act.MISS_LINK)
            raise Http404("day link not found")

        def answer() -> HttpResponse:
            if link.replaced_at or link.expires_at is None or link.expires_at <= timezone.now():
                return render(request, "accounts/day_over.html", status=410)
            request.day_link = link
            return view(request, secret, *args, **kwargs)

        with row_security.acting_for(link.participant_id):
            return in_language_of(link.participant, request, answer)

    return _declare(guarded, Audience.DAY_LINK)


# The frame of a page that is reached by a link alone: without the doors and the sender of who this browser knows.
NOBODYS_FRAME = {"participant": None, "campaign": None, "show_footer": True}


def in_language_of(
    participant: Participant, request: HttpRequest, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer in the language of somebody's messages, unless the browser chose one itself."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return answer()
    with override(participant.language):
        response = answer()
    response.headers["Content-Language"] = participant.language
    return response


def for_staff(
    permission: Permission | None = None,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Declares a staff page: for who signed in with both steps, a code by e-mail and one of their phone. With
    `permission` the address must carry an organisation (`org`): not a member there is 404, as if it did not exist; a
    member without the permission is 403. Who wrote something and was signed out meanwhile gets it back."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request, "account_login")
            if not took_second_step(request):
                return _to_sign_in(request, "mfa_authenticate")
            pghistory.context(user=request.user.pk)  # two numbers, no name and no address
            concerns(user=request.user.pk)
            row_security.act_for_staff(user=request.user.pk)
            if permission is not None:
                request.membership = _membership(request.user, kwargs.pop("org"))
                organisation = request.membership.organisation_id
                pghistory.context(organisation=organisation)
                concerns(organisation=organisation)
                if not role_has(request.membership.role, permission):
                    note(
                        Event.PERMISSION_REFUSED, level=WARNING, what=permission, role=request.membership.role
                    )
                    raise PermissionDenied
                row_security.act_for_staff(user=request.user.pk, organisation=organisation)
            return view(request, *args, **kwargs)

        return _declare(guarded, Audience.STAFF)

    return decorate


def for_staff_signing_in(view: View) -> View:
    """Declares a page of the second step itself: for who proved their address and not yet their phone. The view sees
    to it that nothing else is shown there."""
    return _declare(view, Audience.STAFF_SIGNING_IN)


def took_second_step(request: Any) -> bool:
    """Whether this session was opened with a second step too. allauth writes down how somebody came in."""
    from allauth.account.authentication import get_authentication_records  # only the staff face has it

    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


LEFT_BEHIND = "left_behind"  # key in a session: what somebody sent when it turned out to be over


def _to_sign_in(request: Any, step: str) -> HttpResponse:
    """To the sign-in `step`, and back here afterwards. What somebody wrote meanwhile is shown, and kept in the new
    session, so that it can still be sent when they are back."""
    target = request.get_full_path()
    if request.method == "POST":
        posted = posted_in(request)
        if typed := written_in(posted):
            target = reverse("beheer:carry_on")
            whose = getattr(request, "ended_for", None) or request.user.pk
            if whose:
                request.session[LEFT_BEHIND] = {
                    "whose": whose,
                    "path": request.get_full_path(),
                    "posted": posted,
                }
            context = {
                "typed": typed,
                "kept": bool(whose),
                "sign_in": f"{reverse(step)}?{urlencode({REDIRECT_FIELD_NAME: target}, safe='/')}",
            }
            return render(request, "accounts/beheer/signed_out.html", context, status=403)
        target = reverse("beheer:organisations")  # the address of a button
    address = f"{reverse(step)}?{urlencode({REDIRECT_FIELD_NAME: target}, safe='/')}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _membership(user: User, org: str) -> Membership:
    found = membership_of(user, org)
    if found is None:
        note(Event.OTHER_ORGANISATION, level=WARNING)  # or one that does not exist: the answer is the same
        raise Http404(f"{Organisation.__name__} not found")
    return found


def _declare(view: Any, audience: Audience) -> Any:
    view.audience = audience
    return view


def declared_audience(view: Any) -> Audience | None:
    """The audience a view declares, or None."""
    return getattr(view, "audience", None)


# --- what a request is counted by ----------------------------------------------------------------------------------


def count(request: HttpRequest, act: Act, by: Mapping[Who, object] | None = None) -> None:
    """Counts that who sent this request does `act`, as a client and as what `by` says. Raises TooOftenError, which
    TooOftenMiddleware answers; nothing was counted then."""
    client = client_of(request)
    take(act=act, by={Who.CLIENT: client, Who.AREA: area_of(client), **(by or {})}, now=timezone.now())


def client_of(request: HttpRequest) -> str:
    """The network of who sent the request, such as `192.0.2.0/24`; `unknown` when it has no address at all. It is
    hashed before it is counted, and never kept itself.

    Behind our one proxy that is the last address in X-Forwarded-For: the proxy wrote that one itself. Everything
    before it was said by the visitor, and without a proxy the whole header was.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BEHIND_PROXY:
        address = forwarded.rpartition(",")[2].strip() or address
    elif forwarded:
        _say_there_is_a_proxy()
    return network_of(address)


@cache
def _say_there_is_a_proxy() -> None:
    """Once in each process. Then all who come through it count as one network, unless a visitor made the header up."""
    note(Event.PROXY_UNDECLARED, level=WARNING)
