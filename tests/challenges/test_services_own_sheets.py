"""When two participants become one: the campaign that runs goes on. Without an address no message can come."""

import datetime as dt
from collections.abc import Callable

import pytest

from accounts.models import Contact, Participant
from accounts.services.contacts import remove_address
from accounts.services.merging import merge_participants
from challenges.models import Participation, Pause
from challenges.queries.calendar import DayState, day_number, day_state
from challenges.services.participations import change_settings, leave_campaign
from challenges.services.pauses import pause_participation
from tests.factories import AT_NOON, TODAY, make_campaign, make_participant, make_participation

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def both_in_one(*, joined: int, theirs_joined: int) -> tuple[Participation, Participation]:
    """The same rolling campaign of fourteen days, joined so many days ago by who stays and by who comes along."""
    campaign = make_campaign(starts_on=None, length=14)
    kept = make_participation(campaign=campaign, now=AT_NOON - joined * DAY)
    theirs = make_participation(campaign=campaign, step="knik", now=AT_NOON - theirs_joined * DAY)
    return kept, theirs


def merged(kept: Participation, theirs: Participation) -> Participation:
    merge_participants(source=theirs.participant, target=kept.participant, now=AT_NOON)
    return Participation.objects.prefetch_related("pauses").get()


def left(participation: Participation) -> None:
    leave_campaign(participation=participation, now=AT_NOON - 30 * DAY, graduated=True)


def finished(participation: Participation) -> None:
    """Sixty days ago is long enough."""


@pytest.mark.parametrize("over", [left, finished])
def test_a_campaign_that_runs_goes_on_where_the_other_was_over(over: Callable[[Participation], None]) -> None:
    kept, theirs = both_in_one(joined=60, theirs_joined=3)
    pause_participation(participation=kept, starts_on=TODAY - 40 * DAY, ends_on=TODAY - 35 * DAY)
    pause_participation(participation=kept, starts_on=TODAY - 5 * DAY, ends_on=TODAY + 5 * DAY)
    pause_participation(participation=theirs, starts_on=TODAY - 1 * DAY, ends_on=TODAY - 1 * DAY)
    Participation.objects.filter(pk=theirs.pk).update(giver=True, weekdays=[1])
    over(kept)
    one = merged(kept, theirs)
    assert (one.pk, one.left_at, one.graduated, one.step, one.giver, one.weekdays) == (
        kept.pk, None, False, "knik", True, [1],
    )  # fmt: skip
    assert (day_number(one, TODAY), day_state(one, TODAY)) == (3, DayState.CHALLENGE)
    days = Pause.objects.order_by("starts_on").values_list("starts_on", "ends_on")
    assert [((first - TODAY).days, (last - TODAY).days) for first, last in days] == [
        (-40, -35), (-5, -4), (-1, -1),
    ]  # fmt: skip


@pytest.mark.parametrize(("joined", "theirs_joined"), [(3, 60), (3, 5), (60, 40)])
def test_otherwise_what_stays_is_how_the_one_who_stays_had_it(joined: int, theirs_joined: int) -> None:
    kept, theirs = both_in_one(joined=joined, theirs_joined=theirs_joined)
    before = Participation.objects.filter(pk=kept.pk).values().get()
    merged(kept, theirs)
    assert Participation.objects.values().get() == before


def test_who_left_a_campaign_that_the_other_left_too_stays_out() -> None:
    kept, theirs = both_in_one(joined=60, theirs_joined=40)
    left(kept)
    leave_campaign(participation=theirs, now=AT_NOON)
    assert merged(kept, theirs).left_at == AT_NOON - 30 * DAY


def test_forgetting_the_address_ends_the_messages_there() -> None:
    def with_messages() -> Participant:
        participation = make_participation(participant=make_participant())
        change_settings(
            participation=participation, weekdays=[1], prompt_time=dt.time(9), channel="email", giver=False
        )
        address = f"{participation.pk}@thuis.example"
        Contact.objects.create(participant=participation.participant, address=address, confirmed_at=AT_NOON)
        return participation.participant

    one, other = with_messages(), with_messages()
    remove_address(participant=one)
    channels = dict(Participation.objects.values_list("participant_id", "channel"))
    assert channels == {one.pk: "none", other.pk: "email"}
