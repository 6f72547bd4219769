"""The bare side of the pages: the same Django on the same server without our own code around it. bench/README.md says
what each page does. Served as `bench.bare:application`."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone

from accounts.models import ParticipantSession
from accounts.services.secrets import hash_secret
from accounts.services.sessions import recognise
from challenges.models import Assignment, Offer, Participation
from challenges.queries.today import days_of, participations_on
from interactions.models import Interaction, local_date

READY = Path(os.environ.get("GEDAG_BENCH_PAGE", os.devnull))  # the landing page as it came once
_page = READY.read_bytes()

_INSERT = """
INSERT INTO bench_moment (participant_id, client_id, idea_version_id, domain_id, counterpart, local_date, late,
    plan_text, status, outcome_at, unsafe, item_version, created_at, updated_at)
VALUES (%s, %s, NULL, 'buurt', '', %s, false, '', 'done', now(), false, 1, now(), now())
ON CONFLICT (participant_id, client_id) DO NOTHING
"""


def today(request: HttpRequest) -> HttpResponse:
    """The same three queries as the page itself (who, in which campaigns, what there is today), a plain template."""
    secret, now = request.COOKIES[settings.PARTICIPANT_COOKIE_NAME], timezone.now()
    participant = recognise(secret=secret, now=now)
    if participant is None:
        raise PermissionDenied
    day = local_date(now)
    (participation,) = participations_on(participant, day)
    _assignment, offers = days_of([participation], day)[participation.pk]
    return _page_of(participation, offers[-1], day)


def lean(request: HttpRequest) -> HttpResponse:
    """Three queries that ask for no more than this page shows."""
    secret = request.COOKIES[settings.PARTICIPANT_COOKIE_NAME]
    session = ParticipantSession.objects.select_related("participant__contact").get(
        secret_hash=hash_secret(secret)
    )
    participation = (
        Participation.objects.filter(participant=session.participant, left_at__isnull=True)
        .select_related("campaign__organisation", "campaign__theme")
        .get()
    )
    day = local_date(timezone.now())
    offer = (
        Offer.objects.filter(assignment__participation=participation, assignment__local_date=day)
        .select_related("idea_version__idea__domain", "assignment__interaction")
        .order_by("-position")
        .first()
    )
    return _page_of(participation, offer, day)


def _page_of(participation: Participation, offer: Offer | None, day: dt.date) -> HttpResponse:
    context = {"participation": participation, "campaign": participation.campaign, "offer": offer, "day": day}
    return HttpResponse(render_to_string("bare_today.html", context))


def log(request: HttpRequest) -> HttpResponse:
    """The tap as a plain view writes it: who, in which campaign, today's idea, a moment, and the two tied together."""
    posted = request.POST
    secret = request.COOKIES[settings.PARTICIPANT_COOKIE_NAME]
    with transaction.atomic():
        participant = (
            ParticipantSession.objects.select_related("participant")
            .get(secret_hash=hash_secret(secret))
            .participant
        )
        participation = Participation.objects.select_related("campaign").get(
            participant=participant, campaign__slug=posted["campaign"], left_at__isnull=True
        )
        assignment = Assignment.objects.get(participation=participation, local_date=posted["day"])
        offer = assignment.offers.select_related("idea_version__idea").order_by("-position")[0]
        now = timezone.now()
        moment, _created = Interaction.objects.get_or_create(
            participant=participant,
            client_id=posted["client_id"],
            defaults={
                "idea_version": offer.idea_version,
                "domain_id": offer.idea_version.idea.domain_id,
                "counterpart": offer.idea_version.idea.counterpart,
                "local_date": posted["day"],
                "status": posted["did"],
                "outcome_at": now,
                "created_at": now,
                "updated_at": now,
            },
        )
        assignment.interaction = moment
        assignment.save(update_fields=["interaction"])
    return HttpResponseRedirect(f"/moment/{posted['client_id']}/")


def insert(request: HttpRequest) -> HttpResponse:
    """One row, unless it is there already."""
    posted = request.POST
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [posted["participant"], posted["client_id"], posted["day"]])
    return HttpResponseRedirect(f"/moment/{posted['client_id']}/")


def ready(request: HttpRequest) -> HttpResponse:
    """The very page, without any work."""
    return HttpResponse(_page)


urlpatterns = [
    path("vandaag/", today),
    path("vandaag/weinig/", lean),
    path("log/", log),
    path("rij/", insert),
    path("klaar/", ready),
]


def _application() -> Any:
    settings.MIDDLEWARE = []
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).with_name("templates")],
        }
    ]
    connections.settings["default"]["CONN_MAX_AGE"] = None  # as the faces have it
    return WSGIHandler()


application = _application()
