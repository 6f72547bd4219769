"""Keeping and letting go, in any order: what somebody said last is what is kept."""

import datetime as dt
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from interactions.models import Favourite, Opener, OwnOpener
from interactions.services.collection import drop_opener, keep_favourite, keep_opener, plan_own_opener
from interactions.services.library import load_library
from tests.factories import AT_NOON, TODAY, make_domain, make_idea, make_participant

DAYS = st.integers(0, 3).map(lambda days: TODAY + dt.timedelta(days=days))


class TestInAnyOrder(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=12))
    def test_a_favourite_is_what_was_said_last(self, taps: list[tuple[int, bool]]) -> None:
        participant, ideas = make_participant(), [make_idea().idea for _ in range(3)]
        said: dict[int, bool] = {}
        for number, kept in taps:
            keep_favourite(participant=participant, idea=ideas[number], kept=kept, now=AT_NOON)
            said[ideas[number].pk] = kept
        found = Favourite.objects.filter(participant=participant).values_list("idea_id", flat=True)
        assert sorted(found) == sorted(pk for pk, kept in said.items() if kept)

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), DAYS), max_size=12))
    def test_an_opener_is_planned_once_a_day(self, tries: list[tuple[int, dt.date]]) -> None:
        participant = make_participant()
        own = [
            OwnOpener.objects.create(
                participant=participant, text=f"Zin {number}", domain=make_domain(), created_at=AT_NOON,
                updated_at=AT_NOON,
            )
            for number in range(3)
        ]  # fmt: skip
        for number, day in tries:
            plan_own_opener(opener=own[number], day=day, now=AT_NOON)
        planned = [(one.plan_text, one.local_date) for one in participant.interactions.all()]
        assert sorted(planned) == sorted({(f"Zin {number}", day) for number, day in tries})


@pytest.mark.django_db
def test_two_people_may_have_the_same_number_from_their_page() -> None:
    number, texts = uuid.uuid4(), ["Een.", "Twee."]
    for text in texts:
        keep_opener(
            participant=make_participant(), client_id=number, text=text, domain=make_domain(), character="",
            from_opener=None, now=AT_NOON,
        )  # fmt: skip
    assert sorted(one.text for one in OwnOpener.objects.all()) == texts


@pytest.mark.django_db
def test_new_words_keep_the_day_it_was_made_and_removing_twice_is_fine() -> None:
    participant, number, later = make_participant(), uuid.uuid4(), AT_NOON + dt.timedelta(days=1)
    for text, now in (("Een.", AT_NOON), ("Beter.", later)):
        kept = keep_opener(
            participant=participant, client_id=number, text=text, domain=make_domain(), character="joker",
            from_opener=None, now=now,
        )  # fmt: skip
    kept.refresh_from_db()
    assert (kept.text, kept.created_at, kept.updated_at) == ("Beter.", AT_NOON, later)
    again = OwnOpener.objects.get()
    drop_opener(opener=kept)
    drop_opener(opener=again)
    assert OwnOpener.objects.count() == 0


@pytest.mark.django_db
def test_an_opener_of_the_library_that_goes_leaves_the_own_words() -> None:
    load_library(now=AT_NOON)
    kept = keep_opener(
        participant=make_participant(), client_id=uuid.uuid4(), text="Mijn zin.", domain=make_domain(key="ov"),
        character="asker", from_opener=None, now=AT_NOON,
    )  # fmt: skip
    OwnOpener.objects.update(from_opener="ov-asker-1")
    Opener.objects.filter(key="ov-asker-1").delete()
    kept.refresh_from_db()
    assert (kept.text, kept.from_opener) == ("Mijn zin.", None)
