"""The language of the pages: what the browser asks for, until somebody chooses."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import PublicRequest, for_everyone
from accounts.models import Language
from accounts.services.participants import choose_language


# Without a token, so that a page that only shows something needs no cookie. From another site this changes a language
# at most: the participant's cookie is not sent along (SameSite).
@csrf_exempt
@for_everyone
@require_POST
def choose(request: PublicRequest) -> HttpResponse:
    """Goes on in another language on the page where somebody was; an unknown one changes nothing."""
    back = request.POST.get("terug", "")
    stays = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if stays else "/")
    if request.POST.get("taal") in Language.values:
        language = Language(request.POST["taal"])
        if request.participant:
            choose_language(participant=request.participant, language=language)
        keep_language(response, language)
    return response


def keep_language(response: HttpResponse, language: str) -> None:
    """This browser gets its pages in `language` from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
