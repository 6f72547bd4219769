"""Ways back: making them (for participants), and asking a code by e-mail (for everybody)."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ParticipantRequest, PublicRequest, count, for_everyone, for_participants
from accounts.events import Event, note
from accounts.forms.ways_back import AddressForm, PaperCodeForm
from accounts.queries import ways_back as known
from accounts.services.code_messages import mail_code
from accounts.services.contacts import remove_address
from accounts.services.email_codes import mailbox_of, waiting_address
from accounts.services.limit_table import Act, Who
from accounts.services.limits import TooOftenError
from accounts.services.secrets import in_fours, new_secret
from accounts.services.ways_back import make_paper_code, make_start_link
from accounts.tasks import start_sending_codes
from accounts.views.rendering import render_page

_RETURN_COOKIE_AGE = 10 * 60
ASK_AGAIN = "opnieuw"  # in an address, as `adres`: nothing came, fill in again what was typed


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
    note(Event.WAY_BACK_MADE, what="start_link", participant=request.participant.pk)
    return _ways(request, {"start_link": settings.URL_DEELNEMER + reverse("accounts:start", args=[secret])})


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def new_paper_code(request: ParticipantRequest) -> HttpResponse:
    """Makes a new code for on paper, shown this once, ready to print or copy out."""
    if request.method != "POST":
        return redirect("accounts:come_back")
    code = make_paper_code(participant=request.participant, now=timezone.now())
    note(Event.WAY_BACK_MADE, what="paper_code", participant=request.participant.pk)
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
    note(Event.ADDRESS_REMOVED, participant=request.participant.pk)
    return redirect("accounts:come_back")


def _ways(
    request: ParticipantRequest, shown: dict[str, str], *, form: AddressForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        **shown,
        "kinds": known.kinds_in_use(request.participant),
        "contact": known.contact_of(request.participant),
        "form": form or address_form(request),
        "address_stayed": request.GET.get("adres") == "blijft",
        "code_over": request.GET.get("code") == "verlopen",
        "current_door": "van-mij",
    }
    return render_page(request, "accounts/come_back.html", context, page_title=_("Terugkomen"), status=status)


def address_form(request: Any) -> AddressForm:
    """Empty; for who comes from the page of the code, with the address that this browser asked one for."""
    if request.GET.get("adres") != ASK_AGAIN:
        return AddressForm()
    browser = request.COOKIES.get(settings.RETURN_COOKIE_NAME, "")
    return AddressForm(initial={"address": waiting_address(browser=browser, now=timezone.now())})


# --- for everybody: asking a code by e-mail --------------------------------------------------------------------


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PublicRequest) -> HttpResponse:
    """Mails a code to an address, known or not: the page says the same."""
    if request.method != "POST":
        return redirect("accounts:return")
    form = AddressForm(request.POST)
    participant = request.participant or None
    browser = request.COOKIES.get(settings.RETURN_COOKIE_NAME) or new_secret()
    # Asked on their own page: the address is for the diary that is here.
    mine = bool(participant) and request.POST.get("voor") == "mij"
    status = 422
    if form.is_valid():
        address = form.cleaned_data["address"].lower()
        asker = f"participant {participant.pk}" if participant else f"browser {browser}"
        try:
            count(request, Act.ASK_CODE, {Who.ADDRESS: mailbox_of(address), Who.ASKER: asker})
        except TooOftenError as often:
            if often.who is Who.CLIENT:
                raise
            minutes = -(-often.seconds // 60)
            form.add_error(
                "address",
                _("Er zijn al een paar codes gestuurd. Wacht %(minutes)d minuten en probeer het dan opnieuw.")
                % {"minutes": minutes},
            )
            status = 429
        else:
            mail_code(address=address, browser=browser, participant=participant, now=timezone.now())
            note(Event.CODE_ASKED, what="email_code")
            start_sending_codes()
            response = redirect(reverse("accounts:email_code") + ("?voor=mij" if mine else ""))
            response.set_cookie(
                settings.RETURN_COOKIE_NAME,
                browser,
                max_age=_RETURN_COOKIE_AGE,
                secure=settings.SECURE,
                httponly=True,
                samesite="Lax",
            )
            return response
    if mine:
        return _ways(cast(ParticipantRequest, request), {}, form=form, status=status)
    context = {"form": PaperCodeForm(), "address_form": form, "show_footer": not participant}
    return render_page(
        request, "accounts/return.html", context, page_title=_("Ik deed al mee"), status=status
    )
