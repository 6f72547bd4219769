"""Made-up participants of the national campaign in the middle of their second week, each with a browser."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Participant, ParticipantSession
from accounts.services.secrets import hash_secret
from challenges.models import Assignment, Campaign, Offer, Participation
from challenges.queries.calendar import version_for
from interactions.models import IdeaVersion, Interaction, local_date

DAYS = 8  # the last of them is today
_TABLES = (
    "accounts_participant, accounts_participantsession, challenges_participation, challenges_assignment, "
    "challenges_offer, interactions_interaction"
)
# A secret of the length that Django makes; in the form it may be sent as it is.
CSRF = "m" * 32


@dataclass(frozen=True)
class Person:
    """Somebody with a browser: their number in the database, the secret in their cookie, and their campaign."""

    pk: int
    secret: str
    campaign: str

    @property
    def cookies(self) -> Mapping[str, str]:
        return {settings.PARTICIPANT_COOKIE_NAME: self.secret, "deelnemer-csrf": CSRF}


def campaign() -> Campaign:
    """The national campaign, which everybody here takes part in."""
    return Campaign.objects.get(national=True)


def stage(people: int) -> Sequence[Person]:
    """So many people who tried something every day until yesterday and have today's challenge on their screen."""
    now = timezone.now()
    today = local_date(now)
    joined = now - dt.timedelta(days=DAYS - 1)
    made = Participant.objects.bulk_create(
        [Participant(join_key=uuid.uuid4(), created_at=joined, last_seen_at=now) for _ in range(people)],
        batch_size=2_000,
    )
    national = campaign()
    known = [Person(one.pk, f"meting-{one.pk:032d}", national.slug) for one in made]
    ParticipantSession.objects.bulk_create(
        [
            ParticipantSession(
                participant_id=one.pk,
                secret_hash=hash_secret(one.secret),
                created_at=joined,
                last_seen_at=now,
            )
            for one in known
        ],
        batch_size=2_000,
    )
    participations = Participation.objects.bulk_create(
        [
            Participation(
                participant_id=one.pk,
                campaign=national,
                joined_at=joined,
                first_day=today - dt.timedelta(days=DAYS - 1),
            )
            for one in known
        ],
        batch_size=2_000,
    )
    _days(participations, today, now)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {_TABLES}")
    return known


def _days(participations: Sequence[Participation], today: dt.date, now: dt.datetime) -> None:
    for number in range(1, DAYS + 1):
        day = today - dt.timedelta(days=DAYS - number)
        version = version_for(participations[0], number)
        if version is None:
            raise RuntimeError(f"the campaign has nothing on day {number}")
        moments = _moments(participations, version, day, now) if number < DAYS else []
        assignments = Assignment.objects.bulk_create(
            [
                Assignment(
                    participation=one,
                    local_date=day,
                    day_number=number,
                    created_at=now,
                    interaction=moments[place] if moments else None,
                )
                for place, one in enumerate(participations)
            ],
            batch_size=2_000,
        )
        Offer.objects.bulk_create(
            [
                Offer(
                    assignment=one,
                    position=1,
                    idea_version=version,
                    reason=Offer.Reason.CALENDAR,
                    created_at=now,
                )
                for one in assignments
            ],
            batch_size=2_000,
        )


def _moments(
    participations: Sequence[Participation], version: IdeaVersion, day: dt.date, now: dt.datetime
) -> list[Interaction]:
    return Interaction.objects.bulk_create(
        [
            Interaction(
                participant_id=one.participant_id,
                idea_version=version,
                domain_id=version.idea.domain_id,
                counterpart=version.idea.counterpart,
                local_date=day,
                status=Interaction.Status.DONE,
                outcome_at=now,
                response=Interaction.Response.POSITIVE,
                created_at=now,
                updated_at=now,
            )
            for one in participations
        ],
        batch_size=2_000,
    )
