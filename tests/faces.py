"""A browser on one of the faces, reaching the database with that face's own login, as it does when it runs."""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg import sql
from psycopg.errors import InFailedSqlTransaction

from accounts.models import Organisation, Participant, User
from accounts.queries import row_security

_NOBODY = "SELECT " + ", ".join(
    f"set_config('app.{name}', '', true)"
    for name in ("participant", "secret", "staff", "organisation", "everywhere")
)
_SAID = re.compile(
    r"^(SET LOCAL app\.\w+ = '[\w,]*'; |SELECT set_config\('app\.participant', .*?, true\); )+"
)
OWNER = ""
DEELNEMER, BEHEER, WORKER = "gedag_deelnemer", "gedag_beheer", "gedag_worker"


@contextlib.contextmanager
def database_login(
    role: str,
    *,
    participants: Sequence[Participant] = (),
    organisation: Organisation | None = None,
    everywhere: bool = False,
) -> Iterator[None]:
    """Runs what is inside with the privileges of `role`; not seen by query counters. Whom it acts for is said as the
    doors of a face say it."""
    if participants or organisation or everywhere:
        with row_security.as_nobody(), database_login(role):
            if organisation:
                row_security.act_for_staff(user=0, organisation=organisation.pk)
            if everywhere:
                row_security.act_everywhere()
            with row_security.acting_for(*(one.pk for one in participants)):
                yield
        return
    raw = connection.connection
    # A database that is away has no roles either; without a role it is the owner's login, from whom no row is hidden.
    if raw is None or raw.closed or not role:
        yield
        return
    raw.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    raw.execute(_NOBODY)  # a test is one transaction, that remembers for whom its last statement was
    try:
        yield
    finally:
        with contextlib.suppress(InFailedSqlTransaction):
            if not raw.closed:
                raw.execute("RESET ROLE")


def plain(query: Mapping[str, str]) -> str:
    """A statement that was counted, without what was said in front of it: for whom it is."""
    return _SAID.sub("", query["sql"])


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
