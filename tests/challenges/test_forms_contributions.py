"""What may be offered: words, and nothing that leads to anybody."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from challenges.forms.contributions import ContributionForm
from tests.factories import make_campaign

SAFE_WORDS = st.sampled_from(
    ["Ik", "zei", "gewoon", "hoi", "en", "toen", "lachte", "hij", "de", "buurman", "ook"]
)


def faults(words: str, **changed: object) -> list[str]:
    """What the form says about a text, all else being right."""
    campaign = make_campaign(length=1)
    said = {
        "client_id": str(uuid.uuid4()),
        "campaign": campaign.slug,
        "kind": "quote",
        "text": words,
        **changed,
    }
    form = ContributionForm(said, campaigns=[campaign])
    return [] if form.is_valid() else [str(fault) for faults in form.errors.values() for fault in faults]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kijk op https://voorbeeld.example/x", "Haal de link eruit."),
        ("Kijk op WWW.voorbeeld", "Haal de link eruit."),
        ("Het staat op buurtsite.nl, kijk maar", "Haal de link eruit."),
        ("Zie shop.voorbeeld.nl", "Haal de link eruit."),
        ("Mail jan.de-boer+x@voorbeeld.nl maar", "Haal het e-mailadres eruit."),
        ("Bel 06 12 34 56 78", "Haal het telefoonnummer eruit."),
        ("Bel +31612345678", "Haal het telefoonnummer eruit."),
        ("Bel 020-1234567", "Haal het telefoonnummer eruit."),
        ("Bij 1012ab om de hoek", "Haal de postcode eruit."),
        ("Bij 1012 AB om de hoek", "Haal de postcode eruit."),
    ],
)
def test_what_leads_to_somebody_is_named_once(text: str, told: str) -> None:
    assert faults(text) == [told]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "In 2026 is het feest bij ons in de straat.",
        "Lijn 12 was 10 minuten te laat. Toen praatten we.",
        "Om 17.30 uur zei ik: hoi!",
        "Ik zei het 3 keer. Bij nr. 14 ging de deur open.",
        "Mijn buurvrouw van 1950 en ik.",
        "We telden tot 100 000.",
        "Leuk! En/of grappig: ‘Daar is hij weer.’",
    ],
)
def test_years_times_and_bus_lines_are_just_words(text: str) -> None:
    assert faults(text) == []


class TestAnyText(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(SAFE_WORDS, max_size=6),
        st.lists(SAFE_WORDS, max_size=6),
        st.one_of(
            st.from_regex(r"\A06[- ]?[1-9][0-9]{7}\Z"),
            st.from_regex(r"\A0[1-9][0-9][- ]?[0-9]{7}\Z"),
            st.from_regex(r"\A[1-9][0-9]{3} ?[A-Z]{2}\Z"),
            st.from_regex(r"\A[a-z]{1,8}@[a-z]{1,8}\.(nl|com|example)\Z"),
            st.from_regex(r"\Ahttps?://[a-z]{1,8}\.[a-z]{2,4}\Z"),
        ),
    )
    def test_what_points_at_somebody_is_found_wherever_it_stands(
        self, before: list[str], after: list[str], pointer: str
    ) -> None:
        assert faults(" ".join([*before, pointer, *after])) != []

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.one_of(SAFE_WORDS, st.integers(0, 2100).map(str)), min_size=1, max_size=12))
    def test_words_and_small_numbers_apart_by_a_comma_pass(self, words: list[str]) -> None:
        assert faults(", ".join(words)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"campaign": "elders"}, "Aan deze campagne doe je niet mee. Kies uit de lijst."),
        ({"campaign": "\x00"}, "Null-tekens zijn niet toegestaan."),
        ({"campaign": ""}, "Kies een campagne."),
        ({"kind": "gedicht"}, "Kies een van de drie."),
        ({"kind": ""}, "Tik aan wat je wilt delen."),
        ({"domain": "maan"}, "Deze plek kennen we niet. Kies uit de lijst."),
        ({"domain": "\x00"}, "Null-tekens zijn niet toegestaan."),
        ({"text": "   "}, "Schrijf eerst iets, dan kun je het delen."),
        (
            {"text": "x" * 281},
            "Je tekst is te lang: 281 tekens. Er passen er 280 in. Wat je schreef staat er nog.",
        ),
    ],
)
def test_a_slip_is_told_in_one_sentence(changed: dict[str, object], told: str) -> None:
    assert faults("Gewoon hoi.", **changed) == [told]


@pytest.mark.django_db
def test_white_space_becomes_one_space() -> None:
    campaign = make_campaign(length=1)
    said = {
        "client_id": str(uuid.uuid4()),
        "campaign": campaign.slug,
        "kind": "quote",
        "text": " Ik\r\n\n zei\thoi ",
    }
    form = ContributionForm(said, campaigns=[campaign])
    assert (form.is_valid(), form.cleaned_data["text"]) == (True, "Ik zei hoi")
