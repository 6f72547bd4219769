"""A browser on one of the faces, reaching the database with that face's own login, as it does when it runs."""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg import sql
from psycopg.errors import InFailedSqlTransaction

from accounts.models import User

DEELNEMER, BEHEER, WORKER = "gedag_deelnemer", "gedag_beheer", "gedag_worker"


@contextlib.contextmanager
def database_login(role: str) -> Iterator[None]:
    """Runs what is inside with the privileges of `role`; not seen by query counters."""
    raw = connection.connection
    if raw is None or raw.closed:  # a database that is away has no roles either
        yield
        return
    raw.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    try:
        yield
    finally:
        with contextlib.suppress(InFailedSqlTransaction):
            if not raw.closed:
                raw.execute("RESET ROLE")


class FaceClient(Client):
    """Django's test client, with the privileges of one face."""

    def __init__(self, role: str, **options: Any) -> None:
        super().__init__(**options)
        self.role = role

    def force_login(self, user: User, backend: str | None = None) -> None:
        """Signs staff in as the pages do: with both steps written down in the session, and its clock begun."""
        super().force_login(user, backend)
        session, at = self.session, timezone.now().timestamp()
        session["account_authentication_methods"] = [
            {"method": "code", "at": at},
            {"method": "mfa", "at": at},
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session["times"] = [at, at]
        session.save()

    def request(self, **request: Any) -> Any:
        with database_login(self.role):
            return super().request(**request)
