"""One person does one challenge: join, predict, log, find it in the diary. With and without script."""

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import join, press

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_join_predict_log_diary(stack: Stack, visit: Callable[..., Visitor], script: bool) -> None:
    visitor = visit(script=script)
    page = visitor.page
    check = visitor.axe if script else lambda: None

    page.goto(f"{stack.deelnemer}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check()
    join(visitor, stack)
    check()
    press(page, "Ik ga het proberen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("10 mensen")
    check()
    page.get_by_label("4 van de 10").check(force=True)
    press(page, "Dit denk ik")
    expect(page.get_by_role("heading", name="Hoe ongemakkelijk gaat het voelen?")).to_be_visible()
    check()
    page.get_by_label("7", exact=True).check(force=True)
    press(page, "Dit denk ik")
    expect(page.get_by_text("4 van de 10")).to_be_visible()
    check()
    press(page, "Gelukt")
    expect(page.get_by_text("Je poging staat erin.")).to_be_visible()
    check()
    page.get_by_label("positief", exact=True).check(force=True)
    press(page, "Verder")
    for question, answer in (
        ("Hoe ongemakkelijk was het?", "3"),
        ("Hoe leuk was het?", "8"),
        ("Hoe zit je nu in je vel?", "7"),
    ):
        expect(page.get_by_role("heading", name=question)).to_be_visible()
        check()
        page.get_by_label(answer, exact=True).check(force=True)
        press(page, "Verder")
    expect(page.get_by_text("Jij dacht", exact=True)).to_be_visible()
    expect(page.get_by_text("Wist je dat?")).to_be_visible()
    check()
    page.get_by_role("link", name="Schrijf erbij").click()
    check()
    page.get_by_label("Wat wil je onthouden?").fill("Zij lachte terug.\n<script>alert(1)</script>")
    press(page, "Bewaar")
    expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()
    page.get_by_role("link", name="Klaar").click()
    expect(page.get_by_text("jij dacht 4 van de 10")).to_be_visible()
    check()
    visitor.reflows()


def test_double_tap_on_done_keeps_one_moment(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    join(visitor, stack, campaign="enschede")
    page.get_by_role("button", name="Al gedaan").dblclick()
    expect(page.get_by_role("heading", name="Hoe reageerde de ander?")).to_be_visible()
    page.goto(f"{stack.deelnemer}/dagboek/")
    expect(page.locator(".moment")).to_have_count(1)


def test_two_tabs_on_the_same_challenge_keep_one_moment(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    join(visitor, stack)
    other = visitor.context.new_page()
    other.goto(f"{stack.deelnemer}/vandaag/")
    press(visitor.page, "Ik ga het proberen")
    press(other, "Al gedaan")
    expect(other.get_by_role("heading", name="Hoe reageerde de ander?")).to_be_visible()
    visitor.page.goto(f"{stack.deelnemer}/dagboek/")
    expect(visitor.page.locator(".moment")).to_have_count(1)


def test_not_today_is_fine_and_the_barrier_is_answered(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    join(visitor, stack)
    page.get_by_role("link", name="Vandaag niet").click()
    visitor.axe()
    page.get_by_label("Ik had het te druk").check(force=True)
    press(page, "Bewaar")
    expect(page.get_by_role("heading", name="Hoe zit je nu in je vel?")).to_be_visible()
    visitor.axe()
    page.get_by_role("link", name="Sla over").click()
    expect(page.get_by_text("tien tellen")).to_be_visible()
    visitor.axe()
    press(page, "Toch gedaan")
    expect(page.get_by_role("heading", name="Hoe reageerde de ander?")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_another_step_gives_another_challenge(
    stack: Stack, visit: Callable[..., Visitor], script: bool
) -> None:
    visitor = visit(script=script)
    page = visitor.page
    join(visitor, stack)
    before = page.get_by_role("heading", level=1).inner_text()
    page.get_by_text("Vandaag liever een andere stap?").click()
    page.get_by_label("praatje", exact=True).check(force=True)
    press(page, "Toon deze stap")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
    expect(page.get_by_text("een praatje")).to_be_visible()


def test_erase_everything_forgets_the_participant_and_this_browser(
    stack: Stack, visit: Callable[..., Visitor]
) -> None:
    visitor = visit()
    page = visitor.page
    join(visitor, stack)
    press(page, "Al gedaan")
    page.get_by_role("link", name="Genoeg zo").click()
    page.get_by_role("link", name="Schrijf erbij").click()
    page.get_by_label("Wat wil je onthouden?").fill("kanarie-5c1d")
    press(page, "Bewaar")
    expect(page.get_by_text("kanarie-5c1d")).to_be_visible()
    assert stack.holds("kanarie-5c1d") == []  # sealed
    page.goto(f"{stack.deelnemer}/van-mij/gegevens/")
    page.get_by_role("link", name="Stop en wis alles").click()
    visitor.axe()
    press(page, "Ja, wis alles")
    expect(page.get_by_text("Alles is gewist.")).to_be_visible()
    assert stack.holds("kanarie-5c1d") == []
    assert "deelname" not in [cookie["name"] for cookie in visitor.context.cookies()]
    page.goto(f"{stack.deelnemer}/dagboek/")
    expect(page.get_by_text("Dit toestel kennen we nog niet.")).to_be_visible()


def test_too_long_note_says_so_and_keeps_the_text(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    join(visitor, stack)
    press(page, "Al gedaan")
    page.get_by_role("link", name="Genoeg zo").click()
    page.get_by_role("link", name="Schrijf erbij").click()
    page.get_by_label("Wat wil je onthouden?").evaluate("field => field.removeAttribute('maxlength')")
    page.get_by_label("Wat wil je onthouden?").fill("a" * 1200)
    press(page, "Bewaar")
    expect(page.get_by_text("Je notitie is te lang: 1200 tekens.")).to_be_visible()
    expect(page.get_by_label("Wat wil je onthouden?")).to_have_value("a" * 1200)
    visitor.axe()


def test_look_around_without_consent_keeps_nothing(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    page.goto(f"{stack.deelnemer}/amsterdam/rondkijken/")
    expect(page.get_by_text("We bewaren niets.")).to_be_visible()
    visitor.axe()
    page.get_by_label("praatje", exact=True).check(force=True)
    press(page, "Toon deze stap")
    expect(page).to_have_url(f"{stack.deelnemer}/amsterdam/rondkijken/?stap=praatje")
    assert [cookie["name"] for cookie in visitor.context.cookies()] in ([], ["deelnemer-csrf"])


def test_start_link_opens_the_diary_on_another_device(stack: Stack, visit: Callable[..., Visitor]) -> None:
    phone, computer = visit(), visit(viewport={"width": 1280, "height": 900})
    join(phone, stack)
    press(phone.page, "Al gedaan")
    phone.page.goto(f"{stack.deelnemer}/van-mij/terugkomen/")
    phone.axe()
    press(phone.page, "Maak mijn startlink")
    link = phone.page.locator(".startlink a").get_attribute("href")
    assert link is not None
    for method in ("HEAD", "GET", "GET"):  # what a mail scanner does
        with urllib.request.urlopen(urllib.request.Request(link, method=method), timeout=5) as answer:
            assert answer.headers.get("Set-Cookie", "").find("deelname") == -1
    computer.page.goto(link)
    computer.axe()
    press(computer.page, "Verder op dit toestel")
    computer.page.goto(f"{stack.deelnemer}/dagboek/")
    expect(computer.page.locator(".moment")).to_have_count(1)
    press_again = visit()
    press_again.page.goto(link)
    expect(press_again.page.get_by_role("button", name="Verder op dit toestel")).to_be_visible()


def test_forged_start_link_is_refused_with_advice(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.page.goto(f"{stack.deelnemer}/startlink/{'x' * 43}/")
    expect(visitor.page.get_by_role("heading", name="Deze weg terug werkt niet")).to_be_visible()
    visitor.axe()


@pytest.mark.parametrize("path", ["/bestaat-niet/", "/ideeen/bestaat-niet/", "/wp-login.php"])
def test_unknown_address_is_a_friendly_404(stack: Stack, visit: Callable[..., Visitor], path: str) -> None:
    visitor = visit()
    answer = visitor.page.goto(f"{stack.deelnemer}{path}")
    assert answer is not None
    assert answer.status == 404
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    visitor.axe()


@pytest.mark.parametrize("path", ["/", "/amsterdam/", "/enschede/", "/landelijk/", "/ideeen/", "/hoe-het-werkt/",
                                  "/privacy/", "/toegankelijkheid/", "/voor-gemeenten/"])  # fmt: skip
@pytest.mark.parametrize("width", [320, 1280])
def test_public_page_is_accessible_and_reflows(
    stack: Stack, visit: Callable[..., Visitor], path: str, width: int
) -> None:
    visitor = visit(viewport={"width": width, "height": 800})
    visitor.page.goto(f"{stack.deelnemer}{path}")
    visitor.axe()
    visitor.reflows()


def test_first_visit_fits_in_a_hundred_kilobytes(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    visitor.page.goto(f"{stack.deelnemer}/amsterdam/")
    visitor.page.wait_for_load_state("networkidle")
    assert sum(received) <= 100_000, f"{sum(received)} bytes in {len(received)} files"
