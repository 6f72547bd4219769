"""Where the limits of staff sign-in are counted."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache


class LimitsCache(DatabaseCache):
    """Django's cache in the database, that forgets only what is over. Django's own also drops a third of what still
    counts when there is much of it, and then whoever makes much of it may go on guessing."""

    def _cull(self, db: str, cursor: Any, now: Any, num: int) -> None:
        super()._cull(db, cursor, now, 0)  # type: ignore[misc]  # as if there were few: then only what is over goes
