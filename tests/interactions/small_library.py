"""A library of a handful of rows, in files of its own."""

import copy
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from interactions.models import Barrier, Fact, Idea, IdeaVersion, LifeDomain, Opener, Principle, WarmLine
from interactions.services.library import LoadReport, load_library
from tests.factories import AT_NOON

DOMAINS = [
    {
        "key": "buurt",
        "name": "buurt",
        "place": "in de buurt",
        "description": "De stoep.",
        "position": 1,
        "for_ideas": True,
    },
    {
        "key": "ov",
        "name": "ov",
        "place": "onderweg",
        "description": "De bus.",
        "position": 2,
        "for_ideas": True,
    },
]
GREET: dict[str, Any] = {
    "key": "buurt-groet",
    "form": "tip",
    "act": "greet",
    "step": "knik",
    "counterpart": "stranger",
    "seconds": 10,
    "title": "Knik eens",
    "do": "Knik naar wie je tegenkomt.",
    "why": "Gezien worden is fijn.",
}
ASK: dict[str, Any] = {
    **GREET,
    "key": "ov-vraag",
    "form": "groetsmoesje",
    "act": "ask",
    "step": "zin",
    "title": "Is hij al geweest?",
    "say": "Is de bus al geweest?",
    "safety": "Een nee is ook goed.",
}
BARRIER = {
    "key": "te-druk",
    "label": "Te druk",
    "answer": "Dat kan.",
    "offers": "ten_seconds",
    "from_article": True,
    "asks_safety": False,
}
PRINCIPLE = {"key": "jezelf", "title": "Voor jezelf", "text": "Je doet het voor jezelf."}
FACT = {
    "key": "feit",
    "text": "Het valt mee.",
    "source": "Iemand, 2021, Blad",
    "url_or_doi": "10.1/x",
    "fits": ["any"],
}
SMALL: dict[str, Any] = {
    "domains": DOMAINS,
    "barriers": [BARRIER],
    "principles": [PRINCIPLE],
    "facts": [FACT],
    "openers": {"ov": {"asker": ["Is deze plek vrij?"]}},
    "warm_lines": {"done_positive": [{"line": "Mooi."}, {"line": "Fijn.", "more": "Echt."}]},
    "ideas/buurt": [GREET],
    "ideas/ov": [ASK],
}
Load = Callable[..., LoadReport]


def loader(folder: Path) -> Load:
    """Writes the small library into `folder`, with changes, and loads it."""

    def write_and_load(now: dt.datetime = AT_NOON, **changed: Any) -> LoadReport:
        (folder / "ideas").mkdir(exist_ok=True)
        for name, content in {
            **copy.deepcopy(SMALL),
            **{key.replace("__", "/"): value for key, value in changed.items()},
        }.items():
            (folder / f"{name}.yaml").write_text(
                yaml.safe_dump(content, allow_unicode=True), encoding="utf-8"
            )
        return load_library(folder=folder, now=now)

    return write_and_load


def everything() -> dict[str, list[dict[str, Any]]]:
    models = (LifeDomain, Idea, IdeaVersion, Barrier, Principle, Fact, WarmLine, Opener)
    return {
        model.__name__: [dict(row) for row in model._default_manager.order_by("pk").values()]
        for model in models
    }
