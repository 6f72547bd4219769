"""Who a release is about and what each of them says, rule by rule, through a draw without noise."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from challenges.models import Campaign, Pause
from challenges.services.participations import join_campaign, leave_campaign
from insights.models import CountedParticipation, ReleaseKind
from insights.queries.people import labels_of
from interactions.models import LifeDomain
from tests.factories import TODAY, make_campaign, make_domain
from tests.insights.people import (
    after,
    an_idea,
    cells,
    drawn_true,
    feels,
    has_day,
    has_moment,
    joins,
    make_draw,
    noon,
    says_not_today,
    takes_part,
)

pytestmark = pytest.mark.django_db

Q4, Q1 = "2026-Q4", "2027-Q1"
NEW_YEAR, SPRING = dt.date(2027, 1, 4), dt.date(2027, 4, 4)


def final(campaign: Campaign, table: str) -> dict[str, int]:
    return cells(drawn_true(make_draw(campaign)), table)


class TestActive:
    def test_it_takes_outcomes_on_two_local_days(self) -> None:
        campaign = make_campaign()
        takes_part(campaign, [0])
        takes_part(campaign, [3, 9])
        assert sum(final(campaign, "course").values()) == 1

    def test_plans_and_what_lapsed_are_no_outcome(self) -> None:
        campaign = make_campaign()
        takes_part(campaign, [0, 1], status="planned")
        takes_part(campaign, [0, 1], status="lapsed")
        takes_part(campaign, [0, 1], status=None)
        for status in ("done", "different", "other"):
            takes_part(campaign, [0, 1], status=status)
        assert sum(final(campaign, "course").values()) == 3

    def test_what_happens_on_the_day_of_the_release_or_later_does_not_count(self) -> None:
        campaign = make_campaign()
        takes_part(campaign, [3, 4])
        takes_part(campaign, [4, 5])
        interim = make_draw(campaign, ReleaseKind.INTERIM_1, due_on=after(5))
        assert cells(drawn_true(interim), "active") == {"active": 1}

    def test_a_late_moment_counts_for_the_day_that_it_was(self) -> None:
        campaign = make_campaign()
        participation = joins(campaign)
        has_day(participation, after(4))
        has_day(participation, after(3), late=True)
        interim = make_draw(campaign, ReleaseKind.INTERIM_1, due_on=after(5))
        assert cells(drawn_true(interim), "active") == {"active": 1}

    def test_a_moment_without_assignment_never_counts_for_a_campaign(self) -> None:
        campaign = make_campaign()
        participation = takes_part(campaign, [0])
        has_moment(participation, after(1))
        assert final(campaign, "course") == {}

    def test_a_moment_without_assignment_counts_for_the_country(self) -> None:
        campaign = make_campaign()
        participation = takes_part(campaign, [0], predicted_yes=4, response="positive", enjoyed=8)
        has_moment(participation, after(1), predicted_yes=4, response="positive", enjoyed=8)
        release = drawn_true(make_draw(None, ReleaseKind.NATIONAL, cohort=Q4, due_on=NEW_YEAR))
        assert cells(release, "sums") == {"buurt": 1}


class TestCourse:
    def test_the_last_third_of_the_days_decides(self) -> None:
        campaign = make_campaign()  # fourteen days: the last five are 10 to 14, counted from one
        takes_part(campaign, [0, 8])
        takes_part(campaign, [0, 9])
        assert final(campaign, "course") == {"stopped": 1, "finished": 1}

    def test_not_today_is_a_sign_of_life_too(self) -> None:
        campaign = make_campaign()
        says_not_today(takes_part(campaign, [0, 1]), after(12))
        assert final(campaign, "course") == {"finished": 1}

    def test_not_today_in_another_campaign_after_this_one_is_not(self) -> None:
        campaign = make_campaign(length=7)
        says_not_today(takes_part(campaign, [0, 1]), after(8))
        assert final(campaign, "course") == {"stopped": 1}

    def test_who_left_stopped_and_who_went_on_by_themselves_finished(self) -> None:
        campaign = make_campaign()
        for graduated in (False, True):
            leaver = takes_part(campaign, [0, 9])
            leave_campaign(participation=leaver, now=noon(after(10)), graduated=graduated)
        assert final(campaign, "course") == {"stopped": 1, "finished": 1}

    def test_who_leaves_when_it_is_over_did_not_stop_early(self) -> None:
        campaign = make_campaign()
        leave_campaign(participation=takes_part(campaign, [0, 12]), now=noon(after(14)))
        assert final(campaign, "course") == {"finished": 1}

    def test_who_left_and_came_back_is_one_participation_with_both_parts(self) -> None:
        campaign = make_campaign()
        participation = takes_part(campaign, [0, 1])
        says_not_today(participation, after(2), "te-druk")
        leave_campaign(participation=participation, now=noon(after(3)))
        again = join_campaign(
            campaign=campaign, step="zin", participant=participation.participant, now=noon(after(9))
        )
        has_day(again, after(10))
        release = drawn_true(make_draw(campaign))
        assert cells(release, "course") == {"finished": 1}

    def test_in_a_rolling_campaign_the_days_are_somebodys_own(self) -> None:
        campaign = make_campaign(starts_on=None, length=6)
        takes_part(campaign, [0, 1])  # of six days, and then no more, also not in the app
        takes_part(campaign, [0, 4], first=after(20))
        paused = joins(campaign)
        Pause.objects.create(participation=paused, starts_on=after(1), ends_on=after(10))
        has_day(paused, TODAY)
        has_day(paused, after(12))  # the third of six days
        release = drawn_true(make_draw(campaign, ReleaseKind.QUARTER, cohort=Q4, due_on=NEW_YEAR))
        assert cells(release, "course") == {"stopped": 2, "finished": 1}


class TestTables:
    @pytest.fixture(autouse=True)
    def _large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("insights.queries.policy.LARGE_FROM", 0)

    def test_what_held_somebody_back_most_is_their_one_cell(self) -> None:
        campaign = make_campaign()
        one, other = takes_part(campaign), takes_part(campaign)
        says_not_today(one, after(2), "te-druk", "durf-niet")
        says_not_today(one, after(3), "durf-niet")
        says_not_today(other, after(2), "te-druk", "durf-niet")  # even: the first in the library
        assert final(campaign, "barrier") == {"te-druk": 1, "durf-niet": 1}

    def test_what_held_somebody_back_counts_on_the_days_of_the_campaign(self) -> None:
        campaign = make_campaign()
        participation = takes_part(campaign, [3, 4], first=TODAY)
        says_not_today(participation, after(-1), "te-druk")
        says_not_today(participation, after(14), "te-druk")
        says_not_today(participation, after(5), "durf-niet")
        leaver = takes_part(campaign)
        leave_campaign(participation=leaver, now=noon(after(4)))
        says_not_today(leaver, after(6), "te-druk")
        assert final(campaign, "barrier") == {"durf-niet": 1}

    def test_who_came_back_keeps_what_they_said_before(self) -> None:
        campaign = make_campaign()
        participation = takes_part(campaign)
        says_not_today(participation, after(2), "te-druk")
        leave_campaign(participation=participation, now=noon(after(3)))
        join_campaign(
            campaign=campaign, step="zin", participant=participation.participant, now=noon(after(6))
        )
        assert final(campaign, "barrier") == {"te-druk": 1}

    def test_where_somebody_tried_most(self) -> None:
        for place, key in enumerate(("buurt", "winkel", "anders")):
            make_domain(key=key, position=place)
        campaign = make_campaign()
        participation = joins(campaign)
        for day, domain in enumerate(("winkel", "buurt", "winkel", "anders")):
            has_day(participation, after(day), domain=domain)
        elsewhere = joins(campaign)
        for day, domain in enumerate(("anders", "anders", "buurt")):
            has_day(elsewhere, after(day), domain=domain)
        has_day(elsewhere, after(5), domain="buurt", status="lapsed")
        assert final(campaign, "domain") == {"winkel": 1, "anders": 1}

    def test_the_mirror_is_the_one_that_people_see(self) -> None:
        campaign = make_campaign()
        takes_part(campaign, range(5), predicted_yes=4, response="positive")
        takes_part(campaign, range(5), predicted_yes=10, response="positive")
        takes_part(campaign, range(5), predicted_yes=2, response="declined")
        takes_part(campaign, range(4), predicted_yes=2, response="positive")  # one too few
        takes_part(campaign, range(6), predicted_yes=2, response="unknown")
        takes_part(campaign, range(6), predicted_yes=2, response="positive", unsafe=True)
        takes_part(campaign, range(6), response="positive")
        assert final(campaign, "mirror") == {"better": 1, "same": 1, "less": 1}

    def test_the_mirror_looks_at_the_last_ten(self) -> None:
        campaign = make_campaign()
        participation = takes_part(campaign, range(4), predicted_yes=10, response="declined")
        for day in range(4, 14):
            has_day(participation, after(day), predicted_yes=3, response="positive")
        assert final(campaign, "mirror") == {"better": 1}


def test_a_small_campaign_gets_a_mirror_of_two_sides_and_nothing_else() -> None:
    campaign = make_campaign()
    takes_part(campaign, range(5), predicted_yes=4, response="positive")
    takes_part(campaign, range(5), predicted_yes=10, response="positive")
    release = drawn_true(make_draw(campaign))
    assert cells(release, "mirror") == {"better": 1, "not_better": 1}
    assert [one.kind for one in release.tables.all()] == ["course", "mirror"]


def test_the_campaign_of_another_is_not_in_it_and_somebody_in_two_is_in_both() -> None:
    one, other = make_campaign(), make_campaign()
    participation = takes_part(one)
    both = joins(other, who=participation.participant)
    has_day(both, after(2))
    has_day(both, after(3))
    takes_part(other)
    assert final(one, "course") == {"stopped": 1}
    assert final(other, "course") == {"stopped": 2}


class TestQuarter:
    def test_who_is_busy_waits_and_nobody_is_in_two_quarters(self) -> None:
        campaign = make_campaign(starts_on=None, length=14)
        takes_part(campaign, [0, 12], first=TODAY)
        in_time = takes_part(campaign, [0, 12], first=after(-16, NEW_YEAR))
        busy = takes_part(campaign, [0, 12], first=after(-15, NEW_YEAR))
        paused = takes_part(campaign, [0, 12], first=after(-40, NEW_YEAR))
        Pause.objects.create(
            participation=paused, starts_on=after(-30, NEW_YEAR), ends_on=after(-5, NEW_YEAR)
        )
        release = drawn_true(make_draw(campaign, ReleaseKind.QUARTER, cohort=Q4, due_on=NEW_YEAR))
        assert cells(release, "course") == {"finished": 2}
        assert CountedParticipation.objects.filter(participation=in_time, national=False).exists()
        assert not CountedParticipation.objects.filter(participation__in=[busy, paused]).exists()
        later = drawn_true(make_draw(campaign, ReleaseKind.QUARTER, cohort=Q1, due_on=SPRING))
        assert cells(later, "course") == {"finished": 2}
        assert CountedParticipation.objects.count() == 4

    def test_who_left_was_counted_and_came_back_is_not_counted_again(self) -> None:
        campaign = make_campaign(starts_on=None, length=6)
        participation = takes_part(campaign, [0, 1])
        leave_campaign(participation=participation, now=noon(after(2)))
        first = drawn_true(make_draw(campaign, ReleaseKind.QUARTER, cohort=Q4, due_on=NEW_YEAR))
        again = join_campaign(
            campaign=campaign, step="zin", participant=participation.participant, now=noon(after(1, NEW_YEAR))
        )
        has_day(again, after(2, NEW_YEAR))
        has_day(again, after(3, NEW_YEAR))
        second = drawn_true(make_draw(campaign, ReleaseKind.QUARTER, cohort=Q1, due_on=SPRING))
        assert [cells(release, "course") for release in (first, second)] == [{"stopped": 1}, {}]

    def test_when_staff_end_the_campaign_everybody_is_over(self) -> None:
        campaign = make_campaign(starts_on=None, length=14)
        takes_part(campaign, [0, 1], first=after(-4, NEW_YEAR))
        Campaign.objects.update(status=Campaign.Status.CLOSED)
        release = drawn_true(make_draw(campaign, ReleaseKind.QUARTER, cohort=Q4, due_on=NEW_YEAR))
        assert cells(release, "course") == {"stopped": 1}


def test_the_keys_of_a_table_are_the_library_and_never_the_answers() -> None:
    campaign = make_campaign()
    before = labels_of(make_draw(campaign))
    takes_part(campaign)
    assert labels_of(make_draw(campaign, ReleaseKind.INTERIM_1, due_on=after(5))) == before
    assert before.domains == list(LifeDomain.objects.values_list("key", flat=True))


@pytest.mark.parametrize("people", [10, 200])
@pytest.mark.parametrize(
    ("kind", "cohort", "queries"),
    [("final", "", 21), ("quarter", Q4, 23), ("national", Q4, 27)],
)
def test_a_draw_takes_the_same_queries_however_many_take_part(
    people: int, kind: str, cohort: str, queries: int
) -> None:
    campaign = make_campaign(starts_on=None if cohort else TODAY, length=6)
    version = an_idea()
    for _ in range(people):
        feels(takes_part(campaign, [0], version=version), [6])
    draw = make_draw(None if kind == "national" else campaign, kind, cohort=cohort, due_on=NEW_YEAR)
    with CaptureQueriesContext(connection) as asked:
        drawn_true(draw)
    assert len(asked) == queries
