"""A campaign and the barriers that made-up people need."""

import pytest

from challenges.models import Campaign
from interactions.models import Barrier
from simulation.kinds import KINDS, STEPS
from tests.factories import make_campaign, make_idea


@pytest.fixture
def barriers() -> list[Barrier]:
    """Every barrier that the kinds may name."""
    keys = sorted({key for kind in KINDS for key in kind.barriers})
    return Barrier.objects.bulk_create(
        Barrier(key=key, label=key, answer="", offers=Barrier.NextOffer.NONE, position=position)
        for position, key in enumerate(keys)
    )


@pytest.fixture
def fixed(barriers: list[Barrier]) -> Campaign:
    """Ten days with an idea for every step, from `TODAY`."""
    return make_campaign(length=10, days=[{step: make_idea(step=step) for step in STEPS} for _ in range(10)])


@pytest.fixture
def rolling(barriers: list[Barrier]) -> Campaign:
    """A rolling campaign of eight days, of which some days miss a step."""
    days = [{step: make_idea(step=step) for step in STEPS[: 1 + number % 3]} for number in range(8)]
    return make_campaign(starts_on=None, length=8, days=days)
