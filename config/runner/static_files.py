"""Whether collectstatic has work to do; asked without starting Django."""

import hashlib
from pathlib import Path

from config.runner.folders import FRONTEND, REPO, REQUIREMENTS, STATIC

SOURCES = (REPO / "static", REPO / "docs" / "beheer" / "beelden", FRONTEND)
STAMP = STATIC.with_name("static.stamp")
LOCK = STATIC.with_name("static.lock")


def sources_fingerprint() -> str:
    """A hash over every source file's name and bytes, and over the packages that bring static files."""
    total = hashlib.sha256((REQUIREMENTS / "runtime.lock").read_bytes())
    for source in SOURCES:
        for path in sorted(source.rglob("*")):
            if path.is_file():
                total.update(f"\0{path.relative_to(source)}\0".encode())
                total.update(path.read_bytes())
    return total.hexdigest()


def up_to_date() -> bool:
    """True when `.gedag/static` was collected from exactly these sources."""
    manifest: Path = STATIC / "staticfiles.json"
    try:
        return manifest.exists() and STAMP.read_text("utf-8") == sources_fingerprint()
    except OSError:
        return False
