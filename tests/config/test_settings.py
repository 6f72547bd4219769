"""What the environment makes of the settings, and whether .env.example tells all of it."""

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.private_keys import new_value

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"
SCRATCH = {
    "SECRET_KEY": "niet-geheim",
    "GEDAG_PRIVATE_KEYS": new_value(),
    "DATABASE_URL": "postgresql://eigenaar:e@localhost/gedag",
    "DATABASE_URL_DEELNEMER": "postgresql://gedag_deelnemer:d@localhost/gedag",
    "DATABASE_URL_BEHEER": "postgresql://gedag_beheer:b@localhost/gedag",
    "DATABASE_URL_WORKER": "postgresql://gedag_worker:w@localhost/gedag",
}
# Of the machine, Python or uv, not ours to explain.
OF_THE_MACHINE = {"PATH", "HOME", "LANG", "LC_ALL", "USER", "TERM", "DJANGO_SETTINGS_MODULE"}
READERS = {"get", "pop", "setdefault", "getenv"}
NAME = re.compile(r"[A-Z][A-Z0-9_]+")


@pytest.fixture
def read_settings(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the settings file in an environment of its own."""

    def read(**environment: str) -> dict[str, Any]:
        for name in variables_read():
            monkeypatch.delenv(name, raising=False)
        keys = {"GEDAG_PRIVATE_KEYS": ""} if environment.get("GEDAG_FACE") == "beheer" else {}
        for name, value in {**SCRATCH, **keys, **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "config" / "settings.py"))

    return read


@pytest.mark.parametrize(
    ("face", "login"),
    [
        ("deelnemer", "gedag_deelnemer"),
        ("beheer", "gedag_beheer"),
        ("worker", "gedag_worker"),
        ("migrate", "eigenaar"),
    ],
)
def test_every_face_has_its_own_database_login(read_settings: Any, face: str, login: str) -> None:
    assert read_settings(GEDAG_FACE=face)["DATABASES"]["default"]["USER"] == login


@pytest.mark.parametrize(
    ("face", "options"),
    [
        (
            "deelnemer",
            "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=10s",
        ),
        (
            "beheer",
            "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
        ),
        ("worker", "-c idle_in_transaction_session_timeout=5min"),
        ("migrate", None),
    ],
)
def test_a_page_does_not_wait_for_the_database_for_ever(
    read_settings: Any, face: str, options: str | None
) -> None:
    assert read_settings(GEDAG_FACE=face)["DATABASES"]["default"]["OPTIONS"].get("options") == options


def test_who_is_turned_away_costs_no_query(read_settings: Any) -> None:
    """Before the first that may ask the database, and inside those that add headers."""
    for face in ("deelnemer", "beheer"):
        middleware = read_settings(GEDAG_FACE=face)["MIDDLEWARE"]
        place = middleware.index("config.gate.turn_away")
        asking = ("session", "participant", "auth", "allauth", "Locale")
        assert [name for name in middleware[:place] if any(word in name for word in asking)] == []
        assert "accounts.middleware.response_headers" in middleware[:place]
        assert "csp.middleware.CSPMiddleware" in middleware[:place]


def test_the_participant_face_has_no_session_and_no_user(read_settings: Any) -> None:
    middleware = read_settings(GEDAG_FACE="deelnemer")["MIDDLEWARE"]
    assert [
        name for name in middleware if "session" in name.lower() or ".auth." in name or "allauth" in name
    ] == []
    assert "accounts.middleware.participant" in middleware


def test_the_staff_face_counts_its_limits_where_none_is_forgotten(read_settings: Any) -> None:
    cache = read_settings(GEDAG_FACE="beheer")["CACHES"]["default"]
    assert cache == {"BACKEND": "accounts.adapters.limits.LimitsCache", "LOCATION": "beheer_cache"}


def test_the_staff_face_knows_no_participant(read_settings: Any) -> None:
    assert "accounts.middleware.participant" not in read_settings(GEDAG_FACE="beheer")["MIDDLEWARE"]


def test_both_faces_say_it_when_the_database_is_away_and_want_an_audience(read_settings: Any) -> None:
    for face in ("deelnemer", "beheer"):
        assert read_settings(GEDAG_FACE=face)["MIDDLEWARE"][-3:] == [
            "accounts.middleware.NotKeptMiddleware",
            "accounts.middleware.TooOftenMiddleware",
            "accounts.middleware.AudienceMiddleware",
        ]


def test_over_http_cookies_have_plain_names(read_settings: Any) -> None:
    settings = read_settings(GEDAG_FACE="deelnemer", GEDAG_URL_DEELNEMER="http://localhost:8000")
    assert (settings["PARTICIPANT_COOKIE_NAME"], settings["CSRF_COOKIE_NAME"]) == (
        "deelname",
        "deelnemer-csrf",
    )
    flags = (
        "SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
    )
    assert [settings[flag] for flag in flags] == [False, False, False, False, 0]


def test_over_https_cookies_are_bound_to_the_host(read_settings: Any) -> None:
    settings = read_settings(
        GEDAG_FACE="beheer",
        GEDAG_URL_BEHEER="https://beheer.gedag.example",
        GEDAG_URL_DEELNEMER="http://localhost",
    )
    names = ("PARTICIPANT_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_NAME")
    assert [settings[name] for name in names] == ["__Host-deelname", "__Host-beheer-csrf", "__Host-beheer"]
    flags = ("SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert [settings[flag] for flag in flags] == [True, True, True, True]
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings["ALLOWED_HOSTS"] == ["beheer.gedag.example"]


def test_the_scheme_of_the_other_face_does_not_count(read_settings: Any) -> None:
    settings = read_settings(
        GEDAG_FACE="deelnemer", GEDAG_URL_DEELNEMER="http://localhost", GEDAG_URL_BEHEER="https://b.example"
    )
    assert settings["SECURE"] is False


def test_no_page_may_load_from_elsewhere_or_run_inline(read_settings: Any) -> None:
    directives = read_settings()["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert {source for sources in directives.values() for source in sources} == {"'none'", "'self'"}


def test_the_proxy_is_believed_only_when_there_is_one(read_settings: Any) -> None:
    assert read_settings()["SECURE_PROXY_SSL_HEADER"] is None
    assert read_settings(GEDAG_BEHIND_PROXY="1")["SECURE_PROXY_SSL_HEADER"] == (
        "HTTP_X_FORWARDED_PROTO",
        "https",
    )


def test_debug_and_demo_are_off_unless_asked(read_settings: Any) -> None:
    settings = read_settings()
    assert (settings["DEBUG"], settings["DEMO"]) == (False, False)


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "GEDAG_PRIVATE_KEYS"])
def test_what_has_no_default_is_asked_for_with_advice(read_settings: Any, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name} ontbreekt"):
        read_settings(**{name: ""})


def test_older_secret_keys_come_from_the_environment(read_settings: Any) -> None:
    assert read_settings()["SECRET_KEY_FALLBACKS"] == []
    assert read_settings(SECRET_KEY_FALLBACKS="vorige, oudste")["SECRET_KEY_FALLBACKS"] == [
        "vorige",
        "oudste",
    ]


def test_only_beheer_has_no_keys_of_private_words_and_may_not_have_them(read_settings: Any) -> None:
    without = [
        face
        for face in ("deelnemer", "beheer", "worker", "migrate")
        if read_settings(GEDAG_FACE=face)["PRIVATE_KEYS"] is None
    ]
    assert without == ["beheer"]
    with pytest.raises(ImproperlyConfigured, match="GEDAG_PRIVATE_KEYS hoort niet bij beheer"):
        read_settings(GEDAG_FACE="beheer", GEDAG_PRIVATE_KEYS=new_value())


def test_an_unknown_face_is_refused(read_settings: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="Kies uit: deelnemer, beheer, worker, migrate"):
        read_settings(GEDAG_FACE="gemeente")


# --- .env.example ------------------------------------------------------------------------------------------------
def _calls(tree: ast.AST) -> Iterator[str]:
    """Names that a call or a subscript reads from the environment."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=function), args=[ast.Constant(value=str(name)), *_]):
                if function.startswith("env_") or function == "getenv":
                    yield name
            case ast.Call(
                func=ast.Attribute(attr=method) as function, args=[ast.Constant(value=str(name)), *_]
            ):
                if method in READERS and "env" in ast.unparse(function):
                    yield name
            case ast.Subscript(value=holder, slice=ast.Constant(value=str(name)), ctx=ast.Load()):
                if "env" in ast.unparse(holder).lower():
                    yield name


def _constants(tree: ast.AST) -> Iterator[str]:
    """Names kept in a table and read from there."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(name)) if re.fullmatch(r"(GEDAG(?=_)|DATABASE_URL)(_[A-Z]+)*", name):
                yield name


def variables_read() -> set[str]:
    """Every environment variable that our own code reads."""
    files = [ROOT / "manage.py", *(ROOT / "config").rglob("*.py"), *(ROOT / "tests" / "e2e").rglob("*.py")]
    found: set[str] = set()
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found.update(str(name) for name in (*_calls(tree), *_constants(tree)))
    return {
        name for name in found if NAME.fullmatch(name) and not name.startswith(("UV_", "PYTHON"))
    } - OF_THE_MACHINE


def example_lines() -> list[str]:
    return EXAMPLE.read_text(encoding="utf-8").splitlines()


def variables_explained() -> list[str]:
    return [match[1] for line in example_lines() if (match := re.fullmatch(r"#?([A-Z][A-Z0-9_]+)=.*", line))]


def test_every_variable_that_is_read_stands_in_the_example() -> None:
    assert sorted(variables_read() - set(variables_explained())) == []


def test_every_variable_in_the_example_is_read() -> None:
    assert sorted(set(variables_explained()) - variables_read()) == []


def test_every_variable_stands_there_once_with_a_comment_above() -> None:
    names = variables_explained()
    assert len(names) == len(set(names))
    above = ""
    for line in example_lines():
        if re.fullmatch(r"#?[A-Z][A-Z0-9_]+=.*", line):
            assert above.startswith("# "), line
        above = line
