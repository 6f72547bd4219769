"""The language of the pages: the browser's, until somebody chooses."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Participant
from accounts.services.ways_back import make_start_link
from tests.factories import AT_NOON, make_participant

pytestmark = pytest.mark.django_db


def lang(client: Client, **headers: str) -> str:
    page = client.get("/hoe-het-werkt/", headers=headers).content.decode()
    return page.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("asked", "given"),
    [("", "nl"), ("nl-NL,nl", "nl"), ("en-US,en;q=0.9", "en"), ("de-DE,de", "nl"), ("fr,en;q=0.5", "en")],
)
def test_the_browser_says_which_language(asked: str, given: str, deelnemer_face: Client) -> None:
    assert lang(deelnemer_face, **{"accept-language": asked} if asked else {}) == given


def test_a_choice_goes_before_the_browser_and_stays(deelnemer_face: Client) -> None:
    response = deelnemer_face.post("/taal/", {"taal": "en", "terug": "/privacy/?x=1"})
    assert (response.status_code, response["Location"]) == (302, "/privacy/?x=1")
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
    assert lang(deelnemer_face, **{"accept-language": "nl"}) == "en"


@pytest.mark.parametrize(
    "back", ["elders", "https://elders.example/", "//elders.example", "", "\x00", "javascript:alert(1)"]
)
def test_going_back_stays_here(back: str, deelnemer_face: Client) -> None:
    assert deelnemer_face.post("/taal/", {"taal": "en", "terug": back})["Location"] == "/"


@pytest.mark.parametrize("language", ["", "de", "nl-BE", "\x00", "e" * 5000])
def test_an_unknown_language_changes_nothing(language: str, deelnemer_face: Client) -> None:
    response = deelnemer_face.post("/taal/", {"taal": language, "terug": "/"})
    assert (response.status_code, settings.LANGUAGE_COOKIE_NAME in response.cookies) == (302, False)


def test_a_participants_choice_is_kept_for_messages_and_other_devices(
    browser_of: Callable[[Participant], Client], deelnemer_face: Client
) -> None:
    participant = make_participant()
    browser_of(participant).post("/taal/", {"taal": "en", "terug": "/"})
    participant.refresh_from_db()
    assert participant.language == "en"
    secret = make_start_link(participant=participant, now=AT_NOON)
    deelnemer_face.post(f"/startlink/{secret}/")
    assert deelnemer_face.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_only_a_post_chooses(deelnemer_face: Client) -> None:
    assert deelnemer_face.get("/taal/?taal=en").status_code == 405
