"""The roles table, written out once more: a change there is meant, or it breaks here."""

import pytest

from accounts.permissions import Permission, Role, role_has

VIEW, EDIT, PUBLISH = Permission.VIEW_CAMPAIGNS, Permission.EDIT_CAMPAIGNS, Permission.PUBLISH_CAMPAIGNS
DECIDE, KEEP = Permission.DECIDE_CONTRIBUTIONS, Permission.KEEP_OVERVIEW
RESULTS, SIGN = Permission.VIEW_RESULTS, Permission.PUBLISH_RESULTS
EXPECTED = {
    Role.MANAGER: {
        *(VIEW, EDIT, PUBLISH, DECIDE, RESULTS, SIGN),
        *(Permission.MANAGE_MEMBERS, Permission.READ_AUDIT, KEEP),
    },
    Role.EDITOR: {VIEW, EDIT, DECIDE, RESULTS},
    Role.VIEWER: {VIEW, RESULTS},
    Role.EDITORIAL: {VIEW, EDIT, PUBLISH, DECIDE, RESULTS, SIGN, Permission.EDIT_LIBRARY, KEEP},
    Role.ANALYST: {VIEW, RESULTS, SIGN},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_carries_exactly_its_permissions(role: Role) -> None:
    assert {permission for permission in Permission if role_has(role.value, permission)} == EXPECTED[role]


@pytest.mark.parametrize("role", ["", "directeur", "BEHEERDER"])
def test_an_unknown_role_carries_nothing(role: str) -> None:
    assert [permission for permission in Permission if role_has(role, permission)] == []
