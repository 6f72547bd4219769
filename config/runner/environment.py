"""The environment of our children: the contract between `./gedag` and Django's settings (docs/draaien.md)."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from config.private_keys import FILE, VALUE
from config.runner.folders import REPO, VENV, DataFolder
from config.runner.keys import PRIVATE
from config.runner.ports import WebPorts

_NOT_INHERITED = ("GEDAG_FACE", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "DJANGO_SETTINGS_MODULE")


def base_environment(keys: Mapping[str, str]) -> dict[str, str]:
    """Our own environment with the clone's modules and programs first, a SECRET_KEY and keys of private words."""
    env = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    env["PYTHONPATH"] = str(REPO)
    env["PYTHONUNBUFFERED"] = "1"
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env.get('PATH', os.defpath)}"
    env["VIRTUAL_ENV"] = str(VENV)
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    env.setdefault("SECRET_KEY", keys["secret_key"])
    if not env.get(FILE):
        env[VALUE] = env.get(VALUE) or keys[PRIVATE]
    return env


def of_face(env: Mapping[str, str], face: str) -> dict[str, str]:
    """The environment of one process: its own database login and nobody else's; beheer without the keys of private
    words."""
    own = f"DATABASE_URL_{face.upper()}"
    kept = {name: value for name, value in env.items() if not name.startswith("DATABASE_URL") or name == own}
    if face == "beheer":
        kept = {name: value for name, value in kept.items() if not name.startswith(VALUE)}
    return kept | {"GEDAG_FACE": face}


def without_secrets(env: Mapping[str, str]) -> dict[str, str]:
    """For a process that needs no database, no queue and no key: the mail catcher."""
    secret = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_URL", VALUE)
    return {name: value for name, value in env.items() if not name.startswith(secret)}


def demo_wanted() -> str:
    """ "1" or "0": GEDAG_DEMO, else on; but never by itself in somebody's own database."""
    return os.environ.get("GEDAG_DEMO") or ("0" if os.environ.get("DATABASE_URL") else "1")


def sending_mark(data: DataFolder) -> str:
    """Where it is remembered how far was sent from here: GEDAG_SENDING_MARK, else beside the database."""
    return os.environ.get("GEDAG_SENDING_MARK") or str(data.path / "sending-mark")


def erasure_list(data: DataFolder) -> str:
    """Where it is remembered who was erased: GEDAG_ERASURE_LIST, else beside the database."""
    return os.environ.get("GEDAG_ERASURE_LIST") or str(data.path / "erasure-list")


def addresses(ports: WebPorts) -> dict[str, str]:
    """The public addresses: those of the environment, else localhost."""
    return {
        "deelnemer": os.environ.get("GEDAG_URL_DEELNEMER") or f"http://localhost:{ports.deelnemer}",
        "beheer": os.environ.get("GEDAG_URL_BEHEER") or f"http://localhost:{ports.beheer}",
        "mail": f"http://localhost:{ports.mail}",
    }


def web_environment(where: Mapping[str, str], smtp_port: int | None) -> dict[str, str]:
    """What the faces and the worker need to know about addresses and mail, and whether this is a demo."""
    env = {
        "GEDAG_URL_DEELNEMER": where["deelnemer"],
        "GEDAG_URL_BEHEER": where["beheer"],
        "GEDAG_DEMO": demo_wanted(),
    }
    if smtp_port is not None:
        env |= {"EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}", "GEDAG_MAIL_PAGE": where["mail"]}
    return env
