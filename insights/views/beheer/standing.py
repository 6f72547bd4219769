"""What the staff pages about one release share, of a campaign or of the country."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import StaffRequest
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from insights.queries.costs import cost_of
from insights.queries.infographics.versions import public_version
from insights.queries.publication import Standing
from insights.queries.reading import blocks_of
from insights.queries.release_words import name_of
from insights.services.signing import AlreadyOutError, AlreadySignedError, sign_release

_DONE = "gedaan"  # in an address: what just happened


def release_context(request: StaffRequest, standing: Standing) -> dict[str, Any]:
    """The figures, the signatures, and what this person may still do."""
    may = Permission.PUBLISH_RESULTS in request.membership.permissions
    signed = standing.signed_by(request.user.pk)
    return {
        "standing": standing,
        "title": name_of(standing.release.draw.kind, standing.release.draw.cohort),
        "blocks": blocks_of(standing.release),
        "cost": cost_of(standing.release),
        "may_sign": may and bool(standing.missing) and not signed,
        "signed_by_me": signed,
        "public_release_url": f"{settings.URL_DEELNEMER}/resultaten/{standing.address}/",
        "done": request.GET.get(_DONE, ""),
    }


def sign_page(request: StaffRequest, standing: Standing, frame: dict[str, Any]) -> HttpResponse:
    """Says what becomes public; a POST is the signature. Who signed before, or comes too late, is told so."""
    problem = ""
    if request.method == "POST":
        try:
            after = sign_release(release=standing.release, by=request.user, now=timezone.now())
        except AlreadySignedError:
            problem = "signed"
        except AlreadyOutError:
            problem = "out"
        else:
            done = "half" if after.missing else "buiten"
            return redirect(f"{frame['release_url']}?{_DONE}={done}")
    context = {
        **frame,
        **release_context(request, standing),
        "infographic": public_version(standing.release),  # comes out with it
        "problem": problem,
    }
    title = _("Naar buiten brengen: %(name)s") % {"name": context["title"]}
    status = 409 if problem else 200
    return render_page(request, "insights/beheer/sign.html", context, page_title=title, status=status)
