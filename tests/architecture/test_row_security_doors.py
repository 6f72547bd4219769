"""Who says for whom a request is, and what looks past the policies: both are lists, and a new line is a new door."""

import ast
import itertools

import pytest
from django.conf import settings
from django.db import Error, connection, transaction

from accounts.queries import row_security
from tests.architecture.sources import APPS, ROOT, python_files, tree_of
from tests.faces import BEHEER, DEELNEMER, WORKER, database_login

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "function"),
    [
        *itertools.product(
            [BEHEER, WORKER],
            [
                "gedag_whose('\\x00'::bytea)",
                "gedag_whose_contact(1)",
                "gedag_codes_for_unknown(now())",
            ],
        ),
        *itertools.product(
            [DEELNEMER, WORKER],
            ["gedag_works_somewhere(1)", "gedag_address_is_taken('a')", "gedag_is_contribution(1)"],
        ),
    ],
)
def test_a_function_that_looks_past_the_policies_is_for_one_login(role: str, function: str) -> None:
    with database_login(role):
        assert "permission denied for function" in refusal(function)


def test_these_functions_look_past_the_policies_and_no_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
        )
        assert [name for (name,) in cursor.fetchall()] == [
            "gedag_address_is_taken",
            "gedag_codes_for_unknown",
            "gedag_is_contribution",
            "gedag_remove_old_history",
            "gedag_whose",
            "gedag_whose_contact",
            "gedag_works_somewhere",
        ]


def refusal(function: str) -> str:
    """What PostgreSQL says about calling a function: empty when it does it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}")
    except Error as error:
        return str(error)
    return ""


# Where it is said for whom a request is, and what is said there. A new line here is a new door: look twice.
DOORS: dict[str, set[str]] = {
    "accounts/access.py": {"act_for_staff", "acting_for"},
    "accounts/middleware.py": {"as_nobody"},
    "accounts/queries/participants.py": {"acting_for", "holding", "of_contact", "of_join_key"},
    "accounts/queries/staff_members.py": {"holding", "of_invitation"},
    "accounts/queries/ways_back.py": {"holding", "of_address", "of_secret"},
    "accounts/services/code_messages.py": {"holding", "of_address", "of_browser"},
    "accounts/services/contacts.py": {"holding", "of_address"},
    "accounts/services/email_codes.py": {"holding", "of_browser"},
    "accounts/services/merging.py": {"acting_for"},
    "accounts/services/participants.py": {"act_for", "holding", "of_join_key"},
    "accounts/services/sessions.py": {"act_for", "holding", "of_secret"},
    "accounts/views/beheer/invitations.py": {"acting_for_organisation"},
    "accounts/views/coming_in.py": {"act_for", "acting_for"},
    "challenges/views/beheer/institute.py": {"act_everywhere"},
    "challenges/views/wishes.py": {"acting_for", "of_contact"},  # the query of that name
}
SAYING = {
    name
    for name in vars(row_security)
    if name.startswith(("act", "as_", "holding", "of_")) and callable(getattr(row_security, name))
}


def test_only_these_doors_say_for_whom_a_request_is() -> None:
    found: dict[str, set[str]] = {}
    for path in python_files(*APPS):
        where = str(path.relative_to(ROOT))
        if where == "accounts/queries/row_security.py":
            continue
        for node in ast.walk(tree_of(path)):
            said = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
            owner = getattr(getattr(node, "value", None), "id", "") if isinstance(node, ast.Attribute) else ""
            if said in SAYING and owner in ("", "row_security"):
                found.setdefault(where, set()).add(said)
    assert found == DOORS


def test_a_request_begins_as_nobody_on_both_faces_before_anybody_is_looked_up() -> None:
    nobody = "accounts.middleware.row_security"
    for face, looks_up in (
        ("deelnemer", "accounts.middleware.participant"),
        ("beheer", "accounts.middleware.history"),
    ):
        middleware = settings.MIDDLEWARE_OF[face]
        assert middleware.count(nobody) == 1
        # What is written down beside a change must not stand in front of this: then it would be left out.
        assert (middleware.index(nobody) < middleware.index(looks_up)) == (face == "deelnemer")
