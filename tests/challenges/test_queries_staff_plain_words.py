"""The hint beside a text: what it sees, what it leaves alone, and a number that can be worked out by hand."""

from collections import Counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from challenges.queries.staff_plain_words import OFFICE_WORDS, hints, reading_ease, sentences, syllables
from interactions.services.library import LIBRARY

FIFTEEN = "Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"


def said(text: str) -> list[str]:
    return [hint.said for hint in hints(text)]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("ik", 1),
        ("buurt", 1),
        ("goeiemorgen", 4),
        ("nieuw", 1),
        ("sneeuw", 1),
        ("mooi", 1),
        ("idee", 2),
        ("ideeën", 3),
        ("geïnteresseerd", 5),
        ("koffieapparaat", 5),
        ("wijkbewoners", 4),
        ("baby", 2),
        ("yoghurt", 2),
        ("café", 2),
        ("hm", 1),
        ("trouwens", 2),
    ],
)
def test_syllables_are_counted_by_their_vowels(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_number_is_the_one_of_the_formula() -> None:
    # 4 sentences of 5 words, 24 syllables: 206.84 - 0.93 * 5 - 77 * 24 / 20 = 109.79, and at most 100.
    easy = reading_ease(["De kat zit op tafel.", "De hond ligt in huis."] * 2)
    assert easy is not None
    assert (easy.score, easy.called) == (100, "makkelijk")
    # 1 sentence of 20 words, 40 syllables: 206.84 - 18.6 - 154 = 34.24.
    hard = reading_ease([" ".join(["tafel"] * 20)])
    assert hard is not None
    assert (hard.score, hard.called) == (34, "moeilijk")
    # 2 sentences of 10 words, 33 syllables: 206.84 - 9.3 - 127.05 = 70.49.
    middle = reading_ease([" ".join(["tafel"] * 10), " ".join(["tafel"] * 3 + ["huis"] * 7)])
    assert middle is not None
    assert (middle.score, middle.called) == (70, "vrij makkelijk")


def test_of_a_few_words_it_says_nothing() -> None:
    assert reading_ease(["Negentien woorden", " ".join(["kat"] * 17)]) is None
    assert reading_ease([]) is None


def test_fifteen_words_are_fine_and_sixteen_are_long() -> None:
    assert hints(f"{FIFTEEN}.") == []
    (hint,) = hints(f"{FIFTEEN} zestien. En dan nog een korte.")
    assert (hint.said, hint.about) == (
        "Een zin van 16 woorden. Kun je er twee van maken?",
        f"{FIFTEEN} zestien.",
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hoi! Is deze plek vrij? Ga zitten.", 3),
        ("Zeg ‘hoi.’ Loop door.", 2),
        ("Eén regel\nnog een regel", 2),
        ("Om 9.30 uur, bij lijn 3.", 1),
        ("…", 0),
        ("", 0),
    ],
)
def test_where_a_sentence_ends(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_word_of_fifteen_letters_is_long_and_of_fourteen_not() -> None:
    assert said("koffieapparaat") == []
    assert said("groepsgesprekken") == ["‘groepsgesprekken’ is een lang woord. Weet je een korter?"]


@pytest.mark.parametrize(
    "text",
    [
        "Er wordt iets aan je gevraagd.",
        "Je wordt uitgenodigd voor koffie.",
        "De plannen werden besproken.",
        "Het is vertaald en wordt verstuurd.",
    ],
)
def test_what_is_done_by_nobody(text: str) -> None:
    assert said(text) == ["Wie doet het? ‘Je vraagt’ leest makkelijker dan ‘er wordt gevraagd’."]


@pytest.mark.parametrize(
    "text",
    [
        "Het wordt gezellig.",
        "Herkend worden is fijn, dat weet de gemeente.".replace("Herkend", "Bekend"),
        "Wordt het vol? Zet je tas op schoot.",
        "Je hebt het gevraagd.",
        "Het woord is aan jou.",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert hints(text) == []


def test_every_office_word_has_its_plain_one_also_in_capitals() -> None:
    for office, plain in OFFICE_WORDS.items():
        assert said(f"Doe het {office.upper()} samen.")[0] == (
            f"‘{office.upper()}’ klinkt als een brief. Kan het met ‘{plain}’?"
        )
    assert said("De mitsen en de reedse.") == []  # inside another word it is nothing


def test_the_same_thing_is_said_once() -> None:
    assert len(said("Reeds hier. Reeds daar. reeds")) == 2  # as it was written


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    assert all(hint.about in text for hint in hints(text))
    ease = reading_ease([text])
    assert ease is None or 0 <= ease.score <= 100


def test_it_seldom_has_something_to_say_about_the_library_itself() -> None:
    """A hint that is there always is no hint. The library was written at this level, by people."""
    texts = [
        idea[name]
        for path in (LIBRARY / "ideas").glob("*.yaml")
        for idea in yaml.safe_load(path.read_text("utf-8"))
        for name in ("title", "do", "say", "why", "safety")
        if idea.get(name)
    ]
    kinds = Counter(hint.said.split(" ")[0] for text in texts for hint in hints(text))
    assert len(texts) > 300
    assert kinds.total() / len(texts) < 0.06, kinds
    ease = reading_ease(texts)
    assert ease is not None
    assert ease.score >= 70
