"""What ends the things of this app that are past their term (terms: config/retention.yaml)."""

from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import (
    EmailCode,
    Erasure,
    Invitation,
    Message,
    Participant,
    ParticipantSession,
    RetentionRun,
    WayBack,
)
from accounts.queries.retention import endings
from accounts.services.erasures import remove_old_erasures
from accounts.services.owndata import registered
from accounts.services.participants import erase_participant
from accounts.services.removers import Due, Remover, of_rows

_FEW = 20  # participants in one transaction; each of them takes many rows along


def _absent(due: Due) -> "QuerySet[Participant]":
    return Participant.objects.filter(last_seen_at__lt=due.before)


def _empty(due: Due) -> "QuerySet[Participant]":
    """Who wrote nothing and waits for nothing; who is absent too is counted there."""
    absent = endings()["afwezige-deelnemers"].term.before(due.now)
    found = Participant.objects.filter(last_seen_at__lt=due.before, last_seen_at__gte=absent)
    for own_data in registered().values():
        for holders in own_data.keeps_alive:
            found = found.exclude(pk__in=holders(due.now))
    return found


def _erase(rows: "QuerySet[Participant]") -> int:
    """Not who is doing something at this moment: they are back."""
    participants = list(rows.select_for_update(skip_locked=True))
    for participant in participants:
        erase_participant(participant=participant)
    return len(participants)


def _old_codes(due: Due) -> "QuerySet[EmailCode]":
    """Codes that nobody can use and that no limit counts any more."""
    return EmailCode.objects.filter(created_at__lt=due.before, expires_at__lt=due.now)


def _count_counters(due: Due) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(expires) FROM beheer_cache WHERE expires < %s", [due.before])
        (found,) = cursor.fetchone()
    return int(found)


def _remove_counters(due: Due) -> Iterator[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM beheer_cache WHERE expires < %s", [due.before])
        yield cursor.rowcount


def _remove_erasures(due: Due) -> Iterator[int]:
    with transaction.atomic():
        yield remove_old_erasures(before=due.before)


REMOVERS = {
    "oude-berichten": of_rows(
        what="berichten die verstuurd of vervallen zijn",
        past=lambda due: Message.objects.filter(state__in=Message.FINAL, expires_at__lt=due.before),
    ),
    "oude-codes": of_rows(what="codes per mail die niet meer werken", past=_old_codes),
    # Kept for a while to say "this one is over" to who opens an old mail.
    "oude-daglinks": of_rows(
        what="links naar een dag die voorbij is",
        past=lambda due: WayBack.objects.filter(kind=WayBack.Kind.DAY_LINK, expires_at__lt=due.before),
    ),
    "vervangen-startlinks": of_rows(
        what="startlinks en papieren codes die vervangen zijn",
        past=lambda due: WayBack.objects.filter(kind__in=WayBack.LASTING, replaced_at__lt=due.before),
    ),
    "stille-toestellen": of_rows(
        what="toestellen waarvan de cookie verlopen is",
        past=lambda due: ParticipantSession.objects.filter(last_seen_at__lt=due.before),
    ),
    "oude-uitnodigingen": of_rows(
        what="uitnodigingen aan medewerkers die voorbij zijn",
        past=lambda due: Invitation.objects.filter(expires_at__lt=due.before),
    ),
    "verlopen-sessies": of_rows(
        what="sessies van medewerkers die verlopen zijn",
        past=lambda due: Session.objects.filter(expire_date__lt=due.before),
    ),
    "verlopen-tellers": Remover(
        what="tellers van het inloggen die verlopen zijn", count=_count_counters, steps=_remove_counters
    ),
    "oude-wisregels": Remover(
        what="regels over wie gewist is, ouder dan elke reservekopie",
        count=lambda due: Erasure.objects.filter(noted_at__lt=due.before).count(),
        steps=_remove_erasures,
    ),
    "oude-nachten": of_rows(
        what="regels van het verslag van de nacht",
        past=lambda due: RetentionRun.objects.filter(began_at__lt=due.before),
    ),
    "lege-deelnemers": of_rows(
        what="deelnemers die nog niets opschreven",
        past=_empty,
        remove=_erase,
        at_once=_FEW,
        takes_along=True,
    ),
    "afwezige-deelnemers": of_rows(
        what="deelnemers die al lang niet kwamen",
        past=_absent,
        remove=_erase,
        at_once=_FEW,
        takes_along=True,
    ),
}
