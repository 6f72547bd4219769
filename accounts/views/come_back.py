"""Ways back: making them (for participants), and coming in with one (for everybody)."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ParticipantRequest, PublicRequest, for_everyone, for_participants
from accounts.forms.ways_back import AddressForm, EmailCodeForm, PaperCodeForm
from accounts.middleware import keep_participant_cookie
from accounts.models import Participant, WayBack
from accounts.queries import ways_back as known
from accounts.services.code_messages import mail_code
from accounts.services.contacts import come_back_with_address, remove_address
from accounts.services.email_codes import (
    NoCodeError,
    TooManyCodesError,
    WrongCodeError,
    redeem_code,
    waiting_address,
)
from accounts.services.secrets import hash_code, hash_secret, in_fours, new_secret, read_code
from accounts.services.sessions import close_session, open_session
from accounts.services.ways_back import make_paper_code, make_start_link, mark_used
from accounts.tasks import start_draining
from accounts.views.language import keep_language
from accounts.views.rendering import render_page

AFTER_COMING_BACK = "/vandaag/"
_RETURN_COOKIE_AGE = 10 * 60


# --- for participants: the ways back they have ----------------------------------------------------------------


@for_participants
@require_safe
def come_back(request: ParticipantRequest) -> HttpResponse:
    """The three ways back, and which of them work now."""
    return _ways(request, {})


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def new_start_link(request: ParticipantRequest) -> HttpResponse:
    """Makes a new start link, which is shown this once; opened again there is nothing to see any more."""
    if request.method != "POST":
        return redirect("accounts:come_back")
    secret = make_start_link(participant=request.participant, now=timezone.now())
    return _ways(request, {"start_link": settings.URL_DEELNEMER + reverse("accounts:start", args=[secret])})


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def new_paper_code(request: ParticipantRequest) -> HttpResponse:
    """Makes a new code for on paper, shown this once, ready to print or copy out."""
    if request.method != "POST":
        return redirect("accounts:come_back")
    code = make_paper_code(participant=request.participant, now=timezone.now())
    context = {
        "code": in_fours(code),
        "address": settings.URL_DEELNEMER + reverse("accounts:return"),
        "link": settings.URL_DEELNEMER + reverse("accounts:return_code", args=[in_fours(code)]),
        "current_door": "van-mij",
    }
    return render_page(request, "accounts/paper_code.html", context, page_title=_("Code op papier"))


@for_participants
@require_POST
def forget_address(request: ParticipantRequest) -> HttpResponse:
    """Removes the e-mail address."""
    remove_address(participant=request.participant)
    return redirect("accounts:come_back")


def _ways(request: ParticipantRequest, shown: dict[str, str]) -> HttpResponse:
    context = {
        **shown,
        "kinds": known.kinds_in_use(request.participant),
        "contact": known.contact_of(request.participant),
        "form": AddressForm(),
        "current_door": "van-mij",
    }
    return render_page(request, "accounts/come_back.html", context, page_title=_("Terugkomen"))


# --- for everybody: coming in ---------------------------------------------------------------------------------


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PublicRequest, secret: str) -> HttpResponse:
    """Coming back with the start link. Opening it (also by a mail scanner) changes nothing; the button signs in."""
    found = known.way_back(WayBack.Kind.START_LINK, hash_secret(secret))
    return _come_in(request, found)


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def return_code(request: PublicRequest, code: str) -> HttpResponse:
    """Coming back with the QR on paper: as with the start link."""
    found = known.way_back(WayBack.Kind.PAPER_CODE, hash_code(read_code(code)))
    return _come_in(request, found)


def _come_in(request: PublicRequest, found: WayBack | None) -> HttpResponse:
    if found is None or found.replaced_at:
        refusal = {"replaced": found is not None, "show_footer": True}
        title = _("Deze weg terug werkt niet")
        return render_page(
            request, "accounts/start_refused.html", refusal, page_title=title, status=410 if found else 404
        )
    present = request.participant or None
    if present and present.pk == found.participant_id:
        return redirect(AFTER_COMING_BACK)
    if request.method == "POST":
        mark_used(way_back=found, now=timezone.now())
        return _signed_in(request, found.participant)
    context = {"someone_else": present is not None, "show_footer": True}
    return render_page(request, "accounts/start.html", context, page_title=_("Welkom terug"))


def _signed_in(request: PublicRequest, participant: Participant) -> HttpResponse:
    close_session(secret=request.COOKIES.get(settings.PARTICIPANT_COOKIE_NAME, ""))
    response = redirect(AFTER_COMING_BACK)
    keep_participant_cookie(response, open_session(participant=participant, now=timezone.now()))
    keep_language(response, participant.language)
    response.delete_cookie(settings.RETURN_COOKIE_NAME, samesite="Lax")
    return response


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def return_(request: PublicRequest) -> HttpResponse:
    """ "Ik deed al mee": a code from paper, or an address to mail a code to."""
    form = PaperCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        found = known.way_back(WayBack.Kind.PAPER_CODE, hash_code(code))
        if found:
            return redirect("accounts:return_code", code=in_fours(code))
        form.add_error(
            "code", _("Deze code kennen we niet. Kijk of elk teken klopt, en probeer het opnieuw.")
        )
    context = {"form": form, "address_form": AddressForm(), "show_footer": True}
    status = 422 if form.errors else 200
    return render_page(
        request, "accounts/return.html", context, page_title=_("Ik deed al mee"), status=status
    )


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PublicRequest) -> HttpResponse:
    """Mails a code to an address, known or not: the page says the same."""
    if request.method != "POST":
        return redirect("accounts:return")
    form = AddressForm(request.POST)
    participant = request.participant or None
    browser = request.COOKIES.get(settings.RETURN_COOKIE_NAME) or new_secret()
    status = 422
    if form.is_valid():
        address = form.cleaned_data["address"].lower()
        try:
            mail_code(address=address, browser=browser, participant=participant, now=timezone.now())
        except TooManyCodesError:
            form.add_error(
                "address", _("Er zijn al vijf codes gestuurd. Wacht een uur en probeer het dan opnieuw.")
            )
            status = 429
        else:
            start_draining()
            response = redirect("accounts:email_code")
            response.set_cookie(
                settings.RETURN_COOKIE_NAME,
                browser,
                max_age=_RETURN_COOKIE_AGE,
                secure=settings.SECURE,
                httponly=True,
                samesite="Lax",
            )
            return response
    context = {"form": PaperCodeForm(), "address_form": form, "show_footer": not participant}
    return render_page(
        request, "accounts/return.html", context, page_title=_("Ik deed al mee"), status=status
    )


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def email_code(request: PublicRequest) -> HttpResponse:
    """The code from the mailbox: proves the address, and brings its participant in."""
    now = timezone.now()
    browser = request.COOKIES.get(settings.RETURN_COOKIE_NAME, "")
    address = waiting_address(browser=browser, now=now)
    if not address:
        return redirect("accounts:return")
    form = EmailCodeForm(request.POST if request.method == "POST" else None)
    present = request.participant or None
    if form.is_bound and form.is_valid():
        try:
            address = redeem_code(code=form.cleaned_data["code"], browser=browser, now=now)
        except WrongCodeError:
            form.add_error(
                "code", _("Deze code klopt niet. Kijk in de nieuwste mail en probeer het opnieuw.")
            )
        except NoCodeError:
            form.add_error("code", _("Deze code werkt niet meer. Vraag een nieuwe aan."))
        else:
            participant = come_back_with_address(address=address, participant=present, now=now)
            if participant is None:
                return redirect("accounts:return")
            if present and present.pk == participant.pk:
                return redirect("accounts:come_back")
            return _signed_in(request, participant)
    context = {"form": form, "address": address, "show_footer": not present}
    status = 422 if form.errors else 200
    return render_page(request, "accounts/email_code.html", context, page_title=_("Jouw code"), status=status)
