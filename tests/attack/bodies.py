"""What a release says besides noise: nothing.

A cell that is not shown carries noise like any other, so there is nothing that a linear programme could solve for: no
margin, total or label is a true number, and nothing is left out because of what the truth is. (Whether a page shows a
number depends on the noisy value alone; what an attacker reads here has no thresholds at all.) Shown by marking: with
noise that replaces every number by a mark, a release holds marks and nothing else, each once; and neighbours, from
nobody at all to a dozen, give releases of the same form to the last key.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any, Protocol

from insights.models import ReleaseKind
from insights.queries.policy import Part
from insights.queries.tabulation import Labels, Person
from insights.services.drawing import Drawn
from insights.services.noise import Noise
from tests.attack.crowds import labels_for

FIRST_MARK = 10**9


class Drawer(Protocol):
    """What `noisy_tables` is."""

    def __call__(
        self, *, people: Sequence[Person], kind: ReleaseKind, labels: Labels, noise: Noise
    ) -> Drawn: ...


class Marks:
    """Noise that puts a mark of its own in the place of every number."""

    def __init__(self) -> None:
        self._marks = count(FIRST_MARK)
        self.given: list[int] = []

    def __call__(self, numbers: Sequence[int], part: Part) -> list[int]:
        marks = [next(self._marks) for _ in numbers]
        self.given += marks
        return marks


def numbers_in(thing: Any) -> list[float]:
    """Every number in something that was read from JSON, or goes there; yes and no are not numbers."""
    if isinstance(thing, dict):
        return [number for value in thing.values() for number in numbers_in(value)]
    if isinstance(thing, list):
        return [number for value in thing for number in numbers_in(value)]
    return [thing] if isinstance(thing, int | float) and not isinstance(thing, bool) else []


def form_of(thing: Any) -> Any:
    """The same with every number the same."""
    if isinstance(thing, dict):
        return {key: form_of(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [form_of(value) for value in thing]
    return 0 if numbers_in(thing) else thing


def findings(draw: Drawer, kind: ReleaseKind, people: Sequence[Person]) -> list[str]:
    """What a release of this kind says of these people besides noise: for each of the numbers from none to all."""
    wrong, form = [], None
    for size in range(len(people) + 1):
        marks = Marks()
        drawn = draw(people=people[:size], kind=kind, labels=labels_for(kind), noise=marks)
        tables = {str(table): cells for table, cells in drawn.tables.items()}
        if sorted(numbers_in(tables)) != sorted(marks.given):
            wrong.append(
                f"{kind}, {size} people: a number without noise, or noise that is drawn and not shown"
            )
        if form not in (None, form_of(tables)):
            wrong.append(f"{kind}, {size} people: another form than with one person less")
        form = form_of(tables)
    return wrong
