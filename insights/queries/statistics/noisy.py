"""A number that carries noise: one cell of a release, or some of them added up."""

from collections.abc import Iterable
from dataclasses import dataclass

from insights.queries.policy import RECORDS, Part
from insights.queries.statistics import laplace

# How alike the records of one person are, from 0 (not at all) to 1 (the same). Not measured: chosen, and written down.
ICC = 0.1
# How much more a sum over ideas varies, because one person may have so many records in it (the design effect).
CLUSTERING = 1 + (RECORDS - 1) * ICC


@dataclass(frozen=True, slots=True)
class Noisy:
    """`value` with the noise of `cells` cells in it, each of this scale."""

    value: int
    scale: float
    cells: int = 1

    @classmethod
    def of(cls, numbers: Iterable[int], part: Part) -> "Noisy":
        """The sum of these numbers of a table, drawn by the rule of `part`."""
        numbers = list(numbers)
        return cls(sum(numbers), part.scale, len(numbers))

    def __add__(self, other: "Noisy") -> "Noisy":
        """Of different cells with the same noise. Raises ValueError when the noise differs."""
        if self.scale != other.scale:
            raise ValueError("cells with different noise are not added up")
        return Noisy(self.value + other.value, self.scale, self.cells + other.cells)

    @property
    def margin(self) -> int:
        """95 %: what our own noise may have done to it."""
        return laplace.margin(self.scale, self.cells)

    @property
    def variance(self) -> float:
        return self.cells * laplace.variance(self.scale)

    @property
    def fourth_cumulant(self) -> float:
        return self.cells * laplace.fourth_cumulant(self.scale)
