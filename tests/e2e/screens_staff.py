"""Pictures of the municipality's desk, for docs/schermen/ and for its manual: `./gedag screens`."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from config.runner import demo_phone
from tests.e2e.conftest import REPO, Stack, Visitor
from tests.e2e.journey import code_from_mail, officer, press, sign_in
from tests.e2e.screens import WIDTHS, keep, shoot

MANUAL = REPO / "docs" / "beheer" / "beelden"
DESK = "/beheer/amsterdam/"
RUNNING, DRAFT = f"{DESK}campagnes/amsterdam/", f"{DESK}campagnes/buren-amsterdam/"
AT_MOST = 1000  # px; a picture of the manual is for recognising a page, not for reading all of it
# The pages that say the same however often they are opened: the name, where, and whether a phone shows them too.
PAGES: tuple[tuple[str, str, bool], ...] = (
    ("overzicht", DESK, True),
    ("campagnes", f"{DESK}campagnes/", True),
    ("nieuwe-campagne", f"{DESK}campagnes/nieuw/", True),
    ("campagne", RUNNING, True),
    ("basis", f"{DRAFT}basis/", False),
    ("teksten", f"{DRAFT}teksten/", True),
    ("uitstraling-kiezen", f"{DRAFT}uitstraling/", False),
    ("dagen", f"{RUNNING}dagen/", True),
    ("dagen-concept", f"{DRAFT}dagen/", False),
    ("dagen-voorstel", f"{DRAFT}dagen/vullen/?zaad=1", True),
    ("dag", f"{DRAFT}dagen/11/", True),
    ("berichten", f"{DRAFT}berichten/", False),
    ("contact", f"{DRAFT}contact/", False),
    ("controle", f"{DRAFT}controle/", True),
    ("controle-gepubliceerd", f"{RUNNING}controle/", False),
    ("pauzeren", f"{RUNNING}pauzeren/", False),
    ("ideeen", f"{DESK}ideeen/", True),
    ("idee-nieuw", f"{DESK}ideeen/nieuw/", False),
    ("uitstralingen", f"{DESK}uitstraling/", True),
    ("bereik", f"{RUNNING}bereik/", True),
    ("bijdragen", f"{DESK}bijdragen/", True),
    ("logboek", f"{RUNNING}logboek/", True),
    ("geschiedenis", f"{DESK}geschiedenis/", True),
    ("medewerkers", f"{DESK}medewerkers/", True),
    ("logboek-schrijven", f"{RUNNING}logboek/halverwege/", False),
    ("uitnodigen", f"{DESK}medewerkers/uitnodigen/", False),
    ("handleiding", "/handleiding/campagne-loopt/", True),
)
# Those of them that the manual shows: what a picture is called there, and the part that it is about.
IN_MANUAL = {
    "overzicht": ("overzicht", "main"),
    "nieuwe-campagne": ("nieuwe-campagne", "main form"),
    "teksten": ("teksten", "main"),
    "dagen-concept": ("dagen", "main"),
    "dag": ("dag", "main"),
    "controle": ("controle", "main"),
    "bereik": ("bereik", "main"),
    "bijdragen": ("bijdragen", "main"),
    "logboek": ("logboek", "main"),
    "medewerkers": ("medewerkers", "main"),
    "geschiedenis": ("geschiedenis", "main"),
}


def manual_picture(page: Page, name: str, part: str = "main", at_most: int = AT_MOST) -> None:
    """One picture of the manual: what is in the page, or one part of it, without the bar above."""
    size = page.viewport_size
    assert size is not None
    page.wait_for_timeout(1200)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    box = page.locator(part).bounding_box()
    assert box is not None
    shot = page.screenshot(
        clip={"x": box["x"], "y": box["y"], "width": box["width"], "height": min(box["height"], at_most)}
    )
    keep(shot, MANUAL / f"{name}.png")
    page.set_viewport_size(size)


@pytest.fixture(scope="module")
def desk(stack: Stack, browser: Browser) -> Any:
    """What the browser of a signed-in officer keeps; the code of a phone counts once, so this is done once."""
    context = browser.new_context(locale="nl-NL")
    sign_in(context.new_page(), stack, officer(stack))
    kept = context.storage_state()
    context.close()
    return kept


@pytest.mark.parametrize("width", WIDTHS)
def test_coming_in(stack: Stack, visit: Callable[..., Visitor], width: int) -> None:
    page, address = visit(viewport={"width": width, "height": WIDTHS[width]}).page, officer(stack)
    page.goto(f"{stack.beheer}/")
    shoot(page, "beheer-inloggen")
    before = len(stack.mails())
    page.get_by_label("E-mail").fill(address)
    press(page, "Stuur mij een code")
    shoot(page, "beheer-inloggen-code")
    page.get_by_label("Code").fill(code_from_mail(stack, address, after=before))
    press(page, "Log in")
    expect(page.get_by_label("Code uit je app")).to_be_visible()
    shoot(page, "beheer-inloggen-tweede-stap")
    page.goto(stack.mail_page)
    shoot(page, "postvakje")


def test_somebody_new(stack: Stack, desk: Any, visit: Callable[..., Visitor]) -> None:
    """One colleague is invited and connects a phone, another has not answered yet."""
    officers = visit(viewport={"width": 1280, "height": 900}, storage_state=desk).page
    for name, address in (("Fatma El Idrissi", "fatma"), ("Bart Visser", "bart")):
        officers.goto(f"{stack.beheer}{DESK}medewerkers/uitnodigen/")
        officers.get_by_label("Naam").fill(name)
        officers.get_by_label("Werkadres").fill(f"{address}@amsterdam.example")
        officers.get_by_label("Redacteur").check(force=True)
        press(officers, "Stuur de uitnodiging")
        expect(officers.get_by_text(f"{address}@amsterdam.example")).to_be_visible()
    link = link_to(stack, officers, "fatma@amsterdam.example")
    for width in WIDTHS:
        page = visit(viewport={"width": width, "height": WIDTHS[width]}).page
        page.goto(link)
        if width == 360:
            shoot(page, "beheer-uitgenodigd")
            press(page, "Ja, ik doe mee")
        else:
            page.goto(f"{stack.beheer}/inloggen/")
            page.get_by_label("E-mail").fill("fatma@amsterdam.example")
        before = len(stack.mails())
        press(page, "Stuur mij een code")
        page.get_by_label("Code").fill(code_from_mail(stack, "fatma@amsterdam.example", after=before))
        press(page, "Log in")
        expect(page.get_by_role("heading", name="Koppel je telefoon")).to_be_visible()
        shoot(page, "beheer-telefoon-koppelen")
    manual_picture(page, "telefoon-koppelen", ".setup")
    key = page.locator(".setup__key").inner_text()
    page.get_by_label("Code uit je app").fill(demo_phone.code_at(key, time.time()))
    press(page, "Koppel mijn telefoon")
    expect(page.locator(".spare-codes li")).to_have_count(10)
    shoot(page, "beheer-noodcodes")


def link_to(stack: Stack, page: Page, address: str) -> str:
    """The link in the invitation, that a worker mails just after the page."""
    for _ in range(150):
        found = [mail for mail in stack.mails() if address in str(mail["to"])]
        if found:
            return str(found[-1]["links"][0])
        page.wait_for_timeout(200)
    raise AssertionError("no invitation arrived")


def test_what_an_officer_makes(stack: Stack, desk: Any, visit: Callable[..., Visitor]) -> None:
    page = visit(viewport={"width": 1280, "height": 900}, storage_state=desk).page
    page.goto(f"{stack.beheer}{DRAFT}teksten/")
    page.get_by_label("Kop", exact=True).fill("Zeg eens hoi.")
    page.get_by_role("button", name="Bewaar en ga naar").click()
    page.wait_for_load_state()

    page.goto(f"{stack.beheer}{DESK}ideeen/nieuw/")
    page.get_by_label("iets om te zeggen").check(force=True)
    page.get_by_label("Titel", exact=True).fill("Vraag op de markt wat vandaag het lekkerst is")
    press(page, "Bewaar het idee")
    shoot(page, "beheer-idee-onaf")
    for name in ("domain", "step", "act", "counterpart"):
        page.locator(f"input[name={name}]").nth(1).check(force=True)
    page.get_by_label("Wat doe je precies?").fill(
        "Loop langs een kraam en vraag wat vandaag het lekkerst is."
    )
    page.get_by_label("Wat zeg je?").fill("Wat is vandaag het lekkerst?")
    page.get_by_label("Waarom werkt het?").fill("Wie iets verkoopt, vertelt er graag over.")
    press(page, "Bewaar het idee")
    expect(page.get_by_role("heading", name="Eigen ideeën")).to_be_visible()

    page.goto(f"{stack.beheer}{DESK}uitstraling/")
    page.locator("#nieuw").get_by_label("Naam").fill("Gemeente in het geel")
    press(page, "Maak de uitstraling")
    page.get_by_label("Tekst op de knop", exact=True).fill("#ffffff")
    page.get_by_label("Knop", exact=True).fill("#e8a33d")
    press(page, "Bekijk")
    expect(page.get_by_role("button", name=re.compile("Neem het voorstel over")).first).to_be_visible()
    shoot(page, "beheer-uitstraling")
    manual_picture(page, "uitstraling", at_most=1400)
    page.set_viewport_size({"width": 360, "height": 740})
    shoot(page, "beheer-uitstraling")
    page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(f"{stack.beheer}{DESK}bijdragen/")
    card = page.locator("li.card").filter(has_text="Fatma Yilmaz")
    card.get_by_role("link", name="Geef terug met een briefje").click()
    shoot(page, "beheer-bijdrage-teruggeven")

    page.goto(f"{stack.beheer}{RUNNING}bericht/")
    shoot(page, "beheer-bericht-schrijven")
    page.get_by_label("Onderwerp").fill("Zaterdag koffie op het plein")
    page.get_by_label("Bericht", exact=True).fill(
        "Zaterdag vanaf tien uur staat er koffie op het Mosplein.\n\nKom je ook? Alleen even zwaaien mag."
    )
    press(page, "Bekijk het eerst")
    expect(page.frame_locator("iframe").get_by_text("Kom je ook?")).to_be_visible()
    shoot(page, "beheer-bericht")
    manual_picture(page, "bericht")
    page.set_viewport_size({"width": 360, "height": 740})
    shoot(page, "beheer-bericht")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page(stack: Stack, desk: Any, visit: Callable[..., Visitor], width: int) -> None:
    page = visit(viewport={"width": width, "height": WIDTHS[width]}, storage_state=desk).page
    for name, path, on_a_phone in PAGES:
        if width == 360 and not on_a_phone:
            continue
        answer = page.goto(stack.beheer + path)
        assert answer is not None
        assert answer.status == 200, path
        shoot(page, f"beheer-{name}")
        if width == 1280 and name in IN_MANUAL:
            manual_picture(page, *IN_MANUAL[name])
