"""Coming in with a way back: start link, code on paper, code by e-mail. When this device knows a diary already, the
page says what becomes of it, and two diaries become one only for who says that both are theirs."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PublicRequest, count, for_everyone
from accounts.events import Event, note
from accounts.forms.ways_back import EmailCodeForm, PaperCodeForm
from accounts.middleware import keep_participant_cookie
from accounts.models import Participant, WayBack
from accounts.queries import row_security
from accounts.queries import ways_back as known
from accounts.services.contacts import come_back_with_address
from accounts.services.email_codes import NoCodeError, WrongCodeError, redeem_code, waiting_address
from accounts.services.limit_table import Act
from accounts.services.merging import bring_along
from accounts.services.secrets import hash_secret, hashes_of_code, in_fours, read_code
from accounts.services.sessions import close_session, open_session
from accounts.services.ways_back import mark_used
from accounts.views.come_back import ASK_AGAIN, address_form
from accounts.views.language import keep_language
from accounts.views.rendering import render_page

AFTER_COMING_BACK = "/vandaag/"


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PublicRequest, secret: str) -> HttpResponse:
    """Coming back with the start link. Opening it (also by a mail scanner) changes nothing; the button signs in."""
    found = known.way_back(WayBack.Kind.START_LINK, hash_secret(secret))
    if found is None:
        count(request, Act.MISS_LINK)
    return _come_in(request, found, {"action": request.path}, sure=request.method == "POST")


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def return_code(request: PublicRequest, code: str) -> HttpResponse:
    """Coming back with the QR on paper: as with the start link."""
    found = _on_paper(request, read_code(code))
    return _come_in(request, found, {"action": request.path}, sure=request.method == "POST")


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def return_paper(request: PublicRequest) -> HttpResponse:
    """The button under a code that was typed: the code comes along in the form, so that no address holds it."""
    if request.method != "POST":
        return redirect("accounts:return")
    code = read_code(request.POST.get("code", ""))
    return _come_in(request, _on_paper(request, code), _typed(code), sure=True)


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def return_(request: PublicRequest) -> HttpResponse:
    """ "Ik deed al mee": a code from paper, or an address to mail a code to."""
    form = PaperCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        if found := _on_paper(request, code):
            return _come_in(request, found, _typed(code), sure=False)
        note(Event.CODE_WRONG, what="paper_code")
        form.add_error(
            "code", _("Deze code kennen we niet. Kijk of elk teken klopt, en probeer het opnieuw.")
        )
    context = {
        "form": form,
        "address_form": address_form(request),
        "code_over": request.GET.get("code") == "verlopen",
        "address_unknown": request.GET.get("adres") == "onbekend",
        "show_footer": True,
    }
    status = 422 if form.errors else 200
    return render_page(
        request, "accounts/return.html", context, page_title=_("Ik deed al mee"), status=status
    )


def _on_paper(request: PublicRequest, code: str) -> WayBack | None:
    """The way back with this code of a paper. Every look is counted, also one that finds: a code can be guessed."""
    count(request, Act.TRY_PAPER_CODE)
    return known.way_back(WayBack.Kind.PAPER_CODE, *hashes_of_code(code))


def _typed(code: str) -> dict[str, str]:
    """Where the button under a code that was typed leads, with the code."""
    return {"action": reverse("accounts:return_paper"), "code": in_fours(code)}


def _come_in(
    request: PublicRequest, found: WayBack | None, asked: dict[str, str], *, sure: bool
) -> HttpResponse:
    """The question, to be answered at `asked`, and when somebody is `sure`, the way in."""
    if found is None or found.replaced_at:
        note(Event.WAY_BACK_REFUSED, reason="replaced" if found else "unknown")
        refusal = {"replaced": found is not None, "show_footer": True}
        title = _("Deze weg terug werkt niet")
        return render_page(
            request, "accounts/start_refused.html", refusal, page_title=title, status=410 if found else 404
        )
    present = request.participant or None
    if present and present.pk == found.participant_id:
        return redirect(AFTER_COMING_BACK)
    if sure:
        now = timezone.now()
        if present and request.POST.get("mee") == "ja":
            bring_along(source=present, target=found.participant, now=now)
        with row_security.acting_for(found.participant_id):
            mark_used(way_back=found, now=now)
        note(Event.CAME_BACK, what=found.kind, participant=found.participant_id)
        return _signed_in(request, found.participant)
    context = {**asked, **_here(present), "show_footer": True}
    return render_page(request, "accounts/start.html", context, page_title=_("Welkom terug"))


def _here(present: Participant | None) -> dict[str, bool]:
    """What the page says about the diary that this device knows already."""
    return {
        "someone_else": present is not None,
        "has_address": present is not None and known.contact_of(present) is not None,
        "no_way_back": present is not None and not known.has_way_back(present),
    }


def _signed_in(request: PublicRequest, participant: Participant) -> HttpResponse:
    close_session(secret=request.COOKIES.get(settings.PARTICIPANT_COOKIE_NAME, ""))
    row_security.act_for(participant.pk)
    response = redirect(AFTER_COMING_BACK)
    keep_participant_cookie(response, open_session(participant=participant, now=timezone.now()))
    keep_language(response, participant.language)
    return response


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def email_code(request: PublicRequest) -> HttpResponse:
    """The code from the mailbox: proves the address, and brings its participant in."""
    now = timezone.now()
    browser = request.COOKIES.get(settings.RETURN_COOKIE_NAME, "")
    address = waiting_address(browser=browser, now=now)
    present = request.participant or None
    mine = present is not None and request.GET.get("voor") == "mij"
    where_asked = reverse("accounts:come_back" if mine else "accounts:return")
    if not address:
        return redirect(f"{where_asked}?code=verlopen")
    contact = known.contact_of(present) if present else None
    form = EmailCodeForm(
        request.POST if request.method == "POST" else None,
        whose=present is not None and contact is None and not mine,
    )
    if form.is_bound and form.is_valid():
        count(request, Act.TRY_CODE)
        own = mine or form.cleaned_data.get("own") == "ja"
        try:
            address = redeem_code(code=form.cleaned_data["code"], browser=browser, now=now)
        except WrongCodeError:
            note(Event.CODE_WRONG, what="email_code")
            form.add_error(
                "code", _("Deze code klopt niet. Kijk in de nieuwste mail en probeer het opnieuw.")
            )
        except NoCodeError:
            note(Event.CODE_WRONG, what="email_code", reason="over")
            form.add_error("code", _("Deze code werkt niet meer. Vraag een nieuwe aan."))
        else:
            participant = come_back_with_address(address=address, participant=present, own=own, now=now)
            note(Event.CAME_BACK, what="email_code", participant=participant.pk if participant else None)
            if participant is None and contact:
                return redirect(reverse("accounts:come_back") + "?adres=blijft")
            if participant is None:
                return redirect(reverse("accounts:return") + "?adres=onbekend")
            if present and present.pk == participant.pk:
                return redirect("accounts:come_back")
            return _signed_in(request, participant)
    context = {
        **_here(present),
        "form": form,
        "address": address,
        "mine": mine,
        "joins": mine and contact is None,
        "ask_again": f"{where_asked}?adres={ASK_AGAIN}",
        "apart": contact is not None and contact.address != address,
        "show_footer": not present,
    }
    status = 422 if form.errors else 200
    return render_page(request, "accounts/email_code.html", context, page_title=_("Jouw code"), status=status)
