"""Made-up people for attacks: what one participation says, and what it had said by each interim release.

Their answers hang together as real ones would (who expects little is surprised more often, a good fortnight lifts the
mood), because that is what a clever attacker uses. Nobody here is in a database.
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from insights.models import Outcome, ReleaseKind
from insights.queries.tabulation import OWN_IDEAS, Labels, Means, Person
from interactions.queries.mirror import Difference, Pair, mirror_of_pairs

DAYS = 14
BEFORE = {ReleaseKind.INTERIM_1: 5, ReleaseKind.INTERIM_2: 10}  # days, of a fortnight
DOMAINS = ("buurt", "winkel", "school", "ov", "uit", "werk", "online")
BARRIERS = ("te-druk", "spannend", "geen-gelegenheid", "al-zoveel", "geen-zin", "vergeten")
IDEAS = tuple(f"idee-{number}" for number in range(60))

_DOMAIN_OF = {idea: DOMAINS[number % len(DOMAINS)] for number, idea in enumerate(IDEAS)}
_LIBRARY = [
    *({"key": idea, "domain": domain} for idea, domain in _DOMAIN_OF.items()),
    {"key": OWN_IDEAS, "domain": ""},
]
LOCAL = Labels(barriers=BARRIERS, domains=(*DOMAINS, "anders"), ideas=())
NATIONAL = Labels(barriers=(), domains=DOMAINS, ideas=_LIBRARY)


def labels_for(kind: ReleaseKind) -> Labels:
    return NATIONAL if kind == ReleaseKind.NATIONAL else LOCAL


@dataclass(frozen=True)
class TakesPart:
    """One participation: how it is at the end, and on how many days there was an outcome before each interim."""

    whole: Person
    early: tuple[tuple[ReleaseKind, int], ...]

    def by(self, kind: ReleaseKind) -> Person:
        """As a release of this kind sees them."""
        days = dict(self.early).get(kind)
        return self.whole if days is None else replace(self.whole, active_days=days)


def crowd(
    rng: random.Random, size: int, *, first: int = 1, offered: Sequence[str] | None = None
) -> list[TakesPart]:
    """`size` participations in one campaign of a fortnight, numbered from `first`, with these ideas or any."""
    offered = offered or rng.sample(IDEAS, DAYS)
    return [_someone(rng, number, offered) for number in range(first, first + size)]


def _someone(rng: random.Random, number: int, offered: Sequence[str]) -> TakesPart:
    goes, luck, expects = rng.betavariate(1.3, 1.1), rng.betavariate(4, 2), rng.gauss(5.5, 1.8)
    stops = rng.choice([rng.randint(1, DAYS), DAYS, DAYS])
    tries: list[tuple[str, Outcome]] = []
    pairs: list[Pair] = []
    days: list[int] = []
    for day, idea in enumerate(offered):
        if day >= stops or rng.random() > goes:
            tries.append((idea, Outcome.NOT_TRIED))
            continue
        days.append(day)
        if rng.random() < 0.12:
            tries.append((idea, Outcome.UNKNOWN))
            continue
        positive = rng.random() < luck
        tries.append((idea, Outcome.POSITIVE if positive else Outcome.NOT_POSITIVE))
        predicted = max(0, min(10, round(rng.gauss(expects, 1.2))))
        pairs.insert(0, Pair(predicted, positive))
    mirror = mirror_of_pairs(pairs)
    where = Counter(_DOMAIN_OF[offered[day]] for day in days)
    domain = max(where, key=lambda key: (where[key], key)) if where else None
    good = luck + rng.gauss(0, 0.2)
    person = Person(
        number=number,
        active_days=len(days),
        finished=bool(days) and days[-1] >= DAYS - math.ceil(DAYS / 3),
        mirror=mirror.difference if mirror else None,
        barrier=rng.choice(BARRIERS) if rng.random() > goes / 2 else None,
        domain=domain,
        tries=tuple(tries),
        means=_means(rng, domain, pairs),
        mood=_mood(good) if len(days) > 3 else None,
    )
    early = tuple((kind, sum(day < before for day in days)) for kind, before in BEFORE.items())
    return TakesPart(person, early)


def _means(rng: random.Random, domain: str | None, pairs: Sequence[Pair]) -> Means | None:
    if domain is None or not pairs:
        return None
    positive = 10 * sum(pair.positive for pair in pairs) / len(pairs)
    return Means(
        domain=domain,
        enjoyed=max(0.0, min(10.0, rng.gauss(3 + positive / 2, 1.5))),
        expected=math.fsum(pair.predicted for pair in pairs) / len(pairs),
        positive=positive,
    )


def _mood(good: float) -> Difference:
    if good > 0.75:
        return Difference.BETTER
    return Difference.SAME if good > 0.5 else Difference.LESS
