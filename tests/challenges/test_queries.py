"""Finding campaigns, and the cards of today."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from challenges.models import Campaign, Offer, Participation
from challenges.queries import campaigns, today
from challenges.queries.calendar import DayState
from interactions.models import IdeaVersion, Interaction
from tests.factories import (
    AT_NOON,
    TODAY,
    make_assignment,
    make_campaign,
    make_idea,
    make_moment,
    make_organisation,
    make_participant,
    make_participation,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HIDDEN = (Campaign.Status.DRAFT, Campaign.Status.ARCHIVED)


@pytest.mark.parametrize("status", Campaign.Status)
def test_the_public_finds_all_but_drafts_and_the_archive(status: str) -> None:
    campaign = make_campaign(status=status)
    assert campaigns.public_campaign(campaign.slug) == (None if status in HIDDEN else campaign)


def test_an_unknown_campaign_is_none() -> None:
    assert campaigns.public_campaign("bestaat-niet") is None


def test_running_are_the_published_ones_of_today() -> None:
    organisation = make_organisation()
    running = [make_campaign(organisation=organisation, starts_on=TODAY - days * DAY) for days in (13, 0)]
    rolling = make_campaign(starts_on=None)
    make_campaign(starts_on=TODAY + DAY)
    make_campaign(starts_on=TODAY - 14 * DAY)
    make_campaign(starts_on=None, national=True)
    for status in Campaign.Status:
        if status != Campaign.Status.PUBLISHED:
            make_campaign(status=status)
    assert list(campaigns.running_campaigns(TODAY)) == [*running, rolling]


def test_the_national_campaign() -> None:
    make_campaign(starts_on=None)
    assert campaigns.national_campaign(TODAY) is None
    national = make_campaign(starts_on=None, national=True)
    assert campaigns.national_campaign(TODAY) == national


def test_staff_see_all_campaigns_of_their_own_organisation() -> None:
    organisation = make_organisation()
    make_campaign()
    old = make_campaign(
        organisation=organisation, starts_on=TODAY - 90 * DAY, status=Campaign.Status.ARCHIVED, length=3
    )
    new = make_campaign(organisation=organisation, status=Campaign.Status.DRAFT, length=2)
    rows = campaigns.campaigns_of(organisation)
    assert list(rows) == [new, old]
    assert [getattr(campaign, "day_count") for campaign in rows] == [2, 3]  # noqa: B009 (an annotation, no attribute)


@pytest.mark.parametrize("length", [1, 14])
def test_the_days_of_a_campaign_are_four_queries_at_any_length(
    length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign(length=length)
    with django_assert_num_queries(4):
        rows = campaigns.days_with_ideas(campaign)
        assert [row.versions["zin"].idea.domain.name for row in rows] == ["buurt"] * length
    assert [(row.number, row.date) for row in rows] == [
        (number + 1, TODAY + number * DAY) for number in range(length)
    ]


def test_a_day_shows_the_newest_words_and_a_rolling_day_no_date() -> None:
    version = make_idea()
    newest = IdeaVersion.objects.create(
        idea=version.idea, number=2, title="Nieuw", do="x", why="x", author="editor", created_at=AT_NOON
    )
    campaign = make_campaign(starts_on=None, length=2, days=[{"zin": version}, {}])
    assert [(row.date, row.versions) for row in campaigns.days_with_ideas(campaign)] == [
        (None, {"zin": newest}),
        (None, {}),
    ]


def test_the_campaign_that_ends_first_comes_first_and_left_ones_not_at_all() -> None:
    participant = make_participant()
    ends = {
        name: make_campaign(starts_on=start)
        for name, start in {"later": TODAY, "sooner": TODAY - DAY, "never": None, "left": TODAY}.items()
    }
    for campaign in ends.values():
        make_participation(participant=participant, campaign=campaign)
    make_participation()
    Participation.objects.filter(campaign=ends["left"]).update(left_at=AT_NOON)
    assert [one.campaign for one in today.active_participations(participant)] == [
        ends["sooner"],
        ends["later"],
        ends["never"],
    ]
    assert today.participation_in(participant, ends["left"].slug) is None
    assert today.participation_in(make_participant(), ends["later"].slug) is None
    found = today.participation_in(participant, ends["later"].slug)
    assert found is not None
    assert found.campaign == ends["later"]


def test_the_last_offer_is_on_the_screen() -> None:
    assignment, other = make_assignment(), make_idea()
    Offer.objects.create(
        assignment=assignment, position=2, idea_version=other, reason="swap", created_at=AT_NOON
    )
    offer = today.current_offer(assignment)
    assert offer is not None
    assert offer.idea_version == other


def test_a_loose_moment_is_of_this_idea_of_today_and_of_nothing() -> None:
    assignment = make_assignment()
    participant = assignment.participation.participant
    hung = make_moment(participant=participant)
    type(assignment).objects.update(interaction=hung)
    version = hung.idea_version
    assert version is not None
    of_others = [
        make_moment(participant=participant, now=AT_NOON - DAY),
        make_moment(participant=make_participant()),
    ]
    Interaction.objects.filter(pk__in=[moment.pk for moment in of_others]).update(idea_version=version)
    make_moment(participant=participant)  # of another idea
    assert today.loose_moment(participant, version, TODAY) is None
    loose = make_moment(participant=participant)
    Interaction.objects.filter(pk=loose.pk).update(idea_version=version)
    assert today.loose_moment(participant, version, TODAY) == loose


def test_a_card_tells_what_came_of_the_offer() -> None:
    assignment = make_assignment()
    participation = assignment.participation
    before = today.card(participation, state=DayState.CHALLENGE, assignment=assignment, on=TODAY)
    assert (before.number, before.length, before.moment, before.done) == (1, 14, None, False)
    assert before.version == assignment.offers.get().idea_version
    assignment.interaction = make_moment(participant=participation.participant)
    after = today.card(participation, state=DayState.CHALLENGE, assignment=assignment, on=TODAY)
    assert (after.moment, after.done) == (assignment.interaction, True)


def test_a_card_without_challenge_is_empty() -> None:
    participation = make_participation(campaign=make_campaign(starts_on=TODAY + DAY))
    make_moment(participant=participation.participant)
    card = today.card(participation, state=DayState.NOT_BEGUN, assignment=None, on=TODAY)
    assert (card.number, card.version, card.moment, card.done) == (0, None, None, False)
