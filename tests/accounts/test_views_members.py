"""The screen with who works here, and the page behind an invitation."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Invitation, Membership, Organisation, User
from accounts.permissions import Role
from accounts.services.staff_invitations import invite, secret_of, withdraw
from tests.accounts.test_views_second_step import first_step, shown_key
from tests.faces import BEHEER, FaceClient
from tests.factories import AT_NOON, make_organisation, make_staff
from tests.second_step import code_now

pytestmark = pytest.mark.django_db
LIST = "/beheer/ede/medewerkers/"
FATMA = {"name": "Fatma", "email": "Fatma@Ede.example", "role": "redacteur"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture(autouse=True)
def _limits_start_at_nothing() -> None:
    cache.clear()


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="ede")


@pytest.fixture
def manager(organisation: Organisation) -> User:
    return make_staff(organisation=organisation)


@pytest.fixture
def browser(beheer_face: Client, manager: User) -> Client:
    beheer_face.force_login(manager)
    return beheer_face


@pytest.fixture
def invitation(organisation: Organisation, manager: User) -> Invitation:
    return invite(
        organisation=organisation,
        email="fatma@ede.example",
        name="Fatma",
        role="redacteur",
        by=manager,
        now=AT_NOON,
    )


def link(invitation: Invitation) -> str:
    return f"/inloggen/uitnodiging/{secret_of(invitation=invitation)}/"


def membership(user: User) -> Membership:
    return user.memberships.get()


class TestList:
    def test_it_shows_who_works_here_and_who_was_asked(
        self, browser: Client, manager: User, organisation: Organisation, invitation: Invitation
    ) -> None:
        make_staff(organisation=make_organisation())
        editor = make_staff(organisation=organisation, role=Role.EDITOR)
        context = browser.get(LIST).context
        assert [(one["membership"].user, one["own"]) for one in context["members"]] == [
            (manager, True),
            (editor, False),
        ]
        assert [(one["invitation"], one["expired"]) for one in context["invitations"]] == [
            (invitation, False)
        ]

    @pytest.mark.parametrize("count", [1, 5])
    def test_it_asks_the_same_however_many(
        self,
        count: int,
        browser: Client,
        organisation: Organisation,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(count):
            make_staff(organisation=organisation, role=Role.EDITOR)
            address = f"nummer{number}@ede.example"
            invite(
                organisation=organisation, email=address, name="Jan", role="meekijker", by=None, now=AT_NOON
            )
        with django_assert_num_queries(5):  # session, user, membership, members, invitations
            browser.get(LIST)

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
    def test_it_is_for_managers(self, role: Role, beheer_face: Client, organisation: Organisation) -> None:
        colleague = make_staff(organisation=organisation)
        beheer_face.force_login(make_staff(organisation=organisation, role=role))
        number = membership(colleague).pk
        for path in (LIST, f"{LIST}uitnodigen/", f"{LIST}{number}/", f"{LIST}{number}/weghalen/"):
            assert [beheer_face.get(path).status_code, beheer_face.post(path).status_code] == [403, 403]
        for path in (f"{LIST}uitnodigingen/1/opnieuw/", f"{LIST}uitnodigingen/1/intrekken/"):
            assert beheer_face.post(path).status_code == 403
        assert ("Medewerkers" in beheer_face.get("/beheer/ede/").content.decode()) is False

    def test_a_member_of_another_organisation_is_not_there(self, browser: Client) -> None:
        other = make_organisation(slug="anders")
        number = membership(make_staff(organisation=other)).pk
        for path in (
            f"{LIST}{number}/",
            f"{LIST}{number}/weghalen/",
            f"/beheer/anders/medewerkers/{number}/",
        ):
            assert [browser.get(path).status_code, browser.post(path).status_code] == [404, 404]


class TestRoles:
    def test_a_role_changes(self, browser: Client, organisation: Organisation) -> None:
        viewer = membership(make_staff(organisation=organisation, role=Role.VIEWER))
        assert browser.get(f"{LIST}{viewer.pk}/").context["form"].initial == {"role": "meekijker"}
        assert browser.post(f"{LIST}{viewer.pk}/", {"role": "redacteur"})["Location"] == f"{LIST}?gedaan=rol"
        viewer.refresh_from_db()
        assert viewer.role == "redacteur"

    @pytest.mark.parametrize("role", ["", "redactie", "baas"])
    def test_another_word_is_refused(self, role: str, browser: Client, organisation: Organisation) -> None:
        viewer = membership(make_staff(organisation=organisation, role=Role.VIEWER))
        assert browser.post(f"{LIST}{viewer.pk}/", {"role": role}).status_code == 422

    def test_the_last_manager_cannot_become_less_go_or_be_taken_away(
        self, browser: Client, manager: User
    ) -> None:
        own = membership(manager)
        refused = browser.post(f"{LIST}{own.pk}/", {"role": "meekijker"})
        assert (refused.status_code, "altijd een beheerder" in refused.content.decode()) == (422, True)
        refused = browser.post(f"{LIST}ik-stop-hier/")
        assert (refused.status_code, "altijd een beheerder" in refused.content.decode()) == (422, True)
        assert browser.post(f"{LIST}{own.pk}/weghalen/")["Location"] == f"{LIST}ik-stop-hier/"
        own.refresh_from_db()
        assert own.role == "beheerder"


class TestLeaving:
    def test_asking_first_changes_nothing(self, browser: Client, organisation: Organisation) -> None:
        colleague = membership(make_staff(organisation=organisation))
        assert browser.get(f"{LIST}{colleague.pk}/weghalen/").status_code == 200
        assert browser.get(f"{LIST}ik-stop-hier/").status_code == 200
        assert organisation.memberships.count() == 2

    def test_a_colleague_goes_and_is_out_at_once(
        self, browser: Client, beheer_face: Client, organisation: Organisation
    ) -> None:
        colleague = make_staff(organisation=organisation)
        theirs = FaceClient(BEHEER)
        theirs.force_login(colleague)
        assert theirs.get("/beheer/ede/").status_code == 200
        number = membership(colleague).pk
        assert browser.post(f"{LIST}{number}/weghalen/")["Location"] == f"{LIST}?gedaan=weg"
        assert theirs.get("/beheer/ede/")["Location"].startswith("/inloggen/")

    def test_stopping_oneself_signs_out(
        self, browser: Client, manager: User, organisation: Organisation
    ) -> None:
        make_staff(organisation=organisation)
        assert browser.post(f"{LIST}ik-stop-hier/")["Location"] == "/inloggen/"
        assert "_auth_user_id" not in browser.session
        assert manager.memberships.count() == 0

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
    def test_everybody_may_stop(self, role: Role, beheer_face: Client, organisation: Organisation) -> None:
        beheer_face.force_login(make_staff(organisation=organisation, role=role))
        assert beheer_face.post(f"{LIST}ik-stop-hier/")["Location"] == "/inloggen/"

    def test_with_another_organisation_one_stays_in(
        self, browser: Client, manager: User, organisation: Organisation
    ) -> None:
        make_staff(organisation=organisation)
        manager.memberships.create(organisation=make_organisation(slug="anders"), role=Role.VIEWER)
        assert "Andere organisatie" in browser.get("/beheer/ede/").content.decode()
        assert browser.post(f"{LIST}ik-stop-hier/")["Location"] == "/beheer/"
        assert browser.get("/beheer/ede/").status_code == 404
        html = browser.get("/beheer/anders/").content.decode()
        assert "Andere organisatie" not in html


class TestInviting:
    def test_a_colleague_is_invited(self, browser: Client, manager: User, organisation: Organisation) -> None:
        assert browser.get(f"{LIST}uitnodigen/").status_code == 200
        assert browser.post(f"{LIST}uitnodigen/", FATMA)["Location"] == f"{LIST}?gedaan=uitgenodigd"
        invitation = Invitation.objects.get()
        assert (invitation.organisation, invitation.email, invitation.role, invitation.invited_by) == (
            organisation,
            "fatma@ede.example",
            "redacteur",
            manager,
        )

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"name": "x" * 101},
            {"email": "fatma"},
            {"email": ""},
            {"role": "redactie"},
            {"role": ""},
            {"name": "Fat\x00ma"},
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, wrong: dict[str, str], browser: Client
    ) -> None:
        response = browser.post(f"{LIST}uitnodigen/", {**FATMA, **wrong})
        assert (response.status_code, list(response.context["form"].errors)) == (422, list(wrong))
        assert Invitation.objects.count() == 0

    def test_twice_is_said(self, browser: Client, invitation: Invitation) -> None:
        response = browser.post(f"{LIST}uitnodigen/", FATMA)
        assert (response.status_code, Invitation.objects.count()) == (422, 1)
        assert "al uitgenodigd" in response.content.decode()

    def test_an_address_that_works_elsewhere_gets_the_same_answer_as_any(
        self, browser: Client, organisation: Organisation
    ) -> None:
        """Inviting does not tell who else uses Gedag."""
        elsewhere = make_staff(organisation=make_organisation()).email
        answers = [
            browser.post(f"{LIST}uitnodigen/", {**FATMA, "email": email})
            for email in (elsewhere, "niemand@elders.example")
        ]
        assert [(one.status_code, one["Location"]) for one in answers] == [
            (302, f"{LIST}?gedaan=uitgenodigd")
        ] * 2

    def test_again_and_back(self, browser: Client, invitation: Invitation) -> None:
        path = f"{LIST}uitnodigingen/{invitation.pk}/"
        assert browser.post(f"{path}opnieuw/")["Location"] == f"{LIST}?gedaan=opnieuw"
        assert browser.post(f"{path}intrekken/")["Location"] == f"{LIST}?gedaan=ingetrokken"
        assert browser.post(f"{path}intrekken/")["Location"] == f"{LIST}?gedaan=voorbij"
        assert browser.post(f"{path}opnieuw/")["Location"] == f"{LIST}?gedaan=voorbij"
        for said in ("uitgenodigd", "opnieuw", "ingetrokken", "rol", "weg", "voorbij", "onzin", ""):
            assert browser.get(LIST, {"gedaan": said}).status_code == 200

    def test_looking_at_a_button_does_nothing(self, browser: Client, invitation: Invitation) -> None:
        for what in ("opnieuw", "intrekken"):
            assert browser.get(f"{LIST}uitnodigingen/{invitation.pk}/{what}/").status_code == 405
        assert browser.get(LIST).context["invitations"][0]["invitation"].round == 1


class TestInvited:
    def test_looking_changes_nothing(
        self, beheer_face: Client, manager: User, invitation: Invitation
    ) -> None:
        for _ in range(3):
            response = beheer_face.get(link(invitation))
            assert (response.status_code, beheer_face.head(link(invitation)).status_code) == (200, 200)
        html = response.content.decode()
        assert f"Je bent uitgenodigd door {manager.name}" in html
        invitation.refresh_from_db()
        assert (invitation.accepted_at, User.objects.count()) == (None, 1)

    def test_from_the_mail_to_the_organisation(self, beheer_face: Client, invitation: Invitation) -> None:
        """A new colleague: yes, a code by mail, the phone, the recovery codes, and there."""
        response = beheer_face.post(link(invitation))
        assert response["Location"] == "/inloggen/?next=/beheer/ede/"
        assert beheer_face.get(response["Location"]).context["form"].initial["email"] == "fatma@ede.example"
        fatma = User.objects.get(email="fatma@ede.example")
        assert first_step(beheer_face, fatma, going_to="/beheer/ede/")["Location"] == "/beheer/ede/"
        to_set_up = beheer_face.get("/beheer/ede/", follow=True).request["PATH_INFO"]
        assert to_set_up == "/inloggen/tweede-stap/instellen/"
        code = {"code": code_now(shown_key(beheer_face)), "next": "/beheer/ede/"}
        codes = beheer_face.post(to_set_up, code)["Location"]
        assert codes == "/inloggen/noodcodes/?next=/beheer/ede/"
        assert (
            beheer_face.post("/inloggen/noodcodes/", {"next": "/beheer/ede/"})["Location"] == "/beheer/ede/"
        )
        assert beheer_face.get("/beheer/ede/").status_code == 200
        assert beheer_face.get(LIST).status_code == 403

    def test_who_is_signed_in_as_the_one_invited_is_there_at_once(
        self, beheer_face: Client, organisation: Organisation
    ) -> None:
        user = make_staff(organisation=make_organisation())
        invitation = invite(
            organisation=organisation, email=user.email, name="x", role="meekijker", by=None, now=AT_NOON
        )
        beheer_face.force_login(user)
        assert beheer_face.post(link(invitation))["Location"] == "/beheer/ede/"
        assert beheer_face.get("/beheer/ede/").status_code == 200

    def test_who_is_signed_in_as_somebody_else_is_signed_out_first(
        self, browser: Client, invitation: Invitation
    ) -> None:
        assert browser.get(link(invitation)).context["somebody_else"] is True
        assert browser.post(link(invitation))["Location"] == link(invitation)
        assert "_auth_user_id" not in browser.session
        invitation.refresh_from_db()
        assert invitation.accepted_at is None

    def test_a_link_that_is_over_says_so_kindly(
        self,
        beheer_face: Client,
        organisation: Organisation,
        invitation: Invitation,
        clock: time_machine.Traveller,
    ) -> None:
        beheer_face.post(link(invitation))
        again = beheer_face.post(link(invitation))
        assert (again.status_code, again.context["why"]) == (410, "accepted")
        second = invite(
            organisation=organisation,
            email="jan@ede.example",
            name="Jan",
            role="meekijker",
            by=None,
            now=AT_NOON,
        )
        clock.shift(dt.timedelta(days=7))
        late = beheer_face.post(link(second))
        assert (late.status_code, late.context["why"]) == (410, "expired")
        withdraw(organisation=organisation, invitation_id=second.pk, now=AT_NOON)
        assert beheer_face.get(link(second)).context["why"] == "withdrawn"
        assert not User.objects.filter(email="jan@ede.example").exists()

    @pytest.mark.parametrize("secret", ["x", "x" * 43, "%00", "é" * 20])
    def test_a_made_up_link_is_not_there(self, secret: str, beheer_face: Client) -> None:
        assert beheer_face.get(f"/inloggen/uitnodiging/{secret}/").status_code == 404
        assert beheer_face.post(f"/inloggen/uitnodiging/{secret}/").status_code == 404

    def test_a_closed_account_is_told_so(
        self, beheer_face: Client, organisation: Organisation, manager: User
    ) -> None:
        user = make_staff()
        User.objects.filter(pk=user.pk).update(is_active=False)
        invitation = invite(
            organisation=organisation, email=user.email, name="x", role="meekijker", by=None, now=AT_NOON
        )
        response = beheer_face.post(link(invitation))
        assert (response.status_code, response.context["why"]) == (410, "closed")
