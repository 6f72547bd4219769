"""A municipality puts something before the institute, reads what became of it, and takes it back."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Contribution, Proposal
from challenges.services.contributions import withdraw_contribution
from challenges.services.proposals import archive_proposal, promote_proposal, return_proposal
from tests.challenges.proposed import TEXTS, approved, own_idea, place, proposed, proposed_idea
from tests.factories import AT_NOON, make_organisation, make_staff

pytestmark = pytest.mark.django_db
NOTE = "Kan dit ook buiten de Dinsdagmarkt?"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


@pytest.fixture
def browser(beheer_face: Client, organisation: Organisation) -> Client:
    beheer_face.force_login(make_staff(organisation=organisation, role=Role.EDITOR))
    return beheer_face


def base(organisation: Organisation) -> str:
    return f"/beheer/{organisation.slug}/bijdragen/"


def ideas(organisation: Organisation) -> str:
    return f"/beheer/{organisation.slug}/ideeen/"


def test_a_smoesje_on_the_page_is_proposed_and_taken_back(
    browser: Client, organisation: Organisation
) -> None:
    one = approved(organisation)
    html = browser.get(f"{base(organisation)}?stapel=geplaatst").content.decode()
    assert "Voorstellen aan Movisie" in html
    answer = browser.post(f"{base(organisation)}{one.pk}/voorstellen/")
    assert answer["Location"] == f"{base(organisation)}?stapel=voorgesteld&voorstel=ja"
    html = browser.get(answer["Location"]).content.decode()
    assert "Voorgesteld aan Movisie." in html
    assert "ligt bij Movisie" in html
    assert "Voorstellen aan Movisie" not in html
    answer = browser.post(f"{base(organisation)}{one.pk}/voorstel-terugnemen/")
    assert "Je nam het voorstel terug." in browser.get(answer["Location"]).content.decode()
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "status", "pile"),
    [
        ("quote", "approved", "geplaatst"),
        ("opener", "offered", "wacht"),
        ("opener", "returned", "teruggegeven"),
    ],
)
def test_what_cannot_be_proposed_has_no_button_and_is_told_kindly(
    kind: str, status: str, pile: str, browser: Client, organisation: Organisation
) -> None:
    one = approved(organisation, kind=kind, status=status)
    html = browser.get(f"{base(organisation)}?stapel={pile}").content.decode()
    assert one.text in html
    assert "Voorstellen aan Movisie" not in html
    answer = browser.post(f"{base(organisation)}{one.pk}/voorstellen/")
    assert "Dit kun je nu niet voorstellen." in browser.get(answer["Location"]).content.decode()
    assert Proposal.objects.count() == 0


def test_what_was_taken_back_by_its_owner_is_told_kindly(browser: Client, organisation: Organisation) -> None:
    one = approved(organisation)
    pk = one.pk
    withdraw_contribution(contribution=one)
    answer = browser.post(f"{base(organisation)}{pk}/voorstellen/")
    assert "nam hem intussen terug" in browser.get(answer["Location"]).content.decode()


def test_the_note_is_read_at_the_text_and_by_nobody_who_takes_part(
    browser: Client, organisation: Organisation
) -> None:
    proposal = proposed(organisation)
    return_proposal(pk=proposal.pk, by=make_staff(), note=NOTE, now=AT_NOON)
    for pile in ("voorgesteld", "geplaatst"):
        html = browser.get(f"{base(organisation)}?stapel={pile}").content.decode()
        assert f"Movisie schreef jullie: {NOTE}" in html
        assert "Stel opnieuw voor aan Movisie" in html
    assert Contribution.objects.get().staff_note == ""
    browser.post(f"{base(organisation)}{proposal.contribution_id}/voorstellen/")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.note) == (Proposal.State.WAITING, "")


def test_what_came_in_the_library_leads_there(browser: Client, organisation: Organisation) -> None:
    proposal = proposed(organisation)
    made = promote_proposal(
        pk=proposal.pk, by=make_staff(), place=place(), texts=TEXTS, english={}, now=AT_NOON
    ).made
    html = browser.get(f"{base(organisation)}?stapel=voorgesteld").content.decode()
    assert made is not None
    assert f"http://localhost:8000/ideeen/{made.key}/" in html
    answer = browser.post(f"{base(organisation)}{proposal.contribution_id}/voorstel-terugnemen/")
    assert "Movisie was net iets eerder." in browser.get(answer["Location"]).content.decode()


def test_an_own_idea_is_proposed_and_says_what_became_of_it(
    browser: Client, organisation: Organisation
) -> None:
    key = own_idea(organisation).idea.key
    assert "Voorstellen aan Movisie" in browser.get(ideas(organisation)).content.decode()
    answer = browser.post(f"{ideas(organisation)}{key}/voorstellen/")
    html = browser.get(answer["Location"]).content.decode()
    assert ("Voorgesteld aan Movisie." in html, "ligt bij Movisie" in html) == (True, True)
    proposal = Proposal.objects.get()
    archive_proposal(pk=proposal.pk, by=make_staff(), now=AT_NOON)
    assert "Movisie bewaart dit voor later" in browser.get(ideas(organisation)).content.decode()
    answer = browser.post(f"{ideas(organisation)}{key}/voorstel-terugnemen/")
    assert "Movisie was net iets eerder." in browser.get(answer["Location"]).content.decode()
    return_proposal(pk=proposal.pk, by=make_staff(), note=NOTE, now=AT_NOON)
    assert NOTE in browser.get(ideas(organisation)).content.decode()


def test_an_own_idea_is_taken_back(browser: Client, organisation: Organisation) -> None:
    proposal = proposed_idea(organisation)
    assert proposal.idea is not None
    browser.post(f"{ideas(organisation)}{proposal.idea.key}/voorstel-terugnemen/")
    assert Proposal.objects.count() == 0


def test_an_idea_that_is_put_away_has_no_button(browser: Client, organisation: Organisation) -> None:
    version = own_idea(organisation)
    browser.post(f"{ideas(organisation)}{version.idea.key}/opbergen/")
    assert "Voorstellen aan Movisie" not in browser.get(ideas(organisation)).content.decode()
    answer = browser.post(f"{ideas(organisation)}{version.idea.key}/voorstellen/")
    assert "Dit kun je nu niet voorstellen." in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("verb", ["voorstellen", "voorstel-terugnemen"])
def test_another_organisations_things_are_not_there(
    verb: str, browser: Client, organisation: Organisation
) -> None:
    theirs, idea = proposed(), proposed_idea()
    assert idea.idea is not None
    assert browser.post(f"{base(organisation)}{theirs.contribution_id}/{verb}/").status_code == 404
    assert browser.post(f"{ideas(organisation)}{idea.idea.key}/{verb}/").status_code == 404
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize("verb", ["voorstellen", "voorstel-terugnemen"])
def test_who_only_looks_along_proposes_nothing(
    verb: str, beheer_face: Client, organisation: Organisation
) -> None:
    beheer_face.force_login(make_staff(organisation=organisation, role=Role.VIEWER))
    one, version = approved(organisation), own_idea(organisation)
    assert "Voorstellen aan Movisie" not in beheer_face.get(ideas(organisation)).content.decode()
    assert beheer_face.post(f"{base(organisation)}{one.pk}/{verb}/").status_code == 403
    assert beheer_face.post(f"{ideas(organisation)}{version.idea.key}/{verb}/").status_code == 403


def test_the_empty_pile_teaches(browser: Client, organisation: Organisation) -> None:
    assert (
        "Je stelde nog niets voor" in browser.get(f"{base(organisation)}?stapel=voorgesteld").content.decode()
    )


@pytest.mark.parametrize("count", [1, 15])
def test_the_pile_asks_the_same_however_many(
    count: int, browser: Client, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        proposed(organisation)
    with django_assert_num_queries(5):  # session, user, membership, the pile, how many wait
        browser.get(f"{base(organisation)}?stapel=voorgesteld")
