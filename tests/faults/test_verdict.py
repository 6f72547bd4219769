"""The judge itself: a broken promise is seen, and an explained double is not one."""

import datetime as dt

import pytest

from accounts.models import Message
from faults.verdict import Verdict, head, judge, line
from tests.factories import make_message

pytestmark = pytest.mark.django_db


def sent(now: dt.datetime, *, ambiguous: int = 0) -> Message:
    return make_message(now=now, state=Message.State.SENT, sent_at=now, ambiguous=ambiguous)


def verdict(planned: int, kept: list[Message], window: int = 0) -> Verdict:
    return judge(name="proef", planned=planned, kept=[str(one.number) for one in kept], window=window)


def test_every_message_once_is_right(now: dt.datetime) -> None:
    assert verdict(2, [sent(now), sent(now)]).broken == []


def test_a_sent_row_without_a_mail_is_lost(now: dt.datetime) -> None:
    sent(now)
    assert verdict(1, []).broken == ["1 lost"]


def test_a_row_too_few_is_seen(now: dt.datetime) -> None:
    assert verdict(2, [sent(now)]).broken == ["1 rows, planned 2"]


def test_a_row_that_is_not_final_is_seen(now: dt.datetime) -> None:
    make_message(now=now)
    assert verdict(1, []).broken == ["1 not final"]


def test_a_double_is_explained_by_a_moment_of_doubt_only(now: dt.datetime) -> None:
    doubted = sent(now, ambiguous=1)
    assert verdict(1, [doubted, doubted], window=1).broken == []
    assert verdict(1, [doubted, doubted]).broken == ["1 ambiguous, 0 moments that explain it"]
    other = sent(now)
    assert verdict(2, [doubted, other, other], window=1).broken == ["came twice, and was never in doubt"]


def test_a_mail_of_a_row_that_says_otherwise_is_seen(now: dt.datetime) -> None:
    failed = make_message(now=now, state=Message.State.FAILED, reason="smtp_550")
    assert verdict(1, [failed]).broken == ["arrived, and the row says it did not"]


def test_a_mail_without_a_row_is_seen(now: dt.datetime) -> None:
    gone = sent(now)
    Message.objects.filter(pk=gone.pk).delete()
    assert verdict(0, [gone]).broken == ["1 mails without a row"]


def test_a_line_fits_under_the_head(now: dt.datetime) -> None:
    found = line(verdict(1, [sent(now)]))
    first, second = head().splitlines()
    assert len(found) == len(first) == len(second)
    assert found.endswith("✓ |")
