"""At the moment of sending: is it still wanted, and what does it say?"""

import datetime as dt
import uuid
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Contact, Message, Participant
from accounts.services import delivery
from accounts.services.contacts import remove_address
from challenges.models import Assignment, Campaign, Participation
from challenges.queries.today import participation_in
from challenges.services.assignments import begin_moment, offer_today
from challenges.services.message_kinds import TODAY as TODAY_KIND
from challenges.services.messages import plan_messages
from challenges.services.participations import leave_campaign
from challenges.services.pauses import pause_participation
from interactions.models import Barrier, DayAnswer, IdeaVersion, Interaction
from tests.factories import (
    AT_NOON,
    TODAY,
    make_campaign,
    make_contact,
    make_idea,
    make_message,
    make_moment,
    make_participation,
)
from tests.outbox import Between, drain_outbox

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
Change = Callable[[Participation], object]


@pytest.fixture
def participation() -> Participation:
    """Somebody who gets both messages at noon."""
    return mailed()


def mailed(
    participant: Participant | None = None, campaign: Campaign | None = None, **fields: Any
) -> Participation:
    participation = make_participation(
        participant=participant or make_contact().participant, campaign=campaign
    )
    values = {"channel": "email", "prompt_time": dt.time(12), "log_time": dt.time(12), **fields}
    Participation.objects.filter(pk=participation.pk).update(**values)
    return fresh(participation)


def fresh(participation: Participation) -> Participation:
    found = participation_in(participation.participant, participation.campaign.slug)
    assert found is not None
    return found


def sent() -> list[EmailMultiAlternatives]:
    return [one for one in mail.outbox if isinstance(one, EmailMultiAlternatives)]


def reasons() -> dict[str, tuple[str, str]]:
    return {one.kind: (one.state, one.reason) for one in Message.objects.all()}


def tries(participation: Participation, now: dt.datetime = AT_NOON) -> Interaction:
    """The challenge of the day, done."""
    moment = begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=now)
    Interaction.objects.filter(pk=moment.pk).update(status="done", outcome_at=now)
    return moment


def campaign_is(status: str) -> Change:
    return lambda one: Campaign.objects.filter(pk=one.campaign_id).update(status=status)


def bounced(one: Participation) -> None:
    Contact.objects.filter(participant=one.participant).update(undeliverable_at=AT_NOON)


def settings_are(**fields: Any) -> Change:
    return lambda one: Participation.objects.filter(pk=one.pk).update(**fields)


CHANGES: dict[str, tuple[Change, str]] = {
    "left": (lambda one: leave_campaign(participation=one, now=AT_NOON), "left"),
    "paused": (lambda one: pause_participation(participation=one, starts_on=TODAY, ends_on=TODAY), "paused"),
    "campaign paused": (campaign_is("paused"), "campaign_paused"),
    "campaign closed": (campaign_is("closed"), "campaign_over"),
    "vandaag niet": (
        lambda one: DayAnswer.objects.create(
            participant=one.participant, local_date=TODAY, created_at=AT_NOON
        ),
        "not_today",
    ),
    "tried": (tries, "logged"),
    "address removed": (lambda one: remove_address(participant=one.participant), "no_address"),
    "address bounced": (bounced, "undeliverable"),
    "no mail any more": (settings_are(channel="none", log_time=None), "unwanted"),
    "not on this day": (settings_are(weekdays=[], log_weekdays=[]), "unwanted"),
}


@pytest.mark.parametrize(("change", "reason"), CHANGES.values(), ids=CHANGES.keys())
def test_what_happened_after_planning_counts(
    change: Change, reason: str, participation: Participation
) -> None:
    offer_today(participation=participation, day=TODAY, now=AT_NOON)
    assert plan_messages(now=AT_NOON) == 2
    change(fresh(participation))
    drain_outbox(AT_NOON)
    assert reasons() == dict.fromkeys(("today", "log_reminder"), ("cancelled", reason))
    assert mail.outbox == []


def test_the_message_makes_the_challenge_of_today_and_the_page_keeps_it(participation: Participation) -> None:
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    assignment = Assignment.objects.get(participation=participation, local_date=TODAY)
    assert offer_today(participation=participation, day=TODAY, now=AT_NOON + HOUR) == assignment
    offer = assignment.offers.get()
    today = sent()[0]
    assert offer.idea_version.title in str(today.body)
    assert today.to == [participation.participant.contact.address]


def test_two_campaigns_are_in_one_mail_and_what_is_done_is_not(participation: Participation) -> None:
    other = mailed(participation.participant, log_time=None)
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    (today,) = [one for one in sent() if "Iets kleins" in one.subject]
    assert {participation.campaign.name, other.campaign.name} <= set(str(today.body).splitlines())
    Message.objects.all().delete()
    mail.outbox.clear()
    tries(other)
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    (today,) = [one for one in sent() if "Iets kleins" in one.subject]
    titles = dict(Assignment.objects.values_list("participation", "offers__idea_version__title"))
    assert titles[participation.pk] in str(today.body)
    assert titles[other.pk] not in str(today.body)


def test_one_campaign_that_stops_does_not_take_the_other_along(participation: Participation) -> None:
    other = mailed(participation.participant, log_time=None, prompt_time=dt.time(13))
    plan_messages(now=AT_NOON)
    leave_campaign(participation=participation, now=AT_NOON)
    drain_outbox(AT_NOON)
    (today,) = sent()
    assert f"voor {other.campaign.organisation.name}." in str(today.body)


def test_a_day_that_begins_with_rest_begins_without_a_message(participation: Participation) -> None:
    Assignment.objects.create(participation=participation, local_date=TODAY, day_number=1, created_at=AT_NOON)
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    assert reasons()["today"] == ("cancelled", "resting")


def test_a_day_without_an_idea_has_no_message() -> None:
    campaign = make_campaign(length=1, days=[{}])
    participation = make_participation(campaign=campaign, participant=make_contact().participant)
    Participation.objects.filter(pk=participation.pk).update(channel="email", prompt_time=dt.time(12))
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    assert reasons() == {"today": ("cancelled", "nothing_today")}


@pytest.mark.parametrize(("seen", "reason"), [(True, ""), (False, "nothing_today")])
def test_the_reminder_comes_only_when_there_is_something_to_write_down(
    seen: bool, reason: str, participation: Participation
) -> None:
    Participation.objects.update(channel="none")
    if seen:
        offer_today(participation=participation, day=TODAY, now=AT_NOON)
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    assert reasons() == {"log_reminder": ("cancelled" if reason else "sent", reason)}


def test_a_plan_of_ones_own_is_something_to_write_down(participation: Participation) -> None:
    make_moment(participant=participation.participant, status=Interaction.Status.PLANNED)
    Participation.objects.update(channel="none")
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    assert reasons() == {"log_reminder": ("sent", "")}


def test_a_giver_gets_one_message_a_week() -> None:
    participation = mailed(giver=True, weekdays=[1, 3, 5])
    for offset in range(14):
        plan_messages(now=AT_NOON + offset * DAY)
    days = list(Message.objects.order_by("local_date").values_list("kind", "local_date"))
    mondays = [TODAY + offset * DAY for offset in range(14) if (TODAY + offset * DAY).isoweekday() == 1]
    assert days == [("today", monday) for monday in mondays]
    assert participation.giver


def test_a_month_later_there_is_one_question(participation: Participation) -> None:
    other = mailed(participation.participant)
    for one in (participation, other):
        leave_campaign(participation=one, now=AT_NOON, graduated=True)
    for offset in (30, 31):
        plan_messages(now=AT_NOON + offset * DAY)
        drain_outbox(AT_NOON + offset * DAY + HOUR)  # the clock went back meanwhile
    assert sorted((one.state, one.reason) for one in Message.objects.all()) == [
        ("cancelled", "asked_already"),
        ("sent", ""),
    ]
    (question,) = sent()
    assert question.subject == "Hoe gaat het nu?"
    assert "/dagboek/" in str(question.body)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (settings_are(channel="none"), "unwanted"),
        (settings_are(graduated=False), "left"),
        (lambda one: Participation.objects.filter(pk=one.pk).delete(), "left"),
        (lambda one: remove_address(participant=one.participant), "no_address"),
    ],
)
def test_the_question_is_dropped_when_it_does_not_fit_any_more(
    change: Change, reason: str, participation: Participation
) -> None:
    leave_campaign(participation=participation, now=AT_NOON, graduated=True)
    message = make_message(participant=participation.participant, kind="check_in", about_id=participation.pk)
    change(participation)
    drain_outbox(AT_NOON)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("cancelled", reason)


def test_somebody_who_reads_english_gets_english(participation: Participation) -> None:
    version = make_idea()
    version.english = {"title": "Say something about the weather"}
    version.save()
    Participant.objects.update(language="en")
    Barrier.objects.all().delete()
    assignment = offer_today(participation=participation, day=TODAY, now=AT_NOON)
    assert assignment is not None
    assignment.offers.create(position=9, idea_version=version, reason="swap", created_at=AT_NOON)
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    today = sent()[0]
    assert today.subject == "Something small for today"
    assert "Say something about the weather" in str(today.body)
    (html, _kind) = today.alternatives[0]
    assert '<html lang="en">' in str(html)
    assert 'lang="nl"' in str(html)  # what has no English says that it is Dutch


def test_where_somebody_takes_part_is_looked_up_once_a_message(participation: Participation) -> None:
    plan_messages(now=AT_NOON)
    message = Message.objects.select_related("participant__contact").get(kind=Message.Kind.TODAY)
    with CaptureQueriesContext(connection) as queries:
        assert TODAY_KIND.refusal(message, AT_NOON) == ""
        TODAY_KIND.render(message, AT_NOON)
    assert sum('FROM "challenges_participation"' in one["sql"] for one in queries) == 1


def planned(people: int) -> list[Participation]:
    """So many people in one campaign, whose messages of today are planned."""
    campaign = make_campaign()
    found = [mailed(campaign=campaign, log_time=None) for _number in range(people)]
    plan_messages(now=AT_NOON)
    return found


def new_words() -> None:
    for version in list(IdeaVersion.objects.all()):
        version.pk, version.number, version.title = None, version.number + 1, "Nieuwe woorden"
        version.save()


def test_a_message_costs_this_many_statements() -> None:
    planned(3)
    so_far: list[int] = []
    with CaptureQueriesContext(connection) as queries:

        def count() -> bool:  # asked before every batch and before every message
            so_far.append(len(queries))
            return False

        drain_outbox(AT_NOON, stop_asked=count)
    # The transaction 2, the outbox 3 (whose it is, take it, sent), the challenge 5 (where, made already, a drempel,
    # what felt wrong, make it) and the link 1; the first one of a batch fetches the days, with 2.
    assert [after - before for before, after in pairwise(so_far[1:])] == [13, 11, 11]


@pytest.mark.parametrize(("at_a_time", "seen"), [(1, True), (2, False)])
def test_new_words_are_seen_in_the_next_batch(
    at_a_time: int, seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "AT_A_TIME", at_a_time)
    planned(2)
    drain_outbox(AT_NOON, stop_asked=Between(new_words))
    first, second = [str(one.body) for one in sent()]
    assert "Nieuwe woorden" not in first
    assert ("Nieuwe woorden" in second) == seen


@pytest.mark.parametrize(
    ("change", "reason"), [CHANGES[name] for name in ("left", "paused", "campaign paused", "address bounced")]
)
def test_what_decides_is_seen_within_a_batch(change: Change, reason: str) -> None:
    _first, second = planned(2)
    drain_outbox(AT_NOON, stop_asked=Between(lambda: change(fresh(second))))
    assert list(Message.objects.order_by("pk").values_list("state", "reason")) == [
        ("sent", ""),
        ("cancelled", reason),
    ]
