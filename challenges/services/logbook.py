"""Writing the logbook of a campaign. Two who write at once never overwrite each other unseen."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from challenges.models import Campaign, LogbookEntry

FIELDS = ("did", "reach", "hours", "worked", "did_not", "differently")


class LogbookChangedError(Exception):
    """Somebody wrote since this page was opened; `entry` is how it is now."""

    def __init__(self, entry: LogbookEntry) -> None:
        super().__init__(entry.moment)
        self.entry = entry


def write_logbook(
    *,
    campaign: Campaign,
    moment: LogbookEntry.Moment,
    said: Mapping[str, str | int | None],
    seen: dt.datetime | None,
    by: User,
    now: dt.datetime,
) -> LogbookEntry:
    """Writes what was `said` about a moment over what the writer saw, written at `seen` (None: nothing yet). The same
    words again change nothing. Raises LogbookChangedError."""
    words = {name: said[name] for name in FIELDS}
    with transaction.atomic():
        new = LogbookEntry(campaign=campaign, moment=moment, updated_by=by, updated_at=now, **words)
        LogbookEntry.objects.bulk_create([new], ignore_conflicts=True)
        entry = LogbookEntry.objects.select_for_update().get(campaign=campaign, moment=moment)
        if {name: getattr(entry, name) for name in FIELDS} == words:
            return entry
        if entry.updated_at != seen:
            raise LogbookChangedError(entry)
        for name, value in words.items():
            setattr(entry, name, value)
        entry.updated_by, entry.updated_at = by, now
        entry.save(update_fields=[*FIELDS, "updated_by", "updated_at"])
    return entry
