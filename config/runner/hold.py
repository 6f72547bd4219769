"""One running system per data folder: the lock, and cleaning up after a runner that was killed."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from typing import Any

from config.runner.folders import DataFolder
from config.runner.refusal import Refusal, disk_full_sentence
from config.runner.stack import process_birth

_NEEDED_NEW_MB, _NEEDED_MB = 300, 60
_PATIENCE = 6.0


@contextlib.contextmanager
def hold(data: DataFolder) -> Iterator[bool]:
    """Hold the data folder while the block runs; yields whether the last runner was cut off.

    Raises Refusal when another process holds it or the disk is nearly full.
    """
    data.make()
    with data.lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _held(data) from None
        refuse_small_disk(data)
        yield _wait_for_leftovers(data)


def is_held(data: DataFolder) -> bool:
    """Whether a runner is using this data folder now."""
    try:
        with data.lock.open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def read_state(data: DataFolder) -> dict[str, Any]:
    """What run.json says; empty when there is none."""
    try:
        state = json.loads(data.state.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _held(data: DataFolder) -> Refusal:
    state = read_state(data)
    address = state.get("addresses", {}).get("deelnemer")
    if address:
        return Refusal(
            f"Gedag draait al: {address} (gegevens in {data.path}). Stop het daar met Ctrl-C, of kies voor een "
            "tweede een andere map en poort met GEDAG_DATA en GEDAG_PORT."
        )
    return Refusal(
        f"Een ander './gedag {state.get('command', 'run')}' is bezig met de gegevens in {data.path}; "
        "wacht tot dat klaar is."
    )


def refuse_small_disk(data: DataFolder) -> None:
    """Raise Refusal when the data folder's disk has too little room to start on."""
    needed = _NEEDED_MB if (data.postgres / "PG_VERSION").exists() else _NEEDED_NEW_MB
    free = shutil.disk_usage(data.path).free // 1_000_000
    if free < needed:
        raise Refusal(f"{disk_full_sentence(data.path)} (Nodig om te starten: {needed} MB, vrij: {free} MB.)")


def _wait_for_leftovers(data: DataFolder) -> bool:
    """After a kill -9 the children end by themselves within seconds; wait for that, and insist at the end."""
    pids = read_state(data).get("pids")
    if not pids:
        return False
    deadline = time.monotonic() + _PATIENCE
    left = list(pids.values())
    while left := [[pid, birth] for pid, birth in left if birth and process_birth(pid) == birth]:
        if time.monotonic() > deadline:
            for pid, _birth in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            deadline += 1.0
        time.sleep(0.05)
    return True
