"""Pictures of results, the infographic and Movisie's desk, for docs/schermen/ and the manual: `./gedag screens`."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import officer, sign_in
from tests.e2e.screens import WIDTHS, shoot
from tests.e2e.screens_staff import manual_picture

OVER = "/beheer/amsterdam/campagnes/amsterdam-zomer/"
INSTITUTE = "/beheer/movisie/"
EDITOR = "femke@movisie.example"
# Name, address, and the first link to follow from there, if it is about one of many.
OF_THE_INSTITUTE = (
    ("bibliotheek", f"{INSTITUTE}bibliotheek/", None),
    ("bibliotheek-idee", f"{INSTITUTE}bibliotheek/", r"/bibliotheek/ideeen/[^/]+/$"),
    ("bibliotheek-plekken", f"{INSTITUTE}bibliotheek/plekken/", None),
    ("bibliotheek-drempels", f"{INSTITUTE}bibliotheek/drempels/", None),
    ("bibliotheek-drempel", f"{INSTITUTE}bibliotheek/drempels/", r"/drempels/[^/]+/$"),
    ("voorstellen", f"{INSTITUTE}voorstellen/", None),
    ("voorstel", f"{INSTITUTE}voorstellen/", r"/voorstellen/\d+/$"),
    ("landelijk", f"{INSTITUTE}landelijk/", None),
    ("alle-resultaten", f"{INSTITUTE}resultaten/", None),
    ("wat-is-er-nodig", f"{INSTITUTE}resultaten/wat-is-er-nodig/", None),
)
IN_MANUAL = {"bibliotheek-idee": "bibliotheek-idee", "voorstel": "voorstel", "landelijk": "landelijk"}


def follow(page: Page, pattern: str) -> None:
    """Opens the first link in the page whose address fits."""
    addresses = page.locator("main a").evaluate_all("links => links.map(link => link.href)")
    page.goto(next(address for address in addresses if re.search(pattern, address)))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_public_reads(stack: Stack, visit: Callable[..., Visitor], width: int) -> None:
    page = visit(viewport={"width": width, "height": WIDTHS[width]}).page
    for name, path, pattern in (
        ("resultaten", "/resultaten/", None),
        ("resultaten-landelijk", "/resultaten/", r"/resultaten/[0-9a-f]{12}/$"),
        ("resultaten-campagne", "/resultaten/van/amsterdam-zomer/", r"/resultaten/[0-9a-f]{12}/$"),
        ("open-data", "/open-data/", None),
    ):
        page.goto(stack.deelnemer + path)
        if pattern:
            follow(page, pattern)
        shoot(page, name)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_municipality_reads(stack: Stack, visit: Callable[..., Visitor], width: int) -> None:
    page = visit(viewport={"width": width, "height": WIDTHS[width]}).page
    sign_in(page, stack, officer(stack))
    page.goto(f"{stack.beheer}{OVER}resultaten/")
    shoot(page, "beheer-resultaten")
    if width == 1280:
        manual_picture(page, "resultaten")
    follow(page, r"/resultaten/[0-9a-f]{12}/$")
    shoot(page, "beheer-uitgave")
    follow(page, r"/infographic/[0-9a-f]{12}/$")
    shoot(page, "beheer-infographic")
    if width == 1280:
        manual_picture(page, "infographic", at_most=1400)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_institute_works(stack: Stack, visit: Callable[..., Visitor], width: int) -> None:
    page = visit(viewport={"width": width, "height": WIDTHS[width]}).page
    sign_in(page, stack, EDITOR)
    for name, path, pattern in OF_THE_INSTITUTE:
        page.goto(stack.beheer + path)
        if pattern:
            follow(page, pattern)
        shoot(page, f"beheer-{name}")
        if width == 1280 and name in IN_MANUAL:
            manual_picture(page, IN_MANUAL[name])
