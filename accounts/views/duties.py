"""Pages that the law, or decency, asks for."""

import datetime as dt
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import PublicRequest, for_everyone
from accounts.queries.cookies import cookies_of, storage_of
from accounts.queries.licences import licences, source_code
from accounts.queries.retention import kept_of_participants
from accounts.views.rendering import render_page


@for_everyone
@require_safe
def privacy(request: PublicRequest) -> HttpResponse:
    """What is kept, why, and how long: straight from the register that the nightly eraser follows."""
    context = {
        "kept": kept_of_participants(_language()),
        "contacts": settings.SECURITY_CONTACTS,
        "all_open": "alles" in request.GET,
        "show_footer": True,
    }
    return render_page(request, "accounts/privacy.html", context, page_title=_("Privacy"))


@for_everyone
@require_safe
def cookies(request: PublicRequest) -> HttpResponse:
    """Every cookie, by the name that it has here."""
    language = _language()
    context = {
        "cookies": cookies_of("deelnemer", language),
        "storage": storage_of("deelnemer", language),
        "of_staff": [*cookies_of("beheer", language), *storage_of("beheer", language)],
        "show_footer": True,
    }
    return render_page(request, "accounts/cookies.html", context, page_title=_("Cookies"))


@for_everyone
@require_safe
def software(request: PublicRequest) -> HttpResponse:
    """What Gedag is made of, with the licence of each part."""
    context = {"parts": licences(), "source": source_code(), "show_footer": True}
    return render_page(request, "accounts/software.html", context, page_title=_("Waar Gedag van gemaakt is"))


@for_everyone
@require_safe
def report_flaw(request: PublicRequest) -> HttpResponse:
    """How to tell of a weak spot, and what happens then. Without somebody to write to there is no such page."""
    if not settings.SECURITY_CONTACTS:
        raise Http404("GEDAG_SECURITY_CONTACT is empty")
    context = {
        "contacts": [(contact, contact.removeprefix("mailto:")) for contact in settings.SECURITY_CONTACTS],
        "source": source_code(),
        "show_footer": True,
    }
    return render_page(request, "accounts/report_flaw.html", context, page_title=_("Een zwakke plek melden"))


@for_everyone
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weak spot, as RFC 9116 has it; on both faces."""
    if not settings.SECURITY_CONTACTS:
        raise Http404("GEDAG_SECURITY_CONTACT is empty")
    # Whole days, so that it does not change with each visit.
    expires = (
        (timezone.now() + settings.SECURITY_TXT_VALID)
        .astimezone(dt.UTC)
        .replace(hour=0, minute=0, second=0, microsecond=0)
    )
    on_staff_face = settings.URLCONF_OF["beheer"] == settings.ROOT_URLCONF
    own = settings.URL_BEHEER if on_staff_face else settings.URL_DEELNEMER
    policy = reverse("accounts:report_flaw", urlconf=settings.URLCONF_OF["deelnemer"])
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {urljoin(own, '/.well-known/security.txt')}",
        f"Policy: {urljoin(settings.URL_DEELNEMER, policy)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
