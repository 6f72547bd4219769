"""`./gedag check`: every check that is not a test, all of them, with what failed at the end."""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.runner.environment import base_environment
from config.runner.folders import REPO
from config.runner.keys import load_keys
from config.runner.servers import start_servers
from config.runner.setup_tools import say
from config.runner.stack import Stack, StopRequested
from config.runner.test_command import test_data

# As on a server: behind TLS, on real names, without demo data.
_AS_ON_A_SERVER = {
    "GEDAG_URL_DEELNEMER": "https://gedag.example.nl",
    "GEDAG_URL_BEHEER": "https://beheer.gedag.example.nl",
    "GEDAG_BEHIND_PROXY": "1",
    "GEDAG_DEMO": "0",
    "GEDAG_SECURITY_CONTACT": "veiligheid@gedag.example.nl",
    "EMAIL_URL": "smtp+tls://gedag:geheim@mail.example.nl:587",
}


@dataclass(frozen=True)
class Check:
    """One command that must end with exit code 0."""

    label: str
    argv: list[str]
    env: Mapping[str, str] = field(default_factory=dict)


def checks() -> list[Check]:
    """All checks, the quick ones first."""
    programs = Path(sys.executable).parent
    python = [sys.executable, "-m"]
    manage = [sys.executable, "manage.py"]
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    return [
        Check("opmaak van de code (ruff format)", [*python, "ruff", "format", "--check", "--quiet", "."]),
        Check("stijl van de code (ruff)", [*python, "ruff", "check", "--quiet", "."]),
        Check("sjablonen (djlint)", [*python, "djlint", "templates", "--lint", "--quiet"]),
        Check("kamers en richting van imports (import-linter)", [str(programs / "lint-imports")]),
        Check("vertaling volledig", [*python, "config.translations", "check"]),
        Check("migraties volledig", [*manage, "makemigrations", "--check", "--dry-run"]),
        *(
            Check(
                f"instellingen voor een server ({face})",
                deploy,
                {**_AS_ON_A_SERVER, "GEDAG_FACE": face}
                | ({"GEDAG_PRIVATE_KEYS": "", "GEDAG_PRIVATE_KEYS_FILE": ""} if face == "beheer" else {}),
            )
            for face in ("deelnemer", "beheer", "worker")
        ),
        Check("Dockerfile (hadolint)", [str(programs / "hadolint"), "Dockerfile"]),
        Check(
            "docker-compose.yml (schema)",
            [*python, "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        ),
        Check("types (mypy)", [*python, "mypy", "."]),
    ]


def check() -> int:
    """Run every check; 1 when any failed. Raises Refusal."""
    with test_data() as data:
        stack = Stack(data, say, "check")
        try:
            with stack.signals():
                keys = load_keys(data.secrets)
                env = base_environment(keys) | start_servers(stack, data, keys, durable=False, queue=False)
                failed = [one.label for one in checks() if not _passes(one, env)]
        except StopRequested:
            return 130
    if failed:
        print(f"\nNiet in orde: {', '.join(failed)}.", flush=True)
        return 1
    print("\nAlles in orde.", flush=True)
    return 0


def _passes(check: Check, env: Mapping[str, str]) -> bool:
    began = time.monotonic()
    try:
        done = subprocess.run(
            check.argv,
            cwd=REPO,
            env={**env, **check.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        code, output = done.returncode, done.stdout
    except FileNotFoundError:
        code, output = 127, f"{check.argv[0]} is er niet; staat het in requirements/dev.lock?"
    seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
    print(f"{'✓' if code == 0 else '✗'} {check.label} ({seconds} s)", flush=True)
    if code != 0:
        print(output.rstrip(), flush=True)
    return code == 0
