"""Infographics and what stands on them, for tests: a campaign with figures, words and quotes."""

from typing import Any

from challenges.models import Campaign, Contribution, LogbookEntry
from insights.models import Infographic, InfographicBlock, Release, ReleaseKind, TableKind
from insights.queries.infographics.content import OF_KIND, content_of, sources_of
from insights.queries.infographics.parts import Content
from tests.factories import AT_NOON, TODAY, make_staff
from tests.releases import COURSE, MIRROR, make_release

BARRIER = ({"key": "druk", "people": 60}, {"key": "geen-zin", "people": 44}, {"key": "vergeten", "people": 4})
DOMAIN = ({"key": "buurt", "people": 70}, {"key": "winkel", "people": 31})
LARGE = {
    TableKind.COURSE: COURSE,
    TableKind.MIRROR: MIRROR,
    TableKind.BARRIER: BARRIER,
    TableKind.DOMAIN: DOMAIN,
}
SMALL = {
    TableKind.COURSE: ({"key": "finished", "people": 30}, {"key": "stopped", "people": 14}),
    TableKind.MIRROR: ({"key": "better", "people": 28}, {"key": "not_better", "people": 12}),
}
EMPTY = {
    TableKind.COURSE: ({"key": "finished", "people": 3}, {"key": "stopped", "people": -2}),
    TableKind.MIRROR: ({"key": "better", "people": 1}, {"key": "not_better", "people": 0}),
}


def make_final(campaign: Campaign, tables: Any = LARGE) -> Release:
    return make_release(campaign=campaign, tables=tables)


def make_quote(campaign: Campaign, text: str, kind: str = Contribution.Kind.QUOTE) -> Contribution:
    return Contribution.objects.create(
        campaign=campaign,
        kind=kind,
        text=text,
        status=Contribution.Status.APPROVED,
        offered_on=TODAY,
        decided_at=AT_NOON,
    )


def make_logbook(campaign: Campaign, **said: str) -> LogbookEntry:
    return LogbookEntry.objects.create(
        campaign=campaign, moment=LogbookEntry.Moment.END, updated_at=AT_NOON, **said
    )


def draft(release: Release, **changes: Any) -> Infographic:
    """A version that nobody saved, with every part that its kind has."""
    blocks = [block.value for block in OF_KIND[ReleaseKind(release.draw.kind)]]
    return Infographic(**{"release": release, "number": 1, "headline": "Gedag!", "blocks": blocks, **changes})


def saved(release: Release, **changes: Any) -> Infographic:
    version = draft(release, **changes)
    version.made_by, version.made_at = make_staff(), AT_NOON
    version.save(force_insert=True)
    return version


def content(version: Infographic) -> Content:
    return content_of(version, sources_of(version))


def keys(version: Infographic) -> list[InfographicBlock]:
    return [part.key for part in content(version).parts]
