"""The institute's overview of the country: every public campaign, nobody counted, and what runs without Gedag."""

import csv
import datetime as dt
import io
import re
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Campaign, CampaignSlot, OutsideCampaign
from insights.models import Draw, ReleaseKind
from tests.factories import AT_NOON, TODAY, make_campaign, make_organisation, make_participation, make_staff

pytestmark = pytest.mark.django_db
PAGE = "/beheer/movisie/landelijk/"
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def institute() -> Organisation:
    return make_organisation(slug="movisie", kind=Organisation.Kind.INSTITUTE)


@pytest.fixture
def browser(beheer_face: Client, institute: Organisation) -> Client:
    beheer_face.force_login(make_staff(organisation=institute, role=Role.MANAGER))
    return beheer_face


def entry(organisation: Organisation, **other: object) -> OutsideCampaign:
    return OutsideCampaign.objects.create(
        organisation=organisation,
        **{"municipality": "Zutphen", "name": "Week van het bankje", "starts_on": TODAY, **other},
    )


def typed(**other: str) -> dict[str, str]:
    return {
        "client_id": str(uuid.uuid4()),
        "municipality": "Zutphen",
        "name": "Week van het bankje",
        "starts_on": TODAY.isoformat(),
        "ends_on": "",
        "about_how_many": "een paar straten",
        "did": "Bankjes in de voortuin.",
        "address": "https://www.voorbeeld.example/bankje",
        **other,
    }


def shown(browser: Client) -> str:
    """The page without what differs for every visit."""
    return re.sub(r'(?<=name="csrfmiddlewaretoken" value=")\w+', "", browser.get(PAGE).content.decode())


def test_every_public_campaign_is_there_in_the_order_of_what_matters(browser: Client) -> None:
    over = make_campaign(starts_on=TODAY - 3 * WEEK, length=7)
    closed = make_campaign(status=Campaign.Status.CLOSED, starts_on=TODAY - WEEK)
    before = make_campaign(starts_on=TODAY + WEEK)
    paused = make_campaign(status=Campaign.Status.PAUSED)
    rolling, running = make_campaign(starts_on=None, length=3), make_campaign()
    for hidden in (Campaign.Status.DRAFT, Campaign.Status.ARCHIVED):
        make_campaign(status=hidden)
    context = browser.get(PAGE).context
    assert [row.campaign for row in context["going"]] == [running, rolling, paused, before]
    assert [row.word for row in context["going"]] == ["loopt", "loopt", "gepauzeerd", "begint nog"]
    assert [row.campaign for row in context["over"]] == [over, closed]


def test_a_row_says_how_far_its_days_are_where_it_came_from_and_when_its_figures_come(
    browser: Client,
) -> None:
    source = make_campaign(status=Campaign.Status.DRAFT)
    campaign = make_campaign(length=5)
    Campaign.objects.filter(pk=campaign.pk).update(adopted_from=source)
    CampaignSlot.objects.filter(day__campaign=campaign, day__number__gt=3).delete()
    CampaignSlot.objects.create(
        day=campaign.days.get(number=1),
        step="knik",
        idea=CampaignSlot.objects.filter(day__campaign=campaign)[0].idea,
    )
    for kind, due, state in (
        (ReleaseKind.INTERIM_1, TODAY - WEEK, Draw.State.DONE),
        (ReleaseKind.INTERIM_2, TODAY + WEEK, Draw.State.CALLED_OFF),
        (ReleaseKind.FINAL, TODAY + 2 * WEEK, Draw.State.ANNOUNCED),
    ):
        Draw.objects.create(campaign=campaign, kind=kind, due_on=due, state=state)
    Draw.objects.create(campaign=None, kind=ReleaseKind.NATIONAL, cohort="2026-Q4", due_on=TODAY + WEEK)
    response = browser.get(PAGE)
    (row,) = response.context["going"]
    assert (row.filled, row.days, row.next_release) == (3, 5, TODAY + 2 * WEEK)
    html = response.content.decode()
    assert "3 van 5" in html
    assert f"{source.name} ({source.organisation.name})" in html
    assert "De volgende landelijke cijfers komen op 21 oktober 2026." in html


def test_no_person_changes_anything_on_it(browser: Client, institute: Organisation) -> None:
    campaign = make_campaign()
    before = shown(browser)
    for _ in range(3):
        make_participation(campaign=campaign)
    assert shown(browser) == before


def test_an_empty_country_teaches(browser: Client) -> None:
    html = browser.get(PAGE).content.decode()
    assert "Er loopt nu geen campagne." in html
    assert "Schrijf de eerste op" in html


@pytest.mark.parametrize("role", [Role.ANALYST, Role.VIEWER, Role.EDITOR])
def test_who_works_at_the_institute_reads_it_and_notes_nothing(
    role: Role, beheer_face: Client, institute: Organisation
) -> None:
    one = entry(institute)
    beheer_face.force_login(make_staff(organisation=institute, role=role))
    html = beheer_face.get(PAGE).content.decode()
    assert one.name in html
    assert "Schrijf er een op" not in html
    for rest in ("nieuw/", f"{one.pk}/", f"{one.pk}/weghalen/"):
        assert beheer_face.post(f"{PAGE}buiten-gedag/{rest}", typed()).status_code == 403
    assert list(OutsideCampaign.objects.all()) == [one]


def test_for_a_municipality_none_of_it_exists(beheer_face: Client, institute: Organisation) -> None:
    other = make_organisation()
    one = entry(institute)
    beheer_face.force_login(make_staff(organisation=other, role=Role.MANAGER))
    base = f"/beheer/{other.slug}/landelijk/"
    for rest in ("", "campagnes.csv", "buiten-gedag/nieuw/", f"buiten-gedag/{one.pk}/"):
        assert beheer_face.get(f"{base}{rest}").status_code == 404
    assert "Landelijk" not in beheer_face.get(f"/beheer/{other.slug}/").content.decode()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.EDITORIAL])
def test_an_entry_is_written_changed_and_taken_out(
    role: Role, beheer_face: Client, institute: Organisation
) -> None:
    beheer_face.force_login(make_staff(organisation=institute, role=role))
    answer = beheer_face.post(f"{PAGE}buiten-gedag/nieuw/", said := typed())
    assert answer["Location"] == f"{PAGE}?bewaard=ja"
    beheer_face.post(f"{PAGE}buiten-gedag/nieuw/", said)
    one = OutsideCampaign.objects.get()
    html = beheer_face.get(answer["Location"]).content.decode()
    for words in (
        "Week van het bankje",
        "een paar straten",
        "Bankjes in de voortuin.",
        'href="https://www.voorbeeld.example/bankje"',
    ):
        assert words in html
    path = f"{PAGE}buiten-gedag/{one.pk}/"
    assert 'value="Zutphen"' in beheer_face.get(path).content.decode()
    beheer_face.post(path, typed(name="Bankjesweek", ends_on="2026-10-20"))
    one.refresh_from_db()
    assert (one.name, one.ends_on) == ("Bankjesweek", dt.date(2026, 10, 20))
    assert "uit de lijst halen?" in beheer_face.get(f"{path}weghalen/").content.decode()
    answer = beheer_face.post(f"{path}weghalen/")
    assert "Uit de lijst gehaald." in beheer_face.get(answer["Location"]).content.decode()
    assert beheer_face.get(path).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"municipality": ""}, "municipality"),
        ({"name": "x" * 81}, "name"),
        ({"starts_on": "morgen"}, "starts_on"),
        ({"ends_on": "2026-10-01"}, "ends_on"),
        ({"did": "x" * 601}, "did"),
        ({"about_how_many": "x" * 61}, "about_how_many"),
        ({"address": "http://voorbeeld.example/"}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "https://"}, "address"),
        ({"address": "https://movisie.nl@elders.example/"}, "address"),
        ({"address": "www.voorbeeld.example"}, "address"),
        ({"client_id": "x"}, "client_id"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    wrong: dict[str, str], field: str, browser: Client
) -> None:
    answer = browser.post(f"{PAGE}buiten-gedag/nieuw/", typed(**{"about_how_many": "zo’n 200", **wrong}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    if field != "about_how_many":
        assert "zo’n 200" in answer.content.decode()
    assert OutsideCampaign.objects.count() == 0


def test_another_institutes_entries_are_not_there(browser: Client, institute: Organisation) -> None:
    theirs = entry(make_organisation(kind=Organisation.Kind.INSTITUTE), name="Van een ander")
    assert "Van een ander" not in browser.get(PAGE).content.decode()
    for rest in ("", "weghalen/"):
        path = f"{PAGE}buiten-gedag/{theirs.pk}/{rest}"
        assert (browser.get(path).status_code, browser.post(path, typed()).status_code) == (404, 404)
    assert list(OutsideCampaign.objects.all()) == [theirs]


def test_the_file_holds_the_same_and_no_formula(browser: Client, institute: Organisation) -> None:
    campaign = make_campaign(length=2)
    entry(institute, name="=HYPERLINK(1)", did="Op het\nplein")
    response = browser.get(f"{PAGE}campagnes.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="campagnes-2026-10-14.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["met_gedag"], row["campagne"], row["stand"], row["dagen_gevuld"]) for row in rows] == [
        ("ja", campaign.name, "loopt", "2"),
        ("nee", "'=HYPERLINK(1)", "", ""),
    ]
    assert rows[0]["webadres"] == f"http://localhost:8000/{campaign.slug}/"
    assert rows[1]["wat_ze_deden"] == "Op het\nplein"


@pytest.mark.parametrize("count", [1, 12])
def test_it_asks_the_same_however_many(
    count: int, browser: Client, institute: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    source = make_campaign(length=2)
    for _ in range(count):
        campaign = make_campaign(length=2)
        Campaign.objects.filter(pk=campaign.pk).update(adopted_from=source)
        entry(institute)
    with django_assert_num_queries(
        6
    ):  # session, user, membership, campaigns, national figures, without Gedag
        browser.get(PAGE)


def test_an_institute_sees_who_took_a_campaign_over_and_is_told_how(
    browser: Client, institute: Organisation
) -> None:
    source = make_campaign(organisation=institute, length=1)
    path = f"/beheer/movisie/campagnes/{source.slug}/"
    assert "Gemeenten kunnen deze campagne nu niet overnemen." in browser.get(path).content.decode()
    Campaign.objects.filter(pk=source.pk).update(adoptable=True)
    assert "Nog door niemand." in browser.get(path).content.decode()
    running, draft, unseen, own = (
        make_campaign(length=1, status=status, organisation=organisation)
        for status, organisation in (
            (Campaign.Status.PUBLISHED, None),
            (Campaign.Status.DRAFT, None),
            (Campaign.Status.ARCHIVED, None),
            (Campaign.Status.PUBLISHED, institute),
        )
    )
    Campaign.objects.filter(pk__in=[running.pk, draft.pk, unseen.pk, own.pk]).update(adopted_from=source)
    response = browser.get(path)
    assert {one.pk for one in response.context["adoptions"]} == {running.pk, draft.pk}
    html = response.content.decode()
    assert f"http://localhost:8000/{running.slug}/" in html
    assert "bereidt haar voor" in html
    assert draft.name not in html


def test_a_municipality_has_no_such_list(beheer_face: Client) -> None:
    campaign = make_campaign(length=1)
    beheer_face.force_login(make_staff(organisation=campaign.organisation))
    html = beheer_face.get(
        f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/"
    ).content.decode()
    assert "Overgenomen door" not in html
