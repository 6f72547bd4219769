"""Joining: in the morning, in the evening, before it begins, when it is over, twice, and again after leaving."""

import datetime as dt
import uuid

import pytest

from accounts.models import Consent, Participant
from accounts.services.participants import JoinKeySpentError
from challenges.models import Campaign, Participation
from challenges.services.participations import CampaignClosedError, first_day, join_campaign
from interactions.models.local_day import AMSTERDAM
from tests.factories import AT_NOON, TODAY, make_campaign, make_participant, make_participation

KEY = uuid.UUID("00000000-0000-4000-8000-000000000002")
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("2026-10-14T12:00", TODAY),
        ("2026-10-14T17:59:59", TODAY),
        ("2026-10-14T18:00", TODAY + DAY),
        ("2026-10-14T23:59", TODAY + DAY),
        ("2026-10-15T00:30", TODAY + DAY),
        ("2026-10-15T03:59", TODAY + DAY),
        ("2026-10-15T04:00", TODAY + DAY),
        ("2026-10-25T17:59", dt.date(2026, 10, 25)),  # clocks went back that night
    ],
)
def test_the_first_day_by_the_clock_on_the_wall(clock: str, day: dt.date) -> None:
    assert first_day(dt.datetime.fromisoformat(clock).replace(tzinfo=AMSTERDAM)) == day


@pytest.mark.django_db
def test_a_stranger_becomes_a_participant_with_consent() -> None:
    campaign = make_campaign()
    participation = join_campaign(campaign=campaign, step="knik", now=AT_NOON, join_key=KEY)
    assert (participation.campaign, participation.step, participation.joined_at) == (
        campaign,
        "knik",
        AT_NOON,
    )
    assert (participation.first_day, participation.left_at, participation.channel) == (TODAY, None, "none")
    assert participation.participant.join_key == KEY
    assert Consent.objects.filter(participant=participation.participant).count() == 1


@pytest.mark.django_db
def test_a_participant_joins_a_second_campaign_as_the_same_person() -> None:
    participant = make_participant()
    for campaign in (make_campaign(), make_campaign()):
        join_campaign(campaign=campaign, step="zin", now=AT_NOON, participant=participant)
    assert (participant.participations.count(), Participant.objects.count()) == (2, 1)


@pytest.mark.django_db
def test_the_same_tap_twice_is_one_participation() -> None:
    campaign = make_campaign()
    first = join_campaign(campaign=campaign, step="knik", now=AT_NOON, join_key=KEY)
    again = join_campaign(
        campaign=campaign, step="praatje", now=AT_NOON + dt.timedelta(seconds=2), join_key=KEY
    )
    assert (again, again.step, again.joined_at) == (first, "knik", AT_NOON)
    assert (Participant.objects.count(), Participation.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_spent_key_makes_nobody() -> None:
    campaign = make_campaign()
    join_campaign(campaign=campaign, step="zin", now=AT_NOON, join_key=KEY)
    with pytest.raises(JoinKeySpentError):
        join_campaign(campaign=make_campaign(), step="zin", now=AT_NOON + dt.timedelta(hours=1), join_key=KEY)
    assert Participation.objects.count() == 1


@pytest.mark.django_db
def test_joining_before_it_begins_is_fine() -> None:
    campaign = make_campaign(starts_on=TODAY + 3 * DAY)
    assert join_campaign(campaign=campaign, step="zin", now=AT_NOON, join_key=KEY).campaign == campaign


@pytest.mark.django_db
@pytest.mark.parametrize(
    "status",
    [Campaign.Status.PAUSED, Campaign.Status.CLOSED, Campaign.Status.DRAFT, Campaign.Status.ARCHIVED],
)
def test_a_campaign_that_is_not_open_takes_nobody(status: str) -> None:
    with pytest.raises(CampaignClosedError):
        join_campaign(campaign=make_campaign(status=status), step="zin", now=AT_NOON, join_key=KEY)
    assert Participant.objects.count() == 0


@pytest.mark.django_db
def test_a_campaign_that_is_over_takes_nobody_from_four_in_the_morning() -> None:
    campaign = make_campaign(starts_on=TODAY - 13 * DAY)
    last_night = dt.datetime(2026, 10, 15, 3, 59, tzinfo=AMSTERDAM)
    join_campaign(campaign=campaign, step="zin", now=last_night, join_key=KEY)
    with pytest.raises(CampaignClosedError):
        join_campaign(
            campaign=campaign, step="zin", now=last_night + dt.timedelta(minutes=1), join_key=uuid.uuid4()
        )


@pytest.mark.django_db
def test_who_left_is_in_again_from_day_one() -> None:
    participation = make_participation(campaign=make_campaign(starts_on=None), now=AT_NOON - 5 * DAY)
    Participation.objects.update(left_at=AT_NOON - 2 * DAY)
    again = join_campaign(
        campaign=participation.campaign, step="praatje", now=AT_NOON, participant=participation.participant
    )
    assert (again, again.left_at, again.step) == (participation, None, "praatje")
    assert (again.joined_at, again.first_day) == (AT_NOON, TODAY)


@pytest.mark.django_db
def test_nobody_joins_without_being_somebody() -> None:
    with pytest.raises(ValueError, match="join key"):
        join_campaign(campaign=make_campaign(), step="zin", now=AT_NOON)
