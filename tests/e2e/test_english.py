"""A participant who reads English meets English everywhere, from the front page to the diary."""

import html
import re
from collections.abc import Callable
from functools import cache

import pytest
import yaml
from playwright.sync_api import expect

from config.translations import stored_texts
from interactions.services.library import LIBRARY
from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import press

pytestmark = pytest.mark.e2e
PUBLIC = [
    "/", "/landelijk/", "/amsterdam/", "/ideeen/", "/ideeen/winkel-welke-taart/",
    "/smoesje/?plek=ov&karakter=joker", "/hoe-het-werkt/", "/privacy/", "/toegankelijkheid/", "/voor-gemeenten/",
    "/landelijk/rondkijken/", "/amsterdam/smoesjes/", "/van-deelnemers/", "/terug/", "/offline/", "/bestaat-niet/",
]  # fmt: skip
OWN = [
    "/vandaag/", "/vandaag/niet/", "/vandaag/gisteren/", "/dagboek/", "/dagboek/nieuw/", "/van-mij/",
    "/van-mij/in/amsterdam/", "/van-mij/in/amsterdam/pauze/", "/van-mij/in/amsterdam/stop/",
    "/van-mij/in/amsterdam/vanzelf/", "/van-mij/terugkomen/", "/van-mij/gegevens/", "/van-mij/wissen/",
    "/van-mij/smoesjes/", "/van-mij/gedeeld/", "/delen/",
]  # fmt: skip


@cache
def dutch() -> set[str]:
    """Every Dutch text that has English of its own: of the pages, and of the library. Words of one are no proof."""
    pages = {
        str(message.id)
        for message in stored_texts()
        if isinstance(message.id, str) and message.id != message.string and "%(" not in message.id
    }
    library: set[str] = set()

    def collect(node: object) -> None:
        if isinstance(node, str):
            library.add(node)
        elif isinstance(node, list):
            for child in node:
                collect(child)
        elif isinstance(node, dict):
            for name, child in node.items():
                if name != "source":  # a study keeps its own title
                    collect(child)

    for path in LIBRARY.rglob("*.yaml"):
        if "english" not in path.parts:
            collect(yaml.safe_load(path.read_text("utf-8")))
    plain = {re.sub(r"<[^>]+>", "", html.unescape(text)) for text in pages | library}
    return {text for text in plain if len(text) > 12 and " " in text}


def reads_english(visitor: Visitor) -> None:
    """The page says that it is English, and no Dutch text stands on it that has English."""
    page = visitor.page
    assert page.evaluate("document.documentElement.lang") == "en", page.url
    # Also what is folded away: the text of the elements, not what is visible of it.
    spoken = page.locator("[aria-label]").evaluate_all("all => all.map(one => one.ariaLabel)")
    said = re.sub(r"\s+", " ", " ".join([page.title(), page.locator("body").text_content() or "", *spoken]))
    sources = " ".join(
        page.locator(".small.soft, cite").all_text_contents()
    )  # titles of studies stay as they are
    assert sorted(text for text in dutch() if text in said and text not in sources) == [], page.url


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_english(path: str, stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit(locale="en-GB")
    visitor.page.goto(stack.deelnemer + path)
    reads_english(visitor)
    visitor.axe()
    visitor.reflows()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_day_in_english(script: bool, stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit(script=script, locale="en-GB")
    page = visitor.page
    page.goto(f"{stack.deelnemer}/amsterdam/")
    page.get_by_role("link", name="I’m in").first.click()
    page.get_by_label("sentence", exact=True).check(force=True)
    press(page, "Next")
    reads_english(visitor)
    page.get_by_role("button", name="Yes, I’m 16 or over").click()
    expect(page.get_by_role("button", name="I’ll give it a try")).to_be_visible()
    reads_english(visitor)
    press(page, "I’ll give it a try")
    expect(page.locator("fieldset h1")).to_be_visible()
    reads_english(visitor)
    page.goto(f"{stack.deelnemer}/vandaag/")
    press(page, "Done")
    expect(page.locator("fieldset h1")).to_be_visible()
    while page.locator("fieldset h1").count():
        reads_english(visitor)
        question = page.locator("fieldset h1").inner_text()
        page.get_by_role("link", name="Skip", exact=True).click()
        expect(page.get_by_role("heading", name=question, exact=True)).to_have_count(0)
    reads_english(visitor)
    for path in OWN:
        page.goto(stack.deelnemer + path)
        reads_english(visitor)
        visitor.reflows()
        if script:
            visitor.axe()


def test_somebody_changes_to_english_and_back(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit(script=False)
    page = visitor.page
    page.goto(f"{stack.deelnemer}/hoe-het-werkt/")
    page.get_by_role("button", name="English").first.click()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    assert page.url.endswith("/hoe-het-werkt/")
    page.get_by_role("button", name="Nederlands").first.click()
    expect(page.get_by_role("heading", name="Hoe het werkt")).to_be_visible()
