"""The challenge of a day: made once, whoever asks first and however many ask at once."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from challenges.models import Assignment, Offer, Participation
from challenges.queries.calendar import preview_version
from challenges.services.assignments import NothingToDoError, begin_moment, change_step, offer_today
from interactions.models import DayAnswer, Interaction
from interactions.models.library import Step
from interactions.services.moments import say_not_today
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea, make_participant, make_participation

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
EVENING = AT_NOON + dt.timedelta(hours=8)
CLIENT_ID = uuid.UUID("00000000-0000-4000-8000-000000000003")


def begin(
    participation: Participation, client_id: uuid.UUID = CLIENT_ID, day: dt.date = TODAY
) -> Interaction:
    return begin_moment(participation=participation, client_id=client_id, day=day, now=AT_NOON)


def at_once(work: Callable[[], object], times: int = 2) -> list[object]:
    """Runs `work` in that many threads, each with a connection of its own, started together."""
    start, results = threading.Barrier(times), list[object]()

    def run() -> None:
        try:
            start.wait(timeout=10)
            results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_the_first_to_ask_gets_it_made_with_one_offer() -> None:
    idea = make_idea()
    participation = make_participation(campaign=make_campaign(length=1, days=[{"zin": idea}]))
    assignment = offer_today(participation=participation, day=TODAY, now=AT_NOON)
    assert assignment is not None
    assert (assignment.local_date, assignment.day_number, assignment.interaction) == (TODAY, 1, None)
    assert list(
        Offer.objects.values_list("assignment", "position", "idea_version", "reason", "created_at")
    ) == [(assignment.pk, 1, idea.pk, "calendar", AT_NOON)]


def test_asking_again_changes_nothing() -> None:
    participation = make_participation()
    first = offer_today(participation=participation, day=TODAY, now=AT_NOON)
    assert offer_today(participation=participation, day=TODAY, now=EVENING) == first
    assert list(Assignment.objects.values_list("created_at", flat=True)) == [AT_NOON]
    assert Offer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_ask_at_once_get_the_same() -> None:
    participation = make_participation()
    results = at_once(lambda: offer_today(participation=participation, day=TODAY, now=AT_NOON), times=4)
    assert results == [Assignment.objects.get()] * 4
    assert Offer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_begin_at_once_begin_one_moment() -> None:
    participation = make_participation()
    results = at_once(lambda: begin(participation, uuid.uuid4()), times=4)
    assert results == [Interaction.objects.get()] * 4


@pytest.mark.django_db(transaction=True)
def test_the_same_tap_at_once_begins_one_moment() -> None:
    participation = make_participation()
    assert at_once(lambda: begin(participation)) == [Interaction.objects.get()] * 2


def test_every_day_has_its_own() -> None:
    participation = make_participation(campaign=make_campaign(length=3))
    made = [
        offer_today(participation=participation, day=TODAY + day * DAY, now=AT_NOON) for day in range(-1, 4)
    ]
    assert [assignment.day_number if assignment else None for assignment in made] == [None, 1, 2, 3, None]


def test_nothing_on_a_paused_day_but_what_was_there_stays() -> None:
    participation = make_participation()
    today = offer_today(participation=participation, day=TODAY, now=AT_NOON)
    participation.pauses.create(starts_on=TODAY, ends_on=TODAY + DAY)
    assert offer_today(participation=participation, day=TODAY, now=AT_NOON) == today
    assert offer_today(participation=participation, day=TODAY + DAY, now=AT_NOON) is None


def test_an_empty_day_offers_nothing() -> None:
    participation = make_participation(campaign=make_campaign(length=1, days=[{}]))
    assert offer_today(participation=participation, day=TODAY, now=AT_NOON) is None
    assert Assignment.objects.count() == 0


def test_the_offer_fits_the_step_that_somebody_chose() -> None:
    ideas = {step: make_idea(step=step) for step in ("knik", "zin", "praatje")}
    campaign = make_campaign(length=1, days=[ideas])
    for step, idea in ideas.items():
        assignment = offer_today(
            participation=make_participation(campaign=campaign, step=step), day=TODAY, now=AT_NOON
        )
        assert assignment is not None
        assert assignment.offers.get().idea_version == idea


def test_a_moment_begins_as_a_plan_of_the_offer() -> None:
    participation = make_participation()
    moment = begin(participation)
    assignment = Assignment.objects.get()
    assert (moment.client_id, moment.status, moment.participant) == (
        CLIENT_ID,
        "planned",
        participation.participant,
    )
    assert (assignment.interaction, assignment.offers.get().idea_version) == (moment, moment.idea_version)


def test_two_tabs_have_one_moment() -> None:
    participation = make_participation()
    assert begin(participation, uuid.uuid4()) == begin(participation, uuid.uuid4())
    assert Interaction.objects.count() == 1


def test_the_same_client_id_is_the_same_moment_wherever_it_is_sent() -> None:
    participant = make_participant()
    ours, theirs = (make_participation(participant=participant) for _ in range(2))
    assert (begin(theirs), begin(ours, day=TODAY + DAY)) == (begin(ours), begin(ours))
    assert Interaction.objects.count() == 1


def test_a_page_of_yesterday_hangs_on_yesterdays_assignment_as_a_late_moment() -> None:
    participation = make_participation()
    offer_today(participation=participation, day=TODAY, now=AT_NOON)
    moment = begin_moment(participation=participation, client_id=CLIENT_ID, day=TODAY, now=AT_NOON + DAY)
    assert (moment.local_date, moment.late, moment.assignment.local_date) == (TODAY, True, TODAY)


def test_yesterday_is_not_made_up_afterwards() -> None:
    with pytest.raises(NothingToDoError):
        begin_moment(participation=make_participation(), client_id=CLIENT_ID, day=TODAY, now=AT_NOON + DAY)
    assert Assignment.objects.count() == 0


def test_beginning_takes_back_not_today() -> None:
    participation = make_participation()
    say_not_today(participant=participation.participant, day=TODAY, barriers=[], now=AT_NOON)
    begin(participation)
    assert DayAnswer.objects.count() == 0


def test_beginning_where_nothing_is_offered_changes_nothing() -> None:
    participation = make_participation(campaign=make_campaign(status="paused"))
    say_not_today(participant=participation.participant, day=TODAY, barriers=[], now=AT_NOON)
    with pytest.raises(NothingToDoError):
        begin(participation)
    assert (Interaction.objects.count(), Assignment.objects.count(), DayAnswer.objects.count()) == (0, 0, 1)


def test_who_joins_in_the_evening_may_begin_at_once_without_assignment() -> None:
    ideas = [make_idea(), make_idea()]
    campaign = make_campaign(starts_on=None, length=2, days=[{"zin": idea} for idea in ideas])
    participation = make_participation(campaign=campaign, now=EVENING)
    assert preview_version(participation, TODAY) == ideas[1], (
        "the last day's, so that tomorrow's does not double"
    )
    moment = begin(participation)
    assert (moment.idea_version, moment.local_date) == (ideas[1], TODAY)
    assert begin(participation) == moment
    assert Assignment.objects.count() == 0
    tomorrow = offer_today(participation=participation, day=TODAY + DAY, now=AT_NOON + DAY)
    assert tomorrow is not None
    assert (tomorrow.day_number, tomorrow.offers.get().idea_version) == (1, ideas[0])


@pytest.mark.parametrize("starts_on", [TODAY, TODAY + DAY, TODAY - 20 * DAY])
def test_only_who_begins_tomorrow_has_something_in_advance(starts_on: dt.date) -> None:
    assert preview_version(make_participation(campaign=make_campaign(starts_on=starts_on)), TODAY) is None


def test_two_tabs_before_the_first_day_keep_one_moment() -> None:
    participation = make_participation(campaign=make_campaign(starts_on=None), now=EVENING)
    begun = {
        begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=EVENING)
        for _ in range(2)
    }
    assert (len(begun), Interaction.objects.count()) == (1, 1)


def test_two_campaigns_joined_in_one_evening_have_their_own_moment() -> None:
    participant = make_participant(now=EVENING)
    begun = {
        begin_moment(
            participation=make_participation(
                participant=participant, campaign=make_campaign(starts_on=None), now=EVENING
            ),
            client_id=uuid.uuid4(),
            day=TODAY,
            now=EVENING,
        )
        for _ in range(2)
    }
    assert len(begun) == 2


def test_who_left_gets_no_new_assignment() -> None:
    participation = make_participation()
    participation.left_at = AT_NOON
    assert offer_today(participation=participation, day=TODAY, now=AT_NOON) is None


def test_another_step_changes_today_and_keeps_both_offers() -> None:
    small, large = make_idea(step="knik"), make_idea(step="praatje")
    campaign = make_campaign(length=1, days=[{"knik": small, "praatje": large}])
    participation = make_participation(campaign=campaign, step="knik")
    offer_today(participation=participation, day=TODAY, now=AT_NOON)
    for step in (Step.PRAATJE, Step.PRAATJE):
        assignment = change_step(participation=participation, step=step, day=TODAY, now=AT_NOON)
    assert assignment is not None
    assert [(offer.idea_version, offer.reason) for offer in assignment.offers.all()] == [
        (small, "calendar"),
        (large, "own_choice"),
    ]
    assert Participation.objects.get().step == "praatje"


def test_another_step_leaves_a_begun_challenge_alone() -> None:
    small, large = make_idea(step="knik"), make_idea(step="praatje")
    campaign = make_campaign(length=1, days=[{"knik": small, "praatje": large}])
    participation = make_participation(campaign=campaign, step="knik")
    moment = begin(participation)
    change_step(participation=participation, step=Step.PRAATJE, day=TODAY, now=AT_NOON)
    assert (begin(participation), Assignment.objects.get().offers.count()) == (moment, 1)


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_on_a_page_that_was_open_keep_one_moment() -> None:
    """As the page does: the assignment is there already, so only the lock keeps the second tap behind the first."""
    participation = make_participation()
    offer_today(participation=participation, day=TODAY, now=AT_NOON)
    begun = at_once(
        lambda: begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    )
    assert [begun[0], Interaction.objects.count()] == [begun[1], 1]


def test_beginning_again_takes_back_not_today_too() -> None:
    participation = make_participation()
    begin(participation)
    say_not_today(participant=participation.participant, day=TODAY, barriers=[], now=AT_NOON)
    begin(participation)
    assert DayAnswer.objects.count() == 0
