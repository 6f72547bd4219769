"""Somebody's own data: take it along, sign out, erase it."""

import io
import json
import zipfile

from django.conf import settings
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ParticipantRequest, PublicRequest, count, for_everyone, for_participants
from accounts.events import Event, note
from accounts.queries.participants import is_there
from accounts.queries.ways_back import browsers_of, contact_of, has_way_back
from accounts.services.contacts import remove_address
from accounts.services.email_codes import end_codes_of_browser
from accounts.services.limit_table import Act, Who
from accounts.services.owndata import Sheet, sheets_of
from accounts.services.participants import erase_participant
from accounts.services.sessions import close_other_sessions, close_session
from accounts.services.ways_back import withdraw_ways_back
from accounts.views.rendering import render_page
from accounts.views.spreadsheets import csv_file

_ERASING, _ERASING_AGE = "accounts.erase", 24 * 60 * 60


@for_participants
@require_safe
def own_data(request: ParticipantRequest) -> HttpResponse:
    """What somebody can do with their own data."""
    context = {
        "browsers": browsers_of(request.participant),
        "contact": contact_of(request.participant),
        "no_way_back": not has_way_back(request.participant),
        "elsewhere": request.GET.get("elders") == "uit",
        "current_door": "van-mij",
    }
    return render_page(request, "accounts/own_data.html", context, page_title=_("Mijn gegevens"))


@for_participants
@require_safe
def download_json(request: ParticipantRequest) -> HttpResponse:
    """Everything in one file that programs read, with the meaning of every column."""
    _count_download(request)
    sheets = {
        sheet.key: {
            "titel": sheet.title,
            "kolommen": {column.name: column.meaning for column in sheet.columns},
            "rijen": [
                dict(zip([column.name for column in sheet.columns], row, strict=True)) for row in sheet.rows
            ],
        }
        for sheet in sheets_of(request.participant)
    }
    note(Event.OWN_DATA_TAKEN, kind="json", participant=request.participant.pk)
    text = json.dumps(sheets, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return _download(text.encode(), "application/json; charset=utf-8", "gedag.json")


@for_participants
@require_safe
def download_csv(request: ParticipantRequest) -> HttpResponse:
    """Everything as tables for a spreadsheet, with a codebook, in one zip file."""
    _count_download(request)
    sheets = sheets_of(request.participant)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("codeboek.csv", _codebook(sheets))
        for sheet in sheets:
            header = [column.name for column in sheet.columns]
            archive.writestr(f"{sheet.key}.csv", csv_file([header, *sheet.rows]))
    note(Event.OWN_DATA_TAKEN, kind="zip", participant=request.participant.pk)
    return _download(file.getvalue(), "application/zip", "gedag.zip")


def _count_download(request: ParticipantRequest) -> None:
    if request.method != "HEAD":
        count(request, Act.DOWNLOAD_OWN, {Who.PARTICIPANT: request.participant.pk})


def _codebook(sheets: list[Sheet]) -> bytes:
    rule = _(
        "Een tekst die begint met = + - of @ heeft hier een ' ervoor, zodat een rekenblad er geen formule van maakt."
    )
    rows = [(f"{sheet.key}.csv", column.name, column.meaning) for sheet in sheets for column in sheet.columns]
    return csv_file([("bestand", "kolom", "betekenis"), *rows, ("alle bestanden", "", rule)])


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@for_participants
@require_POST
def sign_out(request: ParticipantRequest) -> HttpResponse:
    """This browser forgets the participant; their diary stays, for who has a way back."""
    close_session(secret=request.COOKIES.get(settings.PARTICIPANT_COOKIE_NAME, ""))
    end_codes_of_browser(browser=request.COOKIES.get(settings.RETURN_COOKIE_NAME, ""), now=timezone.now())
    note(Event.SIGNED_OUT, participant=request.participant.pk)
    return _forgotten("/?wie=uit")


@for_participants
@require_POST
def sign_out_elsewhere(request: ParticipantRequest) -> HttpResponse:
    """Every other browser forgets the participant, and start link and paper code stop working; the e-mail address
    too, for who wants that."""
    secret = request.COOKIES.get(settings.PARTICIPANT_COOKIE_NAME, "")
    close_other_sessions(participant=request.participant, secret=secret)
    withdraw_ways_back(participant=request.participant, now=timezone.now())
    if request.POST.get("adres") == "weg":
        remove_address(participant=request.participant)
    note(Event.SIGNED_OUT_EVERYWHERE, participant=request.participant.pk)
    return redirect("/van-mij/gegevens/?elders=uit")


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: PublicRequest) -> HttpResponse:
    """Erases everything of this participant, after one question; the browser forgets them too. Open to everyone, so
    that the second tap, of somebody who is not there any more, is answered as the first."""
    if not request.participant and _was_erased(request.POST.get("wie", "")):
        return _forgotten("/?wie=gewist")
    return _erase(request)


@for_participants
def _erase(request: ParticipantRequest) -> HttpResponse:
    if request.method == "POST":
        erase_participant(participant=request.participant)
        return _forgotten("/?wie=gewist")
    token = signing.dumps(request.participant.pk, salt=_ERASING)
    context = {"token": token, "current_door": "van-mij"}
    return render_page(request, "accounts/erase.html", context, page_title=_("Wis alles"))


def _was_erased(token: str) -> bool:
    """Whether who asked to be erased on the page with this token is gone."""
    try:
        return not is_there(signing.loads(token, salt=_ERASING, max_age=_ERASING_AGE))
    except signing.BadSignature:
        return False


def _forgotten(target: str) -> HttpResponse:
    response = redirect(target)
    response.delete_cookie(settings.PARTICIPANT_COOKIE_NAME, samesite="Lax")
    response.delete_cookie(settings.RETURN_COOKIE_NAME, samesite="Lax")
    return response
