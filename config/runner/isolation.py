"""As whom the servers run. PostgreSQL refuses root, so as root they get an ordinary identity."""

import functools
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from config.runner.process import SHIM
from config.runner.refusal import Refusal

_HELPER_USER = "gedag"
_HELPER_HOME = Path("/var/lib/gedag")


@dataclass(frozen=True)
class Isolation:
    """Shim options, and for the last resort the helper user that owns PostgreSQL's files."""

    options: tuple[str, ...] = ()
    helper: tuple[int, int] | None = None

    def server_folder(self, wanted: Path) -> Path:
        """Where a server's data may lie: `wanted`, or for the helper user a folder outside root's home."""
        if self.helper is None:
            return wanted
        folder = _HELPER_HOME / hashlib.sha256(str(wanted).encode()).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        _HELPER_HOME.chmod(0o711)
        folder.chmod(0o700)
        os.chown(folder, *self.helper)
        return folder / wanted.name

    def program_folder(self, binaries: Path) -> Path:
        """Where the helper user can run the binaries: a copy, so that nothing of the clone is opened up."""
        if self.helper is None:
            return binaries
        source = binaries.parent
        copy = _HELPER_HOME / f"programs-{hashlib.sha256(str(source).encode()).hexdigest()[:16]}"
        place = Path(source.parent.name) / source.name
        if not copy.exists():
            fresh = copy.with_suffix(f".{os.getpid()}")
            shutil.copytree(source, fresh / place, symlinks=True)
            # A wheel keeps its libraries beside the package, and the programs look for them there.
            libraries = source.parent.with_name(f"{source.parent.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, fresh / libraries.name)
            _open_for_reading(fresh)
            fresh.replace(copy)
        return copy / place / binaries.name


@functools.cache
def server_isolation() -> Isolation:
    """Ourselves when we are not root; else a user namespace; else a helper user.

    GEDAG_NO_USERNS=1 skips the namespace. Raises Refusal when there is no way.
    """
    if os.geteuid() != 0:
        return Isolation()
    if sys.platform == "linux" and not os.environ.get("GEDAG_NO_USERNS"):
        options = ("--userns", str(_ordinary_uid()))
        python = [sys.executable, "-I", "-S"]
        probe = [*python, str(SHIM), *options, "--", *python, "-c", ""]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return Isolation(options)
    return _helper_user()


def _open_for_reading(folder: Path) -> None:
    """Let everybody read, and run what its owner may run."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o044 | (0o011 if mode & 0o100 else 0))


def _ordinary_uid() -> int:
    """A uid that has a name on this machine: initdb looks its own name up."""
    known = [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0]
    return 1000 if 1000 in known else max(known, default=1000)


def _helper_user() -> Isolation:
    try:
        user = pwd.getpwnam(_HELPER_USER)
    except KeyError:
        make = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        if (
            shutil.which(make[0]) is None
            or subprocess.run([*make, _HELPER_USER], check=False).returncode != 0
        ):
            raise Refusal(
                "PostgreSQL draait niet als root, en een gewone gebruiker maken lukt hier niet; "
                "start Gedag als een gewone gebruiker."
            ) from None
        user = pwd.getpwnam(_HELPER_USER)
    return Isolation(("--user", f"{user.pw_uid}:{user.pw_gid}"), (user.pw_uid, user.pw_gid))
