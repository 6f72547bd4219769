"""Pages for when something goes wrong: what happened, what to do, nothing lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.forms.typed import typed_in


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that came without its token, mostly from a page that was open for very long. What was typed in it
    is given back, and not to be sent again from here: a page of somebody else may have sent it."""
    return render(request, "403_csrf.html", {"typed": typed_in(request)}, status=403)
