"""A message to everybody who takes part: written, seen as it arrives, tried on oneself, and sent once."""

import datetime as dt
import hashlib
import html as html_module
import re
import smtplib
import uuid
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.permissions import Role
from challenges.models import Broadcast, Campaign
from challenges.services.notices import plan_notices
from interactions.models.local_day import AMSTERDAM
from tests.faces import BEHEER, WORKER, FaceClient, database_login
from tests.factories import AT_NOON, TODAY, make_campaign, make_contact, make_participation, make_staff
from tests.outbox import drain_outbox

pytestmark = pytest.mark.django_db
NUMBER = str(uuid.UUID(int=7))
SAID = {
    "client_id": NUMBER,
    "title": "Koffie op het plein",
    "text": "Kom je ook?\r\n\r\nKijk op https://plein.example/ <b>",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign(length=3)


@pytest.fixture
def staff(campaign: Campaign) -> User:
    return make_staff(organisation=campaign.organisation)


@pytest.fixture
def browser(beheer_face: Client, staff: User) -> Client:
    beheer_face.force_login(staff)
    return beheer_face


def path(campaign: Campaign) -> str:
    return f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/bericht/"


def frame_of(answer: Any) -> str:
    found = re.search(r'<iframe[^>]* src="([^"]+)"', answer.content.decode())
    assert found
    return html_module.unescape(found[1])


def mailed(campaign: Campaign) -> None:
    participation = make_participation(participant=make_contact().participant, campaign=campaign)
    participation.channel, participation.prompt_time = "email", dt.time(8)
    participation.save()


def test_the_preview_is_the_mail_that_participants_get(browser: Client, campaign: Campaign) -> None:
    answer = browser.post(path(campaign), SAID)
    frame = browser.get(frame_of(answer))
    mailed(campaign)
    browser.post(path(campaign), {**SAID, "verstuur": "ja"})
    with database_login(WORKER):
        plan_notices(now=AT_NOON)
    drain_outbox(AT_NOON)
    (sent,) = mail.outbox
    own_link = re.compile(r"/berichten/[^/\s\"]+/")
    assert sent.subject == answer.context["letter"].subject == "Koffie op het plein"
    assert own_link.sub("", str(sent.body)) == own_link.sub("", answer.context["letter"].text)
    assert own_link.sub("", str(sent.alternatives[0][0])) == own_link.sub("", frame.content.decode())  # type: ignore[attr-defined]
    assert "&lt;b&gt;" in frame.content.decode()
    assert re.search(
        r'<a href="https://plein.example/"[^>]*>https://plein.example/</a>', frame.content.decode()
    )


def test_the_frame_shows_and_does_nothing_else(browser: Client, campaign: Campaign) -> None:
    answer = browser.post(path(campaign), SAID)
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    frame = browser.get(frame_of(answer))
    policy = dict(part.strip().partition(" ")[::2] for part in frame["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["script-src"], policy["form-action"]) == ("'none'",) * 3
    assert (policy["frame-ancestors"], policy["sandbox"]) == ("'self'", "")
    colours = re.findall(
        r'style="([^"]*)"', frame.content.decode()
    )  # exactly these may be there, and no others
    digests = {
        b64encode(hashlib.sha256(html_module.unescape(one).encode()).digest()).decode() for one in colours
    }
    assert set(policy["style-src"].split()) == {"'unsafe-hashes'", *(f"'sha256-{one}'" for one in digests)}
    assert len(digests) > 3
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_an_address_that_nobody_here_made_shows_nothing(browser: Client, campaign: Campaign) -> None:
    frame = frame_of(browser.post(path(campaign), SAID))
    second = make_campaign(organisation=campaign.organisation)
    for odd in (
        f"{path(campaign)}voorbeeld/",
        f"{path(campaign)}voorbeeld/?van=verzonnen",
        frame[:-3] + "xyz",
        frame.replace(campaign.slug, second.slug),
    ):
        assert browser.get(odd).status_code == 404


def test_no_word_of_a_message_stands_in_an_address(browser: Client, campaign: Campaign) -> None:
    frame = frame_of(browser.post(path(campaign), SAID))
    assert frame == f"{path(campaign)}voorbeeld/?van={NUMBER}"


def test_a_preview_is_its_writers_alone(browser: Client, campaign: Campaign) -> None:
    frame = frame_of(browser.post(path(campaign), SAID))
    colleague = FaceClient(BEHEER)
    colleague.force_login(make_staff(organisation=campaign.organisation))
    assert colleague.get(frame).status_code == 404


def test_windows_side_by_side_each_show_their_own_and_what_was_sent_is_put_away(
    browser: Client, campaign: Campaign
) -> None:
    def said(number: int) -> dict[str, str]:
        return {**SAID, "client_id": str(uuid.UUID(int=number)), "text": f"Dit is venster {number}."}

    frames = [frame_of(browser.post(path(campaign), said(number))) for number in range(4)]
    assert browser.get(frames[0]).status_code == 404
    for number in (1, 2, 3):
        assert f"Dit is venster {number}." in browser.get(frames[number]).content.decode()
    browser.post(path(campaign), {**said(2), "verstuur": "ja"})
    assert [browser.get(frame).status_code for frame in frames] == [404, 200, 404, 200]


def test_the_preview_ends_with_the_working_day(
    browser: Client, campaign: Campaign, clock: time_machine.Traveller, staff: User
) -> None:
    frame = frame_of(browser.post(path(campaign), SAID))
    clock.move_to(AT_NOON + dt.timedelta(hours=13))
    browser.force_login(staff)
    assert browser.get(frame).status_code == 404


def test_what_was_typed_survives_looking_and_coming_back(browser: Client, campaign: Campaign) -> None:
    preview = browser.post(path(campaign), SAID).content.decode()
    text = re.search(r"<textarea name=\"text\"[^>]*>\n(.*?)</textarea>", preview, re.DOTALL)
    assert text
    assert html_module.unescape(text[1]) == SAID["text"].replace("\r\n", "\n")
    back = browser.post(path(campaign), {**SAID, "terug": "ja"})
    assert (back.status_code, back.context["form"]["title"].value()) == (200, SAID["title"])
    assert back.context["form"]["client_id"].value() == NUMBER
    assert Broadcast.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"title": ""}, "Schrijf een onderwerp."),
        ({"title": "x" * 81}, "Het onderwerp is te lang: 81 tekens."),
        ({"title": "Koffie\nBcc: iemand@elders.example"}, "Het onderwerp is één regel."),
        ({"text": " "}, "Schrijf eerst je bericht."),
        ({"text": "x" * 1001}, "Je bericht is te lang: 1001 tekens."),
    ],
)
def test_a_slip_is_told_and_nothing_is_lost(
    said: dict[str, str], told: str, browser: Client, campaign: Campaign
) -> None:
    answer = browser.post(path(campaign), {**SAID, **said, "verstuur": "ja"})
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert (SAID | said)["text"].strip()[:20] in html_module.unescape(answer.content.decode())
    assert Broadcast.objects.count() == 0


def test_line_ends_count_once(browser: Client, campaign: Campaign) -> None:
    assert browser.post(path(campaign), {**SAID, "text": "a\r\n" * 499 + "ab"}).status_code == 200


def test_a_test_comes_to_oneself_alone_and_a_few_times_an_hour(
    browser: Client, campaign: Campaign, staff: User, clock: time_machine.Traveller
) -> None:
    mailed(campaign)
    for _ in range(5):
        assert browser.post(path(campaign), {**SAID, "test": "ja"}).context["tested"] == "sent"
    assert {(tuple(one.to), one.subject) for one in mail.outbox} == {
        ((staff.email,), "Test: Koffie op het plein")
    }
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    refused = browser.post(path(campaign), {**SAID, "test": "ja"})
    assert (refused.context["tested"], len(mail.outbox)) == ("too_many", 5)
    assert SAID["title"] in refused.content.decode()
    clock.move_to(AT_NOON + dt.timedelta(minutes=70))  # an hour, and the end of the part it was counted in
    browser.force_login(staff)
    assert browser.post(path(campaign), {**SAID, "test": "ja"}).context["tested"] == "sent"
    assert Broadcast.objects.count() == 0


def test_a_pause_between_tests_gives_no_new_ones_within_the_hour(
    browser: Client,
    campaign: Campaign,
    staff: User,
    clock: time_machine.Traveller,
) -> None:
    for _ in range(6):
        browser.post(path(campaign), {**SAID, "test": "ja"})
    clock.shift(dt.timedelta(minutes=20))
    browser.force_login(staff)
    assert browser.post(path(campaign), {**SAID, "test": "ja"}).context["tested"] == "too_many"
    assert len(mail.outbox) == 5


@pytest.mark.parametrize("fault", [smtplib.SMTPServerDisconnected("weg"), ConnectionRefusedError()])
def test_a_mail_server_that_is_away_costs_no_words(
    fault: Exception, browser: Client, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_options: object) -> None:
        raise fault

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    answer = browser.post(path(campaign), {**SAID, "test": "ja"})
    assert (answer.status_code, answer.context["tested"]) == (200, "away")
    assert SAID["title"] in answer.content.decode()


def test_two_taps_send_it_once(browser: Client, campaign: Campaign, staff: User) -> None:
    for _ in range(2):
        answer = browser.post(path(campaign), {**SAID, "verstuur": "ja"})
        assert answer["Location"] == f"{path(campaign)}?verstuurd=ja"
    (one,) = Broadcast.objects.all()
    assert (one.campaign, one.title, one.created_by, one.confirmed_at) == (
        campaign,
        SAID["title"],
        staff,
        AT_NOON,
    )
    assert one.text == SAID["text"].replace("\r\n", "\n")
    assert "Je bericht gaat uit." in browser.get(answer["Location"]).content.decode()


def test_other_words_from_an_old_page_are_a_second_message_only_after_a_look(
    browser: Client, campaign: Campaign
) -> None:
    browser.post(path(campaign), {**SAID, "verstuur": "ja"})
    answer = browser.post(path(campaign), {**SAID, "title": "Thee", "verstuur": "ja"})
    assert (answer.status_code, answer.context["changed"]) == (422, True)
    fresh = answer.context["form"]["client_id"].value()
    assert fresh != NUMBER
    assert Broadcast.objects.count() == 1
    browser.post(path(campaign), {**SAID, "title": "Thee", "client_id": fresh, "verstuur": "ja"})
    assert Broadcast.objects.count() == 2


def test_the_same_words_again_are_noticed(browser: Client, campaign: Campaign) -> None:
    browser.post(path(campaign), {**SAID, "verstuur": "ja"})
    answer = browser.post(path(campaign), {**SAID, "client_id": str(uuid.uuid4())})
    assert answer.context["same"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"status": "draft"}, "De campagne is nog een concept"),
        ({"status": "paused"}, "De campagne staat op pauze."),
        ({"status": "closed"}, "De campagne is voorbij."),
        ({"starts_on": TODAY + dt.timedelta(days=2)}, "De campagne begint op vrijdag 16 oktober."),
    ],
)
def test_a_campaign_that_does_not_run_says_why_and_keeps_the_words(
    fields: dict[str, Any], told: str, browser: Client, campaign: Campaign
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(**fields)
    page = browser.get(path(campaign)).content.decode()
    assert told in page
    assert '<textarea name="text"' not in page
    for button in ("verstuur", "test", "kijk"):
        answer = browser.post(path(campaign), {**SAID, button: "ja"})
        assert (answer.status_code, told in answer.content.decode()) == (422, True)
        assert SAID["title"] in answer.content.decode()
    assert (Broadcast.objects.count(), mail.outbox) == (0, [])


def test_late_in_the_evening_it_says_tomorrow_and_on_the_last_day_no(
    browser: Client, campaign: Campaign, clock: time_machine.Traveller, staff: User
) -> None:
    clock.move_to(dt.datetime.combine(TODAY, dt.time(23), AMSTERDAM))
    browser.force_login(staff)
    assert "Daarom komt het morgen aan" in browser.get(path(campaign)).content.decode()
    browser.post(path(campaign), {**SAID, "verstuur": "ja"})
    assert "Gaat uit op donderdag 15 oktober, vanaf zes uur." in browser.get(path(campaign)).content.decode()
    clock.move_to(dt.datetime.combine(TODAY + dt.timedelta(days=1), dt.time(5), AMSTERDAM))
    browser.force_login(staff)
    assert "Daarom komt het vandaag aan" in browser.get(path(campaign)).content.decode()
    clock.move_to(dt.datetime.combine(TODAY + dt.timedelta(days=2), dt.time(23), AMSTERDAM))
    browser.force_login(staff)
    page = browser.get(path(campaign)).content.decode()
    assert "Vandaag is de laatste dag" in page
    assert "Verstuurd op 15 oktober 2026." in page


def test_only_who_may_publish_sends_to_everybody(beheer_face: Client, campaign: Campaign) -> None:
    for role in (Role.EDITOR, Role.VIEWER):
        beheer_face.force_login(make_staff(organisation=campaign.organisation, role=role))
        assert beheer_face.get(path(campaign)).status_code == 403
        assert beheer_face.post(path(campaign), {**SAID, "verstuur": "ja"}).status_code == 403
        assert beheer_face.get(f"{path(campaign)}voorbeeld/").status_code == 403
    assert Broadcast.objects.count() == 0


def test_another_organisations_campaign_is_not_there(browser: Client, campaign: Campaign) -> None:
    other = make_campaign()
    swapped = path(campaign).replace(campaign.slug, other.slug)
    for there in (path(other), swapped):
        assert browser.post(there, {**SAID, "verstuur": "ja"}).status_code == 404
    assert Broadcast.objects.count() == 0


@pytest.mark.parametrize("count", [0, 5])
def test_it_asks_the_same_however_many_went_before(
    count: int, browser: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        browser.post(path(campaign), {**SAID, "client_id": str(uuid.UUID(int=number)), "verstuur": "ja"})
    with django_assert_num_queries(
        8
    ):  # session, user, membership, campaign, its check in the step bar, how messages go (2), earlier ones
        browser.get(path(campaign))
