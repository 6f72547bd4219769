"""What a campaign still needs before people can take part: each thing in plain words, with the step that mends it.

Pure: `facts_of` reads, `findings` only looks at what was read. Errors stop publishing, warnings do not.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils import dateformat

from challenges.models import Campaign
from interactions.models.library import Step

LEAST_DOMAINS = 3
NAMES_OF_TEXTS = {
    "name": "de naam",
    "headline": "de kop",
    "reply": "het antwoord op de kop",
    "intro": "de uitleg",
}


class Level(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `step` is the key of the studio's step; `short` is what the step bar says about it."""

    step: str
    level: Level
    code: str
    text: str
    short: str = ""

    @property
    def blocks(self) -> bool:
        return self.level == Level.ERROR


@dataclass(frozen=True)
class SlotFacts:
    """One idea on a day."""

    step: str
    idea: str
    domain: str
    archived: bool = False


@dataclass(frozen=True)
class Facts:
    """All that the check looks at; `days` by number."""

    campaign: Campaign
    days: Mapping[int, tuple[SlotFacts, ...]]


def facts_of(campaign: Campaign) -> Facts:
    """Reads the days of a campaign in one query."""
    days: dict[int, list[SlotFacts]] = defaultdict(list)
    rows = campaign.days.order_by("number", "slots__step").values_list(
        "number",
        "slots__step",
        "slots__idea__key",
        "slots__idea__domain",
        "slots__idea__archived_at",
    )
    for number, step, idea, domain, archived_at in rows:
        slots = days[number]
        if step:
            slots.append(SlotFacts(step, idea, domain, archived=archived_at is not None))
    return Facts(campaign, {number: tuple(slots) for number, slots in days.items()})


def findings(facts: Facts, today: dt.date) -> list[Finding]:
    """Everything to mend, in the order of the steps, errors of a step first."""
    found = [
        *_dates(facts, today),
        *_texts(facts.campaign),
        *_days(facts),
        *_contact(facts.campaign),
    ]
    order = ["basics", "texts", "look", "days", "prompts", "contact"]
    return sorted(found, key=lambda one: (order.index(one.step), not one.blocks))


def blocking(found: list[Finding]) -> list[Finding]:
    """What stops publishing."""
    return [one for one in found if one.blocks]


def _dates(facts: Facts, today: dt.date) -> Iterator[Finding]:
    campaign = facts.campaign
    if not facts.days:
        yield _error("basics", "no_days", "De campagne heeft nog geen dagen.", "nog geen dagen")
    if campaign.starts_on is None or campaign.status != Campaign.Status.DRAFT:
        return
    if campaign.starts_on < today:
        text = f"De eerste dag, {_date(campaign.starts_on)}, is al voorbij. Kies een nieuwe datum."
        yield _error("basics", "past", text, "datum is voorbij")
    elif campaign.starts_on == today:
        text = "De campagne begint vandaag. Wie morgen pas meedoet, heeft dag 1 gemist."
        yield _warning("basics", "today", text)
    elif (campaign.starts_on - today).days > 365:
        text = f"De campagne begint pas op {_date(campaign.starts_on)}. Klopt het jaar?"
        yield _warning("basics", "far_away", text)


def _texts(campaign: Campaign) -> Iterator[Finding]:
    for name, said in NAMES_OF_TEXTS.items():
        if not getattr(campaign, name).strip():
            yield _error("texts", f"missing_{name}", f"Schrijf {said}.", f"{said.split()[1]} ontbreekt")
    if len(campaign.people) != 2:
        yield _error("texts", "people", "Kies de twee mensen die elkaar groeten.", "mensen kiezen")
    english = [name for name in NAMES_OF_TEXTS if campaign.english.get(name)]
    if english and len(english) < len(NAMES_OF_TEXTS):
        text = "Het Engels is nog niet compleet. Wat ontbreekt, staat er in het Nederlands."
        yield _warning("texts", "english_partly", text)


def _days(facts: Facts) -> Iterator[Finding]:
    empty = [number for number, slots in facts.days.items() if not slots]
    if empty:
        text = f"{_numbers(empty)} {'heeft' if len(empty) == 1 else 'hebben'} nog geen idee."
        yield _error("days", "empty", text, f"{len(facts.days) - len(empty)} van {len(facts.days)} gevuld")
    slots = [slot for day in facts.days.values() for slot in day]
    domains = {slot.domain for slot in slots}
    if slots and len(domains) < LEAST_DOMAINS:
        text = (
            f"De dagen gaan over {len(domains)} {'plek' if len(domains) == 1 else 'plekken'} in het leven. "
            f"Kies er minstens {LEAST_DOMAINS}, dan is er voor iedereen iets bij."
        )
        yield _error("days", "few_domains", text, "te weinig plekken")
    archived = [number for number, day in facts.days.items() if any(slot.archived for slot in day)]
    if archived:
        text = f"Op {_numbers(archived, capital=False)} staat een idee dat niet meer in de bibliotheek is."
        yield _warning("days", "archived", text)
    yield from _repeats(facts)
    partly = [number for number, day in facts.days.items() if 0 < len(day) < len(Step)]
    if partly:
        text = (
            f"{_numbers(partly)} {'heeft' if len(partly) == 1 else 'hebben'} niet voor elke stap een idee. "
            "Deelnemers krijgen dan de stap die het dichtst bij hun eigen stap ligt."
        )
        yield _warning("days", "partly", text)


def _repeats(facts: Facts) -> Iterator[Finding]:
    where: dict[str, list[int]] = defaultdict(list)
    for number, day in facts.days.items():
        for slot in day:
            where[slot.idea].append(number)
    for numbers in where.values():
        if len(numbers) > 1:
            text = f"Op {_numbers(sorted(set(numbers)), capital=False)} staat hetzelfde idee."
            yield _warning("days", "repeat", text)


def _contact(campaign: Campaign) -> Iterator[Finding]:
    if not campaign.contact_email.strip():
        text = "Vul het e-mailadres in waar deelnemers met vragen terecht kunnen."
        yield _error("contact", "missing_contact", text, "e-mailadres ontbreekt")
    if not campaign.help_line.strip():
        text = "Schrijf bij wie iemand terecht kan die het moeilijk heeft."
        yield _error("contact", "missing_help_line", text, "hulplijn ontbreekt")


def _error(step: str, code: str, text: str, short: str) -> Finding:
    return Finding(step, Level.ERROR, code, text, short)


def _warning(step: str, code: str, text: str) -> Finding:
    return Finding(step, Level.WARNING, code, text)


def _numbers(numbers: list[int], *, capital: bool = True) -> str:
    """ "Dag 3", "Dag 3 en 5", "Dag 3, 5 en 9"."""
    *first, last = [str(number) for number in numbers]
    said = f"{', '.join(first)} en {last}" if first else last
    return f"{'Dag' if capital else 'dag'} {said}"


def _date(day: dt.date) -> str:
    return dateformat.format(day, "j F Y")
