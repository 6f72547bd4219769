"""Whether this process is alive; it asks nothing of the database or the broker."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import for_everyone


@for_everyone
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("gezond\n", content_type="text/plain; charset=utf-8")
