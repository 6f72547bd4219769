"""What one participation may change: never more than the noise is made for."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.models import Outcome, ReleaseKind, TableKind
from insights.queries import policy
from insights.queries.policy import Part, Rule
from insights.queries.tabulation import (
    DIFFERENCES,
    OWN_IDEAS,
    Cells,
    Labels,
    Means,
    Person,
    records_of,
    tabulate,
)

BARRIERS, DOMAINS = ["te-druk", "durf-niet"], ["buurt", "winkel", "anders"]
IDEAS = [f"idee-{number}" for number in range(9)]
LABELS = Labels(
    barriers=BARRIERS,
    domains=DOMAINS,
    ideas=[{"key": key, "domain": "buurt"} for key in [*IDEAS, OWN_IDEAS]],
)
RULES = [*policy.INTERIM, policy.COURSE, *policy.LARGE, *policy.SMALL, *policy.NATIONAL]

tenths = st.floats(0, 10)
persons = st.builds(
    Person,
    number=st.integers(1, 10_000),
    active_days=st.integers(0, 14),
    finished=st.booleans(),
    mirror=st.sampled_from([None, *DIFFERENCES]),
    barrier=st.sampled_from([None, *BARRIERS, "niet-meer-bekend"]),
    domain=st.sampled_from([None, *DOMAINS, "niet-meer-bekend"]),
    tries=st.lists(
        st.tuples(st.sampled_from([*IDEAS, "van-ons-een", "van-ons-twee"]), st.sampled_from(Outcome)),
        max_size=30,
    ).map(tuple),
    means=st.none()
    | st.builds(
        Means,
        domain=st.sampled_from([*DOMAINS, "niet-meer-bekend"]),
        enjoyed=tenths,
        expected=tenths,
        positive=tenths,
    ),
    mood=st.sampled_from([None, *DIFFERENCES]),
)


def measures(part: Part) -> list[str]:
    return [str(outcome) for outcome in Outcome] if part.measure == "records" else [part.measure]


def distance(one: Cells, other: Cells, part: Part) -> int:
    assert [cell["key"] for cell in one] == [cell["key"] for cell in other]
    return sum(
        abs(before[measure] - after[measure])
        for before, after in zip(one, other, strict=True)
        for measure in measures(part)
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.table}-{rule.epsilon}")
@settings(max_examples=150, deadline=None)
@given(others=st.lists(persons, max_size=12), somebody=persons, place=st.integers(0, 12))
def test_one_participation_never_moves_a_table_more_than_its_bound(
    rule: Rule, others: list[Person], somebody: Person, place: int
) -> None:
    without = tabulate(others, rule, LABELS)
    with_them = tabulate([*others[:place], somebody, *others[place:]], rule, LABELS)
    for part in rule.parts:
        assert distance(without, with_them, part) <= part.bound
        assert sum(part.bound for part in rule.parts) >= 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.table}-{rule.epsilon}")
def test_the_bound_is_reached_so_no_noise_is_wasted(rule: Rule) -> None:
    somebody = Person(
        number=1,
        active_days=2,
        mirror=DIFFERENCES[0],
        barrier="te-druk",
        domain="buurt",
        tries=tuple((idea, Outcome.POSITIVE) for idea in IDEAS),
        means=Means(domain="buurt", enjoyed=10, expected=0, positive=10),
        mood=DIFFERENCES[0],
    )
    for part in rule.parts:
        assert distance(tabulate([], rule, LABELS), tabulate([somebody], rule, LABELS), part) == part.bound


def test_every_cell_is_one_that_the_policy_names() -> None:
    keys = {
        (rule.table, rule.epsilon): [cell["key"] for cell in tabulate([], rule, LABELS)] for rule in RULES
    }
    assert keys == {
        (TableKind.ACTIVE, 15): ["active"],
        (TableKind.COURSE, 40): ["finished", "stopped"],
        (TableKind.MIRROR, 30): ["better", "same", "less"],
        (TableKind.BARRIER, 30): BARRIERS,
        (TableKind.DOMAIN, 30): DOMAINS,
        (TableKind.MIRROR, 90): ["better", "not_better"],
        (TableKind.TRIED, 80): [*IDEAS, OWN_IDEAS],
        (TableKind.SUMS, 30): DOMAINS,
        (TableKind.MOOD, 20): ["better", "same", "less"],
    }


@given(person=persons)
def test_one_record_for_an_idea_seven_at_most_and_the_last_one(person: Person) -> None:
    records = records_of(person)
    last = dict(person.tries)
    assert len(records) == min(7, len(last))
    assert Counter(idea for idea, _outcome in records).most_common(1)[:1] in (
        [],
        [(records[0][0], 1)] if records else [],
    )
    assert all(last[idea] == outcome for idea, outcome in records)


@given(person=persons, outcome=st.sampled_from(Outcome))
def test_which_seven_does_not_follow_from_how_it_went(person: Person, outcome: Outcome) -> None:
    changed = Person(number=person.number, tries=tuple((idea, outcome) for idea, _was in person.tries))
    assert [idea for idea, _ in records_of(person)] == [idea for idea, _ in records_of(changed)]


def test_what_a_participation_costs_in_all_is_what_is_promised() -> None:
    """Below ln 19: from fifty-fifty nobody comes to 95 % sure that somebody took part."""

    def cost(rules: list[Rule]) -> int:
        return sum(rule.epsilon for rule in rules)

    national = cost([*policy.NATIONAL])
    assert national == 130
    for more in (policy.LARGE, policy.SMALL):
        assert cost([*policy.INTERIM, *policy.INTERIM, policy.COURSE, *more]) == 160
    assert 160 + national == 290


@pytest.mark.parametrize("kind", ReleaseKind)
@pytest.mark.parametrize("large", [False, True])
def test_a_reader_finds_the_rule_of_every_table(kind: ReleaseKind, large: bool) -> None:
    found = []
    for table in TableKind:
        try:
            found.append(policy.rule_of(kind, table, large=large))
        except LookupError:
            continue
    expected = {
        ReleaseKind.INTERIM_1: policy.INTERIM,
        ReleaseKind.INTERIM_2: policy.INTERIM,
        ReleaseKind.NATIONAL: policy.NATIONAL,
    }.get(kind, (policy.COURSE, *(policy.LARGE if large else policy.SMALL)))
    assert sorted(found, key=lambda rule: rule.table) == sorted(expected, key=lambda rule: rule.table)
