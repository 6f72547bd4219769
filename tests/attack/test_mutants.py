"""Six ways to break the releases, each of which the attacks must notice: a test that cannot fail protects nobody.

Every mutant goes through the very check that the real code passes, in the file that is named with it.
"""

import dataclasses
import random
from collections.abc import Sequence

import pytest
from django.db import IntegrityError, connection, transaction

from insights.models import Release, ReleaseKind, TableKind
from insights.queries import policy, tabulation
from insights.queries.policy import Part, Rule
from insights.queries.tabulation import Cells, Labels, Person, tabulate
from insights.services.drawing import Drawn, canonical, noisy_tables
from insights.services.noise import Noise, discrete_laplace
from tests.attack import bodies, counters, differences, readings
from tests.attack.audits import audit
from tests.attack.crowds import LOCAL, NATIONAL, crowd
from tests.attack.dice import SeededNoise
from tests.attack.posteriors import attack_campaigns
from tests.attack.singling import single_out
from tests.attack.test_membership import FULL
from tests.attack.world import DAY, Ledger, begin, draw_now, draw_until, take_part
from tests.factories import AT_NOON


def some_people(size: int) -> list[Person]:
    return [one.whole for one in crowd(random.Random("mutants"), size)]


def halved(numbers: Sequence[int], part: Part) -> list[int]:
    """The real mechanism at half the scale."""
    return discrete_laplace(numbers, dataclasses.replace(part, epsilon=2 * part.epsilon))


class HalvedSeeded(SeededNoise):
    """The same with a seed."""

    def __call__(self, numbers: Sequence[int], part: Part) -> list[int]:
        return super().__call__(numbers, dataclasses.replace(part, epsilon=2 * part.epsilon))


class AlwaysTheSame(SeededNoise):
    """The same noise on every number."""

    def __call__(self, numbers: Sequence[int], part: Part) -> list[int]:
        return [number + 3 for number in numbers]


# 1. Noise anew for every reader ---------------------------------------------------------------------------------------


def test_noise_drawn_for_each_reading_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "LARGE_FROM", -10_000)
    people, noise = some_people(120), SeededNoise("anew")
    true = {
        (str(rule.table), cell["key"]): cell["people"]
        for rule in (policy.COURSE, *policy.LARGE)
        for cell in tabulate(people, rule, LOCAL)
    }

    def read_anew() -> str:
        drawn = noisy_tables(people=people, kind=ReleaseKind.FINAL, labels=LOCAL, noise=noise)
        return canonical({"tables": {str(table): cells for table, cells in drawn.tables.items()}})

    frozen = read_anew()
    assert readings.findings(lambda: frozen, true) == []
    several, averaged = readings.findings(read_anew, true)
    assert several == "400 different bodies"
    assert averaged.startswith("averaging gives")


# 2. Half the noise ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [policy.COURSE, policy.NATIONAL[0]], ids=lambda rule: rule.table)
def test_half_the_noise_is_noticed_by_the_membership_audit(rule: Rule) -> None:
    labels = NATIONAL if rule in policy.NATIONAL else LOCAL
    for one in audit(rule, some_people(60), FULL, labels, halved):
        print(rule.table, one)
        assert one.finding.startswith(f"{one.measure}: ε is at least")


def test_half_the_noise_lets_the_one_who_knows_the_rest_recover_people(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(policy, "LARGE_FROM", -10_000)
    found = attack_campaigns(size=120, large=True, campaigns=5, noise=HalvedSeeded, sharper=2)
    assert found.recovered["takes part"] > 0


def test_hardly_any_noise_lets_a_release_single_people_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "LARGE_FROM", -10_000)
    singled = single_out(
        size=120, runs=50, noise=lambda seed: lambda numbers, part: list(numbers), sharper=100, large=True
    )
    assert singled.finding.startswith("isolates")


def test_noise_that_is_the_same_everywhere_is_noticed_by_differencing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(policy, "LARGE_FROM", 10_000)
    groups = differences.compare(size=40, noise=AlwaysTheSame, large=False, campaigns=1, local=160)
    whole = {group: one for group, one in groups.items() if one.expected >= differences.ENOUGH}
    assert whole
    (finding,) = differences.findings(whole)
    assert finding.startswith("chi-square")


# 3. The threshold on the true value -----------------------------------------------------------------------------------


def on_the_true_value(
    *, people: Sequence[Person], kind: ReleaseKind, labels: Labels, noise: Noise = discrete_laplace
) -> Drawn:
    """Leaves out what is really below ten."""
    drawn = noisy_tables(people=people, kind=kind, labels=labels, noise=noise)
    tables = {}
    for rule in drawn.rules:
        enough = {
            cell["key"]
            for cell in tabulate(people, rule, labels)
            if cell.get("people", policy.SHOWN_FROM) >= policy.SHOWN_FROM
        }
        tables[rule.table] = [cell for cell in drawn.tables[rule.table] if cell["key"] in enough]
    return dataclasses.replace(drawn, tables=tables)


@pytest.mark.parametrize("kind", [ReleaseKind.INTERIM_1, ReleaseKind.FINAL, ReleaseKind.NATIONAL])
def test_a_threshold_on_the_true_value_is_noticed(kind: ReleaseKind) -> None:
    alike = [FULL] * 12
    assert bodies.findings(noisy_tables, kind, alike) == []
    wrong = bodies.findings(on_the_true_value, kind, alike)
    assert f"{kind}, 10 people: another form than with one person less" in wrong


# 4. Somebody in two cells ---------------------------------------------------------------------------------------------


def test_a_participant_in_two_cells_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = policy.LARGE[-1]
    assert rule.table == TableKind.DOMAIN

    def all_domains(people: Sequence[Person], rule: Rule, labels: Labels) -> Cells:
        """Every domain somebody was in, where the real one counts the one they tried most."""
        cells = tabulate(people, rule, labels)
        for person in people:
            cells[1]["people"] += person.active
        return cells

    people, noise = some_people(60), SeededNoise("two cells")
    (real,) = audit(rule, people, FULL, LOCAL, noise)
    assert real.finding == ""
    monkeypatch.setattr(tabulation, "tabulate", all_domains)
    (mutant,) = audit(rule, people, FULL, LOCAL, noise)
    assert mutant.finding == "people: one participation counts for 2, where 1 is the bound"
    assert mutant.certain > mutant.declared, "and that is to be seen in what is published"


# 5. A live counter ----------------------------------------------------------------------------------------------------

COUNTER = "\n\ndef taking_part(campaign):\n    return campaign.participations.count()\n"
LIVE_COUNTERS = {
    "on a page of staff": ("challenges/queries/staff_desk.py", COUNTER),
    "by a join": (
        "challenges/queries/campaigns.py",
        "\n\ndef by_size():\n    return Campaign.objects.annotate(size=Count('participations'))\n",
    ),
    "on the page of a campaign": ("challenges/queries/participations.py", COUNTER),
    "in SQL": (
        "challenges/services/delivery_summaries.py",
        "\n\ndef joined(cursor):\n    cursor.execute('SELECT count(*) FROM challenges_participation')\n",
    ),
    "of moments": (
        "interactions/queries/diary.py",
        "\n\ndef moments_today(day):\n    return Interaction.objects.filter(local_date=day).count()\n",
    ),
    "from the result pages": (
        "insights/queries/reading.py",
        "\n\nfrom insights.queries.people import population_of\n",
    ),
    "in a template": ("templates/challenges/landing.html", "{{ campaign.participations.count }}"),
}


@pytest.mark.parametrize("name", list(LIVE_COUNTERS))
def test_a_live_counter_is_noticed(name: str) -> None:
    path, more = LIVE_COUNTERS[name]
    files = counters.sources()
    assert path in files
    assert counters.findings(files) == []
    found = counters.findings({path: files[path] + more})
    assert found
    assert all(finding.startswith(path) for finding in found)


# 6. No cap ------------------------------------------------------------------------------------------------------------


def _costlier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody gives one table a little more, and forgets that the sum was full."""
    monkeypatch.setattr(policy, "COURSE", Rule(TableKind.COURSE, (Part("people", 60),)))


@pytest.mark.django_db
def test_spending_more_is_refused_by_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = begin(rolling=False, length=6)
    take_part(campaign, 3)
    draw_until(AT_NOON + 6 * DAY)
    before = Release.objects.count()
    _costlier(monkeypatch)
    with pytest.raises(IntegrityError, match="budget"), transaction.atomic():
        draw_now(campaign, kind=ReleaseKind.FINAL, now=AT_NOON + 10 * DAY)
    assert Release.objects.count() == before, "nothing is left of it"


@pytest.mark.django_db
def test_a_budget_without_its_guard_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'insights_budgetentry'::regclass"
            " AND tgname LIKE '%within_the_cap%'"
        )
        ((guard,),) = cursor.fetchall()
        cursor.execute(f"ALTER TABLE insights_budgetentry DISABLE TRIGGER {guard}")
    ledger = Ledger(monkeypatch)
    campaign = begin(rolling=False, length=6)
    person = take_part(campaign, 3)
    draw_until(AT_NOON + 6 * DAY)
    assert ledger.findings() == []
    _costlier(monkeypatch)
    draw_now(campaign, kind=ReleaseKind.FINAL, now=AT_NOON + 10 * DAY)
    assert ledger.findings() == [f"participation {person.pk}: local 180 where 160 is the cap"]
