"""What is the participant's own: the place to find back, and coming back with the personal start link."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import ParticipantRequest, PublicRequest, for_everyone, for_participants
from accounts.middleware import keep_participant_cookie
from accounts.queries.ways_back import start_link
from accounts.services.participants import erase_participant
from accounts.services.secrets import hash_secret
from accounts.services.sessions import close_session, open_session
from accounts.services.ways_back import make_start_link, mark_used
from accounts.views.rendering import render_page

AFTER_COMING_BACK = "/vandaag/"


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: ParticipantRequest) -> HttpResponse:
    """The place to find back; a POST makes a new start link, which is shown this once."""
    link = ""
    if request.method == "POST":
        secret = make_start_link(participant=request.participant, now=timezone.now())
        link = settings.URL_DEELNEMER + reverse("accounts:start", args=[secret])
    context = {"start_link": link, "current_door": "van-mij"}
    return render_page(request, "accounts/mine.html", context, page_title=_("Van mij"))


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: ParticipantRequest) -> HttpResponse:
    """Erases everything of this participant, after one question; the browser forgets them too."""
    if request.method == "POST":
        erase_participant(participant=request.participant)
        response = redirect("/?wie=gewist")
        response.delete_cookie(settings.PARTICIPANT_COOKIE_NAME, samesite="Lax")
        return response
    return render_page(request, "accounts/erase.html", {"current_door": "van-mij"}, page_title=_("Wis alles"))


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PublicRequest, secret: str) -> HttpResponse:
    """Coming back with the start link. Opening it (also by a mail scanner) changes nothing; the button signs in."""
    way_back = start_link(hash_secret(secret))
    if way_back is None or way_back.replaced_at:
        refusal = {"replaced": way_back is not None, "show_footer": True}
        title = _("Deze startlink werkt niet")
        return render_page(
            request, "accounts/start_refused.html", refusal, page_title=title, status=410 if way_back else 404
        )
    known = request.participant or None
    if known and known.pk == way_back.participant_id:
        return redirect(AFTER_COMING_BACK)
    if request.method == "POST":
        now = timezone.now()
        mark_used(way_back=way_back, now=now)
        close_session(secret=request.COOKIES.get(settings.PARTICIPANT_COOKIE_NAME, ""))
        response = redirect(AFTER_COMING_BACK)
        keep_participant_cookie(response, open_session(participant=way_back.participant, now=now))
        return response
    context = {"secret": secret, "someone_else": known is not None, "show_footer": True}
    return render_page(request, "accounts/start.html", context, page_title=_("Welkom terug"))
