"""`./gedag faults`: every scenario in turn, one line each; 1 when a promise was broken.

python -m faults [--seed N] [--long] [--only TEXT] [--people N]
"""

import argparse
import os
import shutil
import sys
import time

import django
from django.core.management import call_command

from config.runner.environment import base_environment
from config.runner.folders import STATE, DataFolder
from config.runner.keys import load_keys
from config.runner.refusal import Refusal
from config.runner.servers import start_servers
from config.runner.setup_tools import say
from config.runner.stack import Stack, StopRequested
from faults.mail_server import MailServer, mail_server

SHORT_PEOPLE, LONG_PEOPLE = 30, 1_000
SHORT_PATIENCE, LONG_PATIENCE = 40.0, 300.0


def main(arguments: list[str]) -> int:
    """Carry out the command. Raises Refusal."""
    asked = _parser().parse_args(arguments)
    data = DataFolder(STATE / "faults-data" / str(os.getpid()))
    data.make()
    stack = Stack(data, say, "faults")
    try:
        with stack.signals(), mail_server() as mail:
            return _all(asked, stack, data, mail)
    except StopRequested:
        return 130
    finally:
        if not asked.keep:
            shutil.rmtree(data.path, ignore_errors=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./gedag faults", description="Versturen onder vuur.")
    parser.add_argument("--seed", type=int, default=1, help="dezelfde seed breekt hetzelfde op dezelfde plek")
    parser.add_argument("--long", action="store_true", help="alles, met veel mensen (een kwartier)")
    parser.add_argument("--only", default="", help="alleen scenario's met deze tekst in de naam")
    parser.add_argument("--people", type=int, default=0, help="hoeveel mensen per scenario")
    parser.add_argument("--keep", action="store_true", help="gegevens en logboeken laten staan")
    return parser


def _all(asked: argparse.Namespace, stack: Stack, data: DataFolder, mail: MailServer) -> int:
    rig = _rig(stack, data, mail)
    # Their models need Django to be ready.
    from faults.run import carry_out
    from faults.scenarios import SCENARIOS
    from faults.verdict import head, line

    began = time.monotonic()
    people = asked.people or (LONG_PEOPLE if asked.long else SHORT_PEOPLE)
    patience = LONG_PATIENCE if asked.long else SHORT_PATIENCE
    chosen = [
        one for one in SCENARIOS if asked.only in one.name and (asked.long or asked.only or not one.only_long)
    ]
    if not chosen:
        raise Refusal(f"Geen scenario heeft '{asked.only}' in de naam.")
    print(head(), flush=True)
    broken = 0
    for scenario in chosen:
        found = carry_out(scenario, rig=rig, seed=asked.seed, people=people, patience=patience)
        print(line(found), flush=True)
        broken += bool(found.broken)
    seconds = time.monotonic() - began
    print(
        f"\n{len(chosen)} scenario's, {broken} met een gebroken belofte, seed {asked.seed}, {seconds:.0f} s."
    )
    return 1 if broken else 0


def _rig(stack: Stack, data: DataFolder, mail: MailServer):  # type: ignore[no-untyped-def]  # Django is not ready yet
    own = {name: value for name, value in os.environ.items() if name not in _SERVERS_OF_OTHERS}
    os.environ.clear()
    os.environ.update(own)
    keys = load_keys(data.secrets)
    say("Servers klaarzetten …")
    env = base_environment(keys) | start_servers(stack, data, keys, durable=True)
    env |= {
        "GEDAG_DEMO": "1",
        "GEDAG_URL_DEELNEMER": "http://localhost:8000",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "GEDAG_SENDING_MARK": str(data.path / "sending-mark"),
    }
    os.environ.update(env)
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    for command in ("set_login_passwords", "load_library", "load_national_campaign"):
        call_command(command, stdout=sys.stderr)
    from faults import clock, points
    from faults.rig import Rig

    clock.set_clock(data.path, django.utils.timezone.now())
    clock.install(data.path)
    points.order(data.path, {})
    rig = Rig(stack, data, env, mail)
    rig.start()
    return rig


# A harness breaks its servers: never somebody's own.
_SERVERS_OF_OTHERS = frozenset(
    {
        "DATABASE_URL",
        "DATABASE_URL_DEELNEMER",
        "DATABASE_URL_BEHEER",
        "DATABASE_URL_WORKER",
        "REDIS_URL",
        "EMAIL_URL",
        "GEDAG_FACE",
        "SECRET_KEY",
        "GEDAG_PRIVATE_KEYS",
        "GEDAG_PRIVATE_KEYS_FILE",
    }
)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
