"""Coming in on a device that may know a diary already: nothing is merged, replaced or lost without a word."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.models import Contact, Participant
from accounts.services.email_codes import VALID_FOR
from accounts.services.sessions import recognise
from accounts.services.ways_back import make_paper_code, make_start_link
from tests.faces import DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_participant
from tests.outbox import drain_outbox

pytestmark = pytest.mark.django_db
Browser = Callable[[Participant], Client]
ADDRESS, CODE_PAGE = "ik@thuis.example", "/terug/mail/code/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


def with_address(address: str = ADDRESS) -> Participant:
    participant = make_participant()
    Contact.objects.create(participant=participant, address=address, confirmed_at=AT_NOON)
    return participant


def asked(browser: Client, address: str = ADDRESS, **said: str) -> tuple[str, str]:
    """Asks a code; gives where the browser is sent, and the code."""
    response = browser.post("/terug/mail/", {"address": address, **said})
    drain_outbox(AT_NOON)
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", str(mail.outbox[-1].body))
    assert found
    return response["Location"], found[0]


def who(browser: Client) -> Participant | None:
    return recognise(secret=browser.cookies["deelname"].value, now=AT_NOON)


def addresses() -> dict[int, str]:
    return {contact.participant_id: contact.address for contact in Contact.objects.all()}


def test_known_and_unknown_addresses_get_the_same_question(browser_of: Browser) -> None:
    with_address()
    pages = []
    for address in (ADDRESS, "anders@thuis.example"):
        browser = browser_of(make_participant())
        target, _ = asked(browser, address)
        page = browser.get(target).content.decode()
        pages.append(re.sub(r'value="[^"]{20,}"', "", page).replace(address, "…"))
    assert pages[0] == pages[1]
    assert "Op dit toestel staat al een dagboek. Is dat ook van jou?" in pages[0]
    assert "nog geen weg terug" in pages[0]


def test_no_answer_is_no_yes_and_costs_no_code(browser_of: Browser) -> None:
    here, known = make_participant(), with_address()
    browser = browser_of(here)
    target, code = asked(browser)
    response = browser.post(target, {"code": code})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["own"])
    assert code in response.content.decode()
    assert browser.post(target, {"code": code, "own": "nee"})["Location"] == "/vandaag/"
    assert (who(browser), Participant.objects.count()) == (known, 2)


def test_a_yes_brings_the_diary_along(browser_of: Browser) -> None:
    browser, known = browser_of(make_participant()), with_address()
    target, code = asked(browser)
    assert browser.post(target, {"code": code, "own": "ja"})["Location"] == "/vandaag/"
    assert (who(browser), list(Participant.objects.all())) == (known, [known])


@pytest.mark.parametrize(("own", "kept"), [("ja", True), ("nee", False)])
def test_an_unknown_address_is_kept_only_after_a_yes(own: str, kept: bool, browser_of: Browser) -> None:
    here = make_participant()
    browser = browser_of(here)
    target, code = asked(browser)
    response = browser.post(target, {"code": code, "own": own})
    assert response["Location"] == ("/van-mij/terugkomen/" if kept else "/terug/?adres=onbekend")
    assert (who(browser), addresses()) == (here, {here.pk: ADDRESS} if kept else {})
    assert "Bij dit adres staat nog geen dagboek." in browser.get("/terug/?adres=onbekend").content.decode()


def test_asked_on_ones_own_page_the_address_is_for_this_diary(browser_of: Browser) -> None:
    here = make_participant()
    browser = browser_of(here)
    assert 'name="voor" value="mij"' in browser.get("/van-mij/terugkomen/").content.decode()
    target, code = asked(browser, voor="mij")
    page = browser.get(target)
    assert (page.context["joins"], "own" in page.context["form"].fields) == (True, False)
    assert browser.post(target, {"code": code})["Location"] == "/van-mij/terugkomen/"
    assert addresses() == {here.pk: ADDRESS}


@pytest.mark.parametrize(
    ("said", "where"),
    [({}, "/terug/?adres=opnieuw"), ({"voor": "mij"}, "/van-mij/terugkomen/?adres=opnieuw")],
)
def test_who_got_no_mail_finds_what_they_typed_where_they_typed_it(
    said: dict[str, str], where: str, browser_of: Browser
) -> None:
    browser = browser_of(make_participant())
    target, _ = asked(browser, "verkeerd@thuis.example", **said)
    for page in (browser.get(target), browser.post(target, {"code": "fout"})):
        assert re.findall(r'href="([^"]*)">Geen mail gekregen', page.content.decode()) == [where]
    filled = 'value="verkeerd@thuis.example"'
    assert filled in browser.get(where).content.decode()
    assert filled not in browser.get(where.partition("?")[0]).content.decode()
    assert filled not in browser_of(make_participant()).get(where).content.decode()


@pytest.mark.parametrize("known", [False, True])
def test_what_is_wrong_with_an_address_for_this_diary_is_said_on_the_page_that_asked(
    known: bool, browser_of: Browser
) -> None:
    browser = browser_of(with_address() if known else make_participant())
    page = browser.post("/terug/mail/", {"address": "geen adres", "voor": "mij"})
    assert page.status_code == 422
    assert page.templates[0].name == "accounts/come_back.html"
    assert "Dit lijkt geen e-mailadres." in page.content.decode()


@pytest.mark.parametrize("said", [{}, {"voor": "mij"}])
def test_a_proven_address_is_never_replaced_by_another(said: dict[str, str], browser_of: Browser) -> None:
    here = with_address("eigen@thuis.example")
    browser = browser_of(here)
    target, code = asked(browser, **said)
    assert "met een eigen e-mailadres" in browser.get(target).content.decode()
    response = browser.post(target, {"code": code, "own": "ja"})
    assert response["Location"] == "/van-mij/terugkomen/?adres=blijft"
    assert "Je adres bleef zoals het was." in browser.get(response["Location"]).content.decode()
    assert (who(browser), addresses()) == (here, {here.pk: "eigen@thuis.example"})


@pytest.mark.parametrize("own", ["ja", "nee"])
def test_a_double_tap_under_the_code_signs_nobody_out(own: str, browser_of: Browser) -> None:
    known = with_address()
    browser = browser_of(make_participant())
    target, code = asked(browser)
    first = {name: cookie.value for name, cookie in browser.cookies.items()}
    for _ in range(2):  # the browser sends the second before it kept the cookies of the first
        for name, value in first.items():
            browser.cookies[name] = value
        assert browser.post(target, {"code": code, "own": own})["Location"] in (
            "/vandaag/",
            "/van-mij/terugkomen/",
        )
        assert who(browser) == known


def test_a_code_that_is_over_is_said(deelnemer_face: Client, clock: time_machine.Traveller) -> None:
    with_address()
    target, code = asked(deelnemer_face)
    clock.shift(VALID_FOR)
    response = deelnemer_face.post(target, {"code": code})
    assert response["Location"] == "/terug/?code=verlopen"
    assert "Deze code werkt niet meer." in deelnemer_face.get(response["Location"]).content.decode()


def test_a_code_for_this_diary_that_is_over_is_said_where_it_was_asked(
    browser_of: Browser, clock: time_machine.Traveller
) -> None:
    browser = browser_of(make_participant())
    target, code = asked(browser, voor="mij")
    clock.shift(VALID_FOR)
    response = browser.post(target, {"code": code})
    assert response["Location"] == "/van-mij/terugkomen/?code=verlopen"
    assert "Deze code werkt niet meer." in browser.get(response["Location"]).content.decode()


def test_signing_out_ends_the_codes_of_this_browser(browser_of: Browser) -> None:
    browser = browser_of(with_address())
    _, code = asked(browser)
    before = browser.cookies["terug"].value
    browser.post("/van-mij/uitloggen/")
    assert browser.cookies["terug"].value == ""
    browser.cookies["terug"] = before
    assert browser.post(CODE_PAGE, {"code": code})["Location"] == "/terug/?code=verlopen"


def ways_in() -> list[Callable[[Participant], tuple[str, dict[str, str]]]]:
    return [
        lambda there: (f"/startlink/{make_start_link(participant=there, now=AT_NOON)}/", {}),
        lambda there: ("/terug/code/", {"code": make_paper_code(participant=there, now=AT_NOON)}),
    ]


@pytest.mark.parametrize("way_in", ways_in())
@pytest.mark.parametrize("along", [True, False])
def test_the_diary_of_this_device_comes_along_with_a_button_of_its_own(
    way_in: Callable[[Participant], tuple[str, dict[str, str]]], along: bool, browser_of: Browser
) -> None:
    here, there = make_participant(), make_participant()
    path, said = way_in(there)
    browser = browser_of(here)
    first = browser.cookies["deelname"].value
    for _ in range(2):
        browser.cookies["deelname"] = first
        assert browser.post(path, said | ({"mee": "ja"} if along else {}))["Location"] == "/vandaag/"
        assert who(browser) == there
    assert Participant.objects.filter(pk=here.pk).exists() is not along


def test_a_diary_without_way_back_is_not_left_behind_unsaid(browser_of: Browser) -> None:
    there = make_participant()
    path = f"/startlink/{make_start_link(participant=there, now=AT_NOON)}/"
    without, reachable, addressed = make_participant(), make_participant(), with_address()
    make_paper_code(participant=reachable, now=AT_NOON)
    pages = [browser_of(here).get(path).content.decode() for here in (without, reachable, addressed)]
    assert ["Maak eerst een weg terug" in page for page in pages] == [True, False, False]
    assert ['name="mee"' in page for page in pages] == [True, True, False]
    assert 'name="mee"' not in FaceClient(DEELNEMER).get(path).content.decode()
    browser = browser_of(addressed)
    browser.post(path, {"mee": "ja"})
    assert (who(browser), Participant.objects.filter(pk=addressed.pk).exists()) == (there, True)
