"""The sheet of an infographic as a file, on either face."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse

from accounts.models.words import Language
from insights.models import Infographic
from insights.queries.publication import ADDRESS
from insights.services.infographic_sheets import infographic_sheet

TYPES = {"pdf": "application/pdf", "png": "image/png"}


def sheet_file(
    version: Infographic, sort: str, language: str, *, is_public: bool, before_making: Callable[[], None]
) -> HttpResponse:
    """The sheet in a language that there is; `before_making` counts. Raises Http404."""
    if language not in Language.values or sort not in TYPES:
        raise Http404("no such file")
    kind: Any = sort
    content = infographic_sheet(
        infographic=version,
        language=language,
        kind=kind,
        is_public=is_public,
        before_making=before_making,
    )
    end = "" if language == Language.DUTCH else f"-{language}"
    name = f"gedag-infographic-{version.release.digest[:ADDRESS]}-v{version.number}{end}.{sort}"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=TYPES[sort], headers=headers)
