"""Who works where: roles, leaving, and always somebody who may invite."""

import contextlib
import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from accounts.models import Membership, Organisation, User
from accounts.permissions import OF_A_MUNICIPALITY, Role
from accounts.services import staff_members
from accounts.services.staff_members import (
    LastManagerError,
    MemberGoneError,
    UnknownRoleError,
    change_role,
    remove_member,
)
from tests.faces import BEHEER, FaceClient
from tests.factories import make_organisation, make_staff

pytestmark = pytest.mark.django_db


def membership(user: User, organisation: Organisation) -> Membership:
    return Membership.objects.get(user=user, organisation=organisation)


def roles(organisation: Organisation) -> list[str]:
    return sorted(organisation.memberships.values_list("role", flat=True))


def test_a_role_changes() -> None:
    organisation = make_organisation()
    make_staff(organisation=organisation)
    viewer = membership(make_staff(organisation=organisation, role=Role.VIEWER), organisation)
    change_role(organisation=organisation, membership_id=viewer.pk, role=Role.EDITOR)
    assert roles(organisation) == ["beheerder", "redacteur"]


@pytest.mark.parametrize("role", ["redactie", "analist", "baas", ""])
def test_a_municipality_knows_three_roles(role: str) -> None:
    organisation = make_organisation()
    staff = membership(make_staff(organisation=organisation, role=Role.VIEWER), organisation)
    with pytest.raises(UnknownRoleError):
        change_role(organisation=organisation, membership_id=staff.pk, role=role)
    assert roles(organisation) == ["meekijker"]


def test_an_institute_knows_them_all() -> None:
    institute = make_organisation(kind=Organisation.Kind.INSTITUTE)
    make_staff(organisation=institute)
    staff = membership(make_staff(organisation=institute, role=Role.VIEWER), institute)
    for role in Role:
        assert change_role(organisation=institute, membership_id=staff.pk, role=role).role == role


@pytest.mark.parametrize("role", [role for role in OF_A_MUNICIPALITY if role != Role.MANAGER])
def test_the_last_manager_stays_one(role: Role) -> None:
    organisation = make_organisation()
    last = membership(make_staff(organisation=organisation), organisation)
    make_staff(organisation=organisation, role=Role.EDITOR)
    with pytest.raises(LastManagerError):
        change_role(organisation=organisation, membership_id=last.pk, role=role)
    with pytest.raises(LastManagerError):
        remove_member(organisation=organisation, membership_id=last.pk)
    assert roles(organisation) == ["beheerder", "redacteur"]


def test_the_last_manager_may_be_made_manager_again() -> None:
    organisation = make_organisation()
    last = membership(make_staff(organisation=organisation), organisation)
    change_role(organisation=organisation, membership_id=last.pk, role=Role.MANAGER)
    assert roles(organisation) == ["beheerder"]


def test_a_manager_who_cannot_sign_in_does_not_count() -> None:
    organisation = make_organisation()
    User.objects.filter(pk=make_staff(organisation=organisation).pk).update(is_active=False)
    last = membership(make_staff(organisation=organisation), organisation)
    with pytest.raises(LastManagerError):
        remove_member(organisation=organisation, membership_id=last.pk)


def test_nobody_is_changed_through_another_organisation() -> None:
    here, there = make_organisation(), make_organisation()
    make_staff(organisation=there)
    theirs = membership(make_staff(organisation=there, role=Role.VIEWER), there)
    with pytest.raises(MemberGoneError):
        change_role(organisation=here, membership_id=theirs.pk, role=Role.EDITOR)
    with pytest.raises(MemberGoneError):
        remove_member(organisation=here, membership_id=theirs.pk)
    assert roles(there) == ["beheerder", "meekijker"]


def test_who_goes_is_signed_out_everywhere_unless_there_is_another_organisation() -> None:
    here, there = make_organisation(), make_organisation()
    make_staff(organisation=here)
    leaving, both = (make_staff(organisation=here, role=Role.VIEWER) for _ in range(2))
    both.memberships.create(organisation=there, role=Role.VIEWER)
    for user in (leaving, both):
        FaceClient(BEHEER).force_login(user)
        remove_member(organisation=here, membership_id=membership(user, here).pk)
    (session,) = Session.objects.all()
    assert session.get_decoded()["_auth_user_id"] == str(both.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["remove", "demote"])
def test_two_managers_who_go_at_the_same_moment_leave_one(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have seen the other still there, unless each waits for its turn."""
    organisation = make_organisation()
    ids = [membership(make_staff(organisation=organisation), organisation).pk for _ in range(2)]
    together = threading.Barrier(2, timeout=1)
    look = staff_members._refuse_last_manager

    def look_together(one: Membership) -> None:
        look(one)
        with contextlib.suppress(threading.BrokenBarrierError):
            together.wait()  # the other one cannot come here: it waits for the row of the organisation

    monkeypatch.setattr(staff_members, "_refuse_last_manager", look_together)
    refused: list[int] = []

    def go(number: int) -> None:
        try:
            if way == "remove":
                remove_member(organisation=organisation, membership_id=number)
            else:
                change_role(organisation=organisation, membership_id=number, role=Role.VIEWER)
        except LastManagerError:
            refused.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(number,)) for number in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.filter(organisation=organisation, role=Role.MANAGER).count() == 1


def test_the_screen_can_do_all_this_with_its_own_login(beheer_face: Client) -> None:
    organisation = make_organisation(slug="ede")
    beheer_face.force_login(make_staff(organisation=organisation))
    staff = membership(make_staff(organisation=organisation, role=Role.VIEWER), organisation)
    path = f"/beheer/ede/medewerkers/{staff.pk}/"
    assert beheer_face.post(path, {"role": "redacteur"}).status_code == 302
    assert roles(organisation) == ["beheerder", "redacteur"]
    assert beheer_face.post(f"{path}weghalen/").status_code == 302
    assert roles(organisation) == ["beheerder"]
