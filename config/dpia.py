"""The part of docs/dpia-invoer.md that says what is kept: made from the register, so that it cannot differ from it."""

import re

import yaml

from config.runner.folders import REPO

DOCUMENT = REPO / "docs" / "dpia-invoer.md"
_BEGIN, _END = "<!-- uit config/retention.yaml: begin -->", "<!-- uit config/retention.yaml: einde -->"
_MADE = re.compile(re.escape(_BEGIN) + ".*" + re.escape(_END), re.DOTALL)
_HEADINGS = {
    "participants": "Over deelnemers",
    "staff": "Over medewerkers",
    "campaigns": "Over campagnes: geen persoonsgegevens",
    "library": "De bibliotheek: geen persoonsgegevens",
    "technical": "Techniek",
}


def tables() -> str:
    """Every group of the register, in a table for each of the things they are about."""
    register = yaml.safe_load((REPO / "config" / "retention.yaml").read_text("utf-8"))
    text = _BEGIN
    for about, heading in _HEADINGS.items():
        text += f"\n\n### {heading}\n\n| wat | waarvoor | grond | hoe lang |\n| --- | --- | --- | --- |"
        for group in register["groups"]:
            if group["about"] == about:
                cells = [
                    f"**{group['title']}**. {group['what']}",
                    group["purpose"],
                    group["ground"],
                    _ends(group),
                ]
                text += f"\n| {' | '.join(' '.join(cell.split()) for cell in cells)} |"
    return f"{text}\n\n{_END}"


def _ends(group: dict[str, str]) -> str:
    return " ".join(part for part in (group["retention"], group.get("stays", "")) if part)


def up_to_date(document: str) -> str:
    """The document with its tables made anew."""
    return _MADE.sub(lambda _old: tables(), document)


def write() -> None:
    """Makes the tables in the document anew."""
    DOCUMENT.write_text(up_to_date(DOCUMENT.read_text("utf-8")), "utf-8")
