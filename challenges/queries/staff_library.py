"""The library as the editors see it: what is in it, who changed it last, where it is used, and what it was before."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Q

from accounts.models import User
from challenges.models import CampaignSlot
from challenges.queries.staff_history import moments_of_row
from challenges.queries.staff_history_told import Line, Told, compared, told
from challenges.queries.staff_history_words import WORDS, Names
from interactions.models import Barrier, IdeaVersion, LifeDomain
from interactions.models.edited import AS_IN_FILES

_IdeaEvent = apps.get_model("interactions", "IdeaEvent")
_IdeaVersionEvent = apps.get_model("interactions", "IdeaVersionEvent")
_EVENT_OF: dict[type, Any] = {
    LifeDomain: apps.get_model("interactions", "LifeDomainEvent"),
    Barrier: apps.get_model("interactions", "BarrierEvent"),
}
GONE, UNKNOWN, FILES = "oud-medewerker", "de redactie", "de bestanden van Gedag"


@dataclass(frozen=True)
class Changed:
    """Who changed something last, and when; `at` None: it is as the files have it."""

    at: dt.datetime | None
    by: str


@dataclass(frozen=True)
class Uses:
    """On how many days of how many campaigns an idea is, whoever's they are; never which ones: they may be drafts."""

    campaigns: int = 0
    days: int = 0


@dataclass(frozen=True)
class LibraryIdea:
    """An idea of the library with its newest words."""

    version: IdeaVersion
    changed: Changed
    uses: Uses

    @property
    def is_archived(self) -> bool:
        return self.version.idea.archived_at is not None


@dataclass(frozen=True)
class LibraryRow:
    """A place or a barrier."""

    row: LifeDomain | Barrier
    changed: Changed

    @property
    def is_archived(self) -> bool:
        return isinstance(self.row, Barrier) and self.row.archived_at is not None


@dataclass(frozen=True)
class VersionRead:
    """The words of one time: who wrote them, and what they made different from the words before."""

    version: IdeaVersion
    by: str
    lines: list[Line]


def library_versions(*, archived: bool = False) -> list[IdeaVersion]:
    """The newest words of every idea of the library, by place: what can be chosen, or what was put away."""
    newest = IdeaVersion.objects.order_by("idea_id", "-number").distinct("idea_id").values("pk")
    return list(
        IdeaVersion.objects.filter(
            pk__in=newest, idea__organisation=None, idea__archived_at__isnull=not archived
        )
        .select_related("idea__domain")
        .order_by("idea__domain__position", "idea__pk")
    )


def library_ideas(versions: Collection[IdeaVersion]) -> list[LibraryIdea]:
    """Ideas with who changed them last and where they are used, in three queries."""
    ids = [version.idea_id for version in versions]
    by = _last_by(_IdeaEvent.objects.filter(pgh_obj__in=ids))
    slots = CampaignSlot.objects.filter(idea__in=ids).values("idea").order_by()
    counted = slots.annotate(
        campaigns=Count("day__campaign", distinct=True), days=Count("day", distinct=True)
    )
    uses = {one["idea"]: Uses(one["campaigns"], one["days"]) for one in counted}
    return [
        LibraryIdea(
            version,
            _changed(version.idea.edited_at, by.get(version.idea_id)),
            uses.get(version.idea_id, Uses()),
        )
        for version in versions
    ]


def library_idea(key: str) -> LibraryIdea | None:
    """One idea of the library, put away or not; an organisation's own is None."""
    version = (
        IdeaVersion.objects.filter(idea__key=key, idea__organisation=None)
        .select_related("idea__domain")
        .order_by("-number")
        .first()
    )
    return library_ideas([version])[0] if version else None


def steps_in_use(idea: int) -> frozenset[str]:
    """In which step sizes an idea is on a day, anywhere."""
    return frozenset(CampaignSlot.objects.filter(idea=idea).values_list("step", flat=True).distinct())


def versions_of(idea: int) -> list[VersionRead]:
    """Every version of an idea, the newest first, in three queries."""
    versions = list(IdeaVersion.objects.filter(idea=idea).order_by("number"))
    by = _last_by(_IdeaVersionEvent.objects.filter(pgh_obj__in=[version.pk for version in versions]))
    read = []
    for before, version in zip([None, *versions], versions, strict=False):
        wrote = FILES if version.author == IdeaVersion.Author.LOADER else by.get(version.pk, UNKNOWN)
        read.append(VersionRead(version, wrote, _differences(before, version)))
    return read[::-1]


def library_domains() -> list[LibraryRow]:
    """The places, in their order, in three queries."""
    return _rows(LifeDomain.objects.all(), LifeDomain)


def library_barriers() -> list[LibraryRow]:
    """The barriers, in their order, what was put away among them, in three queries."""
    return _rows(Barrier.objects.all(), Barrier)


def history_of(row: LifeDomain | Barrier) -> list[Told]:
    """What was changed in a row and by whom, newest first, in two queries."""
    kind = "domain" if isinstance(row, LifeDomain) else "barrier"
    moments = moments_of_row(kind, row.pk)
    return told(moments, Names(_names({moment.by for moment in moments}), {}, {}))


def _rows(found: Iterable[Any], model: type) -> list[LibraryRow]:
    rows = list(found)
    by = _last_by(_EVENT_OF[model].objects.filter(pgh_obj__in=[row.pk for row in rows]))
    return [LibraryRow(row, _changed(row.edited_at, by.get(row.pk))) for row in rows]


def _changed(at: dt.datetime | None, by: str | None) -> Changed:
    return Changed(at, by or UNKNOWN) if at else Changed(None, FILES)


def _last_by(events: Any) -> dict[Any, str]:
    """Who did the last of these events, by the row it is about; after some years that is not known any more."""
    newest = events.exclude(pgh_label=AS_IN_FILES).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    done = {
        row: (context or {}).get("user") for row, context in newest.values_list("pgh_obj_id", "pgh_context")
    }
    names = _names({user for user in done.values() if user})
    return {row: names.get(user, GONE) if user else UNKNOWN for row, user in done.items()}


def _names(ids: Collection[int]) -> dict[int, str]:
    return dict(User.objects.filter(Q(pk__in=ids)).values_list("pk", "name"))


def _differences(before: IdeaVersion | None, after: IdeaVersion) -> list[Line]:
    """Text by text what became different; of the first version everything."""
    fields = WORDS["words"].fields
    lines = []
    for name in IdeaVersion.TEXTS:
        called = str(fields[name])
        pairs = [
            (called, getattr(before, name, ""), getattr(after, name)),
            (
                f"Engels: {called}",
                before.english.get(name, "") if before else "",
                after.english.get(name, ""),
            ),
        ]
        lines += [compared(label, was, became) for label, was, became in pairs if was != became]
    return lines
