"""Planning: the right messages, once, at the time on the clock on the wall; told apart by a second, plain telling."""

import datetime as dt
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import Contact, Message, Participant
from challenges.models import Campaign, Participation, Pause
from challenges.models.participations import every_day
from challenges.services.messages import plan_messages
from challenges.services.participations import change_settings, leave_campaign
from interactions.models.local_day import AMSTERDAM
from tests.faces import WORKER, database_login
from tests.factories import (
    AT_NOON,
    TODAY,
    make_campaign,
    make_contact,
    make_idea,
    make_participant,
    make_participation,
)

pytestmark = pytest.mark.django_db
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
CLOCK_CHANGES = (dt.date(2026, 3, 29), dt.date(2026, 10, 25))


def wall(day: dt.date, time: dt.time) -> dt.datetime:
    """A time on the clock in Amsterdam, as an instant."""
    return dt.datetime.combine(day, time, AMSTERDAM).astimezone(dt.UTC)


# --- any life, told twice: by the planner, and by what is written below it -------------------------------------------


@dataclass
class Part:
    """One participation, as days from the day that is planned."""

    rolling: bool = False
    length: int = 5
    begins: int = 0  # the campaign's first day, or the participant's own
    status: str = "published"
    channel: str = "email"
    prompt: dt.time = dt.time(9)
    days: list[int] = field(default_factory=every_day)
    log: dt.time | None = None
    log_days: list[int] = field(default_factory=every_day)
    pauses: list[tuple[int, int]] = field(default_factory=list)
    left: bool = False
    giver: bool = False


@dataclass
class Life:
    """One participant."""

    parts: list[Part]
    address: str = "fine"  # fine, none, undeliverable


quarters = st.integers(6 * 4, 21 * 4 + 2).map(lambda number: dt.time(number // 4, number % 4 * 15))
weekdays = st.sets(st.integers(1, 7), max_size=7).map(sorted) | st.just(every_day())
parts = st.builds(
    Part,
    rolling=st.booleans(),
    length=st.integers(1, 12),
    begins=st.integers(-12, 3),
    status=st.sampled_from(["published"] * 5 + ["paused", "closed"]),
    channel=st.sampled_from(["email", "email", "email", "none"]),
    prompt=quarters,
    days=weekdays,
    log=st.none() | quarters,
    log_days=weekdays,
    pauses=st.lists(
        st.tuples(st.integers(-14, 5), st.integers(0, 6)).map(lambda pause: (pause[0], sum(pause))),
        max_size=3,
    ),
    left=st.sampled_from([False, False, False, True]),
    giver=st.sampled_from([False, False, True]),
)
lives = st.builds(
    Life,
    parts=st.lists(parts, min_size=1, max_size=3),
    address=st.sampled_from(["fine", "fine", "fine", "none", "undeliverable"]),
)
days = st.sampled_from(CLOCK_CHANGES) | st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
# Minutes since four in the morning, when the local day begins.
moments = st.integers(0, 24 * 60 - 1)


def store(life: Life, day: dt.date, version: Any) -> Participant:
    participant = make_participant()
    if life.address != "none":
        contact = make_contact(participant=participant)
        if life.address == "undeliverable":
            Contact.objects.filter(pk=contact.pk).update(undeliverable_at=AT_NOON)
    for part in life.parts:
        begins = day + part.begins * DAY
        campaign = make_campaign(
            starts_on=None if part.rolling else begins,
            length=part.length,
            status=part.status,
            days=[{"zin": version}] * part.length,
        )
        participation = Participation.objects.create(
            participant=participant,
            campaign=campaign,
            joined_at=AT_NOON,
            first_day=begins,
            channel=part.channel,
            prompt_time=part.prompt,
            weekdays=part.days,
            log_time=part.log,
            log_weekdays=part.log_days,
            left_at=AT_NOON if part.left else None,
            giver=part.giver,
        )
        for first, last in part.pauses:
            Pause.objects.create(
                participation=participation, starts_on=day + first * DAY, ends_on=day + last * DAY
            )
    return participant


def has_a_challenge(part: Part) -> bool:
    """Day by day, from the first one on: which number does it have?"""
    paused = {offset for first, last in part.pauses for offset in range(first, last + 1)}
    if part.left or part.status != "published" or 0 in paused or part.begins > 0:
        return False
    numbers = range(part.begins, 1)
    number = len([one for one in numbers if one not in paused]) if part.rolling else len(numbers)
    return number <= part.length


def wanted(life: Life, day: dt.date) -> dict[str, dt.time]:
    """What this life is to get on `day`, by kind, with the time on the clock."""
    found: dict[str, list[dt.time]] = {}
    for part in life.parts:
        if life.address != "fine" or not has_a_challenge(part):
            continue
        chosen = part.days[:1] if part.giver else part.days
        if part.channel == "email" and day.isoweekday() in chosen:
            found.setdefault("today", []).append(part.prompt)
        if part.log and day.isoweekday() in part.log_days and not part.giver:
            found.setdefault("log_reminder", []).append(part.log)
    return {kind: min(times) for kind, times in found.items()}


def told(life: Life, participant: Participant, day: dt.date, now: dt.datetime) -> set[tuple[Any, ...]]:
    """The rows that there are to be, when planning runs at `now`."""
    rows = set()
    for kind, time in wanted(life, day).items():
        begins = wall(day, time)
        ends = min(begins + 3 * HOUR, wall(day, dt.time(22, 30)))
        if ends > now:
            rows.add((kind, f"{kind}:{participant.pk}:{day}:email", day, begins, ends, "pending"))
    return rows


def planned() -> set[tuple[Any, ...]]:
    rows = Message.objects.exclude(kind="check_in").values_list(
        "kind", "dedupe_key", "local_date", "not_before", "expires_at", "state"
    )
    found = set(rows)
    assert len(found) == len(rows)
    return found


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(life=Life([Part()]), day=CLOCK_CHANGES[0], minute=5 * 60)
@example(life=Life([Part()]), day=CLOCK_CHANGES[1], minute=5 * 60)
@example(life=Life([Part(prompt=dt.time(21, 30))]), day=TODAY, minute=18 * 60 + 29)
@example(
    life=Life([Part(rolling=True, begins=-3, length=2, pauses=[(-2, -1), (-2, -2)])]), day=TODAY, minute=0
)
@given(life=lives, day=days, minute=moments)
def test_planning_tells_any_life_as_it_is_told_here(life: Life, day: dt.date, minute: int) -> None:
    Message.objects.all().delete()
    Participation.objects.all().update(left_at=AT_NOON)  # whoever earlier examples left behind
    participant = store(life, day, make_idea())
    now = wall(day, dt.time(4)) + minute * MINUTE
    expected = told(life, participant, _local_day(now), now)
    if _local_day(now) != day:  # the day of a clock change has 23 or 25 hours
        return
    with database_login(WORKER):
        added = plan_messages(now=now)
        again = plan_messages(now=now)
    assert planned() == expected
    assert (added, again) == (len(expected), 0)
    for _kind, _key, _day, begins, ends, _state in expected:
        assert dt.time(6) <= begins.astimezone(AMSTERDAM).time() <= dt.time(21, 30)
        assert begins < ends
        assert ends.astimezone(AMSTERDAM).time() <= dt.time(22, 30)
        assert ends.astimezone(AMSTERDAM).date() == day


def _local_day(now: dt.datetime) -> dt.date:
    return (now.astimezone(AMSTERDAM).replace(tzinfo=None) - 4 * HOUR).date()


# --- examples that are worth telling ---------------------------------------------------------------------------------


def mailed(
    *, campaign: Campaign | None = None, participant: Participant | None = None, **fields: Any
) -> Participation:
    participation = make_participation(
        campaign=campaign, participant=participant or make_contact().participant
    )
    values = {"channel": "email", "prompt_time": dt.time(14), **fields}
    Participation.objects.filter(pk=participation.pk).update(**values)
    participation.refresh_from_db()
    return participation


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (dt.date(2026, 3, 28), 8),
        (dt.date(2026, 3, 29), 7),
        (dt.date(2026, 10, 24), 7),
        (dt.date(2026, 10, 25), 8),
    ],
)
def test_nine_in_the_morning_is_nine_on_the_wall_around_a_clock_change(day: dt.date, utc: int) -> None:
    mailed(campaign=make_campaign(starts_on=day), prompt_time=dt.time(9))
    plan_messages(now=wall(day, dt.time(4)))
    assert Message.objects.get().not_before == dt.datetime.combine(day, dt.time(utc), dt.UTC)


def test_in_two_campaigns_there_is_one_message_at_the_earliest_time() -> None:
    first = mailed(prompt_time=dt.time(15))
    mailed(participant=first.participant, prompt_time=dt.time(14))
    assert plan_messages(now=AT_NOON) == 1
    assert Message.objects.get().not_before == wall(TODAY, dt.time(14))


@pytest.mark.parametrize(("time", "messages"), [(dt.time(9, 0), 0), (dt.time(9, 15), 1), (dt.time(12), 1)])
def test_a_time_that_is_past_is_planned_for_three_hours(time: dt.time, messages: int) -> None:
    mailed(prompt_time=time)  # it is noon
    assert plan_messages(now=AT_NOON) == messages


def test_after_midnight_it_is_still_yesterday() -> None:
    mailed()
    assert plan_messages(now=wall(TODAY + DAY, dt.time(3, 59))) == 0
    assert plan_messages(now=wall(TODAY + DAY, dt.time(4))) == 1
    assert Message.objects.get().local_date == TODAY + DAY


def test_other_times_are_planned_anew_and_what_was_sent_stays_sent() -> None:
    participation = mailed(prompt_time=dt.time(20))
    plan_messages(now=AT_NOON)

    def choose(hour: int) -> None:
        change_settings(
            participation=participation,
            weekdays=every_day(),
            prompt_time=dt.time(hour),
            channel="email",
            giver=False,
        )
        plan_messages(now=AT_NOON)

    choose(19)
    assert Message.objects.get().not_before == wall(TODAY, dt.time(19))
    Message.objects.update(state="sent", sent_at=AT_NOON)
    choose(21)
    assert [one.state for one in Message.objects.all()] == ["sent"]


@pytest.mark.parametrize("people", [1, 5])
def test_planning_asks_the_same_however_many(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign()
    for _ in range(people):
        mailed(campaign=campaign, log_time=dt.time(19))
    with django_assert_num_queries(5):  # three statements in one transaction
        assert plan_messages(now=AT_NOON) == 2 * people


@pytest.mark.django_db(transaction=True)
def test_any_number_of_planners_at_once_plan_everything_once() -> None:
    campaign = make_campaign()
    for _ in range(20):
        mailed(campaign=campaign)
    start, added = threading.Barrier(3), []

    def plan() -> None:
        start.wait()
        added.append(plan_messages(now=AT_NOON))
        connections.close_all()

    threads = [threading.Thread(target=plan) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert (sum(added), Message.objects.count()) == (20, 20)


# --- a month later ---------------------------------------------------------------------------------------------------


def check_ins(days_later: int, start: dt.datetime = AT_NOON) -> int:
    plan_messages(now=start + days_later * DAY)
    return Message.objects.filter(kind="check_in").count()


@pytest.mark.parametrize(("days_later", "count"), [(29, 0), (30, 1), (36, 1), (37, 0)])
def test_a_month_after_it_went_by_itself(days_later: int, count: int) -> None:
    participation = mailed()
    leave_campaign(participation=participation, now=AT_NOON, graduated=True)
    assert check_ins(days_later) == count


@pytest.mark.parametrize(("days_later", "count"), [(29, 0), (30, 1), (36, 1), (37, 0)])
@pytest.mark.parametrize("fixed", [True, False])
def test_a_month_after_the_last_day(fixed: bool, days_later: int, count: int) -> None:
    mailed(campaign=make_campaign(starts_on=TODAY if fixed else None, length=5))
    assert check_ins(4 + days_later) == count


def test_a_pause_puts_the_last_day_of_a_rolling_campaign_off() -> None:
    participation = mailed(campaign=make_campaign(starts_on=None, length=5))
    Pause.objects.create(participation=participation, starts_on=TODAY + DAY, ends_on=TODAY + 10 * DAY)
    assert [check_ins(days_later) for days_later in (34, 43, 44)] == [0, 0, 1]


def test_it_is_asked_once_and_only_of_who_wants_mail() -> None:
    participation = mailed()
    leave_campaign(participation=participation, now=AT_NOON, graduated=True)
    stopped, without = mailed(), mailed(channel="none")
    leave_campaign(participation=stopped, now=AT_NOON)
    leave_campaign(participation=without, now=AT_NOON, graduated=True)
    for days_later in (30, 31, 32):
        assert check_ins(days_later) == 1
    message = Message.objects.get(kind="check_in")
    assert (message.about_id, message.dedupe_key) == (participation.pk, f"check_in:{participation.pk}")
