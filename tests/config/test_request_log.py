"""One line a request: the route and not the address, a number that the answer tells, and nobody's words."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import Organisation, Participant, User
from tests.factories import make_organisation, make_participant
from tests.written import written

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"[0-9a-f]{32}")
FROM_THE_PROXY = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/startlink/kanarie-geheim/?q=kanarie", "startlink/<str:secret>/", 404),
        ("/terug/code/KANARIE1/", "terug/code/<str:code>/", 404),
        ("/kanarie-van-het-pad/iets", "unknown", 404),
        ("/", "/", 200),
        ("/terug/?van=kanarie", "terug/", 200),
    ],
)
def test_the_route_is_written_and_the_address_is_not(
    path: str, route: str, status: int, deelnemer_face: Client
) -> None:
    with written() as log:
        response = deelnemer_face.get(path, headers={"User-Agent": "kanarie", "Referer": "https://kanarie/"})
    (line,) = log.of("request")
    assert (line["route"], line["status"], line["method"]) == (route, status, "GET")
    assert line["milliseconds"] > 0
    assert NUMBER.fullmatch(line["request"])
    assert response["X-Request-Id"] == line["request"]
    assert "kanarie" not in log.text.lower()


def test_every_request_has_a_number_of_its_own(deelnemer_face: Client) -> None:
    assert len({deelnemer_face.get("/gezond")["X-Request-Id"] for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "given",
    [
        "kanarie",
        FROM_THE_PROXY.upper(),
        f"{FROM_THE_PROXY}0",
        f"{FROM_THE_PROXY}\n",
        f"{FROM_THE_PROXY[:-1]}g",
        f"{FROM_THE_PROXY},{FROM_THE_PROXY}",
        "",
    ],
)
def test_a_number_from_outside_is_never_taken_over_in_another_form(
    given: str, deelnemer_face: Client, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    response = deelnemer_face.get("/gezond", HTTP_X_REQUEST_ID=given)
    assert NUMBER.fullmatch(response["X-Request-Id"])
    assert response["X-Request-Id"] != given


@pytest.mark.parametrize(("proxy", "taken"), [(True, True), (False, False)])
def test_only_our_own_proxy_may_give_a_number(
    proxy: bool, taken: bool, deelnemer_face: Client, settings: Settings
) -> None:
    settings.BEHIND_PROXY = proxy
    response = deelnemer_face.get("/gezond", headers={"X-Request-Id": FROM_THE_PROXY})
    assert (response["X-Request-Id"] == FROM_THE_PROXY) is taken


def test_a_method_of_ones_own_making_is_not_repeated(deelnemer_face: Client) -> None:
    with written() as log:
        deelnemer_face.generic("KANARIE", "/terug/")
    assert [line["method"] for line in log.of("request")] == ["OTHER"]


def test_signs_of_life_are_not_written(deelnemer_face: Client) -> None:
    with written() as log:
        deelnemer_face.get("/gezond")
    assert log.lines == []


def test_no_line_of_a_page_says_which_participant_opened_it(
    browser_of: Callable[[Participant], Client],
) -> None:
    participant = make_participant()
    browser = browser_of(participant)
    with written() as log:
        for path in ("/vandaag/", "/van-mij/", "/dagboek/", "/van-mij/gegevens/"):
            browser.get(path)
    assert {frozenset(line) for line in log.lines} == {
        frozenset({"time", "level", "event", "face", "request", "method", "route", "status", "milliseconds"})
    }


def test_of_staff_their_number_and_that_of_the_organisation_are_written(
    beheer_face: Client, staff: User, organisation: Organisation
) -> None:
    beheer_face.force_login(staff)
    with written() as log:
        beheer_face.get(f"/beheer/{organisation.slug}/")
        beheer_face.get("/inloggen/")
    first, second = log.of("request")
    assert (first["user"], first["organisation"]) == (staff.pk, organisation.pk)
    assert "user" not in second, "the next request of this thread is about nobody yet"
    assert organisation.slug not in log.text


def test_who_asks_for_another_organisation_is_noted(beheer_face: Client, staff: User) -> None:
    other = make_organisation(slug="kanarie-gemeente")
    beheer_face.force_login(staff)
    with written() as log:
        assert beheer_face.get(f"/beheer/{other.slug}/").status_code == 404
    assert [line["user"] for line in log.of("other_organisation")] == [staff.pk]
    assert "kanarie" not in log.text


def test_an_error_in_a_page_is_told_without_words_and_the_page_tells_nothing(
    deelnemer_face: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def fall(**_anything: object) -> None:
        raise ValueError("kanarie in de keuken")

    monkeypatch.setattr("accounts.views.come_back.mail_code", fall)
    deelnemer_face.raise_request_exception = False
    settings.ADMINS = [("Iemand", "iemand@voorbeeld.example")]
    with written() as log:
        response = deelnemer_face.post(
            "/terug/mail/?q=kanarie-in-query",
            {"address": "kanarie@thuis.example"},
            headers={"User-Agent": "kanarie"},
        )
    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    (line,) = log.of("request")
    (fault,) = [line for line in log.lines if "error" in line]
    assert (line["level"], line["status"], line["route"]) == ("error", 500, "terug/mail/")
    assert (fault["request"], fault["logger"], fault["route"]) == (
        line["request"],
        "django.request",
        "terug/mail/",
    )
    assert fault["error"][0]["type"] == "builtins.ValueError"
    assert any(place.startswith("accounts/views/come_back.py:") for place in fault["error"][0]["places"])
    assert "kanarie" not in log.text + response.content.decode() + str(response.headers)
    assert mail.outbox == []  # nobody is mailed about it


def test_too_often_is_a_limit_that_was_hit(deelnemer_face: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with written() as log:
        for _ in range(6):
            deelnemer_face.post("/terug/mail/", {"address": "iemand@thuis.example"})
    assert [line["route"] for line in log.of("limit_hit")] == ["terug/mail/"] * 3
