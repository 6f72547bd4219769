"""Which day it is: for a campaign, and for one participation with its pauses."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.queries.batches import one_batch
from challenges.models import Campaign, Participation, Pause
from challenges.queries.calendar import (
    campaign_state,
    day_number,
    day_state,
    length_of,
    slot_for,
    version_for,
)
from interactions.models import IdeaVersion
from tests.factories import TODAY, make_campaign, make_idea, make_participation

DAY = dt.timedelta(days=1)


def on(days: int) -> dt.date:
    """The local day that many days from today."""
    return TODAY + days * DAY


def rolling(pauses: list[tuple[int, int]], *, first_day: dt.date = TODAY) -> Participation:
    """A participation of a rolling campaign, not stored; pauses are (first, last) in days from today."""
    participation = Participation(
        pk=1, campaign=Campaign(calendar="rolling", status="published"), first_day=first_day
    )
    cache = {"pauses": [Pause(starts_on=on(first), ends_on=on(last)) for first, last in pauses]}
    participation._prefetched_objects_cache = cache  # type: ignore[attr-defined]
    return participation


any_pauses = st.lists(
    st.tuples(st.integers(-80, 120), st.integers(0, 59)).map(lambda pause: (pause[0], sum(pause))), max_size=6
)


@settings(deadline=None)
@given(any_pauses, st.integers(-5, 150))
def test_a_rolling_number_never_goes_down_and_stands_still_on_paused_days(
    pauses: list[tuple[int, int]], day: int
) -> None:
    participation = rolling(pauses)
    step = day_number(participation, on(day)) - day_number(participation, on(day - 1))
    paused = day >= 0 and any(first <= day <= last for first, last in pauses)
    assert step == (0 if paused else 1)


@settings(deadline=None)
@given(any_pauses, st.integers(0, 150))
def test_a_rolling_number_counts_the_days_that_were_not_paused(
    pauses: list[tuple[int, int]], day: int
) -> None:
    free = [one for one in range(day + 1) if not any(first <= one <= last for first, last in pauses)]
    assert day_number(rolling(pauses), on(day)) == len(free)


def test_before_the_first_day_the_number_is_not_positive() -> None:
    assert [day_number(rolling([]), on(day)) for day in (-2, -1, 0, 1)] == [-1, 0, 1, 2]


def test_overlapping_pauses_count_once() -> None:
    assert day_number(rolling([(1, 3), (2, 5)]), on(6)) == 2


@pytest.mark.django_db
def test_a_fixed_campaign_counts_its_dates_whatever_somebody_does() -> None:
    participation = make_participation(campaign=make_campaign(starts_on=on(-3)))
    participation.pauses.create(starts_on=on(-3), ends_on=on(-1))
    assert [day_number(participation, on(day)) for day in (-4, -3, 0)] == [0, 1, 4]


@pytest.mark.parametrize(
    ("day", "status", "state"),
    [
        (-1, "published", "before"),
        (0, "published", "running"),
        (13, "published", "running"),
        (14, "published", "over"),
        (-1, "paused", "paused"),
        (3, "paused", "paused"),
        (3, "closed", "over"),
        (-1, "closed", "over"),
    ],
)
def test_the_state_of_a_fixed_campaign(day: int, status: str, state: str) -> None:
    campaign = Campaign(calendar="fixed", starts_on=TODAY, ends_on=on(13), status=status)
    assert campaign_state(campaign, on(day)) == state


@pytest.mark.parametrize(
    ("status", "state"), [("published", "running"), ("paused", "paused"), ("closed", "over")]
)
def test_a_rolling_campaign_runs_until_somebody_closes_it(status: str, state: str) -> None:
    assert campaign_state(Campaign(calendar="rolling", status=status), on(4000)) == state


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "state"),
    [
        (-1, "not_begun"),
        (0, "challenge"),
        (2, "paused"),
        (3, "challenge"),
        (13, "challenge"),
        (14, "finished"),
    ],
)
def test_what_somebody_has_on_a_day_of_a_fixed_campaign(day: int, state: str) -> None:
    participation = make_participation(campaign=make_campaign())
    participation.pauses.create(starts_on=on(1), ends_on=on(2))
    assert day_state(participation, on(day)) == state


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "state"),
    [(-1, "tomorrow"), (0, "challenge"), (1, "paused"), (2, "challenge"), (3, "challenge"), (4, "finished")],
)
def test_what_somebody_has_on_a_day_of_a_rolling_campaign(day: int, state: str) -> None:
    participation = make_participation(campaign=make_campaign(starts_on=None, length=3))
    participation.pauses.create(starts_on=on(1), ends_on=on(1))
    assert day_state(participation, on(day)) == state


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "state"), [("paused", "campaign_paused"), ("closed", "finished"), ("archived", "finished")]
)
def test_a_campaign_that_stops_stops_for_everybody(status: str, state: str) -> None:
    participation = make_participation(campaign=make_campaign(status=status))
    participation.pauses.create(starts_on=TODAY, ends_on=TODAY)
    assert day_state(participation, TODAY) == state


@pytest.mark.django_db
def test_a_campaign_is_as_long_as_its_days() -> None:
    assert make_campaign(length=9).length == 9


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("filled", "found"),
    [
        ("knik zin praatje", {"knik": "knik", "zin": "zin", "praatje": "praatje"}),
        ("knik praatje", {"knik": "knik", "zin": "knik", "praatje": "praatje"}),
        ("zin praatje", {"knik": "zin", "zin": "zin", "praatje": "praatje"}),
        ("knik zin", {"knik": "knik", "zin": "zin", "praatje": "zin"}),
        ("praatje", {"knik": "praatje", "zin": "praatje", "praatje": "praatje"}),
        ("knik", {"knik": "knik", "zin": "knik", "praatje": "knik"}),
    ],
)
def test_an_empty_slot_gives_the_nearest_the_smaller_first(filled: str, found: dict[str, str]) -> None:
    campaign = make_campaign(length=1, days=[{step: make_idea(step=step) for step in filled.split()}])
    slots = {step: slot_for(campaign, 1, step) for step in ("knik", "zin", "praatje")}
    assert {step: slot.step for step, slot in slots.items() if slot} == found


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, -3, 2, 400])
def test_a_day_that_is_not_there_has_no_slot(number: int) -> None:
    assert slot_for(make_campaign(length=1), number, "zin") is None


@pytest.mark.django_db
def test_a_day_without_ideas_has_no_slot() -> None:
    assert slot_for(make_campaign(length=1, days=[{}]), 1, "zin") is None


@pytest.mark.django_db
def test_a_batch_of_messages_finds_the_same_days_with_their_newest_words() -> None:
    ideas = [{"knik": make_idea(step="knik"), "praatje": make_idea(step="praatje")}, {}, {"zin": make_idea()}]
    newer = IdeaVersion.objects.get(pk=ideas[2]["zin"].pk)
    newer.pk, newer.number = None, 2
    newer.save()
    campaign = make_campaign(length=3, days=ideas)
    people = [make_participation(campaign=campaign, step=step) for step in ("knik", "zin", "praatje")]

    def found() -> list[object]:
        return [length_of(campaign), *(version_for(one, number) for one in people for number in range(5))]

    alone = found()
    with one_batch():
        assert found() == alone
    assert newer in alone
