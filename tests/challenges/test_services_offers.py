"""Another idea than the calendar's: after a drempel, after "ander voorstel", chosen from the library."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.models import Assignment, Campaign, Offer, Participation
from challenges.queries.offers import FORGOTTEN_AFTER, Chooser, short, swap_for
from challenges.services.assignments import begin_moment, offer_today
from challenges.services.offers import choose_idea, swap_offer, take_offer
from interactions.models import Barrier, Idea, IdeaVersion, Interaction, LifeDomain
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
        {str(step): current_versions().filter(idea__step=step)[number] for step in Step}
        for number in range(3)
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


def test_fear_of_the_other_gets_somebody_at_work(campaign: Campaign) -> None:
    _assignment, version = after(campaign, "geen-zin-bij-de-ander")
    assert version is not None
    assert version.idea.counterpart == Counterpart.SERVICE
    assert version.idea.step in {Step.KNIK, Step.ZIN}


def test_exciting_gets_todays_smaller_step(campaign: Campaign) -> None:
    _assignment, version = after(campaign, "spannend", Step.PRAATJE)
    assert version is not None
    assert version.idea.step == Step.ZIN


def test_another_place_is_another_place(campaign: Campaign) -> None:
    assignment, version = after(campaign, "niemand-tegengekomen")
    calendar = campaign.days.get(number=2).slots.get(step=Step.ZIN).idea
    assert version is not None
    assert version.idea.domain_id != calendar.domain_id
    assert assignment.day_number == 2


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

    def choose() -> Interaction | None:
        return choose_idea(
            participation=participation, version=version, client_id=own, day=TODAY, now=AT_NOON
        )

    assert [choose(), choose()] == [None, None]
    assert offers(participation)[-1] == (2, REASON.OWN_CHOICE)
    moment = begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    assert moment.idea_version == version
    beside = [choose() for _ in range(2)]
    assert [one.client_id for one in beside if one] == [own, own]
    assert Interaction.objects.count() == 2


def make_pool(sizes: list[tuple[str, str, int]]) -> list[IdeaVersion]:
    """Ideas that need no database: (domain, step, seconds)."""
    return [
        IdeaVersion(
            pk=number,
            idea=Idea(
                pk=number,
                key=f"idee-{number}",
                domain=LifeDomain(key=domain),
                step=step,
                seconds=seconds,
            ),
        )
        for number, (domain, step, seconds) in enumerate(sizes, start=1)
    ]


pools = st.lists(
    st.tuples(
        st.sampled_from(["buurt", "ov", "winkel"]), st.sampled_from(Step.values), st.sampled_from([5, 10, 60])
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60)
@given(pools, st.uuids(), st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)), st.sampled_from(Step.values))
def test_a_choice_is_the_same_again_and_never_what_was_shown(
    sizes: list[tuple[str, str, int]], key: uuid.UUID, day: dt.date, step: str
) -> None:
    pool = make_pool(sizes)
    first, others = pool[0], frozenset({pool[0].idea_id})
    chooser = Chooser(join_key=key, day=day, pool=pool, avoid=others)
    swapped = swap_for([first], chooser=chooser, step=step)
    assert swapped == swap_for([first], chooser=chooser, step=step)
    assert (swapped is None) == (len(pool) == 1)
    if swapped:
        assert swapped.idea_id != first.idea_id
        elsewhere = [one for one in pool[1:] if one.idea.domain_id != first.idea.domain_id]
        assert not elsewhere or swapped.idea.domain_id != first.idea.domain_id


def test_an_idea_may_come_back_after_two_weeks() -> None:
    assert dt.timedelta(days=14) == FORGOTTEN_AFTER
