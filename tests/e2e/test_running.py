"""While a campaign runs: what somebody gives is read, given back and put on the page; a message of the municipality is
seen before it goes and arrives once; what the officer saw is written down. With script and without."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import code_from_mail, join, officer, press

pytestmark = pytest.mark.e2e
both_ways = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])

# What the clock and the worker do, by daylight whatever the hour is now.
SEND = """
import uuid
from django.utils import timezone
from accounts.services.delivery import drain
from challenges.services.notices import by_daylight, plan_notices
now = by_daylight(at=timezone.now())
plan_notices(now=now)
print(dict(drain(worker=f"e2e:{uuid.uuid4()}", clock=lambda: now)))
"""


def reachable(visitor: Visitor, stack: Stack, address: str) -> Page:
    """Somebody who takes part and wants mail."""
    page = visitor.page
    join(visitor, stack)
    page.goto(f"{stack.deelnemer}/van-mij/terugkomen/")
    before = len(stack.mails())
    page.get_by_label("E-mailadres").fill(address)
    press(page, "Stuur mij een code")
    code = code_from_mail(stack, address, after=before)
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(code)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text(address)).to_be_visible()
    page.goto(f"{stack.deelnemer}/van-mij/in/amsterdam/")
    page.get_by_label("Ja, per e-mail").check(force=True)
    press(page, "Bewaar")
    expect(page.get_by_role("heading", name="Van mij")).to_be_visible()
    return page


def give(page: Page, stack: Stack, text: str) -> None:
    page.goto(f"{stack.deelnemer}/delen/")
    page.get_by_label("Jouw tekst").fill(text)
    press(page, "Bekijk het eerst")
    press(page, "Ja, deel dit")
    expect(page.get_by_text("wacht op Gemeente Amsterdam").first).to_be_visible()


@both_ways
def test_an_officer_runs_a_campaign(
    stack: Stack, visit: Callable[..., Visitor], officer_state: Any, script: bool
) -> None:
    way = "met" if script else "zonder"
    address, text = f"buur-{way}@thuis.example", f"Hoe gaat het {way} jou vandaag?"
    person = reachable(visit(script=script), stack, address)
    give(person, stack, text)
    give(person, stack, f"Ik zei {way} moeite hoi tegen Sanne de Wit.")

    desk = visit(script=script, viewport={"width": 1280, "height": 900}, storage_state=officer_state)
    check = desk.axe if script else lambda: None
    page = desk.page
    page.goto(f"{stack.beheer}/beheer/amsterdam/")
    expect(page.get_by_role("heading", name="Overzicht")).to_be_visible()
    check()

    # what was given
    page.get_by_role("link", name=re.compile(r"Lees \d+ bijdragen")).click()
    check()
    card = page.locator("li.card").filter(has_text="Sanne de Wit")
    expect(card.locator("mark")).to_have_text("Sanne de Wit")
    card.get_by_role("link", name="Geef terug met een briefje").click()
    check()
    page.get_by_label("Iemand anders is te herkennen.").check(force=True)
    press(page, "Geef terug met dit briefje")
    expect(page.get_by_role("status")).to_contain_text("is teruggegeven.")
    card = page.locator("li.card").filter(has_text=text)
    card.get_by_role("button", name="Zet op de pagina en in de bibliotheek").click()
    expect(page.get_by_role("status")).to_contain_text("staat op de pagina.")
    check()
    person.goto(f"{stack.deelnemer}/van-mij/gedeeld/")
    expect(person.get_by_text("Iemand anders is te herkennen.").first).to_be_visible()
    person.goto(f"{stack.deelnemer}/amsterdam/smoesjes/")
    expect(person.get_by_text(text)).to_be_visible()
    press(page, "Maak ongedaan")
    expect(page.get_by_role("status")).to_contain_text("wacht weer.")
    person.reload()
    expect(person.get_by_text(text)).to_have_count(0)

    # a message
    subject = f"Koffie {way} koek"
    page.goto(f"{stack.beheer}/beheer/amsterdam/campagnes/amsterdam/")
    check()
    page.get_by_role("link", name="Bericht aan deelnemers").click()
    check()
    page.get_by_label("Onderwerp").fill(subject)
    page.get_by_label("Bericht", exact=True).fill("Zaterdag op het plein.\n\nKom je ook?")
    press(page, "Bekijk het eerst")
    expect(page.frame_locator("iframe").get_by_text("Kom je ook?")).to_be_visible()
    press(page, "Nog even wijzigen")
    expect(page.get_by_label("Bericht", exact=True)).to_have_value("Zaterdag op het plein.\n\nKom je ook?")
    press(page, "Bekijk het eerst")
    press(page, "Stuur een test naar mij")
    expect(page.get_by_role("status")).to_contain_text("De test is naar")
    desk.reflows()
    press(page, "Verstuur aan alle deelnemers")
    expect(page.get_by_role("status")).to_contain_text("Je bericht gaat uit.")
    check()
    for _ in range(2):
        stack.manage("shell", "-v", "0", "-c", SEND)
    got = [(str(mail["to"]), mail["subject"]) for mail in stack.mails() if subject in mail["subject"]]
    assert [said for to, said in got if address in to] == [subject]
    assert [said for to, said in got if officer(stack) in to] == [f"Test: {subject}"]

    # what the officer saw
    page.goto(f"{stack.beheer}/beheer/amsterdam/campagnes/amsterdam/logboek/")
    check()
    page.get_by_role("link", name=re.compile("(Schrijf|Wijzig) het deel halverwege")).click()
    check()
    page.get_by_label("Wat werkte goed?").fill(f"Koffie {way} koek.")
    press(page, "Bewaar")
    expect(page.get_by_role("status")).to_contain_text("Bewaard in het logboek.")
    expect(page.get_by_text(f"Koffie {way} koek.")).to_be_visible()
    desk.reflows()
