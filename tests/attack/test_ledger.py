"""What one participation costs in all: 2.9 at most over every release there ever is, whatever somebody does."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from challenges.services.participations import join_campaign, leave_campaign
from insights.models import BudgetEntry, Draw, Release, ReleaseKind
from insights.services import drawing
from interactions.models.library import Step
from tests.attack.world import DAY, Ledger, begin, draw_now, draw_until, live, take_part
from tests.factories import AT_NOON

pytestmark = pytest.mark.django_db

NEW_YEAR = dt.datetime(2027, 1, 10, 11, tzinfo=dt.UTC)
SUMMER = dt.datetime(2027, 7, 10, 11, tzinfo=dt.UTC)


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    return Ledger(monkeypatch)


def test_a_campaign_with_fixed_dates_costs_its_people_what_was_promised(ledger: Ledger) -> None:
    campaign = begin(rolling=False, length=6)
    people = [take_part(campaign, 3), take_part(campaign, 5)]
    draw_until(AT_NOON + 12 * DAY)
    draw_until(SUMMER, since=NEW_YEAR, step=90 * DAY)
    kinds = list(Release.objects.order_by("pk").values_list("draw__kind", flat=True))
    assert kinds[:4] == ["interim_1", "interim_2", "final", "national"]
    assert {person.pk: dict(ledger.spent()[person.pk]) for person in people} == {
        person.pk: {"local": 160, "national": 130, "all": 290} for person in people
    }
    assert ledger.findings() == []


def test_who_leaves_a_rolling_campaign_and_comes_back_is_counted_once(ledger: Ledger) -> None:
    campaign = begin(rolling=True, length=3)
    comes_back, stays_away = take_part(campaign, 3), take_part(campaign, 2)
    leave_campaign(participation=stays_away, now=AT_NOON + 4 * DAY)
    draw_until(NEW_YEAR, since=NEW_YEAR - 90 * DAY, step=45 * DAY)
    leave_campaign(participation=comes_back, now=NEW_YEAR)
    again = join_campaign(
        campaign=campaign, step=Step.ZIN, now=NEW_YEAR + DAY, participant=comes_back.participant
    )
    assert again.pk == comes_back.pk
    live(again, [NEW_YEAR + DAY, NEW_YEAR + 2 * DAY])
    late = take_part(campaign, 3, first=NEW_YEAR + DAY)
    draw_until(SUMMER, since=NEW_YEAR + DAY, step=30 * DAY)
    spent = ledger.spent()
    assert Release.objects.filter(draw__kind=ReleaseKind.QUARTER).count() >= 3
    assert [spent[one.pk]["all"] for one in (comes_back, stays_away, late)] == [260, 260, 260]
    assert ledger.findings() == []


def test_a_campaign_that_spent_its_budget_cannot_go_on_by_the_quarter() -> None:
    campaign = begin(rolling=False, length=6)
    take_part(campaign, 3)
    draw_until(AT_NOON + 12 * DAY)
    more = Draw.objects.create(
        campaign=campaign, kind=ReleaseKind.QUARTER, cohort="2026-Q4", due_on=NEW_YEAR.date()
    )
    before = Release.objects.count(), BudgetEntry.objects.count()
    with pytest.raises(IntegrityError, match="budget"), transaction.atomic():
        drawing.draw_release(draw=more, now=NEW_YEAR)
    assert (Release.objects.count(), BudgetEntry.objects.count()) == before


def test_the_same_release_cannot_be_drawn_twice(ledger: Ledger) -> None:
    campaign = begin(rolling=False, length=6)
    take_part(campaign, 3)
    release = draw_now(campaign, kind=ReleaseKind.FINAL, now=AT_NOON + 10 * DAY)
    assert drawing.draw_release(draw=release.draw, now=AT_NOON + 11 * DAY) is None
    with pytest.raises(DatabaseError, match="insights_draw"), transaction.atomic():
        Draw.objects.update(state=Draw.State.ANNOUNCED)  # as if it had not been
    assert Release.objects.get() == release
