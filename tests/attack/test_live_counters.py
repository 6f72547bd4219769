"""No count of participants exists between releases: not on a page, not in a query that a page could use."""

from tests.attack.counters import findings, judged_for_nothing, sources


def test_nothing_counts_participants_outside_a_draw() -> None:
    assert findings(sources()) == []


def test_what_was_judged_is_still_there() -> None:
    assert judged_for_nothing(sources()) == []
