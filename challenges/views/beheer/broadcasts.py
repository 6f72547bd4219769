"""Staff pages: a message to everybody who takes part by mail: written, seen as it arrives, tried, and sent once."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, count, for_staff
from accounts.permissions import Permission
from accounts.services.limit_table import Act, Who
from accounts.views.rendering import render_page
from challenges.forms.beheer.broadcasts import BroadcastForm
from challenges.models import Broadcast, Campaign, DeliverySummary
from challenges.queries.calendar import CampaignState, campaign_state
from challenges.queries.staff_broadcasts import broadcast_state, broadcasts_of, why_no_broadcast
from challenges.queries.staff_delivery import delivery_lines
from challenges.services.broadcast_tests import (
    MailAwayError,
    TooManyTestsError,
    broadcast_letter,
    send_broadcast_test,
)
from challenges.services.notices import (
    WORTH_SENDING_FOR,
    BroadcastChangedError,
    NoBroadcastNowError,
    by_daylight,
    confirm_broadcast,
)
from challenges.views.beheer.frame import campaign_frame, campaign_of
from challenges.views.beheer.framing import mail_to_look_at
from interactions.models import local_date
from interactions.models.local_day import AMSTERDAM

_SHOWN = 20
_LETTERS = "letters"  # key in a session: what the last previews say, by the number of their page
_MOST_LETTERS = 3  # windows side by side


@for_staff(Permission.PUBLISH_CAMPAIGNS)  # type: ignore[arg-type]  # django-csp knows plain requests only
@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def broadcast(request: StaffRequest, slug: str) -> HttpResponse:
    """Writing (`terug` comes back to it), seeing it as it will arrive, `test` to oneself, `verstuur` once."""
    campaign = campaign_of(request, slug)
    form = BroadcastForm(request.POST) if request.method == "POST" else BroadcastForm()
    if not form.is_bound or not form.is_valid() or "terug" in request.POST:
        return _write(request, campaign, form)
    said, now = form.cleaned_data, timezone.now()
    why = why_no_broadcast(campaign, now=now, arrives_at=by_daylight(at=now))
    if "verstuur" in request.POST:
        return _send(request, campaign, form)
    if why:
        return _write(request, campaign, form)
    tested = ""
    if "test" in request.POST:
        try:
            send_broadcast_test(
                campaign=campaign, user=request.user, title=said["title"], text=said["text"], now=now
            )
            tested = "sent"
        except TooManyTestsError:
            tested = "too_many"
        except MailAwayError:
            tested = "away"
    return _preview(request, campaign, form, tested)


def _send(request: StaffRequest, campaign: Campaign, form: BroadcastForm) -> HttpResponse:
    said = form.cleaned_data
    count(request, Act.BROADCAST, {Who.CAMPAIGN: campaign.pk})
    try:
        confirm_broadcast(
            campaign=campaign,
            client_id=said["client_id"],
            title=said["title"],
            text=said["text"],
            created_by=request.user,
            now=timezone.now(),
        )
    except BroadcastChangedError:
        fresh = BroadcastForm({**request.POST.dict(), "client_id": str(uuid.uuid4())})
        return _write(request, campaign, fresh, changed=True)
    except NoBroadcastNowError:
        return _write(request, campaign, form)
    _put_letter_away(request, said["client_id"])
    here = reverse("beheer:broadcast", args=[request.membership.organisation.slug, campaign.slug])
    return redirect(f"{here}?verstuurd=ja")


def _write(
    request: StaffRequest, campaign: Campaign, form: BroadcastForm, *, changed: bool = False
) -> HttpResponse:
    context = {
        **_about(campaign),
        "form": form,
        "changed": changed,
        "sent": request.GET.get("verstuurd") == "ja",
    }
    wrong = form.is_bound and (bool(form.errors) or changed or context["why"] is not None)
    return render_page(
        request,
        "challenges/beheer/broadcast.html",
        context,
        page_title=_("Bericht"),
        status=422 if wrong else 200,
    )


def _preview(request: StaffRequest, campaign: Campaign, form: BroadcastForm, tested: str) -> HttpResponse:
    said = form.cleaned_data
    letter = broadcast_letter(
        campaign=campaign, title=said["title"], text=said["text"], to=request.user.email
    )
    _keep_letter(request, campaign, said)
    here = reverse("beheer:broadcast_mail", args=[request.membership.organisation.slug, campaign.slug])
    about = _about(campaign)
    context = {
        **about,
        "said": said,
        "letter": letter,
        "mail_url": f"{here}?{urlencode({'van': said['client_id']})}",
        "tested": tested,
        "same": any(
            (row["broadcast"].title, row["broadcast"].text) == (said["title"], said["text"])
            for row in about["earlier"]
        ),
    }
    return render_page(
        request, "challenges/beheer/broadcast_preview.html", context, page_title=_("Bekijk je bericht")
    )


def _keep_letter(request: StaffRequest, campaign: Campaign, said: dict[str, Any]) -> None:
    """Keeps the words for the frame that shows them, in the session: an address ends up in logs and in a history."""
    _put_letter_away(request, said["client_id"])
    kept = list(request.session.get(_LETTERS, {}).items())[1 - _MOST_LETTERS :]
    letter = [campaign.pk, said["title"], said["text"]]
    request.session[_LETTERS] = dict([*kept, (str(said["client_id"]), letter)])


def _put_letter_away(request: StaffRequest, client_id: uuid.UUID) -> None:
    kept = request.session.get(_LETTERS, {})
    if kept.pop(str(client_id), None):
        request.session[_LETTERS] = kept


def _about(campaign: Campaign) -> dict[str, Any]:
    """What both pages say: whether it can go out, when it arrives, and what went out before."""
    now = timezone.now()
    arrives_at = by_daylight(at=now)
    delivery = delivery_lines([campaign], now).get(campaign.pk)
    stalled = delivery is not None and delivery.state == DeliverySummary.State.STALLED
    running = campaign_state(campaign, local_date(now)) == CampaignState.RUNNING
    return {
        **campaign_frame(campaign),
        "why": why_no_broadcast(campaign, now=now, arrives_at=arrives_at),
        "at_once": arrives_at == now,
        "tomorrow": arrives_at.astimezone(AMSTERDAM).date() > now.astimezone(AMSTERDAM).date(),
        "delivery": delivery if stalled else None,
        "earlier": [
            _row(one, now, running=running, stalled=stalled) for one in broadcasts_of(campaign)[:_SHOWN]
        ],
    }


def _row(one: Broadcast, now: dt.datetime, *, running: bool, stalled: bool) -> dict[str, Any]:
    arrives_at = by_daylight(at=one.confirmed_at or now)
    state = broadcast_state(
        arrives_at=arrives_at,
        expires_at=arrives_at + WORTH_SENDING_FOR,
        running=running,
        stalled=stalled,
        now=now,
    )
    return {"broadcast": one, "state": state, "arrives_at": arrives_at, "later": arrives_at > now}


@for_staff(Permission.PUBLISH_CAMPAIGNS)
@require_safe
@xframe_options_sameorigin
def mail(request: StaffRequest, slug: str) -> HttpResponse:
    """The mail itself, in the frame of the preview (`van` is the number of its page)."""
    campaign = campaign_of(request, slug)
    of_campaign, title, text = request.session.get(_LETTERS, {}).get(request.GET.get("van"), (None, "", ""))
    if of_campaign != campaign.pk:
        raise Http404("no such preview")
    letter = broadcast_letter(campaign=campaign, title=title, text=text, to=request.user.email)
    return mail_to_look_at(request, letter.html)
