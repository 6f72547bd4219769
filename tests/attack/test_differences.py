"""Differencing over all pairs of releases and tables."""

import pytest

from insights.queries import policy
from tests.attack.dice import SeededNoise
from tests.attack.differences import chi_square, compare, findings


@pytest.mark.parametrize("large", [False, True], ids=["few tables", "all tables"])
def test_no_difference_is_right_more_often_than_chance(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "LARGE_FROM", -10_000 if large else 10_000)
    groups = compare(size=40, noise=SeededNoise, large=large, campaigns=20, local=160)
    for group, one in groups.items():
        print(large, *group, one)
    print(chi_square(list(groups.values())))
    assert len(groups) == 6
    assert sum(one.looked_at for one in groups.values()) > 2_000
    assert findings(groups) == []
