"""Pages for when something goes wrong: what happened, what to do, nothing lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that came without its token, mostly from a page that was open for very long."""
    return render(request, "403_csrf.html", status=403)
