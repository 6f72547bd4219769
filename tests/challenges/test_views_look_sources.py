"""What an organisation brings along for its look, a file of tokens and a logo, and what participants get of it."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from challenges.models import Theme, ThemeLogo
from challenges.services.campaign_files import load_house_themes
from challenges.services.looks import copy_look, wear_look
from tests.factories import AT_NOON, make_campaign, make_organisation, make_staff

pytestmark = pytest.mark.django_db
HERE = "/beheer/ede/uitstraling/ede-bos/"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def look() -> Theme:
    organisation = make_organisation(slug="ede")
    house = load_house_themes()["gedag"]
    return copy_look(
        organisation=organisation,
        source=house,
        name="Bos",
        by=make_staff(organisation=organisation),
        now=AT_NOON,
    )


@pytest.fixture
def browser(beheer_face: Client, look: Theme) -> Client:
    first = look.versions.get().created_by
    assert first is not None
    beheer_face.force_login(first)
    return beheer_face


def png(size: tuple[int, int] = (60, 30)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def test_a_file_of_tokens_is_shown_and_not_saved(browser: Client, look: Theme) -> None:
    css = ".x{--utrecht-link-color:#063a42;--utrecht-button-border-radius:0}"
    for fields in ({"text": css}, {"file": SimpleUploadedFile("theme.css", css.encode())}):
        context = browser.post(f"{HERE}overnemen/", fields).context
        found = {row["found"].token: row["found"].value for row in context["found"]}
        assert found == {"brand-link": "#063a42", "brand-radius": "0rem"}
        assert (len(context["missing"]), context["form"].initial["source"]) == (14, "css")
        assert context["preview"]["link"] == "#063a42"
    look.refresh_from_db()
    assert look.version == 1
    assert (context["form"].initial["version"], context["form"].initial["link"]) == (1, "#063a42")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": "Beste collega"},
        {"text": "@import 'x'; :root { --brand-paper: url(x) }"},
        {"file": SimpleUploadedFile("theme.css", b"\xff\xfe\xff")},
    ],
)
def test_a_file_that_is_none_is_refused_kindly(
    fields: dict[str, object], browser: Client, look: Theme
) -> None:
    response = browser.post(f"{HERE}overnemen/", fields)
    assert (response.status_code, len(response.context["form"].errors)) == (422, 1)


def test_a_theme_of_nine_hundred_kilobytes_may_come_in_and_no_more(browser: Client, look: Theme) -> None:
    names = ",".join(f'"utrecht-{number:04}-{"x" * 85}": "#063a42"' for number in range(7900))
    text = f'{{"utrecht-link-color": "#063a42", {names}}}'
    assert 850_000 < len(text) < 900_000

    def post(text: str) -> int:
        upload = SimpleUploadedFile("tokens.json", text.encode())
        return browser.post(f"{HERE}overnemen/", {"file": upload}).status_code

    assert (post(text), post(text + " " * 200_000)) == (200, 413)


def test_only_that_page_takes_so_much(browser: Client, look: Theme) -> None:
    large = {"file": SimpleUploadedFile("logo.png", b"x" * 300_000), "alt": "Logo"}
    assert browser.post(f"{HERE}logo/", large).status_code == 413
    assert browser.post("/beheer/ede/uitstraling/", {"name": "x" * 300_000}).status_code == 413


def test_nothing_sent_in_is_written_to_disk() -> None:
    assert django_settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]


def test_a_logo_is_set_replaced_and_taken_off(browser: Client, look: Theme) -> None:
    answer = browser.post(f"{HERE}logo/", {"file": png(), "alt": "Logo van Ede"})
    first = ThemeLogo.objects.get(theme=look)
    assert (answer["Location"], first.width, first.alt) == (f"{HERE}?klaar=logo", 60, "Logo van Ede")
    browser.post(f"{HERE}logo/", {"file": png((80, 30)), "alt": "Logo van Ede"})
    assert ThemeLogo.objects.get(theme=look).width == 80
    assert browser.post(f"{HERE}logo/weg/")["Location"] == f"{HERE}?klaar=logo-weg"
    assert not ThemeLogo.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Sla je logo op als PNG"),
        (b"zomaar iets", "geen plaatje dat we kennen"),
        (b"x" * 200_001, "groter dan 200 kB"),
        (b"", "leeg"),
    ],
)
def test_a_logo_that_cannot_be_says_what_to_do(data: bytes, words: str, browser: Client, look: Theme) -> None:
    upload = SimpleUploadedFile("logo.svg", data)
    response = browser.post(f"{HERE}logo/", {"file": upload, "alt": "Logo"})
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert 'value="Logo"' in response.content.decode()


def test_a_logo_needs_words(browser: Client, look: Theme) -> None:
    response = browser.post(f"{HERE}logo/", {"file": png(), "alt": " "})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["alt"])


def test_participants_see_the_look_at_once(deelnemer_face: Client, look: Theme) -> None:
    wear_look(campaign=make_campaign(organisation=look.organisation, slug="hallo"), theme=look)
    ThemeLogo.objects.create(
        theme=look, png=png().read(), width=60, height=30, digest="0123456789abcdef" + "0" * 48, alt='L"o"go'
    )
    html = deelnemer_face.get("/hallo/").content.decode()
    assert "/thema/ede-bos-1.css" in html
    tag = re.search(r'<img class="logo"[^>]*>', html)
    assert tag is not None
    assert tag[0] == (
        '<img class="logo" src="/thema/ede-bos-0123456789abcdef.png" width="60" height="30" alt="L&quot;o&quot;go">'
    )


@pytest.mark.parametrize("face", ["deelnemer_face", "beheer_face"])
def test_a_logo_and_its_colours_come_from_our_own_address(
    face: str, request: pytest.FixtureRequest, look: Theme
) -> None:
    client: Client = request.getfixturevalue(face)
    data = png().read()
    ThemeLogo.objects.create(theme=look, png=data, width=60, height=30, digest="ab" * 32, alt="Logo")
    response = client.get(f"/thema/ede-bos-{'ab' * 8}.png")
    assert (response.content, response["Content-Type"]) == (data, "image/png")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/thema/ede-bos-1.css").status_code == 200
    for gone in (f"ede-bos-{'cd' * 8}.png", "ede-bos-.png", f"nergens-{'ab' * 8}.png", "ede-bos-2.css"):
        assert client.get(f"/thema/{gone}").status_code == 404
