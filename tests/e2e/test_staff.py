"""Staff sign in with a code by mail and one of their phone, and see their own campaigns."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import code_from_mail, officer, press, second_step

pytestmark = pytest.mark.e2e


def test_sign_in_by_code_and_see_own_campaign_only(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit(viewport={"width": 1280, "height": 900})
    page = visitor.page
    address = officer(stack)
    page.goto(f"{stack.beheer}/")
    visitor.axe()
    page.get_by_label("E-mail").fill(address)
    press(page, "Stuur mij een code")
    visitor.axe()
    page.get_by_label("Code").fill(code_from_mail(stack, address))
    press(page, "Log in")
    expect(page.get_by_label("Code uit je app")).to_be_visible()
    visitor.axe()
    second_step(page, stack, address)
    expect(page.get_by_role("heading", name="Overzicht")).to_be_visible()
    visitor.axe()
    page.get_by_role("link", name="Amsterdam zegt gedag (demo)").click()
    expect(page.locator(".dayc")).to_have_count(14)
    visitor.axe()
    answer = page.goto(f"{stack.beheer}/beheer/enschede/")
    assert answer is not None
    assert answer.status == 404
