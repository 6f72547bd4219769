"""Taking part on one's own terms: another idea, one's own moments, a pause, a good end, coming back, sharing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import code_from_mail, join, press

pytestmark = pytest.mark.e2e
both_ways = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])

# What a tap and reading one short question take, in seconds; slower than most, faster than nobody's grandmother.
SECONDS_A_TAP, SECONDS_A_QUESTION = 1.5, 2.5


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name)).to_be_visible()


@both_ways
def test_two_other_ideas_a_day_and_back_to_the_first(
    stack: Stack, visit: Callable[..., Visitor], script: bool
) -> None:
    visitor = visit(script=script)
    page = visitor.page
    join(visitor, stack)
    first = page.get_by_role("heading", level=1).inner_text()
    seen = [first]
    for _ in range(2):
        press(page, "Ander voorstel")
        expect(page.get_by_role("heading", level=1)).not_to_have_text(seen[-1])
        seen.append(page.get_by_role("heading", level=1).inner_text())
    assert len(set(seen)) == 3
    expect(page.get_by_role("button", name="Ander voorstel")).to_have_count(0)
    page.get_by_text("Wat je vandaag ook zag").click()
    if script:
        visitor.axe()
    page.get_by_role("button", name=re.compile(re.escape(first))).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first)


def test_a_log_takes_less_than_45_seconds(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    join(visitor, stack)
    taps = questions = 0
    press(page, "Al gedaan")
    taps += 1
    for question, answer in (
        ("Hoe reageerde de ander?", "positief"),
        ("Hoe ongemakkelijk was het?", "2"),
        ("Hoe leuk was het?", "8"),
        ("Hoe zit je nu in je vel?", "7"),
    ):
        heading(page, question)
        page.get_by_label(answer, exact=True).check(force=True)
        press(page, "Verder")
        questions, taps = questions + 1, taps + 2
    expect(page.get_by_text("Wist je dat?")).to_be_visible()
    assert taps <= 10
    assert taps * SECONDS_A_TAP + questions * SECONDS_A_QUESTION <= 45


def test_a_log_by_keyboard_only(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    join(visitor, stack)
    page.get_by_role("button", name="Al gedaan").focus()
    page.keyboard.press("Enter")
    for question in ("Hoe reageerde de ander?", "Hoe ongemakkelijk was het?", "Hoe leuk was het?"):
        heading(page, question)
        expect(page.locator("h1")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    heading(page, "Hoe zit je nu in je vel?")
    expect(page.locator("h1")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Wist je dat?")).to_be_visible()


@both_ways
def test_what_felt_unsafe_is_answered_calmly(
    stack: Stack, visit: Callable[..., Visitor], script: bool
) -> None:
    visitor = visit(script=script)
    page = visitor.page
    join(visitor, stack)
    press(page, "Al gedaan")
    press(page, "Het voelde niet prettig of veilig")
    expect(page.get_by_text("Weggaan is altijd goed.")).to_be_visible()
    expect(page.get_by_text("Wist je dat?")).to_have_count(0)
    if script:
        visitor.axe()
    press(page, "Dit klopt niet, haal dit antwoord weg")
    expect(page.get_by_text("Wist je dat?")).to_be_visible()


@both_ways
def test_a_moment_of_ones_own_is_written_changed_and_removed(
    stack: Stack, visit: Callable[..., Visitor], script: bool
) -> None:
    visitor = visit(script=script)
    page = visitor.page
    check = visitor.axe if script else lambda: None
    join(visitor, stack)
    page.goto(f"{stack.deelnemer}/dagboek/")
    check()
    page.get_by_role("link", name="Schrijf een moment op").click()
    check()
    page.get_by_label("anders", exact=True).check(force=True)
    page.get_by_label("Wat deed je?").fill("Gezwaaid naar de brug.")
    press(page, "Bewaar")
    heading(page, "Hoe reageerde de ander?")
    page.get_by_role("link", name="Genoeg zo").click()
    page.get_by_text("Iets wijzigen of delen").click()
    check()
    page.get_by_role("link", name="Waar, met wie en hoe het ging").click()
    page.get_by_label("buurt", exact=True).check(force=True)
    check()
    press(page, "Bewaar")
    page.goto(f"{stack.deelnemer}/dagboek/")
    expect(page.get_by_text("Gezwaaid naar de brug.")).to_be_visible()
    press(page, "Verberg")
    expect(page.get_by_role("button", name="Toon het aantal")).to_be_visible()
    page.locator(".moment a").click()
    page.get_by_text("Iets wijzigen of delen").click()
    page.get_by_role("link", name="Haal dit moment weg").click()
    check()
    press(page, "Ja, haal weg")
    expect(page.locator(".moment")).to_have_count(0)


@both_ways
def test_pause_return_and_a_good_end(stack: Stack, visit: Callable[..., Visitor], script: bool) -> None:
    visitor = visit(script=script)
    page = visitor.page
    check = visitor.axe if script else lambda: None
    join(visitor, stack)
    page.goto(f"{stack.deelnemer}/van-mij/")
    check()
    page.get_by_role("link", name=re.compile("Jouw stap")).click()
    check()
    page.get_by_role("link", name=re.compile("Even pauze")).click()
    check()
    press(page, "Neem pauze")
    heading(page, "Van mij")
    page.goto(f"{stack.deelnemer}/vandaag/")
    heading(page, "Je hebt pauze")
    page.goto(f"{stack.deelnemer}/van-mij/in/amsterdam/")
    press(page, "Ik ben er weer")
    expect(page.get_by_role("button", name="Ik ga het proberen")).to_be_visible()
    page.goto(f"{stack.deelnemer}/van-mij/in/amsterdam/vanzelf/")
    check()
    press(page, "Ja, ik rond af")
    heading(page, "Het gaat vanzelf. Mooi.")
    check()


@both_ways
def test_who_does_this_already_gives_an_opener_and_takes_it_back(
    stack: Stack, visit: Callable[..., Visitor], script: bool
) -> None:
    visitor = visit(script=script)
    page = visitor.page
    check = visitor.axe if script else lambda: None
    page.goto(f"{stack.deelnemer}/enschede/meedoen/")
    press(page, "Ik doe dit al veel")
    press(page, "Ja, ik ben 16 of ouder en doe mee")
    heading(page, "Heb jij een goed smoesje?")
    check()
    page.goto(f"{stack.deelnemer}/smoesje/?plek=ov&karakter=giver")
    check()
    page.get_by_role("link", name="Maak hem van jou").first.click()
    page.get_by_label("Jouw smoesje").fill("Zal ik plaats maken?")
    check()
    press(page, "Bewaar")
    check()
    page.get_by_role("link", name="Geef door aan de campagne").click()
    check()
    page.get_by_label("Jouw tekst").fill("Bel mij: 06 12345678")
    press(page, "Bekijk het eerst")
    expect(page.get_by_text("Haal het telefoonnummer eruit.")).to_be_visible()
    page.get_by_label("Jouw tekst").fill("Zal ik plaats maken?")
    press(page, "Bekijk het eerst")
    heading(page, "Klopt het zo?")
    check()
    press(page, "Ja, deel dit")
    expect(page.get_by_text("wacht op Gemeente Enschede")).to_be_visible()
    check()
    press(page, "Neem terug")
    heading(page, "Je deelde nog niets")


def test_who_loses_the_phone_comes_back_with_paper_and_with_mail(
    stack: Stack, visit: Callable[..., Visitor]
) -> None:
    phone = visit()
    join(phone, stack)
    press(phone.page, "Al gedaan")
    phone.page.goto(f"{stack.deelnemer}/van-mij/terugkomen/")
    phone.axe()
    press(phone.page, "Maak mijn code")
    phone.axe()
    code = phone.page.locator(".code").inner_text()
    phone.page.goto(f"{stack.deelnemer}/van-mij/terugkomen/")
    phone.page.get_by_label("Je e-mailadres").fill("Iemand@voorbeeld.example")
    press(phone.page, "Stuur mij een code")
    heading(phone.page, "Kijk in je mail")
    phone.axe()
    phone.page.get_by_label("De code uit je mail").fill(
        code_from_mail(stack, "iemand@voorbeeld.example").lower()
    )
    press(phone.page, "Verder")
    expect(phone.page.get_by_text("iemand@voorbeeld.example")).to_be_visible()

    paper = visit()
    paper.page.goto(f"{stack.deelnemer}/terug/")
    paper.page.get_by_label("De code van je papier").fill(code.lower().replace("-", " "))
    press(paper.page, "Verder met mijn code")
    press(paper.page, "Verder op dit toestel")
    paper.page.goto(f"{stack.deelnemer}/dagboek/")
    expect(paper.page.locator(".moment")).to_have_count(1)

    mail = visit()  # an anonymous diary that joins the one of the address
    join(mail, stack, campaign="enschede")
    press(mail.page, "Al gedaan")
    mail.page.goto(f"{stack.deelnemer}/terug/")
    mail.page.get_by_label("Je e-mailadres").fill("iemand@voorbeeld.example")
    before = len(stack.mails())
    press(mail.page, "Stuur mij een code")
    heading(mail.page, "Kijk in je mail")
    code = code_from_mail(stack, "iemand@voorbeeld.example", after=before)
    assert len(stack.mails()) == before + 1
    mail.page.get_by_label("De code uit je mail").fill(code)
    mail.axe()
    mail.page.get_by_label(re.compile("Ja, dit is ook van mij")).check(force=True)
    press(mail.page, "Verder")
    mail.page.goto(f"{stack.deelnemer}/dagboek/")
    expect(mail.page.locator(".moment")).to_have_count(2)
    mail.page.goto(f"{stack.deelnemer}/van-mij/gegevens/")
    mail.axe()
    press(mail.page, "Log uit op alle andere")
    paper.page.goto(f"{stack.deelnemer}/dagboek/")
    expect(paper.page.get_by_text("Dit toestel kennen we nog niet.")).to_be_visible()
