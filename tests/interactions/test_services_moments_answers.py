"""The answers of one moment: what is expected comes before the outcome, what was felt after it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from interactions.models import Interaction
from interactions.services import moments
from tests.factories import AT_NOON, make_domain, make_moment, make_participant

MINUTE = dt.timedelta(minutes=1)
DONE = Interaction.Status.DONE


@pytest.fixture
def planned(db: None) -> Interaction:
    return make_moment(participant=make_participant(), status=Interaction.Status.PLANNED)


ANSWERS = {
    "awkward": lambda moment, value: moments.answer_awkward(moment=moment, awkward=value, now=AT_NOON),
    "enjoyed": lambda moment, value: moments.answer_enjoyed(moment=moment, enjoyed=value, now=AT_NOON),
    "unsafe": lambda moment, value: moments.mark_unsafe(moment=moment, unsafe=bool(value), now=AT_NOON),
}
NO_ANSWER = {"awkward": None, "enjoyed": None, "unsafe": False}


@pytest.mark.parametrize("field", ANSWERS)
def test_only_an_outcome_has_a_feeling(planned: Interaction, field: str) -> None:
    assert not ANSWERS[field](planned, 7)
    planned.refresh_from_db()
    assert getattr(planned, field) == NO_ANSWER[field]


@pytest.mark.parametrize("field", ["awkward", "enjoyed"])
def test_the_last_feeling_counts_and_can_be_taken_back(planned: Interaction, field: str) -> None:
    moments.record_outcome(moment=planned, status=DONE, now=AT_NOON)
    kept = []
    for value in (0, 10, None):
        assert ANSWERS[field](planned, value)
        planned.refresh_from_db()
        kept.append(getattr(planned, field))
    assert kept == [0, 10, None]


def test_unsafe_can_be_said_and_taken_back_and_the_other_answers_stay(planned: Interaction) -> None:
    moments.record_outcome(moment=planned, status=DONE, now=AT_NOON)
    moments.answer_response(moment=planned, response=Interaction.Response.DECLINED, now=AT_NOON)
    kept = []
    for unsafe in (True, True, False):
        assert moments.mark_unsafe(moment=planned, unsafe=unsafe, now=AT_NOON)
        planned.refresh_from_db()
        kept.append((planned.unsafe, planned.response))
    assert kept == [(True, "declined"), (True, "declined"), (False, "declined")]


def test_the_place_is_changed_only_of_what_was_tried(planned: Interaction) -> None:
    tram = make_domain(key="ov", position=2)
    assert not moments.change_place(moment=planned, domain=tram, counterpart="", now=AT_NOON)
    moments.record_outcome(moment=planned, status=Interaction.Status.OTHER, now=AT_NOON)
    assert moments.change_place(moment=planned, domain=tram, counterpart="service", now=AT_NOON)
    planned.refresh_from_db()
    assert (planned.domain_id, planned.counterpart) == ("ov", "service")


def test_a_plan_is_kept_changed_and_removed_until_the_outcome(planned: Interaction) -> None:
    kept = []
    for text in ("Als ik buiten ben, dan zwaai ik.", "é" * 280, ""):
        assert moments.write_plan(moment=planned, plan_text=text, now=AT_NOON)
        planned.refresh_from_db()
        kept.append(planned.plan_text)
    assert kept == ["Als ik buiten ben, dan zwaai ik.", "é" * 280, ""]
    moments.record_outcome(moment=planned, status=DONE, now=AT_NOON)
    assert not moments.write_plan(moment=planned, plan_text="Achteraf.", now=AT_NOON)
    planned.refresh_from_db()
    assert planned.plan_text == ""


def test_expected_awkwardness_is_kept_only_before_and_in_time(planned: Interaction) -> None:
    assert moments.predict_awkward(moment=planned, predicted_awkward=7, now=AT_NOON)
    moments.record_outcome(moment=planned, status=DONE, now=AT_NOON + MINUTE)
    assert not moments.predict_awkward(moment=planned, predicted_awkward=1, now=AT_NOON + 2 * MINUTE)
    planned.refresh_from_db()
    assert (planned.predicted_awkward, planned.predicted_at) == (7, AT_NOON)
    late = make_moment(participant=planned.participant, status=Interaction.Status.PLANNED)
    Interaction.objects.filter(pk=late.pk).update(late=True)
    assert not moments.predict_awkward(moment=late, predicted_awkward=7, now=AT_NOON)


CALLS = st.one_of(
    st.tuples(st.sampled_from(["predict", "predict_awkward", "awkward", "enjoyed"]), st.integers(0, 10)),
    st.tuples(st.just("outcome"), st.sampled_from(Interaction.ATTEMPTS)),
    st.tuples(st.just("response"), st.sampled_from(Interaction.Response)),
    st.tuples(st.just("unsafe"), st.booleans()),
    st.tuples(st.just("plan"), st.sampled_from(["", "Als ik wacht, dan knik ik."])),
)
VERBS: dict[str, tuple[Callable[..., bool], str]] = {
    "predict": (moments.predict, "predicted_yes"),
    "predict_awkward": (moments.predict_awkward, "predicted_awkward"),
    "plan": (moments.write_plan, "plan_text"),
    "response": (moments.answer_response, "response"),
    "awkward": (moments.answer_awkward, "awkward"),
    "enjoyed": (moments.answer_enjoyed, "enjoyed"),
    "unsafe": (moments.mark_unsafe, "unsafe"),
}
BEFORE = ("predict", "predict_awkward", "plan")


class TestInAnyOrder(TestCase):
    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.tuples(CALLS, st.integers(-2, 5)), max_size=15))
    def test_what_is_expected_comes_before_and_what_was_felt_after(
        self, calls: list[tuple[tuple[str, Any], int]]
    ) -> None:
        """Clocks of several servers differ a little, so `now` may step back between two calls."""
        moment = make_moment(participant=make_participant(), status=Interaction.Status.PLANNED)
        wanted: dict[str, Any] = {}
        tried = False
        for number, ((name, value), seconds) in enumerate(calls):
            now = AT_NOON + dt.timedelta(seconds=2 * number + seconds)
            if name == "outcome":
                moments.record_outcome(moment=moment, status=value, now=now)
                tried, wanted["status"] = True, value
                continue
            verb, field = VERBS[name]
            kept = verb(moment=moment, now=now, **{field: value})
            assert kept == (tried != (name in BEFORE))
            if kept:
                wanted[field] = value
        moment.refresh_from_db()
        assert {field: getattr(moment, field) for field in wanted} == wanted
        if moment.predicted_at and moment.outcome_at:
            assert moment.predicted_at <= moment.outcome_at
