"""Published, paused, going on, closed, archived: once, and what participants notice."""

import datetime as dt
from collections.abc import Callable

import pytest

from accounts.models import Message
from challenges.models import Campaign, Participation
from challenges.queries.calendar import CampaignState, DayState, campaign_state, day_state
from challenges.queries.campaigns import public_campaign, running_campaigns
from challenges.services.campaign_states import (
    ChangedSinceError,
    NotPossibleError,
    NotReadyError,
    archive_campaign,
    close_campaign,
    pause_campaign,
    publish_campaign,
    resume_campaign,
)
from challenges.services.messages import plan_messages
from tests.challenges.test_services_assignments import at_once
from tests.factories import AT_NOON, TODAY, make_campaign, make_contact, make_idea, make_participation

pytestmark = pytest.mark.django_db
MORNING = AT_NOON.replace(hour=4)


def ready(*, status: str = "draft", starts: int = 3) -> Campaign:
    places = [make_idea(domain=place) for place in ("buurt", "winkel", "ov")]
    days = [dict(zip(("knik", "zin", "praatje"), places, strict=True))] * 14
    return make_campaign(status=status, starts_on=TODAY + dt.timedelta(days=starts), days=days)


def somebody_in(campaign: Campaign) -> Participation:
    participation = make_participation(participant=make_contact().participant, campaign=campaign)
    Participation.objects.filter(pk=participation.pk).update(channel="email", prompt_time=dt.time(9))
    participation.refresh_from_db()
    return participation


def test_publishing_makes_it_public() -> None:
    campaign = ready()
    assert public_campaign(campaign.slug) is None
    done = publish_campaign(campaign=campaign, revision=0, now=AT_NOON)
    assert (done.status, done.published_at, done.revision) == ("published", AT_NOON, 1)
    assert public_campaign(campaign.slug) == campaign


def test_publishing_twice_is_publishing_once() -> None:
    campaign = ready()
    publish_campaign(campaign=campaign, revision=0, now=AT_NOON)
    again = publish_campaign(campaign=campaign, revision=0, now=AT_NOON + dt.timedelta(hours=1))
    assert (again.published_at, again.revision) == (AT_NOON, 1)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_publish_it_once() -> None:
    campaign = ready()
    results = at_once(lambda: publish_campaign(campaign=campaign, revision=0, now=AT_NOON), times=4)
    assert results == [campaign] * 4
    assert Campaign.objects.get().revision == 1


def test_what_the_check_finds_stops_it() -> None:
    campaign = ready(starts=-1)
    Campaign.objects.filter(pk=campaign.pk).update(contact_email="")
    with pytest.raises(NotReadyError) as told:
        publish_campaign(campaign=campaign, revision=0, now=AT_NOON)
    assert [one.code for one in told.value.found] == ["past", "missing_contact"]
    assert Campaign.objects.get().status == "draft"


def test_remarks_do_not_stop_it() -> None:
    assert publish_campaign(campaign=ready(starts=0), revision=0, now=AT_NOON).status == "published"


def test_it_is_published_as_somebody_saw_it_or_not_at_all() -> None:
    campaign = ready()
    Campaign.objects.filter(pk=campaign.pk).update(revision=1)
    with pytest.raises(ChangedSinceError):
        publish_campaign(campaign=campaign, revision=0, now=AT_NOON)
    assert Campaign.objects.get().status == "draft"


@pytest.mark.parametrize("status", ["paused", "closed", "archived"])
def test_only_a_draft_is_published(status: str) -> None:
    with pytest.raises(NotPossibleError):
        publish_campaign(campaign=ready(status=status), revision=0, now=AT_NOON)


def test_while_it_pauses_nothing_goes_out_and_today_says_so() -> None:
    campaign = ready(status="published", starts=-1)
    participation = somebody_in(campaign)
    pause_campaign(campaign=campaign, now=MORNING)
    participation.refresh_from_db()
    assert (plan_messages(now=MORNING), Message.objects.count()) == (0, 0)
    assert day_state(participation, TODAY) == DayState.CAMPAIGN_PAUSED
    resume_campaign(campaign=campaign, now=MORNING)
    participation = Participation.objects.get()
    assert (plan_messages(now=MORNING), day_state(participation, TODAY)) == (1, DayState.CHALLENGE)


def test_closed_early_it_is_over_at_once_and_today_was_its_last_day() -> None:
    campaign = ready(status="published", starts=-1)
    participation = somebody_in(campaign)
    done = close_campaign(campaign=campaign, now=MORNING)
    assert (done.status, done.ends_on) == ("closed", TODAY)
    participation.refresh_from_db()
    assert day_state(participation, TODAY) == DayState.FINISHED
    assert campaign_state(done, TODAY) == CampaignState.OVER
    assert plan_messages(now=MORNING) == 0
    assert public_campaign(campaign.slug) == campaign
    assert list(running_campaigns(TODAY)) == []


def test_closed_before_it_began_its_dates_still_fit() -> None:
    campaign = ready(status="published", starts=4)
    done = close_campaign(campaign=campaign, now=AT_NOON)
    assert (done.starts_on, done.ends_on) == (campaign.starts_on, campaign.starts_on)


def test_a_rolling_one_is_closed_without_dates() -> None:
    done = close_campaign(campaign=make_campaign(starts_on=None), now=AT_NOON)
    assert (done.status, done.ends_on) == ("closed", None)


def test_archived_it_is_nowhere_to_be_seen() -> None:
    campaign = ready(status="closed", starts=-20)
    assert archive_campaign(campaign=campaign, now=AT_NOON).status == "archived"
    assert public_campaign(campaign.slug) is None


@pytest.mark.parametrize(
    ("turn", "before", "after"),
    [
        (pause_campaign, "published", "paused"),
        (resume_campaign, "paused", "published"),
        (close_campaign, "published", "closed"),
        (archive_campaign, "draft", "archived"),
    ],
)
def test_twice_is_once(turn: Callable[..., Campaign], before: str, after: str) -> None:
    campaign = ready(status=before)
    turn(campaign=campaign, now=AT_NOON)
    again = turn(campaign=campaign, now=AT_NOON + dt.timedelta(days=1))
    assert (again.status, again.revision, again.ends_on) == (after, 1, Campaign.objects.get().ends_on)


@pytest.mark.parametrize(
    ("turn", "status"),
    [
        (pause_campaign, "draft"),
        (resume_campaign, "closed"),
        (close_campaign, "draft"),
        (archive_campaign, "published"),
        (archive_campaign, "paused"),
    ],
)
def test_a_turn_that_does_not_fit_is_refused(turn: Callable[..., Campaign], status: str) -> None:
    with pytest.raises(NotPossibleError):
        turn(campaign=ready(status=status), now=AT_NOON)
    assert Campaign.objects.get().status == status
