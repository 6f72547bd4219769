"""How somebody feels: one answer a local day, and the last one said is the one that counts."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Participant
from interactions.models import Mood
from interactions.services.moods import answer_mood
from tests.factories import AT_NOON, TODAY, make_participant

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def say(
    participant: Participant, score: int | None, *, day: dt.date = TODAY, now: dt.datetime = AT_NOON
) -> None:
    answer_mood(participant=participant, day=day, score=score, asked_in=Mood.AskedIn.DIARY, now=now)


@pytest.mark.django_db
def test_the_last_answer_of_a_day_replaces_the_first() -> None:
    participant = make_participant()
    say(participant, 4)
    answer_mood(
        participant=participant,
        day=TODAY,
        score=7,
        asked_in=Mood.AskedIn.AFTER_MOMENT,
        now=AT_NOON + MINUTE,
    )
    kept = Mood.objects.values_list("local_date", "score", "asked_in", "answered_at")
    assert list(kept) == [(TODAY, 7, "after_moment", AT_NOON + MINUTE)]


@pytest.mark.django_db
def test_none_takes_the_answer_back_and_again_is_nothing() -> None:
    participant = make_participant()
    say(participant, 4)
    for _ in range(2):
        say(participant, None)
        assert Mood.objects.count() == 0


@pytest.mark.django_db
def test_an_answer_is_of_one_day_and_one_person() -> None:
    ours, theirs = make_participant(), make_participant()
    say(ours, 4)
    say(ours, 6, day=TODAY - DAY)
    say(theirs, 9)
    say(ours, None)
    assert set(Mood.objects.values_list("participant", "local_date", "score")) == {
        (ours.pk, TODAY - DAY, 6),
        (theirs.pk, TODAY, 9),
    }


class TestInAnyOrder(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), st.none() | st.integers(1, 10)), max_size=12))
    def test_every_day_keeps_what_was_said_last(self, answers: list[tuple[int, int | None]]) -> None:
        participant = make_participant()
        said: dict[dt.date, int | None] = {}
        for number, (days, score) in enumerate(answers):
            say(participant, score, day=TODAY + days * DAY, now=AT_NOON + number * MINUTE)
            said[TODAY + days * DAY] = score
        kept = dict(Mood.objects.filter(participant=participant).values_list("local_date", "score"))
        assert kept == {day: score for day, score in said.items() if score is not None}
