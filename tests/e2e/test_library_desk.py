"""The library's desk: who gets an idea after an editor rewrote it reads the new words, who had it keeps the old."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import join, press, sign_in

pytestmark = pytest.mark.e2e
EDITOR = "femke@movisie.example"
DESK = {"width": 1280, "height": 900}


def words_of_today(page: Page) -> str:
    """What the challenge of today says in its bubble, or on its note."""
    stage = page.locator(".stage")
    said = stage.locator("q, .note p").first.inner_text()
    return said.strip("‘’“”\"' ")


def find(page: Page, stack: Stack, words: str) -> None:
    """The page of the idea with these words, by searching for the first of them."""
    page.goto(f"{stack.beheer}/beheer/movisie/bibliotheek/")
    page.get_by_label("Zoek op woord").fill(words[:40].rsplit(" ", 1)[0] if len(words) > 40 else words)
    press(page, "Zoek")
    expect(page.locator(".shelf > li")).to_have_count(1)
    page.locator(".shelf a").click()
    expect(page.get_by_role("button", name="Bewaar het idee")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_new_words_are_for_who_gets_them_now(
    stack: Stack, visit: Callable[..., Visitor], script: bool
) -> None:
    new = "Wat maakt jouw dag goed?" if script else "Waar kijk jij naar uit?"
    earlier = visit(script=script)
    join(earlier, stack, campaign="enschede")
    had = words_of_today(earlier.page)
    press(earlier.page, "Al gedaan")
    expect(earlier.page.get_by_role("heading", name="Hoe reageerde de ander?")).to_be_visible()
    earlier.page.goto(f"{stack.deelnemer}/dagboek/")
    kept = earlier.page.locator(".moment h3").inner_text()

    desk = visit(script=script, viewport=DESK)
    page = desk.page
    sign_in(page, stack, EDITOR)
    find(page, stack, had)
    if script:
        desk.axe()
        do = page.get_by_label("Wat doe je precies?", exact=True)
        do.press_sequentially(" Indien het kan.")
        expect(page.locator("#taal-do")).to_contain_text("klinkt als een brief")
    page.get_by_label("Wat zeg je?", exact=True).fill(new)
    press(page, "Bewaar het idee")
    expect(page.get_by_text("Bewaard.", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^Versies")).click()
    expect(page.locator(".history > li").first).to_contain_text(new)
    expect(page.locator(".history > li").first).to_contain_text("Femke")
    if script:
        desk.axe()

    later = visit(script=script)
    join(later, stack, campaign="enschede")
    assert words_of_today(later.page) == new
    earlier.page.goto(f"{stack.deelnemer}/dagboek/")
    assert earlier.page.locator(".moment h3").inner_text() == kept
    assert new not in kept
