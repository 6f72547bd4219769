"""When a message of the municipality can go out, and what staff may know of one that did."""

import datetime as dt

import pytest

from challenges.models import Campaign
from challenges.queries.staff_broadcasts import broadcast_state, why_no_broadcast
from challenges.services.notices import WORTH_SENDING_FOR, by_daylight
from interactions.models.local_day import AMSTERDAM
from tests.factories import AT_NOON, TODAY

DAY = dt.timedelta(days=1)
NIGHT = dt.datetime.combine(TODAY, dt.time(23), AMSTERDAM)


def campaign(status: str = "published", begins: int | None = 0, days: int = 3) -> Campaign:
    starts_on = None if begins is None else TODAY + begins * DAY
    return Campaign(
        status=status,
        starts_on=starts_on,
        ends_on=starts_on + (days - 1) * DAY if starts_on else None,
    )


@pytest.mark.parametrize(
    ("one", "now", "why"),
    [
        (campaign(), AT_NOON, None),
        (campaign(begins=None), NIGHT, None),
        (campaign("draft"), AT_NOON, "draft"),
        (campaign("draft", begins=None), AT_NOON, "draft"),
        (campaign("paused"), AT_NOON, "paused"),
        (campaign("closed"), AT_NOON, "over"),
        (campaign("archived"), AT_NOON, "over"),
        (campaign(begins=1), AT_NOON, "before"),
        (campaign(begins=1), NIGHT, "before"),
        (campaign(begins=-3), AT_NOON, "over"),
        (campaign(days=1), AT_NOON, None),
        (campaign(days=1), NIGHT, "too_late"),
        (campaign(days=2), NIGHT, None),
    ],
)
def test_it_goes_out_only_when_it_arrives_while_the_campaign_runs(
    one: Campaign, now: dt.datetime, why: str | None
) -> None:
    assert why_no_broadcast(one, now=now, arrives_at=by_daylight(at=now)) == why


@pytest.mark.parametrize(
    ("minutes", "running", "stalled", "state"),
    [
        (-60, True, False, "going"),
        (0, True, False, "going"),
        (29, True, False, "going"),
        (30, True, False, "sent"),
        (30, True, True, "going"),
        (30, False, False, "waiting"),
        (24 * 60 - 1, False, False, "waiting"),
        (24 * 60, False, True, "sent"),
        (24 * 60, True, True, "sent"),
    ],
)
def test_what_became_of_it_is_told_without_counting(
    minutes: int, running: bool, stalled: bool, state: str
) -> None:
    assert (
        broadcast_state(
            arrives_at=AT_NOON,
            expires_at=AT_NOON + WORTH_SENDING_FOR,
            running=running,
            stalled=stalled,
            now=AT_NOON + dt.timedelta(minutes=minutes),
        )
        == state
    )
