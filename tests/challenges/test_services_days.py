"""What staff do with the days of a campaign: nothing of somebody else's is overwritten, nothing that began changes."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from challenges.models import Campaign, CampaignDay, CampaignSlot
from challenges.queries.calendar import version_for
from challenges.queries.staff_autofill import Scope
from challenges.queries.staff_board import board_of, planned_days
from challenges.queries.staff_days import stamp_of
from challenges.services.days import (
    ChangedMeanwhileError,
    DayFixedError,
    LastIdeaError,
    NoSuchDayError,
    clear_slot,
    copy_week,
    fit_days,
    move_day,
    put_idea,
    set_number_of_days,
    take_filling,
)
from interactions.models import Idea
from interactions.models.library import Step
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea, make_organisation, make_participation

pytestmark = pytest.mark.django_db


def stamp(campaign: Campaign) -> str:
    return stamp_of(planned_days(campaign))


def ideas_on(campaign: Campaign) -> dict[int, dict[str, int]]:
    """For every day its ideas by step size."""
    return {plan.number: {one.step: one.idea for one in plan.placed} for plan in planned_days(campaign)}


def draft(length: int = 3, *, rolling: bool = False, filled: int | None = None) -> Campaign:
    """A draft of which the first days have a "zin"."""
    filled = length if filled is None else filled
    return make_campaign(
        length=length,
        status=Campaign.Status.DRAFT,
        starts_on=None if rolling else TODAY,
        days=[{Step.ZIN: make_idea()} if number < filled else {} for number in range(length)],
    )


def revision(campaign: Campaign) -> int:
    return Campaign.objects.values_list("revision", flat=True).get(pk=campaign.pk)


def test_an_idea_goes_in_the_slot_of_its_own_size() -> None:
    campaign, nod = draft(2), make_idea(step=Step.KNIK)
    zin = ideas_on(campaign)[2][Step.ZIN]
    put_idea(campaign=campaign, number=2, idea_id=nod.idea_id, seen=None, on=TODAY)
    assert ideas_on(campaign)[2] == {Step.KNIK: nod.idea_id, Step.ZIN: zin}
    assert revision(campaign) == 1


def test_choosing_replaces_what_was_on_the_screen() -> None:
    campaign, other = draft(1), make_idea()
    put_idea(
        campaign=campaign, number=1, idea_id=other.idea_id, seen=ideas_on(campaign)[1][Step.ZIN], on=TODAY
    )
    assert ideas_on(campaign)[1] == {Step.ZIN: other.idea_id}


@pytest.mark.parametrize("seen_empty", [True, False])
def test_what_somebody_else_chose_meanwhile_is_not_overwritten(seen_empty: bool) -> None:
    campaign, mine, theirs = draft(1), make_idea(), make_idea()
    seen = None if seen_empty else ideas_on(campaign)[1][Step.ZIN]
    CampaignSlot.objects.filter(day__campaign=campaign).update(idea=theirs.idea)
    with pytest.raises(ChangedMeanwhileError) as raised:
        put_idea(campaign=campaign, number=1, idea_id=mine.idea_id, seen=seen, on=TODAY)
    assert raised.value.idea == theirs.idea_id
    assert (ideas_on(campaign)[1], revision(campaign)) == ({Step.ZIN: theirs.idea_id}, 0)


def test_what_somebody_else_took_away_is_not_put_back_unseen() -> None:
    campaign, mine = draft(1), make_idea()
    seen = ideas_on(campaign)[1][Step.ZIN]
    CampaignSlot.objects.filter(day__campaign=campaign).delete()
    with pytest.raises(ChangedMeanwhileError) as raised:
        put_idea(campaign=campaign, number=1, idea_id=mine.idea_id, seen=seen, on=TODAY)
    assert raised.value.idea is None


def test_sending_a_choice_twice_changes_nothing_more() -> None:
    campaign, idea = draft(1, filled=0), make_idea()
    for _ in range(2):
        put_idea(campaign=campaign, number=1, idea_id=idea.idea_id, seen=None, on=TODAY)
    assert (ideas_on(campaign)[1], revision(campaign)) == ({Step.ZIN: idea.idea_id}, 1)


def test_an_own_idea_is_for_campaigns_of_its_organisation_only() -> None:
    campaign = draft(1, filled=0)
    own, foreign = make_idea(), make_idea()
    Idea.objects.filter(pk=own.idea_id).update(organisation=campaign.organisation)
    Idea.objects.filter(pk=foreign.idea_id).update(organisation=make_organisation())
    put_idea(campaign=campaign, number=1, idea_id=own.idea_id, seen=None, on=TODAY)
    with pytest.raises(NoSuchDayError):
        put_idea(campaign=campaign, number=1, idea_id=foreign.idea_id, seen=own.idea_id, on=TODAY)
    assert ideas_on(campaign)[1] == {Step.ZIN: own.idea_id}


def test_an_archived_or_unknown_idea_cannot_be_chosen() -> None:
    campaign, archived = draft(1, filled=0), make_idea()
    Idea.objects.filter(pk=archived.idea_id).update(archived_at=AT_NOON)
    for idea_id in (archived.idea_id, 987654):
        with pytest.raises(NoSuchDayError):
            put_idea(campaign=campaign, number=1, idea_id=idea_id, seen=None, on=TODAY)


@pytest.mark.parametrize("number", [0, 4, 90])
def test_a_day_that_does_not_exist_is_not_made(number: int) -> None:
    campaign, idea = draft(3), make_idea()
    with pytest.raises(NoSuchDayError):
        put_idea(campaign=campaign, number=number, idea_id=idea.idea_id, seen=None, on=TODAY)
    assert campaign.days.count() == 3


def test_a_date_without_a_day_yet_gets_one_when_it_is_chosen() -> None:
    campaign, idea = draft(3), make_idea()
    CampaignDay.objects.filter(campaign=campaign, number=3).delete()
    put_idea(campaign=campaign, number=3, idea_id=idea.idea_id, seen=None, on=TODAY)
    assert ideas_on(campaign)[3] == {Step.ZIN: idea.idea_id}


def changes(campaign: Campaign, number: int, on: dt.date) -> list[Callable[[], object]]:
    """Everything that changes day `number`."""
    idea, seen = make_idea(), ideas_on(campaign)[number][Step.ZIN]
    now = stamp(campaign)
    return [
        lambda: put_idea(campaign=campaign, number=number, idea_id=idea.idea_id, seen=seen, on=on),
        lambda: clear_slot(campaign=campaign, number=number, step=Step.ZIN, seen=seen, on=on),
        lambda: move_day(campaign=campaign, source=number, target=4, stamp=now, on=on),
        lambda: move_day(campaign=campaign, source=4, target=number, stamp=now, on=on),
    ]


@pytest.mark.parametrize("status", [Campaign.Status.PUBLISHED, Campaign.Status.PAUSED])
def test_a_day_that_began_cannot_be_changed_in_any_way(status: str) -> None:
    campaign = make_campaign(length=4, starts_on=TODAY - dt.timedelta(days=1), status=status)
    before = ideas_on(campaign)
    for number in (1, 2):
        for change in changes(campaign, number, TODAY):
            with pytest.raises(DayFixedError):
                change()
    assert (ideas_on(campaign), revision(campaign)) == (before, 0)
    changes(campaign, 3, TODAY)[0]()
    assert ideas_on(campaign)[3] != before[3]


@pytest.mark.parametrize("status", [Campaign.Status.CLOSED, Campaign.Status.ARCHIVED])
def test_a_campaign_that_is_over_cannot_be_changed_in_any_way(status: str) -> None:
    campaign = make_campaign(length=4, starts_on=None, status=status)
    for change in changes(campaign, 3, TODAY):
        with pytest.raises(DayFixedError):
            change()
    with pytest.raises(DayFixedError):
        set_number_of_days(campaign=campaign, length=5, stamp=stamp(campaign), on=TODAY)


def test_the_state_counts_that_the_campaign_has_now_and_not_when_the_page_was_made() -> None:
    campaign = draft(4)
    change = changes(campaign, 1, TODAY)[0]
    Campaign.objects.filter(pk=campaign.pk).update(status=Campaign.Status.PUBLISHED)
    with pytest.raises(DayFixedError):
        change()


def test_clearing_takes_away_what_was_on_the_screen_and_twice_is_once() -> None:
    campaign = draft(1)
    seen = ideas_on(campaign)[1][Step.ZIN]
    for _ in range(2):
        clear_slot(campaign=campaign, number=1, step=Step.ZIN, seen=seen, on=TODAY)
    assert (ideas_on(campaign), revision(campaign)) == ({1: {}}, 1)


def test_clearing_takes_nothing_away_that_came_meanwhile() -> None:
    campaign, theirs = draft(1), make_idea()
    seen = ideas_on(campaign)[1][Step.ZIN]
    CampaignSlot.objects.filter(day__campaign=campaign).update(idea=theirs.idea)
    with pytest.raises(ChangedMeanwhileError):
        clear_slot(campaign=campaign, number=1, step=Step.ZIN, seen=seen, on=TODAY)
    assert ideas_on(campaign)[1] == {Step.ZIN: theirs.idea_id}


def test_the_last_idea_of_a_day_stays_while_the_public_may_see_the_campaign() -> None:
    campaign = make_campaign(
        length=2, starts_on=None, days=[{Step.ZIN: make_idea(), Step.KNIK: make_idea(step=Step.KNIK)}] * 2
    )
    seen = ideas_on(campaign)[1]
    clear_slot(campaign=campaign, number=1, step=Step.ZIN, seen=seen[Step.ZIN], on=TODAY)
    with pytest.raises(LastIdeaError):
        clear_slot(campaign=campaign, number=1, step=Step.KNIK, seen=seen[Step.KNIK], on=TODAY)
    assert ideas_on(campaign)[1] == {Step.KNIK: seen[Step.KNIK]}


def test_moving_onto_a_filled_day_swaps() -> None:
    campaign = draft(3)
    before = ideas_on(campaign)
    move_day(campaign=campaign, source=1, target=3, stamp=stamp(campaign), on=TODAY)
    assert ideas_on(campaign) == {1: before[3], 2: before[2], 3: before[1]}
    assert revision(campaign) == 1


def test_moving_onto_an_empty_day_moves() -> None:
    campaign = draft(3, filled=1)
    before = ideas_on(campaign)
    move_day(campaign=campaign, source=1, target=3, stamp=stamp(campaign), on=TODAY)
    assert ideas_on(campaign) == {1: {}, 2: {}, 3: before[1]}


def test_moving_to_itself_changes_nothing() -> None:
    campaign = draft(2)
    before = ideas_on(campaign)
    move_day(campaign=campaign, source=1, target=1, stamp=stamp(campaign), on=TODAY)
    assert (ideas_on(campaign), revision(campaign)) == (before, 0)


def test_the_same_move_sent_twice_is_not_undone() -> None:
    campaign = draft(2)
    before, seen = ideas_on(campaign), stamp(campaign)
    move_day(campaign=campaign, source=1, target=2, stamp=seen, on=TODAY)
    with pytest.raises(ChangedMeanwhileError):
        move_day(campaign=campaign, source=1, target=2, stamp=seen, on=TODAY)
    assert ideas_on(campaign) == {1: before[2], 2: before[1]}


def test_the_database_holds_one_day_per_number_and_one_idea_per_size() -> None:
    campaign = draft(1)
    day = campaign.days.get()
    with pytest.raises(IntegrityError, match="campaign_day_once"), transaction.atomic():
        CampaignDay.objects.create(campaign=campaign, number=1)
    with pytest.raises(IntegrityError, match="campaign_slot_once_per_step"), transaction.atomic():
        CampaignSlot.objects.create(day=day, step=Step.ZIN, idea=make_idea().idea)


def test_copying_a_week_puts_the_filled_days_over_the_same_days_of_the_other() -> None:
    campaign = draft(10, filled=9)
    before = ideas_on(campaign)
    copy_week(campaign=campaign, source=1, target=2, stamp=stamp(campaign), on=TODAY)
    assert ideas_on(campaign) == {**before, 8: before[1], 9: before[2], 10: before[3]}


def test_copying_a_week_leaves_what_began_and_what_changed_meanwhile() -> None:
    campaign = make_campaign(length=14, starts_on=TODAY - dt.timedelta(days=2))
    before, seen = ideas_on(campaign), stamp(campaign)
    copy_week(campaign=campaign, source=2, target=1, stamp=seen, on=TODAY)
    assert ideas_on(campaign) == {**before, **{number: before[number + 7] for number in (4, 5, 6, 7)}}
    with pytest.raises(ChangedMeanwhileError):
        copy_week(campaign=campaign, source=1, target=2, stamp=seen, on=TODAY)


def test_a_filling_is_exactly_the_proposal_that_was_shown() -> None:
    for domain in ("buurt", "winkel", "school", "werk"):
        for step in Step:
            for _ in range(2):
                make_idea(domain=domain, step=step)
    campaign = draft(6, filled=2)
    before, seen = ideas_on(campaign), stamp(campaign)
    filling = take_filling(campaign=campaign, seed=3, scope=Scope.DAYS, stamp=seen, on=TODAY)
    assert filling.days == (3, 4, 5, 6)
    after = ideas_on(campaign)
    assert {number: after[number] for number in (1, 2)} == {number: before[number] for number in (1, 2)}
    assert {(fill.number, fill.placed.step, fill.placed.idea) for fill in filling.fills} == {
        (number, step, idea) for number in (3, 4, 5, 6) for step, idea in after[number].items()
    }
    with pytest.raises(ChangedMeanwhileError):
        take_filling(campaign=campaign, seed=3, scope=Scope.ALL, stamp=seen, on=TODAY)


def test_a_rolling_campaign_gets_days_and_loses_them_at_the_end() -> None:
    campaign = draft(2, rolling=True)
    before = ideas_on(campaign)
    set_number_of_days(campaign=campaign, length=4, stamp=stamp(campaign), on=TODAY)
    assert ideas_on(campaign) == {**before, 3: {}, 4: {}}
    set_number_of_days(campaign=campaign, length=1, stamp=stamp(campaign), on=TODAY)
    assert (ideas_on(campaign), revision(campaign)) == ({1: before[1]}, 2)


@pytest.mark.parametrize("length", [0, 91])
def test_a_rolling_campaign_has_one_to_ninety_days(length: int) -> None:
    campaign = draft(2, rolling=True)
    with pytest.raises(NoSuchDayError):
        set_number_of_days(campaign=campaign, length=length, stamp=stamp(campaign), on=TODAY)


def test_the_dates_decide_how_many_days_a_fixed_campaign_has() -> None:
    campaign = draft(3)
    with pytest.raises(DayFixedError):
        set_number_of_days(campaign=campaign, length=5, stamp=stamp(campaign), on=TODAY)
    assert campaign.days.count() == 3


def test_days_come_and_go_at_the_end_and_the_first_keep_their_ideas() -> None:
    campaign = draft(3)
    before = ideas_on(campaign)
    fit_days(campaign=campaign, length=5)
    assert list(campaign.days.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    fit_days(campaign=campaign, length=1)
    campaign.refresh_from_db()
    assert list(campaign.days.values_list("number", flat=True)) == [1]
    assert ideas_on(campaign)[1] == before[1]


def test_a_participant_gets_what_staff_chose() -> None:
    campaign = make_campaign(length=2, starts_on=None)
    participation = make_participation(campaign=campaign)
    own = make_idea()
    Idea.objects.filter(pk=own.idea_id).update(organisation=campaign.organisation)
    put_idea(campaign=campaign, number=2, idea_id=own.idea_id, seen=ideas_on(campaign)[2][Step.ZIN], on=TODAY)
    assert version_for(participation, 2) == own
    Idea.objects.filter(pk=own.idea_id).update(archived_at=AT_NOON)
    assert version_for(participation, 2) == own, "an archived idea goes on working"


def test_the_board_shows_dates_and_what_began() -> None:
    campaign = make_campaign(length=3, starts_on=TODAY - dt.timedelta(days=1))
    board = board_of(campaign, TODAY)
    assert [(day.number, day.date, day.changeable) for day in board.days] == [
        (1, TODAY - dt.timedelta(days=1), False),
        (2, TODAY, False),
        (3, TODAY + dt.timedelta(days=1), True),
    ]
