"""The message of a municipality: once to everybody it is for, by daylight, and not to who left meanwhile."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Contact, Message
from accounts.services.contacts import remove_address
from accounts.services.merging import merge_participants
from challenges import tasks
from challenges.models import Broadcast, Campaign, Participation
from challenges.services.notices import (
    EARLIEST,
    BroadcastChangedError,
    by_daylight,
    confirm_broadcast,
    plan_notices,
)
from challenges.services.participations import leave_campaign
from challenges.services.pauses import pause_participation
from challenges.services.wishes import stop_kind
from interactions.models.local_day import AMSTERDAM
from tests.faces import BEHEER, WORKER, database_login
from tests.factories import (
    AT_NOON,
    TODAY,
    make_campaign,
    make_contact,
    make_message,
    make_participation,
    make_staff,
)
from tests.outbox import drain_outbox

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NIGHT = dt.datetime.combine(TODAY, dt.time(23), AMSTERDAM)
MORNING = dt.datetime.combine(TODAY + DAY, EARLIEST, AMSTERDAM)
Change = Callable[[Participation], object]


def mailed(campaign: Campaign, **fields: Any) -> Participation:
    participation = make_participation(participant=make_contact().participant, campaign=campaign)
    values = {"channel": "email", "prompt_time": dt.time(8), **fields}
    Participation.objects.filter(pk=participation.pk).update(**values)
    participation.refresh_from_db()
    return participation


def confirmed(campaign: Campaign, now: dt.datetime = AT_NOON, **said: Any) -> Broadcast:
    staff = make_staff(organisation=campaign.organisation)
    values = {
        "client_id": uuid.uuid4(),
        "title": "Koffie",
        "text": "Kom je ook?",
        "created_by": staff,
        **said,
    }
    with database_login(BEHEER, organisation=campaign.organisation):
        return confirm_broadcast(campaign=campaign, now=now, **values)


def plan(now: dt.datetime = AT_NOON) -> int:
    with database_login(WORKER):
        return plan_notices(now=now)


def reasons() -> list[tuple[str, str]]:
    return [(one.state, one.reason) for one in Message.objects.order_by("pk")]


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign()


# --- confirming -----------------------------------------------------------------------------------------------


def test_a_second_tap_is_the_same_broadcast(campaign: Campaign) -> None:
    number = uuid.uuid4()
    first = confirmed(campaign, client_id=number, title=" Koffie ")
    assert confirmed(campaign, AT_NOON + MINUTE, client_id=number) == first
    assert (first.title, first.confirmed_at, Broadcast.objects.count()) == ("Koffie", AT_NOON, 1)


def test_other_words_in_the_same_form_are_refused(campaign: Campaign) -> None:
    number = uuid.uuid4()
    confirmed(campaign, client_id=number)
    others: list[dict[str, Any]] = [{"title": "Thee"}, {"text": "Anders"}]
    for other in others:
        with pytest.raises(BroadcastChangedError):
            confirmed(campaign, client_id=number, **other)
    with pytest.raises(BroadcastChangedError):
        confirmed(make_campaign(), client_id=number)


@pytest.mark.parametrize(
    "said",
    [
        {"title": " "},
        {"text": ""},
        {"title": "x" * 81},
        {"text": "x" * 1001},
        {"title": "Koffie\nBcc: iemand@elders.example"},
    ],
)
def test_words_that_do_not_fit_are_refused(said: dict[str, Any], campaign: Campaign) -> None:
    with pytest.raises(ValueError, match="title"):
        confirmed(campaign, **said)
    assert Broadcast.objects.count() == 0


# --- planning -------------------------------------------------------------------------------------------------


def test_everybody_gets_it_once(campaign: Campaign) -> None:
    for _ in range(3):
        mailed(campaign)
    mailed(make_campaign())
    broadcast = confirmed(campaign)
    assert (plan(), plan(), plan(AT_NOON + HOUR)) == (3, 0, 0)
    assert drain_outbox(AT_NOON) == {"sent": 3}
    assert {one.subject for one in mail.outbox} == {"Koffie"}
    assert all("Kom je ook?" in str(one.body) for one in mail.outbox)
    assert all("/afmelden/" in one.extra_headers["List-Unsubscribe"] for one in mail.outbox)
    message = Message.objects.first()
    assert message is not None
    assert (message.dedupe_key, message.expires_at) == (
        f"notice:{broadcast.pk}:{message.participant_id}",
        AT_NOON + DAY,
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": "none"},
        {"left_at": AT_NOON},
        {"giver": True},
        {"joined_at": AT_NOON + MINUTE},
    ],
)
def test_who_does_not_get_it(fields: dict[str, Any], campaign: Campaign) -> None:
    mailed(campaign, **fields)
    confirmed(campaign)
    assert plan(AT_NOON + HOUR) == 0


@pytest.mark.parametrize("fields", [{"undeliverable_at": AT_NOON}, {"refused_kinds": ["notice"]}])
def test_an_address_that_bounced_or_wants_no_news_gets_nothing(
    fields: dict[str, Any], campaign: Campaign
) -> None:
    mailed(campaign)
    Contact.objects.update(**fields)
    confirmed(campaign)
    assert plan() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "paused"},
        {"status": "closed"},
        {"status": "draft"},
        {"starts_on": TODAY + DAY},
        {"starts_on": TODAY - DAY, "ends_on": TODAY - DAY},
    ],
)
def test_a_campaign_that_is_not_going_on_sends_nothing(fields: dict[str, Any], campaign: Campaign) -> None:
    mailed(campaign)
    confirmed(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(**fields)
    assert plan() == 0


def test_what_is_not_confirmed_or_too_old_is_not_sent(campaign: Campaign) -> None:
    mailed(campaign)
    broadcast = confirmed(campaign)
    Broadcast.objects.update(confirmed_at=None)
    assert plan() == 0
    Broadcast.objects.filter(pk=broadcast.pk).update(confirmed_at=AT_NOON)
    assert plan(AT_NOON + DAY) == 0
    assert plan(AT_NOON + DAY - MINUTE) == 1


@pytest.mark.django_db(transaction=True)
def test_any_number_of_planners_at_once_plan_it_once() -> None:
    campaign = make_campaign()
    for _ in range(10):
        mailed(campaign)
    confirmed(campaign)
    start, added = threading.Barrier(3), []

    def at_once() -> None:
        start.wait()
        added.append(plan_notices(now=AT_NOON))
        connections.close_all()

    threads = [threading.Thread(target=at_once) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert (sum(added), Message.objects.count()) == (10, 10)


# --- daylight -------------------------------------------------------------------------------------------------


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_daylight_is_now_or_the_next_morning(minutes: int) -> None:
    at = AT_NOON + minutes * MINUTE
    then = by_daylight(at=at)
    wall = then.astimezone(AMSTERDAM)
    assert dt.time(6) <= wall.time() < dt.time(22, 30)
    assert dt.timedelta() <= then - at <= dt.timedelta(hours=8, minutes=30)
    assert then == at or wall.time() == dt.time(6)
    assert by_daylight(at=then) == then


def test_what_is_confirmed_at_night_comes_in_the_morning(campaign: Campaign) -> None:
    mailed(campaign)
    confirmed(campaign, NIGHT)
    assert plan(NIGHT) == 1
    assert drain_outbox(NIGHT + MINUTE) == {}
    assert drain_outbox(MORNING) == {"sent": 1}


def test_what_could_not_go_by_day_waits_for_the_morning(campaign: Campaign) -> None:
    """The worker was away in the evening, or the mail server asked for patience."""
    mailed(campaign)
    confirmed(campaign)
    plan()
    assert drain_outbox(NIGHT) == {"not sent": 1}
    message = Message.objects.get()
    assert (message.state, message.not_before, message.attempts) == ("pending", MORNING, 0)
    assert drain_outbox(MORNING) == {"sent": 1}


# --- at the moment of sending ---------------------------------------------------------------------------------


def campaign_is(status: str) -> Change:
    return lambda one: Campaign.objects.filter(pk=one.campaign_id).update(status=status)


def settings_are(**fields: Any) -> Change:
    return lambda one: Participation.objects.filter(pk=one.pk).update(**fields)


CHANGES: dict[str, tuple[Change, str]] = {
    "left": (lambda one: leave_campaign(participation=one, now=AT_NOON), "left"),
    "paused": (lambda one: pause_participation(participation=one, starts_on=TODAY, ends_on=TODAY), "paused"),
    "campaign paused": (campaign_is("paused"), "campaign_paused"),
    "campaign closed": (campaign_is("closed"), "campaign_over"),
    "no mail any more": (settings_are(channel="none"), "unwanted"),
    "a giver": (settings_are(giver=True), "unwanted"),
    "address removed": (lambda one: remove_address(participant=one.participant), "no_address"),
    "address bounced": (
        lambda one: Contact.objects.filter(participant=one.participant).update(undeliverable_at=AT_NOON),
        "undeliverable",
    ),
    "one tap in an earlier one": (
        lambda one: stop_kind(participant=one.participant, kind=Message.Kind.NOTICE),
        "unsubscribed",
    ),
    "broadcast gone": (lambda _one: Broadcast.objects.all().delete(), "left"),
}


@pytest.mark.parametrize(("change", "reason"), CHANGES.values(), ids=CHANGES.keys())
def test_what_happened_after_planning_counts(change: Change, reason: str, campaign: Campaign) -> None:
    participation = mailed(campaign)
    confirmed(campaign)
    plan()
    change(participation)
    drain_outbox(AT_NOON)
    assert (reasons(), mail.outbox) == ([("cancelled", reason)], [])


def test_two_diaries_that_became_one_get_it_once(campaign: Campaign) -> None:
    one, other = mailed(campaign), mailed(campaign)
    confirmed(campaign)
    plan()
    first = Message.objects.filter(participant=other.participant)
    first.update(state="sent", sent_at=AT_NOON)
    Contact.objects.filter(participant=other.participant).delete()
    merge_participants(source=other.participant, target=one.participant, now=AT_NOON)
    drain_outbox(AT_NOON)
    assert sorted(reasons()) == [("cancelled", "sent_already"), ("sent", "")]


def test_another_notice_is_another_message(campaign: Campaign) -> None:
    participation = mailed(campaign)
    make_message(participant=participation.participant, kind="today", state="sent", sent_at=AT_NOON)
    confirmed(campaign)
    confirmed(campaign, title="Thee")
    assert plan() == 2
    assert drain_outbox(AT_NOON) == {"sent": 2}


def test_the_task_plans(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    mailed(campaign)
    confirmed(campaign)
    monkeypatch.setattr(tasks.timezone, "now", lambda: AT_NOON)
    tasks.plan_notices()
    assert Message.objects.get().kind == "notice"
