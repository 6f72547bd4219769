"""Words from a logbook that may stand on an infographic."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Organisation
from challenges.models import Campaign, Contribution, LogbookEntry
from insights.models import Release, ReleaseKind
from insights.queries.infographics.figures import short

LONGEST = 220  # letters of one answer on a wall
FIELDS = ("did", "worked", "did_not", "differently")
_MOST = 60  # choices of each sort, the newest


@dataclass(frozen=True)
class Choice:
    """Something that may be chosen: `value` as a form sends it, `text` as it will stand there."""

    value: str
    text: str
    about: str


def field_label(name: str) -> str:
    """What a field of the logbook is about, in a few words."""
    return {
        "did": _("wat we deden"),
        "worked": _("wat werkte"),
        "did_not": _("wat niet werkte"),
        "differently": _("een volgende keer anders"),
    }[name]


def logbook_choices(release: Release) -> list[Choice]:
    """Each answer of the logbook of this campaign; for the country those of every campaign, without a name."""
    entries = LogbookEntry.objects.order_by("-updated_at", "pk").select_related("campaign")
    campaign = release.draw.campaign
    entries = (
        entries.filter(campaign=campaign)
        if campaign
        else entries.exclude(campaign__status=Campaign.Status.DRAFT)
    )
    return [
        Choice(
            f"{entry.pk}:{name}", text_of(entry, name), f"{field_label(name)}, {entry.get_moment_display()}"
        )
        for entry in entries[:_MOST]
        for name in FIELDS
        if getattr(entry, name).strip()
    ]


def text_of(entry: LogbookEntry, name: str) -> str:
    """An answer as it fits on a sheet: whole, or its beginning."""
    text: str = getattr(entry, name)
    return short(text, LONGEST)


def shared_choices(release: Release) -> dict[str, list[Choice]]:
    """What participants shared and staff approved, by kind: of this campaign, or of the institute's own. Whoever shared
    something with a municipality was told that it comes on the page of that campaign."""
    kinds = (Contribution.Kind.QUOTE, Contribution.Kind.HELPED)
    found = Contribution.objects.filter(kind__in=kinds, status=Contribution.Status.APPROVED)
    if release.draw.kind == ReleaseKind.NATIONAL:
        own = Campaign.objects.published().filter(organisation__kind=Organisation.Kind.INSTITUTE)
        found = found.filter(campaign__in=own)
    else:
        found = found.filter(campaign=release.draw.campaign)
    found = found.select_related("campaign").order_by("-offered_on", "pk")
    choices: dict[str, list[Choice]] = {str(kind): [] for kind in kinds}
    for one in found[: len(kinds) * _MOST]:
        choices[one.kind].append(Choice(str(one.pk), one.text, one.campaign.name))
    return choices


def logbook_rows(release: Release, chosen: Sequence[str]) -> list[dict[str, object]]:
    """What was chosen, in the words of now. What is not among the choices is left out."""
    known = {choice.value: choice for choice in logbook_choices(release)}
    rows: list[dict[str, object]] = []
    for value in chosen:
        if value in known:
            entry, _colon, name = value.partition(":")
            rows.append({"entry": int(entry), "field": name, "text": known[value].text})
    return rows
