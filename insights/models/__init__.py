"""WHAT MAY BE SEEN: releases with noise, drawn once, and what they cost."""

from insights.models.infographics import Infographic, InfographicBlock
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
    "Infographic",
    "InfographicBlock",
    "Outcome",
    "Release",
    "ReleaseKind",
    "ReleaseTable",
    "Signature",
    "TableKind",
]
