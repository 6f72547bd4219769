"""`./gedag test`: pytest with a real database and queue of its own, beside a running system or another test."""

import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from config.runner import static_files
from config.runner.chromium import chromium_for_tests
from config.runner.environment import base_environment
from config.runner.folders import STATE, DataFolder
from config.runner.hold import refuse_small_disk
from config.runner.keys import load_keys
from config.runner.process import foreground
from config.runner.refusal import Refusal
from config.runner.servers import start_servers
from config.runner.setup_tools import say
from config.runner.stack import Stack, StopRequested

_PLACES = 8
_OF_A_RUN = (
    "GEDAG_URL_",
    "GEDAG_MAIL_PAGE",
    "GEDAG_DATA",
    "GEDAG_SENDING_MARK",
    "GEDAG_ERASURE_LIST",
    "GEDAG_BACKUPS",
    "GEDAG_BACKUP_KEY",
    "GEDAG_BACKUP_IDENTITY",
    "GEDAG_KEY_BACKUPS",
)
# Every core at once and one more, as whole systems wait a lot; each of their rows stays in one process
# (tests/conftest.py).
_ALL_OF_THEM = ("-n", str((os.cpu_count() or 1) + 1))


@contextlib.contextmanager
def test_data() -> Iterator[DataFolder]:
    """The first data folder that no other test uses now. Raises Refusal when all are taken."""
    for number in range(1, _PLACES + 1):
        data = DataFolder(STATE / "test-data" / str(number))
        data.make()
        with data.lock.open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            refuse_small_disk(data)
            yield data
            return
    raise Refusal(f"Er lopen al {_PLACES} tests in deze map; wacht tot er een klaar is.")


def test(arguments: Sequence[str]) -> int:
    """Run pytest with these arguments; its closing line is the last, its exit code is ours. Raises Refusal."""
    chromium = chromium_for_tests()
    with test_data() as data:
        stack = Stack(data, say, "test")
        try:
            with stack.signals():
                env = test_environment(stack, data, chromium)
                return foreground([sys.executable, "-m", "pytest", *(arguments or _ALL_OF_THEM)], env)
        except StopRequested:
            return 130


def test_environment(stack: Stack, data: DataFolder, chromium: Path | None) -> dict[str, str]:
    """Start the servers and answer with the environment that tests run in."""
    keys = load_keys(data.secrets)
    env = base_environment(keys) | start_servers(stack, data, keys, durable=False)
    for name in [name for name in env if name.startswith(_OF_A_RUN)]:
        del env[name]
    if chromium:
        env["GEDAG_CHROMIUM"] = str(chromium)
    if not static_files.up_to_date():
        stack.run_to_end("static", [sys.executable, "-P", "-m", "config.runner.prepare", "static"], env)
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        env["PYTHONDONTWRITEBYTECODE"] = os.environ["PYTHONDONTWRITEBYTECODE"]
    return env
