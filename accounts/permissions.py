"""Who of the staff may do what: the whole matrix on one screen. A role is stored by its key."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that a screen of the beheer face lets somebody do."""

    VIEW_CAMPAIGNS = "view_campaigns"
    EDIT_CAMPAIGNS = "edit_campaigns"
    MANAGE_MEMBERS = "manage_members"
    EDIT_LIBRARY = "edit_library"


class Role(StrEnum):
    """What somebody is in one organisation. `editorial` and `analyst` exist at institutes only."""

    MANAGER = "beheerder"
    EDITOR = "redacteur"
    VIEWER = "meekijker"
    EDITORIAL = "redactie"
    ANALYST = "analist"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MANAGER: frozenset(
        {Permission.VIEW_CAMPAIGNS, Permission.EDIT_CAMPAIGNS, Permission.MANAGE_MEMBERS}
    ),
    Role.EDITOR: frozenset({Permission.VIEW_CAMPAIGNS, Permission.EDIT_CAMPAIGNS}),
    Role.VIEWER: frozenset({Permission.VIEW_CAMPAIGNS}),
    Role.EDITORIAL: frozenset(
        {Permission.VIEW_CAMPAIGNS, Permission.EDIT_CAMPAIGNS, Permission.EDIT_LIBRARY}
    ),
    Role.ANALYST: frozenset({Permission.VIEW_CAMPAIGNS}),
}


def role_has(role: str, permission: Permission) -> bool:
    """Whether `role` (a stored key) carries `permission`; an unknown role carries nothing."""
    known = {known.value for known in Role}
    return role in known and permission in ROLE_PERMISSIONS[Role(role)]
