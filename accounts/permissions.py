"""Who of the staff may do what: the whole matrix on one screen. A role is stored by its key."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that a screen of the beheer face lets somebody do."""

    VIEW_CAMPAIGNS = "view_campaigns"
    EDIT_CAMPAIGNS = "edit_campaigns"  # texts, days, look; and a pause, which must not wait for anybody
    PUBLISH_CAMPAIGNS = (
        "publish_campaigns"  # what reaches people: publish, close, archive, a message to everybody
    )
    DECIDE_CONTRIBUTIONS = "decide_contributions"  # reading them unmoderated is part of it
    MANAGE_MEMBERS = "manage_members"
    READ_AUDIT = "read_audit"
    EDIT_LIBRARY = "edit_library"
    VIEW_RESULTS = "view_results"
    PUBLISH_RESULTS = "publish_results"  # a signature under figures: they come out with it
    KEEP_OVERVIEW = "keep_overview"  # of an institute: what runs without Gedag, noted by hand


class Role(StrEnum):
    """What somebody is in one organisation. `editorial` and `analyst` exist at institutes only."""

    MANAGER = "beheerder"
    EDITOR = "redacteur"
    VIEWER = "meekijker"
    EDITORIAL = "redactie"
    ANALYST = "analist"


OF_A_MUNICIPALITY = (Role.MANAGER, Role.EDITOR, Role.VIEWER)
OF_AN_INSTITUTE = (*OF_A_MUNICIPALITY, Role.EDITORIAL, Role.ANALYST)

_P = Permission
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MANAGER: frozenset(set(_P) - {_P.EDIT_LIBRARY}),
    Role.EDITOR: frozenset({_P.VIEW_CAMPAIGNS, _P.EDIT_CAMPAIGNS, _P.DECIDE_CONTRIBUTIONS, _P.VIEW_RESULTS}),
    Role.VIEWER: frozenset({_P.VIEW_CAMPAIGNS, _P.VIEW_RESULTS}),
    Role.EDITORIAL: frozenset(
        {
            _P.VIEW_CAMPAIGNS,
            _P.EDIT_CAMPAIGNS,
            _P.PUBLISH_CAMPAIGNS,
            _P.DECIDE_CONTRIBUTIONS,
            _P.EDIT_LIBRARY,
            _P.VIEW_RESULTS,
            _P.PUBLISH_RESULTS,
            _P.KEEP_OVERVIEW,
        }
    ),
    Role.ANALYST: frozenset({_P.VIEW_CAMPAIGNS, _P.VIEW_RESULTS, _P.PUBLISH_RESULTS}),
}


def permissions_of(role: str) -> frozenset[Permission]:
    """What `role` (a stored key) may do; an unknown role may do nothing."""
    known = {known.value for known in Role}
    return ROLE_PERMISSIONS[Role(role)] if role in known else frozenset()


def role_has(role: str, permission: Permission) -> bool:
    """Whether `role` (a stored key) carries `permission`."""
    return permission in permissions_of(role)
