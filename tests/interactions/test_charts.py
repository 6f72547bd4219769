"""The charts of one's own diary: points inside the drawing, and numbers in words."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.models import LifeDomain, Mood
from interactions.queries.mirror import Pair, Row
from interactions.queries.moods import curve_of
from interactions.templatetags.charts import about, awkward_chart, mood_chart
from tests.factories import TODAY

ten = st.integers(0, 10)


def _row(predicted_awkward: int | None, awkward: int | None, days_ago: int = 0) -> Row:
    return Row(
        local_date=TODAY - dt.timedelta(days=days_ago),
        domain=LifeDomain(key="buurt"),
        pair=Pair(5, positive=True),
        response="positief",
        predicted_awkward=predicted_awkward,
        awkward=awkward,
    )


@given(st.lists(st.tuples(ten, ten), min_size=1, max_size=10))
def test_every_line_lies_within_the_drawing(answers: list[tuple[int, int]]) -> None:
    chart = awkward_chart([_row(thought, felt, days) for days, (thought, felt) in enumerate(answers)])
    assert len(chart["lines"]) == len(answers)
    first, _middle, last = (tick["x"] for tick in chart["ticks"])
    for line, (thought, felt) in zip(chart["lines"], reversed(answers), strict=True):
        assert first <= line["thought"] <= last < chart["width"]
        assert (line["thought"] < line["felt"]) == (thought < felt)
        assert 0 < line["y"] < chart["height"]


def test_a_line_needs_both_numbers_and_the_oldest_is_above() -> None:
    rows = [_row(5, 2), _row(None, 2, 1), _row(5, None, 2), _row(3, 4, 3), _row(0, 0, 4)]
    chart = awkward_chart(rows)
    assert [line["row"] for line in chart["lines"]] == [rows[4], rows[3], rows[0]]
    assert "1 van de 3" in chart["label"]


@given(st.lists(st.integers(1, 10), min_size=1, max_size=30))
def test_a_higher_mark_stands_higher(scores: list[int]) -> None:
    moods = [
        Mood(local_date=TODAY - dt.timedelta(days=len(scores) - number), score=score)
        for number, score in enumerate(scores)
    ]
    chart = mood_chart(curve_of(moods, tried=set(), today=TODAY))
    heights = {point["mood"].score: point["y"] for point in chart["points"]}
    assert [heights[score] for score in sorted(heights)] == sorted(heights.values(), reverse=True)
    across = [point["x"] for point in chart["points"]]
    assert across == sorted(set(across))
    assert chart["from"] <= across[0] <= across[-1] < chart["width"]
    highest, lowest = (tick["y"] for tick in chart["ticks"])
    assert all(highest <= y <= lowest for y in heights.values())
    assert (chart["average_y"] is None) == (len(scores) < 5)


@pytest.mark.parametrize(
    ("value", "count", "word"),
    [
        (0.0, 0, ""),
        (8.0, 8, ""),
        (4.8, 5, "nearly"),
        (4.5, 5, "nearly"),
        (4.4, 4, "over"),
        (4.1, 4, "over"),
        (10.0, 10, ""),
        (9.96, 10, ""),
    ],
)
def test_a_number_of_people_in_words(value: float, count: int, word: str) -> None:
    assert about(value) == {"count": count, "nearly": word == "nearly", "over": word == "over"}
