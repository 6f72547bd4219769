"""Ports on 127.0.0.1: the three that people know, and free ones for the servers behind them."""

import os
import random
import socket
import time
from dataclasses import dataclass

from config.runner.refusal import Refusal

# Below the range that systems hand out to outgoing connections, so a chosen port stays free until it is used.
_FIRST, _LAST = 20000, 31999


@dataclass(frozen=True)
class WebPorts:
    """The ports of the two faces and of the mail page."""

    deelnemer: int
    beheer: int
    mail: int

    def named(self) -> dict[str, int]:
        return {"deelnemer": self.deelnemer, "beheer": self.beheer, "postvakje": self.mail}


def web_ports() -> WebPorts:
    """GEDAG_PORT (8000), GEDAG_BEHEER_PORT (one higher) and GEDAG_MAIL_PORT (two higher). Raises Refusal."""
    first = _port("GEDAG_PORT", 8000)
    ports = WebPorts(first, _port("GEDAG_BEHEER_PORT", first + 1), _port("GEDAG_MAIL_PORT", first + 2))
    if len(set(ports.named().values())) < len(ports.named()):
        raise Refusal(
            "GEDAG_PORT, GEDAG_BEHEER_PORT en GEDAG_MAIL_PORT moeten drie verschillende poorten zijn."
        )
    return ports


def _port(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise Refusal(
            f"{name}={value} is geen poort; kies een getal van 1024 tot 65000, bijvoorbeeld {name}=8100."
        )
    return int(value)


def is_taken(port: int) -> bool:
    """Whether someone listens on this port of 127.0.0.1 (or we may not)."""
    with socket.socket() as probe:
        # Not SO_REUSEPORT: that would share the port with another web server without a word.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def refuse_taken(ports: WebPorts, patience: float = 0.0) -> None:
    """Raise Refusal when one of the ports is in use; wait `patience` seconds for a run that is just ending."""
    deadline = time.monotonic() + patience
    while taken := [port for port in ports.named().values() if is_taken(port)]:
        if time.monotonic() < deadline:
            time.sleep(0.1)
            continue
        if taken[0] < 1024 and os.geteuid() != 0:
            raise Refusal(
                f"Poort {taken[0]} mag alleen root gebruiken; kies een hogere: GEDAG_PORT=8000 ./gedag run"
            )
        other = next(p for p in range(8100, 9000, 10) if not any(is_taken(p + extra) for extra in range(3)))
        raise Refusal(
            f"Poort {taken[0]} is al in gebruik door een ander programma; kies een andere, "
            f"bijvoorbeeld: GEDAG_PORT={other} ./gedag run"
        )


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    for _ in range(200):
        port = random.randint(_FIRST, _LAST)  # noqa: S311 (not a secret)
        if not is_taken(port):
            return port
    raise Refusal(
        "Er is geen vrije poort te vinden op deze machine; sluit programma's af en probeer het opnieuw."
    )
