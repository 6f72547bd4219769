"""Removing who works nowhere any more, and ending everybody's sessions at once."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Invitation, Membership, Organisation, Participant, ParticipantSession, User
from accounts.services.sessions import open_session, recognise
from accounts.services.staff_invitations import invite
from accounts.services.staff_leaving import StillMemberError, remove_staff
from accounts.services.staff_second_step import set_up
from insights.models import Signature
from tests.factories import AT_NOON, make_campaign, make_organisation, make_participant, make_staff
from tests.releases import make_release

pytestmark = pytest.mark.django_db


def leaver() -> User:
    """Somebody with a phone and an address, who works nowhere any more."""
    user = make_staff()
    set_up(user=user, secret="JBSWY3DPEHPK3PXP")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def said(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_somebody_goes_with_all_that_was_theirs_and_nobody_else() -> None:
    user, other = leaver(), leaver()
    organisation = make_organisation()
    again = invite(
        organisation=organisation, email=user.email, name="X", role="redacteur", by=other, now=AT_NOON
    )
    made = invite(
        organisation=organisation, email="y@b.example", name="Y", role="redacteur", by=user, now=AT_NOON
    )
    assert remove_staff(user=user) is True
    assert list(User.objects.all()) == [other]
    assert {one.user_id for one in Authenticator.objects.all()} == {other.pk}
    assert {one.user_id for one in EmailAddress.objects.all()} == {other.pk}
    assert not Invitation.objects.filter(pk=again.pk).exists()
    assert Invitation.objects.get(pk=made.pk).invited_by is None


def test_who_still_works_somewhere_is_not_removed(staff: User) -> None:
    with pytest.raises(StillMemberError):
        remove_staff(user=staff)
    with pytest.raises(CommandError, match="hoort nog bij"):
        said("remove_staff", staff.email)
    assert User.objects.filter(pk=staff.pk).exists()
    assert Membership.objects.filter(user=staff).exists()


def test_who_signed_figures_stays_as_a_number_without_name_or_address() -> None:
    user = leaver()
    release = make_release(campaign=make_campaign())
    Signature.objects.create(release=release, user=user, signed_at=AT_NOON)
    name, address = user.name, user.email
    assert "Het nummer blijft" in said("remove_staff", address)
    user.refresh_from_db()
    assert (name in str(vars(user)), address in str(vars(user)), user.is_active) == (False, False, False)
    assert not Authenticator.objects.exists()
    assert not EmailAddress.objects.exists()
    assert Signature.objects.get().user_id == user.pk


def test_the_command_shows_who_works_nowhere(staff: User) -> None:
    user = leaver()
    shown = said("remove_staff")
    assert user.email in shown
    assert staff.email not in shown
    assert said("remove_staff", user.email.upper()) == "Weg.\n"
    assert said("remove_staff") == "Iedereen hoort bij een organisatie.\n"
    with pytest.raises(CommandError, match="geen medewerker"):
        said("remove_staff", user.email)


def test_all_staff_are_signed_out_and_participants_are_not(
    beheer_face: Client, staff: User, organisation: Organisation
) -> None:
    participant = make_participant()
    secret = open_session(participant=participant, now=AT_NOON)
    beheer_face.force_login(staff)
    page = f"/beheer/{organisation.slug}/"
    assert beheer_face.get(page).status_code == 200
    assert "uitgelogd" in said("sign_out_everyone", "--staff")
    assert beheer_face.get(page).status_code == 302
    assert not Session.objects.exists()
    assert recognise(secret=secret, now=AT_NOON) == participant


def test_no_browser_knows_a_participant_any_more_and_diaries_stay(
    beheer_face: Client, staff: User, organisation: Organisation
) -> None:
    participant = make_participant()
    secret = open_session(participant=participant, now=AT_NOON)
    beheer_face.force_login(staff)
    said("sign_out_everyone", "--participants")
    assert recognise(secret=secret, now=AT_NOON) is None
    assert (Participant.objects.count(), ParticipantSession.objects.count()) == (1, 0)
    assert beheer_face.get(f"/beheer/{organisation.slug}/").status_code == 200
