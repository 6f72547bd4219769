"""The readers of environment variables: what they accept, and the advice they give when they refuse."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import (
    env_base_url,
    env_bool,
    env_choice,
    env_contacts,
    env_database,
    env_email,
    env_list,
    env_text,
)


def test_text_is_trimmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAAM", "  waarde ")
    assert env_text("NAAM") == "waarde"


@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NAAM", value)
    assert env_text("NAAM", "standaard") == "standaard"
    with pytest.raises(ImproperlyConfigured, match=r"NAAM ontbreekt.*\.env\.example.*\./gedag run"):
        env_text("NAAM")


def test_an_empty_default_is_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NAAM", raising=False)
    assert env_text("NAAM", "") == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("ja", True), (" TRUE ", True), ("on", True), ("0", False), ("Nee", False), ("", False)],
)
def test_yes_and_no_in_two_languages(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("NAAM", value)
    assert env_bool("NAAM", default=not expected) is expected


def test_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAAM", "misschien")
    with pytest.raises(ImproperlyConfigured, match=r"NAAM='misschien' is geen ja of nee\. Gebruik 1 of 0\."):
        env_bool("NAAM", default=False)


@pytest.mark.parametrize("default", [True, False])
def test_an_absent_yes_or_no_is_the_default(monkeypatch: pytest.MonkeyPatch, default: bool) -> None:
    monkeypatch.delenv("NAAM", raising=False)
    assert env_bool("NAAM", default=default) is default


def test_an_unknown_choice_names_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAAM", "derde")
    with pytest.raises(ImproperlyConfigured, match="Kies uit: eerste, tweede"):
        env_choice("NAAM", ("eerste", "tweede"), "eerste")
    monkeypatch.setenv("NAAM", "tweede")
    assert env_choice("NAAM", ("eerste", "tweede"), "eerste") == "tweede"


def test_a_list_has_no_empty_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAAM", "a.example, ,b.example,")
    assert env_list("NAAM", "") == ["a.example", "b.example"]
    monkeypatch.delenv("NAAM")
    assert env_list("NAAM", "localhost") == ["localhost"]


@pytest.mark.parametrize(
    "value", ["https://gedag.example", "https://gedag.example/", "http://localhost:8000"]
)
def test_a_base_url_loses_its_slash(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NAAM", value)
    assert env_base_url("NAAM", "http://localhost") == value.rstrip("/")


@pytest.mark.parametrize(
    "value", ["gedag.example", "ftp://gedag.example", "https://", "https://gedag.example/pad"]
)
def test_anything_but_a_base_url_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NAAM", value)
    with pytest.raises(ImproperlyConfigured, match="is geen basisadres"):
        env_base_url("NAAM", "http://localhost")


def test_a_database_url_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAAM", "postgresql://ge%40dag:p%2Fw@db.example:5433/gedag?sslmode=require")
    assert env_database("NAAM") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "gedag",
        "USER": "ge@dag",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": 3, "sslmode": "require"},
    }


def test_patience_with_the_database_goes_before_what_the_address_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NAAM", "postgresql://a:b@c/d?options=-c%20statement_timeout%3D1s&sslmode=require")
    assert env_database("NAAM", {"statement": "5s", "lock": "2s"})["OPTIONS"] == {
        "connect_timeout": 3,
        "options": "-c statement_timeout=5s -c lock_timeout=2s -c statement_timeout=1s",
        "sslmode": "require",
    }


@pytest.mark.parametrize(
    "value", ["mysql://db.example/gedag", "postgresql://db.example", "postgresql://db.example/"]
)
def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NAAM", value)
    with pytest.raises(ImproperlyConfigured, match="postgresql://naam:wachtwoord@host:5432/database"):
        env_database("NAAM")


@pytest.mark.parametrize(
    ("value", "use_ssl", "use_tls"),
    [
        ("smtp://mail.example:2525", False, False),
        ("smtps://mail.example:465", True, False),
        ("smtp+tls://mail.example:587", False, True),
    ],
)
def test_the_scheme_of_mail_says_how_it_is_closed(
    monkeypatch: pytest.MonkeyPatch, value: str, use_ssl: bool, use_tls: bool
) -> None:
    monkeypatch.setenv("NAAM", value)
    mail = env_email("NAAM", "smtp://localhost")
    assert (mail["host"], mail["use_ssl"], mail["use_tls"]) == ("mail.example", use_ssl, use_tls)
    assert mail["port"] == int(value.rsplit(":", 1)[1])


def test_mail_login_may_hold_any_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAAM", "smtp+tls://post%40gedag.example:a%3Ab@mail.example")
    mail = env_email("NAAM", "smtp://localhost")
    assert (mail["username"], mail["password"], mail["port"]) == ("post@gedag.example", "a:b", 25)


@pytest.mark.parametrize("value", ["mail.example:25", "http://mail.example", "smtp://"])
def test_anything_but_mail_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NAAM", value)
    with pytest.raises(ImproperlyConfigured, match="NAAM moet eruitzien als"):
        env_email("NAAM", "smtp://localhost")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", []),
        ("veilig@gedag.example", ["mailto:veilig@gedag.example"]),
        (
            "mailto:veilig@gedag.example, https://gedag.example/melden, tel:+31-20-5550100",
            ["mailto:veilig@gedag.example", "https://gedag.example/melden", "tel:+31-20-5550100"],
        ),
    ],
)
def test_whom_to_tell_is_written_as_an_address(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: list[str]
) -> None:
    monkeypatch.setenv("NAAM", value)
    assert env_contacts("NAAM") == expected


@pytest.mark.parametrize(
    "value",
    [
        "veilig",
        "http://gedag.example",
        "javascript:alert(1)",
        "a@b.example\nPolicy: https://elders.example",
        "mailto:",
        "https://",
        'mailto:a"onx@b.example',
    ],
)
def test_anything_else_is_no_address(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NAAM", value)
    with pytest.raises(ImproperlyConfigured, match="NAAM"):
        env_contacts("NAAM")
