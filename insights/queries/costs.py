"""What releases cost in privacy, from the ledger. For staff: the public face has no ledger."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from insights.models import BudgetEntry, Release, ReleaseKind
from insights.models.releases import LOCAL_CAP, NATIONAL_CAP

_LAST = (ReleaseKind.FINAL, ReleaseKind.QUARTER)


@dataclass(frozen=True)
class Cost:
    """In hundredths, of one participation: this release, all so far of its sort, and what they may cost together.
    `last`: no other of its sort comes about these people, whether or not all was spent."""

    own: int
    spent: int
    cap: int
    last: bool

    @property
    def share(self) -> int:
        """Of a hundred, what is used so far."""
        return round(100 * self.spent / self.cap)

    @property
    def own_share(self) -> int:
        return round(100 * self.own / self.cap)


def cost_of(release: Release) -> Cost:
    """What a release cost, and what its campaign (of this quarter, when it is rolling) has spent up to now. A national
    one costs every campaign that is in it the same."""
    draw = release.draw
    if draw.kind == ReleaseKind.NATIONAL:
        first = BudgetEntry.objects.filter(release=release).values("campaign", "cohort").first()
        about = Q(release=release, **first) if first else Q(pk=None)
        own = _sum(about)
        return Cost(own=own, spent=own, cap=NATIONAL_CAP, last=True)
    about = Q(campaign=draw.campaign, cohort=draw.cohort) & ~Q(kind=ReleaseKind.NATIONAL)
    last = BudgetEntry.objects.filter(about, kind__in=_LAST).exists()
    return Cost(own=_sum(Q(release=release)), spent=_sum(about), cap=LOCAL_CAP, last=last)


def _sum(about: Q) -> int:
    return BudgetEntry.objects.filter(about).aggregate(sum=Sum("epsilon_hundredths"))["sum"] or 0
