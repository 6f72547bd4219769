"""The figures of one campaign, for its staff: the calendar, a release, letting it out, and files."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.permissions import Role
from challenges.models import Campaign, Contribution, LogbookEntry
from insights.models import Draw, ReleaseKind, Signature
from tests.factories import AT_NOON, TODAY, make_campaign, make_organisation, make_staff
from tests.insights.infographics import saved
from tests.releases import FINAL, INTERIM, make_draw, make_release, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign(length=9)


@pytest.fixture
def staff(campaign: Campaign) -> User:
    return make_staff(organisation=campaign.organisation)


@pytest.fixture
def browser(beheer_face: Client, staff: User) -> Client:
    beheer_face.force_login(staff)
    return beheer_face


def path(campaign: Campaign, rest: str = "") -> str:
    return f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/resultaten/{rest}"


def test_a_campaign_shows_its_calendar_before_anything_is_drawn(browser: Client, campaign: Campaign) -> None:
    page = browser.get(path(campaign)).content.decode()
    for words in (
        "Eerste tussenstand",
        "Tweede tussenstand",
        "Eindstand",
        "Een derde van de dagen is dan voorbij.",
    ):
        assert words in page
    assert "hoeveel mensen er meededen" in page
    assert "data-hx-trigger" not in page  # nothing is being made: nothing to wait for


def test_while_the_worker_draws_the_page_says_how_far_it_is_and_looks_again(
    browser: Client, campaign: Campaign
) -> None:
    make_draw(campaign=campaign, kind=ReleaseKind.INTERIM_1, state=Draw.State.COUNTING, step=2)
    page = browser.get(path(campaign)).content.decode()
    assert "Stap 2 van 3: schudden en vastleggen." in page
    assert 'value="2"' in page
    assert 'data-hx-trigger="every 4s, click"' in page
    again = browser.get(path(campaign), headers={"HX-Request": "true"})
    assert again["HX-Push-Url"] == "false"
    assert b'id="kalender"' in again.content


def test_what_is_due_says_that_it_comes_by_itself(browser: Client, campaign: Campaign) -> None:
    make_draw(campaign=campaign, kind=ReleaseKind.INTERIM_1, due_on=TODAY)
    assert "Binnen een kwartier begint het vanzelf." in browser.get(path(campaign)).content.decode()


def test_a_release_is_read_with_its_figures_and_what_it_cost(browser: Client, campaign: Campaign) -> None:
    release = make_release(campaign=campaign)
    assert path(campaign, f"{release.digest[:12]}/") in browser.get(path(campaign)).content.decode()
    page = browser.get(path(campaign, f"{release.digest[:12]}/")).content.decode()
    assert "Ongeveer 140 mensen deden mee" in page
    assert "Deze gebruikte 44 van de 100 delen die er zijn" in page
    assert "Van deze campagne komen er over deze deelnames geen nieuwe cijfers." in page
    assert release.digest in page
    assert "nog niet openbaar" in page


def test_one_signature_lets_it_out_after_the_page_said_what_becomes_public(
    browser: Client, campaign: Campaign, staff: User
) -> None:
    release = make_release(campaign=campaign)
    address = path(campaign, f"{release.digest[:12]}/naar-buiten/")
    asked = browser.get(address).content.decode()
    assert "Ongeveer 140 mensen deden mee" in asked
    assert "Je kunt een handtekening niet terugnemen" in asked
    answer = browser.post(address)
    assert (answer.status_code, answer["Location"]) == (
        302,
        path(campaign, f"{release.digest[:12]}/?gedaan=buiten"),
    )
    assert list(Signature.objects.values_list("release", "user", "signed_at")) == [
        (release.pk, staff.pk, AT_NOON)
    ]
    page = browser.get(answer["Location"]).content.decode()
    assert "Iedereen kan de cijfers nu lezen." in page
    assert "Naar buiten brengen" not in page


def test_who_signs_is_told_of_an_infographic_that_waits(browser: Client, campaign: Campaign) -> None:
    release = make_release(campaign=campaign)
    address = path(campaign, f"{release.digest[:12]}/naar-buiten/")
    assert "infographic wordt dan ook openbaar" not in browser.get(address).content.decode()
    saved(release, public=True, headline="Wij zeiden gedag")
    assert (
        "De infographic wordt dan ook openbaar: versie 1, ‘Wij zeiden gedag’."
        in browser.get(address).content.decode()
    )


def test_signing_again_is_said_and_adds_nothing(browser: Client, campaign: Campaign, staff: User) -> None:
    release = sign(make_release(campaign=campaign), staff)
    answer = browser.post(path(campaign, f"{release.digest[:12]}/naar-buiten/"))
    assert answer.status_code == 409
    assert "Je had al getekend." in answer.content.decode()
    assert Signature.objects.count() == 1


def test_a_colleague_cannot_sign_what_is_out(browser: Client, campaign: Campaign) -> None:
    release = sign(make_release(campaign=campaign), make_staff(organisation=campaign.organisation))
    answer = browser.post(path(campaign, f"{release.digest[:12]}/naar-buiten/"))
    assert answer.status_code == 409
    assert "Deze cijfers zijn al openbaar." in answer.content.decode()
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 403), (Role.VIEWER, 403), (Role.MANAGER, 200)])
def test_who_may_not_sign_may_still_read(
    beheer_face: Client, campaign: Campaign, role: Role, status: int
) -> None:
    release = make_release(campaign=campaign)
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=role))
    page = beheer_face.get(path(campaign, f"{release.digest[:12]}/"))
    assert page.status_code == 200
    assert ("Naar buiten brengen" in page.content.decode()) == (status == 200)
    assert beheer_face.get(path(campaign, f"{release.digest[:12]}/naar-buiten/")).status_code == status


def test_another_campaigns_release_does_not_exist_here(browser: Client, campaign: Campaign) -> None:
    own = make_campaign(organisation=campaign.organisation, length=3)
    elsewhere = make_campaign(length=3)
    for other in (own, elsewhere):
        digest = make_release(campaign=other).digest
        for rest in ("", "naar-buiten/", "cijfers.csv"):
            assert browser.get(path(campaign, f"{digest[:12]}/{rest}")).status_code == 404
    assert browser.get(path(elsewhere)).status_code == 404


@pytest.mark.parametrize("digits", ["", "abc", "0" * 12, "%"])
def test_an_address_that_is_no_digest_is_404(browser: Client, campaign: Campaign, digits: str) -> None:
    make_release(campaign=campaign)
    assert browser.get(path(campaign, f"{digits}x/")).status_code == 404


def test_only_eleven_digits_are_not_enough(browser: Client, campaign: Campaign) -> None:
    release = make_release(campaign=campaign)
    assert browser.get(path(campaign, f"{release.digest[:11]}/")).status_code == 404
    assert browser.get(path(campaign, f"{release.digest}/")).status_code == 404


def test_experience_is_marked_and_only_what_was_approved(browser: Client, campaign: Campaign) -> None:
    def helped(text: str, status: str) -> None:
        Contribution.objects.create(
            campaign=campaign, kind="helped", text=text, status=status, offered_on=TODAY,
            decided_at=None if status == "offered" else AT_NOON,
        )  # fmt: skip

    helped("De poster bij de kassa.", "approved")
    helped("Nog niet gelezen.", "offered")
    helped("Teruggegeven.", "returned")
    LogbookEntry.objects.create(
        campaign=campaign, moment="end", differently="Eerder beginnen.", updated_at=AT_NOON
    )
    LogbookEntry.objects.create(campaign=campaign, moment="start", did="Alleen dit.", updated_at=AT_NOON)
    page = browser.get(path(campaign)).content.decode()
    assert "Ervaring, geen cijfers." in page
    assert "De poster bij de kassa." in page
    assert "Eerder beginnen." in page
    for hidden in ("Nog niet gelezen.", "Teruggegeven.", "Alleen dit."):
        assert hidden not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_takes_so_many_queries_however_much_there_is(
    browser: Client, campaign: Campaign, count: int
) -> None:
    kinds = [ReleaseKind.INTERIM_1, ReleaseKind.INTERIM_2, ReleaseKind.FINAL][:count]
    for kind in kinds:
        tables = FINAL if kind == ReleaseKind.FINAL else INTERIM
        sign(make_release(campaign=campaign, kind=kind, tables=tables), make_staff())
    for number in range(count):
        Contribution.objects.create(
            campaign=campaign, kind="helped", text=f"Hulp {number}", status="approved", offered_on=TODAY,
            decided_at=AT_NOON,
        )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(path(campaign)).status_code == 200
    assert len(queries) == 11


def test_a_member_of_another_organisation_finds_nothing(beheer_face: Client, campaign: Campaign) -> None:
    beheer_face.force_login(make_staff(organisation=make_organisation()))
    assert beheer_face.get(path(campaign)).status_code == 404
