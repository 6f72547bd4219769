"""An invitation: written down by staff, mailed by the worker, accepted once."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.models import Invitation, Message, Organisation, User
from accounts.permissions import Role
from accounts.services import staff_invitations as services
from accounts.services.secrets import hash_secret
from accounts.services.staff_invitation_mail import link_of, plan_invitations
from accounts.services.staff_invitations import (
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationOverError,
    TooManyInvitationsError,
    accept,
    invite,
    secret_of,
    send_again,
    withdraw,
)
from tests.faces import WORKER, database_login
from tests.factories import AT_NOON, make_organisation, make_staff
from tests.outbox import drain_outbox
from tests.retention import end

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)
FATMA = "fatma@ede.example"


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="ede")


def ask(
    organisation: Organisation, *, email: str = FATMA, role: str = Role.EDITOR, now: dt.datetime = AT_NOON
) -> Invitation:
    return invite(organisation=organisation, email=email, name="Fatma", role=role, by=None, now=now)


def work(now: dt.datetime = AT_NOON) -> dict[str, int]:
    """What a worker does: plan and send, with its own login."""
    with database_login(WORKER):
        plan_invitations(now=now)
    return dict(drain_outbox(now))


def html_of(letter: Any) -> str:
    return str(letter.alternatives[0][0])


class TestInviting:
    def test_an_address_is_invited_once_however_it_is_written(self, organisation: Organisation) -> None:
        ask(organisation)
        with pytest.raises(AlreadyInvitedError):
            ask(organisation, email="Fatma@Ede.Example")
        assert ask(make_organisation()).email == FATMA

    def test_the_database_keeps_one_open_for_an_address_by_itself(self, organisation: Organisation) -> None:
        first = ask(organisation)
        copy = {
            name: getattr(first, name)
            for name in ("organisation", "email", "name", "role", "created_at", "asked_at", "expires_at")
        }
        with pytest.raises(IntegrityError, match="invitation_one_open_for_an_address"), transaction.atomic():
            Invitation.objects.create(**copy, secret_hash=b"x")

    def test_who_works_here_needs_none(self, organisation: Organisation) -> None:
        with pytest.raises(AlreadyMemberError):
            ask(organisation, email=make_staff(organisation=organisation).email.upper())

    def test_one_that_ran_out_makes_room_for_another(self, organisation: Organisation) -> None:
        ask(organisation)
        second = ask(organisation, now=AT_NOON + WEEK)
        assert list(Invitation.objects.filter(withdrawn_at=None)) == [second]

    def test_a_role_of_an_institute_is_none_of_a_municipality(self, organisation: Organisation) -> None:
        with pytest.raises(ValueError, match="redactie"):
            ask(organisation, role=Role.EDITORIAL)
        institute = make_organisation(kind=Organisation.Kind.INSTITUTE)
        assert ask(institute, role=Role.EDITORIAL).role == Role.EDITORIAL

    def test_there_is_an_end_to_inviting(
        self, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "MOST_OPEN", 2)
        for number in range(2):
            ask(organisation, email=f"nummer{number}@ede.example")
        with pytest.raises(TooManyInvitationsError):
            ask(organisation)

    def test_withdrawing_makes_no_room_for_more_mail_on_the_same_day(
        self, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "MOST_OPEN", 2)
        for number in range(2):
            one = ask(organisation, email=f"nummer{number}@ede.example")
            withdraw(organisation=organisation, invitation_id=one.pk, now=AT_NOON)
        with pytest.raises(TooManyInvitationsError):
            ask(organisation)
        assert ask(organisation, now=AT_NOON + dt.timedelta(days=1)).email == FATMA

    def test_the_secret_is_nowhere_in_the_database(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        work()
        secret = secret_of(invitation=invitation)
        assert re.fullmatch(r"[\w-]{43}", secret)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(i::text, '') || (SELECT string_agg(m::text, '') FROM accounts_message m)"
                " FROM accounts_invitation i"
            )
            (stored,) = cursor.fetchone()
        assert secret not in stored
        assert bytes(invitation.secret_hash) == hash_secret(secret)


class TestMail:
    def test_the_worker_mails_it_once(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        assert work() == {"sent": 1}
        assert work() == {}
        (letter,) = mail.outbox
        assert (letter.to, letter.subject) == ([FATMA], "Doe je mee met Gedag bij Ede?")
        assert link_of(invitation=invitation) in str(letter.body)
        assert link_of(invitation=invitation) in html_of(letter)
        assert Message.objects.get().participant is None

    def test_it_says_who_asked_and_whom_to_ask(self, organisation: Organisation) -> None:
        manager = make_staff(organisation=organisation)
        invite(
            organisation=organisation, email=FATMA, name="Fatma", role="redacteur", by=manager, now=AT_NOON
        )
        work()
        assert f"{manager.name} nodigt je uit" in str(mail.outbox[0].body)
        assert manager.email in str(mail.outbox[0].body)

    def test_a_name_is_text_and_nothing_more(self, organisation: Organisation) -> None:
        name = "<b>Jan</b> & <a href='https://elders.example'>hier</a>"
        invite(organisation=organisation, email=FATMA, name=name, role="redacteur", by=None, now=AT_NOON)
        work()
        html = html_of(mail.outbox[0])
        assert ("<b>Jan" in html, 'href="https://elders' in html, "&lt;b&gt;Jan" in html) == (
            False,
            False,
            True,
        )
        assert name in str(mail.outbox[0].body)

    @pytest.mark.parametrize("line_end", ["\n", "\r\n"])
    def test_an_organisations_name_cannot_make_headers(
        self, line_end: str, organisation: Organisation
    ) -> None:
        Organisation.objects.update(name=f"Ede{line_end}Bcc: allen@elders.example")
        ask(organisation)
        work()
        assert [letter.bcc for letter in mail.outbox] in ([], [[]])

    def test_again_is_the_same_link_for_another_week(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        work()
        later = AT_NOON + dt.timedelta(days=8)
        send_again(organisation=organisation, invitation_id=invitation.pk, now=later)
        assert work(later) == {"sent": 1}
        assert len({re.search(r"https?://\S+", str(letter.body))[0] for letter in mail.outbox}) == 1  # type: ignore[index]
        accept(invitation_id=invitation.pk, now=later + WEEK - dt.timedelta(seconds=1))

    def test_again_has_an_end(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        for _ in range(4):
            send_again(organisation=organisation, invitation_id=invitation.pk, now=AT_NOON)
        with pytest.raises(TooManyInvitationsError):
            send_again(organisation=organisation, invitation_id=invitation.pk, now=AT_NOON)

    def test_what_was_withdrawn_before_it_went_does_not_go(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        plan_invitations(now=AT_NOON)
        withdraw(organisation=organisation, invitation_id=invitation.pk, now=AT_NOON)
        assert work() == {"not sent": 1}
        assert (mail.outbox, Message.objects.get().reason) == ([], "invitation_withdrawn")


class TestAccepting:
    def test_a_new_colleague_gets_an_account(self, organisation: Organisation) -> None:
        membership = accept(invitation_id=ask(organisation).pk, now=AT_NOON)
        user = User.objects.get()
        assert (user.email, user.name, user.has_usable_password()) == (FATMA, "Fatma", False)
        assert (membership.user, membership.organisation, membership.role) == (
            user,
            organisation,
            "redacteur",
        )

    def test_somebody_who_works_elsewhere_gets_a_second_organisation(
        self, organisation: Organisation
    ) -> None:
        user = make_staff(organisation=make_organisation())
        accept(invitation_id=ask(organisation, email=user.email).pk, now=AT_NOON)
        assert User.objects.get() == user
        assert user.memberships.count() == 2

    def test_it_works_once(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        accept(invitation_id=invitation.pk, now=AT_NOON)
        with pytest.raises(InvitationOverError, match="accepted"):
            accept(invitation_id=invitation.pk, now=AT_NOON)

    def test_it_works_seven_days(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        with pytest.raises(InvitationOverError, match="expired"):
            accept(invitation_id=invitation.pk, now=AT_NOON + WEEK)
        accept(invitation_id=invitation.pk, now=AT_NOON + WEEK - dt.timedelta(seconds=1))

    def test_not_when_it_was_withdrawn(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        withdraw(organisation=organisation, invitation_id=invitation.pk, now=AT_NOON)
        with pytest.raises(InvitationOverError, match="withdrawn"):
            accept(invitation_id=invitation.pk, now=AT_NOON)
        assert User.objects.count() == 0

    def test_an_account_that_was_closed_stays_closed(self, organisation: Organisation) -> None:
        user = make_staff()
        User.objects.update(is_active=False)
        with pytest.raises(InvitationOverError, match="closed"):
            accept(invitation_id=ask(organisation, email=user.email).pk, now=AT_NOON)
        assert user.memberships.count() == 0

    def test_an_earlier_role_is_not_taken_away(self, organisation: Organisation) -> None:
        invitation = ask(organisation, role=Role.VIEWER)
        user = User.objects.create_user(email=FATMA, name="Fatma")
        user.memberships.create(organisation=organisation, role=Role.MANAGER)
        assert accept(invitation_id=invitation.pk, now=AT_NOON).role == Role.MANAGER

    def test_what_was_accepted_cannot_be_withdrawn_or_sent_again(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        accept(invitation_id=invitation.pk, now=AT_NOON)
        for change in (withdraw, send_again):
            with pytest.raises(InvitationOverError):
                change(organisation=organisation, invitation_id=invitation.pk, now=AT_NOON)

    def test_another_organisation_cannot_touch_it(self, organisation: Organisation) -> None:
        invitation = ask(organisation)
        for change in (withdraw, send_again):
            with pytest.raises(InvitationOverError):
                change(organisation=make_organisation(), invitation_id=invitation.pk, now=AT_NOON)
        invitation.refresh_from_db()
        assert (invitation.withdrawn_at, invitation.round) == (None, 1)


def test_old_ones_are_cleared_away_by_the_worker(organisation: Organisation) -> None:
    ask(organisation)
    kept = ask(organisation, email="later@ede.example", now=AT_NOON + dt.timedelta(seconds=1))
    with database_login(WORKER):
        assert end("oude-uitnodigingen", AT_NOON + WEEK + dt.timedelta(days=30, seconds=1)) == 1
    assert list(Invitation.objects.all()) == [kept]


class TestCommand:
    def invite(self, *arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
        call_command("invite", *arguments)
        return capsys.readouterr().out

    def test_it_makes_the_organisation_and_prints_the_link(self, capsys: pytest.CaptureFixture[str]) -> None:
        out = self.invite("ede", FATMA, "Fatma", "--name=Gemeente Ede", capsys=capsys)
        invitation = Invitation.objects.get()
        assert (invitation.organisation.name, invitation.organisation.kind) == (
            "Gemeente Ede",
            "municipality",
        )
        assert (invitation.role, invitation.invited_by) == ("beheerder", None)
        assert link_of(invitation=invitation) in out

    def test_a_worker_is_asked_to_mail_it_at_once(
        self, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found: list[int] = []

        def ask() -> None:
            found.append(Invitation.objects.count())

        monkeypatch.setattr("accounts.management.commands.invite.start_inviting", ask)
        call_command("invite", "ede", FATMA, "Fatma")
        with pytest.raises(CommandError):
            call_command("invite", "ede", FATMA, "Fatma")
        assert found == [1]

    def test_an_organisation_that_is_there_is_used(
        self, organisation: Organisation, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.invite("ede", FATMA, "Fatma", capsys=capsys)
        assert Invitation.objects.get().organisation == organisation

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (("nieuw", FATMA, "Fatma"), "--name"),
            (("ede", "geen-adres", "Fatma"), "e-mail"),
            (("e de", FATMA, "Fatma", "--name=Ede"), "slug|letters"),
            (("ede", FATMA, "Fatma", "--role=analist"), "analist"),
        ],
    )
    def test_it_refuses_in_words(
        self, arguments: tuple[str, ...], why: str, organisation: Organisation
    ) -> None:
        with pytest.raises(CommandError, match=why):
            call_command("invite", *arguments)
        assert Invitation.objects.count() == 0
