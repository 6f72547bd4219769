"""What the keys of a release are called, from the library, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from insights.models import ReleaseKind
from insights.queries.tabulation import OWN_IDEAS
from interactions.models import Barrier, IdeaVersion, LifeDomain


@dataclass(frozen=True)
class Names:
    """Labels by key. A key that the library no longer knows is shown as it is."""

    domains: Mapping[str, str] = field(default_factory=dict)
    barriers: Mapping[str, str] = field(default_factory=dict)
    ideas: Mapping[str, str] = field(default_factory=dict)


def names_for(kind: ReleaseKind) -> Names:
    """What a release of this kind needs, in one query for each kind of label."""
    if kind in (ReleaseKind.INTERIM_1, ReleaseKind.INTERIM_2):
        return Names()
    domains = {domain.key: domain.words.name for domain in LifeDomain.objects.all()}
    if kind != ReleaseKind.NATIONAL:
        barriers = {barrier.key: barrier.words.label for barrier in Barrier.objects.all()}
        return Names(domains=domains, barriers=barriers)
    newest = (
        IdeaVersion.objects.filter(idea__organisation=None)
        .select_related("idea")
        .order_by("idea_id", "-number")
        .distinct("idea_id")
    )
    ideas = {version.idea.key: version.words.title for version in newest}
    return Names(domains=domains, ideas={**ideas, OWN_IDEAS: _("Eigen ideeën van gemeenten, samen")})
