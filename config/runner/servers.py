"""PostgreSQL and Valkey for run, test, check and manage; neither starts when the environment names one already."""

import os
from collections.abc import Mapping

from config.runner import postgres, valkey
from config.runner.folders import DataFolder
from config.runner.isolation import server_isolation
from config.runner.ports import free_port
from config.runner.process import Program
from config.runner.stack import Stack

_FACES = ("deelnemer", "beheer", "worker")


def start_servers(
    stack: Stack, data: DataFolder, keys: Mapping[str, str], *, durable: bool, queue: bool = True
) -> dict[str, str]:
    """Start what is needed and answer with DATABASE_URL (four of them) and REDIS_URL.

    Raises Refusal, StopRequested.
    """
    env: dict[str, str] = {}
    programs: list[Program] = []
    isolation = server_isolation()
    own_database = not os.environ.get("DATABASE_URL")
    if own_database:
        binaries = postgres.find_binaries(isolation)
        cluster = isolation.server_folder(data.postgres)
        postgres.refuse_other_version(cluster, binaries)
        postgres.initialise(cluster, binaries, isolation, keys["postgres"])
        port = free_port()
        log = data.logs / "postgres.log"
        programs.append(postgres.program(cluster, binaries, isolation, port, log, durable=durable))
        env |= postgres.login_urls(port, keys)
    else:
        env |= derived_urls(os.environ["DATABASE_URL"], keys)
    if queue:
        if os.environ.get("REDIS_URL"):
            env["REDIS_URL"] = os.environ["REDIS_URL"]
        else:
            queue_port = free_port()
            log = data.logs / "valkey.log"
            own = isolation.options if isolation.helper is None else ()
            programs.append(valkey.program(data.valkey, queue_port, keys["valkey"], log, own))
            env["REDIS_URL"] = f"redis://:{keys['valkey']}@127.0.0.1:{queue_port}/0"
    stack.start(*programs)
    if own_database:
        superuser = f"postgresql://postgres:{keys['postgres']}@127.0.0.1:{port}/postgres"
        stack.wait_until(lambda: postgres.answers(superuser), "postgres")
        postgres.ensure_database(superuser, keys["owner"], binaries.major)
    return env


def derived_urls(database_url: str, keys: Mapping[str, str]) -> dict[str, str]:
    """The logins of the faces on a server of your own: those of the environment, else the same address with
    our generated passwords (`manage.py set_login_passwords` gives them to the roles)."""
    scheme, _, rest = database_url.partition("://")
    address = rest.rpartition("@")[2]
    urls = {"DATABASE_URL": database_url}
    for face in _FACES:
        name = f"DATABASE_URL_{face.upper()}"
        urls[name] = os.environ.get(name) or f"{scheme}://gedag_{face}:{keys[face]}@{address}"
    return urls
