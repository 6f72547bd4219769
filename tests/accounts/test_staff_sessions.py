"""A session of staff ends by itself, at once when it must, and takes nothing that was written with it."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from accounts.services.staff_sessions import end_sessions
from tests.faces import BEHEER, FaceClient, plain
from tests.factories import AT_NOON, make_organisation, make_staff

pytestmark = pytest.mark.django_db
PAGE, INVITE = "/beheer/ede/", "/beheer/ede/medewerkers/uitnodigen/"
WRITTEN = {"name": "Fatma El Idrissi", "email": "fatma@ede.example", "role": "redacteur"}


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
def browser(beheer_face: Client, staff: User) -> Client:
    beheer_face.force_login(staff)
    return beheer_face


def is_in(browser: Client) -> bool:
    return bool(browser.get(PAGE).status_code == 200)


def test_it_ends_an_hour_after_the_last_request(browser: Client, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(minutes=59, seconds=59))
    assert is_in(browser)
    clock.shift(dt.timedelta(minutes=60))
    assert browser.get(PAGE)["Location"] == "/inloggen/?next=/beheer/ede/"
    assert "_auth_user_id" not in browser.session


def test_it_ends_twelve_hours_after_its_beginning_whatever_one_does(
    browser: Client, clock: time_machine.Traveller
) -> None:
    for _ in range(23):
        clock.shift(dt.timedelta(minutes=30))
        assert is_in(browser)
    clock.shift(dt.timedelta(minutes=29, seconds=59))
    assert is_in(browser)
    clock.shift(dt.timedelta(seconds=1))
    assert not is_in(browser)


def test_a_new_one_begins_anew(browser: Client, staff: User, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(hours=13))
    assert not is_in(browser)
    browser.force_login(staff)
    clock.shift(dt.timedelta(minutes=59))
    assert is_in(browser)


def test_every_page_notices_also_one_for_everybody(browser: Client, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(minutes=61))
    assert browser.get("/inloggen/").status_code == 200  # not sent on as somebody who is in
    assert "_auth_user_id" not in browser.session


def test_a_session_that_never_said_when_it_began_begins_now(
    browser: Client, clock: time_machine.Traveller
) -> None:
    session = browser.session
    del session["times"]
    session.save()
    assert is_in(browser)
    clock.shift(dt.timedelta(minutes=61))
    assert not is_in(browser)


def test_pages_within_a_minute_write_nothing(browser: Client, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(seconds=59))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert is_in(browser)
    assert [sql for sql in map(plain, queries) if not sql.startswith("SELECT")] == []


def test_what_was_written_waits_and_can_still_be_sent(
    browser: Client, staff: User, organisation: Organisation, clock: time_machine.Traveller
) -> None:
    clock.shift(dt.timedelta(minutes=61))
    response = browser.post(INVITE, WRITTEN)
    assert response.status_code == 403
    assert [text for _label, text in response.context["typed"]] == list(WRITTEN.values())
    assert response.context["sign_in"] == "/inloggen/?next=/inloggen/verder/"
    assert organisation.invitations.count() == 0
    browser.force_login(staff)
    context = browser.get("/inloggen/verder/").context
    assert (context["path"], dict(context["posted"])) == (INVITE, WRITTEN)
    browser.post(context["path"], dict(context["posted"]))
    assert list(organisation.invitations.values_list("name", flat=True)) == ["Fatma El Idrissi"]


def test_nobody_else_reads_it(
    browser: Client, organisation: Organisation, clock: time_machine.Traveller
) -> None:
    clock.shift(dt.timedelta(minutes=61))
    browser.post(INVITE, WRITTEN)
    browser.force_login(make_staff(organisation=organisation))
    assert browser.get("/inloggen/verder/")["Location"] == "/beheer/"
    assert "left_behind" not in browser.session


def test_it_can_be_put_away(browser: Client, staff: User, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(minutes=61))
    browser.post(INVITE, WRITTEN)
    browser.force_login(staff)
    assert browser.post("/inloggen/verder/")["Location"] == "/beheer/"
    assert browser.get("/inloggen/verder/")["Location"] == "/beheer/"


def test_with_nothing_left_of_the_session_it_is_at_least_shown(browser: Client, staff: User) -> None:
    end_sessions(user=staff)
    response = browser.post(INVITE, WRITTEN)
    assert (response.status_code, response.context["kept"]) == (403, False)
    assert "Fatma El Idrissi" in response.content.decode()


def test_a_stranger_leaves_nothing_behind(beheer_face: Client, organisation: Organisation) -> None:
    beheer_face.post(INVITE, {"name": "x y " * 1000})
    assert Session.objects.count() == 0


def test_the_address_of_a_button_leads_to_the_beginning(
    browser: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(dt.timedelta(minutes=61))
    assert browser.post("/beheer/ede/medewerkers/ik-stop-hier/")["Location"] == "/inloggen/?next=/beheer/"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("hallo", True),
        ("Zeg 's gedag!", True),
        ("12", False),
        ("2026-10-14", False),
        ("18:30", False),
        ("on", False),
        ("7b0f0a8e-9d3c-4c58-8f4e-0a4d6c1f2b3a", False),
        (" ", False),
    ],
)
def test_a_word_counts_and_what_a_form_carries_does_not(
    value: str, kept: bool, browser: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(dt.timedelta(minutes=61))
    response = browser.post(INVITE, {"veld": value})
    assert (response.status_code == 403, "left_behind" in browser.session) == (kept, kept)


def test_a_code_is_not_given_back(browser: Client, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(minutes=61))
    response = browser.post(
        "/inloggen/mijn-account/vernieuwen/", {"code": "1234 5678", "what": "Iets Anders"}
    )
    assert "1234 5678" not in response.content.decode()
    assert "1234 5678" not in str(dict(browser.session))


def test_ending_somebodys_sessions_ends_them_everywhere_and_nobody_elses(
    browser: Client, staff: User, organisation: Organisation
) -> None:
    elsewhere, colleague = FaceClient(BEHEER), FaceClient(BEHEER)
    elsewhere.force_login(staff)
    colleague.force_login(make_staff(organisation=organisation))
    end_sessions(user=staff)
    assert [is_in(one) for one in (browser, elsewhere, colleague)] == [False, False, True]
    assert Session.objects.count() == 1


def test_a_session_that_comes_back_is_over_all_the_same(browser: Client, staff: User) -> None:
    session = browser.session
    end_sessions(user=staff)
    session.save(must_create=True)  # somebody who kept a copy of it
    assert not is_in(browser)


def test_somebody_who_was_closed_is_out_at_once(browser: Client, staff: User) -> None:
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert not is_in(browser)
