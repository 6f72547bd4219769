"""The officer's pile of offered texts: read, put on the page or given back, and undone."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.permissions import Role
from challenges.models import Campaign, Contribution
from challenges.services.contributions import withdraw_contribution
from tests.factories import AT_NOON, TODAY, make_campaign, make_staff

pytestmark = pytest.mark.django_db
STATUS = Contribution.Status


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign(length=1)


@pytest.fixture
def browser(beheer_face: Client, campaign: Campaign) -> Client:
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=Role.EDITOR))
    return beheer_face


def offered(campaign: Campaign, text: str = "Lekker weer, hè?", kind: str = "quote") -> Contribution:
    return Contribution.objects.create(campaign=campaign, kind=kind, text=text, offered_on=TODAY)


def base(campaign: Campaign) -> str:
    return f"/beheer/{campaign.organisation.slug}/bijdragen/"


def of_campaign(campaign: Campaign) -> str:
    return f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/bijdragen/"


def texts(browser: Client, path: str) -> list[str]:
    return [row.contribution.text for row in browser.get(path).context["offered"]]


def test_what_waits_longest_comes_first_and_one_campaign_can_be_seen_alone(
    browser: Client, campaign: Campaign
) -> None:
    second = make_campaign(organisation=campaign.organisation, length=1)
    for one, text in ((campaign, "eerste"), (second, "tweede"), (campaign, "derde")):
        offered(one, text)
    offered(make_campaign(length=1), "van een ander")
    assert texts(browser, base(campaign)) == ["eerste", "tweede", "derde"]
    assert texts(browser, of_campaign(campaign)) == ["eerste", "derde"]
    assert browser.get(base(campaign)).context["waiting"] == 3


def test_what_may_lead_to_somebody_is_marked_and_nothing_is_run(browser: Client, campaign: Campaign) -> None:
    offered(campaign, "Bel <b>Jan Smit</b> op 06 12345678")
    html = browser.get(base(campaign)).content.decode()
    assert re.findall(r"<mark>(.*?)</mark>", html) == ["Jan Smit", "06 12345678"]
    assert "‘06 12345678’ lijkt op een telefoonnummer." in html
    assert "&lt;b&gt;" in html


def test_putting_on_the_page_and_taking_off_again(browser: Client, campaign: Campaign) -> None:
    one = offered(campaign)
    answer = browser.post(f"{base(campaign)}{one.pk}/plaatsen/", {"alleen": campaign.slug})
    assert (answer.status_code, answer["Location"]) == (302, f"{of_campaign(campaign)}?klaar={one.pk}")
    html = browser.get(answer["Location"]).content.decode()
    assert "staat op de pagina." in html
    assert "Maak ongedaan" in html
    assert texts(browser, f"{base(campaign)}?stapel=geplaatst") == [one.text]
    browser.post(f"{base(campaign)}{one.pk}/terugzetten/")
    assert texts(browser, base(campaign)) == [one.text]


def test_giving_back_asks_why(browser: Client, campaign: Campaign) -> None:
    one = offered(campaign)
    path = f"{base(campaign)}{one.pk}/teruggeven/"
    assert browser.get(path).status_code == 200
    for said, told in (
        ({}, "Kies wat je terugschrijft."),
        ({"reason": "eigen"}, "Schrijf op waarom"),
        ({"reason": "eigen", "words": "x" * 181}, "Dat zijn 181 tekens"),
        ({"reason": "verzonnen"}, "Kies een van deze redenen."),
    ):
        answer = browser.post(path, said)
        assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert "x" * 181 in browser.post(path, {"reason": "eigen", "words": "x" * 181}).content.decode()
    assert browser.post(path, {"reason": "herkenbaar", "words": "De hond ook."}).status_code == 302
    one.refresh_from_db()
    assert (one.status, one.staff_note) == (
        STATUS.RETURNED,
        "Iemand anders is te herkennen. Wil je dat stukje weglaten? De hond ook.",
    )


def test_every_ready_reason_fits_with_words_of_ones_own(browser: Client, campaign: Campaign) -> None:
    for reason in ("gegevens", "herkenbaar", "duidelijker", "staat-er-al", "past-niet"):
        one = offered(campaign)
        answer = browser.post(f"{base(campaign)}{one.pk}/teruggeven/", {"reason": reason, "words": "w" * 180})
        assert answer.status_code == 302


def test_a_colleague_was_ahead(browser: Client, campaign: Campaign) -> None:
    one = offered(campaign)
    Contribution.objects.update(status=STATUS.RETURNED, decided_at=AT_NOON, staff_note="Nee, dank je.")
    answer = browser.post(f"{base(campaign)}{one.pk}/plaatsen/")
    html = browser.get(answer["Location"]).content.decode()
    assert "Een collega was je net voor." in html
    one.refresh_from_db()
    assert one.status == STATUS.RETURNED
    assert "Hierover is al besloten." in browser.get(f"{base(campaign)}{one.pk}/teruggeven/").content.decode()


@pytest.mark.parametrize("verb", ["plaatsen", "teruggeven", "terugzetten"])
def test_what_was_taken_back_meanwhile_is_told_kindly(verb: str, browser: Client, campaign: Campaign) -> None:
    one = offered(campaign)
    pk = one.pk
    withdraw_contribution(contribution=one)
    answer = browser.post(f"{base(campaign)}{pk}/{verb}/", {"reason": "herkenbaar"})
    assert answer["Location"] == f"{base(campaign)}?weg=ja"
    assert "nam hem intussen terug" in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("verb", ["plaatsen", "teruggeven", "terugzetten"])
def test_another_organisations_text_is_not_there(verb: str, browser: Client, campaign: Campaign) -> None:
    other = offered(make_campaign(length=1))
    answer = browser.post(f"{base(campaign)}{other.pk}/{verb}/", {"reason": "herkenbaar"})
    assert answer.status_code == 404
    assert browser.get(f"{base(campaign)}?klaar={other.pk}").context["done"] is None
    other.refresh_from_db()
    assert other.status == STATUS.OFFERED


def test_who_only_looks_along_reads_nothing_unmoderated(beheer_face: Client, campaign: Campaign) -> None:
    one = offered(campaign)
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=Role.VIEWER))
    for path in (base(campaign), of_campaign(campaign), f"{base(campaign)}{one.pk}/teruggeven/"):
        assert beheer_face.get(path).status_code == 403
    for verb in ("plaatsen", "terugzetten"):
        assert beheer_face.post(f"{base(campaign)}{one.pk}/{verb}/").status_code == 403


@pytest.mark.parametrize("pile", ["wacht", "geplaatst", "teruggegeven"])
def test_an_empty_pile_teaches(pile: str, browser: Client, campaign: Campaign) -> None:
    html = browser.get(f"{base(campaign)}?stapel={pile}").content.decode()
    assert 'class="empty card"' in html


@pytest.mark.parametrize("odd", ["stapel=alles", "stapel=%00"])
def test_a_pile_that_is_not_there(odd: str, browser: Client, campaign: Campaign) -> None:
    assert browser.get(f"{base(campaign)}?{odd}").status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        "pagina=abc",
        "pagina=-1",
        "pagina=0",
        "pagina=%C2%B2",
        f"pagina={'9' * 5000}",
        "klaar=x",
        f"klaar={'9' * 30}",
    ],
)
def test_numbers_that_are_none_are_the_beginning(odd: str, browser: Client, campaign: Campaign) -> None:
    offered(campaign)
    context = browser.get(f"{base(campaign)}?{odd}").context
    assert (context["offered"].number, context["done"]) == (1, None)


def test_a_long_pile_goes_page_by_page(browser: Client, campaign: Campaign) -> None:
    for number in range(23):
        offered(campaign, f"tekst {number}")
    assert (len(texts(browser, base(campaign))), len(texts(browser, f"{base(campaign)}?pagina=2"))) == (20, 3)


@pytest.mark.parametrize("count", [1, 15])
def test_it_asks_the_same_however_many(
    count: int, browser: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        offered(make_campaign(organisation=campaign.organisation, length=1))
        one = offered(campaign)
    with django_assert_num_queries(6):  # session, user, membership, the pile, how many wait, what was decided
        browser.get(f"{base(campaign)}?klaar={one.pk}")
    with django_assert_num_queries(7):  # the same for one campaign, with its check in the step bar
        browser.get(of_campaign(campaign))
