"""What the columns of a file mean, and the words in them. A file goes further than its page, so it says it all.

Files are Dutch, whatever language the page has, so that everybody has the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from insights.queries.blocks import Block, Verdict
from insights.queries.policy import ACTIVE_DAYS, SHOWN_FROM
from insights.queries.rows import HIDDEN, MEASURES, rows_of
from insights.queries.verdicts import rule_text


@dataclass(frozen=True)
class Entry:
    """A column, or a word that stands in it."""

    column: str
    value: str
    meaning: str


def codebook_of(blocks: Iterable[Block]) -> list[Entry]:
    """The codebook of one release: its columns, its subjects and the keys in it."""
    blocks = list(blocks)
    subjects = [
        Entry("onderwerp", str(block.key), f"{block.title}. {block.note}".strip()) for block in blocks
    ]
    seen: dict[tuple[str, str], str] = {}
    for row in rows_of(blocks):
        seen.setdefault((row.subject, row.key), row.label)
    keys = [Entry("sleutel", f"{subject}: {key}", label) for (subject, key), label in seen.items()]
    return [*columns(), *subjects, *verdicts(), *keys]


def columns() -> list[Entry]:
    """What each column holds."""
    return [
        Entry("onderwerp", "", "Waar het cijfer over gaat."),
        Entry("sleutel", "", "Vaste naam van wat er geteld is. Een schuine streep: het tweede hoort bij het eerste."),
        Entry("omschrijving", "", "Wat er geteld is, in gewone woorden."),
        Entry("maat", "", "Wat voor cijfer het is."),
        Entry("maat", MEASURES["people"], f"Mensen die op minstens {ACTIVE_DAYS} dagen iets opschreven, met ruis."),
        Entry("maat", MEASURES["share"], "Deel van het geheel, van 0 tot 1."),
        Entry("maat", MEASURES["mean"], "Gemiddelde op een schaal van 0 tot 10."),
        Entry("waarde", "", "De beste schatting."),
        Entry("waarde", HIDDEN, f"Minder dan {SHOWN_FROM}; dan schrijven we het niet op."),
        Entry("ondergrens", "", "Zo laag kan het zijn. Bij 95 van de 100 cijfers ligt het echte getal ertussen."),
        Entry("bovengrens", "", "Zo hoog kan het zijn."),
        Entry("aantal", "", "Over hoeveel antwoorden of mensen het cijfer gaat, met ruis."),
        Entry("oordeel", "", rule_text()),
    ]  # fmt: skip


def verdicts() -> list[Entry]:
    """The words of a verdict."""
    return [
        Entry("oordeel", str(Verdict.WORKS), "Werkt"),
        Entry("oordeel", str(Verdict.DOES_NOT), "Werkt niet"),
        Entry("oordeel", str(Verdict.UNKNOWN), "Weten we nog niet"),
    ]


def open_codebook(blocks: Iterable[Block]) -> list[Entry]:
    """The same for open data, which has more columns and the counts under the figures."""
    return [
        Entry("tijdvak", "", "Het kwartaal waarvan de cijfers uitkwamen."),
        Entry("gebied", "", "Heel Nederland, of een gemeente met ongeveer 100 deelnemers of meer."),
        Entry("campagne", "", "De campagne van die gemeente; leeg bij heel Nederland."),
        Entry(
            "onderwerp",
            "tried",
            "Hoe vaak een idee werd aangeboden en wat ervan kwam, per deelnemer hooguit zeven.",
        ),
        Entry("maat", "keer", "Aantal keren, met ruis."),
        *codebook_of(blocks),
    ]
