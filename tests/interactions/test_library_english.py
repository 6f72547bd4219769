"""The English words of the library: as whole, as short and as kind as the Dutch."""

from collections.abc import Iterator
from typing import Any

import pytest

from interactions.models import Barrier, Fact, IdeaVersion, LifeDomain, Opener, Principle, WarmLine
from interactions.services.library import load_library
from tests.factories import AT_NOON
from tests.interactions.test_library_content import LIBRARY, read, sentences

MODELS = (LifeDomain, IdeaVersion, Opener, Barrier, Principle, Fact, WarmLine)
# The same word in both languages.
SAME = {"school", "online", "In a hurry"}


def english_texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    else:
        for child in node.values() if isinstance(node, dict) else node:
            yield from english_texts(child)


@pytest.mark.django_db
def test_every_text_has_english_of_its_own() -> None:
    load_library(now=AT_NOON)
    missing = [
        (model.__name__, str(row.pk), name)
        for model in MODELS
        for row in model._default_manager.all()
        for name in row.TEXTS
        if bool(getattr(row, name)) != bool(row.english.get(name))
    ]
    assert missing == []
    same = [
        getattr(row, name)
        for model in MODELS
        for row in model._default_manager.all()
        for name in row.TEXTS
        if getattr(row, name) and getattr(row, name) == row.english[name]
    ]
    assert sorted(set(same) - SAME) == []


@pytest.mark.parametrize("path", sorted((LIBRARY / "english").rglob("*.yaml")), ids=lambda path: path.stem)
def test_english_sentences_are_short(path: Any) -> None:
    long = [
        sentence
        for text in english_texts(read(str(path.relative_to(LIBRARY))))
        for sentence in sentences(text)
        if len(sentence.split()) > 20
    ]
    assert long == []


@pytest.mark.django_db
def test_ideas_fit_their_places_in_english_too() -> None:
    load_library(now=AT_NOON)
    limits = {"title": 45, "do": 220, "say": 70, "why": 200, "safety": 150}
    too_long = [
        (str(version), name)
        for version in IdeaVersion.objects.all()
        for name, most in limits.items()
        if len(version.english.get(name, "")) > most
    ]
    assert too_long == []
    assert [opener.pk for opener in Opener.objects.all() if len(opener.english["text"]) > 70] == []
    assert [line.pk for line in WarmLine.objects.all() if len(line.english["line"]) > 60] == []
