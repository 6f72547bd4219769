"""The rule of the verdicts, and that there is no winner by chance."""

import random

import pytest

from insights.queries.blocks import Bar, Share, Verdict
from insights.queries.statistics import Noisy, share_interval
from insights.queries.verdicts import best_of, rule_text, verdict_of

TRIED = Share(0.5, 0.45, 0.55, 400)


@pytest.mark.parametrize(
    ("positive", "verdict"),
    [
        (Share(0.80, 0.70, 0.86, 100), Verdict.WORKS),
        (Share(0.80, 0.69, 0.86, 100), Verdict.UNKNOWN),
        (Share(0.80, 0.70, 0.86, 99), Verdict.UNKNOWN),
        (Share(0.40, 0.30, 0.49, 100), Verdict.DOES_NOT),
        (Share(0.40, 0.30, 0.50, 100), Verdict.UNKNOWN),
        (Share(0.40, 0.30, 0.49, 99), Verdict.UNKNOWN),
        (None, Verdict.UNKNOWN),
    ],
)
def test_the_verdict_follows_the_written_rule(positive: Share | None, verdict: Verdict) -> None:
    assert verdict_of(tried=TRIED, positive=positive, usual=0.5) == verdict


@pytest.mark.parametrize(
    ("tried", "usual", "verdict"),
    [
        (Share(0.10, 0.05, 0.14, 100), 0.5, Verdict.DOES_NOT),
        (Share(0.10, 0.05, 0.15, 100), 0.5, Verdict.UNKNOWN),
        (Share(0.10, 0.05, 0.14, 99), 0.5, Verdict.UNKNOWN),
        (Share(0.10, 0.05, 0.14, 100), 0.2, Verdict.UNKNOWN),  # nobody tries much
    ],
)
def test_what_is_passed_over_does_not_work_if_other_ideas_are_tried(
    tried: Share, usual: float, verdict: Verdict
) -> None:
    assert verdict_of(tried=tried, positive=None, usual=usual) == verdict


def test_the_rule_names_its_own_numbers() -> None:
    text = rule_text()
    assert [number in text for number in ("minstens 100", "7 van de 10", "de helft", "15 van de 100")] == [
        True
    ] * 4


def bar(key: str, value: float, low: float, high: float) -> Bar:
    return Bar(key, key, share=Share(value, low, high, 500))


def test_the_best_lies_above_all_others_also_when_widened_for_their_number() -> None:
    clear = [bar("a", 0.9, 0.88, 0.92), bar("b", 0.7, 0.68, 0.72), bar("c", 0.5, 0.4, 0.6)]
    assert best_of(clear) is clear[0]
    near = [bar("a", 0.9, 0.88, 0.92), bar("b", 0.86, 0.845, 0.875)]
    assert best_of(near) is None


def test_there_is_no_best_of_one_or_of_unknown_ones() -> None:
    assert best_of([bar("a", 0.9, 0.88, 0.92)]) is None
    assert best_of([bar("a", 0.9, 0.88, 0.92), Bar("b", "b")]) is None


def test_of_equals_hardly_ever_one_wins() -> None:
    chance = random.Random(6)
    wins = 0
    for _ in range(200):
        bars = []
        for key in "abcdefg":
            yes = sum(chance.random() < 0.8 for _ in range(300))
            found = share_interval(Noisy(yes, 2.0), Noisy(300 - yes, 2.0))
            bars.append(bar(key, found.value, found.low, found.high))
        wins += best_of(bars) is not None
    assert wins <= 10
