"""`manage.py set_login_passwords`: gives the least-privilege database roles their password, from the environment."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from psycopg import Connection, sql

LOGINS = {
    "DATABASE_URL_DEELNEMER": "gedag_deelnemer",
    "DATABASE_URL_BEHEER": "gedag_beheer",
    "DATABASE_URL_WORKER": "gedag_worker",
}


class Command(BaseCommand):
    help = "Zet de wachtwoorden van gedag_deelnemer, gedag_beheer en gedag_worker zoals de omgeving ze noemt."

    def handle(self, *args: object, **options: object) -> None:
        with connection.cursor() as cursor:
            for variable, role in LOGINS.items():
                parts = urlsplit(os.environ.get(variable, ""))
                if unquote(parts.username or "") != role or not parts.password:
                    raise CommandError(
                        f"{variable} moet {role} met een wachtwoord noemen (zie .env.example)."
                    )
                statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(role),
                    sql.Literal(_verifier(cursor.connection, role, unquote(parts.password))),
                )
                cursor.execute(statement.as_string(cursor.connection))
        self.stdout.write(f"Wachtwoorden uit de omgeving gezet voor: {', '.join(LOGINS.values())}.")


def _verifier(connection: Connection[Any], role: str, password: str) -> str:
    """What PostgreSQL keeps of a password. Made here, so that the password itself is in no statement and no log."""
    return connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
