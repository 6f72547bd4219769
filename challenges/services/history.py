"""Ending what was kept of changes by staff (term: config/retention.yaml)."""

import datetime as dt

from django.db import connection


def remove_old_history(*, now: dt.datetime) -> int:
    """Removes events of more than three years ago. Returns how many. Nobody may delete an event: a function of the
    database does it, which looks at its own clock too (docs/adr/0018)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gedag_remove_old_history(%s)", [now])
        (removed,) = cursor.fetchone()
    return int(removed)
