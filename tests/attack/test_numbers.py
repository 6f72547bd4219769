"""Every published number carries noise, and nothing else in a release depends on who took part."""

import random

import pytest

from insights.models import ReleaseKind
from insights.queries import policy
from insights.services.drawing import noisy_tables
from tests.attack.bodies import findings
from tests.attack.crowds import LOCAL, crowd
from tests.attack.dice import SeededNoise
from tests.attack.figures import draw_everything, only_noise, read, truth

KINDS = [
    ReleaseKind.INTERIM_1,
    ReleaseKind.INTERIM_2,
    ReleaseKind.FINAL,
    ReleaseKind.QUARTER,
    ReleaseKind.NATIONAL,
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_release_says_nothing_besides_noise(kind: ReleaseKind) -> None:
    alike = [one.whole for one in crowd(random.Random("alike"), 40) if one.whole.active]
    assert findings(noisy_tables, kind, alike[:12]) == []


@pytest.mark.parametrize("large", [False, True], ids=["few tables", "all tables"])
def test_noise_knows_no_numbers(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "LARGE_FROM", -10_000 if large else 10_000)
    people = crowd(random.Random("numbers"), 70)
    published = read(draw_everything(people, SeededNoise("the same dice")))
    noise = only_noise(SeededNoise("the same dice"))
    assert published == {
        number: value + noise[number] for number, value in truth(people, large=large).items()
    }


def test_which_tables_a_campaign_gets_follows_from_the_noisy_total() -> None:
    alike = [one.whole for one in crowd(random.Random("total"), 200) if one.whole.active]
    decided = set()
    for number in range(40):
        drawn = noisy_tables(
            people=alike[: policy.LARGE_FROM],
            kind=ReleaseKind.FINAL,
            labels=LOCAL,
            noise=SeededNoise(f"total {number}"),
        )
        total = sum(cell["people"] for cell in drawn.tables[policy.COURSE.table])
        assert drawn.large is (total >= policy.LARGE_FROM)
        decided.add(drawn.large)
    assert decided == {True, False}, "exactly a hundred people: the noise decides, not the truth"
