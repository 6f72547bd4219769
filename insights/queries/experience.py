"""What is needed, in the words of who was there: the closing question to participants, and the organisers' logbook.

Experience and no figures: nothing here is counted. Of participants only what staff approved, and never whose it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from challenges.models import Campaign, Contribution, LogbookEntry

MOST = 200  # texts on one page, the newest
_ASKED = ("worked", "did_not", "differently")


@dataclass
class Experience:
    """Of one campaign: what helped participants, and what its organisers wrote down."""

    campaign: Campaign
    helped: list[Contribution] = field(default_factory=list)
    entries: list[LogbookEntry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.helped or self.entries)


def experience_of(campaign: Campaign) -> Experience:
    """A campaign's own."""
    return Experience(
        campaign,
        list(_helped().filter(campaign=campaign)[:MOST]),
        list(_entries().filter(campaign=campaign)),
    )


def experience_of_all() -> Sequence[Experience]:
    """Of every campaign that said something; the one that began last comes first."""
    found: dict[int, Experience] = {}
    for contribution in _helped().select_related("campaign__organisation")[:MOST]:
        about = found.setdefault(contribution.campaign_id, Experience(contribution.campaign))
        about.helped.append(contribution)
    entries = _entries().select_related("campaign__organisation").order_by("-updated_at", "pk")
    for entry in entries[:MOST]:
        found.setdefault(entry.campaign_id, Experience(entry.campaign)).entries.append(entry)
    order = {moment: place for place, moment in enumerate(LogbookEntry.Moment)}
    for about in found.values():
        about.entries.sort(key=lambda entry: order[LogbookEntry.Moment(entry.moment)])
    return sorted(
        found.values(),
        key=lambda about: (about.campaign.published_at is not None, about.campaign.pk),
        reverse=True,
    )


def _helped() -> QuerySet[Contribution]:
    return Contribution.objects.filter(
        kind=Contribution.Kind.HELPED, status=Contribution.Status.APPROVED
    ).order_by("-offered_on", "pk")


def _entries() -> QuerySet[LogbookEntry]:
    """Only where one of the questions about what is needed was answered."""
    said = Q()
    for name in _ASKED:
        said |= ~Q(**{name: ""})
    return LogbookEntry.objects.filter(said).order_by("pk")
