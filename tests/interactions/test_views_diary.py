"""What stands around the month: the count, one day, the mirror, how somebody felt."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import Participant
from interactions.models import Mood
from interactions.queries.mirror import Difference
from interactions.queries.moods import Week
from tests.factories import AT_NOON, TODAY, make_moment, make_participant

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def participant() -> Participant:
    return make_participant()


@pytest.fixture
def browser(participant: Participant, browser_of: Callable[[Participant], Client]) -> Client:
    return browser_of(participant)


def _mood(participant: Participant, *, days_ago: int, score: int = 7) -> Mood:
    return Mood.objects.create(
        participant=participant,
        local_date=TODAY - days_ago * DAY,
        score=score,
        asked_in=Mood.AskedIn.DIARY,
        answered_at=AT_NOON,
    )


def test_the_count_can_be_hidden_and_shown_again(browser: Client, participant: Participant) -> None:
    for _ in range(2):
        make_moment(participant=participant)
    seen = []
    for hide in ("nee", "ja", "ja", "nee"):
        response = browser.post("/dagboek/teller/", {"verberg": hide})
        assert (response.status_code, response["Location"]) == (302, "/dagboek/")
        page = browser.get("/dagboek/").content.decode()
        seen.append(("momenten deze maand" in page, "Toon het aantal" in page))
    assert seen == [(True, False), (False, True), (False, True), (True, False)]


@pytest.mark.parametrize(
    ("month", "onwards"),
    [("2026-09", "/dagboek/?maand=2026-09"), ("x", "/dagboek/"), ("2027-01", "/dagboek/")],
)
def test_hiding_the_count_stays_in_the_month(month: str, onwards: str, browser: Client) -> None:
    response = browser.post("/dagboek/teller/", {"verberg": "ja", "maand": month})
    assert response["Location"] == onwards


def test_a_day_shows_its_own_moments(browser: Client, participant: Participant) -> None:
    moments = [make_moment(participant=participant, now=AT_NOON - days * DAY) for days in (0, 1, 1)]
    make_moment(participant=make_participant(), now=AT_NOON - DAY)
    context = browser.get("/dagboek/2026-10-13/").context
    assert set(context["moments"]) == set(moments[1:])


@pytest.mark.parametrize("day", ["2026-02-30", "vandaag", "%00"])
def test_a_day_that_is_none_is_not_found(day: str, browser: Client) -> None:
    assert browser.get(f"/dagboek/{day}/").status_code == 404
    assert browser.post(f"/dagboek/in-je-vel/{day}/weg/").status_code == 404


@pytest.mark.parametrize(
    ("predicted", "difference", "said"),
    [
        (3, Difference.BETTER, "vaker positief dan je vooraf dacht"),
        (5, Difference.SAME, "ongeveer zoals je vooraf dacht"),
        (9, Difference.LESS, "elke poging telt"),
    ],
)
def test_the_mirror_says_in_words_how_it_went(
    predicted: int, difference: Difference, said: str, browser: Client, participant: Participant
) -> None:
    for number in range(10):
        make_moment(
            participant=participant,
            predicted_yes=predicted,
            response="positive" if number % 2 else "neutral",
            now=AT_NOON - number * DAY,
        )
    response = browser.get("/dagboek/")
    mirror = response.context["mirror"]
    assert (mirror.predicted, mirror.positive, mirror.difference) == (predicted, 5, difference)
    assert said in response.content.decode()


@pytest.mark.parametrize(("count", "said"), [(1, "Nog 4 keer"), (4, "Nog één keer")])
def test_below_five_the_mirror_says_how_it_comes(
    count: int, said: str, browser: Client, participant: Participant
) -> None:
    for _ in range(count):
        make_moment(participant=participant, predicted_yes=4, response="positive")
    response = browser.get("/dagboek/")
    assert (response.context["mirror"], said in response.content.decode()) == (None, True)


@pytest.mark.parametrize(
    ("score", "week", "said"),
    [
        (9, Week.ABOVE, "Deze week zat je er iets boven."),
        (7, Week.SAME, "Deze week zat je er dichtbij."),
        (4, Week.BELOW, "Deze week zat je er iets onder."),
    ],
)
def test_a_week_is_told_beside_ones_own_average(
    score: int, week: Week, said: str, browser: Client, participant: Participant
) -> None:
    for days_ago in range(20):
        _mood(participant, days_ago=days_ago, score=score if days_ago < 7 else 7)
    response = browser.get("/dagboek/")
    assert (response.context["curve"].week, said in response.content.decode()) == (week, True)


def test_an_answer_can_be_taken_back_however_few(browser: Client, participant: Participant) -> None:
    _mood(participant, days_ago=0)
    kept = _mood(participant, days_ago=1)
    theirs = _mood(make_participant(), days_ago=0)
    address = "/dagboek/in-je-vel/2026-10-14/weg/"
    assert address in browser.get("/dagboek/").content.decode()
    for _ in range(2):
        response = browser.post(address)
        assert (response.status_code, response["Location"]) == (302, "/dagboek/")
    assert set(Mood.objects.all()) == {kept, theirs}
    assert browser.get(address).status_code == 405
