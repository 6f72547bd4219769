"""A key of the installation is missing: pages stay calm, nothing is overwritten, and what is typed comes back."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import Contact, Message, Participant, ParticipantKey, WordsLockedError
from accounts.services import message_kinds
from accounts.services.merging import merge_participants
from interactions.models import Interaction, OwnOpener, Reflection
from interactions.services.library import load_library
from tests.accounts.test_private_keys import other_keys
from tests.factories import (
    AT_NOON,
    make_contact,
    make_domain,
    make_message,
    make_moment,
    make_participant,
    make_participation,
)
from tests.outbox import PLAIN, drain_outbox
from tests.written import written

pytestmark = pytest.mark.django_db

CALM = "Deze tekst kunnen we nu niet laten zien."
NOTE, PLAN, OPENER = "Notitie-geheim", "Plan-geheim", "Smoesje-geheim"
TYPED = "Wat ik net schreef."
PLANNED = Interaction.Status.PLANNED


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def participant() -> Participant:
    """Somebody with everything private, in a library and a campaign."""
    load_library(now=AT_NOON)
    participant = make_participation().participant
    make_contact(participant=participant)
    moment = make_moment(participant=participant)
    Reflection.objects.create(interaction=moment, text=NOTE, written_at=AT_NOON)
    planned = make_moment(participant=participant, status=PLANNED)
    planned.plan_text = PLAN
    planned.save()
    OwnOpener.objects.create(
        participant=participant, text=OPENER, domain=make_domain(), created_at=AT_NOON, updated_at=AT_NOON
    )
    return participant


@pytest.fixture
def browser(participant: Participant, browser_of: Callable[[Participant], Client]) -> Client:
    return browser_of(participant)


@pytest.fixture
def lock(settings: Settings) -> Callable[[], Callable[[], None]]:
    """Takes the wrapping key away; what it gives puts it back."""

    def take_away() -> Callable[[], None]:
        keys = settings.PRIVATE_KEYS
        settings.PRIVATE_KEYS = other_keys(nieuw=bytes(range(32)))

        def put_back() -> None:
            settings.PRIVATE_KEYS = keys

        return put_back

    return take_away


def lose_key(participant: Participant) -> None:
    ParticipantKey.objects.filter(participant=participant).delete()


def everything() -> list[Any]:
    """Every seal in the tables."""
    return [
        *Reflection.objects.order_by("pk").values_list("text", flat=True),
        *Interaction.objects.order_by("pk").values_list("plan_text", flat=True),
        *OwnOpener.objects.order_by("pk").values_list("text", flat=True),
        *Contact.objects.order_by("pk").values_list("address", flat=True),
    ]


def pages() -> list[str]:
    done, planned = Interaction.objects.get(status="done"), Interaction.objects.get(status=PLANNED)
    opener = OwnOpener.objects.get()
    return [
        "/vandaag/", "/dagboek/", "/dagboek/2026-10-14/", f"/moment/{done.client_id}/",
        f"/moment/{done.client_id}/notitie/", f"/moment/{done.client_id}/wijzig/", f"/moment/{done.client_id}/weg/",
        f"/moment/{planned.client_id}/plan/", f"/moment/{planned.client_id}/voorspelling/", "/van-mij/smoesjes/",
        f"/smoesje/jouw-zin/?mijn={opener.client_id}", f"/delen/?moment={done.client_id}",
        f"/delen/?smoesje={opener.client_id}", "/van-mij/", "/van-mij/terugkomen/", "/van-mij/gegevens/",
        "/van-mij/gegevens/gedag.json",
    ]  # fmt: skip


@pytest.mark.parametrize("lost", ["wrapping key", "own key"])
def test_every_page_opens_without_the_words_and_touches_nothing(
    lost: str, browser: Client, participant: Participant, lock: Callable[[], Callable[[], None]],
) -> None:  # fmt: skip
    before, shown = everything(), ""
    address = participant.contact.address
    if lost == "own key":
        lose_key(participant)
    else:
        lock()
    noted = 0
    with written() as log:
        for page in pages():
            response = browser.get(page)
            assert response.status_code == 200, page
            lines = log.of("words_locked")[noted:]
            # Once, however many there are; and of whom is not said: every visit would be a line about somebody.
            assert len(lines) <= 1, page
            assert not any({"participant", "row", "contact"} & set(line) for line in lines), page
            noted += len(lines)
            shown += response.content.decode()
    for secret in (NOTE, PLAN, OPENER, address):
        assert secret not in shown
        assert secret not in log.text
    assert CALM in shown
    assert "Je komt terug met <b>je e-mailadres</b>" in shown
    assert noted > 10
    assert everything() == before


def test_forms_begin_empty_and_not_with_the_calm_words(
    browser: Client, lock: Callable[[], Callable[[], None]]
) -> None:
    lock()
    done, opener = Interaction.objects.get(status="done"), OwnOpener.objects.get()
    for page, field in (
        (f"/moment/{done.client_id}/notitie/", "note"),
        (f"/moment/{done.client_id}/wijzig/", "note"),
        (f"/smoesje/jouw-zin/?mijn={opener.client_id}", "text"),
        (f"/delen/?moment={done.client_id}", "text"),
        (f"/delen/?smoesje={opener.client_id}", "text"),
    ):
        assert browser.get(page).context["form"][field].value() == "", page
    planned = Interaction.objects.get(status=PLANNED)
    plan = browser.get(f"/moment/{planned.client_id}/plan/").context["form"]["plan"].value()
    assert CALM not in plan


def posts() -> list[tuple[str, dict[str, str]]]:
    done, planned = Interaction.objects.get(status="done"), Interaction.objects.get(status=PLANNED)
    opener = OwnOpener.objects.get()
    own = {"domain": "buurt", "counterpart": "", "status": "done", "day": "2026-10-14"}
    return [
        (f"/moment/{done.client_id}/notitie/", {"note": TYPED}),
        (f"/moment/{done.client_id}/wijzig/", {**own, "note": TYPED}),
        (f"/moment/{planned.client_id}/plan/", {"plan": TYPED}),
        ("/dagboek/nieuw/", {**own, "client_id": str(uuid.uuid4()), "note": TYPED}),
        (
            "/smoesje/jouw-zin/",
            {"client_id": str(opener.client_id), "text": TYPED, "domain": "buurt", "character": ""},
        ),
        (
            "/smoesje/jouw-zin/",
            {"client_id": str(uuid.uuid4()), "text": TYPED, "domain": "buurt", "character": ""},
        ),
    ]


def test_new_words_are_refused_in_words_and_given_back(
    browser: Client, participant: Participant, lock: Callable[[], Callable[[], None]]
) -> None:
    before, rows = everything(), Interaction.objects.count()
    put_back = lock()
    for page, said in posts():
        response = browser.post(page, said)
        html = response.content.decode()
        assert response.status_code == 503, page
        assert "Nu even niet bewaard" in html
        assert html.count(TYPED) >= 2, page  # to read, and in the form that sends it again
        assert response["Retry-After"] == "10"
    assert (everything(), Interaction.objects.count()) == (before, rows)
    put_back()
    assert [note.text for note in Reflection.objects.all()] == [NOTE]
    for page, said in posts()[:3]:
        assert browser.post(page, said).status_code == 302
    assert [note.text for note in Reflection.objects.all()] == [TYPED]


def test_what_holds_no_words_goes_on_as_ever(
    browser: Client, participant: Participant, lock: Callable[[], Callable[[], None]]
) -> None:
    before = everything()
    lock()
    done, planned = Interaction.objects.get(status="done"), Interaction.objects.get(status=PLANNED)
    for page, said in (
        (f"/moment/{done.client_id}/reactie/", {"response": "positive"}),
        (f"/moment/{done.client_id}/wijzig/", {
            "domain": "winkel", "counterpart": "", "status": "different", "note": "", "day": "2026-10-14",
        }),
        (f"/moment/{done.client_id}/notitie/", {"note": ""}),
        (f"/moment/{planned.client_id}/plan/", {"plan": ""}),
        (f"/moment/{planned.client_id}/voorspelling/", {"predicted_yes": "4"}),
    ):  # fmt: skip
        assert browser.post(page, said).status_code == 302, page
    done.refresh_from_db()
    assert (done.response, done.domain_id, done.status) == ("positive", "winkel", "different")
    assert everything() == before  # an empty box in the place of a text that does not open removes nothing


def test_somebodys_own_lost_key_does_not_let_new_words_push_the_old_ones_out(
    browser: Client, participant: Participant
) -> None:
    before = everything()
    lose_key(participant)
    for page, said in posts()[:3]:
        assert browser.post(page, said).status_code == 503, page
    assert everything() == before
    assert browser.post(*posts()[3]).status_code == 302  # and what is new gets a new key
    assert TYPED in {note.text for note in Reflection.objects.all()}


def test_an_own_opener_that_does_not_open_is_not_tried_today(
    browser: Client, lock: Callable[[], Callable[[], None]]
) -> None:
    lock()
    rows = Interaction.objects.count()
    opener = OwnOpener.objects.get()
    assert browser.post(f"/van-mij/smoesjes/{opener.client_id}/probeer/").status_code == 503
    assert Interaction.objects.count() == rows


def test_everything_can_still_be_erased(
    browser: Client, participant: Participant, lock: Callable[[], Callable[[], None]]
) -> None:
    lock()
    assert browser.post("/van-mij/wissen/").status_code == 302
    assert not Participant.objects.filter(pk=participant.pk).exists()


def test_two_diaries_stay_two_until_the_key_is_back(
    participant: Participant, lock: Callable[[], Callable[[], None]]
) -> None:
    source = make_participant()
    Reflection.objects.create(
        interaction=make_moment(participant=source), text="Van de ander", written_at=AT_NOON
    )

    def merge() -> None:
        here, there = (Participant.objects.get(pk=one.pk) for one in (source, participant))
        merge_participants(source=here, target=there, now=AT_NOON)

    put_back = lock()
    with pytest.raises(WordsLockedError):
        merge()
    put_back()
    assert Participant.objects.count() == 2
    merge()
    assert sorted(note.text for note in Reflection.objects.all()) == [NOTE, "Van de ander"]


def test_a_mail_waits_until_its_address_opens(
    participant: Participant, lock: Callable[[], Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(message_kinds._registered, Message.Kind.NOTICE, PLAIN)
    message = make_message(participant=participant)
    put_back = lock()
    assert drain_outbox(AT_NOON) == {"broken": 1}
    message.refresh_from_db()
    assert (message.state, mail.outbox) == (Message.State.PENDING, [])
    put_back()
    assert drain_outbox(AT_NOON + dt.timedelta(minutes=5)) == {"sent": 1}
    assert [one.to for one in mail.outbox] == [[participant.contact.address]]


def test_the_download_says_calmly_that_something_is_closed(
    browser: Client, lock: Callable[[], Callable[[], None]]
) -> None:
    lock()
    data = json.loads(browser.get("/van-mij/gegevens/gedag.json").content)
    assert CALM in [row["notitie"] for row in data["momenten"]["rijen"]]
    assert [row["adres"] for row in data["adres"]["rijen"]] == ["je e-mailadres"]
