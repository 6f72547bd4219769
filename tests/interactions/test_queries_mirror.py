"""The one definition of the voorspelspiegel."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.models import Interaction
from interactions.queries.mirror import (
    PAIRS,
    SHOWN_FROM,
    Difference,
    Pair,
    mirror_of,
    mirror_of_pairs,
    rows_of,
)
from tests.factories import AT_NOON, make_moment, make_participant

pairs = st.lists(st.builds(Pair, predicted=st.integers(0, 10), positive=st.booleans()), max_size=25)


@given(pairs)
def test_the_mirror_is_over_the_last_ten_and_from_five(given_pairs: list[Pair]) -> None:
    mirror = mirror_of_pairs(given_pairs)
    if len(given_pairs) < SHOWN_FROM:
        assert mirror is None
        return
    last = given_pairs[:PAIRS]
    assert mirror is not None
    assert mirror.pairs == len(last)
    assert mirror == mirror_of_pairs(last)
    expected = 10 * sum(pair.positive for pair in last) / len(last) - sum(
        pair.predicted for pair in last
    ) / len(last)
    assert mirror.gap == pytest.approx(expected)
    assert -10 <= mirror.gap <= 10


@pytest.mark.parametrize(
    ("predicted", "positive", "difference"),
    [
        (4, 5, Difference.BETTER),
        (4, 3, Difference.LESS),
        (4, 8, Difference.BETTER),
        (5, 6, Difference.BETTER),
        (5, 5, Difference.SAME),
        (5, 4, Difference.LESS),
    ],
)
def test_a_difference_gets_its_name_from_one_out_of_ten(
    predicted: int, positive: int, difference: Difference
) -> None:
    given_pairs = [Pair(predicted, number < positive) for number in range(10)]
    mirror = mirror_of_pairs(given_pairs)
    assert mirror is not None
    assert mirror.difference == difference


@pytest.mark.django_db
def test_only_known_responses_with_a_prediction_make_a_pair() -> None:
    participant = make_participant()
    for number, response in enumerate(("positive", "neutral", "declined", "unknown", None)):
        make_moment(
            participant=participant,
            response=response,
            predicted_yes=3,
            now=AT_NOON - dt.timedelta(days=number),
        )
    make_moment(participant=participant, response="positive")  # no prediction
    unsafe = make_moment(participant=participant, response="positive", predicted_yes=3)
    Interaction.objects.filter(pk=unsafe.pk).update(unsafe=True)
    make_moment(participant=make_participant(), response="positive", predicted_yes=3)
    rows = rows_of(participant)
    assert [(row.pair.predicted, row.pair.positive) for row in rows] == [(3, True), (3, False), (3, False)]
    assert mirror_of(rows) is None
