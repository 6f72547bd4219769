"""A restored copy of the database may not send again what was sent since it was made."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import Message, SendingMark
from accounts.services import message_kinds
from accounts.services.overdue import expire_messages
from accounts.services.sending_mark import allow_sending, take_up_batch
from tests.factories import make_message
from tests.outbox import PLAIN, drain_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    settings.SENDING_MARK = str(tmp_path / "sending-mark")
    return tmp_path / "sending-mark"


@pytest.fixture(autouse=True)
def _something_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(message_kinds._registered, Message.Kind.NOTICE, PLAIN)


def put_back(batches: int) -> None:
    """The database as it was when it had sent so many batches."""
    SendingMark.objects.update(batches=batches, refused_at=None)


def test_a_new_installation_sends_and_counts(file: Path, now: dt.datetime) -> None:
    assert take_up_batch(now=now)
    assert take_up_batch(now=now)
    assert SendingMark.objects.get().batches == 2
    assert file.read_text() == "2"


def test_a_copy_from_before_the_last_batch_sends_nothing(file: Path, now: dt.datetime) -> None:
    take_up_batch(now=now)
    take_up_batch(now=now)
    put_back(1)
    assert not take_up_batch(now=now)
    mark = SendingMark.objects.get()
    assert (mark.refused_at, mark.seen, mark.batches) == (now, 2, 1)


def test_a_copy_from_after_the_last_batch_just_goes_on(file: Path, now: dt.datetime) -> None:
    take_up_batch(now=now)
    put_back(1)
    assert take_up_batch(now=now)


def test_a_crash_before_the_file_was_written_is_no_restored_copy(file: Path, now: dt.datetime) -> None:
    take_up_batch(now=now)
    file.write_text("0")
    assert take_up_batch(now=now)
    assert file.read_text() == "2"


def test_a_database_that_sent_elsewhere_does_not_send_from_a_new_place(file: Path, now: dt.datetime) -> None:
    take_up_batch(now=now)
    file.unlink()
    assert not take_up_batch(now=now)


def test_once_refused_no_worker_sends_not_even_one_without_a_file(
    file: Path, now: dt.datetime, settings: Settings
) -> None:
    take_up_batch(now=now)
    put_back(0)
    assert not take_up_batch(now=now)
    settings.SENDING_MARK = ""
    assert not take_up_batch(now=now)


def test_without_the_setting_there_is_no_guard(settings: Settings, now: dt.datetime) -> None:
    settings.SENDING_MARK = ""
    assert take_up_batch(now=now)
    assert not SendingMark.objects.exists()


def test_a_restored_copy_holds_its_messages_back_until_somebody_allows_it(
    file: Path, now: dt.datetime
) -> None:
    message = make_message(now=now)
    assert drain_outbox(now) == {"sent": 1}
    # The copy was made when the message was still waiting.
    Message.objects.update(state=Message.State.PENDING, sent_at=None)
    put_back(0)
    later = now + dt.timedelta(minutes=5)
    assert drain_outbox(later) == {"held back": 1}
    message.refresh_from_db()
    assert message.state == Message.State.PENDING
    assert len(mail.outbox) == 1

    assert allow_sending(now=later) == 1
    message.refresh_from_db()
    assert message.state == Message.State.EXPIRED
    new = make_message(now=later + dt.timedelta(minutes=1))
    assert drain_outbox(later + dt.timedelta(minutes=1)) == {"sent": 1}
    new.refresh_from_db()
    assert new.state == Message.State.SENT


def test_what_is_planned_anew_for_a_moment_before_the_permission_is_not_sent(
    file: Path, now: dt.datetime
) -> None:
    take_up_batch(now=now)
    put_back(0)
    take_up_batch(now=now)
    allow_sending(now=now)
    planned_again = make_message(now=now, not_before=now - dt.timedelta(minutes=30))
    assert drain_outbox(now + dt.timedelta(minutes=1)) == {}
    assert expire_messages(now=now + dt.timedelta(minutes=1)) == 1
    planned_again.refresh_from_db()
    assert planned_again.state == Message.State.EXPIRED


def test_what_falls_due_after_the_permission_is_sent(file: Path, now: dt.datetime) -> None:
    take_up_batch(now=now)
    make_message(now=now, not_before=now + dt.timedelta(minutes=1))
    put_back(0)
    take_up_batch(now=now)
    assert allow_sending(now=now) == 0
    assert drain_outbox(now + dt.timedelta(minutes=2)) == {"sent": 1}


def test_allowing_what_was_never_refused_changes_nothing(file: Path, now: dt.datetime) -> None:
    take_up_batch(now=now)
    message = make_message(now=now)
    assert allow_sending(now=now) is None
    message.refresh_from_db()
    assert message.state == Message.State.PENDING


def test_it_can_be_allowed_before_any_worker_looked(file: Path, now: dt.datetime) -> None:
    take_up_batch(now=now)
    put_back(0)
    assert allow_sending(now=now) == 0
    assert take_up_batch(now=now)


def test_the_command_says_what_it_gave_up(file: Path, now: dt.datetime) -> None:
    said = StringIO()
    call_command("allow_sending", stdout=said)
    assert said.getvalue() == "Er werd niets tegengehouden; er verandert niets.\n"
    take_up_batch(now=now)
    put_back(0)
    make_message(now=now)
    take_up_batch(now=now)
    said = StringIO()
    call_command("allow_sending", stdout=said)
    assert said.getvalue() == (
        "Er mag weer verstuurd worden. Vervallen omdat ze al verstuurd kunnen zijn: 1.\n"
    )
