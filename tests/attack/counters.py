"""Counters in the source code: places that could say how many people take part, now, outside a release.

Three rules, kept by reading the code. Files of the staff face, and of what is shown of releases, do not know a single
table of participants. The modules that read participants for a draw are imported by the draw alone. And wherever
else participants are known, every count is on a list here, with whom it is about.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from tests.architecture.sources import APPS, ROOT, python_files

OF_PARTICIPANTS = frozenset(
    {
        *("Participant", "ParticipantSession", "Contact", "Consent", "WayBack", "EmailCode", "Message"),
        *("Interaction", "DayAnswer", "Mood", "Reflection", "Favourite", "OwnOpener"),
        *("Participation", "Pause", "Assignment", "Offer", "ContributionOwner", "CountedParticipation"),
    }
)
RELATED = re.compile(r"\b(participant__|(participations?|assignments?|interactions?)(__|\.\w+$|$))")
COUNTS = frozenset({"count", "aggregate", "Count", "Sum", "Avg", "StdDev", "Variance"})
IN_SQL = re.compile(r"\b(count|sum|avg)\s*\(|reltuples|n_live_tup", re.IGNORECASE)
# What reads participants for a draw, and who may import it.
DRAW = {
    "insights.queries.people": {"insights/services/drawing.py"},
    "insights.queries.answers": {"insights/queries/people.py"},
    "insights.queries.persons": {"insights/queries/answers.py"},
}
READS_FOR_A_DRAW = (
    "insights/queries/people.py",
    "insights/queries/answers.py",
    "insights/queries/persons.py",
    "insights/queries/spans.py",  # the days of one participation, and no query
    "insights/services/drawing.py",
)
# Counts where participants are known, and about whom or what they are.
JUDGED = {
    "accounts/queries/ways_back.py:browsers_of": "one's own browsers",
    "accounts/services/own_removers.py:_count_counters": "counters of sign-in that ended, of staff",
    "accounts/services/heartbeat.py:_latest": "the time of the slowest message",
    "accounts/services/heartbeat.py:_oldest_due": "the time of the oldest message",
    "challenges/queries/campaigns.py:campaigns_of": "the days of a campaign",
    "challenges/queries/staff_library.py:library_ideas": "campaigns and days that have an idea",
    "challenges/views/mine.py:graduate": "one's own attempts",
    "challenges/views/moments.py:moment": "one's own attempts",
    "config/demo.py:_begin_again": "the days of a campaign of the demo",
    "interactions/queries/diary.py:attempts_this_month": "one's own attempts",
    "interactions/queries/month.py:first_month": "one's own first day",
    "interactions/queries/month.py:places_of": "one's own attempts",
}
# Files of staff that name something of participants all the same, and why that is nobody.
NOBODY = {
    "accounts/services/staff_invitation_mail.py": "a message to a member of staff",
    "challenges/queries/staff_library.py": "the name of the app that keeps the library",
    "challenges/views/beheer/preview.py": "a made-up participation that is never saved, to show what a day looks like",
}

Sources = Mapping[str, str]


def sources() -> dict[str, str]:
    """The code and the pages that run on a server, by path."""
    paths = [path for path in python_files(*APPS, "config") if "migrations" not in path.parts]
    paths += sorted((ROOT / "templates").rglob("*.html"))
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


def findings(files: Sources) -> list[str]:
    """Every place that breaks one of the rules."""
    return sorted(
        {
            f"{place}: {what}"
            for path, text in files.items()
            for place, what in _of_file(path, text)
            if place not in JUDGED and place not in NOBODY
        }
    )


def judged_for_nothing(files: Sources) -> list[str]:
    """What is on a list here while there is nothing to say of it any more."""
    places = {place for path, text in files.items() for place, _ in _of_file(path, text)}
    return sorted({*JUDGED, *NOBODY} - places)


@cache
def _of_file(path: str, text: str) -> list[tuple[str, str]]:
    """Places, and what is there that may not be, before anybody judged it."""
    return list(_look_at(path, text))


def _look_at(path: str, text: str) -> Iterator[tuple[str, str]]:
    if path.endswith(".html"):
        if re.search(r"(participants|participations|assignments|sessions)\w*(\.count|\.all|\|length)", text):
            yield path, "a page counts participants"
        return
    tree = ast.parse(text)
    imported = set(_imported(tree))
    for module, allowed in DRAW.items():
        if module in imported and path not in allowed:
            yield path, f"imports {module}"
    known = {name.rsplit(".", 1)[-1] for name in imported} & OF_PARTICIPANTS
    related = {text for text in _texts(tree) if RELATED.search(text)}
    if _is_of_staff(path):
        for name in sorted(known | related):
            yield path, f"staff have no business with {name}"
    if (known or related) and path not in READS_FOR_A_DRAW:
        for function, call in _counts(tree):
            yield f"{path}:{function}", f"counts with {call}"


def _is_of_staff(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return (
        "/beheer/" in path
        or name.startswith(("staff_", "beheer"))
        or (path.startswith("insights/") and "/services/" not in path and path not in READS_FOR_A_DRAW)
    ) and not path.startswith(("insights/models/", "insights/apps.py"))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _texts(tree: ast.Module) -> Iterator[str]:
    """Attributes and short strings: how a relation is named in a query."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute | ast.Name):
            yield f"{node.value.attr if isinstance(node.value, ast.Attribute) else ''}.{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            yield node.value


def _counts(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each call that counts or adds up in the database, with the function it is in."""
    for function in _functions(tree.body):
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                # `text.count(x)` and `itertools.count(1)` count no rows; a query set's takes nothing.
                if name in COUNTS and not (name == "count" and node.args):
                    yield function.name, name
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and IN_SQL.search(node.value):
                yield function.name, "SQL"


def _functions(body: Iterable[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node
