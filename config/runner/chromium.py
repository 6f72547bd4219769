"""The browser that the tests drive: the machine's own Chromium, on Debian installed when we may."""

import os
import shutil
import subprocess
from pathlib import Path

from config.runner.refusal import Refusal
from config.runner.setup_tools import say

# Without a window first: the journeys take a fifth less time in it.
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_chromium() -> Path | None:
    """GEDAG_CHROMIUM, else what the machine has; None when there is none. Raises Refusal for a wrong path."""
    chosen = os.environ.get("GEDAG_CHROMIUM")
    if chosen:
        if not os.access(chosen, os.X_OK):
            raise Refusal(f"GEDAG_CHROMIUM wijst naar {chosen}, en dat is geen programma.")
        return Path(chosen)
    for candidate in (*map(shutil.which, _NAMES), *(path for path in _MAC if Path(path).exists())):
        if candidate:
            return Path(candidate)
    return None


def chromium_for_tests() -> Path | None:
    """Chromium, installed with apt-get as root on Debian when it is missing.

    Without one the browser tests are skipped, and we say so; with CI=true we refuse instead (Refusal).
    """
    found = find_chromium()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Chromium installeren voor de browsertests (apt-get, ongeveer een minuut) …")
        _apt_get("update", "-qq")
        for package in ("chromium-headless-shell", "chromium"):
            _apt_get("install", "-y", "-qq", "--no-install-recommends", package)
            if found := find_chromium():
                break
    if found is not None:
        return found
    if os.environ.get("CI", "").lower() == "true":
        raise Refusal(
            "Er is geen Chromium, en met CI=true slaan we de browsertests niet over; installeer chromium."
        )
    say(
        "LET OP: er is geen Chromium, dus de browsertests worden OVERGESLAGEN. "
        "Installeer er een (bijvoorbeeld: sudo apt-get install chromium) of wijs er een aan met GEDAG_CHROMIUM."
    )
    return None


def _apt_get(*arguments: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        ["apt-get", *arguments], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
