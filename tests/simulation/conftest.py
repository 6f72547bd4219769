"""A campaign, and a library with the barriers that made-up people name and ideas beside the calendar's."""

import pytest

from challenges.models import Campaign
from interactions.services.library import load_library
from simulation.kinds import STEPS
from tests.factories import AT_NOON, make_campaign, make_idea


@pytest.fixture
def library() -> None:
    """The library as it is shipped: every drempel with what it asks for, and enough to choose from."""
    load_library(now=AT_NOON)


@pytest.fixture
def fixed(library: None) -> Campaign:
    """Ten days with an idea for every step, from `TODAY`."""
    return make_campaign(length=10, days=[{step: make_idea(step=step) for step in STEPS} for _ in range(10)])


@pytest.fixture
def rolling(library: None) -> Campaign:
    """A rolling campaign of eight days, of which some days miss a step."""
    days = [{step: make_idea(step=step) for step in STEPS[: 1 + number % 3]} for number in range(8)]
    return make_campaign(starts_on=None, length=8, days=days)
