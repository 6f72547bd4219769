"""publiccode.yml says what this is, so that other public bodies can find it; the file follows version 0.5."""

import re
import tomllib
from typing import Any

import pytest
import yaml
from django.conf import settings

PUBLICCODE: dict[str, Any] = yaml.safe_load(
    (settings.BASE_DIR / "publiccode.yml").read_text(encoding="utf-8")
)
PROJECT: dict[str, Any] = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]

REQUIRED = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}
KNOWN = REQUIRED | {"landingURL", "softwareVersion", "categories", "intendedAudience", "dependsOn"}


def test_every_required_key_is_there_and_no_unknown_one() -> None:
    assert sorted(REQUIRED - set(PUBLICCODE)) == []
    assert sorted(set(PUBLICCODE) - KNOWN) == []
    assert PUBLICCODE["publiccodeYmlVersion"] == "0.5"


def test_values_are_words_that_the_format_knows() -> None:
    assert PUBLICCODE["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert PUBLICCODE["softwareType"] == "standalone/web"
    assert PUBLICCODE["platforms"] == ["web"]
    assert PUBLICCODE["intendedAudience"]["countries"] == ["NL"]


def test_addresses_are_made_up_until_somebody_publishes_it() -> None:
    """A real address here would send people to whoever owns it."""
    for key in ("url", "landingURL"):
        assert re.fullmatch(r"https://gedag\.example/[a-z.]*", PUBLICCODE[key]), key
    assert PUBLICCODE["url"].endswith(".git")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_description_has_the_lengths_that_catalogues_take(language: str) -> None:
    description = PUBLICCODE["description"][language]
    assert 1 <= len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"].strip()) <= 10_000
    assert description["features"]
    assert all(1 <= len(feature) <= 100 for feature in description["features"])


def test_licence_and_version_are_those_of_the_project() -> None:
    assert PUBLICCODE["legal"]["license"] == PROJECT["license"] == "EUPL-1.2"
    assert PUBLICCODE["softwareVersion"] == PROJECT["version"]
    licence = (settings.BASE_DIR / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert [f"{number}. " in licence for number in range(1, 16)] == [True] * 15


def test_somebody_can_be_asked() -> None:
    maintenance = PUBLICCODE["maintenance"]
    assert maintenance["type"] in {"internal", "contract", "community", "none"}
    assert maintenance["contacts"]
    for contact in maintenance["contacts"]:
        assert contact["name"]
        assert contact["email"].endswith("gedag.example")


def test_languages_are_those_of_the_app() -> None:
    localisation = PUBLICCODE["localisation"]
    assert localisation["localisationReady"] is True
    assert localisation["availableLanguages"] == [code for code, _name in settings.LANGUAGES]


def test_what_it_depends_on_is_what_runs() -> None:
    needed = {one["name"]: one for one in PUBLICCODE["dependsOn"]["open"]}
    assert set(needed) == {"PostgreSQL", "Valkey"}
    assert needed["PostgreSQL"]["versionMin"] == "15"
    assert not any(one["optional"] for one in needed.values())
