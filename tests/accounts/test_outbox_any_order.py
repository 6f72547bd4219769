"""Whatever two workers and the clock do, in any order: no message is lost, and each double is accounted for."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Message
from accounts.services import message_kinds
from accounts.services.outbox import begin_sending, claim, release
from accounts.services.outcomes import record_ambiguous, record_refused, record_sent
from accounts.services.overdue import expire_messages, recover_messages
from tests.factories import AT_NOON, make_contact, make_message
from tests.outbox import PLAIN

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)

workers, which = st.sampled_from("ab"), st.integers(0, 2)
steps = st.one_of(
    st.tuples(st.just("claim"), workers),
    st.tuples(st.just("begin"), workers, which),
    # What the server did with a message that was begun, and whether its worker lived to write it down.
    st.tuples(st.just("accepted"), workers, which, st.booleans()),
    st.tuples(st.just("reply lost"), workers, which),
    st.tuples(st.just("refused"), workers, which, st.booleans()),
    st.tuples(st.just("release"), workers),
    st.tuples(st.just("wait"), st.integers(1, 7)),
    st.tuples(st.just("tidy")),
)


@dataclass
class World:
    """The outbox, with what the mail server took beside it."""

    messages: list[Message]
    now: dt.datetime = AT_NOON
    on_the_wire: set[tuple[str, int]] = field(default_factory=set)  # begun, and the server still to answer
    arrived: Counter[int] = field(default_factory=Counter)

    def take(self, name: str, *said: Any) -> None:
        if name == "claim":
            claim(worker=said[0], limit=2, now=self.now)
        elif name == "release":
            release(worker=said[0])
        elif name == "wait":
            self.now += said[0] * MINUTE
        elif name == "tidy":
            recover_messages(now=self.now)
            expire_messages(now=self.now)
        else:
            self._about_one(name, said[0], self.messages[said[1]].pk, said[2:])

    def _about_one(self, name: str, worker: str, pk: int, said: tuple[Any, ...]) -> None:
        own: dict[str, Any] = {"message_id": pk, "worker": worker}
        if name == "begin":
            if begin_sending(**own, now=self.now):
                self.on_the_wire.add((worker, pk))
            return
        if (worker, pk) not in self.on_the_wire:
            return
        self.on_the_wire.discard((worker, pk))
        if name in {"accepted", "reply lost"}:
            self.arrived[pk] += 1
        if name == "accepted" and said[0]:
            record_sent(**own, now=self.now)
        elif name == "reply lost":
            record_ambiguous(**own, now=self.now)
        elif name == "refused":
            record_refused(**own, reason="smtp_450", for_good=said[0], of_recipient=False, now=self.now)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=40))
def test_nothing_is_lost_and_every_double_is_accounted_for(
    monkeypatch: pytest.MonkeyPatch, taken: list[tuple[Any, ...]]
) -> None:
    monkeypatch.setitem(message_kinds._registered, "notice", PLAIN)
    Message.objects.all().delete()
    participant = make_contact().participant
    world = World([make_message(participant=participant, sealed=b"geheim") for _ in range(3)])
    numbers = {message.pk: message.number for message in world.messages}
    ended: dict[int, dict[str, Any]] = {}
    for step in taken:
        world.take(*step)
        for row in Message.objects.values():
            assert row["number"] == numbers[row["id"]]
            assert ended.get(row["id"], row) == row, "a final message moved on"
            if row["state"] in Message.FINAL:
                ended[row["id"]] = dict(row)
    # Whoever is left falls over; the clock brings everything to an end.
    for _ in range(3):
        world.now += dt.timedelta(hours=2)
        world.take("tidy")
    rows = {row["id"]: row for row in Message.objects.values()}
    assert set(rows) == set(numbers)
    for pk, row in rows.items():
        assert row["state"] in Message.FINAL
        assert row["sealed"] is None
        assert world.arrived[pk] <= row["ambiguous"] + (row["state"] == "sent")
