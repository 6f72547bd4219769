"""When it is time to write in the logbook: at the start, half-way and at the end, and not for what passed."""

import datetime as dt

import pytest

from challenges.models import Campaign
from challenges.queries.staff_logbook import moment_due
from tests.factories import TODAY

DAY = dt.timedelta(days=1)


def fixed(day: int, status: str = "published", days: int = 14) -> Campaign:
    """A campaign of which today is day `day`."""
    starts_on = TODAY - (day - 1) * DAY
    return Campaign(
        status=status, calendar="fixed", starts_on=starts_on, ends_on=starts_on + (days - 1) * DAY
    )


@pytest.mark.parametrize(
    ("campaign", "written", "due"),
    [
        (fixed(-3), [], None),
        (fixed(-2), [], "start"),
        (fixed(1), [], "start"),
        (fixed(1), ["start"], None),
        (fixed(7), [], "start"),
        (fixed(8), [], "halfway"),
        (fixed(8), ["start"], "halfway"),
        (fixed(8), ["halfway"], None),
        (fixed(13), ["start", "halfway"], None),
        (fixed(14), ["start"], "end"),
        (fixed(40), [], "end"),
        (fixed(40), ["end"], None),
        (fixed(1, days=1), [], "end"),
        (fixed(8, "paused"), [], "halfway"),
        (fixed(5, "closed"), [], "end"),
        (fixed(40, "draft"), [], None),
        (fixed(40, "archived"), [], None),
        (Campaign(status="published", calendar="rolling"), [], "start"),
        (Campaign(status="published", calendar="rolling"), ["start"], None),
        (Campaign(status="closed", calendar="rolling"), ["start"], "end"),
        (Campaign(status="draft", calendar="rolling"), [], None),
    ],
)
def test_the_moment_that_it_is_time_for(campaign: Campaign, written: list[str], due: str | None) -> None:
    assert moment_due(campaign, written, TODAY) == due
