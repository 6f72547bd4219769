"""`./gedag sbom`: what Gedag is made of, as a list for machines (CycloneDX) and one for people (docs/licenties.md); and
what it keeps, in docs/dpia-invoer.md."""

import sys
import tomllib
from itertools import groupby
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from config import dpia
from config.packages import Brought, Package, UnknownLicenceError, brought, packages
from config.runner.folders import REPO, STATE

SBOM = STATE / "sbom" / "gedag.cdx.json"
DOCUMENT = REPO / "docs" / "licenties.md"
_INTRODUCTION = """# Licenties

Waar Gedag van gemaakt is: elk pakket dat op een server of in een browser draait, met versie en licentie (de namen van
SPDX). Gedag zelf is [EUPL-1.2](../LICENSE). Welke licenties wij toelaten en waarom, staat in `config/licences.yaml`;
een test weigert een pakket met een andere of een onbekende.

Dit bestand wordt gemaakt uit `requirements/runtime.lock` en `package-lock.json`, met `./gedag sbom`. Dat maakt ook een
lijst voor machines: `.gedag/sbom/gedag.cdx.json` (CycloneDX 1.6, met controlegetallen). Gereedschap om te bouwen en te
testen staat er niet bij: dat komt op geen server. Twee versies bij één naam: welke er komt, hangt van Python af.
"""


def bill_of_materials(parts: list[Package], inside: list[Brought]) -> str:
    """The list for machines. The same parts give the same list, but for its number and its time."""
    licences = LicenseFactory()
    bom = Bom()
    version = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    gedag = Component(
        name="gedag",
        version=version,
        type=ComponentType.APPLICATION,
        licenses=[licences.make_from_string("EUPL-1.2")],
        bom_ref="gedag",
    )
    bom.metadata.component = gedag
    found = {}
    for part in parts:
        address = _address_of(part)
        found[part.name] = component = Component(
            name=part.name,
            version=part.version,
            type=ComponentType.LIBRARY,
            purl=address,
            bom_ref=str(address),
            licenses=[licences.make_from_string(part.licence)],
            hashes=[HashType(alg=HashAlgorithm(name), content=content) for name, content in part.hashes],
        )
        bom.components.add(component)
    for one in inside:
        found[one.package].components.add(
            Component(
                name=one.name,
                type=ComponentType.LIBRARY,
                bom_ref=f"{one.package}#{one.name}",
                licenses=[licences.make_from_string(one.licence)],
            )
        )
    bom.register_dependency(gedag, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def document(parts: list[Package], inside: list[Brought]) -> str:
    """The list for people."""
    headings = {"pypi": "Op de server", "npm": "In de browser"}
    text = _INTRODUCTION
    for kind, heading in headings.items():
        text += f"\n## {heading}\n\n| naam | versie | licentie |\n| --- | --- | --- |\n"
        for (name, licence), alike in groupby(
            (part for part in parts if part.kind == kind), key=lambda part: (part.name, part.licence)
        ):
            text += f"| {name} | {', '.join(part.version for part in alike)} | {licence} |\n"
    text += "\n## Wat in een pakket meereist\n\n| naam | in | licentie |\n| --- | --- | --- |\n"
    for one in inside:
        text += f"| {one.name} | {one.package} | {one.licence} |\n"
    return text


def _address_of(part: Package) -> PackageURL:
    group, _slash, name = part.name.rpartition("/")
    return PackageURL(type=part.kind, namespace=group or None, name=name, version=part.version)


def main(to: Path = SBOM) -> int:
    """Writes both. 1, with a sentence, when a package has a licence that nobody knows."""
    try:
        parts, inside = packages(), brought()
    except UnknownLicenceError as error:
        print(error, file=sys.stderr)
        return 1
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(bill_of_materials(parts, inside), "utf-8")
    DOCUMENT.write_text(document(parts, inside), "utf-8")
    dpia.write()
    print(f"{len(parts)} pakketten, elk met een licentie die wij kennen.")
    print(f"Voor machines: {to.relative_to(REPO)}")
    print(f"Voor mensen: {DOCUMENT.relative_to(REPO)}, {dpia.DOCUMENT.relative_to(REPO)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
