"""Every page in its other states: reachable, accessible and narrow enough. The journeys see the usual ones."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import join, press

pytestmark = pytest.mark.e2e

# Through the same services as the demo: a campaign that begins in a week, one that is over, one that pauses.
MAKE_CAMPAIGNS = """
import datetime as dt
from django.utils import timezone
from challenges.models import Campaign
from challenges.services.campaign_files import load_house_themes, make_campaign, read_campaign_file
from interactions.models import local_date
row = read_campaign_file(name="demo/enschede.yaml")
today, themes = local_date(timezone.now()), load_house_themes()
for slug, days in (("straks", 7), ("voorbij", -30), ("even-niet", -2)):
    if not Campaign.objects.filter(slug=slug).exists():
        make_campaign(row={**row, "slug": slug}, themes=themes, starts_on=today + dt.timedelta(days=days))
Campaign.objects.filter(slug="even-niet").update(status="paused")
"""
STATES = [
    "/?wie=onbekend",
    "/?wie=gewist",
    "/?wie=uit",
    "/terug/",
    "/smoesje/",
    "/van-deelnemers/",
    "/smoesje/?plek=ov&karakter=joker",
    "/amsterdam/smoesjes/",
    "/ideeen/uit-fijn-cafe/",
    "/ideeen/?plek=online&stap=knik&vorm=groetsmoesje",
    "/straks/",
    "/straks/rondkijken/",
    "/straks/meedoen/",
    "/voorbij/",
    "/voorbij/rondkijken/",
    "/voorbij/meedoen/",
    "/even-niet/",
    "/even-niet/meedoen/?stap=zin",
]


@pytest.fixture(scope="module")
def campaigns(stack: Stack) -> None:
    stack.manage("shell", "-v", "0", "-c", MAKE_CAMPAIGNS)


@pytest.mark.usefixtures("campaigns")
@pytest.mark.parametrize("path", STATES)
def test_state_of_a_public_page(stack: Stack, visit: Callable[..., Visitor], path: str) -> None:
    visitor = visit(viewport={"width": 320, "height": 700})
    answer = visitor.page.goto(stack.deelnemer + path)
    assert answer is not None
    assert answer.status == 200
    visitor.axe()
    visitor.reflows()


@pytest.mark.usefixtures("campaigns")
def test_waiting_for_a_campaign_beside_one_that_runs(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    join(visitor, stack, campaign="enschede")
    page.goto(f"{stack.deelnemer}/straks/meedoen/?stap=knik")
    press(page, "Ik doe mee")
    expect(page.get_by_role("heading", name="Je doet mee. Nog even wachten.")).to_be_visible()
    visitor.axe()
    page.goto(f"{stack.deelnemer}/vandaag/")
    expect(page.get_by_role("heading", name="Ook vandaag")).to_be_visible()
    visitor.axe()
    visitor.reflows()
    press(page, "Al gedaan")
    expect(page.get_by_role("heading", name="Hoe reageerde de ander?")).to_be_visible()
    page.goto(f"{stack.deelnemer}/vandaag/in/enschede/")
    expect(page.get_by_role("link", name="Bekijk je moment")).to_be_visible()
    visitor.axe()


def test_not_today_after_planning_and_another_start_link(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    join(visitor, stack)
    press(page, "Ik ga het proberen")
    page.get_by_role("link", name="Sla over").click()
    expect(page.get_by_role("heading", name="Hoe ongemakkelijk gaat het voelen?")).to_be_visible()
    page.get_by_role("link", name="Sla over").click()
    page.get_by_role("link", name="Vandaag niet").click()
    page.get_by_label("Ik vond het spannend").check(force=True)
    press(page, "Bewaar")
    page.get_by_role("link", name="Sla over").click()
    expect(page.get_by_text("Kies gerust een kleinere stap.")).to_be_visible()
    visitor.axe()
    page.goto(f"{stack.deelnemer}/van-mij/terugkomen/")
    press(page, "Maak mijn startlink")
    visitor.axe()
    old = page.locator(".startlink a").get_attribute("href")
    press(page, "Maak mijn startlink")
    expect(page.locator(".startlink a")).not_to_have_attribute("href", old or "")
    stranger = visit()
    assert old is not None
    stranger.page.goto(old)
    expect(stranger.page.get_by_text("Er is later een nieuwe gemaakt")).to_be_visible()
    stranger.axe()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_text_twice_as_large_still_fits(
    stack: Stack, visit: Callable[..., Visitor], large_text: Browser, script: bool
) -> None:
    visitor = visit(script=script, reader=large_text)
    page = visitor.page
    for path in ("/", "/amsterdam/", "/ideeen/?plek=uit", "/hoe-het-werkt/"):
        page.goto(stack.deelnemer + path)
        visitor.reflows()
    join(visitor, stack, campaign="amsterdam")
    visitor.reflows()
    press(page, "Ik ga het proberen")
    page.get_by_label("4 van de 10").check(force=True)
    visitor.reflows()
    press(page, "Dit denk ik")
    expect(page.get_by_role("heading", name="Hoe ongemakkelijk gaat het voelen?")).to_be_visible()
    page.get_by_role("link", name="Sla over").click()
    press(page, "Gelukt")
    page.get_by_label("positief", exact=True).check(force=True)
    visitor.reflows()
    press(page, "Verder")
    expect(page.get_by_role("heading", name="Hoe ongemakkelijk was het?")).to_be_visible()
    page.get_by_role("link", name="Genoeg zo").click()
    expect(page.get_by_text("Jij dacht").first).to_be_visible()
    visitor.reflows()
    page.goto(f"{stack.deelnemer}/dagboek/")
    visitor.reflows()
    if script:
        visitor.axe()
