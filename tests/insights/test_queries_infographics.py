"""What is on an infographic, for each kind of release."""

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from challenges.models import Campaign, Contribution
from insights.models import InfographicBlock as B
from insights.models import ReleaseKind, TableKind
from insights.queries.blocks import Bar, Block, BlockKey, Mean, Share, Verdict
from insights.queries.infographics.figures import measured, short, tenths, verdicts
from insights.queries.infographics.parts import Part, Shape, in_rows
from insights.queries.infographics.words import LONGEST, logbook_choices, logbook_rows, shared_choices
from interactions.models import Barrier
from tests.factories import make_campaign, make_domain, make_staff
from tests.insights.infographics import (
    EMPTY,
    SMALL,
    content,
    draft,
    keys,
    make_final,
    make_logbook,
    make_quote,
    saved,
)
from tests.releases import make_national, make_release, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    make_domain(key="buurt")
    make_domain(key="winkel", position=2)
    return make_campaign(length=14)


def test_a_large_campaign_has_its_own_figures_in_the_order_that_was_chosen(campaign: Campaign) -> None:
    release = make_final(campaign)
    chosen = [B.DOMAINS, B.PEOPLE, B.EXPECTATION, B.BARRIERS, B.DID]
    version = draft(release, blocks=chosen)
    assert keys(version) == [B.DOMAINS, B.EXPECTATION, B.BARRIERS, B.DID]
    whole = content(version)
    assert whole.many == "Ongeveer 140 mensen deden mee"
    assert "dat kunnen er" in whole.people
    assert whole.few is False


def test_without_the_part_about_people_no_number_of_people_stands_anywhere(campaign: Campaign) -> None:
    whole = content(draft(make_final(campaign), blocks=[B.EXPECTATION]))
    assert (whole.many, whole.people) == ("", "")


def test_the_mirror_of_a_large_campaign_has_three_sides_and_ten_people_in_the_last(
    campaign: Campaign,
) -> None:
    (part,) = content(draft(make_final(campaign), blocks=[B.EXPECTATION])).parts
    assert [side.label for side in part.sides] == ["Minder dan gedacht", "Zoals gedacht", "Beter dan gedacht"]
    assert [side.people for side in part.sides] == [None, None, 8]
    assert part.sides[2].text == "8 van de 10"
    assert part.sides[0].text == "te weinig om te zeggen"  # four people: below what is shown


def test_the_mirror_of_a_small_campaign_has_two_sides(campaign: Campaign) -> None:
    (part,) = content(draft(make_final(campaign, SMALL), blocks=[B.EXPECTATION])).parts
    assert [side.text for side in part.sides] == ["3 van de 10", "7 van de 10"]
    assert part.middle is None


def test_bars_have_a_margin_and_nothing_below_ten(campaign: Campaign) -> None:
    Barrier.objects.all().delete()
    (part,) = content(draft(make_final(campaign), blocks=[B.BARRIERS])).parts
    assert [(item.label, item.text) for item in part.items] == [("Druk", "60"), ("Geen-zin", "44")]
    assert all(item.small.startswith("± ") and item.low < item.value < item.high <= 1 for item in part.items)
    assert part.items[0].high == 1


def test_an_empty_campaign_says_kindly_that_there_are_too_few_and_shows_no_figure(campaign: Campaign) -> None:
    make_quote(campaign, "Het was leuk.")
    whole = content(draft(make_final(campaign, EMPTY), quotes=[Contribution.objects.get().pk]))
    assert whole.few is True
    assert (whole.many, whole.people) == ("", "")
    assert [(part.key, part.shape) for part in whole.parts] == [
        (B.DID, Shape.DID),
        (B.PEOPLE, Shape.NONE),
        (B.QUOTES, Shape.QUOTES),
    ]
    assert "te weinig mensen" in whole.parts[1].title
    assert not any(part.items or part.sides or part.cards for part in whole.parts)


def test_a_municipality_has_the_verdicts_of_the_newest_national_release_that_is_out(
    campaign: Campaign,
) -> None:
    release = make_final(campaign)
    assert keys(draft(release, blocks=[B.VERDICTS, B.DID])) == [B.DID]
    national = make_national()
    assert keys(draft(release, blocks=[B.VERDICTS, B.DID])) == [B.DID]  # nobody signed it
    sign(national, make_staff())
    assert keys(draft(release, blocks=[B.VERDICTS, B.DID])) == [B.DID]  # and one is not enough
    sign(national, make_staff())
    (part,) = content(draft(release, blocks=[B.VERDICTS])).parts
    assert part.tag == "landelijk"
    assert [card.kind for card in part.cards] == [Verdict.WORKS, Verdict.DOES_NOT, Verdict.UNKNOWN]
    assert [len(card.items) for card in part.cards] == [1, 0, 0]
    assert "reacties" in part.cards[0].items[0].small


def test_the_national_one_has_expectation_beside_experience_and_its_own_verdicts() -> None:
    make_domain(key="buurt")
    release = make_national()
    version = draft(release)
    assert keys(version) == [B.DID, B.EXPECTATION, B.VERDICTS, B.PLEASANT, B.MOOD, B.KINDS]
    whole = content(version)
    assert whole.many == "Ongeveer 400 mensen vertelden hoe het ging"
    expectation, judged = whole.parts[1], whole.parts[2]
    assert [side.label for side in expectation.sides] == ["Vooraf dachten mensen", "Zo ging het echt"]
    assert [side.people for side in expectation.sides] == [4, 9]
    assert judged.tag == ""
    assert whole.period == "Kwartaal 3 van 2026"


def test_an_interim_one_has_only_how_many(campaign: Campaign) -> None:
    tables = {TableKind.ACTIVE: ({"key": "active", "people": 77},)}
    release = make_release(campaign=campaign, kind=ReleaseKind.INTERIM_1, tables=tables)
    whole = content(draft(release))
    assert whole.many == "Ongeveer 77 mensen doen mee"
    assert [part.key for part in whole.parts] == [B.DID]


def test_what_we_did_and_what_is_needed_are_the_words_of_the_logbook(campaign: Campaign) -> None:
    entry = make_logbook(campaign, did="Een kraam op de markt.", differently="Eerder beginnen.")
    release = make_final(campaign)
    assert [choice.value for choice in logbook_choices(release)] == [
        f"{entry.pk}:did",
        f"{entry.pk}:differently",
    ]
    rows = logbook_rows(
        release, [f"{entry.pk}:did", f"{entry.pk}:differently", f"{entry.pk}:updated_by", "9:did", "x"]
    )
    assert [row["text"] for row in rows] == ["Een kraam op de markt.", "Eerder beginnen."]
    did, needed = content(draft(release, logbook=rows, blocks=[B.DID, B.NEEDED])).parts
    assert [said.text for said in did.said] == ["Een kraam op de markt."]
    assert [(said.text, said.source) for said in needed.said] == [
        ("Eerder beginnen.", "Logboek: een volgende keer anders")
    ]
    assert needed.tag == "ervaring, geen cijfer"
    assert "14 dagen lang" in did.sentence


def test_another_campaigns_words_cannot_be_chosen(campaign: Campaign) -> None:
    other = make_campaign()
    entry = make_logbook(other, did="Niet van ons.")
    quote = make_quote(other, "Ook niet van ons.")
    release = make_final(campaign)
    assert logbook_rows(release, [f"{entry.pk}:did"]) == []
    assert shared_choices(release) == {"quote": [], "helped": []}
    whole = content(draft(release, quotes=[quote.pk], blocks=[B.QUOTES]))
    assert (whole.parts, whole.quotes_gone) == ([], 1)


def test_a_quote_that_was_taken_back_or_returned_is_gone_from_every_version(campaign: Campaign) -> None:
    kept, back, returned = (make_quote(campaign, text) for text in ("Blijft.", "Terug.", "Niet goed."))
    version = saved(make_final(campaign), quotes=[kept.pk, back.pk, returned.pk], blocks=[B.QUOTES])
    assert [said.text for said in content(version).parts[0].said] == ["Blijft.", "Terug.", "Niet goed."]
    back.delete()
    Contribution.objects.filter(pk=returned.pk).update(status=Contribution.Status.RETURNED)
    whole = content(version)
    assert [said.text for said in whole.parts[0].said] == ["Blijft."]
    assert whole.quotes_gone == 2


def test_in_english_all_but_the_words_of_people_is_english(campaign: Campaign) -> None:
    quote = make_quote(campaign, "Het viel mee.")
    version = draft(
        make_final(campaign),
        quotes=[quote.pk],
        english={"headline": "Hello"},
        blocks=[B.PEOPLE, B.EXPECTATION, B.QUOTES],
    )
    with override("en"):
        whole = content(version)
    assert (whole.headline, whole.headline_language, whole.introduction_language) == ("Hello", "en", "nl")
    assert whole.many == "About 140 people took part"
    assert whole.parts[0].title == "Did it go better than expected?"
    assert whole.parts[1].said[0].text == "Het viel mee."


def test_which_version_it_is_stands_on_it(campaign: Campaign) -> None:
    release = make_final(campaign)
    lines = content(draft(release, number=3)).version
    assert lines[1] == f"sha256 {release.digest[:12]}"
    assert lines[2] == "Versie 3 · cijfers CC BY 4.0"


def test_it_takes_as_many_queries_however_much_there_is(
    campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    release = make_final(campaign)
    national = make_national()
    sign(national, make_staff(), make_staff())
    quotes = [make_quote(campaign, f"Citaat {number}.").pk for number in range(3)]
    for chosen, number in (([], 9), (quotes[:1], 10), (quotes, 10)):
        version = draft(release, quotes=chosen)
        with django_assert_num_queries(number):
            content(version)


def test_long_texts_end_at_a_word() -> None:
    assert short("kort") == "kort"
    assert short("a" * 200, 20) == "a" * 19 + "…"
    assert short("een twee drie, vier vijf", 16) == "een twee drie…"
    assert len(short("woord " * 100, LONGEST)) <= LONGEST


def test_a_share_is_so_many_of_ten() -> None:
    assert [tenths(share) for share in (-0.2, 0, 0.04, 0.05, 0.449, 0.95, 1, 1.3)] == [
        0,
        0,
        0,
        1,
        4,
        10,
        10,
        10,
    ]


def means(**places: tuple[float, float, float]) -> dict[BlockKey, Block]:
    bars = [Bar(key, key, mean=Mean(*figures, 100)) for key, figures in places.items()]
    return {BlockKey.PLEASANT: Block(BlockKey.PLEASANT, "Hoe leuk", "Zo leuk.", bars)}


def test_where_not_all_places_fit_the_surest_stay_and_not_the_highest() -> None:
    five = {
        "school": (8.0, 7.0, 9.0),
        "buurt": (7.0, 6.8, 7.2),
        "uit": (6.0, 5.0, 7.0),
        "winkel": (5.0, 4.9, 5.1),
        "ov": (3.0, 2.5, 3.5),
    }
    part = measured(means(werk=(9.0, 5.0, 10.0), **five), BlockKey.PLEASANT, B.PLEASANT, "Hoe leuk")
    assert part is not None
    assert [item.label for item in part.items] == ["School", "Buurt", "Uit", "Winkel", "Ov"]
    assert part.note == "Zo leuk. Je ziet de 5 waar we het meest van weten."
    part = measured(means(**five), BlockKey.PLEASANT, B.PLEASANT, "Hoe leuk")
    assert part is not None
    assert (len(part.items), part.note) == (5, "Zo leuk.")


def test_a_card_names_what_the_page_names_first() -> None:
    def idea(key: str, answers: int) -> Bar:
        return Bar(key, key, share=Share(0.9, 0.8, 1.0, answers), verdict=Verdict.WORKS)

    bars = [idea("groet", 20), idea("vraag", 400), idea("deel", 90), idea("onthoud", 50)]
    blocks = {BlockKey.WORKS: Block(BlockKey.WORKS, "Wat werkt", "Dit werkt.", bars)}
    part = verdicts(blocks, BlockKey.WORKS, B.VERDICTS, "Wat werkt?", "")
    assert part is not None
    assert [line.title for line in part.cards[0].items] == ["Groet", "Vraag", "Deel", "En nog 1 andere"]


def test_two_narrow_parts_that_follow_each_other_share_a_row() -> None:
    def part(key: B, shape: Shape) -> Part:
        return Part(key=key, title="", shape=shape)

    wide, one, two, three = (
        part(B.VERDICTS, Shape.CARDS),
        part(B.BARRIERS, Shape.BARS),
        part(B.QUOTES, Shape.QUOTES),
        part(B.NEEDED, Shape.WORDS),
    )
    assert in_rows([one, two, three]) == [[one, two], [three]]
    assert in_rows([one, wide, two, three]) == [[one], [wide], [two, three]]
    assert in_rows([]) == []
