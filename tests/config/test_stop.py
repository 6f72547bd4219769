"""A real worker that is stopped in the middle of sending: nothing half sent, nothing lost, nothing twice."""

import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from django.utils import timezone, translation

from accounts.models import Message
from accounts.services.code_messages import mail_code
from challenges.models import Participation
from tests.factories import make_campaign, make_contact, make_message, make_participation
from tests.smtp_server import smtp_server
from tests.worker import worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker")]


def due(count: int) -> None:
    """So many real messages to send now: whether they are wanted and what they say is looked up at sending."""
    now = timezone.now()
    campaign = make_campaign(starts_on=None)
    for _ in range(count):
        participant = make_contact(now=now).participant
        participation = make_participation(participant=participant, campaign=campaign, now=now)
        make_message(participant=participant, kind="check_in", about_id=participation.pk, now=now)
    Participation.objects.update(channel="email", prompt_time="12:00", left_at=now, graduated=True)


def states() -> Counter[str]:
    return Counter(Message.objects.values_list("state", flat=True))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_a_stop_ends_between_two_messages_and_the_next_worker_goes_on(
    number: signal.Signals, tmp_path: Path
) -> None:
    due(60)
    with smtp_server() as server:
        server.slow = 0.3
        with worker(tmp_path, server.port) as running:
            server.wait_for(lambda kept: len(kept) >= 3)
            code = running.end(number)
        sent = len(server.kept)
        assert states() == {"sent": sent, "pending": 60 - sent}, running.log.read_text()
        assert code == 0 or number != signal.SIGTERM  # Celery answers 1 to the other two
        assert 3 <= sent < 30  # it did not finish what was due first
        server.slow = 0.0
        with worker(tmp_path, server.port) as running:
            server.wait_for(lambda kept: len(kept) == 60)
            assert running.end(signal.SIGTERM) == 0
        assert states() == {"sent": 60}
        assert len({one["Message-ID"] for one in server.kept}) == len(server.kept) == 60


def test_a_code_does_not_wait_for_the_messages_of_a_morning(tmp_path: Path) -> None:
    due(60)
    with smtp_server() as server:
        server.slow = 0.3
        with worker(tmp_path, server.port) as running:
            server.wait_for(lambda kept: len(kept) >= 2)
            with translation.override("nl"):
                mail_code(address="ik@thuis.example", browser="b", participant=None, now=timezone.now())
            began, before = time.monotonic(), len(server.kept)
            running.send("accounts.send_codes")
            server.wait_for(lambda kept: any(one["To"] == "ik@thuis.example" for one in kept))
            assert (
                time.monotonic() - began < 10
            )  # ordinarily a third of a second; the morning takes another 17
            assert len(server.kept) - before < 19  # it did not wait for the twenty that were claimed together
            running.end(signal.SIGTERM)
    assert states()["sending"] == 0
