"""Staff pages of the institute: every release of every campaign, and the national ones, which two people let out."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.events import Event, note
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.views.beheer.institute import institute_of
from insights.queries.announced import announced_for_all, national_calendar
from insights.queries.experience import experience_of_all
from insights.queries.publication import Standing, at_address, releases_for_staff, standings_of
from insights.views.beheer.standing import release_context, sign_page
from insights.views.files import file_of
from interactions.models import local_date


def _release_of(request: StaffRequest, digest: str) -> Standing:
    """The one door to any release, for the institute."""
    institute_of(request)
    found = at_address(releases_for_staff(), digest)
    if found is None:
        raise Http404("release not found")
    return found


@for_staff(Permission.VIEW_RESULTS)
@require_safe
def all_results(request: StaffRequest) -> HttpResponse:
    """The national releases with who signed, what is to come, and what campaigns have."""
    institute_of(request)
    today = local_date(timezone.now())
    standings = standings_of(releases_for_staff())
    to_come = announced_for_all(today)
    moments = national_calendar([one for one in standings if one.is_national], today)
    context = {
        "moments": moments,
        "local": [one for one in standings if not one.is_national],
        "to_come": [moment for moment in to_come if moment.campaign],
        "busy": any(moment.is_due for moment in (*moments, *to_come)),
        "here": reverse("insights:all_results", args=[request.membership.organisation.slug]),
    }
    response = render_page(request, "insights/beheer/all_results.html", context, page_title=_("Resultaten"))
    if request.htmx:
        response["HX-Push-Url"] = "false"
    return response


@for_staff(Permission.VIEW_RESULTS)
@require_safe
def all_needed(request: StaffRequest) -> HttpResponse:
    """What is needed, in the words of everybody who wrote something."""
    institute_of(request)
    context = {"experiences": experience_of_all()}
    title = _("Wat is er nodig?")
    return render_page(request, "insights/beheer/all_needed.html", context, page_title=title)


@for_staff(Permission.VIEW_RESULTS)
@require_safe
def release(request: StaffRequest, digest: str) -> HttpResponse:
    """One release of anybody. Only a national one is let out here; a campaign's own is for its own people."""
    standing = _release_of(request, digest)
    context = {**release_context(request, standing), **_ways(request, standing)}
    context["may_sign"] = context["may_sign"] and standing.is_national
    return render_page(request, "insights/beheer/release.html", context, page_title=context["title"])


@for_staff(Permission.PUBLISH_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: StaffRequest, digest: str) -> HttpResponse:
    """A national release: two different people, each by themselves."""
    standing = _release_of(request, digest)
    if not standing.is_national:
        raise Http404("a campaign's own release is signed there")
    return sign_page(request, standing, _ways(request, standing))


@for_staff(Permission.VIEW_RESULTS)
@require_safe
def file(request: StaffRequest, digest: str, sort: str) -> HttpResponse:
    """The figures as a file, before they are out too."""
    standing = _release_of(request, digest)
    answer = file_of(standing, sort)
    note(Event.EXPORTED, what="release", release=standing.release.pk, kind=sort)
    return answer


def _ways(request: StaffRequest, standing: Standing) -> dict[str, Any]:
    """Where the pages around this release are."""
    org = request.membership.organisation.slug
    return {
        "list_url": reverse("insights:all_results", args=[org]),
        "release_url": reverse("insights:any_release", args=[org, standing.address]),
        "sign_url": reverse("insights:any_release_sign", args=[org, standing.address]),
    }
