"""What goes wrong at a desk: two officers on one day, a session that ends while somebody writes, a button pressed
twice, an address that is taken by the app. Nothing is overwritten, nothing typed is lost, and the page says so."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.desk import heading
from tests.e2e.journey import press, sign_in, sign_in_here

pytestmark = pytest.mark.e2e
DESK = {"width": 1280, "height": 900}
# One each, because an address gets three codes a minute.
COLLEAGUES = COLLEAGUE, WITH_SCRIPT, WITHOUT_SCRIPT = [
    f"{name}@amsterdam.example" for name in ("sam", "robin", "kim")
]
DRAFT = "/beheer/amsterdam/campagnes/buren-amsterdam/"

# Other officers, as the demo makes its own, and a draft that is ready to be published.
PREPARE = f"""
import datetime as dt
from django.conf import settings
from django.utils import timezone
from accounts.models import Membership, Organisation, User
from accounts.permissions import Role
from accounts.services.staff_second_step import set_up
from challenges.models import Campaign
from challenges.services.campaigns import CampaignStart, create_campaign
from config.runner import demo_phone
here = Organisation.objects.get(slug="amsterdam")
for address in {COLLEAGUES!r}:
    made = User.objects.create_user(email=address, name="Sam Vermeer")
    Membership.objects.create(user=made, organisation=here, role=Role.EDITOR)
    set_up(user=made, secret=demo_phone.secret_of(settings.SECRET_KEY, address))
start = CampaignStart(name="West groet", slug="west-groet", calendar="rolling", starts_on=None, length=7)
ready = create_campaign(organisation=here, start=start, template="week-tegen-eenzaamheid")
Campaign.objects.filter(pk=ready.pk).update(contact_email="west@amsterdam.example")
"""
# An hour and more goes by for one browser.
AN_HOUR_LATER = """
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore({!r})
session["times"] = [moment - 3700 for moment in session["times"]]
session.save()
"""
TURNS = """
from challenges.models import Campaign
found = Campaign.objects.get(slug="west-groet")
print(found.status, found.revision)
"""


@pytest.fixture(scope="module")
def prepared(stack: Stack) -> None:
    stack.manage("shell", "-v", "0", "-c", PREPARE)


@pytest.fixture(scope="module")
def colleague_state(prepared: None, stack: Stack, browser: Any) -> Any:
    context = browser.new_context(locale="nl-NL", service_workers="block")
    sign_in(context.new_page(), stack, COLLEAGUE)
    state = context.storage_state()
    context.close()
    return state


def choices(page: Page, stack: Stack, number: int) -> Any:
    page.goto(f"{stack.beheer}{DRAFT}dagen/{number}/?stap=zin")
    return page.locator(".choice")


def test_two_officers_on_one_day_see_both_and_nothing_is_overwritten(
    stack: Stack, visit: Callable[..., Visitor], officer_state: Any, colleague_state: Any
) -> None:
    first, second = (
        visit(viewport=DESK, storage_state=officer_state),
        visit(viewport=DESK, storage_state=colleague_state),
    )
    found = choices(first.page, stack, 11)
    theirs = found.nth(0).locator(".tile__text").inner_text()
    mine = choices(second.page, stack, 11).nth(1).locator(".tile__text").inner_text()
    assert theirs != mine
    found.nth(0).get_by_role("button").click()
    expect(first.page.locator(".slot").filter(has_text=theirs)).to_have_count(1)

    page = second.page
    page.locator(".choice").nth(1).get_by_role("button").click()
    heading(page, "Dag 11 is intussen veranderd")
    expect(page.locator(".slot").nth(0)).to_contain_text(theirs)
    expect(page.locator(".slot").nth(1)).to_contain_text(mine)
    second.axe()
    first.page.reload()
    expect(first.page.locator(".slot").filter(has_text=theirs)).to_have_count(1)
    expect(first.page.locator(".slot").filter(has_text=mine)).to_have_count(0)
    press(page, "Neem mijn keuze")
    expect(page.locator(".slot").filter(has_text=mine)).to_have_count(1)
    expect(page.locator(".slot").filter(has_text=theirs)).to_have_count(0)


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_what_was_typed_when_the_hour_was_over_is_saved_after_signing_in_again(
    stack: Stack, visit: Callable[..., Visitor], script: bool
) -> None:
    visitor = visit(viewport=DESK, script=script)
    page, text = visitor.page, f"Twee weken lang, {'met' if script else 'zonder'} script: zeg eens hoi."
    address = WITH_SCRIPT if script else WITHOUT_SCRIPT
    sign_in(page, stack, address)
    page.goto(f"{stack.beheer}{DRAFT}teksten/")
    key = next(one["value"] for one in visitor.context.cookies() if re.search("beheer$", one["name"]))
    stack.manage("shell", "-v", "0", "-c", AN_HOUR_LATER.format(key))
    page.get_by_label("Uitleg", exact=True).fill(text)
    if not script:  # with script it is kept as one types
        press(page, "Bewaar en ga naar uitstraling")
    heading(page, "Je bent uitgelogd")
    expect(page.get_by_text(text)).to_be_visible()
    page.get_by_role("link", name="Log in en ga verder").click()
    sign_in_here(page, stack, address)
    heading(page, "Hier was je gebleven")
    expect(page.get_by_text(text)).to_be_visible()
    if script:
        visitor.axe()
    press(page, "Sla het alsnog op")
    heading(page, "Uitstraling")
    page.goto(f"{stack.beheer}{DRAFT}teksten/")
    expect(page.get_by_label("Uitleg", exact=True)).to_have_value(text)


def test_what_was_typed_is_shown_when_the_browser_forgot_who_it_was(
    stack: Stack, visit: Callable[..., Visitor], officer_state: Any
) -> None:
    visitor = visit(viewport=DESK, storage_state=officer_state)
    page, text = visitor.page, "Bel gerust met de buurtcoach. In nood: 112."
    page.goto(f"{stack.beheer}{DRAFT}contact/")
    before = page.get_by_label("Hulplijn", exact=True).input_value()
    visitor.context.clear_cookies(name=re.compile("beheer$"))
    page.get_by_label("Hulplijn", exact=True).fill(text)
    heading(page, "Je bent uitgelogd")
    expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_text("Kopieer het, log in en plak het daar.")).to_be_visible()
    visitor.axe()
    back = visit(viewport=DESK, storage_state=officer_state).page
    back.goto(f"{stack.beheer}{DRAFT}contact/")
    expect(back.get_by_label("Hulplijn", exact=True)).to_have_value(before)
    back.get_by_label("Hulplijn", exact=True).fill(text)
    press(back, "Bewaar en ga naar controle")
    heading(back, "Controle")
    back.goto(f"{stack.beheer}{DRAFT}contact/")
    expect(back.get_by_label("Hulplijn", exact=True)).to_have_value(text)


@pytest.mark.usefixtures("prepared")
def test_a_double_click_publishes_once(
    stack: Stack, visit: Callable[..., Visitor], officer_state: Any
) -> None:
    def turns() -> tuple[str, int]:
        status, revision = stack.manage("shell", "-v", "0", "-c", TURNS).split()
        return status, int(revision)

    page = visit(viewport=DESK, storage_state=officer_state).page
    state, revision = turns()
    assert state == "draft"
    page.goto(f"{stack.beheer}/beheer/amsterdam/campagnes/west-groet/controle/")
    page.get_by_role("button", name="Publiceer de campagne").dblclick()
    expect(page.locator("#stappen a").filter(has_text="Controle")).to_contain_text("Gepubliceerd")
    expect(page.locator("main").get_by_role("alert")).to_have_count(0)
    assert turns() == ("published", revision + 1)
    page.goto(f"{stack.beheer}/beheer/amsterdam/geschiedenis/")
    told = page.locator(".history > li").filter(has_text="West groet").filter(has_text="Gepubliceerd")
    expect(told).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_address_of_the_app_itself_is_refused_and_the_rest_stays(
    stack: Stack, visit: Callable[..., Visitor], officer_state: Any, script: bool
) -> None:
    visitor = visit(viewport=DESK, storage_state=officer_state, script=script)
    page, name = visitor.page, f"Samen {'met' if script else 'zonder'} script"
    page.goto(f"{stack.beheer}/beheer/amsterdam/campagnes/nieuw/")
    page.get_by_label(re.compile("^Twee weken in de wijk")).check(force=True)
    page.get_by_label("Hoe heet de campagne?").fill(name)
    page.get_by_label(re.compile("^doorlopend")).check(force=True)
    page.get_by_label("Aantal dagen").fill("9")
    page.get_by_label("Adres van de campagnepagina").fill("vandaag")
    press(page, "Maak het concept")
    expect(page.get_by_text("Dit adres gebruikt de app zelf. Kies een ander woord.").first).to_be_visible()
    expect(page.get_by_label("Adres van de campagnepagina")).to_have_value("vandaag")
    expect(page.get_by_label("Hoe heet de campagne?")).to_have_value(name)
    expect(page.get_by_label("Aantal dagen")).to_have_value("9")
    expect(page.get_by_label(re.compile("^Twee weken in de wijk"))).to_be_checked()
    expect(page.get_by_label(re.compile("^doorlopend"))).to_be_checked()
    if script:
        visitor.axe()
    page.get_by_label("Adres van de campagnepagina").fill("")
    press(page, "Maak het concept")
    heading(page, "Teksten")
    page.goto(f"{stack.beheer}/beheer/amsterdam/campagnes/")
    expect(page.get_by_role("link", name=name)).to_be_visible()
