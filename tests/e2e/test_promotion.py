"""From a resident's smoesje to the library of the whole country: offered, put on the page, proposed, rewritten with
credit, and read by somebody who knows none of that. With script and without."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import join, officer, press, sign_in

pytestmark = pytest.mark.e2e
EDITOR = "femke@movisie.example"
DESK_SIZE = {"width": 1280, "height": 900}
both_ways = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def _kept(stack: Stack, browser: Browser, address: str) -> Any:
    """What the browser of somebody signed in keeps; the code of a phone counts once, so this is done once."""
    context = browser.new_context(locale="nl-NL")
    sign_in(context.new_page(), stack, address)
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture(scope="module")
def of_municipality(stack: Stack, browser: Browser) -> Any:
    return _kept(stack, browser, officer(stack))


@pytest.fixture(scope="module")
def of_institute(stack: Stack, browser: Browser) -> Any:
    return _kept(stack, browser, EDITOR)


def card(page: Page, text: str) -> Any:
    return page.locator("li.card").filter(has_text=text)


@both_ways
def test_a_smoesje_goes_from_a_resident_to_everybody(
    stack: Stack, visit: Callable[..., Visitor], of_municipality: Any, of_institute: Any, script: bool
) -> None:
    way = "met" if script else "zonder"
    text, title = f"Ga jij ook {way} koek naar huis?", f"Vraag naar {way} koek"

    # a resident gives it, and reads beforehand what may come of it
    resident = visit(script=script)
    join(resident, stack)
    resident.page.goto(f"{stack.deelnemer}/delen/")
    expect(
        resident.page.get_by_text("Dat idee blijft staan, ook als jij je tekst terugneemt.")
    ).to_be_visible()
    resident.page.get_by_label("Jouw tekst").fill(text)
    resident.page.get_by_label("Bij welke plek hoort het?").select_option("winkel")
    press(resident.page, "Bekijk het eerst")
    expect(resident.page.get_by_text("dan blijft dat idee staan.")).to_be_visible()
    press(resident.page, "Ja, deel dit")

    # the municipality puts it on its page and proposes it
    desk = visit(script=script, viewport=DESK_SIZE, storage_state=of_municipality)
    check = desk.axe if script else lambda: None
    page = desk.page
    page.goto(f"{stack.beheer}/beheer/amsterdam/bijdragen/")
    card(page, text).get_by_role("button", name="Zet op de pagina en in de bibliotheek").click()
    expect(page.get_by_role("status")).to_contain_text("staat op de pagina.")
    page.get_by_role("link", name="Op de pagina").click()
    check()
    card(page, text).get_by_role("button", name="Voorstellen aan Movisie").click()
    expect(page.get_by_text("Voorgesteld aan Movisie.")).to_be_visible()
    expect(card(page, text).get_by_text("ligt bij Movisie")).to_be_visible()
    check()

    # the institute reads it, without a name, and makes an idea of it
    institute = visit(script=script, viewport=DESK_SIZE, storage_state=of_institute)
    check = institute.axe if script else lambda: None
    editor = institute.page
    editor.goto(f"{stack.beheer}/beheer/movisie/")
    editor.get_by_role("link", name="Landelijk", exact=True).click()
    expect(editor.get_by_role("heading", name="Buiten Gedag")).to_be_visible()
    check()
    editor.get_by_role("link", name="Voor de bibliotheek", exact=True).click()
    check()
    expect(card(editor, text)).to_contain_text("uit Gemeente Amsterdam")
    card(editor, text).get_by_role("link", name="Maak er een idee van").click()
    check()
    expect(editor.get_by_label("Wat zeg je?")).to_have_value(text)
    press(editor, "Zet in de bibliotheek")
    expect(editor.get_by_text("Geef het idee een titel.")).to_be_visible()
    check()
    editor.get_by_label("Titel", exact=True).fill(title)
    editor.get_by_label("Wat doe je precies?").fill("Vraag bij de bakker waar iemand mee naar huis gaat.")
    editor.get_by_label("Waarom werkt het?").fill("Over koek praat iedereen.")
    press(editor, "Lees eerst mee")
    expect(editor.get_by_role("heading", name="Leest het makkelijk?")).to_be_visible()
    press(editor, "Zet in de bibliotheek")
    expect(editor.get_by_role("status")).to_contain_text(
        "staat in de bibliotheek, met de naam van Gemeente Amsterdam"
    )
    editor.get_by_role("link", name="In de bibliotheek", exact=True).click()
    check()

    # somebody else meets it in the library, with where it came from
    other = visit(script=script)
    other.page.goto(f"{stack.deelnemer}/ideeen/")
    idea = other.page.locator("li.idea").filter(has_text=text)
    expect(idea).to_contain_text("Uit Gemeente Amsterdam")
    if script:
        other.axe()
        other.reflows()
    idea.get_by_role("link", name=text).click()
    expect(other.page.get_by_role("heading", name=title)).to_be_visible()
    expect(other.page.get_by_text("Uit Gemeente Amsterdam")).to_be_visible()
    english = visit(script=script, locale="en-GB")
    english.page.goto(other.page.url)
    expect(english.page.get_by_text("From Gemeente Amsterdam")).to_be_visible()

    # who gave it takes it back: off the page, and the idea stays
    resident.page.goto(f"{stack.deelnemer}/van-mij/gedeeld/")
    card(resident.page, text).get_by_role("button", name="Neem terug").click()
    expect(resident.page.get_by_text(text)).to_have_count(0)
    page.goto(f"{stack.beheer}/beheer/amsterdam/bijdragen/?stapel=voorgesteld")
    expect(page.get_by_text(text)).to_have_count(0)
    other.page.reload()
    expect(other.page.get_by_role("heading", name=title)).to_be_visible()


def test_an_own_idea_comes_back_with_a_note_and_something_without_gedag_is_noted(
    stack: Stack, visit: Callable[..., Visitor], of_municipality: Any, of_institute: Any
) -> None:
    desk = visit(viewport=DESK_SIZE, storage_state=of_municipality)
    page = desk.page
    title = "Vraag op het plein naar de fontein"
    page.goto(f"{stack.beheer}/beheer/amsterdam/ideeen/nieuw/")
    for group, option in (
        ("Is het iets om te zeggen", "iets om te doen"),
        ("Waar gebeurt het", "buurt"),
        ("Hoe groot is de stap", "praatje"),
        ("Wat doe je?", "vragen"),
        ("Met wie", "een onbekende"),
    ):
        chosen = page.get_by_role("group", name=re.compile(f"^{re.escape(group)}"))
        chosen.get_by_role("radio", name=re.compile(f"^{option}")).check(force=True)
    page.get_by_label("Titel", exact=True).fill(title)
    page.get_by_label("Wat doe je precies?").fill("Vraag iemand op het plein wanneer de fontein aangaat.")
    page.get_by_label("Waarom werkt het?").fill("Iedereen wacht erop.")
    press(page, "Bewaar het idee")
    row = page.locator("li.choice").filter(has_text=title)
    row.get_by_role("button", name="Voorstellen aan Movisie").click()
    expect(page.get_by_text("Voorgesteld aan Movisie.")).to_be_visible()
    desk.axe()

    institute = visit(viewport=DESK_SIZE, storage_state=of_institute)
    editor = institute.page
    editor.goto(f"{stack.beheer}/beheer/movisie/voorstellen/")
    card(editor, title).get_by_role("link", name="Geef terug met een briefje").click()
    institute.axe()
    editor.get_by_label("Wat schrijf je terug?").fill("Kan dit ook op een ander plein?")
    editor.get_by_role("button", name=re.compile("^Geef terug aan")).click()
    expect(editor.get_by_role("status")).to_contain_text("is terug bij Gemeente Amsterdam")
    page.reload()
    page.goto(f"{stack.beheer}/beheer/amsterdam/ideeen/")
    expect(page.get_by_text("Movisie schreef jullie: Kan dit ook op een ander plein?")).to_be_visible()
    desk.axe()

    editor.goto(f"{stack.beheer}/beheer/movisie/landelijk/")
    editor.get_by_role("link", name=re.compile("^Schrijf ")).click()
    institute.axe()
    editor.get_by_label("Welke gemeente?").fill("Zutphen")
    editor.get_by_label("Hoe heet het?").fill("Week van het bankje")
    editor.get_by_label("Webadres").fill("https://www.voorbeeld.example/bankje")
    press(editor, "Bewaar")
    expect(editor.get_by_role("heading", name="Week van het bankje")).to_be_visible()
    institute.axe()
    phone = visit(storage_state=of_institute)
    for path in ("landelijk/", "voorstellen/", "landelijk/buiten-gedag/nieuw/"):
        phone.page.goto(f"{stack.beheer}/beheer/movisie/{path}")
        phone.axe()
        phone.reflows()
