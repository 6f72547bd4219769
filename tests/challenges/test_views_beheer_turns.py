"""The check and the turns: what participants notice comes first, and it happens once."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Campaign
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea, make_organisation, make_staff

pytestmark = pytest.mark.django_db
CAMPAIGN = "/beheer/vaartstad/campagnes/vaartwijk/"
CHECK, PUBLISH = f"{CAMPAIGN}controle/", f"{CAMPAIGN}publiceren/"
TURNS = {"pauzeren": "published", "hervatten": "paused", "afsluiten": "published", "archiveren": "closed"}
AFTER = {"pauzeren": "paused", "hervatten": "published", "afsluiten": "closed", "archiveren": "archived"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="vaartstad")


@pytest.fixture
def ready(organisation: Organisation) -> Campaign:
    places = [make_idea(domain=place) for place in ("buurt", "winkel", "ov")]
    day = dict(zip(("knik", "zin", "praatje"), places, strict=True))
    return make_campaign(
        organisation=organisation,
        slug="vaartwijk",
        status="draft",
        starts_on=TODAY + dt.timedelta(days=5),
        days=[day],
        length=1,
    )


@pytest.fixture
def browser(beheer_face: Client, ready: Campaign) -> Client:
    beheer_face.force_login(make_staff(organisation=ready.organisation))
    return beheer_face


def test_each_finding_links_to_the_step_that_mends_it(browser: Client) -> None:
    Campaign.objects.update(headline="", contact_email="", starts_on=TODAY - dt.timedelta(days=1))
    response = browser.get(CHECK)
    rows = [(finding.code, step.page) for finding, step in response.context["rows"]]
    assert rows == [("past", "basics"), ("missing_headline", "texts"), ("missing_contact", "contact")]
    html = response.content.decode()
    for page in ("basis", "teksten", "contact"):
        assert f'href="{CAMPAIGN}{page}/"' in html
    assert "Publiceer de campagne" not in html


def test_when_all_is_done_it_can_be_published(browser: Client) -> None:
    html = browser.get(CHECK).content.decode()
    assert "Publiceer de campagne" in html
    response = browser.post(PUBLISH, {"revision": "0"})
    assert (response["Location"], Campaign.objects.get().status) == (CHECK, "published")
    after = browser.get(CHECK).content.decode()
    assert "De campagne is gepubliceerd." in after
    assert "Publiceer de campagne" not in after
    assert f'href="{CAMPAIGN}bereik/"' in after.partition("De campagne is gepubliceerd.")[2]


@pytest.mark.parametrize(
    ("status", "starts", "says"),
    [
        ("published", 0, "Mensen kunnen meedoen."),
        ("published", -1, "meedoen kan niet meer"),
        ("paused", 0, "nieuwe mensen kunnen nu niet meedoen"),
    ],
)
def test_it_says_truly_whether_people_can_take_part(
    browser: Client, status: str, starts: int, says: str
) -> None:
    day = TODAY + dt.timedelta(days=starts)
    Campaign.objects.update(status=status, starts_on=day, ends_on=day)
    html = browser.get(CHECK).content.decode()
    assert says in html
    assert ("Mensen kunnen meedoen." in html) == (says == "Mensen kunnen meedoen.")


@pytest.mark.parametrize("said", ["", "-1", "0.0", "9" * 5000, "\x00"])
def test_a_revision_that_is_none_publishes_nothing(said: str, browser: Client) -> None:
    assert browser.post(PUBLISH, {"revision": said}).status_code == 409
    assert Campaign.objects.get().status == "draft"


def test_publishing_twice_is_publishing_once(browser: Client) -> None:
    for _ in range(2):
        assert browser.post(PUBLISH, {"revision": "0"})["Location"] == CHECK
    assert Campaign.objects.get().revision == 1


@pytest.mark.parametrize("revision", ["", "7", "-1", "abc", "9" * 30])
def test_what_changed_meanwhile_is_shown_first(browser: Client, revision: str) -> None:
    response = browser.post(PUBLISH, {"revision": revision})
    assert (response.status_code, response.context["problem"]) == (409, "changed")
    assert Campaign.objects.get().status == "draft"


def test_what_is_not_ready_is_not_published(browser: Client) -> None:
    Campaign.objects.update(contact_email="")
    response = browser.post(PUBLISH, {"revision": "0"})
    assert (response.status_code, response.context["problem"]) == (409, "not_ready")
    assert Campaign.objects.get().status == "draft"


def test_the_address_of_the_button_leads_to_the_check(browser: Client) -> None:
    assert browser.get(PUBLISH)["Location"] == CHECK


def test_an_editor_prepares_and_a_manager_publishes(beheer_face: Client, ready: Campaign) -> None:
    beheer_face.force_login(make_staff(organisation=ready.organisation, role=Role.EDITOR))
    html = beheer_face.get(CHECK).content.decode()
    assert "Vraag een beheerder" in html
    assert beheer_face.post(PUBLISH, {"revision": "0"}).status_code == 403
    assert Campaign.objects.get().status == "draft"


@pytest.mark.parametrize("turn", TURNS)
def test_a_turn_says_what_it_does_and_does_it(browser: Client, turn: str) -> None:
    Campaign.objects.update(status=TURNS[turn])
    assert "Wat deelnemers merken" in browser.get(f"{CAMPAIGN}{turn}/").content.decode()
    assert Campaign.objects.get().status == TURNS[turn]
    assert browser.post(f"{CAMPAIGN}{turn}/")["Location"] == CAMPAIGN
    assert Campaign.objects.get().status == AFTER[turn]
    assert browser.post(f"{CAMPAIGN}{turn}/")["Location"] == CAMPAIGN
    assert Campaign.objects.get().revision == 1


@pytest.mark.parametrize("turn", ["pauzeren", "hervatten", "afsluiten"])
def test_a_turn_that_does_not_fit_is_refused_kindly(browser: Client, turn: str) -> None:
    response = browser.post(f"{CAMPAIGN}{turn}/")
    assert (response.status_code, Campaign.objects.get().status) == (409, "draft")
    assert "Dat kan nu niet." in response.content.decode()


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.MANAGER, {"pauzeren", "hervatten", "afsluiten", "archiveren"}),
        (Role.EDITOR, {"pauzeren", "hervatten"}),
        (Role.VIEWER, set()),
    ],
)
@pytest.mark.parametrize("turn", TURNS)
def test_a_pause_waits_for_nobody_and_an_end_is_for_who_may_publish(
    beheer_face: Client, ready: Campaign, role: Role, allowed: set[str], turn: str
) -> None:
    Campaign.objects.update(status=TURNS[turn])
    beheer_face.force_login(make_staff(organisation=ready.organisation, role=role))
    assert beheer_face.get(f"{CAMPAIGN}{turn}/").status_code == (200 if turn in allowed else 403)
    assert beheer_face.post(f"{CAMPAIGN}{turn}/").status_code == (302 if turn in allowed else 403)
    assert (Campaign.objects.get().status == AFTER[turn]) == (turn in allowed)


@pytest.mark.parametrize("turn", ["controle", "publiceren", *TURNS])
def test_another_organisations_campaign_is_not_there(browser: Client, turn: str) -> None:
    other = make_campaign(slug="elders")
    for org in ("vaartstad", other.organisation.slug):
        path = f"/beheer/{org}/campagnes/elders/{turn}/"
        assert browser.get(path).status_code == 404
        if turn != "controle":
            assert browser.post(path, {"revision": "0"}).status_code == 404
    assert Campaign.objects.get(slug="elders").revision == 0


@pytest.mark.parametrize("count", [1, 30])
def test_the_check_asks_the_same_however_long_the_campaign(
    browser: Client, organisation: Organisation, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign(organisation=organisation, status="draft", length=count)
    with django_assert_num_queries(6):
        browser.get(f"/beheer/vaartstad/campagnes/{campaign.slug}/controle/")
