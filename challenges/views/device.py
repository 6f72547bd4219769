"""What a browser asks of itself: a page for when the network is gone, and how Gedag looks on a home screen."""

import hashlib

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import PublicRequest, for_everyone
from accounts.models import Language


def _language(request: PublicRequest) -> str:
    """The language of the page that asked (`taal`): a service worker's own requests need not say it."""
    asked = request.GET.get("taal", "")
    return asked if asked in Language.values else get_language() or Language.DUTCH


@for_everyone
@require_safe
def offline(request: PublicRequest) -> HttpResponse:
    """What the service worker keeps and shows when there is no network: words for everybody, nothing of anybody."""
    with override(_language(request)):
        return render(request, "offline.html")


@for_everyone
@require_safe
def service_worker(request: PublicRequest) -> HttpResponse:
    """The script that shows `offline`. It lives at the root, because it may only answer for what lies below it.
    Other words or another look on that page make another script, so that browsers fetch the page anew."""
    language = _language(request)
    with override(language):
        version = hashlib.sha256(render_to_string("offline.html").encode()).hexdigest()[:12]
    context = {"version": version, "language": language}
    return render(request, "sw.js", context, content_type="text/javascript; charset=utf-8")


@for_everyone
@require_safe
def manifest(request: PublicRequest) -> HttpResponse:
    """Name, icon and first page for a home screen. It opens in the browser itself: an own window would have cookies
    of its own on some phones, and a diary that seems to be gone."""
    facts = {
        "id": "/",
        "name": _("Gedag"),
        "description": _("Elke dag iets kleins: een groet, een vraag, een praatje."),
        "lang": get_language(),
        "start_url": "/vandaag/",
        "display": "browser",
        "theme_color": "#06303a",
        "background_color": "#fff6e4",
        "icons": [{"src": static("svg/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(facts, content_type="application/manifest+json")
