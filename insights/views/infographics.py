"""The infographic of a release for everybody: a page that says the same as the sheet, and the sheet."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import PublicRequest, count, for_everyone
from accounts.models.words import Language
from accounts.services.limit_table import Act
from accounts.views.rendering import render_page
from challenges.services.sheet_looks import drawn_pair
from insights.models import Infographic
from insights.queries.infographics.content import content_of, sources_of
from insights.queries.infographics.versions import public_version
from insights.queries.publication import Standing, at_address, published_releases
from insights.views.files import cached
from insights.views.sheets import sheet_file


def _published(digest: str) -> tuple[Standing, Infographic]:
    """The one door to an infographic for the public: 404 until its release is out and somebody put it here."""
    standing = at_address(published_releases(), digest)
    found = public_version(standing.release) if standing else None
    if standing is None or found is None:
        raise Http404("infographic not found")
    return standing, found


@for_everyone
@require_safe
def page(request: PublicRequest, digest: str) -> HttpResponse:
    """The same as the sheet, to be read on any screen or aloud."""
    standing, version = _published(digest)
    sources = sources_of(version)
    content = content_of(version, sources)
    context = {
        "campaign": standing.campaign,
        "people_drawn": [
            f"p-{name}" for name in drawn_pair(people=sources.sender.people if sources.sender else ())
        ],
        "content": content,
        "standing": standing,
        "languages": Language,
        "share_url": settings.URL_DEELNEMER + request.path,
        "show_footer": True,
    }
    response = render_page(
        request,
        "insights/infographic.html",
        context,
        page_title=_("Infographic: %(name)s") % {"name": content.name},
    )
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@for_everyone
@require_safe
def file(request: PublicRequest, digest: str, sort: str) -> HttpResponse:
    """The sheet as PDF or PNG; `taal=en` in English, whatever the reader's language, so that an address is a file."""
    _standing, version = _published(digest)
    response = sheet_file(
        version,
        sort,
        request.GET.get("taal", Language.DUTCH),
        is_public=True,
        before_making=lambda: count(request, Act.MAKE_SHEET),
    )
    return cached(request, response)
