"""Open data of a national release: its figures, the counts under them, and those of larger municipalities.

What belongs to a quarter is fixed once its release is out: local releases that came out before it did. So the figures
at an address are the same bytes for good. Texts that the library may change stand in the codebook and not in the data.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import Organisation
from insights.models import Outcome, Release, ReleaseKind, TableKind
from insights.queries import policy
from insights.queries.publication import Standing, published_releases, standing_of
from insights.queries.reading import blocks_of
from insights.queries.release_calendar import national_release
from insights.queries.rows import HIDDEN, MEASURES, Row, rows_of
from insights.queries.statistics import Noisy

COLUMNS = (
    "tijdvak", "gebied", "campagne", "onderwerp", "sleutel", "maat", "waarde", "ondergrens", "bovengrens", "aantal",
    "oordeel",
)  # fmt: skip
COUNTRY = "nederland"
TIMES = {
    Outcome.NOT_TRIED: "niet geprobeerd",
    Outcome.POSITIVE: "positief",
    Outcome.NOT_POSITIVE: "neutraal of liever niet",
    Outcome.UNKNOWN: "reactie onbekend",
}
Cells = tuple[float | int | str | None, ...]


@dataclass(frozen=True)
class Place:
    """Whose figures a row gives."""

    cohort: str
    area: str
    campaign: str


def national_releases() -> list[Standing]:
    """The national releases that are out, the newest first."""
    found = published_releases().filter(draw__kind=ReleaseKind.NATIONAL)
    return [standing_of(release) for release in found]


def national_of(cohort: str) -> Standing | None:
    """The national release of a quarter, when it is out."""
    found = published_releases().filter(draw__kind=ReleaseKind.NATIONAL, draw__cohort=cohort).first()
    return standing_of(found) if found else None


def municipalities_in(national: Standing) -> list[Standing]:
    """Local releases of its quarter that were out when it came out, of municipalities with enough participants."""
    due, out = national.release.draw.due_on, national.out_since
    found = published_releases().filter(
        draw__kind__in=[ReleaseKind.FINAL, ReleaseKind.QUARTER],
        draw__campaign__organisation__kind=Organisation.Kind.MUNICIPALITY,
        draw__due_on__gt=_due_before(due),
        draw__due_on__lte=due,
    )
    standings = [standing_of(release) for release in found.prefetch_related("tables")]
    chosen = [
        standing
        for standing in standings
        if out and standing.out_since and standing.out_since <= out
        and participants_in(standing.release) >= policy.MUNICIPALITY_FROM
    ]  # fmt: skip
    return sorted(chosen, key=lambda standing: (_area(standing), _slug(standing), standing.release.draw_id))


def participants_in(release: Release) -> int:
    """How many took part according to the release, with its noise."""
    return sum(
        cell["people"]
        for table in release.tables.all()
        if table.kind == TableKind.COURSE
        for cell in table.cells
    )


def open_rows(national: Standing) -> list[Cells]:
    """Every row of a quarter, under `COLUMNS`."""
    cohort = national.release.draw.cohort
    country = Place(cohort, COUNTRY, "")
    rows = [_cells(country, row) for row in rows_of(blocks_of(national.release))]
    rows += _histogram(country, national.release)
    for standing in municipalities_in(national):
        place = Place(cohort, _area(standing), _slug(standing))
        rows += [_cells(place, row) for row in rows_of(blocks_of(standing.release))]
    return rows


def _histogram(place: Place, release: Release) -> Iterator[Cells]:
    """The counts of the histogram: how often each idea was offered, and what came of it."""
    part = policy.rule_of(ReleaseKind.NATIONAL, TableKind.TRIED, large=False).part("records")
    for table in release.tables.all():
        if table.kind != TableKind.TRIED:
            continue
        for cell in table.cells:
            for outcome in Outcome:
                number = Noisy.of([cell[outcome.value]], part)
                shown = number.value >= policy.SHOWN_FROM
                known = (
                    (number.value, max(0, number.value - number.margin), number.value + number.margin)
                    if shown
                    else (HIDDEN, None, None)
                )
                yield (
                    place.cohort, place.area, place.campaign, "tried", f"{cell['key']}/{outcome.value}", "keer",
                    *known, None, "",
                )  # fmt: skip


def _cells(place: Place, row: Row) -> Cells:
    return (
        place.cohort, place.area, place.campaign, row.subject, row.key, MEASURES[row.measure], row.value, row.low,
        row.high, row.count, row.verdict,
    )  # fmt: skip


def _area(standing: Standing) -> str:
    return standing.campaign.organisation.slug if standing.campaign else COUNTRY


def _slug(standing: Standing) -> str:
    return standing.campaign.slug if standing.campaign else ""


def _due_before(due: dt.date) -> dt.date:
    """The day of the national release before this one."""
    return national_release(_quarter_before(due)).due_on


def _quarter_before(due: dt.date) -> dt.date:
    """A day in the quarter before the one that a release of `due` is about."""
    ended = due - dt.timedelta(days=30)  # in the quarter that it is about
    first = dt.date(ended.year, (ended.month - 1) // 3 * 3 + 1, 1)
    return first - dt.timedelta(days=1)
