"""Pages with row security beside the same pages without it. bench/README.md says what both do."""

import datetime as dt
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import Participant
from accounts.services.sessions import open_session
from challenges.models import Campaign, Participation
from interactions.models import Interaction, local_date
from simulation import by_copy
from simulation.behaviour import simulate
from simulation.staging import stage as staged

DAYS = 28
ROLE = "gedag_deelnemer"
_MIDDLEWARE = "accounts.middleware.row_security"
_SECURED = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity ORDER BY relname
"""


def stage(people: int) -> int:
    """So many people with four weeks of diary in the national campaign. Gives how many moments they have."""
    campaign = Campaign.objects.get(national=True)
    now = timezone.now()
    ready = staged(campaign, begins_on=local_date(now) - dt.timedelta(days=DAYS))
    lives = simulate(plan=ready.plan, people=people, days=DAYS, seed="rijen")
    by_copy.write(stage=ready, lives=lives, until=now)
    return Interaction.objects.count()


def secured_tables() -> list[str]:
    """Every table that is under row security now."""
    with connection.cursor() as cursor:
        cursor.execute(_SECURED)
        return [table for (table,) in cursor.fetchall()]


@contextmanager
def without(tables: list[str]) -> Iterator[None]:
    """The same system without row security, and with nobody who says for whom it reads."""
    _switch(tables, "DISABLE")
    try:
        yield
    finally:
        _switch(tables, "ENABLE")


def _switch(tables: list[str], how: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" {how} ROW LEVEL SECURITY')


@contextmanager
def face(*, secured: bool) -> Iterator[None]:
    """The participant face with its own database login; its middleware says for whom only when it is `secured`."""
    middleware = [name for name in settings.MIDDLEWARE_OF["deelnemer"] if secured or name != _MIDDLEWARE]
    of_face = {"ROOT_URLCONF": settings.URLCONF_OF["deelnemer"], "MIDDLEWARE": middleware}
    with override_settings(**of_face, ALLOWED_HOSTS=["testserver"]):
        connection.ensure_connection()
        connection.connection.execute(f"SET ROLE {ROLE}")
        try:
            yield
        finally:
            connection.connection.execute("RESET ROLE")


def browsers(people: int) -> list[tuple[Client, str]]:
    """A browser of each of so many people who take part now, and the address of their campaign."""
    going = Participation.objects.filter(left_at=None).select_related("participant", "campaign")[:people]
    found = []
    for one in going:
        client = Client()
        secret = open_session(participant=one.participant, now=timezone.now())
        client.cookies[settings.PARTICIPANT_COOKIE_NAME] = secret
        found.append((client, one.campaign.slug))
    return found


def _today(client: Client, slug: str) -> int:
    return client.get(f"/vandaag/in/{slug}/").status_code


def _diary(client: Client, slug: str) -> int:
    return client.get("/dagboek/").status_code


def _log(client: Client, slug: str) -> int:
    said = {"did": "done", "client_id": str(uuid.uuid4()), "day": str(local_date(timezone.now()))}
    return client.post(f"/vandaag/in/{slug}/uitkomst/", said).status_code


def _statement(client: Client, slug: str) -> int:
    """The page that asks least: who am I, and one row."""
    return client.get("/vandaag/in-je-vel/").status_code


PAGES: dict[str, tuple[Callable[[Client, str], int], int]] = {
    "vandaag": (_today, 200),
    "dagboek": (_diary, 200),
    "opschrijven": (_log, 302),
    "in je vel": (_statement, 200),
}


def visits(name: str, people: list[tuple[Client, str]]) -> float:
    """Seconds for one visit of each of these people to a page."""
    visit, expected = PAGES[name]
    for client, _slug in people:
        client.handler.load_middleware()  # of this face: a client keeps that of its first page
    began = time.perf_counter()
    answers = {visit(client, slug) for client, slug in people}
    seconds = time.perf_counter() - began
    if answers != {expected}:
        raise RuntimeError(f"{name}: {answers}, not {expected}")
    return seconds


def forget_today() -> None:
    """What was written down today goes, so that every round writes the same."""
    Interaction.objects.filter(assignment__local_date=local_date(timezone.now())).delete()


def how_many() -> int:
    """How many people take part now."""
    return Participant.objects.filter(participations__left_at=None).distinct().count()
