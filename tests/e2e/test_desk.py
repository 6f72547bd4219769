"""The municipality's desk in one sitting: from the mail with an invitation to a campaign that people take part in, how
many clicks and minutes that asks, and the same without script."""

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.runner import demo_phone
from tests.e2e.clock import AMSTERDAM, local_today
from tests.e2e.conftest import Stack, Visitor
from tests.e2e.desk import (
    Hands,
    fill_days,
    heading,
    poster,
    publish,
    shows_house_style,
    take_house_style,
)
from tests.e2e.journey import code_from_mail, join, press, wants_mail

pytestmark = pytest.mark.e2e
DESK = {"width": 1280, "height": 900}
MOST_INTERACTIONS, MOST_SECONDS = 60, 15 * 60
AT = "09:00"

# The clock and the worker, days ahead: `plan` decides what goes out at nine o'clock, `send` takes out what is due.
AHEAD = """
import datetime as dt, uuid
from accounts.services.delivery import drain
from challenges.services.messages import plan_messages
def plan(at):
    plan_messages(now=dt.datetime.fromisoformat(at))
def send(at):
    drain(worker=f"e2e:{uuid.uuid4()}", clock=lambda: dt.datetime.fromisoformat(at))
"""


def ahead(stack: Stack, *acts: tuple[str, int]) -> None:
    """Lets the clock and the worker act on days from now, at nine in the morning."""
    lines = []
    for act, days in acts:
        at = dt.datetime.combine(
            local_today() + dt.timedelta(days=days), dt.time.fromisoformat(AT), AMSTERDAM
        )
        lines.append(f"{act}({at.isoformat()!r})")
    stack.manage("shell", "-v", "0", "-c", AHEAD + "\n".join(lines))


def accept(page: Page, stack: Stack, address: str) -> None:
    """From the invitation in the mailbox to one's own desk, with a code by mail and a phone that is connected."""
    for _ in range(150):
        if invitation := [mail for mail in stack.mails() if address in str(mail["to"])]:
            break
        page.wait_for_timeout(200)
    page.goto(str(invitation[0]["links"][0]))
    press(page, "Ja, ik doe mee")
    before = len(stack.mails())
    press(page, "Stuur mij een code")
    page.get_by_label("Code").fill(code_from_mail(stack, address, after=before))
    press(page, "Log in")
    key = page.locator(".setup__key").inner_text()
    page.get_by_label("Code uit je app").fill(demo_phone.code_at(key, time.time()))
    press(page, "Koppel mijn telefoon")
    press(page, "Ik heb ze bewaard")


def test_from_an_invitation_to_a_campaign_that_pauses(stack: Stack, visit: Callable[..., Visitor]) -> None:
    address, name, slug = "merel@vaartwijk.example", "Vaartwijk zegt gedag", "vaartwijk-zegt-gedag"
    stack.manage("invite", "vaartwijk", address, "Merel Vos", "--name", "Gemeente Vaartwijk")
    desk = visit(viewport=DESK)
    page, hands = desk.page, Hands(desk.page)
    accept(page, stack, address)

    hands.follow("Maak je eerste campagne")
    hands.choose("Waarmee begin je?", "Twee weken in de wijk")
    hands.type("Hoe heet de campagne?", name)
    hands.date("Eerste dag", local_today().isoformat())
    hands.type("Aantal dagen", "16")
    hands.press("Maak het concept")
    heading(page, "Teksten")
    hands.type("Kop", "Ha, jou ken ik toch?")
    hands.press("Bewaar en ga naar uitstraling")
    take_house_style(hands, name)
    hands.step("Dagen")
    fill_days(hands, 2)
    words = {number: page.locator(f"#dag-{number} .tile__text").first.inner_text() for number in (15, 16)}
    page.get_by_role("button", name="Verplaats dag 15").focus()
    hands.key("Enter", "ArrowRight", "Enter")
    expect(page.locator("[data-moved='16']")).to_be_visible()
    assert page.locator("#dag-16 .tile__text").first.inner_text() == words[15]
    hands.step("Berichten")
    hands.press("Bewaar en ga naar contact")
    hands.type("E-mailadres voor deelnemers", "gedag@vaartwijk.example")
    hands.press("Bewaar en ga naar controle")
    publish(hands)
    hands.follow("Posters en bereik")
    paper = poster(hands)
    assert paper.startswith(b"%PDF")
    assert len(paper) > 10_000

    person, mailbox = visit(), "buur@vaartwijk-thuis.example"
    shows_house_style(person, stack, slug)
    expect(person.page.get_by_text("Ha, jou ken ik toch?").first).to_be_visible()
    join(person, stack, campaign=slug)
    wants_mail(person, stack, campaign=slug, address=mailbox, at=AT)

    def arrived() -> int:
        return len(
            [one for one in stack.mails() if mailbox in str(one["to"]) and "Iets kleins" in one["subject"]]
        )

    ahead(stack, ("plan", 1), ("send", 1), ("plan", 2))
    assert arrived() == 1
    page.goto(f"{stack.beheer}/beheer/vaartwijk/campagnes/{slug}/")
    hands.follow("Pauzeer")
    hands.press("Pauzeer de campagne")
    expect(page.get_by_text("Berichten: op pauze.")).to_be_visible()
    ahead(stack, ("send", 2), ("plan", 3), ("send", 3))
    assert arrived() == 1  # neither what was ready already, nor anything new
    hands.follow("Hervat")
    hands.press("Hervat de campagne")
    expect(page.get_by_role("link", name="Pauzeer")).to_be_visible()
    ahead(stack, ("plan", 4), ("send", 4))
    assert arrived() == 2


def test_an_empty_campaign_is_set_up_in_a_quarter_of_an_hour(
    stack: Stack, visit: Callable[..., Visitor], officer_state: Any
) -> None:
    """Nothing is given: every text is typed, the look is pasted, every day is filled."""
    desk, name, slug = visit(viewport=DESK, storage_state=officer_state), "Noord groet", "noord-groet"
    page = desk.page
    page.goto(f"{stack.beheer}/beheer/amsterdam/campagnes/")
    hands = Hands(page)
    hands.follow("Nieuwe campagne")
    hands.choose("Waarmee begin je?", "Leeg")
    hands.type("Hoe heet de campagne?", name)
    hands.date("Eerste dag", (local_today() + dt.timedelta(days=7)).isoformat())
    hands.press("Maak het concept")
    hands.type("Kop", "Goeiemorgen, buur!")
    hands.type("Antwoord", "Morgen! Lekker weertje.")
    hands.type("Uitleg", "Twee weken lang elke dag iets kleins. Je doet mee wanneer het jou uitkomt.")
    hands.choose("Wie zegt de kop?", "met een knot")
    hands.choose("Wie geeft antwoord?", "met een pet")
    hands.press("Bewaar en ga naar uitstraling")
    take_house_style(hands, name)
    hands.step("Dagen")
    fill_days(hands, 14)
    hands.step("Berichten")
    hands.press("Bewaar en ga naar contact")
    hands.type("E-mailadres voor deelnemers", "noord@amsterdam.example")
    hands.type("Hulplijn", "Praten helpt. De Luisterlijn is er altijd: 088 0767 000. In nood bel je 112.")
    hands.press("Bewaar en ga naar controle")
    publish(hands)
    hands.follow("Posters en bereik")
    assert poster(hands).startswith(b"%PDF")
    took, interactions = hands.seconds, hands.interactions

    assert interactions <= MOST_INTERACTIONS
    assert took <= MOST_SECONDS
    shows_house_style(visit(), stack, slug)
    page.goto(f"{stack.beheer}/beheer/amsterdam/campagnes/{slug}/dagen/")
    expect(page.locator(".dayc")).to_have_count(14)
    expect(page.locator(".dayc .stack")).to_have_count(14)


def test_a_campaign_is_set_up_without_script(
    stack: Stack, visit: Callable[..., Visitor], officer_state: Any
) -> None:
    desk = visit(script=False, viewport=DESK, storage_state=officer_state)
    page, hands, name, slug = desk.page, Hands(desk.page), "Zuid zegt hoi", "zuid-zegt-hoi"
    page.goto(f"{stack.beheer}/beheer/amsterdam/campagnes/")
    hands.follow("Nieuwe campagne")
    hands.choose("Waarmee begin je?", "Week tegen eenzaamheid")
    hands.type("Hoe heet de campagne?", name)
    hands.choose("Kalender", "doorlopend")
    hands.press("Maak het concept")
    hands.type("Antwoord", "Hoi! Wat leuk.")
    hands.press("Bewaar en ga naar uitstraling")
    take_house_style(hands, name)
    hands.step("Dagen")
    page.locator("#dag-3 a.tile__text").click()
    heading(page, "Dag 3")
    hands.follow(re.compile(r"^Kies een ander\s+voor zin"))
    choice = page.locator(".choice:not(:has(.flagline))").first  # it stands on no day yet
    chosen = choice.locator(".tile__text").inner_text()
    choice.get_by_role("button", name=re.compile("^Kies")).click()
    expect(page.locator(".slot").filter(has_text=chosen)).to_have_count(1)
    hands.step("Contact")
    hands.type("E-mailadres voor deelnemers", "zuid@amsterdam.example")
    hands.press("Bewaar en ga naar controle")
    publish(hands)
    person = visit(script=False)
    shows_house_style(person, stack, slug)
    join(person, stack, campaign=slug)
