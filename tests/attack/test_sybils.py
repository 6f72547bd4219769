"""The n-1 attack with fake participants: nobody is recovered, whatever the size of the campaign and its tables."""

import pytest

from insights.queries import policy
from tests.attack.dice import SeededNoise
from tests.attack.posteriors import TARGETS, attack_campaigns

CAMPAIGNS = 25


@pytest.mark.parametrize("large", [False, True], ids=["few tables", "all tables"])
@pytest.mark.parametrize("size", [40, 120, 500])
def test_nobody_is_recovered_by_who_knows_everybody_else(
    size: int, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "LARGE_FROM", -10_000 if large else 10_000)
    findings = attack_campaigns(size=size, large=large, campaigns=CAMPAIGNS, noise=SeededNoise)
    for question in findings.asked:
        print(size, large, question, findings.asked[question], round(findings.highest[question], 3))
    assert findings.asked["takes part"] == findings.asked["stays away"] == CAMPAIGNS * TARGETS
    assert sum(findings.recovered.values()) == 0
