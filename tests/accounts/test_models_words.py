"""Texts in two languages: what has English is given in English, the rest stays Dutch."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from interactions.models import LifeDomain

DOMAIN = LifeDomain(
    key="buurt", name="buurt", short_name="buurt", place="in de buurt", description="De stoep.", position=1,
    english={"name": "neighbourhood", "place": "in the neighbourhood", "description": ""},
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "name", "said", "read_as"),
    [
        ("nl", "name", "buurt", "nl"),
        ("en", "name", "neighbourhood", "en"),
        ("en", "short_name", "buurt", "nl"),  # no English at all
        ("en", "description", "De stoep.", "nl"),  # left empty
    ],
)
def test_words_are_in_the_readers_language(language: str, name: str, said: str, read_as: str) -> None:
    with translation.override(language):
        assert (getattr(DOMAIN.words, name), DOMAIN.words.language_of(name)) == (said, read_as)


def test_a_dutch_text_on_an_english_page_says_that_it_is_dutch() -> None:
    template = Template(
        '{% load components %}{% text_language domain "name" %}|{% text_language domain "short_name" %}'
    )
    with translation.override("en"):
        assert template.render(Context({"domain": DOMAIN})) == '| lang="nl"'
    with translation.override("nl"):
        assert template.render(Context({"domain": DOMAIN})) == "|"


@pytest.mark.parametrize(
    "english",
    [
        "town",
        ["town"],
        {"name": "x" * 41},
        {"key": "town"},
        {"name": ["a", "list"]},
        {"verzonnen": "made up"},
    ],
)
def test_english_obeys_the_limits_of_the_dutch(english: Any) -> None:
    domain = LifeDomain(
        key="x", name="x", short_name="x", place="x", description="x", position=1, english=english
    )
    with pytest.raises(ValidationError) as error:
        domain.clean_fields()
    assert list(error.value.message_dict) == ["english"]
