"""What an address and a look may be: nothing that could reach outside its own value in a style sheet."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from challenges.validators import BRAND_TOKENS, RESERVED_SLUGS, validate_campaign_slug, validate_theme_tokens

THEMES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "challenges" / "themes.yaml").read_text(encoding="utf-8")
)


def refused(tokens: object) -> bool:
    try:
        validate_theme_tokens(tokens)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_an_address_of_the_app_itself_is_refused(slug: str) -> None:
    with pytest.raises(ValidationError, match="Kies een ander woord"):
        validate_campaign_slug(slug)


@pytest.mark.parametrize("slug", ["amsterdam", "vandaag-in-ede", "beheer-park"])
def test_another_address_is_fine(slug: str) -> None:
    validate_campaign_slug(slug)


@pytest.mark.parametrize("key", THEMES)
def test_the_looks_that_come_along_are_whole_and_valid(key: str) -> None:
    tokens = THEMES[key]["tokens"]
    validate_theme_tokens(tokens)
    assert set(tokens) == set(BRAND_TOKENS)


@pytest.mark.parametrize(
    "tokens",
    [
        {},
        {"brand-paper": "#FFFFFF", "brand-radius": "0rem"},
        {"brand-radius": "1.25rem"},
        {"brand-radius": "12px"},
        {"brand-font": 'Georgia, "Times New Roman", serif'},
    ],
)
def test_a_look_may_name_any_of_its_tokens(tokens: dict[str, str]) -> None:
    validate_theme_tokens(tokens)


@pytest.mark.parametrize(
    "tokens",
    [
        None,
        ["brand-paper"],
        {"paper": "#ffffff"},
        {"brand-paper": "#fff"},
        {"brand-paper": "red"},
        {"brand-paper": 16},
        {"brand-paper": "#ffffff;}body{display:none"},
        {"brand-paper": "#ffffff\n"},
        {"brand-radius": "0"},
        {"brand-paper": "url(https://elders.example/spion.png)"},
        {"brand-radius": "#ffffff"},
        {"brand-radius": "1000px"},
        {"brand-radius": "calc(1px)"},
        {"brand-font": 'x";}@import "https://elders.example'},
        {"brand-font": "url(x)"},
        {"brand-font": ""},
    ],
)
def test_anything_else_in_a_look_is_refused(tokens: object) -> None:
    assert refused(tokens)


@given(st.sampled_from(BRAND_TOKENS), st.text(alphabet=st.characters(), max_size=60))
def test_no_value_gets_out_of_its_declaration(name: str, value: str) -> None:
    if any(character in value for character in ";{}()<>\\/*\n@:"):
        assert refused({name: value})
