"""Published figures for everybody: nothing before the last signature, and afterwards the same for each reader."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from challenges.models import Campaign
from insights.models import Draw, Release, ReleaseKind
from insights.queries.reading import blocks_of
from insights.queries.rows import COLUMNS, cells_of, rows_of
from tests.factories import AT_NOON, TODAY, make_campaign, make_staff
from tests.releases import make_draw, make_national, make_release, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign(length=9, slug="zwaai")


@pytest.fixture
def release(campaign: Campaign) -> Release:
    return sign(make_release(campaign=campaign), make_staff())


def at(release: Release, rest: str = "") -> str:
    return f"/resultaten/{release.digest[:12]}/{rest}"


SORTS = ["csv", "zip", "xlsx", "json"]


def test_what_is_out_is_listed_and_read(deelnemer_face: Client, release: Release, campaign: Campaign) -> None:
    for page in ("/resultaten/", "/resultaten/van/zwaai/"):
        assert at(release) in deelnemer_face.get(page).content.decode()
    page = deelnemer_face.get(at(release)).content.decode()
    for block in blocks_of(release):
        assert block.title in page
        assert block.sentence in page
    assert release.digest in page
    assert "CC BY 4.0" in page
    assert "minder dan 10" in page  # of the mirror, four people are not shown
    assert campaign.organisation.name in page


def test_the_list_has_the_newest_day_first_and_then_the_name(deelnemer_face: Client) -> None:
    def out(name: str, due_on: dt.date) -> str:
        campaign = make_campaign()
        Campaign.objects.filter(pk=campaign.pk).update(name=name)
        return at(sign(make_release(campaign=campaign, due_on=due_on), make_staff()))

    day = dt.timedelta(days=1)
    first, third, second = out("bb", TODAY), out("aa", TODAY - day), out("zz", TODAY)
    page = deelnemer_face.get("/resultaten/").content.decode()
    assert sorted((first, second, third), key=page.index) == [first, second, third]


def test_before_the_last_signature_nothing_exists_for_the_public(
    deelnemer_face: Client, campaign: Campaign
) -> None:
    mine, national = make_release(campaign=campaign), sign(make_national(), make_staff())
    for release in (mine, national):
        for rest in ("", *(f"cijfers.{sort}" for sort in SORTS)):
            assert deelnemer_face.get(at(release, rest)).status_code == 404
        for page in ("/resultaten/", "/resultaten/van/zwaai/"):
            assert release.digest[:12] not in deelnemer_face.get(page).content.decode()
    assert deelnemer_face.get("/open-data/2026-Q3/gedag-2026-Q3.csv").status_code == 404
    sign(national, make_staff())
    assert deelnemer_face.get(at(national)).status_code == 200


def test_the_calendar_is_public(deelnemer_face: Client, campaign: Campaign) -> None:
    make_draw(campaign=campaign, kind=ReleaseKind.FINAL)
    hidden = make_campaign(length=3, status=Campaign.Status.DRAFT)
    make_draw(campaign=hidden, kind=ReleaseKind.FINAL)
    make_draw(kind=ReleaseKind.NATIONAL, cohort="2026-Q4")
    make_draw(campaign=campaign, kind=ReleaseKind.INTERIM_1, state=Draw.State.CALLED_OFF)
    page = deelnemer_face.get("/resultaten/").content.decode()
    assert f"{campaign.name}: eindstand" in page
    assert "Heel Nederland, kwartaal 4 van 2026" in page
    assert hidden.name not in page
    assert "tussenstand" not in page
    assert "14 oktober 2026" in page


def test_a_campaign_links_to_its_results(deelnemer_face: Client, campaign: Campaign) -> None:
    assert "/resultaten/van/zwaai/" in deelnemer_face.get("/zwaai/").content.decode()
    assert deelnemer_face.get("/resultaten/van/zwaai/").status_code == 200
    assert deelnemer_face.get("/resultaten/van/bestaat-niet/").status_code == 404


def test_english_readers_get_english_words_and_the_same_files(
    deelnemer_face: Client, release: Release
) -> None:
    english = {"Accept-Language": "en"}
    page = deelnemer_face.get(at(release), headers=english).content.decode()
    assert "Did it go better than expected?" in page or "Final figures" in page
    assert "Naar de inhoud" not in page
    for sort in SORTS:
        dutch = deelnemer_face.get(at(release, f"cijfers.{sort}"))
        assert deelnemer_face.get(at(release, f"cijfers.{sort}"), headers=english).content == dutch.content


@pytest.mark.parametrize("sort", ["", *SORTS])
def test_every_read_gives_the_same_body_and_a_tag_for_it(
    deelnemer_face: Client, release: Release, sort: str
) -> None:
    address = at(release, f"cijfers.{sort}" if sort else "")
    first = deelnemer_face.get(address)
    with time_machine.travel(AT_NOON.replace(hour=20), tick=False):
        for _ in range(20):
            again = deelnemer_face.get(address)
            assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    known = deelnemer_face.get(address, headers={"If-None-Match": first["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    other = deelnemer_face.get(address, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize("rest", ["", "cijfers.csv", "cijfers.xlsx"])
def test_head_says_what_get_says(deelnemer_face: Client, release: Release, rest: str) -> None:
    head, get = deelnemer_face.head(at(release, rest)), deelnemer_face.get(at(release, rest))
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Type"]) == (get["ETag"], get["Content-Type"])


def test_a_sort_of_file_that_does_not_exist_is_404(deelnemer_face: Client, release: Release) -> None:
    assert deelnemer_face.get(at(release, "cijfers.exe")).status_code == 404
    assert deelnemer_face.post(at(release)).status_code == 405


def texts(value: Any) -> str:
    return "" if value is None else str(value)


def as_written(cell: str) -> float | str:
    """A number to ten places: a workbook writes sixteen digits of it."""
    try:
        return round(float(cell), 10)
    except ValueError:
        return cell


def sheet_of(content: bytes, number: int) -> list[list[str]]:
    """The cells of a sheet of a workbook as texts, read without the library that wrote it."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = [
            "".join(text.itertext())
            for text in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
        ]
        tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314
    assert not list(tree.iter(f"{name}f")), "a formula"
    rows = []
    for row in tree.iter(f"{name}row"):
        cells: dict[str, str] = {}
        for cell in row:
            value = cell.find(f"{name}v")
            found = value.text or "" if value is not None else ""
            column = "".join(filter(str.isalpha, cell.attrib["r"]))
            cells[column] = shared[int(found)] if cell.attrib.get("t") == "s" else found
        rows.append([cells.get(column, "") for column in "ABCDEFGHI"])
    return rows


def test_every_file_has_the_figures_of_the_page_and_no_others(
    deelnemer_face: Client, release: Release
) -> None:
    wanted = [cells_of(row) for row in rows_of(blocks_of(release))]
    assert len(wanted) > 8
    as_text = [[texts(cell) for cell in row] for row in wanted]
    content = {sort: deelnemer_face.get(at(release, f"cijfers.{sort}")).content for sort in SORTS}
    assert list(csv.reader(io.StringIO(content["csv"].decode(), newline=""))) == [list(COLUMNS), *as_text]
    with zipfile.ZipFile(io.BytesIO(content["zip"])) as archive:
        assert archive.namelist() == ["cijfers.csv", "codebook.csv", "over-deze-cijfers.txt"]
        assert archive.read("cijfers.csv") == content["csv"]
        assert release.digest in archive.read("over-deze-cijfers.txt").decode()
        codebook = archive.read("codebook.csv").decode()
    for name in COLUMNS:
        assert f"\n{name}," in codebook
    data = json.loads(content["json"])
    assert [tuple(row.values()) for row in data["cijfers"]] == wanted
    assert data["over"]["sha256 van de uitgave"] == release.digest
    figures = sheet_of(content["xlsx"], 1)
    assert figures[0] == [name.capitalize() for name in COLUMNS]
    numbers = [[as_written(cell) for cell in row] for row in figures[1:]]
    assert numbers == [[as_written(cell) for cell in row] for row in as_text]


def test_a_number_below_ten_is_in_no_file(deelnemer_face: Client, release: Release) -> None:
    rows = list(csv.DictReader(io.StringIO(deelnemer_face.get(at(release, "cijfers.csv")).content.decode())))
    (less,) = [row for row in rows if row["sleutel"] == "less" and row["maat"] == "mensen"]
    assert (less["waarde"], less["ondergrens"], less["bovengrens"]) == ("<10", "", "")
    assert [row for row in rows if row["sleutel"] == "less" and row["maat"] != "mensen"] == []


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_so_many_queries_however_much_is_out(deelnemer_face: Client, count: int) -> None:
    for _ in range(count):
        sign(make_release(campaign=make_campaign(length=3)), make_staff())
        make_draw(campaign=make_campaign(length=3), kind=ReleaseKind.FINAL)
    with CaptureQueriesContext(connection) as queries:
        assert deelnemer_face.get("/resultaten/").status_code == 200
    assert len(queries) == 3


def test_a_release_takes_so_many_queries(deelnemer_face: Client, release: Release) -> None:
    with CaptureQueriesContext(connection) as queries:
        deelnemer_face.get(at(release))
    assert len(queries) == 6
