"""What came of a run: the rows beside the mails, and the promises that must hold whatever happened."""

from collections import Counter
from dataclasses import dataclass, field

from accounts.models import Message


@dataclass
class Verdict:
    """One line of the table. `window` is how often, at most, nobody could know whether a mail arrived."""

    name: str
    planned: int
    rows: int
    states: Counter[str]
    accepted: int
    duplicates: int
    ambiguous: int
    window: int
    lost: int
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)


def judge(
    *,
    name: str,
    planned: int,
    kept: list[str],
    window: int,
    given_back: frozenset[str] = frozenset(),
    expected: dict[str, int] | None = None,
) -> Verdict:
    """Compares the outbox with the numbers on the mails that a server `kept`.

    `given_back` are mails from a past that a restored database knows nothing of. `expected` is the number of rows in
    each final state, where it is certain beforehand.
    """
    rows = list(Message.objects.values_list("number", "state", "ambiguous"))
    mails = Counter(kept)
    states = Counter(state for _number, state, _ambiguous in rows)
    known = {str(number) for number, _state, _ambiguous in rows}
    sent = {str(number) for number, state, _ambiguous in rows if state == Message.State.SENT}
    found = Verdict(
        name=name,
        planned=planned,
        rows=len(rows),
        states=states,
        accepted=len(kept),
        duplicates=len(kept) - len(mails),
        ambiguous=sum(ambiguous for _number, _state, ambiguous in rows),
        window=window,
        lost=len(sent - set(mails)),
    )
    unsure = {str(number) for number, _state, ambiguous in rows if ambiguous}
    not_final = sum(count for state, count in states.items() if state not in Message.FINAL)
    rules = {
        f"{found.rows} rows, planned {planned}": found.rows == planned,
        f"{not_final} not final": not_final == 0,
        f"{found.lost} lost": found.lost == 0,
        f"{len(set(mails) - known - given_back)} mails without a row": set(mails) <= known | given_back,
        f"{found.duplicates} duplicates, {found.ambiguous} ambiguous": found.duplicates <= found.ambiguous,
        f"{found.ambiguous} ambiguous, {window} moments that explain it": found.ambiguous <= window,
        "came twice, and was never in doubt": {one for one, count in mails.items() if count > 1} <= unsure,
        "arrived, and the row says it did not": set(mails) & known <= sent | unsure | given_back,
        f"{dict(states)}, expected {expected}": expected is None or dict(states) == expected,
    }
    found.broken = [rule for rule, holds in rules.items() if not holds]
    return found


_COLUMNS = (
    ("scenario", 44),
    ("berichten", 9),
    ("verstuurd", 9),
    ("mislukt", 7),
    ("te laat", 7),
    ("mails", 6),
    ("onzeker", 7),
    ("venster", 7),
    ("dubbel", 6),
    ("kwijt", 5),
    ("s", 5),
    ("", 2),
)


def head() -> str:
    """The first two lines of the table, in Markdown."""
    names = " | ".join(
        name.ljust(width) if not number else name.rjust(width)
        for number, (name, width) in enumerate(_COLUMNS)
    )
    lines = " | ".join(
        "-" * width if not number else f"{'-' * (width - 1)}:" for number, (_n, width) in enumerate(_COLUMNS)
    )
    return f"| {names} |\n| {lines} |"


def line(found: Verdict) -> str:
    """One line of the table; what is broken follows below it."""
    values = [
        found.name,
        found.rows,
        found.states[Message.State.SENT],
        found.states[Message.State.FAILED],
        found.states[Message.State.EXPIRED] + found.states[Message.State.CANCELLED],
        found.accepted,
        found.ambiguous,
        found.window,
        found.duplicates,
        found.lost,
        f"{found.seconds:.0f}",
        "✗" if found.broken else "✓",
    ]
    cells = " | ".join(
        str(value).ljust(width) if not number else str(value).rjust(width)
        for number, (value, (_name, width)) in enumerate(zip(values, _COLUMNS, strict=True))
    )
    return "\n".join([f"| {cells} |", *(f"    BROKEN: {rule}" for rule in found.broken)])
