"""Made-up people who want a mail are planned for as real ones are."""

import datetime as dt

import pytest
from pytest_django import Settings

from accounts.models import Message
from challenges.services.messages import plan_messages
from simulation import mailed, staging
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


def test_everybody_gets_a_message_at_the_time(now: dt.datetime) -> None:
    mailed.join(campaign=make_campaign(starts_on=None), people=3, prompt_time=dt.time(12, 30), now=now)
    assert plan_messages(now=now) == 3
    assert set(Message.objects.values_list("not_before", flat=True)) == {now + dt.timedelta(minutes=30)}
    messages = Message.objects.select_related("participant__contact")
    assert {message.participant.contact.address for message in messages if message.participant} == {
        mailed.address(number) for number in (1, 2, 3)
    }


def test_outside_a_demo_nobody_is_made_up(
    now: dt.datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = False
    monkeypatch.setattr(staging, "is_test_database", lambda: False)
    with pytest.raises(staging.NotADemoError):
        mailed.join(campaign=make_campaign(), people=1, prompt_time=dt.time(12), now=now)
