"""What a release says: blocks from tables made by hand, in plain words, with margins."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.models import Release, ReleaseKind, TableKind
from insights.queries.blocks import Amount, Bar, Block, BlockKey, Verdict
from insights.queries.reading import blocks_from, blocks_of
from insights.queries.readings.names import Names
from insights.queries.readings.tables import Tables, amount_of
from insights.queries.statistics import Noisy
from interactions.models import Barrier
from tests.factories import make_campaign, make_idea
from tests.releases import make_release

Cells = Sequence[Mapping[str, Any]]
NAMES = Names(
    domains={"winkel": "winkel", "buurt": "buurt"},
    barriers={"te-druk": "Ik had het te druk", "spannend": "Ik vond het spannend"},
    ideas={"idee": "Vraag de tijd", "tweede": "Zwaai naar de buren"},
)
MIRROR = [
    {"key": "better", "people": 140},
    {"key": "same", "people": 40},
    {"key": "less", "people": 20},
]


def tables(kind: ReleaseKind, cells: Mapping[TableKind, Cells], *, large: bool = True) -> Tables:
    return Tables(kind=kind, large=large, cells=cells)


def block(blocks: Sequence[Block], key: BlockKey) -> Block:
    return next(block for block in blocks if block.key == key)


def counts(**people: int) -> Cells:
    return [{"key": key, "people": number} for key, number in people.items()]


def idea(
    key: str, *, not_tried: int, positive: int, not_positive: int, unknown: int = 0, act: str = "ask"
) -> dict[str, Any]:
    return {
        "key": key,
        "domain": "winkel",
        "form": "tip",
        "act": act,
        "step": "zin",
        "not_tried": not_tried,
        "positive": positive,
        "not_positive": not_positive,
        "unknown": unknown,
    }


def sums(key: str, people: int, *, enjoyed: float, expected: float, positive: float) -> dict[str, Any]:
    means = {"enjoyed": enjoyed, "expected": expected, "positive": positive}
    return {
        "key": key,
        "people": people,
        **{name: round((mean - 5) * 10 * people) for name, mean in means.items()},
    }


def national(*, ideas: Cells = (), people: int = 6_000) -> list[Block]:
    cells = {
        TableKind.TRIED: ideas,
        TableKind.SUMS: [
            sums("winkel", people, enjoyed=7.3, expected=4.6, positive=8.2),
            sums("buurt", 4, enjoyed=7.3, expected=4.6, positive=8.2),
        ],
        TableKind.MOOD: counts(better=people // 2, same=people // 4, less=people // 4),
    }
    return blocks_from(tables(ReleaseKind.NATIONAL, cells), NAMES)


def test_an_interim_release_says_how_many_take_part_with_its_margin() -> None:
    (people,) = blocks_from(tables(ReleaseKind.INTERIM_1, {TableKind.ACTIVE: counts(active=52)}), Names())
    assert people.sentence == "Ongeveer 52 mensen doen mee; dat kunnen er 32 tot 72 zijn."
    assert people.bars == [Bar("active", "doen mee", amount=Amount(52, 20, shown=True))]


@pytest.mark.parametrize("number", [9, 0, -12])
def test_below_ten_the_number_is_not_said(number: int) -> None:
    (people,) = blocks_from(tables(ReleaseKind.INTERIM_1, {TableKind.ACTIVE: counts(active=number)}), Names())
    assert people.sentence == "Er doen te weinig mensen mee om een aantal te noemen."
    assert [bar.amount.shown for bar in people.bars if bar.amount] == [False]


def test_the_course_is_one_number_of_two_cells_with_a_wider_margin() -> None:
    found = blocks_from(
        tables(ReleaseKind.FINAL, {TableKind.COURSE: counts(finished=290, stopped=120)}), NAMES
    )
    people = block(found, BlockKey.PEOPLE)
    assert people.sentence == (
        "Ongeveer 410 mensen deden mee; dat kunnen er 400 tot 420 zijn. "
        "Tot het eind gingen er ongeveer 7 van de 10 door; dat kan ook 8 zijn."
    )
    (together,) = people.bars
    assert together.amount == Amount(410, 10, shown=True)
    assert [(bar.key, bar.amount and bar.amount.margin) for bar in together.more] == [
        ("finished", 7),
        ("stopped", 7),
    ]


def test_the_mirror_is_one_plain_sentence() -> None:
    found = blocks_from(tables(ReleaseKind.FINAL, {TableKind.MIRROR: MIRROR}), NAMES)
    mirror = block(found, BlockKey.MIRROR)
    assert (
        mirror.sentence
        == "Bij ongeveer 7 van de 10 deelnemers ging het beter dan gedacht; dat kan 6 of 8 zijn."
    )
    assert [bar.label for bar in mirror.bars] == [
        "beter dan gedacht",
        "zoals gedacht",
        "minder goed dan gedacht",
    ]


def test_the_mirror_of_a_small_campaign_has_two_sides_and_says_so_when_it_is_too_early() -> None:
    cells = {TableKind.MIRROR: counts(better=14, not_better=6)}
    mirror = block(blocks_from(tables(ReleaseKind.FINAL, cells, large=False), NAMES), BlockKey.MIRROR)
    assert (
        mirror.sentence == "Het is nog niet te zeggen of het bij de meeste deelnemers beter ging dan gedacht."
    )
    assert [bar.share is None for bar in mirror.bars] == [False, True]  # below ten: no share either


def test_a_barrier_is_named_only_when_it_stands_out() -> None:
    clear = {TableKind.BARRIER: [{"key": "te-druk", "people": 300}, {"key": "spannend", "people": 60}]}
    barriers = block(blocks_from(tables(ReleaseKind.FINAL, clear), NAMES), BlockKey.BARRIERS)
    assert barriers.sentence == (
        "Wat mensen het vaakst tegenhield: ‘Ik had het te druk’. Dat gold voor ongeveer 8 van de 10 deelnemers die een "
        "drempel noemden; dat kan ook 9 zijn."
    )
    close = {TableKind.BARRIER: [{"key": "te-druk", "people": 110}, {"key": "spannend", "people": 100}]}
    barriers = block(blocks_from(tables(ReleaseKind.FINAL, close), NAMES), BlockKey.BARRIERS)
    assert barriers.sentence == "Er is niet één drempel die er duidelijk uitspringt."


def test_a_place_is_named_only_when_it_stands_out() -> None:
    cells = {TableKind.DOMAIN: counts(winkel=300, buurt=100)}
    domains = block(blocks_from(tables(ReleaseKind.FINAL, cells), NAMES), BlockKey.DOMAINS)
    assert domains.sentence == (
        "Het vaakst gebeurde het hier: winkel. Dat gold voor ongeveer 8 van de 10 deelnemers; dat kan ook 7 zijn."
    )


def test_expectation_stands_beside_experience_and_beside_published_figures() -> None:
    fear = block(national(), BlockKey.FEAR)
    assert fear.sentence.startswith(
        "Vooraf dachten mensen dat gemiddeld 4,6 van de 10 positief zouden reageren, en dat werden er 8,2. "
        "Dat is 3,6 van de 10 meer; het verschil kan "
    )
    assert [bar.key for bar in fear.bars] == [
        "expected",
        "happened",
        "published:sandstrom-2022",
        "published:epley-2014",
    ]
    assert "andere mensen" in fear.note


def test_a_number_of_people_that_is_mostly_noise_is_not_said() -> None:
    assert block(national(people=100), BlockKey.PEOPLE).sentence == (
        "We weten nog van te weinig mensen hoe het ging om een aantal te noemen."
    )


def test_a_number_that_is_not_shown_is_not_passed_on_either() -> None:
    assert amount_of(Noisy(9, 2.5)) == Amount(0, 7, shown=False)
    assert amount_of(Noisy(10, 2.5)) == Amount(10, 7, shown=True)


@pytest.mark.parametrize("expected", [4.64, 4.56, 4.649])
def test_the_gap_is_what_a_reader_would_subtract(expected: float) -> None:
    cells = {
        TableKind.TRIED: [],
        TableKind.SUMS: [sums("winkel", 9_000, enjoyed=7, expected=expected, positive=8.16)],
        TableKind.MOOD: counts(better=0, same=0, less=0),
    }
    assert (
        "Dat is 3,6 van de 10 meer"
        in block(blocks_from(tables(ReleaseKind.NATIONAL, cells), NAMES), BlockKey.FEAR).sentence
    )


def test_with_few_people_the_gap_is_not_claimed() -> None:
    assert block(national(people=60), BlockKey.FEAR).sentence == (
        "Het is nog niet te zeggen of het beter ging dan mensen dachten."
    )


def test_a_domain_with_few_people_has_no_mark() -> None:
    pleasant = block(national(), BlockKey.PLEASANT)
    assert [(bar.key, bar.mean is None) for bar in pleasant.bars] == [("winkel", False), ("buurt", True)]
    assert pleasant.sentence.endswith("Duidelijk beter dan gevreesd ging het hier: winkel.")


def test_a_mean_that_may_be_anything_is_no_figure() -> None:
    few, enough = (block(national(people=people), BlockKey.PLEASANT).bars[0] for people in (20, 6_000))
    assert few.amount is not None
    assert (few.key, few.amount.shown, few.mean) == ("winkel", True, None)
    assert [one.mean for one in few.more] == [None, None]
    assert enough.mean is not None


def test_mood_says_nothing_about_a_cause() -> None:
    mood = block(national(), BlockKey.MOOD)
    assert mood.sentence == (
        "Bij ongeveer 5 van de 10 mensen werd het cijfer voor ‘in je vel’ hoger. Bij ongeveer 3 van de 10 werd het "
        "lager; dat kan ook 2 zijn."
    )
    assert "Waardoor het komt, weten we niet." in mood.note


def test_ideas_get_a_verdict_and_the_rule_stands_beside_it() -> None:
    ideas = [
        idea("idee", not_tried=400, positive=900, not_positive=100),
        idea("tweede", not_tried=400, positive=200, not_positive=700),
        idea("onbekend", not_tried=20, positive=20, not_positive=20),
    ]
    works = block(national(ideas=ideas), BlockKey.WORKS)
    assert [(bar.label, bar.verdict) for bar in works.bars] == [
        ("Vraag de tijd", Verdict.WORKS),
        ("Zwaai naar de buren", Verdict.DOES_NOT),
        ("onbekend", Verdict.UNKNOWN),
    ]
    assert works.sentence == "We bekeken 3 ideeën. Werkt: 1. Werkt niet: 1. Weten we nog niet: 1."
    assert works.note.startswith("Werkt: van minstens 100 reacties")


def test_kinds_are_sums_of_the_ideas_and_one_is_named_when_it_stands_out() -> None:
    ideas = [
        idea("idee", not_tried=400, positive=900, not_positive=100, act="ask"),
        idea("tweede", not_tried=400, positive=500, not_positive=500, act="greet"),
        idea("derde", not_tried=400, positive=900, not_positive=100, act="ask"),
    ]
    kinds = block(national(ideas=ideas), BlockKey.KINDS)
    answers = {bar.key: bar.share.answers for bar in kinds.bars if bar.share}
    assert answers == {
        "form:tip": 3_000,
        "act:ask": 2_000,
        "act:greet": 1_000,
        "step:zin": 3_000,
        "domain:winkel": 3_000,
    }
    assert kinds.sentence == (
        "Bij vragen (wat je doet) reageerden mensen het vaakst positief: ongeveer 9 van de 10."
    )


def test_a_kind_is_less_sure_than_an_idea_because_people_have_several_records_in_it() -> None:
    blocks = national(ideas=[idea("idee", not_tried=400, positive=900, not_positive=300)])
    (works,), kinds = block(blocks, BlockKey.WORKS).bars, block(blocks, BlockKey.KINDS).bars
    assert works.share is not None
    for bar in kinds:
        assert bar.share is not None
        assert bar.share.high - bar.share.low > works.share.high - works.share.low


def test_an_empty_country_has_every_block_and_claims_nothing() -> None:
    cells: Mapping[TableKind, Cells] = {
        TableKind.TRIED: [],
        TableKind.SUMS: [],
        TableKind.MOOD: counts(better=0, same=-4, less=3),
    }
    blocks = blocks_from(tables(ReleaseKind.NATIONAL, cells), Names())
    assert [block.key for block in blocks] == [
        BlockKey.PEOPLE,
        BlockKey.FEAR,
        BlockKey.WORKS,
        BlockKey.KINDS,
        BlockKey.PLEASANT,
        BlockKey.MOOD,
    ]
    assert block(blocks, BlockKey.WORKS).sentence == "Het is nog van geen enkel idee te zeggen of het werkt."


def every_bar(bars: Sequence[Bar]) -> Iterator[Bar]:
    for bar in bars:
        yield bar
        yield from every_bar(bar.more)


NUMBERS = st.integers(min_value=-80, max_value=9_000)


@settings(deadline=None)
@given(
    numbers=st.lists(NUMBERS, min_size=17, max_size=17), far=st.integers(min_value=-90_000, max_value=90_000)
)
def test_whatever_the_noise_did_every_figure_stays_on_its_scale(numbers: list[int], far: int) -> None:
    better, same, less, first, second, *rest = numbers
    cells: Mapping[TableKind, Cells] = {
        TableKind.TRIED: [
            idea("idee", not_tried=rest[0], positive=rest[1], not_positive=rest[2], unknown=rest[3]),
            idea(
                "tweede",
                not_tried=rest[4],
                positive=rest[5],
                not_positive=rest[6],
                unknown=rest[7],
                act="greet",
            ),
        ],
        TableKind.SUMS: [
            {"key": "winkel", "people": rest[8], "enjoyed": far, "expected": -far, "positive": far // 2},
            {"key": "buurt", "people": rest[9], "enjoyed": 7, "expected": far, "positive": -far},
        ],
        TableKind.MOOD: counts(better=better, same=same, less=less),
    }
    local: Mapping[TableKind, Cells] = {
        TableKind.COURSE: counts(finished=first, stopped=second),
        TableKind.MIRROR: counts(better=better, same=same, less=less),
        TableKind.BARRIER: [{"key": "te-druk", "people": first}, {"key": "spannend", "people": second}],
        TableKind.DOMAIN: counts(winkel=first, buurt=same),
    }
    blocks = [
        *blocks_from(tables(ReleaseKind.NATIONAL, cells), NAMES),
        *blocks_from(tables(ReleaseKind.FINAL, local), NAMES),
    ]
    assert len(blocks) == 10
    for found in blocks:
        assert found.sentence.endswith(".")
        for bar in every_bar(found.bars):
            if bar.share is not None:
                assert 0 <= bar.share.low <= bar.share.value <= bar.share.high <= 1
                assert bar.share.answers >= 10
            if bar.mean is not None:
                assert 0 <= bar.mean.low <= bar.mean.value <= bar.mean.high <= 10
            if bar.amount is not None:
                assert bar.amount.value >= 10 if bar.amount.shown else bar.amount.value == 0


@pytest.mark.django_db
def test_the_mirror_of_a_release_is_read_by_the_rule_it_was_drawn_by() -> None:
    cells = {
        TableKind.COURSE: counts(finished=60, stopped=20),
        TableKind.MIRROR: counts(better=50, not_better=20),
    }
    release = make_release(campaign=make_campaign(), tables=cells)
    mirror = block(blocks_of(release), BlockKey.MIRROR)
    assert [bar.amount.margin for bar in mirror.bars if bar.amount] == [3, 3]  # ε .90, not .30


@pytest.mark.django_db
def test_a_release_of_other_rules_is_not_read_by_those_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    release = make_release(
        campaign=make_campaign(), kind=ReleaseKind.INTERIM_1, tables={TableKind.ACTIVE: counts(active=52)}
    )
    assert len(blocks_of(release)) == 1
    monkeypatch.setattr("insights.queries.reading.VERSION", 2)
    with pytest.raises(LookupError, match="policy 1"):
        blocks_of(release)


def test_where_the_whole_is_not_shown_its_parts_are_not_either() -> None:
    few = tables(ReleaseKind.FINAL, {TableKind.COURSE: counts(finished=12, stopped=-4)}, large=False)
    (together,) = block(blocks_from(few, Names()), BlockKey.PEOPLE).bars
    assert together.amount is not None
    assert (together.amount.shown, list(together.more)) == (False, [])


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 12])
def test_a_release_takes_the_same_few_queries_however_much_is_in_it(
    number: int, django_assert_num_queries: Any
) -> None:
    versions = [make_idea(key=f"idee-{place}") for place in range(number)]
    Barrier.objects.create(key="te-druk", label="Ik had het te druk", answer="", offers="none", position=1)
    cells = {
        TableKind.TRIED: [idea(v.idea.key, not_tried=50, positive=300, not_positive=20) for v in versions],
        TableKind.SUMS: [sums("buurt", 900, enjoyed=7, expected=5, positive=8)],
        TableKind.MOOD: counts(better=100, same=100, less=100),
    }
    release = Release.objects.get(
        pk=make_release(kind=ReleaseKind.NATIONAL, cohort="2026-Q4", tables=cells).pk
    )
    with django_assert_num_queries(4):  # draw, tables, domains, ideas
        blocks = blocks_of(release)
    assert {bar.label for bar in block(blocks, BlockKey.WORKS).bars} == {
        version.title for version in versions
    }


def test_english_readers_get_english() -> None:
    with override("en"):
        (people,) = blocks_from(tables(ReleaseKind.INTERIM_1, {TableKind.ACTIVE: counts(active=52)}), Names())
    assert people.title == "How many people are taking part?"
