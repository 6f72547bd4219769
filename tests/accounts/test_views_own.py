"""The place to find back, and coming back with the start link."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.models import Participant, ParticipantSession, WayBack
from accounts.queries.retention import kept_of_participants
from accounts.services.sessions import recognise
from accounts.services.ways_back import make_start_link
from config.backups.envelope import DATA, KEYS
from config.backups.folder import KEPT_FOR
from tests.accounts.test_participants import fill
from tests.faces import DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_participant

pytestmark = pytest.mark.django_db
Browser = Callable[[Participant], Client]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


def path_of(link: str) -> str:
    """The path in a full address."""
    return "/" + link.split("/", 3)[3]


def test_looking_makes_no_link(browser_of: Browser) -> None:
    response = browser_of(make_participant()).get("/van-mij/terugkomen/")
    assert ("start_link" in response.context, WayBack.objects.count()) == (False, 0)


def test_a_new_link_is_shown_this_once(browser_of: Browser) -> None:
    participant = make_participant()
    browser = browser_of(participant)
    response = browser.post("/van-mij/terugkomen/startlink/")
    link = response.context["start_link"]
    assert link.startswith("http://localhost:8000/startlink/")
    assert link in response.content.decode()
    assert link not in browser.get("/van-mij/terugkomen/").content.decode()
    assert [way.participant for way in WayBack.objects.all()] == [participant]


def test_a_link_brings_somebody_back_in_another_browser(browser_of: Browser) -> None:
    participant = make_participant()
    path = path_of(browser_of(participant).post("/van-mij/terugkomen/startlink/").context["start_link"])
    other = FaceClient(DEELNEMER)
    response = other.post(path)
    assert (response.status_code, response["Location"]) == (302, "/vandaag/")
    assert recognise(secret=response.cookies["deelname"].value, now=AT_NOON) == participant
    assert other.get("/van-mij/").status_code == 200
    assert WayBack.objects.get().last_used_at == AT_NOON


def test_opening_a_link_changes_nothing(deelnemer_face: Client) -> None:
    secret = make_start_link(participant=make_participant(), now=AT_NOON)
    for _ in range(3):
        response = deelnemer_face.get(f"/startlink/{secret}/")
        assert (response.status_code, "deelname" in response.cookies) == (200, False)
    assert (WayBack.objects.get().last_used_at, ParticipantSession.objects.count()) == (None, 0)


def test_a_link_works_again_and_on_every_device(deelnemer_face: Client) -> None:
    secret = make_start_link(participant=make_participant(), now=AT_NOON)
    for _ in range(2):
        assert FaceClient(DEELNEMER).post(f"/startlink/{secret}/").status_code == 302
    assert ParticipantSession.objects.count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_replaced_link_says_so(method: str, deelnemer_face: Client) -> None:
    participant = make_participant()
    first = make_start_link(participant=participant, now=AT_NOON)
    make_start_link(participant=participant, now=AT_NOON)
    response = getattr(deelnemer_face, method)(f"/startlink/{first}/")
    assert (response.status_code, response.context["replaced"]) == (410, True)
    assert ("deelname" in response.cookies, ParticipantSession.objects.count()) == (False, 0)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("secret", ["verzonnen", "x" * 3000, "%00", "%F0%9F%98%80", "' or 1=1"])
def test_a_forged_link_opens_nothing(method: str, secret: str, deelnemer_face: Client) -> None:
    make_start_link(participant=make_participant(), now=AT_NOON)
    response = getattr(deelnemer_face, method)(f"/startlink/{secret}/")
    assert (response.status_code, response.context["replaced"]) == (404, False)
    assert ("deelname" in response.cookies, ParticipantSession.objects.count()) == (False, 0)


def test_ones_own_link_in_ones_own_browser_goes_straight_on(browser_of: Browser) -> None:
    participant = make_participant()
    secret = make_start_link(participant=participant, now=AT_NOON)
    browser = browser_of(participant)
    for method in (browser.get, browser.post):
        assert method(f"/startlink/{secret}/")["Location"] == "/vandaag/"
    assert ParticipantSession.objects.count() == 1


def test_somebody_elses_link_warns_and_then_changes_who_this_is(browser_of: Browser) -> None:
    here, there = make_participant(), make_participant()
    secret = make_start_link(participant=there, now=AT_NOON)
    browser = browser_of(here)
    assert browser.get(f"/startlink/{secret}/").context["someone_else"] is True
    response = browser.post(f"/startlink/{secret}/")
    assert recognise(secret=response.cookies[settings.PARTICIPANT_COOKIE_NAME].value, now=AT_NOON) == there


def test_a_link_never_leaves_in_a_referrer(deelnemer_face: Client) -> None:
    secret = make_start_link(participant=make_participant(), now=AT_NOON)
    assert deelnemer_face.get(f"/startlink/{secret}/")["Referrer-Policy"] == "same-origin"


def test_the_privacy_page_says_all_that_is_kept(deelnemer_face: Client) -> None:
    for address in ("/privacy/", "/privacy/?alles=open"):
        html = deelnemer_face.get(address).content.decode()
        for kept in kept_of_participants("nl"):
            for text in (kept.title, kept.what, kept.purpose, kept.ground, kept.retention):
                assert text.replace("'", "&#x27;").replace('"', "&quot;") in html


def test_the_privacy_page_shows_its_subjects_and_on_request_all_of_it(deelnemer_face: Client) -> None:
    subjects = len(kept_of_participants("nl"))
    closed, opened = (
        re.findall(
            r'<details class="ask" id="deel-\d+"( open)?>', deelnemer_face.get(address).content.decode()
        )
        for address in ("/privacy/", "/privacy/?alles=open")
    )
    assert (closed, opened) == ([""] * subjects, [" open"] * subjects)


def test_erasing_asks_first(browser_of: Browser) -> None:
    participant = make_participant()
    page = browser_of(participant).get("/van-mij/wissen/")
    assert page.status_code == 200
    in_words = {7: "zeven", 30: "dertig"}
    assert re.findall(r"hooguit (\w+) dagen", page.content.decode()) == [
        in_words[KEPT_FOR[part].days] for part in (KEYS, DATA)
    ]
    assert Participant.objects.filter(pk=participant.pk).exists()


def test_erasing_leaves_nothing_and_the_browser_forgets(browser_of: Browser) -> None:
    participant, other = make_participant(), make_participant()
    fill(participant)
    browser = browser_of(participant)
    response = browser.post("/van-mij/wissen/")
    assert (response.status_code, response["Location"]) == (302, "/?wie=gewist")
    assert (response.cookies["deelname"].value, response.cookies["deelname"]["max-age"]) == ("", 0)
    assert list(Participant.objects.all()) == [other]
    assert browser.get("/?wie=gewist").status_code == 200
    assert browser.get("/vandaag/")["Location"] == "/?wie=onbekend"


def test_erasing_twice_is_answered_twice(browser_of: Browser) -> None:
    participant = make_participant()
    first, second = browser_of(participant), browser_of(participant)
    said = {"wie": first.get("/van-mij/wissen/").context["token"]}
    for browser in (first, second, FaceClient(DEELNEMER)):
        assert browser.post("/van-mij/wissen/", said)["Location"] == "/?wie=gewist"


@pytest.mark.parametrize("said", [{}, {"wie": "verzonnen"}, {"wie": ""}])
def test_nobody_is_told_that_they_are_erased_who_is_not(said: dict[str, str], browser_of: Browser) -> None:
    participant = make_participant()
    browser = browser_of(participant)
    token = browser.get("/van-mij/wissen/").context["token"]
    browser.post("/van-mij/uitloggen/")
    assert browser.post("/van-mij/wissen/", {"wie": token} | said)["Location"] == "/?wie=onbekend"
    assert Participant.objects.get() == participant
