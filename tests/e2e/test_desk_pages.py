"""Every page of the desk, wide and narrow: nothing that WCAG 2.2 AA forbids, and nothing that sticks out sideways."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import press

pytestmark = pytest.mark.e2e
WIDTHS, HEIGHT = (1280, 360), 900
OF_PLACES_AND_COLOURS = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block")
HERE = "/beheer/amsterdam/"
RUNS, DRAFT = f"{HERE}campagnes/amsterdam/", f"{HERE}campagnes/buren-amsterdam/"
PAGES = [
    "/beheer/",
    HERE,
    f"{HERE}campagnes/",
    f"{HERE}campagnes/nieuw/",
    f"{HERE}campagnes/nieuw/?van=kopie:amsterdam",
    *(f"{DRAFT}{step}/" for step in ("basis", "teksten", "uitstraling", "berichten", "contact", "controle")),
    f"{DRAFT}dagen/",
    f"{DRAFT}dagen/2/?stap=zin",
    f"{DRAFT}dagen/13/",
    f"{DRAFT}dagen/vullen/?zaad=1&wat=alles",
    f"{DRAFT}dagen/kopieer/?week=1&naar=2",
    f"{DRAFT}archiveren/",
    f"{DRAFT}bereik/",
    f"{DRAFT}bericht/",
    f"{DRAFT}logboek/",
    RUNS,
    f"{RUNS}basis/",
    f"{RUNS}teksten/",
    f"{RUNS}controle/",
    f"{RUNS}dagen/",
    f"{RUNS}dagen/1/",
    f"{RUNS}pauzeren/",
    f"{RUNS}afsluiten/",
    f"{RUNS}bereik/",
    f"{RUNS}bericht/",
    f"{RUNS}bijdragen/",
    f"{RUNS}logboek/",
    f"{RUNS}logboek/start/",
    f"{HERE}bijdragen/",
    f"{HERE}bijdragen/?stapel=geplaatst",
    f"{HERE}ideeen/",
    f"{HERE}ideeen/nieuw/",
    f"{HERE}uitstraling/",
    f"{HERE}uitstraling/gedag/",
    f"{HERE}medewerkers/",
    f"{HERE}medewerkers/uitnodigen/",
    f"{HERE}medewerkers/ik-stop-hier/",
    f"{HERE}geschiedenis/",
    *(f"/handleiding/{chapter}/" for chapter in ("campagne-maken", "dagen")),
    "/inloggen/mijn-account/",
]
# Pages behind a number of their own: the page that leads there, and its link.
BEHIND = [
    (f"{HERE}medewerkers/", "Wijzig Yusuf Demir"),
    (f"{RUNS}bijdragen/", "Geef terug met een briefje"),
]


class Walk:
    """Goes along pages and notes what is wrong, so that one run tells all of it."""

    def __init__(self, visitor: Visitor, stack: Stack) -> None:
        self.visitor, self.page, self.stack = visitor, visitor.page, stack
        self.found: list[str] = []

    def to(self, path: str) -> None:
        answer = self.page.goto(self.stack.beheer + path)
        if answer is None or answer.status != 200:
            self.found.append(f"{path}: {answer and answer.status}")
        else:
            self.look()

    def look(self, *, besides: str = "") -> None:
        """At every width. What is the same elements at another width has the same names, roles and order: there only
        the rules that look at places and colours can find something else."""
        before: list[int] = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self.page.wait_for_load_state()
            shown = self.visitor.shown()
            rules = OF_PLACES_AND_COLOURS if shown == before else ()
            before = shown
            for check in (partial(self.visitor.axe, besides=besides, rules=rules), self.visitor.reflows):
                try:
                    check()
                except AssertionError as error:
                    self.found.append(f"at {width}: {error}")


def test_every_page_of_the_desk(stack: Stack, visit: Callable[..., Visitor], officer_state: Any) -> None:
    visitor = visit(viewport={"width": WIDTHS[-1], "height": HEIGHT}, storage_state=officer_state)
    walk, page = Walk(visitor, stack), visitor.page
    for path in PAGES:
        walk.to(path)
    for path, link in BEHIND:
        page.goto(stack.beheer + path)
        page.get_by_role("link", name=link).first.click()
        page.wait_for_url(lambda url, path=path: not url.endswith(path))  # type: ignore[misc]
        walk.look()
    own_look(walk)
    faulty_idea(walk)
    broadcast(walk)
    assert walk.found == [], "\n".join(walk.found)


def own_look(walk: Walk) -> None:
    """A look of one's own: just made, with colours that are too near each other, and what is brought along for it."""
    page = walk.page
    page.goto(f"{walk.stack.beheer}{HERE}uitstraling/")
    page.get_by_label("Naam", exact=True).fill("Proef")
    press(page, "Maak de uitstraling")
    page.wait_for_url(re.compile("klaar=gemaakt"))
    path = page.url.removeprefix(walk.stack.beheer).partition("?")[0]
    walk.look()
    for label in ("Links", "Tekst op de poster"):
        page.get_by_label(label, exact=True).fill("#e8d48a")
    press(page, "Bekijk")
    page.get_by_role("button", name="Neem alle voorstellen over").wait_for()
    walk.look(besides=".look--proef")  # it shows the colours that the page says cannot be read
    walk.to(f"{path}overnemen/")
    page.get_by_label("Of plak de inhoud").fill(":root { --utrecht-link-color: #063a42 }")
    press(page, "Kijk wat erin zit")
    page.get_by_role("heading", name=re.compile("gevonden$")).wait_for()
    walk.look()
    walk.to(f"{path}logo/")


def faulty_idea(walk: Walk) -> None:
    """A form sent with nothing in it, with its faults."""
    page = walk.page
    page.goto(f"{walk.stack.beheer}{HERE}ideeen/nieuw/")
    page.locator("main form button[type=submit]").first.click()
    page.locator("[aria-invalid=true]").first.wait_for()
    walk.look()


def broadcast(walk: Walk) -> None:
    """A message as it is seen before it goes; it does not go."""
    page = walk.page
    page.goto(f"{walk.stack.beheer}{RUNS}bericht/")
    page.get_by_label("Onderwerp").fill("Koffie op het plein")
    page.get_by_label("Bericht", exact=True).fill("Zaterdag om tien uur. Kom je ook?")
    press(page, "Bekijk het eerst")
    page.get_by_role("button", name="Verstuur aan alle deelnemers").wait_for()
    walk.look()
