"""Staff move days on the board: dragged, with the keyboard, and without script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import press

pytestmark = pytest.mark.e2e
BOARD = "/beheer/amsterdam/campagnes/amsterdam/dagen/"


def on_the_board(stack: Stack, visitor: Visitor) -> Page:
    """The board, as the Amsterdam officer has it."""
    page = visitor.page
    page.goto(stack.beheer + BOARD)
    expect(page.locator(".dayc")).to_have_count(14)
    return page


def words(page: Page, number: int) -> str:
    return page.locator(f"#dag-{number} .tile__text").first.inner_text()


def test_a_day_moves_by_keyboard_and_by_dragging(
    stack: Stack, visit: Callable[..., Visitor], officer_state: Any
) -> None:
    visitor = visit(viewport={"width": 1280, "height": 1400}, storage_state=officer_state)
    page = on_the_board(stack, visitor)
    visitor.axe()
    before = {number: words(page, number) for number in (12, 13, 14)}
    said = page.locator("#bord-zegt")

    page.get_by_role("button", name="Verplaats dag 13").press("Enter")
    expect(said).to_contain_text("Dag 13 opgepakt")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("Plek van dag 14")
    page.keyboard.press("Escape")
    expect(said).to_contain_text("Dag 13 staat waar hij stond")
    assert words(page, 13) == before[13]

    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[data-moved='14']")).to_be_visible()
    expect(said).to_contain_text("Dag 13 staat nu op dag 14")
    expect(page.get_by_role("button", name="Verplaats dag 14")).to_be_focused()
    assert (words(page, 13), words(page, 14)) == (before[14], before[13])
    visitor.axe()

    grip = page.get_by_role("button", name="Verplaats dag 14").bounding_box()
    goal = page.locator("#dag-13").bounding_box()
    assert grip is not None
    assert goal is not None
    page.mouse.move(grip["x"] + 20, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(goal["x"] + 40, goal["y"] + 60, steps=8)
    page.mouse.up()
    expect(page.locator("[data-moved='13']")).to_be_visible()
    assert {number: words(page, number) for number in (12, 13, 14)} == before


def test_a_day_moves_without_script(stack: Stack, visit: Callable[..., Visitor], officer_state: Any) -> None:
    page = on_the_board(stack, visit(script=False, storage_state=officer_state))
    before = (words(page, 11), words(page, 12))
    page.get_by_role("link", name="Verplaats dag 11").click()
    for _ in range(2):
        page.get_by_label("Verplaats dag 11 naar").select_option("12")
        press(page, "Verplaats")
        expect(page.get_by_text("Dag 11 staat nu op dag 12.")).to_be_visible()
        page.get_by_role("link", name="Verplaats dag 11").click()
    assert (words(page, 11), words(page, 12)) == before
