"""No file for a spreadsheet calculates with what somebody typed."""

import csv
import io
import zipfile

import pytest
from pytest_django import Settings

from accounts.validators import without_formula
from challenges.models import OutsideCampaign
from interactions.models import OwnOpener
from tests.architecture.rights_world import browser_of, make_world
from tests.factories import AT_NOON, make_domain
from tests.security.hostile import participant_of
from tests.security.payloads import FORMULAS, PAYLOADS

pytestmark = pytest.mark.django_db
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def calculates(cell: str) -> bool:
    """Whether a spreadsheet would take it for a formula; a number is one only by its looks."""
    number = cell.lstrip("+-").replace(".", "", 1).replace(",", "", 1).isdigit()
    return cell.startswith(STARTS) and not number


def cells_of(file: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(file.decode("utf-8-sig"))) for cell in row]


def test_everything_that_somebody_takes_along(settings: Settings) -> None:
    settings.ROOT_URLCONF = settings.URLCONF_OF["deelnemer"]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF["deelnemer"]
    world = make_world()
    whose, place = participant_of(world), make_domain()
    for text in PAYLOADS:
        OwnOpener.objects.create(
            participant=whose, text=text[:120], domain=place, created_at=AT_NOON, updated_at=AT_NOON
        )
    answer = browser_of(world, "deelnemer", "deelnemer").get("/van-mij/gegevens/gedag.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        cells = {name: cells_of(archive.read(name)) for name in archive.namelist()}
    assert {name: [one for one in found if calculates(one)] for name, found in cells.items()} == {
        name: [] for name in cells
    }
    kept = {cell for found in cells.values() for cell in found}
    assert [text for text in FORMULAS if not {text[:120], f"'{text[:120]}"} & kept] == []


def test_what_the_institute_reads_of_everybody(settings: Settings) -> None:
    settings.ROOT_URLCONF = settings.URLCONF_OF["beheer"]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF["beheer"]
    world = make_world()
    for text in FORMULAS:
        OutsideCampaign.objects.create(
            organisation=world.institute.organisation, municipality=text, name=text, about_how_many=text[:60],
            did=text, starts_on=AT_NOON.date(),
        )  # fmt: skip
    answer = browser_of(world, "beheer", "redactie").get("/beheer/instituut/landelijk/campagnes.csv")
    cells = cells_of(answer.content)
    assert [one for one in cells if calculates(one)] == []
    assert sum("1+1" in one for one in cells) >= len(FORMULAS)


@pytest.mark.parametrize("text", FORMULAS)
def test_an_apostrophe_stands_in_front_of_what_would_calculate(text: str) -> None:
    assert not calculates(without_formula(text))
    assert without_formula(text).endswith(text)
