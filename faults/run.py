"""One scenario from an empty database to a verdict."""

import datetime as dt
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import OperationalError, connection
from django.utils import timezone

from accounts.models import Message, Participant, SendingMark
from challenges.models import Campaign
from faults import points
from faults.mail_server import Script
from faults.rig import Rig
from faults.verdict import Verdict, judge
from simulation import mailed

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = dt.date(2026, 10, 14)  # a Wednesday, far from any clock change
PROMPT = dt.time(12)
_TRIES = 10
QUIET = 1.2  # seconds without anything happening, before we count

Orders = Mapping[str, tuple[str, list[int]]]


class Run:
    """What a scenario works with: the rig, the dice, and how many people there are."""

    def __init__(self, *, rig: Rig, dice: random.Random, people: int, patience: float) -> None:
        self.rig, self.dice, self.people, self.patience = rig, dice, people, patience
        self.prompt_time = PROMPT
        self.planned = people
        self.given_back: frozenset[str] = frozenset()
        self.expected: dict[str, int] | None = {"sent": people}
        self.broken: list[str] = []

    # --- what scenarios do ----------------------------------------------------------------------------------------

    def join(self, at: dt.datetime) -> None:
        """Everybody joins at `at`."""
        self.rig.set_clock(at)
        campaign = Campaign.objects.get(national=True)
        mailed.join(campaign=campaign, people=self.people, prompt_time=self.prompt_time, now=timezone.now())

    def join_and_plan(self) -> None:
        """The ordinary beginning: everybody joins in the morning, and the messages of noon are planned."""
        self.join(on_the_wall(DAY, 11, 50))
        self.until_planned()

    def until_planned(self, total: int | None = None) -> None:
        """Waits for the planner, which runs by itself."""
        wanted = total or self.planned
        self.until(lambda: Message.objects.count() >= wanted, f"{wanted} messages planned")

    def until(self, ready: Callable[[], bool], what: str, seconds: float = 0.0) -> None:
        """Waits; that it never came is a broken promise."""
        if not self.rig.wait_until(ready, seconds or self.patience):
            self.broken.append(f"never: {what}")

    def until_mails(self, share: float) -> None:
        """Waits until this share of the people has a mail."""
        wanted = int(share * self.people)
        self.until(lambda: len(self.rig.mail.kept) >= wanted, f"{wanted} mails")

    def until_all_final(self) -> None:
        self.until(self._all_final, "all messages final")

    def pause(self, seconds: float) -> None:
        """So long goes by; for what must NOT happen there is no condition to wait for."""
        ends = time.monotonic() + seconds
        self.rig.wait_until(lambda: time.monotonic() > ends, seconds + 1)

    def demand(self, holds: object, what: str) -> None:
        """Something that must be so in this scenario alone."""
        if not holds:
            self.broken.append(what)

    def some(self, of: int, count: int) -> list[int]:
        """`count` different numbers from 1 to `of`."""
        return sorted(self.dice.sample(range(1, of + 1), min(count, of)))

    # --- the end --------------------------------------------------------------------------------------------------

    def _all_final(self) -> bool:
        return not self.rig.asleep and not Message.objects.exclude(state__in=Message.FINAL).exists()

    def settle(self) -> None:
        """Waits until every message is final and nobody is talking any more."""
        self.until(lambda: self._all_final() and not self.rig.mail.talking, "every message final and quiet")
        self.pause(QUIET)

    def window(self) -> int:
        """How often, at most, nobody could know whether a mail arrived."""
        rig = self.rig
        cut_off = sum(one.place in points.IN_THE_WINDOW for one in points.struck(rig.folder))
        everybody = rig.disturbances * len(rig.workers)
        return cut_off + rig.kills + rig.mail.unanswered + everybody


@dataclass(frozen=True)
class Scenario:
    """A way in which things go wrong.

    `orders` are the places where workers die or sleep, `script` what the mail server does to whom, `act` what happens
    meanwhile; `begin` is how people join and messages are planned.
    """

    name: str
    act: Callable[[Run], None] = lambda _run: None
    orders: Callable[[Run], Orders] = lambda _run: {}
    script: Callable[[Run], Mapping[str, Sequence[str]]] = lambda _run: {}
    begin: Callable[[Run], None] = Run.join_and_plan
    starts_at: dt.datetime | None = (
        None  # when the messages fall due; noon, unless `act` moves the clock itself
    )
    only_long: bool = False


def carry_out(scenario: Scenario, *, rig: Rig, seed: int, people: int, patience: float) -> Verdict:
    """Runs a scenario and judges it. The same seed breaks the same things in the same places. Raises StopRequested."""
    began = time.monotonic()
    dice = random.Random(f"{seed}:{scenario.name}")  # noqa: S311 (repeatable, not secret)
    run = Run(rig=rig, dice=dice, people=people, patience=patience)
    rig.begin({})
    rig.mail.begin(Script())
    _wipe()
    scenario.begin(run)
    rig.begin(scenario.orders(run))
    rig.mail.begin(Script({address: list(what) for address, what in scenario.script(run).items()}))
    if scenario.starts_at is None:
        rig.set_clock(on_the_wall(DAY, 12, 0, 1))
    scenario.act(run)
    run.settle()
    found = judge(
        name=scenario.name,
        planned=run.planned,
        kept=rig.mail.kept,
        window=run.window(),
        given_back=run.given_back,
        expected=run.expected,
    )
    found.broken += run.broken
    found.seconds = time.monotonic() - began
    rig.set_beats(1)
    return found


def on_the_wall(day: dt.date, hour: int, minute: int = 0, second: int = 0, *, fold: int = 0) -> dt.datetime:
    """A moment as the clock in Amsterdam shows it; `fold` 1 is the second time round in autumn."""
    return dt.datetime.combine(day, dt.time(hour, minute, second, fold=fold), AMSTERDAM)


def addresses(numbers: Iterable[int]) -> list[str]:
    return [mailed.address(number) for number in numbers]


def _wipe() -> None:
    # The workers go on meanwhile; their planner may hold the same tables in another order, and one of us gives way.
    for left in reversed(range(_TRIES)):
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SET LOCAL lock_timeout = '5s'; TRUNCATE {Participant._meta.db_table} CASCADE"
                )
            break
        except OperationalError:
            if not left:
                raise
    # An earlier scenario was later on the same day; what it gave up is not what this one has to give up.
    SendingMark.objects.update(nothing_before_at=None)
