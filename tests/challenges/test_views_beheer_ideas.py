"""An organisation's own ideas: written, changed, put away, with where they are used."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Campaign
from interactions.models import Idea, IdeaVersion
from interactions.models.library import Step
from tests.factories import AT_NOON, make_campaign, make_domain, make_idea, make_organisation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def organisation() -> Organisation:
    make_domain(key="winkel")
    return make_organisation()


@pytest.fixture
def browser(beheer_face: Client, organisation: Organisation) -> Client:
    beheer_face.force_login(make_staff(organisation=organisation, role=Role.EDITOR))
    return beheer_face


def path(organisation: Organisation, rest: str = "") -> str:
    return f"/beheer/{organisation.slug}/ideeen/{rest}"


def written(**other: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "form": "groetsmoesje",
        "domain": "winkel",
        "step": "zin",
        "act": "ask",
        "counterpart": "service",
        "seconds": "30",
        "title": "Vraag wat er lekker is",
        "do": "Vraag het bij een kraam op de Dinsdagmarkt.",
        "say": "Wat is er vandaag lekker?",
        "why": "Een kraam is er om te praten.",
        **other,
    }


def own(organisation: Organisation, **other: Any) -> IdeaVersion:
    version = make_idea(**other)
    Idea.objects.filter(pk=version.idea_id).update(organisation=organisation)
    return version


def test_the_empty_page_teaches_what_an_own_idea_is(browser: Client, organisation: Organisation) -> None:
    html = browser.get(path(organisation)).content.decode()
    assert "Nog geen eigen ideeën" in html
    assert "Schrijf het eerste idee" in html


def test_an_idea_is_written_and_comes_in_the_list(browser: Client, organisation: Organisation) -> None:
    response = browser.post(path(organisation, "nieuw/"), written(english_title="Ask what is good"))
    assert response["Location"] == path(organisation)
    version = IdeaVersion.objects.get()
    assert (version.idea.organisation, version.idea.domain_id, version.author) == (
        organisation,
        "winkel",
        "staff",
    )
    assert version.english == {"title": "Ask what is good"}
    assert "Staat nog op geen dag." in browser.get(path(organisation)).content.decode()


def test_writing_from_a_day_leads_back_to_that_day(browser: Client, organisation: Organisation) -> None:
    back = f"/beheer/{organisation.slug}/campagnes/hallo/dagen/3/"
    html = browser.get(path(organisation, "nieuw/"), {"terug": back, "stap": "knik"}).content.decode()
    assert f'name="terug" value="{back}"' in html
    assert browser.post(path(organisation, "nieuw/"), written(terug=back))["Location"] == back


@pytest.mark.parametrize(
    "back", ["https://elders.example/", "//elders.example/", "/beheer/ander/", "javascript:x"]
)
def test_it_never_leads_elsewhere(back: str, browser: Client, organisation: Organisation) -> None:
    response = browser.post(path(organisation, "nieuw/"), written(terug=back))
    assert response["Location"] == path(organisation)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 81}, "title"),
        ({"say": ""}, "say"),
        ({"say": "x" * 121}, "say"),
        ({"why": "x" * 301}, "why"),
        ({"english_do": "x" * 301}, "english_do"),
        ({"domain": "maan"}, "domain"),
        ({"step": "sprong"}, "step"),
        ({"seconds": "7"}, "seconds"),
        ({"client_id": "x"}, "client_id"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    wrong: dict[str, str], field: str, browser: Client, organisation: Organisation
) -> None:
    response = browser.post(path(organisation, "nieuw/"), written(**wrong))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Vraag het bij een kraam op de Dinsdagmarkt." in response.content.decode()
    assert Idea.objects.count() == 0


def test_something_to_do_needs_nothing_to_say(browser: Client, organisation: Organisation) -> None:
    assert browser.post(path(organisation, "nieuw/"), written(form="tip", say="")).status_code == 302


def test_changing_makes_new_words_and_says_where_it_is_used(
    browser: Client, organisation: Organisation
) -> None:
    version = own(organisation)
    campaign = make_campaign(organisation=organisation, length=2, days=[{Step.ZIN: version}] * 2)
    address = path(organisation, f"{version.idea.key}/")
    html = browser.get(address).content.decode()
    assert "Dit idee is in gebruik." in html
    assert f"/beheer/{organisation.slug}/campagnes/{campaign.slug}/dagen/1/" in html
    assert "dag 1, 2" in html
    browser.post(address, written(gezien="1", title="Andere titel"))
    assert list(version.idea.versions.values_list("number", "title")) == [
        (1, version.title),
        (2, "Andere titel"),
    ]


def test_the_step_of_an_idea_in_use_stays(browser: Client, organisation: Organisation) -> None:
    version = own(organisation)
    make_campaign(organisation=organisation, length=1, days=[{Step.ZIN: version}])
    response = browser.post(path(organisation, f"{version.idea.key}/"), written(gezien="1", step="knik"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["step"])


def test_two_who_change_one_idea_do_not_overwrite_each_other(
    browser: Client, organisation: Organisation
) -> None:
    version = own(organisation)
    address = path(organisation, f"{version.idea.key}/")
    browser.post(address, written(gezien="1", title="Van een ander"))
    response = browser.post(address, written(gezien="1", title="Van mij"))
    html = response.content.decode()
    assert (response.status_code, version.idea.versions.count()) == (409, 2)
    assert "De titel is nu ‘Van een ander’." in html
    assert 'value="Van mij"' in html
    assert browser.post(address, written(gezien="2", title="Van mij")).status_code == 302


def test_putting_away_an_idea_in_use_says_so_and_its_days_keep_it(
    browser: Client, organisation: Organisation
) -> None:
    version = own(organisation)
    campaign = make_campaign(
        organisation=organisation, length=1, days=[{Step.ZIN: version}], status=Campaign.Status.DRAFT
    )
    address = path(organisation, f"{version.idea.key}/opbergen/")
    html = browser.get(address).content.decode()
    assert "Daar blijft het staan" in html
    assert campaign.name in html
    browser.post(address)
    version.idea.refresh_from_db()
    assert version.idea.archived_at == AT_NOON
    day = browser.get(f"/beheer/{organisation.slug}/campagnes/{campaign.slug}/dagen/1/")
    assert day.context["shown"].filled[0].version == version
    assert version.idea_id not in {choice.version.idea_id for choice in day.context["choices"]}
    assert "1 opgeborgen idee" in browser.get(path(organisation)).content.decode()
    browser.post(address, {"terug": "ja"})
    version.idea.refresh_from_db()
    assert version.idea.archived_at is None


def test_campaigns_of_others_that_took_an_idea_along_are_not_named(
    browser: Client, organisation: Organisation
) -> None:
    version = own(organisation)
    other = make_campaign(length=1, days=[{Step.ZIN: version}])
    for rest in ("", f"{version.idea.key}/", f"{version.idea.key}/opbergen/"):
        assert other.name not in browser.get(path(organisation, rest)).content.decode()


def test_the_library_and_other_organisations_ideas_are_not_there(
    browser: Client, organisation: Organisation
) -> None:
    for version in (make_idea(), own(make_organisation())):
        assert version.title not in browser.get(path(organisation)).content.decode()
        for rest in (f"{version.idea.key}/", f"{version.idea.key}/opbergen/"):
            assert browser.get(path(organisation, rest)).status_code == 404
            assert browser.post(path(organisation, rest), written(gezien="1")).status_code == 404
        assert version.idea.versions.count() == 1
        version.idea.refresh_from_db()
        assert version.idea.archived_at is None


def test_who_only_looks_changes_nothing(beheer_face: Client, organisation: Organisation) -> None:
    version = own(organisation)
    beheer_face.force_login(make_staff(organisation=organisation, role=Role.VIEWER))
    html = beheer_face.get(path(organisation)).content.decode()
    assert version.title in html
    assert "Nieuw idee" not in html
    for rest in ("nieuw/", f"{version.idea.key}/", f"{version.idea.key}/opbergen/"):
        assert beheer_face.get(path(organisation, rest)).status_code == 403
        assert beheer_face.post(path(organisation, rest), written(gezien="1")).status_code == 403


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_the_same_however_many_ideas_and_days(
    count: int, browser: Client, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    versions = [own(organisation) for _ in range(count)]
    for _ in range(2):
        make_campaign(
            organisation=organisation, length=count, days=[{Step.ZIN: version} for version in versions]
        )
    with django_assert_num_queries(7):  # session, user, membership, ideas, words, uses, proposals
        browser.get(path(organisation))
