"""What a release says of itself: whose it is, when it was drawn, by which rules, and how to check it."""

from collections.abc import Sequence
from dataclasses import dataclass

from insights.queries.publication import Standing
from insights.queries.release_words import name_of
from interactions.models import local_date

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.nl"


@dataclass(frozen=True)
class About:
    """Name and value, in order, as they stand in every file."""

    lines: Sequence[tuple[str, str]]


def about_of(standing: Standing) -> About:
    """For the files, so in Dutch."""
    release, campaign = standing.release, standing.campaign
    return About(
        [
            ("uitgave", name_of(release.draw.kind, release.draw.cohort)),
            ("campagne", campaign.name if campaign else "heel Nederland"),
            ("organisatie", campaign.organisation.name if campaign else "Gedag"),
            ("telt wat gebeurde vóór", release.draw.due_on.isoformat()),
            ("getrokken op", local_date(release.drawn_at).isoformat()),
            ("versie van de regels", str(release.policy)),
            ("sha256 van de uitgave", release.digest),
            ("licentie", f"{LICENCE}, {LICENCE_URL}"),
            (
                "geschud",
                "Elk getal is met opzet een beetje geschud: niemand is te herkennen. De grenzen rekenen daarmee.",
            ),
            ("te klein", "Een aantal onder de 10 staat er niet: daar staat <10."),
        ]
    )
