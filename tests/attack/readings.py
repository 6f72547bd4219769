"""Reading the same release again and again: whoever gets new noise each time, averages it away."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping

READS = 400
Cell = tuple[str, str]  # the table and the key


def findings(read: Callable[[], str], true: Mapping[Cell, int], *, reads: int = READS) -> list[str]:
    """What many readings of a body tell beyond one: different bytes, or the true counts."""
    bodies: set[str] = set()
    sums: dict[Cell, int] = defaultdict(int)
    for _ in range(reads):
        body = read()
        bodies.add(body)
        for table, cells in json.loads(body)["tables"].items():
            for cell in cells:
                if "people" in cell:
                    sums[table, cell["key"]] += cell["people"]
    wrong = [f"{len(bodies)} different bodies"] if len(bodies) > 1 else []
    right = sum(round(sums[cell] / reads) == value for cell, value in true.items())
    if right > len(true) / 2:
        wrong.append(f"averaging gives {right} of {len(true)} true counts")
    return wrong
