"""Many who join at once: a room on one wifi gets in, a program does not, and no program keeps others out."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client

from accounts.models import Participant
from accounts.services.limit_table import GROUP_WINDOW, HOUR, LIMITS, MINUTE, Act, Bound, Who
from accounts.services.limits import TooOftenError
from accounts.services.sessions import open_session
from challenges.models import Campaign, Participation
from challenges.services.join_limits import count_join, open_group
from tests.faces import DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_campaign, make_participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("deelnemer_face")]
WIFI = "198.51.100.7"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


def tap(campaign: Campaign, address: str = WIFI, **also: str) -> Any:
    posted = {"stap": "praatje", "join_key": str(uuid.uuid4()), "akkoord": "ja", **also}
    return FaceClient(DEELNEMER, REMOTE_ADDR=address).post(f"/{campaign.slug}/meedoen/", posted)


def counted(campaign: Campaign, client: str, now: dt.datetime) -> bool:
    """The same without the page: for thousands."""
    try:
        count_join(campaign=campaign, client=client, now=now)
    except TooOftenError:
        return False
    return True


def test_forty_people_on_one_wifi_join_within_ten_minutes(clock: time_machine.Traveller) -> None:
    campaign = make_campaign()
    for _ in range(40):
        assert tap(campaign).status_code == 302
        clock.shift(dt.timedelta(seconds=14))
    assert Participation.objects.filter(campaign=campaign).count() == 40


def test_three_hundred_pupils_on_one_network_join_while_staff_are_with_a_group(
    clock: time_machine.Traveller,
) -> None:
    campaign = make_campaign()
    campaign = open_group(campaign=campaign, now=AT_NOON)
    for _ in range(150):  # half of them on the page, half without it
        assert tap(campaign).status_code == 302
        assert counted(campaign, "198.51.100.0/24", AT_NOON)
        clock.shift(4 * SECOND)
    assert Participation.objects.filter(campaign=campaign).count() == 150


def test_ten_thousand_sign_ups_from_one_client_do_not_pass() -> None:
    """In an hour, at three campaigns in turn."""
    campaigns = [make_campaign() for _ in range(3)]
    every = HOUR / 10_000
    passed = [counted(campaigns[n % 3], "10.0.0.0/24", AT_NOON + n * every) for n in range(10_000)]
    assert passed.count(True) == 120


def test_no_hour_of_a_day_has_more_however_it_is_spread() -> None:
    campaign = make_campaign()
    passed = [counted(campaign, "10.9.0.0/24", AT_NOON + n * MINUTE / 3) for n in range(3 * 60 * 4)]
    assert max(sum(passed[start : start + 180]) for start in range(len(passed) - 180)) == 120


def test_the_page_refuses_the_hundred_and_twenty_first_and_keeps_nothing_of_it() -> None:
    campaign = make_campaign()
    for _ in range(120):
        counted(campaign, "198.51.100.0/24", AT_NOON - 30 * MINUTE)
    refused = tap(campaign)
    assert (refused.status_code, Participant.objects.count(), "deelname" in refused.cookies) == (
        429,
        0,
        False,
    )


@pytest.fixture
def a_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every bound of joining a tenth of what it is, so that thousands of statements are not needed."""
    for act in (Act.JOIN, Act.JOIN_OF_FEW, Act.JOIN_IN_GROUP):
        bounds = tuple(Bound(one.counter, one.who, one.most // 10, one.per) for one in LIMITS[act])
        monkeypatch.setitem(LIMITS, act, bounds)


@pytest.mark.usefixtures("a_tenth")
def test_a_thousand_from_many_clients_do_not_pass_a_campaign() -> None:
    """Fifty networks, each within its own limit."""
    campaign = make_campaign()
    every = HOUR / 1_000
    passed = [counted(campaign, f"10.0.{n % 50}.0/24", AT_NOON + n * every) for n in range(1_000)]
    assert 100 <= passed.count(True) <= 100 + 50
    now = AT_NOON + 3 * HOUR  # all at once: the minute has room for 12, and for 1 of each network beside them
    passed = [counted(campaign, f"10.0.{n % 50}.0/24", now) for n in range(300)]
    assert 12 <= passed.count(True) <= 12 + 50
    assert counted(make_campaign(), "10.0.5.0/24", AT_NOON + 6 * HOUR)  # another campaign notices nothing


@pytest.mark.usefixtures("a_tenth")
def test_no_program_closes_a_campaign_for_everybody_else() -> None:
    campaign = make_campaign()
    for minute in range(20):
        now = AT_NOON + minute * MINUTE
        for n in range(40):
            counted(campaign, f"10.0.{n % 20}.0/24", now + n * MINUTE / 40)
        assert counted(campaign, f"192.0.{minute}.0/24", now + MINUTE - SECOND), minute
    assert not counted(campaign, "10.0.1.0/24", AT_NOON + 20 * MINUTE)


@pytest.mark.usefixtures("a_tenth")
def test_a_crowd_of_homes_after_a_broadcast_gets_in() -> None:
    campaign = make_campaign()
    passed = [counted(campaign, f"10.{n % 2}.{n}.0/24", AT_NOON + n * MINUTE / 110) for n in range(110)]
    assert passed == [True] * 110


@pytest.mark.usefixtures("a_tenth")
@pytest.mark.parametrize("network", ["10.0.{}.0/24", "2001:db8:{:x}::/48"])
def test_whoever_has_every_network_of_an_area_does_not_close_a_campaign(network: str) -> None:
    """Thirty times as many as a minute has room for, each of a network of its own."""
    campaign = make_campaign()
    passed = [counted(campaign, network.format(n), AT_NOON + n * MINUTE / 200) for n in range(200)]
    assert passed.count(True) == 12 + 60
    assert all(counted(campaign, f"192.0.{n}.0/24", AT_NOON + MINUTE - SECOND) for n in range(40))
    assert counted(make_campaign(), network.format(250), AT_NOON + MINUTE)  # another campaign notices nothing


def test_what_a_visitor_says_of_an_address_does_not_help(settings: Any) -> None:
    campaign = make_campaign()
    for proxy, remote in ((False, WIFI), (True, "10.0.0.2")):
        settings.BEHIND_PROXY = proxy
        for _ in range(120):
            counted(campaign, "198.51.100.0/24", AT_NOON)
        for number in range(5):
            forwarded = f"203.0.{number}.9" if not proxy else f"203.0.{number}.9, {WIFI}"
            browser = FaceClient(DEELNEMER, REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
            posted = {"stap": "zin", "join_key": str(uuid.uuid4()), "akkoord": "ja"}
            assert browser.post(f"/{campaign.slug}/meedoen/", posted).status_code == 429


def test_who_meets_the_limit_reads_what_to_do_and_loses_nothing(clock: time_machine.Traveller) -> None:
    campaign, key = make_campaign(), str(uuid.uuid4())
    for _ in range(120):
        counted(campaign, "198.51.100.0/24", AT_NOON)
    refused = tap(campaign, join_key=key, gever="ja")
    page = refused.content.decode()
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) == 70 * 60
    assert "Wacht 70 minuten" in page
    assert "Het ligt niet aan jou" in page
    assert "ander netwerk" in page
    assert "We zijn met een groep" in page
    for field in ('name="stap" value="praatje"', f'name="join_key" value="{key}"', 'name="gever" value="ja"'):
        assert field in page
    assert tap(campaign, "192.0.2.9", join_key=key, gever="ja").status_code == 302  # on another network
    participation = Participation.objects.get()
    assert (participation.step, participation.giver) == ("praatje", True)
    clock.shift(dt.timedelta(seconds=int(refused["Retry-After"])))
    assert tap(campaign).status_code == 302


def test_a_full_campaign_says_so_without_words_about_wifi(monkeypatch: pytest.MonkeyPatch) -> None:
    few = (Bound("join", Who.CLIENT, 1, HOUR), *LIMITS[Act.JOIN_OF_FEW][1:])
    monkeypatch.setitem(LIMITS, Act.JOIN_OF_FEW, few)
    campaign = make_campaign()
    for number in range(120):
        counted(campaign, f"10.0.{number}.0/24", AT_NOON)
    assert tap(campaign).status_code == 302  # the first from here
    refused = tap(campaign)
    page = refused.content.decode()
    assert (refused.status_code, int(refused["Retry-After"]) <= 70) == (429, True)
    assert "met deze campagne" in page
    assert "wifi" not in page


def test_a_second_tap_is_answered_as_the_first_also_when_it_is_full() -> None:
    campaign, key = make_campaign(), str(uuid.uuid4())
    assert tap(campaign, join_key=key).status_code == 302
    for _ in range(119):
        counted(campaign, "198.51.100.0/24", AT_NOON)
    assert tap(campaign).status_code == 429
    assert tap(campaign, join_key=key).status_code == 302
    assert Participant.objects.count() == 1


def test_what_is_refused_otherwise_counts_for_nothing() -> None:
    campaign = make_campaign()
    for posted in ({"akkoord": ""}, {"stap": "reus"}, {"join_key": "x"}):
        for _ in range(50):
            tap(campaign, **posted)
    assert tap(campaign).status_code == 302


@pytest.mark.usefixtures("a_tenth")
def test_the_group_has_its_own_room_and_it_ends() -> None:
    campaign, other = make_campaign(), make_campaign()
    campaign = open_group(campaign=campaign, now=AT_NOON)
    every = GROUP_WINDOW / 200
    passed = [counted(campaign, "10.0.0.0/24", AT_NOON + n * every) for n in range(200)]
    assert 60 <= passed.count(True) <= 60 + 2 * 12
    assert not counted(other, "10.0.0.0/24", AT_NOON + every)  # the other campaign has no group
    late = AT_NOON + GROUP_WINDOW
    for _ in range(12):
        counted(campaign, "10.1.0.0/24", late)
    assert not counted(campaign, "10.1.0.0/24", late)


@pytest.mark.usefixtures("a_tenth")
def test_a_program_that_fills_the_group_leaves_everybody_what_they_had() -> None:
    campaign = make_campaign()
    campaign = open_group(campaign=campaign, now=AT_NOON)
    every = GROUP_WINDOW / 1_200
    passed = sum(counted(campaign, f"10.0.{n % 50}.0/24", AT_NOON + n * every) for n in range(1_200))
    assert passed <= 300 + 2 * 100 + 2 * 50
    late = AT_NOON + GROUP_WINDOW - SECOND
    assert all(counted(campaign, f"192.0.{n}.0/24", late) for n in range(10))


def test_somebody_who_takes_part_already_counts_as_well() -> None:
    campaign = make_campaign()
    for _ in range(120):
        counted(campaign, "198.51.100.0/24", AT_NOON)
    browser = FaceClient(DEELNEMER, REMOTE_ADDR=WIFI)
    browser.cookies[django_settings.PARTICIPANT_COOKIE_NAME] = open_session(
        participant=make_participant(), now=AT_NOON
    )
    posted = {"stap": "zin", "join_key": str(uuid.uuid4()), "akkoord": "ja"}
    assert browser.post(f"/{campaign.slug}/meedoen/", posted).status_code == 429


def test_the_page_for_htmx_is_its_inside(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    for _ in range(120):
        counted(campaign, "127.0.0.0/24", AT_NOON)
    posted = {"stap": "zin", "join_key": str(uuid.uuid4()), "akkoord": "ja"}
    refused = deelnemer_face.post(f"/{campaign.slug}/meedoen/", posted, HTTP_HX_REQUEST="true")
    assert (refused.status_code, b"<html" in refused.content) == (429, False)
    assert int(refused["Retry-After"]) > 0
