"""Open data: files of a quarter that never change, with checksums that are right."""

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import Organisation
from challenges.models import Campaign
from insights.models import Release, TableKind
from insights.queries.open_data import COLUMNS, open_rows
from insights.queries.publication import standing_of
from tests.factories import AT_NOON, make_campaign, make_organisation, make_staff
from tests.releases import MIRROR, make_national, make_release, sign

pytestmark = pytest.mark.django_db
AT = "/open-data/2026-Q3/"
NAMES = ["gedag-2026-Q3.csv", "gedag-2026-Q3.json", "codebook.csv", "SHA256SUMS"]
IN_THE_QUARTER = dt.date(2026, 9, 20)
EARLIER = AT_NOON - dt.timedelta(days=20)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


def local(
    slug: str, *, people: int = 140, due_on: dt.date = IN_THE_QUARTER, kind: str = "municipality"
) -> Release:
    campaign = make_campaign(
        organisation=make_organisation(slug=f"{slug}-stad", kind=kind), slug=slug, length=3
    )
    course = [{"key": "finished", "people": people - 40}, {"key": "stopped", "people": 40}]
    return make_release(
        campaign=campaign, due_on=due_on, tables={TableKind.COURSE: course, TableKind.MIRROR: MIRROR}
    )


@pytest.fixture
def national() -> Release:
    return sign(make_national(), make_staff(), make_staff())


def rows(face: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(face.get(f"{AT}{NAMES[0]}").content.decode(), newline="")))


def test_a_quarter_is_listed_with_its_licence_and_files(deelnemer_face: Client, national: Release) -> None:
    page = deelnemer_face.get("/open-data/").content.decode()
    for name in NAMES:
        assert f'href="{AT}{name}"' in page
        assert deelnemer_face.get(f"{AT}{name}").status_code == 200
    assert "CC BY 4.0" in page


def test_before_anything_is_out_the_page_says_so(deelnemer_face: Client) -> None:
    sign(make_national(), make_staff())
    assert "Nog geen open data" in deelnemer_face.get("/open-data/").content.decode()
    for name in NAMES:
        assert deelnemer_face.get(f"{AT}{name}").status_code == 404


@pytest.mark.parametrize("name", ["gedag-2026-Q4.csv", "..%2f", "gedag.csv", "SHA256SUMS.txt"])
def test_no_other_file_exists(deelnemer_face: Client, national: Release, name: str) -> None:
    assert deelnemer_face.get(f"{AT}{name}").status_code == 404


def test_the_checksums_are_those_of_the_files(deelnemer_face: Client, national: Release) -> None:
    lines = deelnemer_face.get(f"{AT}SHA256SUMS").content.decode().splitlines()
    assert [line.split("  ")[1] for line in lines] == NAMES[:3]
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256(deelnemer_face.get(f"{AT}{name}").content).hexdigest() == digest


def test_json_has_what_csv_has(deelnemer_face: Client, national: Release) -> None:
    data = json.loads(deelnemer_face.get(f"{AT}{NAMES[1]}").content)
    assert data["kolommen"] == list(COLUMNS)
    assert [tuple(row.values()) for row in data["rijen"]] == open_rows(standing_of(national))
    as_text = [["" if cell is None else str(cell) for cell in row.values()] for row in data["rijen"]]
    assert [list(row.values()) for row in rows(deelnemer_face)] == as_text
    assert data["over"]["licentie"].startswith("CC BY 4.0")


def test_counts_stand_there_with_their_margin_and_small_ones_do_not(
    deelnemer_face: Client, national: Release
) -> None:
    found = {row["sleutel"]: row for row in rows(deelnemer_face) if row["maat"] == "keer"}
    positive = found["vraag-de-weg/positive"]
    assert positive["waarde"] == "800"
    assert int(positive["ondergrens"]) < 800 < int(positive["bovengrens"])
    unknown = found["vraag-de-weg/unknown"]
    assert (unknown["waarde"], unknown["ondergrens"], unknown["bovengrens"]) == ("<10", "", "")


def test_only_larger_municipalities_that_came_out_before_have_rows(deelnemer_face: Client) -> None:
    sign(local("groot"), make_staff(), now=EARLIER)
    sign(local("precies", people=100), make_staff(), now=EARLIER)
    sign(local("klein", people=99), make_staff(), now=EARLIER)
    local("niet-getekend")
    sign(local("vorig-kwartaal", due_on=dt.date(2026, 7, 8)), make_staff(), now=EARLIER)
    sign(local("instituut-zelf", kind=Organisation.Kind.INSTITUTE), make_staff(), now=EARLIER)
    sign(make_national(), make_staff(), make_staff())
    before = {name: deelnemer_face.get(f"{AT}{name}").content for name in NAMES}
    assert {row["campagne"] for row in rows(deelnemer_face)} == {"", "groot", "precies"}
    assert {row["gebied"] for row in rows(deelnemer_face)} == {"nederland", "groot-stad", "precies-stad"}
    # What comes out afterwards, or changes its name, is no reason for other bytes.
    later = AT_NOON + dt.timedelta(days=3)
    sign(local("te-laat"), make_staff(), now=later)
    Campaign.objects.update(name="=Anders", headline="Anders")
    assert {name: deelnemer_face.get(f"{AT}{name}").content for name in NAMES} == before


def test_others_may_read_it_from_their_own_pages(deelnemer_face: Client, national: Release) -> None:
    answer = deelnemer_face.get(f"{AT}{NAMES[0]}")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    head = deelnemer_face.head(f"{AT}{NAMES[0]}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
