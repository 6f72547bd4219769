"""WHAT PEOPLE DO: the library of ideas and the diary of moments."""

from interactions.models.collection import Favourite, OwnOpener
from interactions.models.diary import DayAnswer, Interaction, Mood, Reflection
from interactions.models.library import (
    Barrier,
    Fact,
    Idea,
    IdeaVersion,
    LifeDomain,
    Opener,
    Principle,
    WarmLine,
)
from interactions.models.local_day import LocalDate, end_of_local_date, local_date

__all__ = [
    "Barrier",
    "DayAnswer",
    "Fact",
    "Favourite",
    "Idea",
    "IdeaVersion",
    "Interaction",
    "LifeDomain",
    "LocalDate",
    "Mood",
    "Opener",
    "OwnOpener",
    "Principle",
    "Reflection",
    "WarmLine",
    "end_of_local_date",
    "local_date",
]
