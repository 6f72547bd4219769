"""A release as a file to download, on either face. Files are Dutch, so that the same address gives the same bytes."""

import hashlib
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import override

from insights.queries.about import about_of
from insights.queries.codebook import codebook_of
from insights.queries.publication import Standing
from insights.queries.reading import blocks_of
from insights.services import exports

PUBLIC = "public, max-age=300"
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(standing: Standing, sort: str) -> HttpResponse:
    """The figures of a release as `csv`, `zip` (with the codebook), `xlsx` or `json`."""
    if sort not in _TYPES:
        raise Http404("no such file")
    with override("nl"):
        content = _makers(standing)[sort]()
    return download(content, _TYPES[sort], f"gedag-{standing.address}.{sort}")


def _makers(standing: Standing) -> dict[str, Callable[[], bytes]]:
    release = standing.release
    blocks, about = blocks_of(release), about_of(standing)
    return {
        "csv": lambda: exports.figures_csv(blocks=blocks),
        "json": lambda: exports.figures_json(blocks=blocks, about=about),
        "zip": lambda: exports.figures_zip(blocks=blocks, entries=codebook_of(blocks), about=about),
        "xlsx": lambda: exports.workbook(
            blocks=blocks, entries=codebook_of(blocks), about=about, made_at=release.drawn_at
        ),
    }


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file with a name to keep it under."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def cached(request: HttpRequest, response: HttpResponse, *, policy: str = PUBLIC) -> HttpResponse:
    """The answer with a tag of its bytes, or 304 for who has those already."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    response["Cache-Control"] = policy
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer or response
