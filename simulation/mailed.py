"""Many made-up people who want their challenge by e-mail: to send to under fire, and to measure with."""

import datetime as dt
import uuid

from django.db import connection, transaction

from accounts.models import Contact, Participant, ParticipantKey
from challenges.models import Campaign, Participation
from challenges.services.participations import first_day
from simulation.staging import refuse_outside_demo

AT_A_TIME = 2_000


def join(*, campaign: Campaign, people: int, prompt_time: dt.time, now: dt.datetime) -> None:
    """So many people take part, and get a mail at `prompt_time` every day. Their addresses end in .example and count
    from 1. Raises NotADemoError."""
    refuse_outside_demo()
    with transaction.atomic():
        participants = Participant.objects.bulk_create(
            [
                Participant(join_key=uuid.uuid4(), created_at=now, last_seen_at=now)
                for _number in range(people)
            ],
            batch_size=AT_A_TIME,
        )
        ParticipantKey.objects.bulk_create(map(ParticipantKey.fresh, participants), batch_size=AT_A_TIME)
        Contact.objects.bulk_create(
            [
                Contact(participant=one, address=address(number), confirmed_at=now)
                for number, one in enumerate(participants, start=1)
            ],
            batch_size=AT_A_TIME,
        )
        Participation.objects.bulk_create(
            [
                Participation(
                    participant=one,
                    campaign=campaign,
                    channel=Participation.Channel.EMAIL,
                    prompt_time=prompt_time,
                    joined_at=now,
                    first_day=first_day(now),
                )
                for one in participants
            ],
            batch_size=AT_A_TIME,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_participant, accounts_contact, challenges_participation")


def address(number: int) -> str:
    """The address of the person with this number, from 1."""
    return f"deelnemer{number}@thuis.example"
