"""What Gedag is made of: every package of the locks, with its version, checksums and licence.

Reads files and what is installed, nothing else: it works without a network.
"""

import base64
import importlib.metadata
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from license_expression import get_spdx_licensing

from config.runner.folders import REPO, REQUIREMENTS

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Classifiers that can mean one licence only.
_CLASSIFIERS = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
}


class UnknownLicenceError(Exception):
    """Nobody says under which licence a package is, or nobody looked at that licence yet."""


@dataclass(frozen=True)
class Package:
    """One package of a lock. `kind` is pypi or npm; `hashes` are (algorithm, hexadecimal)."""

    kind: str
    name: str
    version: str
    licence: str
    hashes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Brought:
    """What travels in a package and has a licence of its own."""

    name: str
    package: str
    licence: str


@cache
def rules() -> dict[str, Any]:
    """The licences that we allow, and what packages do not say themselves."""
    return dict(yaml.safe_load((REPO / "config" / "licences.yaml").read_text("utf-8")))


def packages() -> list[Package]:
    """Everything that runs on a server or in a browser, by kind and name. Raises UnknownLicenceError."""
    return sorted([*_of_python(), *_of_the_browser()], key=lambda one: (one.kind, one.name, one.version))


def brought() -> list[Brought]:
    """What travels in those packages."""
    return [
        Brought(row["name"], row["in"], checked(row["licence"], row["name"])) for row in rules()["brings"]
    ]


def checked(licence: str, whose: str) -> str:
    """The licence, an expression of SPDX, when it is one that we allow. Raises UnknownLicenceError."""
    spdx = get_spdx_licensing()
    try:
        parsed = spdx.parse(licence, validate=True)
    except Exception as error:
        raise UnknownLicenceError(f"{whose}: {licence!r} is geen licentie uit de lijst van SPDX") from error
    if parsed is None or not _allowed(parsed):
        raise UnknownLicenceError(
            f"{whose}: {licence!r} staat niet bij allowed in config/licences.yaml. Lees de licentie, en vraag of zij "
            "naast EUPL-1.2 kan voor je haar erbij zet."
        )
    return licence


def _allowed(parsed: Any) -> bool:
    """Of alternatives one will do, of what holds together all must be allowed."""
    if parsed.isliteral:
        return str(parsed) in rules()["allowed"]
    several = any if type(parsed).__name__ == "OR" else all
    return several(_allowed(part) for part in parsed.args)


def _of_python() -> Iterator[Package]:
    text = (REQUIREMENTS / "runtime.lock").read_text("utf-8")
    for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", text):
        if pin := _PIN.match(entry):
            name = pin["name"].lower()
            hashes = tuple(("SHA-256", found) for found in _HASH.findall(entry))
            yield Package("pypi", name, pin["version"], _licence_of(name), hashes)


def _licence_of(name: str) -> str:
    """By hand where we looked it up, else what the package says in the words of SPDX."""
    if name in rules()["packages"]:
        return checked(rules()["packages"][name], name)
    try:
        said: Any = importlib.metadata.metadata(name)  # its typing knows less than it can do
    except importlib.metadata.PackageNotFoundError as error:
        raise UnknownLicenceError(
            f"{name} is hier niet geïnstalleerd; schrijf de licentie bij packages in config/licences.yaml"
        ) from error
    written = [said.get("License-Expression"), said.get("License")]
    by_classifier = {_CLASSIFIERS[one] for one in said.get_all("Classifier") or [] if one in _CLASSIFIERS}
    if len(by_classifier) == 1:
        written.append(by_classifier.pop())
    for licence in written:
        if licence and len(licence) < 80:
            try:
                return checked(licence, name)
            except UnknownLicenceError:
                continue
    raise UnknownLicenceError(
        f"{name} zegt zelf {written!r}. Lees het licentiebestand, en schrijf de SPDX-naam bij packages in "
        "config/licences.yaml."
    )


def _of_the_browser() -> Iterator[Package]:
    lock = json.loads((REPO / "package-lock.json").read_text("utf-8"))
    for place, entry in lock["packages"].items():
        if not place or entry.get("dev"):
            continue
        name = place.removeprefix("node_modules/")
        algorithm, _dash, digest = entry["integrity"].partition("-")
        hashes = ((f"SHA-{algorithm.removeprefix('sha')}", base64.b64decode(digest).hex()),)
        yield Package("npm", name, entry["version"], checked(entry.get("license", ""), name), hashes)
