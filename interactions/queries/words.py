"""What the app says after a log: one warm line and one true fact that fit what happened.

The choice follows from the moment, so the same page says the same thing when it is opened again.
"""

from collections.abc import Iterable
from typing import TypeVar

from interactions.models import Fact, Interaction, WarmLine

Item = TypeVar("Item")


def situation_of(moment: Interaction) -> str:
    """The situation, as `interactions/library/warm_lines.yaml` names them."""
    if moment.unsafe:
        return "unsafe"
    if moment.response == Interaction.Response.DECLINED:
        return "done_declined"
    if moment.status == Interaction.Status.DIFFERENT:
        return "different"
    if moment.status == Interaction.Status.OTHER:
        return "other"
    return {
        Interaction.Response.POSITIVE: "done_positive",
        Interaction.Response.NEUTRAL: "done_neutral",
    }.get(
        Interaction.Response(moment.response) if moment.response else Interaction.Response.UNKNOWN,
        "done_unknown",
    )


def warm_line(situation: str, *, turn: int) -> WarmLine | None:
    """One of the lines of a situation; `turn` is any number, the next one gives the next line."""
    return _take(WarmLine.objects.filter(situation=situation), turn)


def fitting_fact(moment: Interaction) -> Fact | None:
    """One fact that fits the response; after a no or a shrug one that says something about that."""
    return fact_for(
        {"declined": "declined", "neutral": "neutral"}.get(moment.response or "", "any"), turn=moment.pk
    )


def fact_for(situation: str, *, turn: int) -> Fact | None:
    """One fact for a situation (any | declined | neutral | not_done), else one that is true at any time."""
    facts = list(Fact.objects.all())
    fitting = [fact for fact in facts if situation in fact.fits]
    return _take(fitting or [fact for fact in facts if "any" in fact.fits], turn)


def _take(items: Iterable[Item], turn: int) -> Item | None:
    rows = list(items)
    return rows[turn % len(rows)] if rows else None
