"""What the overview says of campaigns: figures of pages and texts, the ideas of today, and what is next."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Organisation
from challenges.models import Campaign, Contribution, LogbookEntry, PageTotal
from challenges.queries.staff_desk import DeskRow, desk, desk_row
from interactions.models import IdeaVersion
from interactions.models.library import Step
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def the_row(campaign: Campaign) -> DeskRow:
    row = desk_row(campaign.organisation, campaign.slug, AT_NOON)
    assert row is not None
    return row


def begun(days_ago: int, length: int = 14, **fields: Any) -> Campaign:
    return make_campaign(starts_on=TODAY - days_ago * DAY, length=length, **fields)


def nexts(campaign: Campaign) -> list[tuple[str, object]]:
    return [(one.todo.value, one.moment or one.number) for one in the_row(campaign).nexts]


def test_what_goes_on_comes_first_and_the_archive_stays_away(organisation: Organisation) -> None:
    over = begun(40, organisation=organisation)
    begun(-5, organisation=organisation)
    for status in ("draft", "published", "paused", "closed", "archived"):
        make_campaign(organisation=organisation, status=status)
    make_campaign()
    rows = desk(organisation, AT_NOON)
    assert [row.kind.value for row in rows] == ["going", "going", "going", "draft", "done", "done"]
    assert [(row.campaign.status, row.state.value) for row in rows if row.campaign != over] == [
        ("published", "running"),
        ("paused", "paused"),
        ("published", "before"),
        ("draft", "over"),
        ("closed", "over"),
    ]
    assert [row.delivery is not None for row in rows] == [True, False, False, False, False, False]


def test_visits_are_those_of_seven_days(organisation: Organisation) -> None:
    campaign, other = make_campaign(organisation=organisation), make_campaign(organisation=organisation)
    for days_ago, times in ((0, 1), (6, 20), (7, 300), (-1, 4000)):
        for kind, factor in (("visit", 1), ("scan", 2)):
            PageTotal.objects.create(
                campaign=campaign, local_date=TODAY - days_ago * DAY, kind=kind, times=times * factor
            )
    assert [(row.visits, row.scans) for row in (the_row(campaign), the_row(other))] == [(21, 42), (0, 0)]


def test_only_texts_that_wait_are_counted(organisation: Organisation) -> None:
    campaign, other = make_campaign(organisation=organisation), make_campaign(organisation=organisation)
    for status in ("offered", "offered", "approved", "returned"):
        Contribution.objects.create(
            campaign=campaign,
            kind="quote",
            text="Hoi.",
            offered_on=TODAY,
            status=status,
            decided_at=None if status == "offered" else AT_NOON,
        )
    assert [the_row(one).waiting for one in (campaign, other)] == [2, 0]


def test_today_has_the_newest_words_per_step(organisation: Organisation) -> None:
    small, big = make_idea(step=Step.KNIK, say=""), make_idea(step=Step.PRAATJE)
    days = [{Step.ZIN: make_idea()}, {Step.PRAATJE: big, Step.KNIK: small}]
    campaign = begun(1, organisation=organisation, days=days, length=2)
    begun(0, organisation=organisation, length=2)
    IdeaVersion.objects.create(
        idea=big.idea,
        number=2,
        title="Nieuw",
        do="x",
        say="Nieuwe woorden",
        why="x",
        author="loader",
        created_at=AT_NOON,
    )
    row = next(row for row in desk(organisation, AT_NOON) if row.campaign == campaign)
    assert (row.day, row.days) == (2, 2)
    assert [(tile.step, tile.say or tile.title) for tile in row.today] == [
        ("knik", small.title),
        ("praatje", "Nieuwe woorden"),
    ]


@pytest.mark.parametrize(
    ("days_ago", "status", "day"),
    [
        (0, "published", 1),
        (13, "published", 14),
        (14, "published", None),
        (-1, "published", None),
        (3, "paused", None),
    ],
)
def test_which_day_it_is(days_ago: int, status: str, day: int | None) -> None:
    assert the_row(begun(days_ago, status=status)).day == day


def test_a_rolling_campaign_has_no_day_of_its_own() -> None:
    row = the_row(make_campaign(starts_on=None))
    assert (row.day, row.kind.value, [one.todo.value for one in row.nexts]) == (None, "going", ["logbook"])


@pytest.mark.parametrize(
    ("campaign", "expected"),
    [
        ({"days_ago": -10}, [("begins", 10)]),
        ({"days_ago": -2}, [("logbook", "start"), ("begins", 2)]),
        ({"days_ago": 7}, [("logbook", "halfway")]),
        ({"days_ago": 11}, [("logbook", "halfway"), ("ends", 2)]),
        ({"days_ago": 13}, [("logbook", "end"), ("ends", 0)]),
        ({"days_ago": 30}, [("logbook", "end")]),
        ({"days_ago": 7, "status": "paused"}, [("paused", 0), ("logbook", "halfway")]),
        ({"days_ago": -10, "status": "draft"}, [("draft", 0)]),
        ({"days_ago": 5, "status": "closed"}, [("logbook", "end")]),
    ],
)
def test_what_is_next(campaign: dict[str, Any], expected: list[tuple[str, object]]) -> None:
    assert nexts(begun(**campaign)) == expected


def test_what_was_done_is_not_next_any_more() -> None:
    campaign = begun(7)
    LogbookEntry.objects.create(campaign=campaign, moment="halfway", did="Posters.", updated_at=AT_NOON)
    Contribution.objects.create(campaign=campaign, kind="quote", text="Hoi.", offered_on=TODAY)
    assert nexts(campaign) == [("contributions", 1)]


def test_another_organisations_campaign_is_none(organisation: Organisation) -> None:
    assert desk_row(organisation, make_campaign().slug, AT_NOON) is None
