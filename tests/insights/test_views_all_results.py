"""What the institute reads of everybody, and the two signatures under national figures."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from accounts.permissions import Role
from challenges.models import Campaign, Contribution, LogbookEntry
from insights.models import Signature
from insights.queries.publication import published_releases
from tests.factories import AT_NOON, TODAY, make_campaign, make_organisation, make_staff
from tests.releases import make_national, make_release, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def institute() -> Organisation:
    return make_organisation(slug="instituut", kind=Organisation.Kind.INSTITUTE)


@pytest.fixture
def analyst(institute: Organisation) -> User:
    return make_staff(organisation=institute, role=Role.ANALYST)


@pytest.fixture
def browser(beheer_face: Client, analyst: User) -> Client:
    beheer_face.force_login(analyst)
    return beheer_face


HERE = "/beheer/instituut/resultaten/"


def test_the_institute_sees_every_release_and_who_signed(
    browser: Client, institute: Organisation, analyst: User
) -> None:
    campaign = make_campaign(length=9)
    local = make_release(campaign=campaign)
    national = sign(make_national(), analyst)
    page = browser.get(HERE).content.decode()
    for release in (local, national):
        assert f"{HERE}{release.digest[:12]}/" in page
    assert analyst.name in page
    assert "nog 1 handtekening" in page
    assert campaign.name in page


def test_a_national_release_needs_two_different_people(
    browser: Client, institute: Organisation, analyst: User
) -> None:
    release = make_national()
    address = f"{HERE}{release.digest[:12]}/naar-buiten/"
    assert "2 handtekeningen, van verschillende mensen" in browser.get(address).content.decode()
    assert browser.post(address)["Location"] == f"{HERE}{release.digest[:12]}/?gedaan=half"
    assert list(published_releases()) == []
    again = browser.post(address)
    assert again.status_code == 409
    assert "Twee keer dezelfde naam telt als één" in again.content.decode()
    assert Signature.objects.count() == 1
    browser.force_login(make_staff(organisation=institute, role=Role.EDITORIAL))
    assert browser.post(address)["Location"] == f"{HERE}{release.digest[:12]}/?gedaan=buiten"
    assert list(published_releases()) == [release]


def test_the_database_itself_counts_a_person_once(analyst: User) -> None:
    release = sign(make_national(), analyst)
    with pytest.raises(IntegrityError), transaction.atomic():
        sign(release, analyst)


def test_a_campaigns_own_release_is_not_let_out_by_the_institute(browser: Client) -> None:
    release = make_release(campaign=make_campaign(length=3))
    assert browser.post(f"{HERE}{release.digest[:12]}/naar-buiten/").status_code == 404
    page = browser.get(f"{HERE}{release.digest[:12]}/")
    assert page.status_code == 200
    assert "Naar buiten brengen" not in page.content.decode()
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    "rest", ["", "wat-is-er-nodig/", "{digest}/", "{digest}/naar-buiten/", "{digest}/cijfers.csv"]
)
def test_a_municipality_has_no_such_page(beheer_face: Client, rest: str) -> None:
    organisation = make_organisation()
    release = make_release(campaign=make_campaign(organisation=organisation, length=3))
    beheer_face.force_login(make_staff(organisation=organisation))
    address = rest.format(digest=release.digest[:12])
    assert beheer_face.get(f"/beheer/{organisation.slug}/resultaten/{address}").status_code == 404


def test_who_may_not_sign_at_the_institute_is_refused(beheer_face: Client, institute: Organisation) -> None:
    release = make_national()
    beheer_face.force_login(make_staff(organisation=institute, role=Role.VIEWER))
    assert beheer_face.post(f"{HERE}{release.digest[:12]}/naar-buiten/").status_code == 403
    assert Signature.objects.count() == 0


def test_what_is_needed_comes_from_everybody_and_is_marked(browser: Client) -> None:
    campaigns: list[Campaign] = [make_campaign(length=3) for _ in range(2)]
    for campaign in campaigns:
        Contribution.objects.create(
            campaign=campaign, kind="helped", text=f"Hulp bij {campaign.slug}", status="approved",
            offered_on=TODAY, decided_at=AT_NOON,
        )  # fmt: skip
        LogbookEntry.objects.create(
            campaign=campaign, moment="end", worked=f"De kassa van {campaign.slug}", updated_at=AT_NOON
        )
    page = browser.get(f"{HERE}wat-is-er-nodig/").content.decode()
    assert "Ervaring, geen cijfers." in page
    for campaign in campaigns:
        assert f"Hulp bij {campaign.slug}" in page
        assert f"De kassa van {campaign.slug}" in page


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_so_many_queries_however_many_campaigns(browser: Client, count: int) -> None:
    for _ in range(count):
        sign(make_release(campaign=make_campaign(length=3)), make_staff())
    make_national()
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(HERE).status_code == 200
    assert len(queries) == 8
