"""The versions of an infographic, and what a first one begins with."""

from django.utils.translation import gettext as _

from insights.models import Infographic, Release, ReleaseKind
from insights.queries.infographics.content import OF_KIND, PROPOSED


def versions_of(release: Release) -> list[Infographic]:
    """Every version with who made it, the newest first."""
    return list(Infographic.objects.filter(release=release).select_related("made_by"))


def version_of(release: Release, number: int) -> Infographic | None:
    """One version, with the release as it was fetched already."""
    return _with(release, Infographic.objects.filter(release=release, number=number).first())


def public_version(release: Release) -> Infographic | None:
    """What is on the page of a release that is out: the newest version that somebody made public."""
    public = Infographic.objects.filter(release=release, public=True).order_by("-number")
    return _with(release, public.defer("made_by").first())


def first_version(release: Release) -> Infographic:
    """What is proposed while nobody saved anything: no words of others, and the usual parts."""
    campaign = release.draw.campaign
    kind = ReleaseKind(release.draw.kind)
    return Infographic(
        release=release,
        number=1,
        headline=campaign.name[:60] if campaign else _("Zeg eens gedag"),
        introduction=_("Elke dag iets kleins: een knik, een zin of een praatje. Dit kwam ervan."),
        blocks=[block.value for block in OF_KIND[kind] if block in PROPOSED],
    )


def _with(release: Release, found: Infographic | None) -> Infographic | None:
    if found is not None:
        found.release = release
    return found
