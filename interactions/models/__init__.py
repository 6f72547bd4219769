"""WHAT PEOPLE DO: the library of ideas and the diary of moments."""

from interactions.models.diary import DayAnswer, Interaction, Reflection
from interactions.models.library import Barrier, Fact, Idea, IdeaVersion, LifeDomain, Principle, WarmLine
from interactions.models.local_day import LocalDate, local_date

__all__ = [
    "Barrier",
    "DayAnswer",
    "Fact",
    "Idea",
    "IdeaVersion",
    "Interaction",
    "LifeDomain",
    "LocalDate",
    "Principle",
    "Reflection",
    "WarmLine",
    "local_date",
]
