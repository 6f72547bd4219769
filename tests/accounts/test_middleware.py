"""What every request passes: headers, the rolling cookie, and a database that is away."""

import re
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import Participant, ParticipantSession
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import make_campaign, make_moment, make_participant

Browser = Callable[[Participant], Client]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/bestaat-niet/", "/vandaag/", "/gezond"])
def test_every_answer_carries_its_headers(path: str, deelnemer_face: Client) -> None:
    response = deelnemer_face.get(path)
    csp = response["Content-Security-Policy"]
    assert "default-src 'none'" in csp
    assert "unsafe" not in csp
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"
    assert "camera=()" in response["Permissions-Policy"]


def test_a_sign_of_life_asks_no_database(deelnemer_face: Client) -> None:
    """Without the django_db mark a query would raise."""
    response = deelnemer_face.get("/gezond")
    assert (response.status_code, response.content) == (200, b"gezond\n")


@pytest.mark.django_db
def test_a_visit_keeps_the_cookie_for_another_400_days(browser_of: Browser) -> None:
    browser = browser_of(make_participant())
    cookie = browser.get("/").cookies["deelname"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (400 * 24 * 60 * 60, True, "Lax")
    assert cookie.value == browser.cookies["deelname"].value


@pytest.mark.django_db
def test_a_stranger_gets_no_cookie_for_looking(deelnemer_face: Client) -> None:
    assert "deelname" not in deelnemer_face.get("/").cookies


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["verzonnen", "x" * 4000, "é", '"', "\\"])
def test_a_forged_cookie_is_a_strangers(secret: str, deelnemer_face: Client) -> None:
    deelnemer_face.cookies["deelname"] = secret
    assert deelnemer_face.get("/vandaag/")["Location"] == "/?wie=onbekend"
    assert deelnemer_face.get("/").status_code == 200


@pytest.mark.django_db
def test_an_ended_session_is_a_strangers(browser_of: Browser) -> None:
    browser = browser_of(make_participant())
    ParticipantSession.objects.all().delete()
    assert browser.get("/vandaag/").status_code == 302


@pytest.mark.django_db
def test_over_https_the_cookie_is_bound_to_the_host_and_closed(
    browser_of: Browser, settings: Settings
) -> None:
    settings.SECURE = True
    settings.PARTICIPANT_COOKIE_NAME = "__Host-deelname"
    browser = browser_of(make_participant())
    cookie = browser.get("/vandaag/").cookies["__Host-deelname"]
    assert (bool(cookie["secure"]), cookie["path"], cookie["domain"]) == (True, "/", "")


# --- the database away -------------------------------------------------------------------------------------------
@pytest.fixture
def database_away(transactional_db: None) -> Iterator[Callable[[], None]]:
    """Gives the moment at which the database stops answering; afterwards it is back."""
    address = {key: connection.settings_dict[key] for key in ("HOST", "PORT")}

    def go_away() -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        connection.close()
        connection.settings_dict.update(HOST="127.0.0.1", PORT=str(port))

    yield go_away
    connection.close()
    connection.settings_dict.update(address)


def test_a_database_that_is_away_is_said_in_plain_words(
    browser_of: Browser, database_away: Callable[[], None]
) -> None:
    browser = browser_of(make_participant())
    database_away()
    for path in ("/", "/vandaag/", "/dagboek/?pagina=2", "/ideeen/"):
        response = browser.get(path)
        html = response.content.decode()
        assert (response.status_code, response["Retry-After"]) == (503, "10")
        assert "Even geen verbinding" in html
        assert f'href="{path}"' in html


def test_what_was_typed_is_still_there_and_is_sent_again(
    browser_of: Browser, database_away: Callable[[], None]
) -> None:
    moment = make_moment(participant=make_participant())
    browser, path = browser_of(moment.participant), f"/moment/{moment.client_id}/notitie/"
    note = 'Ze zei: "kom maar" & <b>lachte</b>.\nFijn was dat.'
    database_away()
    response = browser.post(path, {"note": note, "csrfmiddlewaretoken": "x"})
    html = response.content.decode()
    assert (response.status_code, "<b>lachte" in html) == (503, False)
    assert response.context["posted"] == [("note", note)]
    assert [(str(label), text) for label, text in response.context["typed"]] == [("Je notitie", note)]
    assert re.search(rf'<form[^>]+method="post"[^>]+action="{path}"', html)
    assert html.count("csrfmiddlewaretoken") == 1


def test_a_tap_is_sent_again_whole(browser_of: Browser, database_away: Callable[[], None]) -> None:
    campaign, browser = make_campaign(), browser_of(make_participant())
    database_away()
    posted = {"client_id": "00000000-0000-4000-8000-000000000009", "did": "done"}
    response = browser.post(f"/vandaag/in/{campaign.slug}/uitkomst/", posted)
    assert (response.status_code, dict(response.context["posted"])) == (503, posted)
    assert response.context["typed"] == []


def test_joining_waits_with_its_own_key(deelnemer_face: Client, database_away: Callable[[], None]) -> None:
    campaign = make_campaign()
    database_away()
    posted = {"stap": "zin", "join_key": "00000000-0000-4000-8000-000000000009", "akkoord": "ja"}
    response = deelnemer_face.post(f"/{campaign.slug}/meedoen/", posted)
    assert (response.status_code, dict(response.context["posted"])) == (503, posted)


def test_the_form_that_sends_again_passes_the_gate(
    browser_of: Browser, database_away: Callable[[], None]
) -> None:
    moment = make_moment(participant=make_participant())
    path = f"/moment/{moment.client_id}/notitie/"
    browser = FaceClient(DEELNEMER, enforce_csrf_checks=True)
    browser.cookies = browser_of(moment.participant).cookies
    token = token_in(browser.get(path))
    database_away()
    assert token_in(browser.post(path, {"note": "Fijn.", "csrfmiddlewaretoken": token}))


def token_in(response: Any) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def test_htmx_gets_the_same_words(browser_of: Browser, database_away: Callable[[], None]) -> None:
    browser = browser_of(make_participant())
    database_away()
    response = browser.get("/vandaag/", headers={"HX-Request": "true"})
    assert (response.status_code, "Even geen verbinding" in response.content.decode()) == (503, True)


def test_the_staff_face_says_it_too(beheer_face: Client, database_away: Callable[[], None]) -> None:
    database_away()
    beheer_face.cookies[django_settings.SESSION_COOKIE_NAME] = "x" * 32
    response = beheer_face.get("/beheer/")
    assert (response.status_code, "Even geen verbinding" in response.content.decode()) == (503, True)


def test_another_fault_is_not_called_a_lost_connection(
    deelnemer_face: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("challenges.views.public.local_date", broken)
    browser = FaceClient(BEHEER, raise_request_exception=False)
    response = browser.get("/")
    assert (response.status_code, "Er ging iets mis bij ons" in response.content.decode()) == (500, True)


@pytest.mark.parametrize("length", ["262145", "145000000", "-1", "veel"])
def test_a_body_larger_than_anything_typed_here_is_refused_unread(
    length: str, deelnemer_face: Client
) -> None:
    answer = deelnemer_face.post("/landelijk/meedoen/", {"x": "y"}, CONTENT_LENGTH=length)
    assert answer.status_code == 413
