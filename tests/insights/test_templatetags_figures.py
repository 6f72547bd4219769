"""Figures as they are drawn: on one axis, in words, and never further than what is known."""

from hypothesis import given
from hypothesis import strategies as st

from insights.queries.blocks import Amount, Bar, Block, BlockKey, Mean, Share, Verdict
from insights.templatetags.figures import bars, chart_of


def share(value: float, low: float, high: float) -> Share:
    return Share(value, low, high, 120)


def test_a_share_is_a_bar_with_its_whisker_and_its_words() -> None:
    chart = chart_of(
        [Bar("a", "te druk", amount=Amount(22, 7, shown=True), share=share(0.34, 0.29, 0.39))],
        key=BlockKey.BARRIERS,
    )
    (line,) = chart.lines
    assert (line.width, line.low, line.high) == ("68.0%", "58.0%", "78.0%")  # the axis ends at 50%
    assert (line.value, line.between, line.count) == ("34%", "29% tot 39%", "22 ± 7")
    assert list(chart.axis) == ["0%", "25%", "50%"]
    assert list(chart.heads) == ["Waarde", "Tussen", "Aantal"]


def test_what_is_not_shown_has_no_bar_and_no_ends() -> None:
    chart = chart_of([Bar("a", "op reis", amount=Amount(4, 7, shown=False))], key=BlockKey.DOMAINS)
    (line,) = chart.lines
    assert (line.value, line.width, line.between, line.count) == ("minder dan 10", "", "", "")
    assert not chart.groups[0].is_drawn


def test_what_others_published_has_a_bar_and_no_whisker() -> None:
    published = Bar(
        "published", "Een onderzoek", more=[Bar("happened", "zo ging het", mean=Mean(9.2, 9.2, 9.2, 0))]
    )
    own = Bar("expected", "vooraf gedacht", mean=Mean(4.4, 4.1, 4.7, 900))
    chart = chart_of([own, published], key=BlockKey.FEAR)
    assert [(group.title, len(group.lines)) for group in chart.groups] == [("", 1), ("Een onderzoek", 1)]
    line = chart.groups[1].lines[0]
    assert (line.value, line.between, line.count, line.width) == ("9,2", "", "", "92.0%")


def test_kinds_of_ideas_stand_by_what_they_are_a_kind_of() -> None:
    tried = Bar("tried", "gedaan", share=share(0.4, 0.3, 0.5))
    kinds = [
        Bar("form:tip", "tip", share=share(0.8, 0.75, 0.85), verdict=Verdict.WORKS, more=[tried]),
        Bar("form:groetsmoesje", "smoesje", share=share(0.7, 0.6, 0.8), verdict=Verdict.UNKNOWN),
        Bar("step:zin", "zin", share=share(0.7, 0.6, 0.8), verdict=Verdict.UNKNOWN),
    ]
    chart = chart_of(kinds, key=BlockKey.KINDS)
    found = [(group.title, [line.label for line in group.lines]) for group in chart.groups]
    assert found == [("Vorm", ["tip", "smoesje"]), ("Stap", ["zin"])]
    assert (chart.groups[0].lines[0].tried, chart.groups[0].lines[0].verdict) == ("40%", "Werkt")
    assert len(chart.lines) == 4  # the table has the share tried as well


def test_ideas_stand_under_their_verdict_five_of_them_open() -> None:
    ideas = [
        Bar(f"i{number}", f"idee {number}", share=share(0.9, 0.85, 0.95), verdict=Verdict.WORKS)
        for number in range(7)
    ]
    made = bars(
        Block(BlockKey.WORKS, "Wat werkt?", "Zeven.", [*ideas, Bar("o", "ander", verdict=Verdict.UNKNOWN)])
    )
    assert [(one.name, len(one.first), len(one.rest)) for one in made["verdicts"]] == [
        ("Werkt", 5, 2), ("Werkt niet", 0, 0), ("Weten we nog niet", 1, 0),
    ]  # fmt: skip


def test_ten_people_are_sure_perhaps_or_not() -> None:
    made = bars(
        Block(BlockKey.MIRROR, "Beter?", "Ja.", [Bar("better", "beter", share=share(0.7, 0.61, 0.79))])
    )
    assert made["people"] == [*["on"] * 6, *["maybe"] * 2, *["off"] * 2]


def test_expected_and_happened_meet_when_both_are_known() -> None:
    expected, happened = Mean(4.4, 4.1, 4.7, 900), Mean(8.3, 8.0, 8.7, 900)
    both = [Bar("expected", "gedacht", mean=expected), Bar("happened", "gebeurd", mean=happened)]
    made = bars(Block(BlockKey.FEAR, "Wat?", "Zo.", both))
    assert made["mirror"] == {
        "expected": {"count": 4, "said": "4,4"},
        "happened": {"count": 8, "said": "8,3"},
    }
    assert bars(Block(BlockKey.FEAR, "Wat?", "Zo.", [both[0], Bar("happened", "gebeurd")]))["mirror"] is None


def test_where_a_mean_would_be_anything_it_says_so_and_about_how_many() -> None:
    bars = [
        Bar(
            "anders",
            "Anders",
            amount=Amount(13, 50, True),
            more=[Bar("expected", "wat mensen vooraf dachten")],
        ),
        Bar("buurt", "Buurt", amount=Amount(200, 9, True), mean=Mean(7.0, 6.5, 7.5, 200)),
    ]
    chart = chart_of(bars, key=BlockKey.PLEASANT)
    assert [(line.label, line.value, line.between, line.width) for line in chart.lines] == [
        ("Anders", "nog niet te zeggen", "", ""),
        ("wat mensen vooraf dachten", "", "", ""),
        ("Buurt", "7,0", "6,5 tot 7,5", "70.0%"),
    ]
    assert [group.title for group in chart.groups] == ["Buurt"]


@given(st.lists(st.tuples(st.integers(-50, 20_000), st.integers(0, 500)), min_size=1, max_size=6))
def test_no_bar_leaves_its_axis(numbers: list[tuple[int, int]]) -> None:
    found = [
        Bar(str(place), "mensen", amount=Amount(value, margin, shown=value >= 10))
        for place, (value, margin) in enumerate(numbers)
    ]
    for line in chart_of(found, key=BlockKey.PEOPLE).lines:
        for place in (line.width, line.low, line.high):
            assert place == "" or 0 <= float(place.rstrip("%")) <= 100
