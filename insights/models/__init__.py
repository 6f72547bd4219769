"""WHAT MAY BE SEEN: releases with noise, drawn once, and what they cost."""

from insights.models.releases import (
    BudgetEntry,
    CountedParticipation,
    Draw,
    Release,
    ReleaseTable,
    Signature,
)
from insights.models.tables import Outcome, ReleaseKind, TableKind

__all__ = [
    "BudgetEntry",
    "CountedParticipation",
    "Draw",
    "Outcome",
    "Release",
    "ReleaseKind",
    "ReleaseTable",
    "Signature",
    "TableKind",
]
