"""Staff sign in with a code by e-mail; who is not staff learns nothing."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.faces import BEHEER, FaceClient
from tests.factories import AT_NOON, make_organisation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture(autouse=True)
def _limits_start_at_nothing() -> None:
    cache.clear()


@pytest.fixture
def staff() -> User:
    return make_staff(organisation=make_organisation(slug="ede"))


def ask_code(browser: Client, email: str) -> Any:
    return browser.post("/inloggen/", {"email": email})


def code_in_mail() -> str:
    found = re.search(r"^\s*([A-Z0-9-]{4,12})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def test_a_code_comes_by_mail_and_signs_in(beheer_face: Client, staff: User) -> None:
    response = ask_code(beheer_face, staff.email)
    assert (response.status_code, response["Location"]) == (302, "/inloggen/code/")
    assert [message.to for message in mail.outbox] == [[staff.email]]
    assert beheer_face.get("/inloggen/code/").status_code == 200
    response = beheer_face.post("/inloggen/code/", {"code": code_in_mail()})
    assert (response.status_code, response["Location"]) == (302, "/beheer/")
    assert beheer_face.get("/beheer/ede/")["Location"] == "/inloggen/tweede-stap/?next=/beheer/ede/"


def test_the_cookie_ends_with_the_browser(beheer_face: Client, staff: User) -> None:
    ask_code(beheer_face, staff.email)
    cookie = beheer_face.post("/inloggen/code/", {"code": code_in_mail()}).cookies["beheer"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (
        True,
        "Lax",
        "",
        "",
    )


def test_one_comes_back_where_one_was_going(beheer_face: Client, staff: User) -> None:
    beheer_face.post("/inloggen/", {"email": staff.email, "next": "/beheer/ede/"})
    assert (
        beheer_face.post("/inloggen/code/", {"code": code_in_mail(), "next": "/beheer/ede/"})["Location"]
        == "/beheer/ede/"
    )


def test_nobody_is_sent_to_another_site(beheer_face: Client, staff: User) -> None:
    elsewhere = "https://elders.example/"
    beheer_face.post("/inloggen/", {"email": staff.email, "next": elsewhere})
    response = beheer_face.post("/inloggen/code/", {"code": code_in_mail(), "next": elsewhere})
    assert response["Location"] == "/beheer/"


def test_an_unknown_address_gets_the_same_answer(beheer_face: Client, staff: User) -> None:
    known = ask_code(beheer_face, staff.email)
    other = FaceClient(BEHEER)
    unknown = ask_code(other, "niemand@elders.example")
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    pages = [browser.get("/inloggen/code/").content.decode() for browser in (beheer_face, other)]
    plain = [
        re.sub(r'value="[^"]{20,}"', "", page).replace(email, "…")
        for page, email in zip(pages, (staff.email, "niemand@elders.example"), strict=True)
    ]
    assert plain[0] == plain[1]
    assert User.objects.count() == 1


def test_an_unknown_address_gets_no_code(beheer_face: Client) -> None:
    ask_code(beheer_face, "niemand@elders.example")
    for message in mail.outbox:
        assert not re.search(r"^\s*[A-Z0-9-]{4,12}\s*$", str(message.body), re.MULTILINE)
    response = beheer_face.post("/inloggen/code/", {"code": "ABCDEF"})
    assert (response.status_code, "_auth_user_id" in beheer_face.session) == (200, False)


def test_a_wrong_code_does_not_sign_in_and_a_few_end_it(beheer_face: Client, staff: User) -> None:
    ask_code(beheer_face, staff.email)
    right = code_in_mail()
    answers = [
        beheer_face.post("/inloggen/code/", {"code": "ZZZZZZ", "next": "/beheer/ede/"}) for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert answers[2]["Location"] == "/inloggen/?waarom=code-fout&next=%2Fbeheer%2Fede%2F"
    page = beheer_face.get(answers[2]["Location"]).content.decode()
    assert "Dat was drie keer een verkeerde code." in page
    assert 'name="next" value="/beheer/ede/"' in page
    beheer_face.post("/inloggen/code/", {"code": right})
    assert "_auth_user_id" not in beheer_face.session


def test_a_code_ends_after_ten_minutes(
    beheer_face: Client, staff: User, clock: time_machine.Traveller
) -> None:
    ask_code(beheer_face, staff.email)
    clock.shift(dt.timedelta(minutes=10, seconds=1))
    answer = beheer_face.post("/inloggen/code/", {"code": code_in_mail()})
    assert "_auth_user_id" not in beheer_face.session
    assert answer["Location"] == "/inloggen/?waarom=code-voorbij"
    assert "Deze code werkt niet meer." in beheer_face.get(answer["Location"]).content.decode()
    assert "Deze code werkt niet meer." not in beheer_face.get("/inloggen/").content.decode()


def test_a_code_works_in_the_browser_that_asked_only(beheer_face: Client, staff: User) -> None:
    ask_code(beheer_face, staff.email)
    other = FaceClient(BEHEER)
    other.post("/inloggen/code/", {"code": code_in_mail()})
    assert "_auth_user_id" not in other.session


def test_a_code_works_once(beheer_face: Client, staff: User) -> None:
    ask_code(beheer_face, staff.email)
    code = code_in_mail()
    beheer_face.post("/inloggen/code/", {"code": code})
    beheer_face.post("/uitloggen/")
    beheer_face.post("/inloggen/code/", {"code": code})
    assert "_auth_user_id" not in beheer_face.session


def test_somebody_who_was_closed_cannot_sign_in(beheer_face: Client, staff: User) -> None:
    User.objects.update(is_active=False)
    ask_code(beheer_face, staff.email)
    if mail.outbox:
        beheer_face.post("/inloggen/code/", {"code": "ABCDEF"})
    assert "_auth_user_id" not in beheer_face.session


@pytest.mark.parametrize(
    "email", ["", "geen-adres", "a@b", "\x00@gemeente.example", "x" * 400 + "@gemeente.example"]
)
def test_a_strange_address_is_refused_in_words(email: str, beheer_face: Client) -> None:
    response = ask_code(beheer_face, email)
    assert (response.status_code, bool(response.context["form"].errors), mail.outbox) == (200, True, [])


def test_signing_out_asks_first_and_then_does(beheer_face: Client, staff: User) -> None:
    beheer_face.force_login(staff)
    assert beheer_face.get("/uitloggen/").status_code == 200
    assert "_auth_user_id" in beheer_face.session
    went_to = beheer_face.post("/uitloggen/")["Location"]
    assert "_auth_user_id" not in beheer_face.session
    assert "Je bent uitgelogd." in beheer_face.get(went_to).content.decode()


@pytest.mark.parametrize("path", ["/signup/", "/aanmelden/", "/password/reset/", "/login/", "/email/"])
def test_there_is_no_other_way_in(path: str, beheer_face: Client) -> None:
    assert beheer_face.get(path).status_code == 404


def test_guessing_is_slowed_down_with_the_limits_in_the_database(
    beheer_face: Client, staff: User, settings: Settings
) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "accounts.adapters.limits.LimitsCache", "LOCATION": "beheer_cache"}
    }
    answers = [ask_code(FaceClient(BEHEER), staff.email) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert len(mail.outbox) == 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM beheer_cache")
        assert cursor.fetchone() == (1,)  # where it was asked from; by address our own limits count
