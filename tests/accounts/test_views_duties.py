"""Pages that the law, or decency, asks for: cookies, licences, how to tell of a weak spot."""

import datetime as dt
import html
import re
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from accounts.checks import somebody_to_tell
from accounts.queries.licences import licences
from tests.factories import AT_NOON

pytestmark = pytest.mark.django_db
SECURITY_TXT = "/.well-known/security.txt"
REPORT = "/over/kwetsbaarheid-melden/"
FACES = ("deelnemer_face", "beheer_face")


@pytest.fixture(params=FACES)
def face(request: pytest.FixtureRequest) -> Client:
    client = request.getfixturevalue(request.param)
    assert isinstance(client, Client)
    return client


@pytest.fixture
def _somebody(settings: Settings) -> None:
    settings.SECURITY_CONTACTS = ["mailto:veilig@gedag.example", "https://gedag.example/melden"]
    settings.URL_DEELNEMER = "https://gedag.example"
    settings.URL_BEHEER = "https://beheer.gedag.example"


def fields(client: Client) -> list[tuple[str, str]]:
    response = client.get(SECURITY_TXT)
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    text = response.content.decode()
    assert text.endswith("\n")
    return [(name, value) for name, _colon, value in (line.partition(": ") for line in text.splitlines())]


@pytest.mark.usefixtures("_somebody")
def test_security_txt_says_whom_to_tell_on_both_faces(deelnemer_face: Client, settings: Settings) -> None:
    with time_machine.travel(AT_NOON, tick=False):
        said = fields(deelnemer_face)
    assert said == [
        ("Contact", "mailto:veilig@gedag.example"),
        ("Contact", "https://gedag.example/melden"),
        ("Expires", "2027-04-12T00:00:00Z"),
        ("Preferred-Languages", "nl, en"),
        ("Canonical", "https://gedag.example/.well-known/security.txt"),
        ("Policy", "https://gedag.example/over/kwetsbaarheid-melden/"),
    ]
    assert dt.datetime(2027, 4, 12, tzinfo=dt.UTC) < AT_NOON + settings.SECURITY_TXT_VALID


@pytest.mark.usefixtures("_somebody")
def test_the_staff_face_says_the_same_with_its_own_address(beheer_face: Client) -> None:
    said = dict(fields(beheer_face))
    assert said["Canonical"] == "https://beheer.gedag.example/.well-known/security.txt"
    assert said["Policy"] == "https://gedag.example/over/kwetsbaarheid-melden/"


@pytest.mark.usefixtures("_somebody")
@pytest.mark.parametrize(
    "now",
    [
        AT_NOON,
        dt.datetime(2027, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
        dt.datetime(2028, 2, 29, 0, 0, tzinfo=dt.UTC),
        dt.datetime(2035, 6, 1, tzinfo=dt.UTC),
    ],
    ids=str,
)
def test_it_is_never_out_of_date_and_never_holds_for_a_year(face: Client, now: dt.datetime) -> None:
    with time_machine.travel(now, tick=False):
        expires = dt.datetime.strptime(dict(fields(face))["Expires"], "%Y-%m-%dT%H:%M:%S%z")
    assert dt.timedelta(days=30) < expires - now < dt.timedelta(days=365)


def test_without_anybody_to_tell_there_is_no_such_file_and_a_server_is_told(
    face: Client, settings: Settings
) -> None:
    settings.SECURITY_CONTACTS = []
    assert face.get(SECURITY_TXT).status_code == 404
    assert [message.id for message in somebody_to_tell()] == ["gedag.W001"]


@pytest.mark.usefixtures("_somebody")
def test_with_somebody_to_tell_a_server_is_fine() -> None:
    assert somebody_to_tell() == []


@pytest.mark.usefixtures("_somebody")
def test_how_to_tell_of_a_weak_spot_is_a_page_and_the_privacy_page_leads_there(
    deelnemer_face: Client,
) -> None:
    page = deelnemer_face.get(REPORT).content.decode()
    assert 'href="mailto:veilig@gedag.example">veilig@gedag.example</a>' in page
    assert 'href="https://gedag.example/melden"' in page
    assert f'href="{REPORT}"' in deelnemer_face.get("/privacy/").content.decode()


def test_without_anybody_to_tell_no_page_leads_there(deelnemer_face: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACTS = []
    assert deelnemer_face.get(REPORT).status_code == 404
    assert REPORT not in deelnemer_face.get("/privacy/").content.decode()


def test_every_part_with_its_licence_is_a_public_page(deelnemer_face: Client) -> None:
    page = html.unescape(deelnemer_face.get("/over/software/").content.decode())
    rows = re.findall(r"<div><dt>([^<]+)</dt><dd>([^<]+) · ([^<]+)</dd></div>", page)
    assert rows == [(part.name, part.version, part.licence) for part in licences()]
    assert {"django", "htmx", "@utrecht/button-css"} <= {name for name, _version, _licence in rows}


@pytest.mark.usefixtures("_somebody")
@pytest.mark.parametrize(
    ("url", "linked"), [("https://gedag.example/gedag.git", False), ("https://code.overheid.nl/gedag", True)]
)
def test_the_code_is_linked_once_somebody_published_it(
    url: str, linked: bool, deelnemer_face: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.PUBLICCODE = tmp_path / "publiccode.yml"
    settings.PUBLICCODE.write_text(f"name: Gedag\nurl: {url}\n", encoding="utf-8")
    pages = {address: deelnemer_face.get(address).content.decode() for address in ("/over/software/", REPORT)}
    assert [f'href="{url}"' in page for page in pages.values()] == [linked, linked]
    assert 'href="/over/software/"' in pages[REPORT]
    assert "eupl-text-eupl-12" in pages["/over/software/"]


@pytest.mark.parametrize("address", ["/privacy/cookies/", "/over/software/", REPORT])
@pytest.mark.usefixtures("_somebody")
def test_the_pages_are_in_english_too(deelnemer_face: Client, address: str) -> None:
    deelnemer_face.cookies["taal"] = "en"
    english = deelnemer_face.get(address)
    assert english["Content-Language"] == "en"
    assert "Hoe lang" not in english.content.decode()
