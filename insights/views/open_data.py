"""Open data: a file for each quarter at an address that stays, with a codebook and checksums."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from accounts.access import PublicRequest, for_everyone
from accounts.views.rendering import render_page
from insights.queries.about import LICENCE, LICENCE_URL, about_of
from insights.queries.codebook import open_codebook
from insights.queries.open_data import national_of, national_releases, open_rows
from insights.queries.publication import Standing
from insights.queries.reading import blocks_of
from insights.services.exports import codebook_csv
from insights.services.open_files import SUMS, open_files
from insights.views.files import cached, download

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
_TEXT = "text/plain; charset=utf-8"


@for_everyone
@require_safe
def open_data(request: PublicRequest) -> HttpResponse:
    """Every quarter that is out, with its files."""
    context = {
        "campaign": None,
        "quarters": national_releases(),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "show_footer": True,
    }
    response = render_page(request, "insights/open_data.html", context, page_title=_("Open data"))
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return cached(request, response, policy="private, no-cache")


@for_everyone
@require_safe
def file(request: PublicRequest, cohort: str, name: str) -> HttpResponse:
    """One file of a quarter: the same bytes for everybody, and the figures for good. The codebook, and with it its
    line in the checksums, follows the words of the library."""
    national = national_of(cohort)
    if national is None:
        raise Http404("no open data of this quarter")
    files = _files(national)
    if name not in files:
        raise Http404("no such file")
    content_type = _TYPES.get(name.rpartition(".")[2], _TEXT)
    kept_as = name if cohort in name or name == SUMS else f"{cohort}-{name}"
    response = cached(request, download(files[name], content_type, kept_as))
    # Open data may be read by pages of others, also where they have the bytes already: 304 says it too.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _files(national: Standing) -> Mapping[str, bytes]:
    with override("nl"):
        return open_files(
            cohort=national.release.draw.cohort,
            rows=open_rows(national),
            codebook=codebook_csv(entries=open_codebook(blocks_of(national.release))),
            about=about_of(national),
        )
