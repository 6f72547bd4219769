"""Staff pages: the logbook of a campaign, in the organisation's own words at the start, half-way and at the end."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.logbook import QUESTIONS, LogbookForm, question
from challenges.models import Campaign, LogbookEntry
from challenges.queries.staff_flags import Flagged, flags_in
from challenges.queries.staff_logbook import TEXTS, logbook_of, moment_due, moments_from
from challenges.services.logbook import FIELDS, LogbookChangedError, write_logbook
from challenges.views.beheer.frame import campaign_frame, campaign_of
from interactions.models import local_date

Moment = LogbookEntry.Moment
# As they stand in an address.
WORDS = {Moment.START: "start", Moment.HALFWAY: "halverwege", Moment.END: "eind"}
_MOMENT_OF = {word: moment for moment, word in WORDS.items()}


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def logbook(request: StaffRequest, slug: str) -> HttpResponse:
    """The three moments, what was written about each, and which one it is time for. Fit to print."""
    campaign = campaign_of(request, slug)
    written = logbook_of(campaign)
    due = moment_due(campaign, written, local_date(timezone.now()))
    begins = moments_from(campaign)
    context = {
        **campaign_frame(campaign),
        "moments": [
            {
                "moment": moment,
                "word": WORDS[moment],
                "entry": written.get(moment),
                "answers": _answers(written[moment]) if moment in written else [],
                "due": moment == due,
                "from": begins[moment],
            }
            for moment in Moment
        ],
        "kept": request.GET.get("bewaard") == "ja",
    }
    return render_page(request, "challenges/beheer/logbook.html", context, page_title=_("Logboek"))


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: StaffRequest, slug: str, moment: str) -> HttpResponse:
    """Writing about one moment. `zeker` is the second tap, after asking whether a name may stand there."""
    campaign = campaign_of(request, slug)
    if moment not in _MOMENT_OF:
        raise Http404("no such moment")
    about = _MOMENT_OF[moment]
    if request.method != "POST":
        return _ask(request, campaign, about, LogbookForm(initial=_start(campaign, about), moment=about))
    form = LogbookForm(request.POST, moment=about)
    if not form.is_valid():
        return _ask(request, campaign, about, form, status=422)
    said = form.cleaned_data
    flags = [flag for name in TEXTS for flag in flags_in(said[name])]
    if flags and "zeker" not in request.POST:
        return _ask(request, campaign, about, form, flags=flags)
    try:
        write_logbook(
            campaign=campaign,
            moment=about,
            said={name: said[name] for name in FIELDS},
            seen=said["seen"],
            by=request.user,
            now=timezone.now(),
        )
    except LogbookChangedError as error:
        # What was typed stays, what the other wrote stands beside it, and saving again is over what was seen now.
        seen = error.entry.updated_at.isoformat()
        again = LogbookForm({**request.POST.dict(), f"{LogbookForm.prefix}-seen": seen}, moment=about)
        return _ask(request, campaign, about, again, other=error.entry, status=422)
    response = redirect("beheer:logbook", org=request.membership.organisation.slug, slug=campaign.slug)
    response["Location"] += "?bewaard=ja"
    return response


def _start(campaign: Campaign, moment: LogbookEntry.Moment) -> dict[str, Any]:
    entry = logbook_of(campaign).get(moment)
    if entry is None:
        return {}
    return {"seen": entry.updated_at.isoformat(), **{name: getattr(entry, name) for name in FIELDS}}


def _ask(
    request: StaffRequest,
    campaign: Campaign,
    moment: LogbookEntry.Moment,
    form: LogbookForm,
    *,
    flags: list[Flagged] | None = None,
    other: LogbookEntry | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **campaign_frame(campaign),
        "form": form,
        "moment": moment,
        "word": WORDS[moment],
        "flags": flags or [],
        "other": other,
        "other_answers": _answers(other) if other else [],
    }
    return render_page(
        request, "challenges/beheer/logbook_write.html", context, page_title=_("Logboek"), status=status
    )


def _answers(entry: LogbookEntry) -> list[tuple[Any, Any]]:
    """Each question that was answered, with the answer."""
    found = [(question(name, entry.moment), getattr(entry, name)) for name in QUESTIONS]
    return [(asked, answer) for asked, answer in found if answer not in ("", None)]
