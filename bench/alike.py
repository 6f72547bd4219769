"""Whether a page takes as long for an address that we know as for one that we do not: both sides in one run, in turns,
each request of a browser of its own. bench/README.md says what is measured.
"""

import bisect
import math
import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Contact, LimitCount, Message, Participant, StaffLimitCount, User
from accounts.services.limit_table import Act, Who
from accounts.services.limits import take

_BARE = (
    "INSERT INTO accounts_limitcount AS counter (id, times, ends_at) VALUES (%s, 1, %s)"
    " ON CONFLICT (id) DO UPDATE SET times = counter.times + 1"
)
MOST_APART = 0.010  # seconds between the medians


@dataclass(frozen=True)
class Apart:
    """How far the two sides are apart."""

    form: str
    known: float
    unknown: float
    chance: float  # that samples of one and the same differ so much (Kolmogorov and Smirnov)

    @property
    def seconds(self) -> float:
        return abs(self.known - self.unknown)


def stage(each: int) -> None:
    """So many participants with an address, and as many members of staff."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Participant._meta.db_table}, {User._meta.db_table} CASCADE")
    people = Participant.objects.bulk_create(
        Participant(join_key=uuid.uuid4(), created_at=now, last_seen_at=now) for _ in range(each)
    )
    Contact.objects.bulk_create(
        Contact(participant=one, address=_known(number), confirmed_at=now)
        for number, one in enumerate(people)
    )
    User.objects.bulk_create(User(email=_known(number), name="Iemand") for number in range(each))


def measure(each: int) -> list[Apart]:
    """Both forms that take an address of anybody."""
    return [
        _apart("code vragen (deelnemer)", "deelnemer", "/terug/mail/", "address", each),
        _apart("inloggen (medewerker)", "beheer", "/inloggen/", "email", each),
    ]


def _apart(form: str, face: str, path: str, field: str, each: int) -> Apart:
    with override_settings(
        ROOT_URLCONF=settings.URLCONF_OF[face],
        MIDDLEWARE=settings.MIDDLEWARE_OF[face],
        ALLOWED_HOSTS=["*"],
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        CELERY_BROKER_URL="memory://",  # who sends the codes is asked, and is not here
    ):
        seconds: dict[Callable[[int], str], list[float]] = {_known: [], _unknown: []}
        for number in range(each):
            sides = [_known, _unknown] if number % 2 else [_unknown, _known]
            for side in sides:
                _forget_limits(number)
                browser = Client(REMOTE_ADDR=f"10.{number // 250}.{number % 250}.1")
                began = time.perf_counter()
                answer = browser.post(path, {field: side(number)})
                seconds[side].append(time.perf_counter() - began)
                if answer.status_code != 302:
                    raise RuntimeError(f"{path} answers {answer.status_code}")
    known, unknown = (
        seconds[_known][each // 10 :],
        seconds[_unknown][each // 10 :],
    )  # the first ones warm both
    return Apart(form, statistics.median(known), statistics.median(unknown), same_chance(known, unknown))


def _forget_limits(number: int) -> None:
    if number % 50 == 0:  # tables as full as they are while somebody looks for addresses, not fuller
        for model in (LimitCount, StaffLimitCount, Message):
            model.objects.all().delete()


def _known(number: int) -> str:
    return f"naam{number}@thuis.example"


def _unknown(number: int) -> str:
    return f"niet{number}@thuis.example"


def same_chance(one: list[float], other: list[float]) -> float:
    """The chance that two samples of the same distribution lie as far apart as these (asymptotic)."""
    one, other = sorted(one), sorted(other)
    distance = max(
        abs(bisect.bisect_right(one, value) / len(one) - bisect.bisect_right(other, value) / len(other))
        for value in one + other
    )
    root = math.sqrt(len(one) * len(other) / (len(one) + len(other)))
    scaled = (root + 0.12 + 0.11 / root) * distance
    if scaled < 0.2:  # the sum below is 1 there, and does not get there by itself
        return 1.0
    total = 2 * sum((-1) ** (term - 1) * math.exp(-2 * (term * scaled) ** 2) for term in range(1, 101))
    return min(max(total, 0.0), 1.0)


def cost(times: int) -> tuple[float, float]:
    """Seconds for a bare upsert of one row, and for counting a join under its three bounds; medians."""
    bare, ours = [], []
    for number in range(times):
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(_BARE, [number.to_bytes(16), timezone.now()])
        bare.append(time.perf_counter() - began)
        by = {Who.CLIENT: f"10.{number // 250}.{number % 250}.0/24", Who.CAMPAIGN: number // 20}
        began = time.perf_counter()
        take(act=Act.JOIN, by=by, now=timezone.now())
        ours.append(time.perf_counter() - began)
    return statistics.median(bare), statistics.median(ours)


def print_table(each: int) -> bool:
    """What was measured. Returns whether the medians are close enough."""
    bare, ours = cost(each)
    print(f"één keer tellen: {ours * 1000:.2f} ms, een kale upsert {bare * 1000:.2f} ms")
    stage(each)
    found = measure(each)
    for one in found:
        print(
            f"{one.form}: bekend {one.known * 1000:.1f} ms, onbekend {one.unknown * 1000:.1f} ms, verschil "
            f"{one.seconds * 1000:.2f} ms (minder dan {MOST_APART * 1000:.0f}), KS p = {one.chance:.2f}, n = {each}"
        )
    return all(one.seconds < MOST_APART for one in found)
