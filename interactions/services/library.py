"""Loading the library from its files. Running it again changes nothing.

What the editors changed on screen is theirs (`edited_at`): an idea with its place and whether it is put away, a place,
a barrier. The files leave it as it is, and the report says so. Of the rest an edited text makes a new version. Ideas
and barriers that left the files are archived, never deleted, because moments and answers point at them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models, transaction

from interactions.models import Barrier, Fact, Idea, IdeaVersion, LifeDomain, Opener, Principle, WarmLine

LIBRARY = Path(__file__).resolve().parent.parent / "library"
_ENGLISH = "english"  # the folder with the same files, holding nothing but the English words
_PLACE = ("form", "act", "step", "counterpart", "seconds")


class LibraryFileError(Exception):
    """A file cannot be loaded; the message (Dutch) names the file, the place in it, and what is wrong."""


@dataclass
class LoadReport:
    """What a load changed."""

    new_ideas: int = 0
    new_versions: int = 0
    archived: int = 0
    kept: list[str] = field(default_factory=list)
    """What the files have otherwise and the editors' own is: "idee buurt-groet"."""

    @property
    def changed(self) -> bool:
        return bool(self.new_ideas or self.new_versions or self.archived)


def load_library(*, folder: Path = LIBRARY, now: dt.datetime) -> LoadReport:
    """Brings the database in line with the files in `folder`, in one transaction. Raises LibraryFileError."""
    report = LoadReport()
    with transaction.atomic():
        domains = _without_edited(LifeDomain, "plek", _rows(folder, "domains.yaml"), report)
        _upsert(LifeDomain, "key", domains)
        # A barrier that left the file is archived: somebody's answer may point at it.
        barriers = _numbered(_rows(folder, "barriers.yaml"))
        gone = Barrier.objects.filter(archived_at=None, edited_at=None)
        gone.exclude(pk__in=[row["key"] for row in barriers]).update(archived_at=now)
        barriers = [{"archived_at": None, **row} for row in barriers]
        _upsert(Barrier, "key", _without_edited(Barrier, "drempel", barriers, report))
        for model, name in ((Principle, "principles"), (Fact, "facts")):
            _upsert(model, "key", _numbered(_rows(folder, f"{name}.yaml")))
            model.objects.exclude(pk__in=[row["key"] for row in _read(folder / f"{name}.yaml")]).delete()
        openers = _openers(_read(folder / "openers.yaml"), _english(folder, "openers.yaml"))
        _upsert(Opener, "key", openers)
        Opener.objects.exclude(pk__in=[row["key"] for row in openers]).delete()
        _replace_warm_lines(_read(folder / "warm_lines.yaml"), _english(folder, "warm_lines.yaml"))
        _load_ideas(folder / "ideas", report, now)
    return report


def _without_edited(
    model: type[LifeDomain] | type[Barrier], word: str, rows: Sequence[Mapping[str, Any]], report: LoadReport
) -> list[Mapping[str, Any]]:
    """The rows that the files still decide about. All are locked: an editor who saves now waits until this is done."""
    stored: list[LifeDomain | Barrier] = list(model._default_manager.select_for_update(no_key=True))
    theirs = {row.pk: row for row in stored if row.edited_at}
    for row in rows:
        kept = theirs.get(row["key"])
        if kept and any(getattr(kept, name) != value for name, value in row.items() if hasattr(kept, name)):
            report.kept.append(f"{word} {row['key']}")
    return [row for row in rows if row["key"] not in theirs]


def _load_ideas(folder: Path, report: LoadReport, now: dt.datetime) -> None:
    stored = {
        idea.key: idea for idea in Idea.objects.select_for_update(no_key=True).filter(organisation=None)
    }
    newest = {
        version.idea_id: version for version in IdeaVersion.objects.order_by("idea_id", "number")
    }  # the last one of an idea wins
    seen: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        for row in _rows(folder.parent, f"ideas/{path.name}"):
            seen.add(row["key"])
            try:
                _load_idea(row, path.stem, stored.get(row["key"]), newest, report, now)
            except ValidationError as error:
                raise LibraryFileError(_told(path, row["key"], error)) from error
    gone = Idea.objects.filter(archived_at__isnull=True, versions__author=IdeaVersion.Author.LOADER).exclude(
        key__in=seen
    )
    theirs = [
        idea
        for idea in gone.distinct().order_by("key")
        if idea.edited_at or newest[idea.pk].author != IdeaVersion.Author.LOADER
    ]
    report.kept += [f"idee {idea.key}" for idea in theirs]
    left = gone.exclude(pk__in=[idea.pk for idea in theirs])
    report.archived = Idea.objects.filter(pk__in=left.values("pk")).update(archived_at=now)


def _load_idea(
    row: Mapping[str, Any],
    domain: str,
    idea: Idea | None,
    newest: Mapping[int, IdeaVersion],
    report: LoadReport,
    now: dt.datetime,
) -> None:
    place = {name: row[name] for name in _PLACE} | {
        "domain_id": domain,
        "from_article": row.get("from_article", False),
        "archived_at": None,
    }
    Idea(key=row["key"], **place).clean_fields(exclude=["archived_at"])
    texts = {name: row.get(name) or "" for name in IdeaVersion.TEXTS} | {"english": row["english"]}
    current = newest.get(idea.pk) if idea else None
    moved = idea is not None and any(getattr(idea, name) != value for name, value in place.items())
    reworded = current is None or any(getattr(current, name) != text for name, text in texts.items())
    by_editors = current is not None and current.author != IdeaVersion.Author.LOADER
    if idea and (idea.edited_at or (by_editors and reworded)):
        if moved or reworded:
            report.kept.append(f"idee {idea.key}")
        return
    if idea is None:
        idea = Idea.objects.create(key=row["key"], **place)
        report.new_ideas += 1
    elif moved:
        Idea.objects.filter(pk=idea.pk).update(**place)
    if not reworded:
        return
    version = IdeaVersion(
        idea=idea,
        number=current.number + 1 if current else 1,
        author=IdeaVersion.Author.LOADER,
        created_at=now,
        **texts,
    )
    version.clean_fields()
    version.save()
    report.new_versions += 1


def _upsert(model: type[models.Model], key: str, rows: Sequence[Mapping[str, Any]]) -> None:
    fields = model._meta.concrete_fields
    names = {field.name for field in fields}
    columns = {field.attname for field in fields}
    model._default_manager.bulk_create(
        [model(**{name: value for name, value in row.items() if name in names | columns}) for row in rows],
        update_conflicts=True,
        unique_fields=[key],
        update_fields=sorted(names - {key}),
    )


def _openers(
    places: Mapping[str, Mapping[str, Sequence[str]]], english: Mapping[str, Mapping[str, Sequence[str]]]
) -> list[dict[str, Any]]:
    """Rows from the file: per place, per character, a list of sentences. A sentence's place in its list is its key."""
    return [
        {
            "key": f"{domain}-{character}-{position}",
            "domain_id": domain,
            "character": character,
            "text": text,
            "position": position,
            "english": _nth(
                [{"text": said} for said in english.get(domain, {}).get(character, [])], position
            ),
        }
        for domain, characters in places.items()
        for character, texts in characters.items()
        for position, text in enumerate(texts, start=1)
    ]


def _replace_warm_lines(
    situations: Mapping[str, Sequence[Mapping[str, str]]],
    english: Mapping[str, Sequence[Mapping[str, str]]],
) -> None:
    lines = [
        WarmLine(
            situation=situation,
            position=position,
            line=row["line"],
            more=row.get("more") or "",
            english=_nth(english.get(situation, []), position),
        )
        for situation, rows in situations.items()
        for position, row in enumerate(rows, start=1)
    ]
    WarmLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["situation", "position"],
        update_fields=["line", "more", "english"],
    )
    kept = {(line.situation, line.position) for line in lines}
    gone = [line.pk for line in WarmLine.objects.all() if (line.situation, line.position) not in kept]
    WarmLine.objects.filter(pk__in=gone).delete()


def _nth(rows: Sequence[Mapping[str, str]], position: int) -> dict[str, str]:
    """The English in this place of a list (from 1); none when the list ends before it."""
    return dict(rows[position - 1]) if position <= len(rows) else {}


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a list, each with its English words."""
    english = _english(folder, name)
    return [{**row, "english": english.get(row["key"], {})} for row in _read(folder / name)]


def _english(folder: Path, name: str) -> Any:
    """The English beside a file; empty when there is none."""
    path = folder / _ENGLISH / name
    return _read(path) if path.exists() else {}


def _numbered(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"position": number, **row} for number, row in enumerate(rows, start=1)]


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise LibraryFileError(
            f"{path.name}, regel {line}: dit is geen geldige YAML ({error.problem}). "
            "Zet een tekst met een dubbele punt of een streepje tussen aanhalingstekens."
        ) from error


def _told(path: Path, key: str, error: ValidationError) -> str:
    """What is wrong with one idea, field by field."""
    faults = "; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
    return f"{path.name}, idee {key}: {faults}"
