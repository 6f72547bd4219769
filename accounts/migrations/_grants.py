"""Grants as migration operations: a table nobody granted is a table only the owner can touch.

Four logins, least privilege. `gedag_deelnemer` serves participants, `gedag_beheer` serves staff and has nothing on
diary tables, `gedag_worker` runs tasks; the owner migrates.
"""

from django.db.migrations import RunSQL

DEELNEMER, BEHEER, WORKER = "gedag_deelnemer", "gedag_beheer", "gedag_worker"

READ = "SELECT"
READ_WRITE = "SELECT, INSERT, UPDATE, DELETE"
INSERT_ONLY = "SELECT, INSERT, DELETE"  # no UPDATE; DELETE because what is a person's goes with the person


def create_roles() -> RunSQL:
    """The three roles, without login: the one who installs gives them a password (`set_login_passwords`).

    Where the owner may not make roles, somebody who may makes them beforehand; then nothing is left to do here.
    """
    statements = "".join(
        f"""
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
            CREATE ROLE {role} NOLOGIN;
          END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another migration was just ahead
        END $$;
        GRANT USAGE ON SCHEMA public TO {role};
        """
        for role in (DEELNEMER, BEHEER, WORKER)
    )
    return RunSQL(statements, reverse_sql=RunSQL.noop)


def grant(role: str, privileges: str, *tables: str) -> RunSQL:
    """Gives `role` the `privileges` on `tables`."""
    names = ", ".join(tables)
    return RunSQL(
        f"GRANT {privileges} ON {names} TO {role};",
        reverse_sql=f"REVOKE {privileges} ON {names} FROM {role};",
    )
