"""Stopping mail with one tap, and choosing what comes, both from a mail and without signing in."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Contact, Message, Participant
from accounts.services.mail_tokens import preferences_token, unsubscribe_token
from accounts.services.participants import erase_participant
from challenges.models import Participation
from challenges.services.messages import plan_messages
from challenges.services.participations import leave_campaign
from challenges.services.wishes import stop_kind
from tests.faces import DEELNEMER, FaceClient, plain
from tests.factories import AT_NOON, make_contact, make_message, make_participation
from tests.outbox import drain_outbox

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
NOON = dt.time(12)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def participation() -> Participation:
    return mailed(make_contact().participant)


def mailed(participant: Participant) -> Participation:
    participation = make_participation(participant=participant)
    Participation.objects.filter(pk=participation.pk).update(
        channel="email", prompt_time=NOON, log_time=NOON, weekdays=[1, 3], log_weekdays=[3]
    )
    participation.refresh_from_db()
    return participation


@pytest.fixture
def program() -> Client:
    """A mail program: no cookie, no form of ours."""
    return FaceClient(DEELNEMER, enforce_csrf_checks=True)


def stop_path(participation: Participation, kind: str) -> str:
    return f"/afmelden/{unsubscribe_token(contact_id=participation.participant.contact.pk, kind=kind)}/"


def choice_path(participation: Participation) -> str:
    return f"/berichten/{preferences_token(contact_id=participation.participant.contact.pk)}/"


def wishes(participation: Participation) -> tuple[str, dt.time | None, list[str]]:
    participation.refresh_from_db()
    contact = Contact.objects.get(participant=participation.participant_id)
    return participation.channel, participation.log_time, contact.refused_kinds


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("today", ("none", NOON, [])),
        ("log_reminder", ("email", None, [])),
        ("check_in", ("email", NOON, ["check_in"])),
        ("notice", ("email", NOON, ["notice"])),
    ],
)
def test_one_post_stops_one_kind_of_every_campaign(
    kind: str, left: tuple[str, Any, list[str]], program: Client, participation: Participation
) -> None:
    other = mailed(participation.participant)
    for _again in range(2):
        assert program.post(stop_path(participation, kind), ONE_CLICK).status_code == 200
    assert (wishes(participation), wishes(other)) == (left, left)
    assert participation.prompt_time == NOON  # for when they want it back
    assert django_settings.PARTICIPANT_COOKIE_NAME not in program.cookies


def test_the_link_in_the_mail_is_that_link_and_nothing_is_sent_after_it(
    program: Client, participation: Participation
) -> None:
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http://localhost:8000(/afmelden/[^>]+/)>", headers["List-Unsubscribe"])
    assert found
    raw = mail.outbox[0].message().as_bytes().decode()
    assert headers["List-Unsubscribe"] in re.sub(r"\r?\n[ \t]", "", raw)
    program.post(found[1], ONE_CLICK)
    mail.outbox.clear()
    tomorrow_week = AT_NOON + dt.timedelta(days=7)
    plan_messages(now=tomorrow_week)
    drain_outbox(tomorrow_week)
    assert [one.subject for one in mail.outbox if "Iets kleins" in one.subject] == []


def test_what_was_planned_is_taken_back_at_once(program: Client, participation: Participation) -> None:
    assert plan_messages(now=AT_NOON) == 2
    program.post(stop_path(participation, "today"), ONE_CLICK)
    assert plan_messages(now=AT_NOON) == 1
    assert list(Message.objects.values_list("kind", flat=True)) == ["log_reminder"]


@pytest.mark.parametrize("kind", ["notice", "check_in"])
def test_a_refused_kind_is_neither_planned_nor_sent(kind: str, participation: Participation) -> None:
    stop_kind(participant=participation.participant, kind=Message.Kind(kind))
    leave_campaign(participation=participation, now=AT_NOON, graduated=True)
    if kind == "check_in":
        assert plan_messages(now=AT_NOON + dt.timedelta(days=30)) == 0
        message = make_message(
            participant=participation.participant, kind="check_in", about_id=participation.pk
        )
        drain_outbox(AT_NOON)
        message.refresh_from_db()
        assert (message.state, message.reason) == ("cancelled", "unsubscribed")
    assert Contact.objects.get().refused_kinds == [kind]


def test_stopping_today_leaves_the_question_after_an_ended_campaign(participation: Participation) -> None:
    leave_campaign(participation=participation, now=AT_NOON, graduated=True)
    stop_kind(participant=participation.participant, kind=Message.Kind.TODAY)
    assert wishes(participation)[0] == "email"


def test_opening_the_page_asks_and_does_nothing(program: Client, participation: Participation) -> None:
    path = stop_path(participation, "today")
    with CaptureQueriesContext(connection) as queries:
        page = program.get(path)
    assert page.content.decode().count('type="submit"') >= 1
    assert not [sql for sql in map(plain, queries) if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert program.head(path).status_code == 200
    assert wishes(participation)[0] == "email"


def test_somebody_who_is_gone_gets_the_same_answer(program: Client, participation: Participation) -> None:
    paths = [stop_path(participation, "today"), choice_path(participation)]
    erase_participant(participant=participation.participant)
    assert [program.post(paths[0], ONE_CLICK).status_code, program.get(paths[0]).status_code] == [200, 200]
    assert program.get(paths[1]).status_code == 404


def test_a_link_that_is_not_whole_is_not_there(program: Client, participation: Participation) -> None:
    for path in (stop_path(participation, "today"), choice_path(participation)):
        assert program.get(path[:-3] + "/").status_code == 404
    assert program.post(stop_path(participation, "today")[:-3] + "/", ONE_CLICK).status_code == 404
    assert (
        program.get("/berichten/" + stop_path(participation, "today").split("/")[2] + "/").status_code == 404
    )


# --- choosing --------------------------------------------------------------------------------------------------


def said(participation: Participation, **fields: Any) -> dict[str, Any]:
    values = {"do_time": "09:15", "do_days": ["2", "5"], "log_time": "20:00", "log_days": ["7"], **fields}
    return {f"in-{participation.pk}-{name}": value for name, value in values.items()} | {"kinds": ["notice"]}


def test_what_comes_and_when_can_be_chosen_per_campaign(
    deelnemer_face: Client, participation: Participation
) -> None:
    path, other = choice_path(participation), mailed(participation.participant)
    response = deelnemer_face.post(
        path, said(participation) | said(other, do_time="", do_days=[], log_time="", log_days=[])
    )
    assert response["Location"] == f"{path}?bewaard=ja"
    assert (wishes(participation), participation.prompt_time, participation.weekdays) == (
        ("email", dt.time(20), ["check_in"]),
        dt.time(9, 15),
        [2, 5],
    )
    assert participation.log_weekdays == [7]
    assert (wishes(other), other.weekdays, other.log_weekdays) == (
        ("none", None, ["check_in"]),
        [1, 3],
        [3],
    )
    page = deelnemer_face.get(response["Location"]).content.decode()
    assert "Bewaard." in page
    assert 'value="09:15" selected' in page


def test_a_time_needs_a_day(deelnemer_face: Client, participation: Participation) -> None:
    response = deelnemer_face.post(choice_path(participation), said(participation, do_days=[], log_time="3"))
    assert response.status_code == 422
    assert "Kies minstens één dag, of kies geen bericht." in response.content.decode()
    assert wishes(participation) == ("email", NOON, [])


def test_everything_can_be_stopped_at_once_and_chosen_again(
    deelnemer_face: Client, participation: Participation
) -> None:
    path = choice_path(participation)
    deelnemer_face.post(path, {"geen": "ja"})
    assert wishes(participation) == ("none", None, ["check_in", "notice"])
    assert plan_messages(now=AT_NOON) == 0
    deelnemer_face.post(path, said(participation) | {"kinds": ["notice", "check_in"]})
    assert wishes(participation) == ("email", dt.time(20), [])


def test_the_page_shows_no_diary_and_no_address_in_full(
    deelnemer_face: Client, participation: Participation
) -> None:
    response = deelnemer_face.get(choice_path(participation))
    page, address = response.content.decode(), participation.participant.contact.address
    assert address not in page
    assert "d•••@thuis.example" in page
    assert 'class="bar"' not in page
    assert set(deelnemer_face.cookies) == {django_settings.CSRF_COOKIE_NAME}


def test_it_asks_for_the_pages_own_form(program: Client, participation: Participation) -> None:
    assert program.post(choice_path(participation), {"geen": "ja"}).status_code == 403
    assert wishes(participation)[0] == "email"


def test_links_of_an_address_of_before_open_and_stop_nothing(
    deelnemer_face: Client, participation: Participation
) -> None:
    choice, stop = choice_path(participation), stop_path(participation, "today")
    Contact.objects.all().delete()
    Contact.objects.create(
        participant=participation.participant, address="nieuw@thuis.example", confirmed_at=AT_NOON
    )
    assert [
        deelnemer_face.get(choice).status_code,
        deelnemer_face.post(choice, {"geen": "ja"}).status_code,
    ] == [404, 404]
    answer = deelnemer_face.post(stop, ONE_CLICK)
    assert (answer.status_code, "Deze link is van vroeger" in answer.content.decode()) == (200, True)
    participation.refresh_from_db()
    assert participation.channel == Participation.Channel.EMAIL


def test_a_campaign_that_is_over_has_nothing_to_choose(
    deelnemer_face: Client, participation: Participation, clock: time_machine.Traveller
) -> None:
    clock.move_to(AT_NOON + dt.timedelta(days=20))
    assert deelnemer_face.get(choice_path(participation)).context["rows"] == []


def test_both_pages_speak_the_language_of_the_mail(
    deelnemer_face: Client, participation: Participation
) -> None:
    Participant.objects.update(language="en")
    for path in (choice_path(participation), stop_path(participation, "today")):
        assert '<html lang="en">' in deelnemer_face.get(path).content.decode()
