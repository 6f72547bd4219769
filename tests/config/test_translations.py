"""The English of the pages: whole, fitting, and found without programs of the machine."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation

from config import translations


def test_every_text_of_the_pages_has_its_english() -> None:
    assert translations.faults() == []


def test_texts_are_found_in_code_and_templates() -> None:
    found = {str(message.id) for message in translations.found_texts() if message.id}
    assert {
        "Ik ga het proberen",  # a template
        "Vandaag niet",
        "Kies een tijd tussen 06:00 en 21:30.",  # a form, lazily
        "wanneer je begon (UTC)",  # the codebook
    } <= found


def test_texts_of_the_staffs_side_are_left_out() -> None:
    places = {place for message in translations.found_texts() for place, _line in message.locations}
    assert [place for place in places if "beheer" in place or place.startswith("templates/account/")] == []


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("", "niet vertaald: Nog %(days)s dagen"),
        ("Some days left", "andere invulplekken: Nog %(days)s dagen"),
        ("%(day)s days left", "andere invulplekken: Nog %(days)s dagen"),
        ("%(days)s days left", None),
    ],
)
def test_a_translation_that_does_not_fit_is_named(
    english: str, said: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, stored = Catalog(locale="en"), Catalog(locale="en")
    found.add("Nog %(days)s dagen")
    stored.add("Nog %(days)s dagen", english)
    monkeypatch.setattr(translations, "found_texts", lambda: found)
    monkeypatch.setattr(translations, "stored_texts", lambda: stored)
    assert translations.faults() == ([said] if said else [])


def test_what_is_missing_or_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found, stored = Catalog(locale="en"), Catalog(locale="en")
    found.add("Nieuw")
    stored.add("Oud", "Old")
    monkeypatch.setattr(translations, "found_texts", lambda: found)
    monkeypatch.setattr(translations, "stored_texts", lambda: stored)
    assert translations.faults() == ["ontbreekt: Nieuw", "overbodig: Oud"]


def test_updating_keeps_what_was_translated_and_is_still_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translations, "CATALOGUE", tmp_path / "en" / "django.po")
    found = Catalog(locale="en", fuzzy=False)
    found.add("Groet", locations=[("a.html", 0)])
    monkeypatch.setattr(translations, "found_texts", lambda: found)
    translations.update()
    written = translations.CATALOGUE.read_text("utf-8")
    assert written.count("msgid") == 2
    assert "Date" not in written
    translations.CATALOGUE.write_text(
        written.replace('msgid "Groet"\nmsgstr ""', 'msgid "Groet"\nmsgstr "Greeting"')
    )
    found.add("Vraag")
    translations.update()
    assert [(one.id, one.string) for one in translations.stored_texts() if one.id] == [
        ("Vraag", ""),
        ("Groet", "Greeting"),
    ]


def test_the_compiled_catalogue_is_what_django_reads() -> None:
    with translation.override("en"):
        assert translation.gettext("Ik ga het proberen") == "I’ll give it a try"
