"""From planned to handed over: claiming, giving back, looking once more, and the fence around all of it."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction
from django.utils.translation import get_language

from accounts.models import Message
from accounts.services import message_kinds
from accounts.services.message_kinds import MessageKind, NothingToSayError
from accounts.services.outbox import (
    LEASE,
    begin_sending,
    claim,
    enqueue_secret,
    release,
    withdraw,
)
from tests.factories import AT_NOON, make_contact, make_message
from tests.outbox import PLAIN

pytestmark = pytest.mark.django_db
MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(message_kinds._registered, "notice", PLAIN)


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the messages of these tests another kind."""

    def become(**functions: Callable[..., object]) -> None:
        kind = MessageKind(**{"refusal": PLAIN.refusal, "render": PLAIN.render, **functions})  # type: ignore[arg-type]
        monkeypatch.setitem(message_kinds._registered, "notice", kind)

    return become


def begin(message: Message, worker: str = "w", now: dt.datetime = AT_NOON) -> object:
    return begin_sending(message_id=message.pk, worker=worker, now=now)


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


def test_what_is_due_is_claimed_the_oldest_first_up_to_the_limit() -> None:
    last, first, second = (make_message(not_before=AT_NOON - minutes * MINUTE) for minutes in (0, 9, 5))
    make_message(not_before=AT_NOON + SECOND)  # not yet
    make_message(not_before=AT_NOON - MINUTE, expires_at=AT_NOON)  # too late
    assert claim(worker="w", limit=2, now=AT_NOON) == [first.pk, second.pk]
    assert claim(worker="v", limit=9, now=AT_NOON) == [last.pk]
    assert claim(worker="u", limit=9, now=AT_NOON) == []
    first.refresh_from_db()
    assert (first.state, first.worker, first.lease_until) == ("claimed", "w", AT_NOON + LEASE)


def test_only_the_kinds_that_were_asked_for_are_claimed() -> None:
    make_message()
    code = Message.objects.create(
        kind="code", dedupe_key="code:1", not_before=AT_NOON, expires_at=AT_NOON + MINUTE, created_at=AT_NOON
    )
    assert claim(worker="w", limit=9, now=AT_NOON, kinds=["code"]) == [code.pk]


def test_a_lease_is_five_minutes_at_most() -> None:
    with pytest.raises(ValueError, match="five minutes"):
        claim(worker="w", limit=1, now=AT_NOON, lease=LEASE + SECOND)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_claim_the_same_and_never_wait() -> None:
    expected = {make_message().pk for _ in range(40)}
    claimed: dict[str, list[int]] = {}
    start = threading.Barrier(4)

    def work(worker: str) -> None:
        start.wait()
        mine: list[int] = []
        while some := claim(worker=worker, limit=3, now=AT_NOON):
            mine += some
        claimed[worker] = mine
        connections.close_all()

    with transaction.atomic():
        # A row in other hands is skipped, not waited for.
        held = Message.objects.select_for_update().get(pk=min(expected))
        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
    got = [pk for mine in claimed.values() for pk in mine]
    assert sorted(got) == sorted(expected - {held.pk})


def test_what_was_not_begun_is_given_back_and_nothing_of_others() -> None:
    mine, begun, others = make_message(), make_message(), make_message()
    claim(worker="w", limit=2, now=AT_NOON)
    claim(worker="v", limit=1, now=AT_NOON)
    begin(begun)
    assert release(worker="w") == 1
    assert [state_of(one)[0] for one in (mine, begun, others)] == ["pending", "sending", "claimed"]


def test_a_message_that_is_begun_is_marked_before_anybody_hears_of_it() -> None:
    message = make_message()
    claim(worker="w", limit=1, now=AT_NOON, lease=MINUTE)
    sending = begin(message, now=AT_NOON + 30 * SECOND)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.worker) == ("sending", 1, "w")
    assert message.lease_until == AT_NOON + 30 * SECOND + LEASE
    assert sending is not None
    assert (sending.message_id, sending.number, sending.letter.subject) == (message.pk, message.number, "Hoi")  # type: ignore[attr-defined]


@pytest.mark.parametrize("worker", ["v", "w"])
def test_only_the_worker_that_claimed_can_begin_and_only_once(worker: str) -> None:
    message = make_message()
    claim(worker="w", limit=1, now=AT_NOON)
    if worker == "w":
        begin(message)
    assert begin(message, worker) is None
    assert state_of(message)[0] == ("sending" if worker == "w" else "claimed")


def test_a_message_that_became_too_late_expires() -> None:
    message = make_message(expires_at=AT_NOON + MINUTE, sealed=b"geheim")
    claim(worker="w", limit=1, now=AT_NOON)
    assert begin(message, now=AT_NOON + MINUTE) is None
    assert (state_of(message), message.sealed) == (("expired", ""), None)


def test_a_message_that_its_kind_refuses_is_cancelled_with_the_reason(kind: Callable[..., None]) -> None:
    message = make_message(sealed=b"geheim")
    kind(refusal=lambda _message, _now: "paused")
    claim(worker="w", limit=1, now=AT_NOON)
    assert begin(message) is None
    assert (state_of(message), message.sealed, message.attempts) == (("cancelled", "paused"), None, 0)


def test_a_message_that_turns_out_to_say_nothing_is_cancelled_too(kind: Callable[..., None]) -> None:
    def nothing(_message: Message, _now: dt.datetime) -> None:
        raise NothingToSayError("resting")

    message = make_message()
    kind(render=nothing)
    claim(worker="w", limit=1, now=AT_NOON)
    assert begin(message) is None
    assert state_of(message) == ("cancelled", "resting")


def test_a_fault_while_writing_leaves_the_message_claimed(kind: Callable[..., None]) -> None:
    def fault(message: Message, _now: dt.datetime) -> None:
        Message.objects.filter(pk=message.pk).update(about_id=7)  # goes back with the rest
        raise ZeroDivisionError

    message = make_message()
    kind(render=fault)
    claim(worker="w", limit=1, now=AT_NOON)
    with pytest.raises(ZeroDivisionError):
        begin(message)
    assert (state_of(message), message.about_id) == (("claimed", ""), None)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_message_is_written_in_the_participants_language(language: str, kind: Callable[..., None]) -> None:
    heard: list[str | None] = []
    message = make_message()
    participant = message.participant
    assert participant is not None
    participant.language = language
    participant.save()

    def listen(message: Message, now: dt.datetime) -> object:
        heard.append(get_language())
        return PLAIN.render(message, now)

    kind(render=listen)
    claim(worker="w", limit=1, now=AT_NOON)
    begin(message)
    assert (heard, get_language()) == ([language], "nl")


def test_the_same_secret_message_is_put_in_once() -> None:
    for _ in range(2):
        enqueue_secret(
            kind=Message.Kind.CODE,
            dedupe_key="code:9",
            about_id=9,
            sealed=b"x",
            now=AT_NOON,
            expires_at=AT_NOON + MINUTE,
        )
    assert [(one.kind, one.about_id, bytes(one.sealed or b"")) for one in Message.objects.all()] == [
        ("code", 9, b"x")
    ]


def test_what_was_never_tried_can_be_planned_anew() -> None:
    participant = make_contact().participant
    waiting = make_message(participant=participant)
    tried = make_message(participant=participant, attempts=1, ambiguous=1)
    other_kind, other_person = make_message(participant=participant, kind="check_in"), make_message()
    assert withdraw(participant=participant, kinds=["notice"]) == 1
    left = set(Message.objects.values_list("pk", flat=True))
    assert left == {tried.pk, other_kind.pk, other_person.pk}
    assert waiting.pk not in left


def test_claiming_reads_the_index_of_what_is_due() -> None:
    for _ in range(100):
        make_message()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_message")  # whatever another test left behind in the statistics
        cursor.execute("SET LOCAL enable_seqscan = off")
        due = Message.objects.filter(state="pending", not_before__lte=AT_NOON, expires_at__gt=AT_NOON)
        assert "message_due" in due.order_by("not_before", "pk")[:20].explain()
        assert "message_code_due" in due.filter(kind__in=["code"]).order_by("not_before", "pk")[:20].explain()
