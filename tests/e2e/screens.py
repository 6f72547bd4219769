"""Makes the pictures in docs/schermen/ from the running stack: `./gedag screens`. Not part of the tests."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.e2e.conftest import REPO, Stack, Visitor
from tests.e2e.journey import press

TARGET = REPO / "docs" / "schermen"
WIDTHS = {360: 740, 1280: 900}
TABLET_HEIGHT = 1024
COLOURS = 64
TALLEST = 2200  # px; what is further down looks the same
LOOKS = {"landelijk": "", "amsterdam": "-blauw", "enschede": "-rood"}


def keep(shot: bytes, path: Path) -> None:
    """Writes a picture in its own most used colours, a third of the size: flat colours stay as they are, and the edges
    of letters take the nearest."""
    with Image.open(io.BytesIO(shot)) as picture:
        drawn = picture.convert("RGB")
    found = sorted(drawn.getcolors(drawn.width * drawn.height) or [], reverse=True)[:COLOURS]
    flat = [part for _count, colour in found for part in cast(tuple[int, int, int], colour)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat + flat[:3] * (256 - len(found)))
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def shoot(page: Page, name: str) -> None:
    """One picture of the page when nothing moves any more; as tall as the page, so that no bar floats."""
    size = page.viewport_size or {"width": 360, "height": 740}
    page.wait_for_timeout(1200)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    tall = min(max(height, size["height"]), TALLEST)
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": size["width"], "height": tall})
    keep(shot, TARGET / f"{name}-{size['width']}.png")
    page.set_viewport_size(size)


def press_in_details(page: Page, name: str) -> None:
    """Presses a button that stands folded away."""
    page.get_by_text("Iets wijzigen of delen").click()
    press(page, name)


@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages(stack: Stack, visit: Callable[..., Visitor], width: int) -> None:
    page = visit(viewport={"width": width, "height": WIDTHS[width]}).page
    for name, path in {
        "voorpagina": "/",
        "campagne": "/landelijk/",
        "campagne-blauw": "/amsterdam/",
        "campagne-rood": "/enschede/",
        "rondkijken": "/landelijk/rondkijken/",
        "ideeen": "/ideeen/?plek=uit",
        "idee": "/ideeen/uit-fijn-cafe/",
        "hoe-het-werkt": "/hoe-het-werkt/",
        "privacy": "/privacy/",
        "voor-gemeenten": "/voor-gemeenten/",
        "smoesje-maken": "/smoesje/?plek=ov&karakter=joker",
        "terug": "/terug/",
        "toegankelijkheid": "/toegankelijkheid/",
        "van-deelnemers": "/van-deelnemers/",
        "offline": "/offline/",
        "niet-gevonden": "/bestaat-niet/",
        "startlink-werkt-niet": "/startlink/xxxx/",
    }.items():
        page.goto(stack.deelnemer + path)
        shoot(page, name)


@pytest.mark.parametrize(
    ("campaign", "width"),
    [
        ("landelijk", 360),
        ("landelijk", 768),
        ("landelijk", 1280),
        ("amsterdam", 360),
        ("amsterdam", 1280),
        ("enschede", 360),
    ],
)
def test_the_day(stack: Stack, visit: Callable[..., Visitor], width: int, campaign: str) -> None:
    look = LOOKS[campaign]
    page = visit(viewport={"width": width, "height": WIDTHS.get(width, TABLET_HEIGHT)}).page
    page.goto(f"{stack.deelnemer}/{campaign}/meedoen/")
    shoot(page, f"meedoen-stap{look}")
    page.goto(f"{stack.deelnemer}/{campaign}/meedoen/?stap=zin")
    shoot(page, f"meedoen-akkoord{look}")
    press(page, "Ja, ik ben 16 of ouder en doe mee")
    shoot(page, f"vandaag{look}")
    press(page, "Ik ga het proberen")
    page.get_by_label("4 van de 10").check(force=True)
    shoot(page, f"voorspelling{look}")
    press(page, "Dit denk ik")
    page.get_by_label("7", exact=True).check(force=True)
    shoot(page, f"verwacht-ongemak{look}")
    press(page, "Dit denk ik")
    page.get_by_role("link", name="Maak een klein plan").click()
    shoot(page, f"plan{look}")
    press(page, "Dit is mijn plan")
    shoot(page, f"onderweg{look}")
    press(page, "Gelukt")
    shoot(page, f"reactie{look}")
    page.get_by_label("liever niet", exact=True).check(force=True)
    press(page, "Verder")
    for name, answer in (("ongemak", "3"), ("leuk", "8"), ("in-je-vel", "7")):
        page.wait_for_url(f"**/{name}/")
        page.get_by_label(answer, exact=True).check(force=True)
        shoot(page, f"{name}{look}")
        press(page, "Verder")
    shoot(page, f"moment-nee{look}")
    page.get_by_text("Iets wijzigen of delen").click()
    page.get_by_role("link", name="Hoe de ander reageerde").click()
    page.get_by_label("positief", exact=True).check(force=True)
    press(page, "Bewaar")
    shoot(page, f"moment{look}")
    press_in_details(page, "Het voelde niet prettig of veilig")
    shoot(page, f"niet-prettig{look}")
    press(page, "Dit klopt niet, haal dit antwoord weg")
    page.get_by_role("link", name="Schrijf erbij").click()
    shoot(page, f"notitie{look}")
    page.goto(f"{stack.deelnemer}/vandaag/")
    shoot(page, f"vandaag-gedaan{look}")
    page.goto(f"{stack.deelnemer}/vandaag/niet/")
    shoot(page, f"vandaag-niet{look}")
    for name, path in {
        "van-mij": "/van-mij/",
        "deelname": f"/van-mij/in/{campaign}/",
        "pauze": f"/van-mij/in/{campaign}/pauze/",
        "vanzelf": f"/van-mij/in/{campaign}/vanzelf/",
        "terugkomen": "/van-mij/terugkomen/",
        "gegevens": "/van-mij/gegevens/",
        "delen": "/delen/",
        "eigen-moment": "/dagboek/nieuw/",
        "dagboek-begin": "/dagboek/",
        "idee-deelnemer": "/ideeen/uit-fijn-cafe/",
    }.items():
        page.goto(stack.deelnemer + path)
        shoot(page, f"{name}{look}")
    page.goto(f"{stack.deelnemer}/van-mij/terugkomen/")
    press(page, "Maak mijn code")
    shoot(page, f"code-op-papier{look}")


@pytest.mark.parametrize("width", WIDTHS)
def test_diary_of_the_demo_participant(stack: Stack, visit: Callable[..., Visitor], width: int) -> None:
    page = visit(viewport={"width": width, "height": WIDTHS[width]}).page
    link = re.search(r"http\S+/startlink/\S+", "\n".join(stack.printed))
    assert link is not None
    page.goto(link.group())
    shoot(page, "startlink")
    press(page, "Verder op dit toestel")
    page.goto(f"{stack.deelnemer}/dagboek/")
    shoot(page, "dagboek")
