"""Singling out, guided by the whole release: at most three points more often than by chance."""

import pytest

from insights.queries import policy
from tests.attack.dice import SeededNoise
from tests.attack.singling import single_out


@pytest.mark.parametrize(("size", "large"), [(40, False), (120, True)], ids=["forty", "a hundred and twenty"])
def test_a_release_hardly_helps_to_isolate_somebody(
    size: int, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "LARGE_FROM", -10_000 if large else 10_000)
    singled = single_out(size=size, runs=1_000, noise=SeededNoise, large=large)
    print(size, large, singled)
    assert singled.finding == ""
