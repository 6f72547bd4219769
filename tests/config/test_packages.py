"""Every package has a licence that we know and allow, and the lists of them are what the locks say."""

import json
import re
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from accounts.queries.licences import licences
from config import dpia, packages, sbom
from config.packages import Package, UnknownLicenceError, brought, checked
from config.runner.folders import REPO

LOCK = (REPO / "requirements" / "runtime.lock").read_text("utf-8")
BROWSER = json.loads((REPO / "package-lock.json").read_text("utf-8"))["packages"]
RENEW = "run ./gedag sbom and look at what changed"


@pytest.fixture(scope="module")
def parts() -> list[Package]:
    return packages.packages()


def test_no_package_of_the_locks_is_left_out(parts: list[Package]) -> None:
    pinned = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", LOCK, re.MULTILINE)
    of_the_browser = [
        (place.removeprefix("node_modules/"), entry["version"])
        for place, entry in BROWSER.items()
        if place and not entry.get("dev")
    ]
    assert len(pinned) > 50
    assert sorted((part.name, part.version) for part in parts) == sorted(pinned + of_the_browser)
    assert all(part.hashes for part in parts)


def test_every_licence_is_one_that_we_allow(parts: list[Package]) -> None:
    assert [part for part in parts if checked(part.licence, part.name) != part.licence] == []
    assert {one.package for one in brought()} <= {part.name for part in parts}


def test_nothing_is_said_by_hand_of_a_package_that_is_not_there(parts: list[Package]) -> None:
    assert sorted(set(packages.rules()["packages"]) - {part.name for part in parts}) == []


def test_every_allowed_licence_says_why() -> None:
    assert [name for name, why in packages.rules()["allowed"].items() if len(str(why)) < 12] == []


@pytest.mark.parametrize(
    "licence", ["", "GPL-3.0-only", "AGPL-3.0-or-later", "Proprietary", "MIT AND GPL-2.0-only", "vrij"]
)
def test_a_licence_that_we_do_not_allow_or_know_is_refused(licence: str) -> None:
    with pytest.raises(UnknownLicenceError, match="een-pakket"):
        checked(licence, "een-pakket")


def test_of_alternatives_one_will_do() -> None:
    assert checked("GPL-2.0-only OR MIT", "een-pakket") == "GPL-2.0-only OR MIT"


def test_a_new_package_without_a_known_licence_stops_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "runtime.lock").write_text(f"nieuw-pakket==1.0 \\\n    --hash=sha256:{'a' * 64}\n", "utf-8")
    monkeypatch.setattr(packages, "REQUIREMENTS", tmp_path)
    with pytest.raises(UnknownLicenceError, match="nieuw-pakket is hier niet"):
        packages.packages()
    assert sbom.main(to=tmp_path / "sbom.json") == 1
    assert "nieuw-pakket" in capsys.readouterr().err
    assert not (tmp_path / "sbom.json").exists()


def test_what_a_package_says_vaguely_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, str] = {"License": "BSD"}

    class Metadata:
        def get(self, name: str) -> str | None:
            return said.get(name)

        def get_all(self, name: str) -> list[str]:
            return ["License :: OSI Approved :: BSD License"]

    monkeypatch.setattr(packages.importlib.metadata, "metadata", lambda name: Metadata())
    with pytest.raises(UnknownLicenceError, match="vaag-pakket zegt zelf"):
        packages._licence_of("vaag-pakket")
    said["License"] = "BSD-3-Clause"
    assert packages._licence_of("vaag-pakket") == "BSD-3-Clause"


def test_the_document_is_what_the_locks_say(parts: list[Package]) -> None:
    assert sbom.DOCUMENT.read_text("utf-8") == sbom.document(parts, brought()), RENEW


def test_the_page_reads_all_of_the_document(parts: list[Package]) -> None:
    names = dict.fromkeys((part.kind, part.name, part.licence) for part in parts)
    assert [(part.name, part.licence) for part in licences()] == [
        *((name, licence) for of in ("pypi", "npm") for kind, name, licence in names if kind == of),
        *((one.name, one.licence) for one in brought()),
    ]


def test_two_versions_of_a_package_stand_behind_one_name() -> None:
    text = sbom.document([Package("pypi", "pakket", version, "MIT", ()) for version in ("1.0", "2.0")], [])
    assert [line for line in text.splitlines() if "pakket |" in line] == ["| pakket | 1.0, 2.0 | MIT |"]


def test_the_image_of_a_server_has_the_document_too() -> None:
    """Its page reads it, and documents stay out of the image."""
    ignored = (REPO / ".dockerignore").read_text("utf-8").splitlines()
    assert "docs/*" in ignored
    assert ignored.index("!docs/licenties.md") > ignored.index("docs/*")


def test_the_list_for_machines_follows_its_schema_and_names_every_part(parts: list[Package]) -> None:
    text = sbom.bill_of_materials(parts, brought())
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bom = json.loads(text)
    assert sorted((one["name"], one["version"]) for one in bom["components"]) == sorted(
        (part.name, part.version) for part in parts
    )
    assert all(one["licenses"] and one["hashes"] and one["purl"] for one in bom["components"])
    assert bom["metadata"]["component"]["name"] == "gedag"
    (tree,) = [row for row in bom["dependencies"] if row["ref"] == "gedag"]
    assert len(tree["dependsOn"]) == len(parts)


def test_nothing_of_a_registry_is_in_it(parts: list[Package]) -> None:
    text = sbom.bill_of_materials(parts, brought())
    assert (
        re.findall(r"https?://(?!cyclonedx\.org|docs\.)[\w.-]+", text.replace("http://cyclonedx", "")) == []
    )


def test_what_the_dpia_says_is_kept_is_what_the_register_says() -> None:
    text = dpia.DOCUMENT.read_text("utf-8")
    assert dpia.tables() in text, RENEW
    assert dpia.up_to_date(text) == text


def test_every_test_that_the_dpia_calls_a_guard_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", dpia.DOCUMENT.read_text("utf-8"))
    assert len(named) > 15
    assert [path for path in named if not (REPO / path).exists()] == []
