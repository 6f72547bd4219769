"""Writing down, changing and removing a moment, in the browser."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import Participant
from interactions.models import Interaction, Reflection
from tests.factories import AT_NOON, TODAY, make_domain, make_moment, make_participant

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NEW = "/dagboek/nieuw/"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def participant() -> Participant:
    make_domain()
    return make_participant()


@pytest.fixture
def browser(participant: Participant, browser_of: Callable[[Participant], Client]) -> Client:
    return browser_of(participant)


def _said(**other: str) -> dict[str, str]:
    return {
        "client_id": str(uuid.uuid4()),
        "domain": "buurt",
        "day": TODAY.isoformat(),
        "status": "done",
        "note": "",
    } | other


@pytest.mark.parametrize(("asked", "day"), [("", TODAY), ("?dag=gisteren", TODAY - DAY), ("?dag=x", TODAY)])
def test_the_page_makes_the_number_and_proposes_the_day(asked: str, day: dt.date, browser: Client) -> None:
    forms = [browser.get(f"{NEW}{asked}").context["form"] for _ in range(2)]
    assert [form["day"].initial for form in forms] == [day.isoformat()] * 2
    assert forms[0]["client_id"].initial != forms[1]["client_id"].initial


def test_an_own_moment_goes_on_to_how_the_other_reacted(browser: Client, participant: Participant) -> None:
    said = _said(day=(TODAY - DAY).isoformat(), status="different", counterpart="stranger", note="a\r\nb")
    for _ in range(2):
        response = browser.post(NEW, said)
        assert (response.status_code, response["Location"]) == (302, f"/moment/{said['client_id']}/reactie/")
    moment = Interaction.objects.get()
    assert (moment.participant, moment.local_date, moment.late) == (participant, TODAY - DAY, True)
    assert (moment.status, moment.counterpart, moment.reflection.text) == ("different", "stranger", "a\nb")


@pytest.mark.parametrize(
    "wrong",
    [
        {"domain": ""},
        {"domain": "maan"},
        {"status": "planned"},
        {"status": "other"},
        {"counterpart": "koning"},
        {"day": ""},
        {"day": (TODAY - 2 * DAY).isoformat()},
        {"day": (TODAY + DAY).isoformat()},
        {"client_id": "x"},
        {"note": "a" * 1001},
    ],
)
def test_a_wrong_answer_is_said_and_the_text_stays(wrong: dict[str, str], browser: Client) -> None:
    said = _said(note="Op de veerboot") | wrong
    response = browser.post(NEW, said)
    assert (response.status_code, list(response.context["form"].errors)) == (422, list(wrong))
    assert said["note"] in response.content.decode()
    assert Interaction.objects.count() == 0


def test_a_line_end_in_a_note_counts_as_one_character(browser: Client) -> None:
    text = "a" * 499 + "\r\n" + "a" * 500
    assert browser.post(NEW, _said(note=text)).status_code == 302
    assert len(Reflection.objects.get().text) == 1000


def test_a_page_of_before_four_still_means_that_day(browser: Client) -> None:
    with time_machine.travel(dt.datetime(2026, 10, 15, 1, 59, tzinfo=dt.UTC), tick=False):  # 03:59
        form = browser.get(NEW).context["form"]
        assert form["day"].initial == TODAY.isoformat()
    with time_machine.travel(dt.datetime(2026, 10, 15, 2, 0, tzinfo=dt.UTC), tick=False):  # 04:00
        browser.post(NEW, _said(day=form["day"].initial))
    moment = Interaction.objects.get()
    assert (moment.local_date, moment.late) == (TODAY, True)


def test_a_change_begins_with_what_stands_there(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant, status=Interaction.Status.OTHER)
    Reflection.objects.create(interaction=moment, text="Mooi weer", written_at=AT_NOON)
    form = browser.get(f"/moment/{moment.client_id}/wijzig/").context["form"]
    assert (form.initial["domain"], form.initial["status"], form.initial["note"]) == (
        "buurt",
        "other",
        "Mooi weer",
    )


def test_a_change_is_kept(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    make_domain(key="werk")
    said = {"domain": "werk", "status": "different", "note": "Anders", "counterpart": "service"}
    response = browser.post(f"/moment/{moment.client_id}/wijzig/", said)
    assert (response.status_code, response["Location"]) == (302, f"/moment/{moment.client_id}/")
    moment = Interaction.objects.get()
    assert {name: getattr(moment, name) for name in ("domain_id", "status", "counterpart")} == {
        "domain_id": "werk",
        "status": "different",
        "counterpart": "service",
    }
    assert moment.reflection.text == "Anders"


def test_a_change_that_is_wrong_keeps_what_was_typed(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    response = browser.post(f"/moment/{moment.client_id}/wijzig/", {"note": "Half af", "status": "done"})
    assert (response.status_code, "Half af" in response.content.decode()) == (422, True)


def test_only_a_moment_of_ones_own_may_move_a_day(browser: Client, participant: Participant) -> None:
    of_an_idea = make_moment(participant=participant)
    said = _said()
    browser.post(NEW, said)
    yesterday = (TODAY - DAY).isoformat()
    for client_id, moves in ((of_an_idea.client_id, False), (said["client_id"], True)):
        page = f"/moment/{client_id}/wijzig/"
        assert ("day" in browser.get(page).context["form"].fields) == moves
        assert browser.post(page, _said(day=yesterday)).status_code == 302
        assert (Interaction.objects.get(client_id=client_id).local_date == TODAY - DAY) == moves


def test_a_plan_is_done_before_it_is_changed(browser: Client, participant: Participant) -> None:
    plan = make_moment(participant=participant, status=Interaction.Status.PLANNED)
    response = browser.get(f"/moment/{plan.client_id}/wijzig/")
    assert (response.status_code, response["Location"]) == (302, "/vandaag/")


@pytest.mark.parametrize(
    ("status", "onwards"), [(Interaction.Status.DONE, "/dagboek/"), (Interaction.Status.PLANNED, "/vandaag/")]
)
def test_removing_asks_once_and_is_for_good(
    status: Interaction.Status, onwards: str, browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant, status=status)
    page = f"/moment/{moment.client_id}/weg/"
    assert browser.get(page).status_code == 200
    assert Interaction.objects.count() == 1
    response = browser.post(page)
    assert (response.status_code, response["Location"], Interaction.objects.count()) == (302, onwards, 0)
    assert browser.post(page).status_code == 404


@pytest.mark.parametrize("page", ["wijzig", "weg"])
def test_somebody_elses_moment_is_not_there(page: str, browser: Client) -> None:
    theirs = make_moment(participant=make_participant())
    address = f"/moment/{theirs.client_id}/{page}/"
    assert (browser.get(address).status_code, browser.post(address, _said()).status_code) == (404, 404)
    theirs.refresh_from_db()
    assert theirs.status == "done"
