"""From the mail with an invitation to working for a municipality, and what happens when an hour goes by."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from config.runner import demo_phone
from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import code_from_mail, officer, press, sign_in

pytestmark = pytest.mark.e2e


def invitation_to(stack: Stack, address: str, page: Any) -> str:
    """The link in the mail, that a worker sends just after the page."""
    for _ in range(150):
        found = [mail for mail in stack.mails() if address in str(mail["to"])]
        if found:
            return str(found[-1]["links"][0])
        page.wait_for_timeout(200)
    raise AssertionError("no invitation arrived")


@pytest.mark.parametrize("script", [True, False])
def test_a_colleague_is_invited_connects_a_phone_and_is_there(
    script: bool, stack: Stack, visit: Callable[..., Visitor]
) -> None:
    address = f"fatma{'met' if script else 'zonder'}@amsterdam.example"
    manager = visit(viewport={"width": 1280, "height": 900}, script=script)
    page = manager.page
    sign_in(page, stack, officer(stack))
    page.get_by_role("link", name="Medewerkers").click()
    page.get_by_role("link", name="Nodig een collega uit").click()
    page.get_by_label("Naam").fill("Fatma El Idrissi")
    page.get_by_label("Werkadres").fill(address)
    page.get_by_label("Redacteur").check(force=True)
    press(page, "Stuur de uitnodiging")
    expect(page.get_by_text(address)).to_be_visible()
    link = invitation_to(stack, address, page)

    visitor = visit(viewport={"width": 360, "height": 740}, script=script)
    page = visitor.page
    page.goto(link)
    press(page, "Ja, ik doe mee")
    expect(page.get_by_label("E-mail")).to_have_value(address)
    mails = len(stack.mails())
    press(page, "Stuur mij een code")
    page.get_by_label("Code").fill(code_from_mail(stack, address, after=mails))
    press(page, "Log in")
    expect(page.get_by_role("heading", name="Koppel je telefoon")).to_be_visible()
    key = page.locator(".setup__key").inner_text()
    page.get_by_label("Code uit je app").fill(demo_phone.code_at(key, time.time()))
    press(page, "Koppel mijn telefoon")
    expect(page.locator(".spare-codes li")).to_have_count(10)
    press(page, "Ik heb ze bewaard")
    expect(page.get_by_role("heading", name="Overzicht")).to_be_visible()
    expect(page.get_by_role("link", name="Medewerkers")).to_have_count(0)
    page.goto(link)
    expect(page.get_by_role("heading", name="Je hebt al ja gezegd")).to_be_visible()
