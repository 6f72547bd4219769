"""One page, whole or only its inside: the server chooses."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.translation import gettext as _

# Key in a request's META: this page is the same for everybody without a participant's cookie, and holds nothing of
# whoever asked. Such a page is handed out again for a second (config/shelf.py).
PUBLIC = "gedag.public"


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, page_title: str, status: int = 200
) -> HttpResponse:
    """The page; for htmx its partial `page` with the title in front and the address to show."""
    context = {**context, "page_title": page_title}
    if getattr(request, "htmx", False):
        response = render(request, f"{template}#page", context, status=status)
        title = format_html("<title>{} · {}</title>", page_title, _("Gedag"))
        response.content = title.encode() + response.content
        response["HX-Push-Url"] = request.get_full_path()
    else:
        response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
