"""Row-level security as migration operations: which rows of a table each login may see and write.

Whoever is not named sees nothing: a table under row security without a policy for a login is empty for it. What the
settings mean is in `accounts/queries/row_security.py`; why it is so in docs/adr/0024.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.migrations import RunSQL

from accounts.migrations._grants import BEHEER, DEELNEMER, WORKER

# Each as a sub-select, so that it is worked out once for a statement and not for every row.
ME = "(SELECT gedag_participants())::bigint[]"
SECRETS = "(SELECT gedag_secrets())::bytea[]"
MY_ORGANISATIONS = "(SELECT gedag_organisations())::bigint[]"
USER = "(SELECT gedag_user())"
EVERYWHERE = "(SELECT gedag_everywhere())"

EVERY_ROW = "true"


@dataclass(frozen=True)
class Policy:
    """What `role` may see (`using`) and leave behind (`check`; None: the same) with `verb`."""

    role: str
    using: str
    check: str | None = None
    verb: str = "ALL"

    def statement(self, table: str) -> str:
        name = f"{self.role}_{self.verb}".lower()
        using = "" if self.verb == "INSERT" else f" USING ({self.using})"
        wanted = self.using if self.check is None else self.check
        check = "" if self.verb in ("SELECT", "DELETE") else f" WITH CHECK ({wanted})"
        return f"CREATE POLICY {name} ON {table} FOR {self.verb} TO {self.role}{using}{check};"


def isolate(table: str, *policies: Policy) -> RunSQL:
    """Puts `table` under row security, with these policies and the worker's own: every row."""
    every = [*policies, Policy(WORKER, EVERY_ROW)]
    back = "".join(f"DROP POLICY {one.role}_{one.verb} ON {table};".lower() for one in every)
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;" + "".join(one.statement(table) for one in every),
        f"{back}ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def of_participant(table: str, whose: str = f"participant_id = ANY({ME})") -> RunSQL:
    """A table of which every row is one participant's, and theirs alone."""
    return isolate(table, Policy(DEELNEMER, whose))


def part_of(table: str, parent: str, column: str) -> RunSQL:
    """A table of which every row goes with a row that the participant sees, or does not see."""
    return of_participant(table, seen(parent, f"{table}.{column}"))


def seen(parent: str, number: str) -> str:
    """Whether the row of `parent` with this number is one that this login sees."""
    return f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.id = {number})"


OWN = f"organisation_id = ANY({MY_ORGANISATIONS})"
# The institute, on the pages that are about everybody; and the library, which is everybody's and which it keeps.
KEEPS_LIBRARY = f"organisation_id IS NULL AND {EVERYWHERE}"


def of_organisation(table: str, *more: Policy) -> RunSQL:
    """A table of which every row is one organisation's, for its own staff alone."""
    return isolate(table, Policy(BEHEER, OWN), *more)


def own(parent: str, number: str) -> str:
    """Whether the row of `parent` with this number is of the organisation that somebody works for now. To be seen is
    not enough: what is public is seen by everybody."""
    return f"EXISTS (SELECT FROM {parent} AS own WHERE own.id = {number} AND own.{OWN})"


def read_by_all(*roles: str) -> Iterable[Policy]:
    """What is no secret to whom these logins serve."""
    return [Policy(role, EVERY_ROW, verb="SELECT") for role in roles]


__all__ = [
    "BEHEER",
    "DEELNEMER",
    "EVERYWHERE",
    "EVERY_ROW",
    "KEEPS_LIBRARY",
    "ME",
    "MY_ORGANISATIONS",
    "OWN",
    "SECRETS",
    "USER",
    "WORKER",
    "Policy",
    "isolate",
    "of_organisation",
    "of_participant",
    "own",
    "part_of",
    "read_by_all",
    "seen",
]
