"""The figures: chances are chances, and every word exists in the house."""

from pathlib import Path

import pytest
import yaml

from interactions.models import Interaction, Reflection
from interactions.models.library import Act, Counterpart, Step
from simulation import kinds
from simulation.kinds import KINDS, Kind

LIBRARY = Path(__file__).resolve().parents[2] / "interactions" / "library"


def test_the_shares_of_all_kinds_add_up_to_everybody() -> None:
    assert sum(kind.share for kind in KINDS) == pytest.approx(1)


def test_about_four_in_ten_expect_a_yes() -> None:
    mean = sum(kind.share * kind.expects for kind in KINDS)
    assert mean == pytest.approx(4, abs=0.4)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_chance_of_a_kind_is_a_chance(kind: Kind) -> None:
    chances = [kind.share, kind.opens, kind.keeps, kind.tries, kind.leaves]
    assert [chance for chance in chances if not 0 < chance < 1] == []


def test_every_other_chance_is_a_chance() -> None:
    names = (
        "PLANS_FIRST", "PREDICTS", "FOLLOWS_A_PLAN", "GOES_DIFFERENTLY", "ANSWERS_RESPONSE", "ANSWERS_FEELINGS",
        "WRITES_A_NOTE", "SAYS_NOT_TODAY", "NAMES_A_BARRIER", "NAMES_A_SECOND", "PAUSES", "JOINS_LATER",
        "LEARNS", "KEEPS_FOR_GOOD", "CREEPS_BACK",
    )  # fmt: skip
    assert [name for name in names if not 0 < getattr(kinds, name) < 1] == []


def test_barriers_are_those_of_the_library() -> None:
    known = {row["key"] for row in yaml.safe_load((LIBRARY / "barriers.yaml").read_text(encoding="utf-8"))}
    assert {key for kind in KINDS for key in kind.barriers} - known == set()


def test_words_are_those_of_the_models() -> None:
    assert set(kinds.STEPS) == set(Step.values)
    assert set(kinds.POSITIVE_BY_STEP) == set(Step.values)
    assert set(kinds.TRIES_BY_STEP) == set(Step.values)
    assert set(kinds.POSITIVE_BY_ACT) == set(Act.values)
    assert set(kinds.POSITIVE_BY_COUNTERPART) == set(Counterpart.values)
    assert {"positive", *kinds.NOT_POSITIVE} == set(Interaction.Response.values)


def test_notes_fit_on_the_page() -> None:
    assert max(map(len, kinds.NOTES)) <= Reflection.MAX_LENGTH
