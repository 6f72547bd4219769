"""Steps that several journeys share."""

import json
import re
import time

from playwright.sync_api import Page, expect

from config.runner import demo_phone
from tests.e2e.conftest import Stack, Visitor


def join(visitor: Visitor, stack: Stack, *, campaign: str = "amsterdam", step: str = "Zin") -> None:
    """From the campaign's page to today: three taps and consent."""
    page = visitor.page
    page.goto(f"{stack.deelnemer}/{campaign}/")
    page.get_by_role("link", name="Ik doe mee").first.click()
    page.get_by_label(step.lower(), exact=True).check(force=True)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Ja, ik ben 16 of ouder en doe mee").click()
    expect(page.get_by_role("button", name="Ik ga het proberen")).to_be_visible()


def press(page: Page, name: str) -> None:
    """Presses a button and waits for the next page or part."""
    page.get_by_role("button", name=name, exact=True).click()


def officer(stack: Stack) -> str:
    """The address of the Amsterdam officer, as it was printed at the start."""
    found = re.search(r"[\w.+-]+@amsterdam\.example", "\n".join(stack.printed))
    assert found is not None
    return found.group()


def sign_in(page: Page, stack: Stack, address: str) -> None:
    """Staff of the demo sign in with both steps; the page they came from or their campaigns are what follows."""
    page.goto(f"{stack.beheer}/inloggen/")
    sign_in_here(page, stack, address)


def sign_in_here(page: Page, stack: Stack, address: str) -> None:
    """The same, on the sign-in page where somebody was led to."""
    before = len(stack.mails())
    page.get_by_label("E-mail").fill(address)
    press(page, "Stuur mij een code")
    page.get_by_label("Code").fill(code_from_mail(stack, address, after=before))
    press(page, "Log in")
    second_step(page, stack, address)


def second_step(page: Page, stack: Stack, address: str) -> None:
    """Types the code of the demo's phone. A code counts once, so who signs in again at once takes the next one."""
    key = json.loads((stack.data / "run.json").read_text())["env"]["SECRET_KEY"]
    secret = demo_phone.secret_of(key, address)
    for steps in (0, 1, -1, 2, 3):
        at = time.time() + steps * demo_phone.STEP
        while time.time() < at - 1.5 * demo_phone.STEP:  # further ahead than counts
            page.wait_for_timeout(500)
        page.get_by_label("Code uit je app").fill(demo_phone.code_at(secret, at))
        press(page, "Log in")
        page.wait_for_load_state()
        if not page.get_by_label("Code uit je app").is_visible():
            return
    raise AssertionError("no code of the phone was taken")


def code_from_mail(stack: Stack, address: str, *, after: int = 0) -> str:
    """The newest code that was mailed to this address; the newest mail comes first. A worker sends it just after the
    page: `after` is how many mails there were before it."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        mails = stack.mails()
        for mail in mails[: len(mails) - after]:
            found = re.search(r"^\s*([A-Z0-9-]{6,10})\s*$", mail["text"], re.MULTILINE)
            if address in str(mail["to"]) and found:
                return found.group(1)
        time.sleep(0.2)
    raise AssertionError("no code arrived")


def wants_mail(visitor: Visitor, stack: Stack, *, campaign: str, address: str, at: str) -> None:
    """Who takes part in a campaign proves an address, and asks for the message of the day at this time, every day."""
    page = visitor.page
    page.goto(f"{stack.deelnemer}/van-mij/terugkomen/")
    before = len(stack.mails())
    page.get_by_label("E-mailadres").fill(address)
    press(page, "Stuur mij een code")
    code = code_from_mail(stack, address, after=before)
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(code)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text(address)).to_be_visible()
    page.goto(f"{stack.deelnemer}/van-mij/in/{campaign}/")
    page.get_by_label("Ja, per e-mail").check(force=True)
    page.locator("select[name=prompt_time]").select_option(at)
    page.locator("details summary").first.click()
    for number in range(1, 8):
        page.locator(f"input[name=weekdays][value='{number}']").check(force=True)
    press(page, "Bewaar")
    expect(page.get_by_role("heading", name="Van mij")).to_be_visible()
