"""The institute's queue: read, rewritten and decided, by who edits its library alone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Contribution, Proposal
from challenges.services.contributions import withdraw_contribution
from challenges.services.proposals import archive_proposal, promote_proposal, return_proposal
from interactions.models import Idea
from interactions.services.own_ideas import archive_own_idea
from tests.challenges.proposed import TEXTS, approved, place, proposed, proposed_idea, typed
from tests.factories import AT_NOON, make_domain, make_organisation, make_staff

pytestmark = pytest.mark.django_db
NOTE = "Kan dit ook buiten de Dinsdagmarkt?"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def institute() -> Organisation:
    make_domain(key="winkel")
    return make_organisation(slug="movisie", kind=Organisation.Kind.INSTITUTE)


@pytest.fixture
def browser(beheer_face: Client, institute: Organisation) -> Client:
    beheer_face.force_login(make_staff(organisation=institute, role=Role.EDITORIAL))
    return beheer_face


QUEUE = "/beheer/movisie/voorstellen/"


def headings(browser: Client, pile: str = "wacht") -> list[str]:
    return [one.heading for one in browser.get(f"{QUEUE}?stapel={pile}").context["proposed"]]


def test_what_waits_longest_comes_first_from_every_municipality(browser: Client) -> None:
    first, second = proposed(text="eerste"), proposed_idea()
    third = proposed(text="derde")
    assert headings(browser) == [
        "eerste",
        browser.get(QUEUE).context["proposed"].rows[1].version.title,
        "derde",
    ]
    html = browser.get(QUEUE).content.decode()
    for one in (first, second, third):
        assert f"uit {one.organisation.name}" in html
    assert browser.get(QUEUE).context["waiting"] == 3


def test_what_may_lead_to_somebody_is_marked_and_nothing_is_run(browser: Client) -> None:
    proposal = proposed(text="Bel <b>Jan Smit</b> op 06 12345678")
    for path in (QUEUE, f"{QUEUE}{proposal.pk}/", f"{QUEUE}{proposal.pk}/teruggeven/"):
        html = browser.get(path).content.decode()
        assert re.findall(r"<mark>(.*?)</mark>", html) == ["Jan Smit", "06 12345678"]
        assert "&lt;b&gt;" in html


def test_a_short_smoesje_is_what_one_says_and_a_long_text_what_one_does(browser: Client) -> None:
    short, long = proposed(text="Lekker weer, hè?"), proposed(text="Zeg maar eens wat. " * 7)
    form = browser.get(f"{QUEUE}{short.pk}/").context["form"]
    assert (form["say"].value(), form["form"].value(), form["do"].value()) == (
        "Lekker weer, hè?",
        "groetsmoesje",
        None,
    )
    form = browser.get(f"{QUEUE}{long.pk}/").context["form"]
    assert (form["do"].value(), form["say"].value()) == (long.contribution.text, None)  # type: ignore[union-attr]


def test_what_helped_is_something_to_do_and_an_own_idea_comes_whole(browser: Client) -> None:
    helped = approved(text="Eerst alleen knikken.", kind=Contribution.Kind.HELPED)
    proposal = Proposal.objects.create(
        organisation=helped.campaign.organisation, contribution=helped, proposed_at=AT_NOON
    )
    form = browser.get(f"{QUEUE}{proposal.pk}/").context["form"]
    assert (form["form"].value(), form["do"].value()) == ("tip", "Eerst alleen knikken.")
    own = proposed_idea()
    form = browser.get(f"{QUEUE}{own.pk}/").context["form"]
    assert (form["do"].value(), form["seconds"].value(), form["step"].value()) == (
        "Zeg iets over het weer.",
        10,
        "zin",
    )


def test_it_comes_in_the_library_with_credit_and_is_told(browser: Client) -> None:
    proposal = proposed(make_organisation(slug="enschede"))
    answer = browser.post(f"{QUEUE}{proposal.pk}/", typed(english_title="Ask about bread"))
    assert answer["Location"] == f"{QUEUE}?klaar={proposal.pk}"
    html = browser.get(answer["Location"]).content.decode()
    assert "staat in de bibliotheek, met de naam van" in html
    made = Idea.objects.get(credit__gt="")
    assert f"/ideeen/{made.key}/" in browser.get(f"{QUEUE}?stapel=bibliotheek").content.decode()
    assert made.credit == f"Uit {proposal.organisation.name}"
    assert headings(browser) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"do": "x" * 301}, "do"),
        ({"say": ""}, "say"),
        ({"why": ""}, "why"),
        ({"domain": "maan"}, "domain"),
        ({"step": ""}, "step"),
        ({"act": "dansen"}, "act"),
        ({"seconds": "7"}, "seconds"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    wrong: dict[str, str], field: str, browser: Client
) -> None:
    proposal = proposed()
    answer = browser.post(f"{QUEUE}{proposal.pk}/", typed(safety="Let op de stoep.", **wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "Let op de stoep." in answer.content.decode()
    assert Idea.objects.count() == 1  # of the campaign


def test_reading_along_gives_hints_and_decides_nothing(browser: Client) -> None:
    proposal = proposed()
    long = "Vraag aan de bakker of het brood net zo lekker is als het ruikt en luister dan indien het kan."
    answer = browser.post(f"{QUEUE}{proposal.pk}/", typed(do=long, nakijken="ja"))
    html = answer.content.decode()
    assert (answer.status_code, long in html) == (200, True)
    assert "Een zin van 20 woorden." in html
    assert "‘indien’ klinkt als een brief." in html
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.WAITING


def test_giving_back_asks_why(browser: Client) -> None:
    proposal = proposed()
    path = f"{QUEUE}{proposal.pk}/teruggeven/"
    for said, told in (({}, "Schrijf kort waarom"), ({"note": "x" * 281}, "Dat zijn 281 tekens")):
        answer = browser.post(path, said)
        assert (answer.status_code, told in answer.content.decode()) == (422, True)
    answer = browser.post(path, {"note": f"  {NOTE} \n"})
    assert f"is terug bij {proposal.organisation.name}" in browser.get(answer["Location"]).content.decode()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.note) == (Proposal.State.RETURNED, NOTE)
    assert f"Jullie schreven: {NOTE}" in browser.get(f"{QUEUE}?stapel=teruggegeven").content.decode()


def test_keeping_for_later_and_undoing_it(browser: Client) -> None:
    proposal = proposed()
    answer = browser.post(f"{QUEUE}{proposal.pk}/bewaren/")
    html = browser.get(answer["Location"]).content.decode()
    assert ("is bewaard voor later" in html, "Maak ongedaan" in html) == (True, True)
    assert (headings(browser), headings(browser, "later")) == ([], ["Lekker weer, hè?"])
    answer = browser.post(f"{QUEUE}{proposal.pk}/terugzetten/")
    assert "wacht weer" in browser.get(answer["Location"]).content.decode()
    assert headings(browser) == ["Lekker weer, hè?"]


def test_what_is_kept_for_later_can_still_come_in_the_library(browser: Client) -> None:
    proposal = proposed()
    archive_proposal(pk=proposal.pk, by=make_staff(), now=AT_NOON)
    browser.post(f"{QUEUE}{proposal.pk}/", typed())
    assert Idea.objects.filter(credit__gt="").count() == 1


def test_a_colleague_was_ahead(browser: Client) -> None:
    proposal = proposed()
    return_proposal(pk=proposal.pk, by=make_staff(), note=NOTE, now=AT_NOON)
    for path, said in ((f"{QUEUE}{proposal.pk}/", typed()), (f"{QUEUE}{proposal.pk}/bewaren/", {})):
        html = browser.get(browser.post(path, said)["Location"]).content.decode()
        assert "Een collega was je net voor." in html
    assert Idea.objects.filter(credit__gt="").count() == 0
    for path in (f"{QUEUE}{proposal.pk}/", f"{QUEUE}{proposal.pk}/teruggeven/"):
        assert "Hierover is al besloten." in browser.get(path).content.decode()


def test_what_is_in_the_library_is_not_given_back(browser: Client) -> None:
    proposal = proposed()
    promote_proposal(pk=proposal.pk, by=make_staff(), place=place(), texts=TEXTS, english={}, now=AT_NOON)
    for verb in ("teruggeven", "bewaren", "terugzetten"):
        answer = browser.post(f"{QUEUE}{proposal.pk}/{verb}/", {"note": NOTE})
        assert answer["Location"] == f"{QUEUE}?klaar={proposal.pk}&al=ja"
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.PROMOTED


@pytest.mark.parametrize("verb", ["", "teruggeven/", "bewaren/", "terugzetten/"])
def test_what_was_taken_back_or_put_away_meanwhile_is_told_kindly(verb: str, browser: Client) -> None:
    proposal, own = proposed(), proposed_idea()
    assert proposal.contribution is not None
    assert own.idea is not None
    pk = proposal.pk
    withdraw_contribution(contribution=proposal.contribution)
    archive_own_idea(idea=own.idea, organisation=own.organisation, archived=True, now=AT_NOON)
    assert headings(browser) == []
    gone = [pk, own.pk] if verb in ("", "teruggeven/") else [pk]
    for one in gone:
        answer = browser.post(f"{QUEUE}{one}/{verb}", typed(note=NOTE))
        assert answer["Location"] == f"{QUEUE}?weg=ja"
        assert "Dat voorstel is er niet meer." in browser.get(answer["Location"]).content.decode()
    assert Idea.objects.filter(credit__gt="").count() == 0


@pytest.mark.parametrize("pile", ["wacht", "later", "bibliotheek", "teruggegeven"])
def test_an_empty_pile_teaches(pile: str, browser: Client) -> None:
    assert 'class="empty card"' in browser.get(f"{QUEUE}?stapel={pile}").content.decode()


@pytest.mark.parametrize("odd", ["stapel=alles", "stapel=%00"])
def test_a_pile_that_is_not_there(odd: str, browser: Client) -> None:
    assert browser.get(f"{QUEUE}?{odd}").status_code == 404


@pytest.mark.parametrize(
    "odd", ["pagina=abc", "pagina=0", f"pagina={'9' * 5000}", f"klaar={'9' * 30}", "klaar=²"]
)
def test_numbers_that_are_none_are_the_beginning(odd: str, browser: Client) -> None:
    context = browser.get(f"{QUEUE}?{odd}").context
    assert (context["proposed"].number, context["done"]) == (1, None)


def test_a_long_pile_goes_page_by_page(browser: Client) -> None:
    organisation = make_organisation()
    for number in range(22):
        proposed(organisation, f"tekst {number}")
    pages = [browser.get(f"{QUEUE}?pagina={page}").context["proposed"] for page in (1, 2)]
    assert [len(page.rows) for page in pages] == [20, 2]


def test_for_a_municipality_the_queue_does_not_exist(beheer_face: Client) -> None:
    proposal = proposed()
    # whatever role somebody has there
    beheer_face.force_login(make_staff(organisation=proposal.organisation, role=Role.EDITORIAL))
    queue = f"/beheer/{proposal.organisation.slug}/voorstellen/"
    for path in (queue, f"{queue}{proposal.pk}/", f"{queue}{proposal.pk}/teruggeven/"):
        assert beheer_face.get(path).status_code == 404
    for verb in ("", "teruggeven/", "bewaren/", "terugzetten/"):
        assert beheer_face.post(f"{queue}{proposal.pk}/{verb}", typed(note=NOTE)).status_code == 404
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.WAITING


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MANAGER, Role.EDITOR, Role.VIEWER])
def test_who_does_not_edit_the_library_decides_nothing(
    role: Role, beheer_face: Client, institute: Organisation
) -> None:
    proposal = proposed()
    beheer_face.force_login(make_staff(organisation=institute, role=role))
    for verb in ("", "teruggeven/", "bewaren/", "terugzetten/"):
        assert beheer_face.post(f"{QUEUE}{proposal.pk}/{verb}", typed(note=NOTE)).status_code == 403
    assert beheer_face.get(QUEUE).status_code == 403


@pytest.mark.parametrize("count", [1, 15])
def test_it_asks_the_same_however_many(
    count: int, browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        one, _other = proposed(), proposed_idea()
    # session, user, membership, the pile, its words, how many wait, what was decided with its words
    with django_assert_num_queries(7):
        browser.get(f"{QUEUE}?klaar={one.pk}")
    with django_assert_num_queries(5):  # session, user, membership, the proposal, the places
        browser.get(f"{QUEUE}{one.pk}/")


def test_the_history_tells_each_its_own_part(browser: Client, institute: Organisation) -> None:
    proposal: Any = proposed(make_organisation())
    browser.post(f"{QUEUE}{proposal.pk}/bewaren/")
    (event,) = proposal.events.filter(pgh_label="update")
    assert event.pgh_context["organisation"] == institute.pk
    manager = make_staff(organisation=institute, role=Role.MANAGER)
    manager.memberships.create(organisation=proposal.organisation, role=Role.MANAGER)
    browser.force_login(manager)
    html = browser.get(f"/beheer/{institute.slug}/geschiedenis/").content.decode()
    assert "Een bijdrage van een deelnemer" in html
    assert "bewaard voor later" in html
    html = browser.get(f"/beheer/{proposal.organisation.slug}/geschiedenis/").content.decode()
    assert "voorgesteld aan Movisie" in html
    assert "bewaard voor later" not in html
