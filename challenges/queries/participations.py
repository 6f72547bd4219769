"""What somebody takes part in, for their own pages."""

import datetime as dt

from accounts.models import Participant
from challenges.models import Assignment, Participation, Pause
from challenges.queries.calendar import pauses_of
from challenges.queries.today import active_participations


def pause_on(participation: Participation, day: dt.date) -> Pause | None:
    """The pause that holds on `day` or comes next, or None."""
    pauses = sorted(pauses_of(participation), key=lambda pause: pause.starts_on)
    return next((pause for pause in pauses if pause.ends_on >= day), None)


def has_moment_on(participation: Participation, day: dt.date) -> bool:
    """Whether somebody began the challenge of `day`."""
    return Assignment.objects.filter(
        participation=participation, local_date=day, interaction__isnull=False
    ).exists()


def own_participations(participant: Participant, day: dt.date) -> list[tuple[Participation, Pause | None]]:
    """Every active participation with its pause of now or soon."""
    return [(one, pause_on(one, day)) for one in active_participations(participant)]


def ended_participation(participant: Participant, slug: str) -> Participation | None:
    """A participation that was left, for its last page."""
    return (
        Participation.objects.filter(participant=participant, campaign__slug=slug, left_at__isnull=False)
        .select_related("campaign__organisation", "campaign__theme__logo")
        .defer("campaign__theme__logo__png")
        .first()
    )
