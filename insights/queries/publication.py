"""Which releases there are, and which are out: those that as many people signed as their kind asks.

A page is addressed by the first digits of a release's digest, so that an address says which figures it gives.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Prefetch, QuerySet, Value, When

from challenges.models import Campaign
from insights.models import Release, ReleaseKind, Signature
from insights.queries.policy import SIGNATURES
from insights.queries.release_words import name_of

ADDRESS = 12  # digits of the digest


@dataclass(frozen=True)
class Standing:
    """A release, who signed it, and so whether it is out."""

    release: Release
    signatures: Sequence[Signature]

    @property
    def kind(self) -> ReleaseKind:
        return ReleaseKind(self.release.draw.kind)

    @property
    def campaign(self) -> Campaign | None:
        return self.release.draw.campaign

    @property
    def name(self) -> str:
        return name_of(self.release.draw.kind, self.release.draw.cohort)

    @property
    def address(self) -> str:
        return self.release.digest[:ADDRESS]

    @property
    def needed(self) -> int:
        return SIGNATURES[self.kind]

    @property
    def missing(self) -> int:
        return max(0, self.needed - len(self.signatures))

    @property
    def out_since(self) -> dt.datetime | None:
        """When the last of the signatures came that it takes; None while it is not out."""
        return None if self.missing else self.signatures[self.needed - 1].signed_at

    @property
    def is_national(self) -> bool:
        return self.kind == ReleaseKind.NATIONAL

    def signed_by(self, user_id: int) -> bool:
        return any(signature.user_id == user_id for signature in self.signatures)


def releases() -> QuerySet[Release]:
    """Every release with what a page about it needs, but for who signed; the newest first."""
    return Release.objects.select_related(
        "draw__campaign__organisation", "draw__campaign__theme__logo"
    ).defer("draw__campaign__theme__logo__png")


def releases_for_staff() -> QuerySet[Release]:
    """The same, with the names of who signed."""
    return releases().prefetch_related("signatures__user")


def published_releases() -> QuerySet[Release]:
    """The releases that are out, with when they were signed: by whom is not for the public face to read."""
    needed = Case(
        *[When(draw__kind=kind, then=Value(count)) for kind, count in SIGNATURES.items()],
        output_field=IntegerField(),
    )
    found = releases().annotate(signed=Count("signatures")).filter(signed__gte=needed)
    return found.prefetch_related(Prefetch("signatures", Signature.objects.defer("user")))


def standing_of(release: Release) -> Standing:
    """A release with its signatures, in the order in which they came."""
    signatures = sorted(release.signatures.all(), key=lambda one: (one.signed_at, one.pk))
    return Standing(release, signatures)


def standings_of(found: QuerySet[Release]) -> list[Standing]:
    """Of a list; without the whole text of each, which a list does not show."""
    return [standing_of(release) for release in found.defer("body")]


def at_address(found: QuerySet[Release], digest: str) -> Standing | None:
    """The release at an address."""
    if len(digest) != ADDRESS:
        return None
    release = found.filter(digest__startswith=digest).first()
    return standing_of(release) if release else None


def releases_of_campaign(campaign: Campaign) -> QuerySet[Release]:
    """A campaign's own, for its staff."""
    return releases_for_staff().filter(draw__campaign=campaign)
