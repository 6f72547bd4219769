"""Somebody with a row in every table of participants, and an organisation with one in every table of staff."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection

from accounts.models import (
    Consent,
    EmailCode,
    Invitation,
    Membership,
    Organisation,
    Participant,
    ParticipantKey,
    WayBack,
    index_of_address,
)
from accounts.services.secrets import hash_secret
from accounts.services.sessions import open_session
from challenges.models import (
    Broadcast,
    Campaign,
    CampaignSlot,
    Contribution,
    ContributionOwner,
    DeliverySummary,
    LogbookEntry,
    OutsideCampaign,
    PageTotal,
    Pause,
    Theme,
    ThemeLogo,
    ThemeVersion,
)
from challenges.services.assignments import begin_moment
from challenges.services.proposals import propose_idea
from insights.models import CountedParticipation, ReleaseKind, Signature
from interactions.models import Barrier, DayAnswer, Favourite, IdeaVersion, Mood, OwnOpener, Reflection
from tests.challenges.proposed import own_idea
from tests.factories import (
    AT_NOON,
    TODAY,
    make_assignment,
    make_campaign,
    make_contact,
    make_domain,
    make_message,
    make_participant,
    make_participation,
    make_staff,
)
from tests.insights.infographics import saved
from tests.releases import make_draw, make_release

DAY = dt.timedelta(days=1)
Rows = dict[str, dict[str, dict[str, Any]]]  # by table and by number, as the owner reads them


def every_row() -> Rows:
    """What is in every table that has a key, as the owner of the tables reads it."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT tablename, a.attname FROM pg_tables
            JOIN pg_index AS i ON i.indrelid = format('public.%I', tablename)::regclass AND i.indisprimary
            JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE schemaname = 'public'""")
        found: Rows = {}
        for table, key in cursor.fetchall():
            cursor.execute(f'SELECT "{key}"::text, to_jsonb(row) FROM "{table}" AS row')  # noqa: S608
            found[table] = {
                number: json.loads(row) if isinstance(row, str) else row for number, row in cursor.fetchall()
            }
    return found


def made_by(make: Callable[[], object]) -> tuple[Any, Rows]:
    """What `make` gives, and every row that it made."""
    before = every_row()
    result = make()
    after = every_row()
    return result, {
        table: {number: row for number, row in rows.items() if number not in before[table]}
        for table, rows in after.items()
    }


def make_person(campaign: Campaign) -> Participant:
    """A participant of `campaign` with a row in every table that holds something of participants."""
    participant = make_participant()
    ParticipantKey.made_for(participant)
    Consent.objects.create(participant=participant, version=1, given_at=AT_NOON)
    open_session(participant=participant, now=AT_NOON)
    WayBack.objects.create(
        participant=participant,
        kind=WayBack.Kind.START_LINK,
        secret_hash=hash_secret(str(uuid.uuid4())),
        created_at=AT_NOON,
    )
    contact = make_contact(participant=participant)
    EmailCode.objects.create(
        participant=participant,
        address_index=index_of_address(contact.address),
        sealed_address=b"s",
        code_hash=b"c" * 32,
        browser_hash=hash_secret(str(uuid.uuid4())),
        created_at=AT_NOON,
        expires_at=AT_NOON + DAY,
    )
    make_message(participant=participant)
    participation = make_participation(participant=participant, campaign=campaign)
    Pause.objects.create(participation=participation, starts_on=TODAY + DAY, ends_on=TODAY + DAY)
    make_assignment(participation=participation)
    moment = begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    Reflection.objects.create(interaction=moment, text="fijn", written_at=AT_NOON)
    Mood.objects.create(
        participant=participant, local_date=TODAY, score=7, asked_in="diary", answered_at=AT_NOON
    )
    barrier, _made = Barrier.objects.get_or_create(
        key="druk", defaults={"label": "Te druk", "answer": "Kan.", "offers": "none", "position": 1}
    )
    answer = DayAnswer.objects.create(participant=participant, local_date=TODAY, created_at=AT_NOON)
    answer.barriers.add(barrier)
    Favourite.objects.create(
        participant=participant, idea=CampaignSlot.objects.earliest("pk").idea, created_at=AT_NOON
    )
    OwnOpener.objects.create(
        participant=participant, text="Hoi!", domain=make_domain(), created_at=AT_NOON, updated_at=AT_NOON
    )
    contribution = Contribution.objects.create(campaign=campaign, kind="quote", text="fijn", offered_on=TODAY)
    ContributionOwner.objects.create(participant=participant, contribution=contribution)
    draw = make_draw(campaign=None, kind=ReleaseKind.NATIONAL, cohort=f"2026-Q{participant.pk % 4 + 1}")
    CountedParticipation.objects.create(participation=participation, national=True, draw=draw)
    return participant


def make_house() -> Organisation:
    """An organisation with a row in every table that holds something of staff; its campaign is a draft."""
    number = uuid.uuid4().hex[:8]
    organisation = Organisation.objects.create(slug=f"huis-{number}", name=number, kind="municipality")
    by = make_staff()
    Membership.objects.create(user=by, organisation=organisation, role="beheerder")
    Invitation.objects.create(
        organisation=organisation,
        email=f"{number}@gemeente.example",
        name="Noor",
        role="redacteur",
        secret_hash=hash_secret(number),
        created_at=AT_NOON,
        asked_at=AT_NOON,
        expires_at=AT_NOON + DAY,
    )
    theme = Theme.objects.create(organisation=organisation, key=f"look-{number}", name="Ons")
    ThemeVersion.objects.create(theme=theme, number=1, tokens={}, source="picker", created_at=AT_NOON)
    ThemeLogo.objects.create(theme=theme, png=b"png", width=1, height=1, digest=number * 8, alt="logo")
    idea = own_idea(organisation)
    IdeaVersion.objects.create(
        idea=idea.idea, number=2, title="Anders", do="Zwaai.", why="Fijn.", author="staff", created_at=AT_NOON
    )
    campaign = make_campaign(
        organisation=organisation,
        slug=f"stad-{number}",
        status=Campaign.Status.DRAFT,
        days=[{"zin": idea}],
        length=1,
    )
    LogbookEntry.objects.create(campaign=campaign, moment="start", did="gedag", updated_at=AT_NOON)
    PageTotal.objects.create(campaign=campaign, local_date=TODAY, kind="visit", times=3)
    DeliverySummary.objects.create(campaign=campaign, state="fine", began_at=AT_NOON, updated_at=AT_NOON)
    Broadcast.objects.create(campaign=campaign, title="Hoi", text="Hallo", created_by=by, created_at=AT_NOON)
    offered = Contribution.objects.create(campaign=campaign, kind="opener", text="Hoi", offered_on=TODAY)
    Contribution.objects.filter(pk=offered.pk).update(status="approved", decided_at=AT_NOON)
    propose_idea(organisation=organisation, key=idea.idea.key, now=AT_NOON)
    OutsideCampaign.objects.create(
        organisation=organisation, municipality="Elders", name="Zwaai", starts_on=TODAY
    )
    release = make_release(campaign=campaign)
    Signature.objects.create(release=release, user=by, signed_at=AT_NOON)
    saved(release)
    return organisation
