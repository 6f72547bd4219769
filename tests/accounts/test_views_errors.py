"""Pages for when something cannot be: in our own words, and with what somebody wrote."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Participant
from accounts.services.limit_table import HOUR, LIMITS, Act, Bound, Who
from tests.factories import make_participant

pytestmark = pytest.mark.django_db
Browser = Callable[[Participant], Client]


@pytest.mark.parametrize("htmx", [True, False])
def test_who_was_signed_out_while_writing_gets_the_text_back(htmx: bool, browser_of: Browser) -> None:
    browser = browser_of(make_participant())
    browser.post("/van-mij/uitloggen/")
    headers = {"HX-Request": "true"} if htmx else {}
    response = browser.post("/delen/", {"text": "Mooie <b>hond</b>!", "kind": "opener"}, headers=headers)
    html = response.content.decode()
    assert (response.status_code, "Mooie &lt;b&gt;hond&lt;/b&gt;!" in html, "/terug/" in html) == (
        403,
        True,
        True,
    )


def test_who_wrote_nothing_and_was_signed_out_is_told_how_to_come_back(deelnemer_face: Client) -> None:
    for said in ({}, {"text": " ", "kind": "opener"}):
        assert deelnemer_face.post("/delen/", said)["Location"] == "/?wie=onbekend"


@pytest.mark.parametrize(
    "path",
    [
        "/van-mij/uitloggen/",
        "/van-mij/uitloggen/elders/",
        "/van-mij/in/hier/weer/",
        "/van-mij/gedeeld/1/terug/",
        "/van-mij/terugkomen/adres-weg/",
        "/taal/",
        "/vandaag/in/hier/probeer/",
        "/dagboek/teller/",
    ],
)
def test_the_address_of_a_button_says_so(path: str, browser_of: Browser) -> None:
    response = browser_of(make_participant()).get(path)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Hier is niets te zien" in response.content.decode()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_form_that_cannot_be_is_refused_in_words(language: str, deelnemer_face: Client) -> None:
    many = {f"veld-{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    response = deelnemer_face.post("/terug/", many, headers={"Accept-Language": language})
    words = {"nl": "Dat lukte net niet", "en": "That didn’t quite work"}[language]
    assert (response.status_code, words in response.content.decode()) == (400, True)


@pytest.mark.parametrize(("face", "own"), [("beheer_face", True), ("deelnemer_face", False)])
def test_what_goes_wrong_is_said_in_the_frame_of_the_face(
    face: str, own: bool, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    act, path = (Act.STAFF_ASK_CODE, "/inloggen/") if own else (Act.ASK_CODE, "/terug/mail/")
    monkeypatch.setitem(LIMITS, act, (Bound("one", Who.CLIENT, 1, HOUR),))
    browser: Client = request.getfixturevalue(face)
    said = {"email": "wie@gemeente.example", "address": "wie@thuis.example"}
    pages = [[browser.post(path, said) for _ in range(2)][-1], browser.get("/wat/is/dit/")]
    assert [page.status_code for page in pages] == [429, 404]
    for page in pages:
        html = page.content.decode()
        assert ('class="shell"' in html, "Gedag beheer</a>" in html) == (own, own)
        assert ('class="sender"' in html) is not own
