"""Running installers for `./gedag`: progress lines, one log, and a sentence when something is in the way."""

import contextlib
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from config.runner.folders import REPO, SETUP_LOG, STATE
from config.runner.refusal import Refusal, disk_full_sentence

_NO_NETWORK = re.compile(
    r"network was disabled|network connectivity|offline|failed to fetch|dns error|name resolution|enotfound|"
    r"eai_again|econnrefused|etimedout|enetunreach|connection refused|connection error|network is unreachable|"
    r"NewConnectionError|failed to establish a new connection|could not resolve|temporary failure|timed out|"
    r"ENOTCACHED",
    re.IGNORECASE,
)
_NOT_OFFERED = re.compile(r"no matching distribution found|from versions: none", re.IGNORECASE)
_DISK_FULL = re.compile(r"no space left|enospc|disk quota", re.IGNORECASE)
_HASHES_DIFFER = re.compile(r"hash mismatch|do not match|EINTEGRITY", re.IGNORECASE)


class InstallError(Exception):
    """An installer ended with an error; `output` is what it said."""

    def __init__(self, output: str) -> None:
        super().__init__(output[-400:])
        self.output = output

    @property
    def offline(self) -> bool:
        """Whether it sounds as if there is no network."""
        return bool(_NO_NETWORK.search(self.output))

    @property
    def not_offered(self) -> bool:
        """Whether the package index has nothing for this machine (or could not be asked)."""
        return bool(_NOT_OFFERED.search(self.output))

    def as_refusal(self, what: str) -> Refusal:
        """The sentence that fits what the installer said; the whole of it is in the log."""
        if _DISK_FULL.search(self.output):
            return Refusal(disk_full_sentence(STATE))
        if _HASHES_DIFFER.search(self.output):
            return Refusal(
                f"Ik installeer {what} niet: een pakket is anders dan het slotbestand in requirements/ of "
                f"package-lock.json zegt. Het hele verslag staat in {SETUP_LOG}."
            )
        if self.offline or self.not_offered:
            return Refusal(
                f"Ik kan {what} niet ophalen: er is geen netwerk, of het pakketregister is niet bereikbaar. "
                f"Maak verbinding en probeer het opnieuw; het verslag staat in {SETUP_LOG}."
            )
        last = self.output.strip().splitlines()[-1:] or ["geen uitvoer"]
        return Refusal(
            f"Ik kan {what} niet installeren ({last[0].strip()}); het verslag staat in {SETUP_LOG}."
        )


def say(line: str) -> None:
    """A progress line; on stderr, so that stdout stays the command's own. A closed terminal stops nothing."""
    with contextlib.suppress(OSError):
        print(line, file=sys.stderr, flush=True)


def install(arguments: Sequence[str | Path], env: Mapping[str, str] | None = None) -> None:
    """Run an installer in the repository, output to the set-up log.

    It ends with us however we end (kill -9 too). Raises InstallError.
    """
    program = [str(part) for part in arguments]
    shim = [sys.executable, "-I", "-S", str(Path(__file__).with_name("child.py"))]
    options = ["--parent", str(os.getpid()), "--signal", str(int(signal.SIGTERM)), "--"]
    with SETUP_LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(program)}\n")
        log.flush()
        done = subprocess.run(
            [*shim, *options, *program],
            cwd=REPO,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        log.write(done.stdout)
    if done.returncode != 0:
        raise InstallError(done.stdout)


def fingerprint(path: Path) -> str:
    """sha256 of a lock file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Stamp:
    """What a folder was made from. Taken away before work starts, written when all of it is done: a set-up that
    was cut off half-way is therefore never taken for a whole one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Any]:
        """The stamp's values; empty when there is no (readable) stamp."""
        try:
            values = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def write(self, values: dict[str, Any]) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(values, indent=1), "utf-8")
        fresh.replace(self.path)
