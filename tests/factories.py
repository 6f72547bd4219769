"""Typed makers of rows. Everything in them is made up; addresses end in .example."""

import datetime as dt
import itertools
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import Contact, Membership, Message, Organisation, Participant, User
from accounts.permissions import Role
from challenges.models import Assignment, Campaign, CampaignDay, CampaignSlot, Participation
from challenges.services.assignments import offer_today
from challenges.services.participations import first_day
from interactions.models import Idea, IdeaVersion, Interaction, LifeDomain, local_date
from interactions.models.library import Act, Counterpart, Form, Step

AT_NOON = dt.datetime(2026, 10, 14, 10, 0, tzinfo=dt.UTC)  # a Wednesday, 12:00 in Amsterdam
TODAY = dt.date(2026, 10, 14)

_number = itertools.count(1)


def make_organisation(*, slug: str = "", kind: str = Organisation.Kind.MUNICIPALITY) -> Organisation:
    number = next(_number)
    slug = slug or f"gemeente-{number}"
    return Organisation.objects.create(slug=slug, name=slug.replace("-", " ").title(), kind=kind)


def make_staff(*, organisation: Organisation | None = None, role: Role = Role.MANAGER) -> User:
    number = next(_number)
    user = User.objects.create_user(email=f"medewerker{number}@gemeente.example", name=f"Medewerker {number}")
    if organisation:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def make_domain(*, key: str = "buurt", position: int = 1) -> LifeDomain:
    return LifeDomain.objects.get_or_create(
        key=key,
        defaults={
            "name": key,
            "short_name": key,
            "place": f"in de {key}",
            "description": "",
            "position": position,
        },
    )[0]


def make_idea(
    *, step: str = Step.ZIN, domain: str = "buurt", key: str = "", say: str = "Lekker weer, hè?"
) -> IdeaVersion:
    """An idea with its first version; the version is what is returned."""
    return make_ideas(1, step=step, domain=domain, key=key, say=say)[0]


def make_ideas(
    count: int, *, step: str = Step.ZIN, domain: str = "buurt", key: str = "", say: str = "Lekker weer, hè?"
) -> list[IdeaVersion]:
    """So many ideas with their first versions, in a few statements however many."""
    place = make_domain(key=domain)
    numbers = [next(_number) for _ in range(count)]
    ideas = Idea.objects.bulk_create(
        Idea(
            key=key or f"{domain}-idee-{number}",
            domain=place,
            form=Form.GROETSMOESJE,
            act=Act.ASK,
            step=step,
            counterpart=Counterpart.STRANGER,
            seconds=10,
        )
        for number in numbers
    )
    return IdeaVersion.objects.bulk_create(
        IdeaVersion(
            idea=idea,
            number=1,
            title=f"Idee {number}",
            do="Zeg iets over het weer.",
            say=say,
            why="Het weer is van iedereen.",
            author=IdeaVersion.Author.LOADER,
            created_at=AT_NOON,
        )
        for idea, number in zip(ideas, numbers, strict=True)
    )


def make_campaign(
    *,
    organisation: Organisation | None = None,
    slug: str = "",
    starts_on: dt.date | None = TODAY,
    length: int = 14,
    status: str = Campaign.Status.PUBLISHED,
    days: Sequence[Mapping[str, IdeaVersion]] | None = None,
    national: bool = False,
) -> Campaign:
    """A campaign of `length` days; without `starts_on` a rolling one. Every day has a "zin" unless `days` says else."""
    number = next(_number)
    campaign = Campaign.objects.create(
        organisation=organisation or make_organisation(),
        slug=slug or f"campagne-{number}",
        name=f"Campagne {number}",
        headline="Zeg eens gedag.",
        reply="Goeiemorgen!",
        intro="Elke dag iets kleins.",
        people=["bun", "curls"],
        calendar=Campaign.Calendar.FIXED if starts_on else Campaign.Calendar.ROLLING,
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(days=length - 1) if starts_on else None,
        status=status,
        national=national,
        contact_email="privacy@gemeente.example",
        help_line="Bel de Luisterlijn.",
    )
    board = CampaignDay.objects.bulk_create(
        CampaignDay(campaign=campaign, number=number) for number in range(1, length + 1)
    )
    slots = days or [{Step.ZIN: version} for version in make_ideas(length)]
    CampaignSlot.objects.bulk_create(
        CampaignSlot(day=day, step=step, idea=version.idea)
        for day, row in zip(board, slots, strict=True)
        for step, version in row.items()
    )
    return campaign


def make_participant(*, now: dt.datetime = AT_NOON) -> Participant:
    return Participant.objects.create(join_key=uuid.uuid4(), created_at=now, last_seen_at=now)


def make_participation(
    *,
    participant: Participant | None = None,
    campaign: Campaign | None = None,
    step: str = Step.ZIN,
    now: dt.datetime = AT_NOON,
) -> Participation:
    return Participation.objects.create(
        participant=participant or make_participant(now=now),
        campaign=campaign or make_campaign(),
        step=step,
        joined_at=now,
        first_day=first_day(now),
    )


def make_assignment(*, participation: Participation | None = None, now: dt.datetime = AT_NOON) -> Assignment:
    assignment = offer_today(
        participation=participation or make_participation(now=now), day=local_date(now), now=now
    )
    assert assignment is not None
    return assignment


def make_moment(
    *,
    participant: Participant,
    status: str = Interaction.Status.DONE,
    response: str | None = None,
    predicted_yes: int | None = None,
    now: dt.datetime = AT_NOON,
) -> Interaction:
    version = make_idea()
    return Interaction.objects.create(
        participant=participant,
        idea_version=version,
        domain=version.idea.domain,
        local_date=local_date(now),
        predicted_yes=predicted_yes,
        predicted_at=now if predicted_yes is not None else None,
        status=status,
        outcome_at=now if status in Interaction.ATTEMPTS else None,
        response=response,
        created_at=now,
        updated_at=now,
    )


def make_contact(*, participant: Participant | None = None, now: dt.datetime = AT_NOON) -> Contact:
    return Contact.objects.create(
        participant=participant or make_participant(now=now),
        address=f"deelnemer{next(_number)}@thuis.example",
        confirmed_at=now,
    )


def make_message(
    *,
    participant: Participant | None = None,
    kind: str = Message.Kind.NOTICE,
    now: dt.datetime = AT_NOON,
    not_before: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    **fields: Any,
) -> Message:
    """A message to a participant with an address, due now and good for three hours, unless said otherwise."""
    return Message.objects.create(
        participant=participant or make_contact(now=now).participant,
        kind=kind,
        dedupe_key=f"test:{next(_number)}",
        local_date=local_date(now),
        not_before=not_before or now,
        expires_at=expires_at or now + dt.timedelta(hours=3),
        created_at=now,
        **fields,
    )
