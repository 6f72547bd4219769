"""Small readers of environment variables that fail with advice instead of a stack of defaults."""

import os
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "ja", "yes", "on"}
_CONTACT = re.compile(r"mailto:[^\s@<>\"]+@[^\s@<>\"]+|https://[^\s<>\"]+|tel:\+?[\d-]+")
_FALSE = {"0", "false", "nee", "no", "off", ""}


def env_text(name: str, default: str | None = None) -> str:
    """The value of `name`; without a value and without a default: ImproperlyConfigured that says what to do."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"{name} ontbreekt. Zet {name} in de omgeving; .env.example zegt wat erin hoort. "
            "Alleen proberen? `./gedag run` vult alles zelf in."
        )
    return default


def env_bool(name: str, *, default: bool) -> bool:
    """True for 1/true/ja/yes/on, False for 0/false/nee/no/off; anything else is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is geen ja of nee. Gebruik 1 of 0.")


def env_choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of `choices`."""
    value = env_text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} ken ik niet. Kies uit: {', '.join(choices)}.")
    return value


def env_list(name: str, default: str) -> list[str]:
    """Comma-separated values, without empty ones."""
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def env_base_url(name: str, default: str) -> str:
    """A public base URL without a trailing slash; http or https with a host."""
    value = env_text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"{name}={value!r} is geen basisadres. Schrijf het als https://gedag.voorbeeld.nl, zonder pad."
        )
    return value


def env_database(name: str, patience: Mapping[str, str] | None = None) -> dict[str, object]:
    """Django's DATABASES entry for a postgresql:// URL; query parameters become connection options. `patience` are
    PostgreSQL's timeouts, by the beginning of their name; `options` in the URL come after them and so win."""
    parts = urlsplit(env_text(name))
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} moet eruitzien als postgresql://naam:wachtwoord@host:5432/database."
        )
    asked = dict(parse_qsl(parts.query))
    timeouts = [f"-c {what}_timeout={time}" for what, time in (patience or {}).items()]
    options = " ".join([*timeouts, asked.pop("options", "")]).strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": 3, **({"options": options} if options else {}), **asked},
    }


def env_email(name: str, default: str) -> dict[str, object]:
    """Keyword arguments for SMTP from smtp://user:password@host:port (smtps:// for TLS, smtp+tls:// for STARTTLS)."""
    parts = urlsplit(env_text(name, default))
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} moet eruitzien als smtp+tls://naam:wachtwoord@host:587.")
    return {
        "host": parts.hostname,
        "port": parts.port or 25,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+tls",
    }


def env_contacts(name: str) -> list[str]:
    """Where people can write or call, with commas between: mailto:, https: or tel:. An e-mail address alone will do."""
    contacts = [part if ":" in part or "@" not in part else f"mailto:{part}" for part in env_list(name, "")]
    for contact in contacts:
        if not _CONTACT.fullmatch(contact):
            raise ImproperlyConfigured(
                f"{name}={contact!r} is geen adres. Schrijf een e-mailadres, een adres met https:// of tel:+31…"
            )
    return contacts
