"""Staff pages: the infographic of a release, of a campaign or of the country. Words left, the sheet right."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, count, for_staff
from accounts.models.words import Language
from accounts.permissions import Permission
from accounts.services.limit_table import Act, Who
from accounts.views.rendering import render_page
from challenges.models import Campaign
from challenges.views.beheer.frame import campaign_frame, campaign_of
from challenges.views.beheer.institute import institute_of
from insights.forms.beheer.infographics import InfographicForm, moved
from insights.models import Infographic
from insights.queries.infographics.content import has_figures
from insights.queries.infographics.versions import first_version, version_of, versions_of
from insights.queries.publication import Standing, at_address, releases
from insights.queries.release_words import name_of
from insights.services.infographic_sheets import PREVIEW_PPI, infographic_sheet, page_address
from insights.services.infographics import InfographicChangedError, restore_infographic, save_infographic
from insights.views.sheets import sheet_file

_SAVE, _PUBLISH = "bewaar", "publiceer"


@dataclass(frozen=True)
class Desk:
    """Where this infographic is made: its release, and the addresses around it."""

    standing: Standing
    campaign: Campaign | None
    at: tuple[str, ...]

    def url(self, name: str, *more: object) -> str:
        prefix = "" if self.campaign else "national_"
        return reverse(f"insights:{prefix}{name}", args=[*self.at, self.standing.address, *more])

    @property
    def results_url(self) -> str:
        return reverse(
            f"insights:{'release' if self.campaign else 'any_release'}",
            args=[*self.at, self.standing.address],
        )


def _of_campaign(request: StaffRequest, slug: str, digest: str) -> Desk:
    campaign = campaign_of(request, slug)
    standing = at_address(releases().filter(draw__campaign=campaign), digest)
    if standing is None:
        raise Http404("release not found")
    return Desk(standing, campaign, (request.membership.organisation.slug, slug))


def _of_the_country(request: StaffRequest, digest: str) -> Desk:
    organisation = institute_of(request)
    standing = at_address(releases(), digest)
    if standing is None or not standing.is_national:
        raise Http404("release not found")
    return Desk(standing, None, (organisation.slug,))


def _edit(request: StaffRequest, desk: Desk) -> HttpResponse:
    """The form with its picture. Without a button it only looks: that is the picture that follows along."""
    versions = versions_of(desk.standing.release)
    newest = versions[0] if versions else None
    start = newest or first_version(desk.standing.release)
    start.release = desk.standing.release
    number = newest.number if newest else 0
    if request.method != "POST":
        form = InfographicForm(infographic=start, newest=number)
        return _page(request, desk, form, start, versions)
    action = request.POST.get("do", "")
    form = InfographicForm(moved(request.POST, action) or request.POST, infographic=start, newest=number)
    if not form.is_valid():
        status = 422 if action in (_SAVE, _PUBLISH) else 200
        return _page(request, desk, form, start, versions, status=status)
    shown = form.as_version(number + 1)
    if action not in (_SAVE, _PUBLISH):
        return _page(request, desk, form, shown, versions)
    try:
        save_infographic(
            release=desk.standing.release,
            choices=form.choices,
            public=action == _PUBLISH,
            seen=form.cleaned_data["seen"] or 0,
            by=request.user,
            now=timezone.now(),
        )
    except InfographicChangedError as error:
        data: QueryDict = request.POST.copy()
        data["seen"] = str(error.newest.number)
        again = InfographicForm(data, infographic=start, newest=error.newest.number)
        again.is_valid()
        return _page(request, desk, again, shown, versions, other=error.newest, status=409)
    return redirect(f"{desk.url('infographic')}?gedaan={action}")


def _page(
    request: StaffRequest,
    desk: Desk,
    form: InfographicForm,
    shown: Infographic,
    versions: list[Infographic],
    *,
    other: Infographic | None = None,
    status: int = 200,
) -> HttpResponse:
    looked = form.is_bound and form.is_valid()
    picture = desk.url("infographic_preview")
    context: dict[str, Any] = {
        **(campaign_frame(desk.campaign) if desk.campaign else {}),
        "desk": desk,
        "title": name_of(desk.standing.kind, desk.standing.release.draw.cohort),
        "here": desk.url("infographic"),
        "results_url": desk.results_url,
        "restore_url": desk.url("infographic_restore"),
        "form": form,
        "picture": f"{picture}?{form.query}"
        if looked
        else f"{picture}?versie={shown.number if versions else 0}",
        "shown": shown,
        "few": not has_figures(desk.standing.release),
        "versions": [_version(desk, version) for version in versions],
        "public_number": next((version.number for version in versions if version.public), None),
        "out": desk.standing.out_since is not None,
        "public_page": page_address(release=desk.standing.release),
        "done": request.GET.get("gedaan", ""),
        "other": other,
    }
    response = render_page(
        request, "insights/beheer/infographic.html", context, page_title=_("Infographic"), status=status
    )
    if request.htmx:
        response["HX-Push-Url"] = "false"  # only the picture changed
    return response


def _version(desk: Desk, version: Infographic) -> dict[str, Any]:
    return {
        "version": version,
        "pdf": desk.url("infographic_file", version.number, "pdf"),
        "png": desk.url("infographic_file", version.number, "png"),
        "english": bool(version.english.get("headline")),
    }


def _preview(request: StaffRequest, desk: Desk) -> HttpResponse:
    """The picture of what is being made, or of a version."""
    release = desk.standing.release
    shown: Infographic | None
    if "headline" in request.GET:
        form = InfographicForm(request.GET, infographic=first_version(release), newest=0)
        shown = form.as_version(1) if form.is_valid() else None
    else:
        number = request.GET.get("versie", "0")
        shown = version_of(release, int(number)) if number.isdecimal() and len(number) < 5 else None
        shown = shown or first_version(release)
    if shown is None:
        raise Http404("not a valid infographic")
    content = infographic_sheet(
        infographic=shown,
        language=Language.DUTCH,
        kind="png",
        ppi=PREVIEW_PPI,
        is_public=desk.standing.out_since is not None,
        before_making=lambda: _count_making(request),
    )
    return HttpResponse(content, content_type="image/png")


def _file(request: StaffRequest, desk: Desk, number: int, sort: str) -> HttpResponse:
    """A version to print or to send; `taal=en` in English."""
    version = version_of(desk.standing.release, number)
    if version is None:
        raise Http404("no such version")
    is_public = version.public and desk.standing.out_since is not None
    return sheet_file(
        version,
        sort,
        request.GET.get("taal", Language.DUTCH),
        is_public=is_public,
        before_making=lambda: _count_making(request),
    )


def _count_making(request: StaffRequest) -> None:
    count(request, Act.MAKE_SHEET_STAFF, {Who.MEMBER: request.user.pk})


def _restore(request: StaffRequest, desk: Desk) -> HttpResponse:
    """An earlier version as the newest."""
    number = request.POST.get("nummer", "")
    if not number.isdecimal() or len(number) > 4:
        raise Http404("no such version")
    try:
        restore_infographic(
            release=desk.standing.release, number=int(number), by=request.user, now=timezone.now()
        )
    except Infographic.DoesNotExist as error:
        raise Http404("no such version") from error
    return redirect(f"{desk.url('infographic')}?gedaan=terug")


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def infographic(request: StaffRequest, slug: str, digest: str) -> HttpResponse:
    """A campaign's own."""
    return _edit(request, _of_campaign(request, slug, digest))


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_safe
def infographic_preview(request: StaffRequest, slug: str, digest: str) -> HttpResponse:
    return _preview(request, _of_campaign(request, slug, digest))


@for_staff(Permission.VIEW_RESULTS)
@require_safe
def infographic_file(request: StaffRequest, slug: str, digest: str, number: int, sort: str) -> HttpResponse:
    return _file(request, _of_campaign(request, slug, digest), number, sort)


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def infographic_restore(request: StaffRequest, slug: str, digest: str) -> HttpResponse:
    return _restore(request, _of_campaign(request, slug, digest))


@for_staff(Permission.PUBLISH_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def national_infographic(request: StaffRequest, digest: str) -> HttpResponse:
    """The country's, made at the institute."""
    return _edit(request, _of_the_country(request, digest))


@for_staff(Permission.PUBLISH_RESULTS)
@require_safe
def national_infographic_preview(request: StaffRequest, digest: str) -> HttpResponse:
    return _preview(request, _of_the_country(request, digest))


@for_staff(Permission.VIEW_RESULTS)
@require_safe
def national_infographic_file(request: StaffRequest, digest: str, number: int, sort: str) -> HttpResponse:
    return _file(request, _of_the_country(request, digest), number, sort)


@for_staff(Permission.PUBLISH_RESULTS)
@require_POST
def national_infographic_restore(request: StaffRequest, digest: str) -> HttpResponse:
    return _restore(request, _of_the_country(request, digest))
