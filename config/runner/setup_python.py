"""The virtual environment `.gedag/venv`, filled from a hash-locked list of packages; standard library only.

uv does the work when it can be had (seconds), pip else (half a minute). A bare Debian may lack both `venv` and
`pip`; then apt-get brings them when we are root, and one sentence says what to type when we are not.
"""

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from config.runner.folders import REPO, REQUIREMENTS, TOOLS, VENV, VENV_PYTHON
from config.runner.refusal import Refusal, disk_full_sentence
from config.runner.setup_tools import InstallError, Stamp, fingerprint, install, say

_RUNTIME = REQUIREMENTS / "runtime.lock"
_DEV = REQUIREMENTS / "dev.lock"
_NEEDED_MB = 700
_UV_ENV = {
    "UV_PYTHON_DOWNLOADS": "never",
    "UV_NO_PROGRESS": "1",
    # Offices often read TLS traffic with a certificate that only the system's store knows.
    "UV_SYSTEM_CERTS": os.environ.get("UV_SYSTEM_CERTS", "1"),
    # What is copied must survive a move of the cache; hard links across users surprise.
    "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy"),
}


def ensure_environment(*, dev: bool) -> None:
    """Make `.gedag/venv` hold what the lock files say; does nothing when it already does.

    The dev list holds the runtime list too, so `run` never throws away what `test` installed.
    Raises Refusal.
    """
    stamp = Stamp(VENV.with_name("venv.stamp"))
    wanted = {
        "python": platform.python_version(),
        "path": str(VENV),
        "runtime": fingerprint(_RUNTIME),
        "dev": fingerprint(_DEV),
    }
    have = stamp.read()
    same = all(have.get(key) == wanted[key] for key in ("python", "path", "runtime"))
    if same and VENV_PYTHON.exists() and (not dev or have.get("dev") == wanted["dev"]):
        return
    _refuse_when_disk_small()
    with_dev = dev or bool(have.get("dev"))
    stamp.remove()
    lock = _DEV if with_dev else _RUNTIME
    say(f"  Python-pakketten installeren ({lock.name}; een paar tellen tot een minuut) …")
    try:
        _fill(lock, fresh=have.get("python") != wanted["python"] or have.get("path") != wanted["path"])
    except InstallError as error:
        raise error.as_refusal("de Python-pakketten") from error
    if not with_dev:
        del wanted["dev"]
    stamp.write(wanted)


def uv_program() -> Path | None:
    """uv from its hash-locked wheel in `.gedag/tools`, else the machine's own; None when there is none.

    Raises Refusal when this machine has nothing at all to install packages with.
    """
    own = TOOLS / "bin" / "uv"
    stamp = Stamp(TOOLS.with_name("tools.stamp"))
    lock = REQUIREMENTS / "uv.txt"
    wanted = {"uv": fingerprint(lock), "python": platform.python_version(), "machine": platform.machine()}
    if own.exists() and stamp.read() == wanted:
        return own
    pip = _pip()
    if pip is None:
        found = shutil.which("uv")
        if found:
            return Path(found)
        _install_debian_packages()
        pip = _pip()
    if pip is None:
        raise _nothing_to_install_with()
    stamp.remove()
    shutil.rmtree(TOOLS, ignore_errors=True)
    say("  Gereedschap ophalen (uv, ongeveer 25 MB) …")
    try:
        # --target also works where the system's Python is marked "externally managed".
        locked: list[str | Path] = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lock]
        install([*pip, "install", *_PIP_QUIET, "--target", TOOLS, *locked])
    except InstallError as error:
        found = shutil.which("uv")
        if found:
            return Path(found)
        if error.offline or not error.not_offered:
            raise error.as_refusal("het gereedschap uv") from error
        say("  uv is hier niet te krijgen; ik ga verder met pip (dat duurt iets langer).")
        return None
    if not own.exists():
        return None
    stamp.write(wanted)
    return own


_PIP_QUIET = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "1", "--timeout", "30"]


def _fill(lock: Path, *, fresh: bool) -> None:
    uv = uv_program()
    if uv is None:
        _fill_with_pip(lock, fresh=fresh)
        return
    if fresh or not VENV_PYTHON.exists():
        install([uv, "venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, VENV], _UV_ENV)
    sync: list[str | Path] = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", VENV_PYTHON, lock]
    try:
        install(sync, _UV_ENV)
    except InstallError:
        # pip reads the machine's pip.conf (a mirror, a certificate); uv does not.
        if _pip() is None or not _pip_has_settings():
            raise
        say("  uv kreeg de pakketten niet; nu met pip …")
        _fill_with_pip(lock, fresh=False)


def _fill_with_pip(lock: Path, *, fresh: bool) -> None:
    if fresh or not VENV_PYTHON.exists():
        shutil.rmtree(VENV, ignore_errors=True)
        install([sys.executable, "-m", "venv", "--without-pip", VENV])
    pip = _pip()
    if pip is None:
        raise _nothing_to_install_with()
    install([*pip, "--python", VENV_PYTHON, "install", *_PIP_QUIET, "--require-hashes", "-r", lock])


def _pip() -> list[str | Path] | None:
    """A command that runs pip, or None: the machine's own, else one made from Python's bundled wheel."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    bundled = TOOLS.with_name("pip")
    program = bundled / "bin" / "python"
    if (bundled / "bin" / "pip").exists():
        return [program, "-m", "pip"]
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        try:
            install([sys.executable, "-m", "venv", "--clear", bundled])
        except InstallError:
            return None
        return [program, "-m", "pip"]
    return None


def _pip_has_settings() -> bool:
    if any(name in os.environ for name in ("PIP_INDEX_URL", "PIP_CERT", "PIP_PROXY", "PIP_CONFIG_FILE")):
        return True
    homes = [Path("/etc/pip.conf"), Path.home() / ".config/pip/pip.conf", Path.home() / ".pip/pip.conf"]
    return any(path.exists() for path in homes)


def _install_debian_packages() -> None:
    """As root on Debian or Ubuntu, let apt-get bring venv and pip for the Python we run on."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say("  Deze Python mist venv en pip; apt-get installeert ze (ongeveer een halve minuut) …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        install(["apt-get", "update", "-qq"], quiet)
        install(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv", "python3-pip"],
            quiet,
        )
    except InstallError as error:
        raise error.as_refusal("python3-venv met apt-get") from error
    importlib.invalidate_caches()
    # A find_spec of this process may not see what another Python minor version got.
    check = subprocess.run([sys.executable, "-c", "import pip"], capture_output=True, check=False)
    if check.returncode != 0:
        raise _nothing_to_install_with()


def _nothing_to_install_with() -> Refusal:
    minor = f"{sys.version_info.major}.{sys.version_info.minor}"
    if shutil.which("apt-get"):
        advice = f"sudo apt-get install python{minor}-venv"
    else:
        advice = "het pakketbeheer van je systeem (daar heten ze vaak python3-venv en python3-pip)"
    return Refusal(f"Deze Python ({sys.executable}) mist venv en pip; installeer ze met: {advice}")


def _refuse_when_disk_small() -> None:
    free = shutil.disk_usage(REPO).free // 1_000_000
    if free < _NEEDED_MB:
        raise Refusal(
            f"{disk_full_sentence(REPO)} (Nodig voor de pakketten: {_NEEDED_MB} MB, vrij: {free} MB.)"
        )
