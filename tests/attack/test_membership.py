"""The membership audit of every table with the real mechanism, at the neighbour that gives most away."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from insights.models import Outcome
from insights.queries import policy
from insights.queries.policy import Part, Rule
from insights.queries.tabulation import Means, Person
from insights.services.noise import discrete_laplace
from interactions.queries.mirror import Difference
from tests.attack.audits import audit
from tests.attack.crowds import BARRIERS, DOMAINS, IDEAS, LOCAL, NATIONAL, crowd
from tests.attack.dice import chance_of, chi_square_limit

# Who adds to every table, and to the sums as much as anybody can. Nine ideas of a municipality itself share one cell:
# so all seven records that count are in one number, where they tell most.
FULL = Person(
    number=9_999,
    active_days=9,
    finished=True,
    mirror=Difference.BETTER,
    barrier=BARRIERS[0],
    domain=DOMAINS[0],
    tries=tuple((f"van-ons-{number}", Outcome.POSITIVE) for number in range(9)),
    means=Means(DOMAINS[0], enjoyed=10, expected=0, positive=10),
    mood=Difference.BETTER,
)
MANY_CELLS = Person(number=9_998, tries=tuple((idea, Outcome.POSITIVE) for idea in IDEAS[:9]))
RULES = [*policy.INTERIM, policy.COURSE, *policy.LARGE, *policy.SMALL, *policy.NATIONAL]


def _id(rule: Rule) -> str:
    return f"{rule.table} {rule.epsilon}"


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return [one.whole for one in crowd(random.Random("membership"), 60)]


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_no_table_tells_more_of_one_person_than_the_ledger_says(rule: Rule, people: list[Person]) -> None:
    national = rule in policy.NATIONAL
    for one in audit(rule, people, FULL, NATIONAL if national else LOCAL, discrete_laplace):
        print(rule.table, one)
        assert one.distance == one.bound, "the worst neighbour there is"
        assert one.finding == ""
        assert one.measured > 0, "somebody who counts leaves a trace: the audit sees something"


@pytest.mark.parametrize(
    "part", [Part("people", 40), Part("records", 80, bound=7)], ids=["counts", "records"]
)
def test_the_mechanism_has_the_distribution_that_the_attacks_assume(part: Part) -> None:
    counted = Counter(discrete_laplace([0] * 40_000, part))
    edge = int(part.scale * 4)
    cells = [(counted[value], 40_000 * chance_of(value, part.scale)) for value in range(-edge, edge + 1)]
    outside = 40_000 - sum(seen for seen, _ in cells)
    cells.append((outside, 40_000 - sum(expected for _, expected in cells)))
    found = sum((seen - expected) ** 2 / expected for seen, expected in cells)
    assert found < chi_square_limit(len(cells) - 1, 1e-6)


def _anybody() -> Iterator[Person]:
    for number in range(40):
        yield from (one.whole for one in crowd(random.Random(f"bound {number}"), 10))


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_nobody_adds_more_than_the_bound(rule: Rule) -> None:
    labels = NATIONAL if rule in policy.NATIONAL else LOCAL
    for person in [*_anybody(), FULL, MANY_CELLS]:
        for one in audit(rule, [], person, labels, lambda numbers, part: [0]):
            assert one.distance <= one.bound
