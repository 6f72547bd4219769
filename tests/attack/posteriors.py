"""The strongest attacker there is: knows every other record, and asks what the figures say of the one that is left.

Open enrolment makes this real: whoever adds participants of their own knows those, and a civil servant may know the
rest. Every number of every release counts (un-thresholded), with its scale; what is left of it when all that is known
is taken away, is one record plus noise.

Three questions: does this person take part, when the attacker even knows what they would have said (prior 1/2)? Which
cell of a table are they in, when everything else of them is known? And which, when nothing of them is known but how
the answers of others hang together? The prior of a cell is its share among the others; a cell that nearly everybody is
in (prior above .7) says nothing about anybody.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from insights.models import TableKind
from insights.services.noise import Noise
from tests.attack.crowds import TakesPart, crowd
from tests.attack.figures import Values, adds, draw_everything, part_of, read, truth

TARGETS = 20
FAKES = 12
GUESSES = 60  # other people whose records stand for what the target may be like
SURE, PRIOR = 0.95, 0.7
TABLE_OF = {
    "finished": TableKind.COURSE,
    "mirror": TableKind.MIRROR,
    "barrier": TableKind.BARRIER,
    "domain": TableKind.DOMAIN,
    "mood": TableKind.MOOD,
}
Record = Sequence[tuple[int, int]]  # which number, and what somebody adds to it


@dataclass
class Findings:
    """Of each question: how many targets, how many were recovered, and the highest posterior that was right."""

    asked: Counter[str] = field(default_factory=Counter)
    recovered: Counter[str] = field(default_factory=Counter)
    highest: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def note(self, question: str, right: float) -> None:
        """`right`: the posterior that the attacker gives to what is so."""
        self.asked[question] += 1
        self.recovered[question] += right >= SURE
        self.highest[question] = max(self.highest[question], right)


class Attacker:
    """What is left of each number when everybody who is known is taken away, and how sharply each counts."""

    def __init__(self, published: Values, known: Values, *, large: bool, sharper: float) -> None:
        self.large = large
        self._place = {number: place for place, number in enumerate(published)}
        self._left = [value - known.get(number, 0) for number, value in published.items()]
        self._weight = [sharper / part_of(number, large=large).scale for number in published]

    def record(self, one: TakesPart, table: TableKind | None = None) -> Record:
        """What somebody adds, in this attacker's own order of numbers; all of it or to one table."""
        return self.places(adds(one, large=self.large, table=table))

    def places(self, values: Values) -> Record:
        return [(self._place[number], more) for number, more in values.items()]

    def evidence(self, record: Record, *, of: Record = ()) -> float:
        """The logarithm of how much better the figures fit with this record than with none, when `of` is who it was."""
        left, weight, back = self._left, self._weight, dict(of)
        total = 0.0
        for place, more in record:
            rest = left[place] + back.get(place, 0)
            total += (abs(rest) - abs(rest - more)) * weight[place]
        return total


def attack_campaigns(
    *, size: int, large: bool, campaigns: int, noise: Callable[[str], Noise], sharper: float = 1.0
) -> Findings:
    """The findings over so many campaigns. `sharper`: how much smaller the scale is than the policy says, which an
    attacker would know too."""
    findings = Findings()
    for number in range(campaigns):
        seed = f"{size} {large} {number}"
        _attack_one(random.Random(seed), size, large, noise(seed), sharper, findings)
    return findings


def _attack_one(
    rng: random.Random, size: int, large: bool, noise: Noise, sharper: float, findings: Findings
) -> None:
    asked = crowd(rng, size + TARGETS)
    stay_away = [one for one in asked if one.whole.active][:TARGETS]  # they would have joined, and did not
    away = {one.whole.number for one in stay_away}
    real = [one for one in asked if one.whole.number not in away]
    everybody = [*real, *crowd(rng, FAKES, first=10_000)]
    attacker = Attacker(
        read(draw_everything(everybody, noise)), truth(everybody, large=large), large=large, sharper=sharper
    )
    active = [one for one in real if one.whole.active]
    active = rng.sample(active, min(GUESSES, len(active)))
    records = {one.whole.number: attacker.record(one) for one in active}
    for target in active[:TARGETS]:
        own = records[target.whole.number]
        others = [one for one in active if one is not target]
        findings.note("takes part", _with_odds(attacker.evidence(own, of=own)))
        _which_cell(attacker, target, others, findings)
        _which_like_others(attacker, target, others, records, findings)
    for target in stay_away:
        findings.note("stays away", 1 - _with_odds(attacker.evidence(attacker.record(target))))


def _with_odds(evidence: float) -> float:
    """The posterior of taking part, for who held it for as likely as not."""
    return 1 / (1 + math.exp(-evidence))


def _which_cell(
    attacker: Attacker, target: TakesPart, others: Sequence[TakesPart], findings: Findings
) -> None:
    """Everything of the target is known but one answer."""
    for attribute, table in TABLE_OF.items():
        own = attacker.record(target, table)
        weights = [
            (
                value,
                count,
                attacker.evidence(attacker.record(_changed(target, attribute, value), table), of=own),
            )
            for value, count in Counter(getattr(one.whole, attribute) for one in others).items()
        ]
        _note_cell(f"{attribute}, the rest known", getattr(target.whole, attribute), weights, findings)


def _changed(target: TakesPart, attribute: str, value: Any) -> TakesPart:
    return replace(target, whole=replace(target.whole, **{attribute: value}))


def _which_like_others(
    attacker: Attacker,
    target: TakesPart,
    others: Sequence[TakesPart],
    records: Mapping[int, Record],
    findings: Findings,
) -> None:
    """Nothing of the target is known: each of the others is a guess at how they may be."""
    own = records[target.whole.number]
    guesses = [(one.whole, attacker.evidence(records[one.whole.number], of=own)) for one in others]
    for attribute in TABLE_OF:
        weights = [(getattr(one, attribute), 1, evidence) for one, evidence in guesses]
        _note_cell(f"{attribute}, from all answers", getattr(target.whole, attribute), weights, findings)


def _note_cell(
    question: str, true: object, weights: Iterable[tuple[object, int, float]], findings: Findings
) -> None:
    prior: Counter[object] = Counter()
    posterior: defaultdict[object, float] = defaultdict(float)
    for value, count, evidence in weights:
        prior[value] += count
        posterior[value] += count * math.exp(evidence)
    if 0 < prior[true] <= PRIOR * prior.total():
        findings.note(question, posterior[true] / math.fsum(posterior.values()))
