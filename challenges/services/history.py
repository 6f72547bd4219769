"""Ending what was kept of changes by staff (term: config/retention.yaml)."""

import datetime as dt
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction

from accounts.services.removers import Due, Remover

# Nobody may delete an event: a function of the database does it, which looks at its own clock too and never ends what
# is younger than three years (docs/adr/0018). It takes the moment to count three years back from.
_END = "SELECT gedag_remove_old_history(%s::timestamptz + interval '3 years')"
_ENDS_BEFORE = "SELECT least(%s::timestamptz + interval '3 years', now()) - interval '3 years'"


def _count(due: Due) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_ENDS_BEFORE, [due.before])
        (before,) = cursor.fetchone()
    return sum(_events_before(before))


def _events_before(before: dt.datetime) -> Iterator[int]:
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model"):
            yield model._default_manager.filter(pgh_created_at__lt=before).count()


def _remove(due: Due) -> Iterator[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_END, [due.before])
        (removed,) = cursor.fetchone()
    yield int(removed)


OLD_HISTORY = Remover(
    what="wat medewerkers lang geleden wijzigden", count=_count, steps=_remove, takes_along=False
)
