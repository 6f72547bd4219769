"""Pictures for who reads another way: forced colours, text twice as large, 320 px, and English: `./gedag screens`."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.screens import shoot

WAYS: dict[str, dict[str, Any]] = {
    "contrast": {"forced_colors": "active"},
    "contrast-donker": {"forced_colors": "active", "color_scheme": "dark"},
    "groot": {},
    "smal": {"viewport": {"width": 320, "height": 640}},
    "engels": {"locale": "en-GB"},
}
WORDS = {
    "nl": ("Ja, ik ben 16", "Ik ga het proberen", "Dit denk ik", "Gelukt", "4 van de 10", "positief"),
    "en": ("Yes, I’m 16", "I’ll give it a try", "This is what I think", "Done", "4 out of 10", "positive"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_main_pages(stack: Stack, visit: Callable[..., Visitor], large_text: Browser, way: str) -> None:
    page = visit(**WAYS[way], reader=large_text if way == "groot" else None).page
    yes, try_it, guess, done, four, positive = WORDS["en" if way == "engels" else "nl"]
    seen: list[str] = []

    def picture(name: str) -> None:
        seen.append(name)
        shoot(page, f"{name}-{way}")

    def submit(name: str) -> None:
        page.get_by_role("button", name=name).click()

    public = {
        "voorpagina": "/",
        "campagne": "/enschede/",
        "ideeen": "/ideeen/?plek=uit",
        "hoe-het-werkt": "/hoe-het-werkt/",
    }
    for name, path in public.items():
        page.goto(stack.deelnemer + path)
        picture(name)
    page.goto(f"{stack.deelnemer}/enschede/meedoen/?stap=zin")
    submit(yes)
    page.get_by_role("button", name=try_it).wait_for()
    picture("vandaag")
    submit(try_it)
    page.get_by_label(four).check(force=True)
    picture("voorspelling")
    submit(guess)
    page.locator("fieldset h1").wait_for()
    page.goto(f"{stack.deelnemer}/vandaag/")
    picture("onderweg")
    submit(done)
    page.get_by_label(positive, exact=True).check(force=True)
    picture("reactie")
    page.locator("button[type=submit]").first.click()
    page.goto(f"{stack.deelnemer}/dagboek/")
    picture("dagboek")
    page.locator(".moment a, main a[href^='/moment/']").first.click()
    picture("moment")
    assert len(seen) == 10
