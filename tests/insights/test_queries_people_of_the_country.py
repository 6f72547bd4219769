"""Who and what is in a national release, through a draw without noise."""

import datetime as dt

import pytest

from challenges.models import Assignment, Campaign
from insights.models import ReleaseKind
from interactions.models import Idea
from tests.factories import TODAY, make_campaign, make_domain, make_idea, make_participant
from tests.insights.people import (
    after,
    cells,
    drawn_true,
    feels,
    has_day,
    has_moment,
    joins,
    make_draw,
    noon,
    takes_part,
    tried,
)

pytestmark = pytest.mark.django_db

Q4, Q1 = "2026-Q4", "2027-Q1"
NEW_YEAR, SPRING = dt.date(2027, 1, 4), dt.date(2027, 4, 4)


class TestCountry:
    def test_a_campaign_is_in_one_release_whole_once_it_is_over_for_two_days(self) -> None:
        over = make_campaign(starts_on=after(-16, NEW_YEAR), length=14)
        just = make_campaign(starts_on=after(-15, NEW_YEAR), length=14)
        draft = make_campaign(starts_on=TODAY, length=14, status=Campaign.Status.DRAFT)
        archived = make_campaign(starts_on=TODAY, length=14, status=Campaign.Status.ARCHIVED)
        Campaign.objects.filter(pk=archived.pk).update(published_at=noon(TODAY))
        rolling = make_campaign(starts_on=None)
        for campaign in (over, just):
            takes_part(campaign, [0, 1], first=campaign.starts_on or TODAY)
        first = drawn_true(make_draw(None, ReleaseKind.NATIONAL, cohort=Q4, due_on=NEW_YEAR))
        assert sum(row["unknown"] for row in tried(first).values()) == 1
        spent = first.budget.filter(table="tried").order_by("campaign").values_list("campaign", "cohort")
        assert list(spent) == [(over.pk, ""), (archived.pk, ""), (rolling.pk, Q4)]
        second = drawn_true(make_draw(None, ReleaseKind.NATIONAL, cohort=Q1, due_on=SPRING))
        assert sum(row["unknown"] for row in tried(second).values()) == 1
        spent = second.budget.filter(table="tried").order_by("campaign").values_list("campaign", "cohort")
        assert list(spent) == [(just.pk, ""), (rolling.pk, Q1)]
        assert draft.pk not in second.budget.values_list("campaign", flat=True)

    def test_what_came_of_an_idea(self) -> None:
        campaign = make_campaign()
        one, two, own = make_idea(key="een"), make_idea(key="twee"), make_idea(key="eigen")
        Idea.objects.filter(pk=own.idea_id).update(organisation=campaign.organisation)
        participation = joins(campaign)
        has_day(participation, after(0), version=one, response="positive")
        has_day(participation, after(1), version=one, status=None)  # offered again and left: it was tried
        has_day(participation, after(2), version=two, status="other", response="positive")
        has_day(participation, after(3), version=own, response="declined")
        loose = joins(campaign)
        has_moment(loose, after(3), version=two, response="neutral")
        has_moment(loose, after(4), version=two, response="positive", unsafe=True)
        has_moment(loose, after(5), version=one, status="lapsed")
        has_moment(loose, after(6), version=own, response="unknown")
        has_moment(loose, after(7), domain="winkel", response="positive")  # no idea at all
        release = drawn_true(make_draw(None, ReleaseKind.NATIONAL, cohort=Q4, due_on=NEW_YEAR))
        assert tried(release) == {
            "een": {"positive": 1, "not_tried": 1},
            "twee": {"not_tried": 1, "not_positive": 1},
            "eigen-ideeen": {"not_positive": 1, "unknown": 1},
        }

    def test_an_idea_that_was_swapped_away_is_not_in_it(self) -> None:
        participation = joins(make_campaign())
        assignment = has_day(participation, TODAY, status=None)
        assignment.offers.create(
            position=2, idea_version=make_idea(key="ander"), reason="swap", created_at=noon(TODAY)
        )
        Assignment.objects.create(  # a day that began with rest
            participation=participation, local_date=after(1), day_number=2, created_at=noon(after(1))
        )
        release = drawn_true(make_draw(None, ReleaseKind.NATIONAL, cohort=Q4, due_on=NEW_YEAR))
        assert tried(release) == {"ander": {"not_tried": 1}}

    def test_a_loose_moment_is_on_one_participation_only(self) -> None:
        first, second, later = make_campaign(), make_campaign(), make_campaign(starts_on=after(10, NEW_YEAR))
        who = make_participant(now=noon(TODAY))
        before, meanwhile = joins(first, who=who), joins(second, who=who, day=after(3))
        has_moment(before, after(-1), version=make_idea(key="ervoor"), response="positive")
        has_moment(before, after(2), version=make_idea(key="vroeg"), response="positive")
        has_moment(meanwhile, after(5), version=make_idea(key="laat"), response="positive")
        joins(later, who=who, day=after(10))
        has_moment(meanwhile, after(12), version=make_idea(key="nog-later"), response="positive")
        release = drawn_true(make_draw(None, ReleaseKind.NATIONAL, cohort=Q4, due_on=NEW_YEAR))
        assert tried(release) == {key: {"positive": 1} for key in ("ervoor", "vroeg", "laat")}
        after_that = drawn_true(make_draw(None, ReleaseKind.NATIONAL, cohort=Q1, due_on=SPRING))
        assert tried(after_that) == {"nog-later": {"positive": 1}}

    def test_sums_are_of_the_place_tried_most_in_tenths_from_the_middle(self) -> None:
        make_domain(key="anders", position=9)
        campaign = make_campaign()
        participation = joins(campaign)
        for day, (domain, expected, response, enjoyed) in enumerate(
            [
                ("anders", 3, "positive", 9),
                ("anders", 6, "declined", 6),
                ("buurt", 0, "positive", 0),
            ]
        ):
            has_day(
                participation,
                after(day),
                domain=domain,
                predicted_yes=expected,
                response=response,
                enjoyed=enjoyed,
            )
        release = drawn_true(make_draw(None, ReleaseKind.NATIONAL, cohort=Q4, due_on=NEW_YEAR))
        assert cells(release, "sums") == {"anders": 1}
        assert cells(release, "sums", "enjoyed") == {"anders": 25}
        assert cells(release, "sums", "expected") == {"anders": -5}
        assert cells(release, "sums", "positive") == {}  # one of two: exactly the middle

    def test_how_people_felt_is_laid_half_beside_half_in_the_days_of_taking_part(self) -> None:
        campaign = make_campaign()
        feels(takes_part(campaign), [5, 5, 9, 6, 6])
        feels(takes_part(campaign), [6, 6, 6, 6])
        feels(takes_part(campaign), [7, 7, 6, 6])
        feels(takes_part(campaign), [3, 3, 9])  # too few
        feels(
            takes_part(campaign, first=after(5)), [1, 1, 1, 9, 9, 9], first=after(2)
        )  # three of them before
        release = drawn_true(make_draw(None, ReleaseKind.NATIONAL, cohort=Q4, due_on=NEW_YEAR))
        assert cells(release, "mood") == {"better": 1, "same": 1, "less": 1}
