"""Staff pages of an institute: every public campaign in the country, with what runs without Gedag beside it."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, for_staff
from accounts.events import Event, note
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from accounts.views.spreadsheets import csv_file
from challenges.models import OutsideCampaign
from challenges.queries.staff_national import outside_campaigns
from challenges.views.beheer.institute import institute_of
from insights.queries.staff_national import NationalRow, national_rows, next_national_release
from interactions.models import local_date

_COLUMNS = (
    "met_gedag", "campagne", "organisatie", "stand", "eerste_dag", "laatste_dag", "dagen", "dagen_gevuld",
    "overgenomen_van", "volgende_cijfers", "hoeveel_mensen_volgens_hen", "wat_ze_deden", "webadres",
)  # fmt: skip


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def national(request: StaffRequest) -> HttpResponse:
    """The overview."""
    organisation = institute_of(request)
    rows = national_rows(local_date(timezone.now()))
    context = {
        "going": [row for row in rows if not row.is_over],
        "over": [row for row in rows if row.is_over],
        "national_release": next_national_release(),
        "outside": outside_campaigns(organisation),
        "may_keep": Permission.KEEP_OVERVIEW in request.membership.permissions,
        "kept": request.GET.get("bewaard") == "ja",
        "removed": request.GET.get("weg") == "ja",
        "public": settings.URL_DEELNEMER,
    }
    return render_page(request, "insights/beheer/national.html", context, page_title="Landelijk")


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def file(request: StaffRequest) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    organisation, today = institute_of(request), local_date(timezone.now())
    rows = [_COLUMNS, *_cells(national_rows(today)), *_outside_cells(outside_campaigns(organisation))]
    note(Event.EXPORTED, what="campaigns", kind="csv")
    return HttpResponse(
        csv_file(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="campagnes-{today:%Y-%m-%d}.csv"'},
    )


def _cells(rows: list[NationalRow]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        one, example = row.campaign, row.campaign.adopted_from
        yield (
            True, one.name, one.organisation.name, row.word, one.starts_on, one.ends_on, row.days,
            row.filled, f"{example.name} ({example.organisation.name})" if example else None, row.next_release,
            None, None, f"{settings.URL_DEELNEMER}/{one.slug}/",
        )  # fmt: skip


def _outside_cells(entries: list[OutsideCampaign]) -> Iterator[tuple[object, ...]]:
    for one in entries:
        yield (
            False, one.name, one.municipality, None, one.starts_on, one.ends_on, None, None, None, None,
            one.about_how_many, one.did, one.address,
        )  # fmt: skip
