"""Everything that can be put in a browser is in the register, by the name that it has there.

That no address sets another cookie is seen in `tests/architecture/test_rights.py`, and by every journey.
"""

import ast
import re
import runpy
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from accounts.queries.cookies import browser_register, cookies_of, storage_of
from tests.architecture.sources import APPS, ROOT, python_files, tree_of

COOKIES: list[dict[str, Any]] = browser_register()["cookies"]
STORAGE: list[dict[str, Any]] = browser_register()["storage"]
# Names of settings that hold the name of a cookie, with the face that sets it.
NAMES = {
    "PARTICIPANT_COOKIE_NAME": "deelnemer",
    "RETURN_COOKIE_NAME": "deelnemer",
    "LANGUAGE_COOKIE_NAME": "deelnemer",
    "SESSION_COOKIE_NAME": "beheer",
}


def settings_of(monkeypatch: pytest.MonkeyPatch, face: str, scheme: str) -> dict[str, Any]:
    monkeypatch.setenv("GEDAG_FACE", face)
    if face == "beheer":  # it refuses to have them
        monkeypatch.delenv("GEDAG_PRIVATE_KEYS", raising=False)
    monkeypatch.setenv("GEDAG_URL_DEELNEMER", f"{scheme}://gedag.example")
    monkeypatch.setenv("GEDAG_URL_BEHEER", f"{scheme}://beheer.gedag.example")
    for login in ("", "_DEELNEMER", "_BEHEER"):
        monkeypatch.setenv(f"DATABASE_URL{login}", "postgresql://a:b@localhost/c")
    return runpy.run_path(str(ROOT / "config" / "settings.py"))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("face", ["deelnemer", "beheer"])
def test_the_names_are_those_of_this_installation(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, face: str, scheme: str
) -> None:
    read = settings_of(monkeypatch, face, scheme)
    settings.COOKIE_PREFIX_OF = read["COOKIE_PREFIX_OF"]
    set_there = {read[name] for name, whose in NAMES.items() if whose == face} | {read["CSRF_COOKIE_NAME"]}
    assert {cookie.name for cookie in cookies_of(face, "nl")} == set_there
    assert all(name.startswith("__Host-") == (scheme == "https") for name in set_there)


def test_they_last_as_long_as_is_said() -> None:
    seconds = {row["name"]: row["seconds"] for row in COOKIES}
    assert seconds == {
        "deelname": django_settings.PARTICIPANT_COOKIE_AGE,
        "taal": django_settings.LANGUAGE_COOKIE_AGE,
        "terug": 10 * 60,
        "deelnemer-csrf": django_settings.CSRF_COOKIE_AGE,
        "beheer-csrf": django_settings.CSRF_COOKIE_AGE,
        "beheer": 0,
    }
    assert django_settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    words = {row["name"]: (row["nl"]["lasts"], row["en"]["lasts"]) for row in COOKIES}
    for name in ("deelname", "taal"):
        assert all("400" in lasts for lasts in words[name])


def test_every_row_is_told_in_both_languages() -> None:
    for row in COOKIES:
        assert set(row) == {"name", "face", "seconds", "nl", "en"}
        for language in ("nl", "en"):
            assert set(row[language]) == {"when", "purpose", "lasts"}
            assert all(len(text) > 8 for text in row[language].values())
    for row in STORAGE:
        assert set(row) - {"begin"} == {"key", "kind", "face", "nl", "en"}
        assert row.get("begin", False) is row["key"].endswith("-")  # with a number behind it
        assert row["kind"] in {"cache", "session"}
    for face in ("deelnemer", "beheer"):
        assert [one.name for one in storage_of(face, "en")] == [
            row["key"] for row in STORAGE if row["face"] == face
        ]


def test_code_sets_a_cookie_only_by_a_name_in_the_register() -> None:
    set_in_code = [
        ast.unparse(node.args[0])
        for path in python_files(*APPS, "config")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"set_cookie", "set_signed_cookie"}
    ]
    assert sorted(set_in_code) == [
        "settings.LANGUAGE_COOKIE_NAME",
        "settings.PARTICIPANT_COOKIE_NAME",
        "settings.RETURN_COOKIE_NAME",
    ]


def test_our_scripts_keep_nothing_in_a_browser() -> None:
    scripts = [*(ROOT / "static").rglob("*.js"), *(ROOT / "templates").rglob("*.js")]
    assert len(scripts) > 3
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        for name in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "cookieStore"):
            assert name not in text, path
    assert (ROOT / "templates/sw.js").read_text(encoding="utf-8").count('const CACHE = "zonder-netwerk-') == 1


@pytest.mark.django_db
def test_the_page_shows_every_cookie_of_both_faces(deelnemer_face: Client) -> None:
    page = deelnemer_face.get("/privacy/cookies/").content.decode()
    for face in ("deelnemer", "beheer"):
        for kept in (*cookies_of(face, "nl"), *storage_of(face, "nl")):
            assert kept.name in page
            assert kept.purpose in page
            assert kept.lasts in page
    beginnings = re.findall(r"Begint met <code[^>]*>([^<]+)<", page)
    assert beginnings == ["zonder-netwerk-"]
    assert 'href="/privacy/cookies/"' in deelnemer_face.get("/").content.decode()  # in the footer
