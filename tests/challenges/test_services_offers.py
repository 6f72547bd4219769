"""Another idea than the calendar's: after a drempel, after "ander voorstel", chosen from the library."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from challenges.models import Assignment, Campaign, Offer, Participation
from challenges.queries.offers import short
from challenges.queries.today import current_offer
from challenges.services.assignments import begin_moment, change_step, offer_today
from challenges.services.offers import choose_idea, swap_offer, take_offer
from interactions.models import Barrier, Idea, IdeaVersion, Interaction
from interactions.models.library import Counterpart, Step
from interactions.queries.library import current_version, current_versions
from interactions.services.library import load_library
from interactions.services.moments import mark_unsafe, record_outcome, say_not_today
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea, make_participation

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
REASON = Offer.Reason


@pytest.fixture(autouse=True)
def _library() -> Iterator[None]:
    load_library(now=AT_NOON)
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def campaign() -> Campaign:
    days: list[dict[str, IdeaVersion]] = [
        {step: current_versions().filter(idea__step=step)[number] for step in Step} for number in range(3)
    ]
    return make_campaign(length=3, days=days)


def participation_in(campaign: Campaign, step: str = Step.ZIN) -> Participation:
    return make_participation(campaign=campaign, step=step)


def offers(participation: Participation, day: dt.date = TODAY) -> list[tuple[int, str]]:
    rows = Offer.objects.filter(assignment__participation=participation, assignment__local_date=day)
    return list(rows.values_list("position", "reason"))


def after(campaign: Campaign, barrier: str, step: str = Step.ZIN) -> tuple[Assignment, IdeaVersion | None]:
    """What tomorrow brings after "vandaag niet" with this drempel today."""
    participation = participation_in(campaign, step)
    offer_today(participation=participation, day=TODAY, now=AT_NOON)
    say_not_today(
        participant=participation.participant,
        day=TODAY,
        barriers=[Barrier.objects.get(pk=barrier)],
        now=AT_NOON,
    )
    assignment = offer_today(participation=participation, day=TODAY + DAY, now=AT_NOON + DAY)
    assert assignment is not None
    offer = assignment.offers.first()
    return assignment, offer.idea_version if offer else None


def test_too_busy_gets_ten_seconds(campaign: Campaign) -> None:
    assignment, version = after(campaign, "te-druk")
    assert version is not None
    assert version.idea.seconds <= 10
    assert offers(assignment.participation, TODAY + DAY) == [(1, REASON.BARRIER)]


def test_what_was_said_before_joining_is_not_answered_here(campaign: Campaign) -> None:
    before = participation_in(make_campaign(length=3))
    say_not_today(
        participant=before.participant,
        day=TODAY,
        barriers=[Barrier.objects.get(pk="al-zo-veel")],
        now=AT_NOON,
    )
    tomorrow = AT_NOON + DAY
    joined = make_participation(campaign=campaign, participant=before.participant, now=tomorrow)
    offer_today(participation=joined, day=TODAY + DAY, now=tomorrow)
    assert offers(joined, TODAY + DAY) == [(1, REASON.CALENDAR)]


def test_fear_of_the_other_gets_somebody_at_work(campaign: Campaign) -> None:
    _assignment, version = after(campaign, "geen-zin-bij-de-ander")
    assert version is not None
    assert version.idea.counterpart == Counterpart.SERVICE
    assert version.idea.step in {Step.KNIK, Step.ZIN}


def test_exciting_gets_todays_smaller_step(campaign: Campaign) -> None:
    _assignment, version = after(campaign, "spannend", Step.PRAATJE)
    assert version is not None
    assert version.idea.step == Step.ZIN


@pytest.mark.parametrize(
    ("calendar", "offered"), [("buurt", {"park", "winkel"}), ("park", {"park"})], ids=["the same", "another"]
)
def test_where_nobody_came_by_is_not_offered_again(calendar: str, offered: set[str]) -> None:
    Idea.objects.exclude(domain__in=["park", "winkel"]).update(archived_at=AT_NOON)
    days: list[dict[str, IdeaVersion]] = [
        {Step.ZIN: make_idea(domain=domain)} for domain in ("buurt", calendar)
    ]
    campaign = make_campaign(length=2, days=days)
    assignment, version = after(campaign, "niemand-tegengekomen")
    assert version is not None
    assert version.idea.domain_id in offered
    assert (version == days[1][Step.ZIN]) == (calendar == "park")
    assert offers(assignment.participation, TODAY + DAY) == [(1, REASON.BARRIER)]


def test_a_drempel_on_the_very_first_day_has_no_place_to_leave(campaign: Campaign) -> None:
    participation = participation_in(campaign)
    say_not_today(
        participant=participation.participant,
        day=TODAY,
        barriers=[Barrier.objects.get(pk="niemand-tegengekomen")],
        now=AT_NOON,
    )
    offer_today(participation=participation, day=TODAY + DAY, now=AT_NOON + DAY)
    assert offers(participation, TODAY + DAY) == [(1, REASON.CALENDAR)]


@pytest.mark.parametrize("barrier", ["te-druk", "al-zo-veel"])
def test_what_a_drempel_pushed_aside_is_the_next_proposal(campaign: Campaign, barrier: str) -> None:
    assignment, version = after(campaign, barrier)
    args: dict[str, Any] = {
        "participation": assignment.participation,
        "day": TODAY + DAY,
        "now": AT_NOON + DAY,
    }
    if version is None:
        swap_offer(shown=0, **args)
    swap_offer(shown=1, **args)
    calendar = campaign.days.get(number=2).slots.get(step=Step.ZIN).idea
    assert assignment.offers.get(position=2).idea_version.idea == calendar
    assert offers(assignment.participation, TODAY + DAY) == [(1, REASON.BARRIER), (2, REASON.SWAP)]


def test_a_smaller_idea_that_was_seen_lately_is_not_offered_again(campaign: Campaign) -> None:
    participation = participation_in(campaign)
    seen = current_version(campaign.days.get(number=2).slots.get(step=Step.KNIK).idea.key)
    assert seen is not None
    args: dict[str, Any] = {"participation": participation, "client_id": uuid.uuid4()}
    choose_idea(version=seen, day=TODAY, now=AT_NOON, **args)
    say_not_today(
        participant=participation.participant,
        day=TODAY,
        barriers=[Barrier.objects.get(pk="spannend")],
        now=AT_NOON,
    )
    assignment = offer_today(participation=participation, day=TODAY + DAY, now=AT_NOON + DAY)
    assert assignment is not None
    version = assignment.offers.get().idea_version
    assert (version.idea.step, version.idea == seen.idea) == (Step.KNIK, False)


def test_another_step_does_not_bring_back_what_felt_unsafe(campaign: Campaign) -> None:
    participation = participation_in(campaign)
    disliked = current_version(campaign.days.get(number=1).slots.get(step=Step.PRAATJE).idea.key)
    assert disliked is not None
    Interaction.objects.create(
        participant=participation.participant,
        idea_version=disliked,
        domain=disliked.idea.domain,
        local_date=TODAY - DAY,
        status=Interaction.Status.DONE,
        outcome_at=AT_NOON - DAY,
        unsafe=True,
        created_at=AT_NOON - DAY,
        updated_at=AT_NOON - DAY,
    )
    assignment = change_step(participation=participation, step=Step.PRAATJE, day=TODAY, now=AT_NOON)
    assert assignment is not None
    version = current_offer(assignment)
    assert version is not None
    assert (version.idea_version.idea.step, version.idea_version.idea == disliked.idea) == (
        Step.PRAATJE,
        False,
    )


def test_without_anything_in_the_place_of_what_felt_unsafe_the_day_is_empty() -> None:
    disliked = make_idea()
    campaign = make_campaign(length=1, days=[{Step.ZIN: disliked}])
    Idea.objects.exclude(pk=disliked.idea_id).update(archived_at=AT_NOON)
    participation = participation_in(campaign)
    moment = begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    record_outcome(moment=moment, status=Interaction.Status.DONE, now=AT_NOON)
    mark_unsafe(moment=moment, unsafe=True, now=AT_NOON)
    again = make_participation(
        participant=participation.participant,
        campaign=make_campaign(length=1, days=[{Step.ZIN: disliked}]),
    )
    assert offer_today(participation=again, day=TODAY, now=AT_NOON) is None


@pytest.mark.parametrize("barrier", ["vergeten", "rustdag", "niet-prettig-of-veilig"])
def test_what_asks_for_nothing_gets_the_calendar(campaign: Campaign, barrier: str) -> None:
    assignment, _version = after(campaign, barrier)
    assert offers(assignment.participation, TODAY + DAY) == [(1, REASON.CALENDAR)]


def test_so_much_already_begins_with_rest_and_brings_something_small_when_asked(campaign: Campaign) -> None:
    assignment, version = after(campaign, "al-zo-veel")
    assert (version, offers(assignment.participation, TODAY + DAY)) == (None, [])
    for _ in range(2):  # the same tap, sent twice
        offer = swap_offer(
            participation=assignment.participation, day=TODAY + DAY, shown=0, now=AT_NOON + DAY
        )
    assert offer is not None
    assert short(offer.idea_version)
    assert offers(assignment.participation, TODAY + DAY) == [(1, REASON.BARRIER)]


def test_a_drempel_is_answered_once(campaign: Campaign) -> None:
    assignment, _version = after(campaign, "te-druk")
    third = TODAY + 2 * DAY
    offer_today(participation=assignment.participation, day=third, now=AT_NOON + 2 * DAY)
    assert offers(assignment.participation, third) == [(1, REASON.CALENDAR)]


def test_an_idea_that_felt_unsafe_never_comes_back(campaign: Campaign) -> None:
    participation = participation_in(campaign)
    disliked = current_version(campaign.days.get(number=2).slots.get(step=Step.ZIN).idea.key)
    assert disliked is not None
    choose_idea(participation=participation, version=disliked, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    moment = begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    record_outcome(moment=moment, status=Interaction.Status.DONE, now=AT_NOON)
    mark_unsafe(moment=moment, unsafe=True, now=AT_NOON)
    assignment = offer_today(participation=participation, day=TODAY + DAY, now=AT_NOON + DAY)
    assert assignment is not None
    assert assignment.offers.get().idea_version.idea_id != disliked.idea_id


def test_two_swaps_a_day_each_elsewhere_and_each_kept(campaign: Campaign) -> None:
    participation = participation_in(campaign)
    assignment = offer_today(participation=participation, day=TODAY, now=AT_NOON)
    assert assignment is not None
    for shown in (1, 1, 2, 2, 3, 3):
        swap_offer(participation=participation, day=TODAY, shown=shown, now=AT_NOON)
    assert offers(participation) == [(1, REASON.CALENDAR), (2, REASON.SWAP), (3, REASON.SWAP)]
    ideas = [offer.idea_version.idea for offer in assignment.offers.select_related("idea_version__idea")]
    assert len({idea.domain_id for idea in ideas}) == 3
    assert [idea.step for idea in ideas[:2]] == [Step.ZIN, Step.ZIN]
    assert ideas[2].step != Step.ZIN


def test_back_to_an_earlier_idea_and_no_further_once_begun(campaign: Campaign) -> None:
    participation = participation_in(campaign)
    assignment = offer_today(participation=participation, day=TODAY, now=AT_NOON)
    assert assignment is not None
    first = assignment.offers.get().idea_version_id
    swap_offer(participation=participation, day=TODAY, shown=1, now=AT_NOON)
    for _ in range(2):
        take_offer(participation=participation, day=TODAY, version_id=first, now=AT_NOON)
    assert [reason for _position, reason in offers(participation)] == ["calendar", "swap", "own_choice"]
    begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    swap_offer(participation=participation, day=TODAY, shown=3, now=AT_NOON)
    take_offer(participation=participation, day=TODAY, version_id=make_idea().pk, now=AT_NOON)
    assert len(offers(participation)) == 3


def test_a_chosen_idea_takes_the_place_or_stands_beside(campaign: Campaign) -> None:
    participation, version = participation_in(campaign), make_idea()
    own = uuid.uuid4()
    args: dict[str, Any] = {"participation": participation, "version": version, "day": TODAY, "now": AT_NOON}
    assert choose_idea(client_id=own, **args) is None
    assert choose_idea(client_id=own, **args) is None
    assert offers(participation)[-1] == (2, REASON.OWN_CHOICE)
    moment = begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    assert moment.idea_version == version
    beside = [choose_idea(client_id=own, **args) for _ in range(2)]
    assert [one.client_id for one in beside if one] == [own, own]
    assert Interaction.objects.count() == 2
