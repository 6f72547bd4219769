"""What may lead to somebody is marked where it stands, and what only looks like it is left alone."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.queries.staff_flags import Flag, flags_in, segments

MARKED = [
    # addresses
    ("Mail mij op fatma@voorbeeld.nl.", [("email", "fatma@voorbeeld.nl")]),
    ("jan.de-boer+x@post.voorbeeld.example", [("email", "jan.de-boer+x@post.voorbeeld.example")]),
    ("fatma (at) voorbeeld.nl", [("email", "fatma (at) voorbeeld.nl")]),
    ("fatma apenstaartje voorbeeld", [("email", "fatma apenstaartje voorbeeld")]),
    ("Volg mij: @fatma_y", [("account", "@fatma_y")]),
    # telephone numbers as people write them here
    ("Bel 0612345678", [("phone", "0612345678")]),
    ("Bel 06 12 34 56 78 maar", [("phone", "06 12 34 56 78")]),
    ("Bel 06-12345678!", [("phone", "06-12345678")]),
    ("Bel 06–12.34.56.78", [("phone", "06–12.34.56.78")]),
    ("Bel (020) 123 45 67", [("phone", "(020) 123 45 67")]),
    ("Bel 020/1234567", [("phone", "020/1234567")]),
    ("Bel +31612345678", [("phone", "+31612345678")]),
    ("Bel +31 (0)6 1234 5678", [("phone", "+31 (0)6 1234 5678")]),
    ("Bel 0031 53 123 45 67", [("phone", "0031 53 123 45 67")]),
    ("Bel 612345678", [("phone", "612345678")]),
    ("Bel 6 12 34 56 78", [("phone", "6 12 34 56 78")]),
    ("Om 12 06 12345678", [("phone", "06 12345678")]),
    # postcodes
    ("Ik woon op 1012 AB.", [("postcode", "1012 AB")]),
    ("Bij 7511jk om de hoek", [("postcode", "7511jk")]),
    ("Bij 7511  JK om de hoek", [("postcode", "7511  JK")]),
    # links
    ("Kijk op https://voorbeeld.example/x?y=1", [("link", "https://voorbeeld.example/x?y=1")]),
    ("Kijk op www.voorbeeld", [("link", "www.voorbeeld")]),
    ("Het staat op buurtsite.nl/feest, kijk", [("link", "buurtsite.nl/feest")]),
    ("Zie bit.ly/abc", [("link", "bit.ly/abc")]),
    # names
    ("Toen kwam Fatma Yilmaz binnen.", [("name", "Fatma Yilmaz")]),
    ("Fatma Yilmaz kwam binnen.", [("name", "Fatma Yilmaz")]),
    ("Ik zag Jan de Vries lopen", [("name", "Jan de Vries")]),
    ("Ik zag Anna van den Berg lopen", [("name", "Anna van den Berg")]),
    ("Samen met Youssef El Amrani", [("name", "Youssef El Amrani")]),
    ("En Marie-José Peters ook", [("name", "Marie-José Peters")]),
    ("Met J. de Boer aan de deur", [("name", "J. de Boer")]),
    ("Met M.A. Jansen aan de deur", [("name", "M.A. Jansen")]),
    ("Zei mevrouw Jansen", [("name", "mevrouw Jansen")]),
    ("Met dhr. van Dijk", [("name", "dhr. van Dijk")]),
    ("Bij oma Riet", [("name", "oma Riet")]),
    # more than one, from the left
    (
        "Jan Smit, 06 12345678, 1012 AB",
        [("name", "Jan Smit"), ("phone", "06 12345678"), ("postcode", "1012 AB")],
    ),
]
NOT_MARKED = [
    "",
    "In 2026 is het feest bij ons in de straat.",
    "in 2026 is het",
    "Ik kocht brood bij Albert Heijn.",
    "Bij de Albert Heijn To Go op het station.",
    "Bij Jan Linders en Dirk van den Broek.",
    "We gingen naar Den Haag en Den Bosch.",
    "Van Hoek van Holland tot Amsterdam Noord.",
    "Op Utrecht Centraal sprak ik iemand.",
    "Bij de Grote Markt stond een man.",
    "Toen Fatma binnenkwam, lachte ze.",
    "De Jumbo was vol. Ik zei hoi.",
    "Gisteren zag ik haar. Zij zwaaide.",
    "Hoi! Goedemorgen. Lekker weer, hè?",
    "Ik zei: ‘Hoi.’ Hij zei: ‘Dag.’",
    "Lijn 12 was 10 minuten te laat. Toen praatten we.",
    "Om 17.30 uur zei ik: hoi!",
    "We telden tot 100 000.",
    "Van 2019 2020 2021 weet ik niets meer.",
    "Op 01-02-2026 10 mensen gegroet.",
    "Wel 1500km gelopen, zei hij.",
    "Ik zei het 3 keer. Bij nr. 14 ging de deur open.",
    "Mijn buurvrouw van 1950 en ik.",
    "Koffie @ zes uur.",
    "Leuk! En/of grappig: daar is hij weer.",
    "Op Eerste Kerstdag zei iedereen gedag.",
    "Het Nederlands Elftal speelde.",
    "Plan B. Daarna liep ik door.",
]


@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_what_may_lead_to_somebody_is_marked(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.flag.value, one.text) for one in flags_in(text)] == expected


@pytest.mark.parametrize("text", NOT_MARKED)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert flags_in(text) == []


def test_the_table_is_not_small() -> None:
    assert len(MARKED) + len(NOT_MARKED) >= 40


@given(st.one_of(st.text(max_size=280), st.from_regex(r"\A([A-Za-z0-9@.+ -]{1,12}){1,12}\Z")))
def test_any_text_is_cut_into_itself(text: str) -> None:
    assert "".join(piece for piece, _flag in segments(text)) == text
    found = flags_in(text)
    assert all(text[one.start : one.end] == one.text != "" for one in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


SAFE = ["ik", "zei", "gewoon", "hoi", "en", "toen", "lachte", "hij", "de", "buurman", "ook"]
WORDS = st.lists(st.sampled_from(SAFE), max_size=6)


@given(
    WORDS,
    WORDS,
    st.one_of(
        st.tuples(st.just(Flag.PHONE), st.from_regex(r"\A0[1-9][0-9]?[- ]?[1-9][0-9]{7}\Z")),
        st.tuples(st.just(Flag.POSTCODE), st.from_regex(r"\A[1-9][0-9]{3} ?[A-Z]{2}\Z")),
        st.tuples(st.just(Flag.EMAIL), st.from_regex(r"\A[a-z]{1,8}@[a-z]{1,8}\.(nl|com|example)\Z")),
        st.tuples(st.just(Flag.NAME), st.from_regex(r"\A(Jan|Fatma) (de |van den )?(Smit|Yilmaz)\Z")),
    ),
)
def test_it_is_found_wherever_it_stands_and_nothing_else(
    before: list[str], after: list[str], put: tuple[Flag, str]
) -> None:
    flag, pointer = put
    assert [(one.flag, one.text) for one in flags_in(" ".join([*before, pointer, *after]))] == [
        (flag, pointer)
    ]
