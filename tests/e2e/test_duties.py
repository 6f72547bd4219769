"""The pages that the law asks for, in a browser; and that the guard of what a browser keeps notices what it must."""

from collections.abc import Callable

import pytest

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import join

pytestmark = pytest.mark.e2e
WIDE = {"width": 1280, "height": 900}


@pytest.mark.parametrize("viewport", [None, WIDE], ids=["phone", "desk"])
@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_everybody_can_read_them(
    visit: Callable[..., Visitor], stack: Stack, viewport: dict[str, int] | None, locale: str
) -> None:
    visitor = visit(viewport=viewport, locale=locale)
    for address in ("/privacy/", "/privacy/cookies/", "/over/software/", "/over/kwetsbaarheid-melden/"):
        visitor.page.goto(f"{stack.deelnemer}{address}")
        visitor.axe()
        visitor.reflows()


def test_a_browser_keeps_what_the_page_names_and_the_guard_sees_more(
    visit: Callable[..., Visitor], stack: Stack
) -> None:
    visitor = visit(service_workers="allow")
    join(visitor, stack)
    assert visitor.keeps() == []
    assert {one["name"] for one in visitor.context.cookies()} == {"deelname", "deelnemer-csrf"}
    visitor.page.goto(f"{stack.deelnemer}/privacy/cookies/")
    shown = visitor.page.locator("code").all_inner_texts()
    assert {"deelname", "deelnemer-csrf", "taal", "terug", "beheer", "beheer-csrf"} <= set(shown)
    left_behind = """() => {
        localStorage.setItem("spoor", "1"); sessionStorage.setItem("spoor", "1"); document.cookie = "spoor=1"; }"""
    visitor.page.evaluate(left_behind)
    assert sorted(visitor.keeps()) == ["cookie: spoor", "localStorage: spoor", "session: spoor"]
    visitor.page.evaluate("localStorage.clear(), sessionStorage.clear()")
    visitor.context.clear_cookies(name="spoor")
