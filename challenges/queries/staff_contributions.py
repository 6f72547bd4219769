"""What participants offered, as staff read it: what waits for a decision, and what became of the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import connection, models
from django.db.models import QuerySet

from accounts.models import Organisation
from challenges.models import Campaign, Contribution
from challenges.queries.staff_flags import Flagged, segments

A_PAGE = 20


@dataclass(frozen=True)
class OfferedText:
    """One contribution with what in it may lead to somebody marked."""

    contribution: Contribution

    @cached_property
    def segments(self) -> list[tuple[str, Flagged | None]]:
        return segments(self.contribution.text)

    @property
    def is_proposable(self) -> bool:
        """Whether it can be put before the institute."""
        one = self.contribution
        return one.status == Contribution.Status.APPROVED and one.kind in Contribution.PROPOSABLE

    @cached_property
    def flags(self) -> list[Flagged]:
        return [flag for _piece, flag in self.segments if flag]


@dataclass(frozen=True)
class OfferedPage:
    """As many as a page holds, and whether there are more behind them."""

    rows: list[OfferedText]
    number: int
    more: bool

    def __iter__(self) -> Iterator[OfferedText]:
        return iter(self.rows)


def contributions_of(organisation: Organisation, campaign: Campaign | None = None) -> QuerySet[Contribution]:
    """What was offered to the campaigns of an organisation, or to one of them."""
    found = Contribution.objects.filter(campaign__organisation=organisation).select_related(
        "campaign__organisation", "domain"
    )
    return found.filter(campaign=campaign) if campaign else found


def exists_elsewhere(organisation: Organisation, pk: int) -> bool:
    """Whether this number is a contribution to another organisation; one that was taken back is nowhere."""
    if contributions_of(organisation).filter(pk=pk).exists():
        return False
    with connection.cursor() as cursor:  # the database shows nothing of others, and says yes or no
        # A number that is too large for one is nowhere.
        cursor.execute("SELECT gedag_is_contribution(%s)", [min(pk, models.BigAutoField.MAX_BIGINT)])
        (somewhere,) = cursor.fetchone()
    return bool(somewhere)


def offered_page(found: QuerySet[Contribution], status: Contribution.Status, number: int) -> OfferedPage:
    """Page `number` (from 1) of those with `status`: what waits longest first, and what was decided last first."""
    order = ("offered_on", "pk") if status == Contribution.Status.OFFERED else ("-decided_at", "-pk")
    return _page(found.filter(status=status).order_by(*order), number)


def proposed_page(found: QuerySet[Contribution], number: int) -> OfferedPage:
    """Page `number` (from 1) of what was put before the institute, the newest first."""
    return _page(found.filter(proposal__isnull=False).order_by("-proposal__proposed_at", "-pk"), number)


def _page(found: QuerySet[Contribution], number: int) -> OfferedPage:
    start = (number - 1) * A_PAGE
    rows = list(found.select_related("proposal__made")[start : start + A_PAGE + 1])
    return OfferedPage([OfferedText(row) for row in rows[:A_PAGE]], number, len(rows) > A_PAGE)


def contribution_of(organisation: Organisation, pk: int) -> Contribution | None:
    """One contribution to an organisation; None when it is not there (any more)."""
    return contributions_of(organisation).filter(pk=pk).first()


def waiting_count(organisation: Organisation, campaign: Campaign | None = None) -> int:
    """How many texts wait for a decision. It counts texts, not people."""
    return contributions_of(organisation, campaign).filter(status=Contribution.Status.OFFERED).count()
