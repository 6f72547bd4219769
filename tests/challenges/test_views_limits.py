"""What may be done so often and no more, besides joining: in plain words, with what was typed."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.models import EmailCode, LimitCount, Participant
from accounts.services.limit_table import LIMITS, Act, Bound
from challenges.models import Contribution
from challenges.services import typesetting
from challenges.services.printed import share_version
from challenges.views.sharing import picture_path
from interactions.models import Interaction
from tests.faces import DEELNEMER, FaceClient
from tests.factories import (
    AT_NOON,
    make_campaign,
    make_domain,
    make_organisation,
    make_participant,
    make_participation,
    make_staff,
)

pytestmark = pytest.mark.django_db
Browser = Callable[[Participant], Client]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


def less(monkeypatch: pytest.MonkeyPatch, act: Act, most: int) -> None:
    """The same bounds, sooner reached."""
    monkeypatch.setitem(LIMITS, act, tuple(Bound(one.counter, one.who, most, one.per) for one in LIMITS[act]))


def test_a_text_that_is_one_too_many_is_given_back(
    monkeypatch: pytest.MonkeyPatch, browser_of: Browser
) -> None:
    less(monkeypatch, Act.CONTRIBUTE, 2)
    participation = make_participation()
    make_domain()
    browser = browser_of(participation.participant)

    def share(text: str) -> Any:
        posted = {
            "client_id": str(uuid.uuid4()),
            "campaign": participation.campaign.slug,
            "kind": "opener",
            "text": text,
            "domain": "buurt",
            "zeker": "ja",
        }
        return browser.post("/delen/", posted)

    answers = [share(f"Lekker weer, hè {number}") for number in ("een", "twee", "drie")]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    page = answers[2].content.decode()
    assert "Even rustig aan" in page
    assert 'name="text" value="Lekker weer, hè drie"' in page
    assert int(answers[2]["Retry-After"]) > 23 * 3600
    assert Contribution.objects.count() == 2
    other = browser_of(make_participation(campaign=participation.campaign).participant)
    assert other.get("/delen/").status_code == 200


def test_moments_have_a_bound_that_nobody_meets(monkeypatch: pytest.MonkeyPatch, browser_of: Browser) -> None:
    assert LIMITS[Act.KEEP_OWN][0].most >= 100
    less(monkeypatch, Act.KEEP_OWN, 3)
    make_domain()
    browser = browser_of(make_participant())

    def log(note: str) -> int:
        posted = {
            "client_id": str(uuid.uuid4()),
            "domain": "buurt",
            "counterpart": "stranger",
            "status": "done",
            "day": "2026-10-14",
            "note": note,
        }
        answer = browser.post("/dagboek/nieuw/", posted)
        if answer.status_code == 429:
            assert note in answer.content.decode()
        return answer.status_code

    assert [log(f"briefje {number}") for number in range(4)] == [302, 302, 302, 429]
    assert Interaction.objects.count() == 3


@pytest.mark.parametrize("name", ["gedag.json", "gedag.zip"])
def test_downloads_have_a_bound(name: str, browser_of: Browser, clock: time_machine.Traveller) -> None:
    browser = browser_of(make_participant())
    answers = [browser.get(f"/van-mij/gegevens/{name}").status_code for _ in range(22)]
    assert answers == [200] * 20 + [429] * 2
    assert browser_of(make_participant()).get(f"/van-mij/gegevens/{name}").status_code == 200
    clock.shift(dt.timedelta(minutes=70))
    assert browser.get(f"/van-mij/gegevens/{name}").status_code == 200


def test_a_network_asks_so_many_codes_whatever_the_addresses(deelnemer_face: Client) -> None:
    answers = []
    for number in range(122):
        browser = FaceClient(DEELNEMER, REMOTE_ADDR="198.51.100.7")
        answers.append(browser.post("/terug/mail/", {"address": f"{number}@thuis.example"}).status_code)
    assert answers == [302] * 120 + [429] * 2
    assert EmailCode.objects.count() == 120
    assert FaceClient(DEELNEMER).post("/terug/mail/", {"address": "ik@thuis.example"}).status_code == 302


def test_a_hundred_askers_send_three_mails_to_one_address(deelnemer_face: Client) -> None:
    for number in range(100):
        browser = FaceClient(DEELNEMER, REMOTE_ADDR=f"10.0.{number}.1")
        browser.post("/terug/mail/", {"address": "doelwit@thuis.example"})
    assert EmailCode.objects.count() == 3


def test_one_browser_and_one_participant_ask_five_codes_an_hour(
    browser_of: Browser, clock: time_machine.Traveller
) -> None:
    participant = make_participant()
    for browsers in ([FaceClient(DEELNEMER)] * 7, [browser_of(participant) for _ in range(7)]):
        answers = [
            browser.post("/terug/mail/", {"address": f"{number}@thuis.example"}).status_code
            for number, browser in enumerate(browsers)
        ]
        assert answers == [302] * 5 + [429] * 2
        clock.shift(dt.timedelta(hours=2))


def test_erasing_oneself_gives_no_more_mails_to_an_address(browser_of: Browser) -> None:
    answers = []
    for tag in ("", "+a", "+b", "", "+c"):
        browser = browser_of(make_participant())
        asked = browser.post("/terug/mail/", {"address": f"doelwit{tag}@thuis.example"})
        answers.append(asked.status_code)
        assert browser.post("/van-mij/wissen/", {"zeker": "ja"}).status_code in {200, 302}
    assert (Participant.objects.count(), EmailCode.objects.count()) == (0, 0)
    assert answers == [302] * 3 + [429] * 2
    assert "Wacht 70 minuten" in asked.content.decode()


def test_only_a_picture_that_must_be_made_is_counted(
    monkeypatch: pytest.MonkeyPatch, deelnemer_face: Client
) -> None:
    monkeypatch.setattr(typesetting, "_made", typesetting.OrderedDict())
    monkeypatch.setattr(typesetting, "_make", lambda *_: b"\x89PNG")
    less(monkeypatch, Act.MAKE_SHEET, 2)
    paths = [picture_path(make_campaign(), "nl") for _ in range(3)]
    answers = [deelnemer_face.get(path).status_code for path in paths]
    assert answers == [200, 200, 429]
    assert [deelnemer_face.get(paths[0]).status_code for _ in range(20)] == [200] * 20
    assert share_version(campaign=make_campaign(), language="nl") not in paths[0]


def test_a_page_that_is_not_limited_counts_nothing(deelnemer_face: Client, browser_of: Browser) -> None:
    participation = make_participation()
    browser = browser_of(participation.participant)
    for path in ("/", f"/{participation.campaign.slug}/", "/vandaag/", "/dagboek/", "/van-mij/gegevens/"):
        assert browser.get(path).status_code == 200
    assert LimitCount.objects.count() == 0


def test_staff_print_send_and_try_so_often(monkeypatch: pytest.MonkeyPatch, beheer_face: Client) -> None:
    organisation = make_organisation(slug="vaartstad")
    campaign = make_campaign(organisation=organisation, slug="vaartwijk")
    beheer_face.force_login(make_staff(organisation=organisation))
    less(monkeypatch, Act.MAKE_SHEET_STAFF, 2)
    less(monkeypatch, Act.BROADCAST, 2)
    monkeypatch.setattr(typesetting, "_make", lambda *_: b"%PDF-")
    at = "/beheer/vaartstad/campagnes/vaartwijk"
    answers = [beheer_face.get(f"{at}/bereik/poster.pdf").status_code for _ in range(3)]
    assert answers == [200, 200, 429]

    def send(number: int, **how: str) -> int:
        posted = {"client_id": str(uuid.UUID(int=number)), "title": "Dag", "text": f"Bericht {number}", **how}
        return beheer_face.post(f"{at}/bericht/", posted).status_code

    assert [send(number, verstuur="ja") for number in range(3)] == [302, 302, 429]
    assert campaign.broadcasts.count() == 2
    for number in range(7):
        send(10 + number, test="ja")
    assert len(mail.outbox) == 5
