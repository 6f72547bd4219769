"""The logbook: what the organisers saw, in their own words, and nothing of what they typed is ever lost."""

import datetime as dt
import html as html_module
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.permissions import Role
from challenges.models import Campaign, LogbookEntry
from tests.factories import AT_NOON, make_campaign, make_staff

pytestmark = pytest.mark.django_db
SAID = {
    "log-seen": "",
    "log-did": "Posters in drie buurthuizen.",
    "log-hours": "24",
    "log-worked": "De kassa.",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign(length=3)


@pytest.fixture
def staff(campaign: Campaign) -> User:
    return make_staff(organisation=campaign.organisation, role=Role.EDITOR)


@pytest.fixture
def browser(beheer_face: Client, staff: User) -> Client:
    beheer_face.force_login(staff)
    return beheer_face


def path(campaign: Campaign, moment: str = "") -> str:
    return f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/logboek/{moment}"


def seen_in(answer: Any) -> str:
    found = re.search(r'name="log-seen"(?: value="([^"]*)")?', answer.content.decode())
    assert found
    return html_module.unescape(found[1] or "")


def test_an_entry_is_written_and_read(browser: Client, campaign: Campaign, staff: User) -> None:
    answer = browser.post(path(campaign, "start/"), SAID)
    assert (answer.status_code, answer["Location"]) == (302, f"{path(campaign)}?bewaard=ja")
    (entry,) = LogbookEntry.objects.all()
    assert (entry.moment, entry.did, entry.hours, entry.updated_by) == ("start", SAID["log-did"], 24, staff)
    page = browser.get(answer["Location"]).content.decode()
    assert "Wat hebben jullie voorbereid?" in page
    assert SAID["log-did"] in page
    assert staff.name in page


@pytest.mark.parametrize(("word", "moment"), [("start", "start"), ("halverwege", "halfway"), ("eind", "end")])
def test_every_moment_has_its_own_page(word: str, moment: str, browser: Client, campaign: Campaign) -> None:
    assert browser.post(path(campaign, f"{word}/"), SAID).status_code == 302
    assert LogbookEntry.objects.get().moment == moment


def test_another_moment_is_not_there(browser: Client, campaign: Campaign) -> None:
    assert browser.get(path(campaign, "ooit/")).status_code == 404


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"log-did": " ", "log-hours": "", "log-worked": ""}, "Schrijf minstens één ding op."),
        ({"log-hours": "een dag"}, "Vul een heel getal in"),
        ({"log-hours": "-1"}, "Vul een heel getal in"),
        ({"log-hours": "5001"}, "Vul hooguit 5000 uur in."),
        ({"log-worked": "x" * 1001}, "Dit zijn 1001 tekens"),
        ({"log-worked": "\x00"}, "Null-tekens"),
    ],
)
def test_a_slip_is_told_and_what_was_typed_stays(
    said: dict[str, str], told: str, browser: Client, campaign: Campaign
) -> None:
    answer = browser.post(path(campaign, "start/"), SAID | said)
    page = html_module.unescape(answer.content.decode())
    assert (answer.status_code, told in page) == (422, True)
    assert (SAID | said)["log-did"].strip() in page
    assert LogbookEntry.objects.count() == 0


def test_zero_hours_is_an_answer(browser: Client, campaign: Campaign) -> None:
    assert browser.post(path(campaign, "start/"), {"log-hours": "0"}).status_code == 302
    assert LogbookEntry.objects.get().hours == 0


def test_a_name_is_asked_about_once_and_may_stay(browser: Client, campaign: Campaign) -> None:
    said = {**SAID, "log-worked": "Fatma Yilmaz van de markt hielp, mail fatma@voorbeeld.nl"}
    answer = browser.post(path(campaign, "start/"), said)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "‘Fatma Yilmaz’ lijkt op een naam." in page
    assert "‘fatma@voorbeeld.nl’ lijkt op een e-mailadres." in page
    assert said["log-worked"] in page
    assert LogbookEntry.objects.count() == 0
    assert browser.post(path(campaign, "start/"), {**said, "zeker": "ja"}).status_code == 302
    assert LogbookEntry.objects.get().worked == said["log-worked"]


def test_of_two_who_write_at_once_neither_loses_a_word(
    browser: Client, campaign: Campaign, clock: time_machine.Traveller
) -> None:
    first_seen = seen_in(browser.get(path(campaign, "start/")))
    second = make_staff(organisation=campaign.organisation)
    browser.post(path(campaign, "start/"), {**SAID, "log-seen": first_seen})
    clock.shift(dt.timedelta(minutes=1))
    browser.force_login(second)
    mine = {"log-seen": first_seen, "log-did": "Een kraam op de markt.", "log-hours": "8"}
    answer = browser.post(path(campaign, "start/"), mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (mine["log-did"] in page, SAID["log-did"] in page, SAID["log-worked"] in page) == (
        True,
        True,
        True,
    )
    assert LogbookEntry.objects.get().did == SAID["log-did"]
    seen_now = seen_in(answer)
    assert seen_now not in {"", first_seen}
    browser.post(path(campaign, "start/"), {**mine, "log-seen": seen_now})
    entry = LogbookEntry.objects.get()
    assert (entry.did, entry.updated_by) == (mine["log-did"], second)


def test_the_same_words_twice_are_no_quarrel(browser: Client, campaign: Campaign) -> None:
    for _ in range(2):
        assert browser.post(path(campaign, "start/"), SAID).status_code == 302
    assert LogbookEntry.objects.count() == 1


@pytest.mark.parametrize("seen", ["gisteren", "2026-13-45T00:00:00Z", "2026-10-14T10:00:00", "x" * 41])
def test_a_mark_that_was_made_up_overwrites_nothing(seen: str, browser: Client, campaign: Campaign) -> None:
    browser.post(path(campaign, "start/"), SAID)
    answer = browser.post(path(campaign, "start/"), {"log-seen": seen, "log-did": "Weg ermee."})
    assert (answer.status_code, LogbookEntry.objects.get().did) == (422, SAID["log-did"])


def test_changing_goes_over_what_one_saw(
    browser: Client, campaign: Campaign, clock: time_machine.Traveller
) -> None:
    browser.post(path(campaign, "start/"), SAID)
    clock.shift(dt.timedelta(minutes=1))
    page = browser.get(path(campaign, "start/"))
    assert SAID["log-did"] in page.content.decode()
    browser.post(path(campaign, "start/"), {"log-seen": seen_in(page), "log-did": "Meer posters."})
    entry = LogbookEntry.objects.get()
    assert (entry.did, entry.worked, entry.hours) == ("Meer posters.", "", None)


def test_a_database_that_is_away_gives_back_every_word(
    browser: Client, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_said: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("challenges.views.beheer.logbook.write_logbook", away)
    answer = browser.post(path(campaign, "start/"), SAID)
    assert (answer.status_code, [text for _label, text in answer.context["typed"]]) == (
        503,
        [SAID["log-did"], SAID["log-hours"], SAID["log-worked"]],
    )


def test_who_looks_along_reads_and_does_not_write(beheer_face: Client, campaign: Campaign) -> None:
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=Role.VIEWER))
    page = beheer_face.get(path(campaign))
    assert (page.status_code, "Schrijf het deel" in page.content.decode()) == (200, False)
    assert beheer_face.get(path(campaign, "start/")).status_code == 403
    assert beheer_face.post(path(campaign, "start/"), SAID).status_code == 403
    assert LogbookEntry.objects.count() == 0


def test_another_organisations_logbook_is_not_there(browser: Client, campaign: Campaign) -> None:
    other = make_campaign()
    for there in (path(other), path(campaign).replace(campaign.slug, other.slug)):
        assert browser.get(there).status_code == 404
        assert browser.post(f"{there}start/", SAID).status_code == 404
    assert LogbookEntry.objects.count() == 0


@pytest.mark.parametrize("moments", [[], ["start", "halverwege", "eind"]])
def test_it_asks_the_same_however_much_was_written(
    moments: list[str],
    browser: Client,
    campaign: Campaign,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for word in moments:
        browser.post(path(campaign, f"{word}/"), SAID)
    with django_assert_num_queries(6):  # session, user, membership, campaign, its steps, entries
        browser.get(path(campaign))
    with django_assert_num_queries(6):
        browser.get(path(campaign, "start/"))
