"""The links at the foot of a mail: stop one kind with one tap, or choose what comes and when. Neither signs in, and
neither shows a diary or an address in full."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.access import NOBODYS_FRAME, for_everyone, in_language_of
from accounts.models import Contact, Message, Participant
from accounts.queries import row_security
from accounts.queries.participants import of_contact
from accounts.services.contacts import choose_refused_kinds
from accounts.services.mail_tokens import BadTokenError, read_preferences_token, read_unsubscribe_token
from accounts.views.rendering import render_page
from challenges.forms.wishes import (
    CampaignMessagesForm,
    OtherMessagesForm,
    initial_kinds,
    initial_messages,
)
from challenges.models import Participation
from challenges.queries.calendar import CampaignState, campaign_state
from challenges.queries.today import active_participations
from challenges.services.participations import change_settings
from challenges.services.wishes import OF_THE_ADDRESS, stop_all, stop_kind
from interactions.models import local_date

_WHAT = {
    Message.Kind.TODAY: gettext_lazy("je uitdaging van de dag"),
    Message.Kind.LOG_REMINDER: gettext_lazy("de herinnering om het op te schrijven"),
    Message.Kind.NOTICE: gettext_lazy("nieuws van je campagne"),
    Message.Kind.CHECK_IN: gettext_lazy("de vraag hoe het na een maand gaat"),
}


# What a mail program sends when somebody taps its own button "afmelden" (RFC 8058). No form of ours has this field.
_ONE_CLICK = ("List-Unsubscribe", "One-Click")


@for_everyone
@csrf_exempt  # a mail program has no token: for one tap the signed address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stops one kind of message at once; opening the page only asks. A link of an address
    that is gone says so; one that is not whole is 404: saying that it worked would not be true.

    Programs that look whether a mail is safe open its links, and some send the forms they find: without the page's
    cookie that stops nothing."""
    name, value = _ONE_CLICK
    one_tap = request.method == "POST" and request.POST.get(name) == value
    return _stop(request, token) if one_tap else _with_token(request, token)


def _stop(request: HttpRequest, token: str) -> HttpResponse:
    try:
        number, kind = read_unsubscribe_token(token=token)
    except BadTokenError as error:
        raise Http404("no such link") from error
    participant = of_contact(number)
    if participant and request.method == "POST":
        with row_security.acting_for(participant.pk):
            stop_kind(participant=participant, kind=kind)
    done = participant is not None and request.method == "POST"
    context = {**NOBODYS_FRAME, "done": done, "what": _WHAT.get(kind, ""), "token": token}
    context["gone"] = participant is None
    context["also_news"] = kind == Message.Kind.TODAY
    context["again"] = kind not in OF_THE_ADDRESS  # those have no setting of their own there

    def answer() -> HttpResponse:
        return render_page(request, "challenges/unsubscribe.html", context, page_title=_("Afmelden"))

    return in_language_of(participant, request, answer) if participant else answer()


_with_token = csrf_protect(_stop)


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Per campaign when to do it and when to write it down, what else may come, or nothing at all."""
    try:
        participant = of_contact(read_preferences_token(token=token))
    except BadTokenError:
        participant = None
    if participant is None:
        raise Http404("no such link")
    whose = participant
    with row_security.acting_for(whose.pk):
        return in_language_of(whose, request, lambda: _choose(request, token, whose))


def _choose(request: HttpRequest, token: str, participant: Participant) -> HttpResponse:
    here = reverse("challenges:preferences", args=[token])
    contact = participant.contact
    if request.method == "POST" and "geen" in request.POST:
        stop_all(participant=participant)
        return redirect(f"{here}?bewaard=geen")
    posted = request.POST if request.method == "POST" else None
    rows = [
        (one, CampaignMessagesForm(posted, initial=initial_messages(one), prefix=f"in-{one.pk}"))
        for one in _going(participant)
    ]
    other = OtherMessagesForm(posted, initial=initial_kinds(contact))
    if posted is not None and all(form.is_valid() for form in (*(form for _one, form in rows), other)):
        for participation, form in rows:
            _keep(participation, form.cleaned_data)
        refused = [kind for kind in OF_THE_ADDRESS if kind not in other.cleaned_data["kinds"]]
        choose_refused_kinds(participant=participant, kinds=refused)
        return redirect(f"{here}?bewaard=ja")
    return _page(request, {"token": token, "contact": contact, "rows": rows, "other": other})


def _going(participant: Participant) -> list[Participation]:
    """Where messages can still come from."""
    today = local_date(timezone.now())
    return [
        one
        for one in active_participations(participant)
        if campaign_state(one.campaign, today) != CampaignState.OVER
    ]


def _keep(participation: Participation, said: dict[str, Any]) -> None:
    """Days without a time are left as they were."""
    change_settings(
        participation=participation,
        weekdays=said["do_days"] or participation.weekdays,
        prompt_time=said["do_time"] or participation.prompt_time,
        channel=Participation.Channel.EMAIL if said["do_time"] else Participation.Channel.NONE,
        giver=participation.giver,
        log_time=said["log_time"],
        log_weekdays=said["log_days"] or None,
    )


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    rows: list[tuple[Participation, CampaignMessagesForm]] = context["rows"]
    contact: Contact = context["contact"]
    wrong = any(form.errors for _one, form in rows) or bool(getattr(context.get("other"), "errors", None))
    frame = {
        **NOBODYS_FRAME,
        **context,
        "campaign": rows[0][0].campaign if rows else None,
        "masked": contact.masked,
        "saved": request.GET.get("bewaard", ""),
    }
    return render_page(
        request,
        "challenges/preferences.html",
        frame,
        page_title=_("Jouw berichten"),
        status=422 if wrong else 200,
    )
