"""The bridge the other way: from the tokens that municipalities have to the sixteen of a look.

Names of NL Design System (utrecht-…, nl-…, basis-…, the theme Voorbeeld), of Amsterdam (ams-…) and our own (brand-…).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from challenges.queries.tokens.files import TokenFile, read_file
from challenges.queries.tokens.values import Reading, reader, resolve
from challenges.validators import BRAND_TOKENS

# Of each token, the names to look for, the surest first.
CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "brand-font": (
        "utrecht-document-font-family", "utrecht-root-font-family", "utrecht-body-font-family",
        "utrecht-paragraph-font-family", "nl-paragraph-font-family", "basis-text-font-family-default",
        "ams-typography-font-family", "ams-body-text-font-family",
    ),
    "brand-font-head": (
        "utrecht-heading-1-font-family", "utrecht-heading-font-family", "nl-heading-level-1-font-family",
        "basis-heading-font-family", "ams-heading-font-family", "ams-typography-font-family",
        "utrecht-document-font-family", "basis-text-font-family-default",
    ),
    "brand-paper": (
        "utrecht-document-background-color", "utrecht-body-background-color", "utrecht-root-background-color",
        "utrecht-page-background-color", "ams-page-background-color", "ams-color-background",
        "basis-color-default-bg-document",
    ),
    "brand-ink": (
        "utrecht-document-color", "utrecht-body-color", "utrecht-root-color", "utrecht-paragraph-color",
        "nl-paragraph-color", "ams-paragraph-color", "ams-color-text", "basis-color-default-color-document",
    ),
    "brand-ink-soft": (
        "utrecht-form-field-description-color", "utrecht-form-description-color", "utrecht-paragraph-small-color",
        "ams-color-text-secondary", "basis-color-default-color-subtle",
    ),
    "brand-line": (
        "utrecht-textbox-border-color", "utrecht-form-control-border-color", "ams-text-input-border-color",
        "ams-color-interactive-default", "basis-form-control-border-color", "basis-color-default-border-default",
    ),
    "brand-action": (
        "utrecht-button-primary-action-background-color", "nl-button-primary-background-color",
        "ams-button-primary-background-color", "utrecht-button-background-color", "ams-color-interactive",
        "ams-color-interactive-default", "basis-color-action-1-inverse-bg-default",
    ),
    "brand-on-action": (
        "utrecht-button-primary-action-color", "nl-button-primary-color", "ams-button-primary-color",
        "utrecht-button-color", "ams-color-interactive-inverse", "basis-color-action-1-inverse-color-default",
    ),
    "brand-action-strong": (
        "utrecht-button-primary-action-hover-background-color", "nl-button-primary-hover-background-color",
        "ams-button-primary-hover-background-color", "utrecht-button-hover-background-color",
        "ams-color-interactive-hover", "basis-color-action-1-inverse-bg-hover",
    ),
    "brand-link": (
        "utrecht-link-color", "nl-link-color", "ams-link-color", "ams-color-interactive",
        "ams-color-interactive-default", "basis-color-action-1-color-default",
    ),
    "brand-band": (
        "utrecht-page-header-background-color", "utrecht-navigation-background-color",
        "utrecht-page-footer-background-color", "utrecht-footer-background-color", "ams-page-footer-background-color",
        "ams-page-footer-spotlight-background-color", "basis-color-accent-1-inverse-bg-default",
    ),
    "brand-on-band": (
        "utrecht-page-header-color", "utrecht-navigation-color", "utrecht-page-footer-color", "utrecht-footer-color",
        "ams-page-footer-color", "ams-color-text-inverse", "basis-color-accent-1-inverse-color-default",
    ),
    "brand-sun": (
        "utrecht-spotlight-section-background-color", "utrecht-mark-background-color",
        "ams-mark-background-color", "ams-color-highlight-yellow", "basis-color-highlight-bg-default",
        "basis-color-accent-2-bg-default",
    ),
    "brand-tint": (
        "utrecht-surface-background-color", "utrecht-spotlight-section-info-background-color",
        "ams-color-highlight-azure", "basis-color-accent-1-bg-default", "basis-color-accent-3-bg-default",
    ),
    "brand-focus": (
        "utrecht-focus-outline-color", "nl-focus-outline-color", "ams-focus-outline-color",
        "basis-focus-outline-color",
    ),
    "brand-radius": (
        "utrecht-button-border-radius", "nl-button-border-radius", "ams-button-border-radius",
        "basis-border-radius-md", "ams-border-radius",
    ),
}  # fmt: skip
# A background and the text on it come from one component, or the text of one lands on the ground of another.
_TOGETHER = (("brand-band", "brand-on-band"),)


@dataclass(frozen=True)
class Found:
    """One brand token that a file gives: its value, the name it had, and what it asked for where we have another."""

    token: str
    value: str
    name: str
    instead_of: str = ""


@dataclass(frozen=True)
class Import:
    """What a file gives: of which kind it is, the tokens found, and those it says nothing of."""

    kind: str
    found: tuple[Found, ...]
    missing: tuple[str, ...]

    @property
    def tokens(self) -> dict[str, str]:
        return {one.token: one.value for one in self.found}


def read_tokens(text: str) -> Import:
    """The sixteen tokens, as far as a file has them. Raises TokensUnreadableError."""
    file = read_file(text)
    found = {token: one for token in BRAND_TOKENS if (one := _first(file, token))}
    for ground, words in _TOGETHER:
        if ground in found and words in found and not _same_part(found[ground].name, found[words].name):
            del found[words]
    return Import(
        file.kind, tuple(found.values()), tuple(token for token in BRAND_TOKENS if token not in found)
    )


def _first(file: TokenFile, token: str) -> Found | None:
    for name in (token, *CANDIDATES[token]):
        if reading := _reading(file, token, f"--{name}"):
            return Found(token, reading.value, name, reading.instead_of)
    return None


def _reading(file: TokenFile, token: str, name: str) -> Reading | None:
    written = file.value(name)
    value = resolve(written, file.value) if written is not None else None
    return reader(token)(value) if value is not None else None


def _same_part(one: str, other: str) -> bool:
    """Whether two names are of one component: all but the property is the same."""
    return one.removesuffix("-background-color") == other.removesuffix("-color") or one.startswith(
        ("brand-", "basis-", "ams-")
    )
