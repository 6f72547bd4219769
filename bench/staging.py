"""Servers of its own for a measurement, as durable as a real installation, thrown away afterwards."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import django
from django.core.management import call_command

from config.private_keys import new_value
from config.runner.environment import base_environment
from config.runner.folders import STATE, DataFolder
from config.runner.keys import PRIVATE, load_keys
from config.runner.servers import start_servers
from config.runner.setup_tools import say
from config.runner.stack import Stack, StopRequested

_OF_OTHERS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "GEDAG_PRIVATE_KEYS", "GEDAG_FACE")


@dataclass(frozen=True)
class Ground:
    """What a measurement stands on: its servers, their folder and the environment of who uses them."""

    stack: Stack
    data: DataFolder
    env: Mapping[str, str]


def measured(measure: Callable[[Ground], int]) -> int:
    """Runs `measure` with Django ready on a fresh database, with the library and the national campaign. Raises
    Refusal."""
    for name in [name for name in os.environ if name.startswith(_OF_OTHERS)]:
        del os.environ[name]
    data = DataFolder(STATE / "bench-data" / str(os.getpid()))
    data.make()
    stack = Stack(data, say, "bench")
    try:
        with stack.signals():
            keys = load_keys(data.secrets)
            say("Servers klaarzetten …")
            env = base_environment(keys) | start_servers(stack, data, keys, durable=True, queue=False)
            env |= {
                "GEDAG_DEMO": "1",
                "GEDAG_SENDING_MARK": str(data.path / "sending-mark"),
                "GEDAG_LOG_LEVEL": "WARNING",
            }
            os.environ.update(env)
            django.setup()
            call_command("migrate", interactive=False, verbosity=0)
            for command in ("load_library", "load_national_campaign"):
                call_command(command, stdout=sys.stderr)
            return measure(Ground(stack, data, env))
    except StopRequested:
        return 130
    finally:
        shutil.rmtree(data.path, ignore_errors=True)


def simulated(compute: Callable[[], int]) -> int:
    """Runs `compute` with Django ready and no server at all: it is about numbers only."""
    nowhere = {"DATABASE_URL": "postgres://nowhere.invalid/none", "REDIS_URL": "redis://nowhere.invalid"}
    os.environ.update(base_environment({"secret_key": "no-secret", PRIVATE: new_value()}) | nowhere)
    django.setup()
    return compute()
