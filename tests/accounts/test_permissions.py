"""The roles table, written out once more: a change there is meant, or it breaks here."""

import pytest

from accounts.permissions import Permission, Role, role_has

EXPECTED = {
    Role.MANAGER: {Permission.VIEW_CAMPAIGNS, Permission.EDIT_CAMPAIGNS, Permission.MANAGE_MEMBERS},
    Role.EDITOR: {Permission.VIEW_CAMPAIGNS, Permission.EDIT_CAMPAIGNS},
    Role.VIEWER: {Permission.VIEW_CAMPAIGNS},
    Role.EDITORIAL: {Permission.VIEW_CAMPAIGNS, Permission.EDIT_CAMPAIGNS, Permission.EDIT_LIBRARY},
    Role.ANALYST: {Permission.VIEW_CAMPAIGNS},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_carries_exactly_its_permissions(role: Role) -> None:
    assert {permission for permission in Permission if role_has(role.value, permission)} == EXPECTED[role]


@pytest.mark.parametrize("role", ["", "directeur", "BEHEERDER"])
def test_an_unknown_role_carries_nothing(role: str) -> None:
    assert [permission for permission in Permission if role_has(role, permission)] == []
