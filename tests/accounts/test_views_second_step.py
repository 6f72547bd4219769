"""Nobody of the staff gets anywhere with the code of the mail alone."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import Organisation, User
from accounts.queries.staff_second_step import recovery_codes_of
from tests.faces import BEHEER, FaceClient
from tests.factories import AT_NOON, make_organisation, make_staff
from tests.second_step import code_now, connect_phone, with_the_mail_alone

pytestmark = pytest.mark.django_db
STEP, SET_UP, CODES = "/inloggen/tweede-stap/", "/inloggen/tweede-stap/instellen/", "/inloggen/noodcodes/"
ACCOUNT = "/inloggen/mijn-account/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture(autouse=True)
def _limits_start_at_nothing() -> None:
    cache.clear()


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="ede")


@pytest.fixture
def phone(staff: User) -> None:
    connect_phone(staff)


def first_step(browser: Client, staff: User, *, going_to: str = "") -> Any:
    """Signs in with the code of the mail."""
    extra = {"next": going_to} if going_to else {}
    browser.post("/inloggen/", {"email": staff.email, **extra})
    found = re.search(r"^\s*([A-Z0-9-]{4,12})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return browser.post("/inloggen/code/", {"code": found[1], **extra})


def signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def shown_key(browser: Client) -> str:
    return str(browser.get(SET_UP).context["key"]).replace(" ", "")


class TestSigningIn:
    @pytest.mark.usefixtures("phone")
    def test_after_the_mail_comes_the_phone_and_then_one_is_in(
        self, beheer_face: Client, staff: User
    ) -> None:
        response = first_step(beheer_face, staff, going_to="/beheer/ede/")
        assert (response.status_code, response["Location"], signed_in(beheer_face)) == (302, STEP, False)
        assert beheer_face.get(STEP).status_code == 200
        response = beheer_face.post(STEP, {"code": code_now()})
        assert (response.status_code, response["Location"]) == (302, "/beheer/ede/")
        assert beheer_face.get("/beheer/ede/").status_code == 200

    @pytest.mark.parametrize("steps", [-1, 1])
    @pytest.mark.usefixtures("phone")
    def test_a_clock_may_be_half_a_minute_off(self, steps: int, beheer_face: Client, staff: User) -> None:
        first_step(beheer_face, staff)
        beheer_face.post(STEP, {"code": code_now(steps=steps)})
        assert signed_in(beheer_face)

    @pytest.mark.parametrize("steps", [-2, 2])
    @pytest.mark.usefixtures("phone")
    def test_a_minute_is_too_much(self, steps: int, beheer_face: Client, staff: User) -> None:
        first_step(beheer_face, staff)
        beheer_face.post(STEP, {"code": code_now(steps=steps)})
        assert not signed_in(beheer_face)

    @pytest.mark.parametrize("typed", ["", "geen code", "000000 000000 000000 000000", "\x00", "①②③④⑤⑥"])
    @pytest.mark.usefixtures("phone")
    def test_a_wrong_code_is_said_in_words(self, typed: str, beheer_face: Client, staff: User) -> None:
        first_step(beheer_face, staff)
        response = beheer_face.post(STEP, {"code": typed})
        assert (response.status_code, bool(response.context["form"].errors)) == (200, True)
        assert not signed_in(beheer_face)

    @pytest.mark.usefixtures("phone")
    def test_guessing_is_over_after_five(
        self, beheer_face: Client, staff: User, clock: time_machine.Traveller
    ) -> None:
        first_step(beheer_face, staff)
        for _ in range(5):
            beheer_face.post(STEP, {"code": "000000"})
        response = beheer_face.post(STEP, {"code": code_now()})
        assert "Wacht vijf minuten" in response.content.decode()
        assert not signed_in(beheer_face)
        other = FaceClient(BEHEER, REMOTE_ADDR="203.0.113.9")  # from elsewhere it is the same somebody
        first_step(other, staff)
        other.post(STEP, {"code": code_now()})
        assert not signed_in(other)
        clock.shift(dt.timedelta(minutes=5, seconds=1))
        beheer_face.post(STEP, {"code": code_now()})
        assert signed_in(beheer_face)

    @pytest.mark.usefixtures("phone")
    def test_a_code_that_was_used_does_nothing_for_as_long_as_it_could(
        self, beheer_face: Client, staff: User, clock: time_machine.Traveller
    ) -> None:
        code = code_now(steps=1)
        first_step(beheer_face, staff)
        beheer_face.post(STEP, {"code": code})
        assert signed_in(beheer_face)
        clock.shift(dt.timedelta(seconds=50))  # allauth itself remembers for thirty
        other = FaceClient(BEHEER)
        first_step(other, staff)
        other.post(STEP, {"code": code})
        assert not signed_in(other)

    @pytest.mark.usefixtures("phone")
    def test_a_recovery_code_works_once(self, beheer_face: Client, staff: User) -> None:
        code = recovery_codes_of(staff)[3]
        first_step(beheer_face, staff)
        beheer_face.post(STEP, {"code": f"{code[:4]}-{code[4:]}"})
        assert signed_in(beheer_face)
        assert beheer_face.get("/beheer/ede/").status_code == 200
        assert len(recovery_codes_of(staff)) == 9
        other = FaceClient(BEHEER)
        first_step(other, staff)
        other.post(STEP, {"code": code})
        assert not signed_in(other)

    @pytest.mark.usefixtures("phone")
    def test_somebody_elses_phone_does_nothing(self, beheer_face: Client, organisation: Organisation) -> None:
        colleague = make_staff(organisation=organisation)
        connect_phone(colleague)
        Authenticator.objects.filter(user=colleague, type="totp").delete()
        first_step(beheer_face, colleague)
        beheer_face.post(STEP, {"code": code_now()})
        assert beheer_face.get("/beheer/ede/").status_code == 302

    @pytest.mark.usefixtures("phone")
    def test_half_way_one_can_begin_again_also_as_somebody_else(
        self, beheer_face: Client, staff: User, organisation: Organisation
    ) -> None:
        first_step(beheer_face, staff)
        assert beheer_face.get("/inloggen/").status_code == 200
        colleague = make_staff(organisation=organisation)
        first_step(beheer_face, colleague)
        assert beheer_face.session["_auth_user_id"] == str(colleague.pk)
        assert beheer_face.get("/beheer/ede/")["Location"].startswith(STEP)

    def test_without_the_first_step_there_is_no_second(self, beheer_face: Client) -> None:
        for path in (STEP, SET_UP):
            response = beheer_face.get(path)
            assert response["Location"].startswith("/inloggen/"), path
            assert response["Location"].split("?")[0] in {"/inloggen/", "/beheer/"}, path
        assert not signed_in(beheer_face)


class TestSettingUp:
    def test_who_has_no_phone_yet_is_led_to_connecting_one_and_then_on(
        self, beheer_face: Client, staff: User
    ) -> None:
        first_step(beheer_face, staff, going_to="/beheer/ede/")
        to_step = beheer_face.get("/beheer/ede/")["Location"]
        to_set_up = beheer_face.get(to_step)["Location"]
        assert to_set_up == f"{SET_UP}?next=/beheer/ede/"
        assert beheer_face.get(to_set_up).context["next"] == "/beheer/ede/"
        response = beheer_face.post(
            SET_UP, {"code": code_now(shown_key(beheer_face)), "next": "/beheer/ede/"}
        )
        assert response["Location"] == f"{CODES}?next=/beheer/ede/"
        assert len(beheer_face.get(response["Location"]).context["codes"]) == 10
        assert beheer_face.post(CODES, {"next": "/beheer/ede/"})["Location"] == "/beheer/ede/"
        assert beheer_face.get("/beheer/ede/").status_code == 200

    def test_the_picture_and_the_letters_are_the_same_key(self, beheer_face: Client, staff: User) -> None:
        with_the_mail_alone(beheer_face, staff)
        context = beheer_face.get(SET_UP).context
        key = context["key"].replace(" ", "")
        assert re.fullmatch(r"([A-Z2-7]{4} )+[A-Z2-7]{4}", context["key"])
        assert context["address"].startswith(f"otpauth://totp/{staff.email.replace('@', '%40')}?secret={key}")
        html = beheer_face.get(SET_UP).content.decode()
        assert ('<svg class="qr"' in html, "style=" in html) == (True, False)

    def test_the_key_stays_while_one_is_busy(self, beheer_face: Client, staff: User) -> None:
        with_the_mail_alone(beheer_face, staff)
        assert shown_key(beheer_face) == shown_key(beheer_face)
        beheer_face.post(SET_UP, {"code": "000000"})
        key = shown_key(beheer_face)
        beheer_face.post(SET_UP, {"code": code_now(key)})
        assert len(recovery_codes_of(staff)) == 10

    def test_a_wrong_code_connects_nothing_and_a_few_end_it(self, beheer_face: Client, staff: User) -> None:
        with_the_mail_alone(beheer_face, staff)
        key = shown_key(beheer_face)
        for _ in range(5):
            assert beheer_face.post(SET_UP, {"code": "000000"}).status_code == 422
        beheer_face.post(SET_UP, {"code": code_now(key)})
        assert Authenticator.objects.count() == 0

    def test_the_codes_are_shown_until_they_are_said_to_be_safe(
        self, beheer_face: Client, staff: User
    ) -> None:
        with_the_mail_alone(beheer_face, staff)
        beheer_face.post(SET_UP, {"code": code_now(shown_key(beheer_face))})
        shown = beheer_face.get(CODES).context["codes"]
        file = beheer_face.get(f"{CODES}bestand/")
        assert "attachment" in file["Content-Disposition"]
        assert [line for line in file.content.decode().splitlines() if line in shown] == shown
        beheer_face.post(CODES)
        assert beheer_face.get(CODES)["Location"] == ACCOUNT
        assert beheer_face.get(f"{CODES}bestand/").status_code == 404

    def test_the_database_tells_neither_the_key_nor_the_codes(self, beheer_face: Client, staff: User) -> None:
        with_the_mail_alone(beheer_face, staff)
        key = shown_key(beheer_face)
        session = beheer_face.session
        assert key not in str(dict(session))
        beheer_face.post(SET_UP, {"code": code_now(key)})
        codes = recovery_codes_of(staff)
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(a::text, '') FROM mfa_authenticator a")
            (stored,) = cursor.fetchone()
        assert not [secret for secret in (key, *codes) if secret in stored]

    @pytest.mark.usefixtures("phone")
    def test_who_has_a_phone_cannot_connect_another_with_the_mail_alone(
        self, beheer_face: Client, staff: User
    ) -> None:
        with_the_mail_alone(beheer_face, staff)
        assert beheer_face.get(SET_UP)["Location"].startswith(STEP)
        beheer_face.post(SET_UP, {"code": code_now()})
        assert beheer_face.get("/beheer/ede/").status_code == 302

    def test_two_windows_connect_one_phone(
        self, beheer_face: Client, staff: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_the_mail_alone(beheer_face, staff)
        key = shown_key(beheer_face)
        connect_phone(staff)
        monkeypatch.setattr("accounts.views.beheer.second_step.app_of", lambda user: None)  # it looked before
        assert beheer_face.post(SET_UP, {"code": code_now(key)})["Location"].startswith(STEP)
        assert Authenticator.objects.get(type="totp").wrap().validate_code(code_now())

    def test_the_session_gets_another_name_with_the_second_step(
        self, beheer_face: Client, staff: User
    ) -> None:
        with_the_mail_alone(beheer_face, staff)
        before = beheer_face.session.session_key
        beheer_face.post(SET_UP, {"code": code_now(shown_key(beheer_face))})
        assert beheer_face.session.session_key != before
        assert beheer_face.get("/beheer/ede/").status_code == 200

    @pytest.mark.usefixtures("phone")
    def test_under_another_key_no_code_fits_and_one_can_begin_anew(
        self, beheer_face: Client, staff: User, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        settings.SECRET_KEY = "een andere sleutel"
        first_step(beheer_face, staff)
        assert beheer_face.post(STEP, {"code": code_now()}).status_code == 200
        assert not signed_in(beheer_face)
        call_command("forget_second_step", staff.email.upper())
        assert staff.name in capsys.readouterr().out
        first_step(beheer_face, staff)
        beheer_face.post(SET_UP, {"code": code_now(shown_key(beheer_face))})
        assert beheer_face.get("/beheer/ede/").status_code == 200

    def test_forgetting_a_stranger_is_refused(self) -> None:
        with pytest.raises(CommandError, match="niemand@elders"):
            call_command("forget_second_step", "niemand@elders.example")

    @pytest.mark.usefixtures("phone")
    def test_signed_in_before_the_phone_was_connected_one_is_asked_for_it(
        self, beheer_face: Client, staff: User
    ) -> None:
        with_the_mail_alone(beheer_face, staff)
        assert beheer_face.get("/beheer/ede/")["Location"] == f"{STEP}?next=/beheer/ede/"
        assert beheer_face.post(STEP, {"code": "000000"}).status_code == 422
        response = beheer_face.post(STEP, {"code": code_now(), "next": "/beheer/ede/"})
        assert response["Location"] == "/beheer/ede/"
        assert beheer_face.get("/beheer/ede/").status_code == 200

    def test_nobody_is_sent_to_another_site(self, beheer_face: Client, staff: User) -> None:
        beheer_face.force_login(staff)
        for elsewhere in ("https://elders.example/", "//elders.example/", "/\\elders.example"):
            assert beheer_face.get(STEP, {"next": elsewhere})["Location"] == "/beheer/"


@pytest.mark.usefixtures("phone")
class TestAccount:
    @pytest.fixture
    def browser(self, beheer_face: Client, staff: User) -> Client:
        beheer_face.force_login(staff)
        return beheer_face

    def test_it_says_what_one_works_for_and_how_many_codes_are_left(
        self, browser: Client, organisation: Organisation
    ) -> None:
        context = browser.get(ACCOUNT).context
        assert [(one.organisation, role) for one, role in context["memberships"]] == [
            (organisation, "Beheerder")
        ]
        assert context["codes_left"] == 10

    def test_new_codes_ask_for_a_code_of_now_and_end_the_old_ones(self, browser: Client, staff: User) -> None:
        before = recovery_codes_of(staff)
        refused = browser.post(f"{ACCOUNT}vernieuwen/", {"what": "codes", "code": "000000"})
        assert (refused.status_code, recovery_codes_of(staff)) == (422, before)
        assert browser.post(f"{ACCOUNT}vernieuwen/", {"what": "codes", "code": code_now()}).status_code == 302
        assert len(browser.get(CODES).context["codes"]) == 10
        assert set(recovery_codes_of(staff)) & set(before) == set()

    def test_another_phone_signs_out_every_other_browser(self, browser: Client, staff: User) -> None:
        copied = FaceClient(BEHEER)
        copied.force_login(staff)
        browser.post(f"{ACCOUNT}vernieuwen/", {"what": "telefoon", "code": code_now()})
        browser.post(SET_UP, {"code": code_now(shown_key(browser))})
        assert browser.get(CODES).status_code == 200
        assert browser.get("/beheer/ede/").status_code == 200
        assert copied.get("/beheer/ede/")["Location"] == "/inloggen/?next=/beheer/ede/"

    def test_another_phone_replaces_the_first_when_it_works(self, browser: Client, staff: User) -> None:
        assert browser.get(SET_UP)["Location"] == ACCOUNT
        response = browser.post(f"{ACCOUNT}vernieuwen/", {"what": "telefoon", "code": code_now()})
        assert response["Location"] == SET_UP
        key = shown_key(browser)
        browser.post(SET_UP, {"code": code_now(key)})
        assert Authenticator.objects.filter(user=staff, type="totp").count() == 1
        other = FaceClient(BEHEER)
        first_step(other, staff)
        other.post(STEP, {"code": code_now(steps=1)})
        assert not signed_in(other)
        other.post(STEP, {"code": code_now(key, steps=1)})
        assert signed_in(other)
