"""Whether messages arrive, as staff may know it: the rule as a table, and nothing of one person."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Heartbeat
from challenges import tasks
from challenges.models import Campaign, DeliverySummary
from challenges.queries.staff_delivery import delivery_lines
from challenges.services.delivery_summaries import of_campaign, overall, summarise_delivery
from tests.faces import BEHEER, WORKER, database_login
from tests.factories import AT_NOON, make_campaign, make_contact, make_message, make_participation

pytestmark = pytest.mark.django_db
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
FINE = ("fine", "")
Cause = DeliverySummary.Cause
REFUSED: dict[str, Any] = {"state": "failed", "reason": "smtp_451"}
SENT: dict[str, Any] = {"state": "sent", "sent_at": AT_NOON}


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign()


@pytest.fixture
def beat() -> Heartbeat:
    return Heartbeat.objects.create(beat_at=AT_NOON)


def people(campaign: Campaign, count: int, now: dt.datetime = AT_NOON, **message: Any) -> None:
    """So many people of a campaign, each with a message that came to this end an hour ago."""
    for _ in range(count):
        participant = make_contact().participant
        make_participation(participant=participant, campaign=campaign)
        make_message(**{"participant": participant, "kind": "today", "now": now - HOUR, **message})


def summary(campaign: Campaign, now: dt.datetime = AT_NOON) -> tuple[str, str]:
    with database_login(WORKER):
        summarise_delivery(now=now)
    found = DeliverySummary.objects.get(campaign=campaign)
    assert found.updated_at == now
    return found.state, found.cause


@pytest.mark.parametrize(
    ("no_beat", "mail_away", "waiting", "expected"),
    [
        (False, False, 0, None),
        (False, False, 9, None),
        (False, False, 10, ("stalled", "queue")),
        (False, True, 0, ("stalled", "mail_server")),
        (False, True, 10, ("stalled", "mail_server")),
        (True, False, 0, ("stalled", "worker")),
        (True, True, 10, ("stalled", "worker")),
    ],
)
def test_what_stands_still_everywhere(
    no_beat: bool, mail_away: bool, waiting: int, expected: tuple[str, str] | None
) -> None:
    assert overall(no_beat=no_beat, mail_away=mail_away, waiting=waiting) == expected


@pytest.mark.parametrize(
    ("people", "failing", "state"),
    [
        (0, 0, "fine"),
        (9, 9, "fine"),
        (10, 4, "fine"),
        (10, 5, "faltering"),
        (25, 5, "faltering"),
        (26, 5, "fine"),
        (100, 19, "fine"),
        (100, 20, "faltering"),
    ],
)
def test_how_many_must_fail_before_it_is_said(people: int, failing: int, state: str) -> None:
    causes = {Cause.REFUSED: failing, Cause.LATE: 0}
    assert of_campaign(people=people, failing=failing, causes=causes)[0] == state


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        (REFUSED, "refused"),
        ({"state": "failed", "reason": "smtp_550"}, "refused"),
        ({"state": "failed", "reason": "broken"}, "broken"),
        ({"state": "failed", "reason": "ambiguous", "ambiguous": 4}, "unclear"),
        ({**SENT, "ambiguous": 1}, "unclear"),
        ({"state": "expired"}, "late"),
    ],
)
def test_the_cause_is_what_most_had(
    message: dict[str, Any], cause: str, campaign: Campaign, beat: Heartbeat
) -> None:
    people(campaign, 5, **SENT)
    people(campaign, 5, **message)
    assert summary(campaign) == ("faltering", cause)


@pytest.mark.parametrize(
    "message",
    [
        {"state": "cancelled", "reason": "left"},
        {**REFUSED, "kind": "check_in"},
        {**REFUSED, "now": AT_NOON - 30 * HOUR},
        {"not_before": AT_NOON + MINUTE},
    ],
)
def test_what_says_nothing_of_delivery(message: dict[str, Any], campaign: Campaign, beat: Heartbeat) -> None:
    people(campaign, 12, **message)
    assert summary(campaign) == FINE


def test_many_messages_of_one_person_are_one(campaign: Campaign, beat: Heartbeat) -> None:
    people(campaign, 1, **REFUSED)
    participant = campaign.participations.get().participant
    for _ in range(20):
        make_message(participant=participant, kind="notice", now=AT_NOON - HOUR, **REFUSED)
    people(campaign, 9, **SENT)
    assert summary(campaign) == FINE


@pytest.mark.parametrize("others", [0, 3, 8, 9, 30])
@pytest.mark.parametrize("message", [REFUSED, {"state": "expired"}, {"now": AT_NOON - 2 * HOUR}])
def test_one_persons_one_message_changes_nothing(
    others: int, message: dict[str, Any], campaign: Campaign, beat: Heartbeat
) -> None:
    people(campaign, others, **SENT)
    people(campaign, 1, **message)
    assert summary(campaign) == FINE


def test_one_campaign_says_nothing_of_another(campaign: Campaign, beat: Heartbeat) -> None:
    other = make_campaign()
    people(other, 10, **REFUSED)
    assert (summary(campaign), summary(other)) == (FINE, ("faltering", "refused"))


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"mail_lost_at": AT_NOON}, "mail_server"),
        ({"beat_at": AT_NOON - 6 * MINUTE}, "worker"),
    ],
)
def test_what_stands_still_is_said_to_everybody(
    change: dict[str, Any], cause: str, campaign: Campaign, beat: Heartbeat
) -> None:
    Heartbeat.objects.update(**change)
    assert summary(campaign) == summary(make_campaign()) == ("stalled", cause)


def test_ten_messages_that_wait_over_a_quarter_of_an_hour(campaign: Campaign, beat: Heartbeat) -> None:
    people(campaign, 9)
    make_message(now=AT_NOON - 14 * MINUTE)
    assert summary(campaign) == FINE
    make_message(now=AT_NOON - 16 * MINUTE)
    assert summary(campaign) == ("stalled", "queue")


def test_since_when_stays_as_long_as_it_is_the_same(campaign: Campaign, beat: Heartbeat) -> None:
    since = []
    for minute, away in enumerate((False, False, True, True, False)):
        now = AT_NOON + minute * MINUTE
        Heartbeat.objects.update(beat_at=now, mail_lost_at=now if away else None)
        summary(campaign, now)
        since.append((DeliverySummary.objects.get().began_at - AT_NOON) / MINUTE)
    assert since == [0, 0, 2, 2, 4]


def test_only_what_the_public_may_see_has_one(campaign: Campaign, beat: Heartbeat) -> None:
    for status in Campaign.Status:
        make_campaign(status=status)
    summary(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(status="archived")
    summarise_delivery(now=AT_NOON)
    statuses = sorted(DeliverySummary.objects.values_list("campaign__status", flat=True))
    assert statuses == ["closed", "paused", "published"]


def line(campaign: Campaign, now: dt.datetime = AT_NOON) -> tuple[str, str]:
    with database_login(BEHEER, organisation=campaign.organisation):
        found = delivery_lines([campaign], now)[campaign.pk]
    return found.state, f"{found.word}: {found.text} {found.advice}".strip()


def test_what_staff_read(campaign: Campaign) -> None:
    assert line(campaign)[0] == ""
    Heartbeat.objects.create(beat_at=AT_NOON)
    assert line(campaign)[0] == ""
    summary(campaign)
    assert line(campaign) == ("fine", "in orde: Berichten komen aan.")
    Heartbeat.objects.update(mail_lost_at=AT_NOON)
    summary(campaign)
    words = (
        "ligt stil: De mailserver is niet bereikbaar. Wij proberen het elke minuut opnieuw. "
        "Bel wie Gedag voor jullie beheert, als dit langer dan een uur duurt."
    )
    assert line(campaign) == ("stalled", words)


def test_a_worker_that_is_away_cannot_say_so_and_is_noticed(campaign: Campaign, beat: Heartbeat) -> None:
    summary(campaign)
    state, words = line(campaign, AT_NOON + 6 * MINUTE)
    assert (state, "taken van Gedag lopen niet" in words) == ("stalled", True)


@pytest.mark.parametrize("cause", Cause.values)
def test_every_cause_has_its_words(cause: str, campaign: Campaign, beat: Heartbeat) -> None:
    stalled = {"worker", "mail_server", "queue"}
    state = "stalled" if cause in stalled else "faltering" if cause else "fine"
    DeliverySummary.objects.create(
        campaign=campaign, state=state, cause=cause, began_at=AT_NOON, updated_at=AT_NOON
    )
    assert line(campaign)[0] == state


def test_the_task_writes_it(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    now: Callable[[], dt.datetime] = lambda: AT_NOON  # noqa: E731
    monkeypatch.setattr(timezone, "now", now)
    tasks.summarise_delivery()
    assert DeliverySummary.objects.get().campaign == campaign
