"""Joining in the browser: a step, one tap that is consent, and nothing kept before it."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.models import Consent, Participant, ParticipantSession
from challenges.models import Campaign, Participation
from tests.faces import DEELNEMER, FaceClient
from tests.factories import AT_NOON, TODAY, make_campaign, make_participant, make_participation

pytestmark = pytest.mark.django_db
KEY = "00000000-0000-4000-8000-00000000000a"
TAP = {"stap": "knik", "join_key": KEY, "akkoord": "ja"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


def test_the_step_comes_first_and_consent_after_it(deelnemer_face: Client) -> None:
    path = f"/{make_campaign().slug}/meedoen/"
    first = deelnemer_face.get(path)
    assert first.templates[0].name == "challenges/join_step.html"
    second = deelnemer_face.get(path, {"stap": "praatje"})
    assert second.templates[0].name == "challenges/join_consent.html"
    assert second.context["step"] == "praatje"
    assert Participant.objects.count() == 0


@pytest.mark.parametrize("step", ["reus", "", "\x00", "knik' --"])
def test_an_unknown_step_asks_again(step: str, deelnemer_face: Client) -> None:
    response = deelnemer_face.get(f"/{make_campaign().slug}/meedoen/", {"stap": step})
    assert (response.status_code, response.templates[0].name) == (200, "challenges/join_step.html")


def test_one_tap_and_somebody_is_in(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    response = deelnemer_face.post(f"/{campaign.slug}/meedoen/", TAP)
    assert (response.status_code, response["Location"]) == (302, f"/vandaag/in/{campaign.slug}/")
    participation = Participation.objects.get()
    assert (participation.campaign, participation.step, participation.first_day) == (campaign, "knik", TODAY)
    assert Consent.objects.get().participant == participation.participant
    assert deelnemer_face.get(response["Location"]).status_code == 200


def test_the_cookie_is_only_for_this_site_and_for_400_days(deelnemer_face: Client) -> None:
    response = deelnemer_face.post(f"/{make_campaign().slug}/meedoen/", TAP)
    cookie = response.cookies["deelname"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        400 * 24 * 60 * 60, True, "Lax", "/", "",
    )  # fmt: skip
    assert not cookie["secure"]
    assert set(response.cookies) <= {"deelname", settings.CSRF_COOKIE_NAME}


def test_the_same_tap_twice_is_one_person(deelnemer_face: Client) -> None:
    path = f"/{make_campaign().slug}/meedoen/"
    deelnemer_face.post(path, TAP)
    again = FaceClient(DEELNEMER).post(path, TAP)  # the answer to the first one never arrived: no cookie
    assert again.status_code == 302
    assert (
        Participant.objects.count(),
        Participation.objects.count(),
        ParticipantSession.objects.count(),
    ) == (1, 1, 2)


def test_a_page_that_stood_open_gets_a_new_key(deelnemer_face: Client, clock: time_machine.Traveller) -> None:
    path = f"/{make_campaign().slug}/meedoen/"
    deelnemer_face.post(path, TAP)
    clock.shift(dt.timedelta(hours=1))
    response = FaceClient(DEELNEMER).post(path, TAP)
    assert (response.status_code, "deelname" in response.cookies) == (409, False)
    assert str(response.context["join_key"]) != KEY
    assert "Tik nog een keer" in response.content.decode()
    again = FaceClient(DEELNEMER).post(path, {**TAP, "join_key": str(response.context["join_key"])})
    assert (again.status_code, Participant.objects.count()) == (302, 2)


@pytest.mark.parametrize(
    "posted",
    [
        {**TAP, "akkoord": ""},
        {"stap": "knik", "join_key": KEY},
        {**TAP, "join_key": "x"},
        {**TAP, "join_key": "\x00"},
    ],
)
def test_without_consent_or_key_nothing_is_kept(posted: dict[str, str], deelnemer_face: Client) -> None:
    response = deelnemer_face.post(f"/{make_campaign().slug}/meedoen/", posted)
    assert (response.status_code, response.templates[0].name) == (422, "challenges/join_consent.html")
    assert (Participant.objects.count(), "deelname" in response.cookies) == (0, False)


@pytest.mark.parametrize("posted", [{}, {**TAP, "stap": "reus"}, {**TAP, "stap": ""}])
def test_without_a_step_it_begins_again(posted: dict[str, str], deelnemer_face: Client) -> None:
    path = f"/{make_campaign().slug}/meedoen/"
    response = deelnemer_face.post(path, posted)
    assert (response.status_code, response["Location"], Participant.objects.count()) == (302, path, 0)


@pytest.mark.parametrize(
    "campaign",
    [
        {"status": Campaign.Status.PAUSED},
        {"status": Campaign.Status.CLOSED},
        {"starts_on": dt.date(2026, 9, 1)},
    ],
)
def test_a_closed_campaign_takes_nobody(campaign: dict[str, object], deelnemer_face: Client) -> None:
    slug = make_campaign(**campaign).slug  # type: ignore[arg-type]
    response = deelnemer_face.post(f"/{slug}/meedoen/", TAP)
    assert (response.status_code, response["Location"]) == (302, f"/{slug}/")
    assert Participant.objects.count() == 0


def test_somebody_known_joins_as_themselves(browser_of: Callable[[Participant], Client]) -> None:
    participant, campaign = make_participant(), make_campaign()
    response = browser_of(participant).post(
        f"/{campaign.slug}/meedoen/", {**TAP, "join_key": str(uuid.uuid4())}
    )
    assert (Participation.objects.get().participant, Participant.objects.count()) == (participant, 1)
    assert "deelname" not in response.cookies


def test_who_is_in_already_goes_to_today(browser_of: Callable[[Participant], Client]) -> None:
    participation = make_participation()
    browser, slug = browser_of(participation.participant), participation.campaign.slug
    for response in (browser.get(f"/{slug}/meedoen/"), browser.post(f"/{slug}/meedoen/", TAP)):
        assert (response.status_code, response["Location"]) == (302, f"/vandaag/in/{slug}/")
    assert browser.get(f"/{slug}/").context["already_joined"] is True


def test_a_tap_from_another_site_is_refused(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    response = FaceClient(DEELNEMER, enforce_csrf_checks=True).post(f"/{campaign.slug}/meedoen/", TAP)
    assert (response.status_code, Participant.objects.count()) == (403, 0)
    assert "Dat lukte net niet" in response.content.decode()
