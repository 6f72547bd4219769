"""The message of the day, from a proven address to a diary: it comes at the chosen time, its link opens that day in a
browser that knows nobody, what is written down there ends the reminders, and one tap stops the mail."""

import dataclasses
import datetime as dt
import re
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.clock import AMSTERDAM, Clock, moved_face
from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import code_from_mail, join, press

pytestmark = pytest.mark.e2e
both_ways = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
PROMPT, REMINDER = dt.time(9), dt.time(20)

# A campaign that begins on day 0, through the same services as the demo.
MAKE_CAMPAIGN = """
import datetime as dt
from challenges.services.campaign_files import load_house_themes, make_campaign, read_campaign_file
row = {{**read_campaign_file(name="demo/enschede.yaml"), "slug": "postdag"}}
make_campaign(row=row, themes=load_house_themes(), starts_on=dt.date.fromisoformat("{}"))
"""
# What the clock and the worker do every minute, at another time.
SEND = """
import datetime as dt, uuid
from accounts.services.delivery import drain
from challenges.services.messages import plan_messages
now = dt.datetime.fromisoformat({!r})
plan_messages(now=now)
print(dict(drain(worker=f"e2e:{{uuid.uuid4()}}", clock=lambda: now)))
"""


@pytest.fixture(scope="module")
def clock(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clock]:
    with moved_face(stack, tmp_path_factory.mktemp("clock")) as moved:
        stack.manage("shell", "-v", "0", "-c", MAKE_CAMPAIGN.format(moved.first))
        yield moved


@dataclasses.dataclass
class Post:
    """The mailbox of one person, and the worker at times of our choice."""

    stack: Stack
    clock: Clock
    address: str

    def send(self, day: int, at: dt.time) -> None:
        now = dt.datetime.combine(self.clock.first + dt.timedelta(days=day), at, AMSTERDAM)
        self.stack.manage("shell", "-v", "0", "-c", SEND.format(now.isoformat()))

    def mails(self, subject: str) -> list[dict[str, Any]]:
        return [
            mail
            for mail in self.stack.mails()
            if self.address in str(mail["to"]) and subject in mail["subject"]
        ]


def links_in(mail: dict[str, Any], first: str) -> str:
    """The path of the link in a mail that begins with this word."""
    found = re.search(rf"https?://[^/\s]+(/{first}/[^\s]+)", mail["text"])
    assert found, mail["text"]
    return found[1]


def wants_mail(visitor: Visitor, stack: Stack, post: Post, weekday: int) -> None:
    """Joins, proves the address with the code from the mailbox, and asks both messages on one day of the week."""
    page = visitor.page
    join(visitor, stack, campaign="postdag")
    page.goto(f"{stack.deelnemer}/van-mij/terugkomen/")
    before = len(stack.mails())
    page.get_by_label("E-mailadres").fill(post.address)
    press(page, "Stuur mij een code")
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(
        code_from_mail(stack, post.address, after=before)
    )
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text(post.address)).to_be_visible()
    page.goto(f"{stack.deelnemer}/van-mij/in/postdag/")
    page.get_by_label("Ja, per e-mail").check(force=True)
    page.locator("select[name=prompt_time]").select_option(PROMPT.strftime("%H:%M"))
    page.locator("details summary").first.click()
    page.locator("select[name=log_time]").select_option(REMINDER.strftime("%H:%M"))
    for name in ("weekdays", "log_weekdays"):
        for number in range(1, 8):
            page.locator(f"input[name={name}][value='{number}']").set_checked(number == weekday, force=True)
    press(page, "Bewaar")
    expect(page.get_by_role("heading", name="Van mij")).to_be_visible()


def check(visitor: Visitor, *, script: bool) -> None:
    visitor.reflows()
    if script:
        visitor.axe()


@both_ways
def test_a_message_its_link_and_its_end(
    stack: Stack, clock: Clock, visit: Callable[..., Visitor], script: bool
) -> None:
    post = Post(stack, clock, f"post-{'met' if script else 'zonder'}@thuis.example")
    tomorrow = clock.first + dt.timedelta(days=1)
    wants_mail(visit(script=script), stack, post, tomorrow.isoweekday())

    post.send(1, dt.time(8, 45))
    assert post.mails("Iets kleins") == []
    post.send(1, PROMPT)
    post.send(1, dt.time(9, 15))
    (mail,) = post.mails("Iets kleins")

    clock.set(1, dt.time(9, 30))
    reader = visit(script=script, viewport={"width": 320, "height": 700})
    page = reader.page
    path = links_in(mail, "dag")
    page.goto(stack.clocked + path)
    expect(page.get_by_role("button", name="Gelukt")).to_be_visible()
    check(reader, script=script)
    press(page, "Gelukt")
    expect(page.get_by_text("Je poging staat erin.")).to_be_visible()
    check(reader, script=script)
    page.get_by_label("positief", exact=True).check(force=True)
    press(page, "Bewaar")
    expect(page.get_by_text("Staat erin.")).to_be_visible()
    check(reader, script=script)
    page.goto(stack.clocked + path)
    expect(page.get_by_text("Staat erin.")).to_be_visible()
    check(reader, script=script)
    assert [cookie["name"] for cookie in reader.context.cookies()] == ["deelnemer-csrf"]
    page.get_by_role("link", name="Open Gedag").click()
    expect(page).to_have_url(re.compile("wie=onbekend"))

    post.send(1, REMINDER)
    assert post.mails("Hoe was het") == []  # written down already
    clock.set(3)
    answer = page.goto(stack.clocked + path)
    assert answer is not None
    assert answer.status == 410
    check(reader, script=script)

    choose_and_stop(reader, post, mail, script=script)
    post.send(8, PROMPT)
    assert len(post.mails("Iets kleins")) == 1
    assert post.mails("Hoe was het") == []


def choose_and_stop(reader: Visitor, post: Post, mail: dict[str, Any], *, script: bool) -> None:
    """The page with choices, and the one tap of a mail program."""
    page, stack = reader.page, post.stack
    page.goto(stack.deelnemer + links_in(mail, "berichten"))
    expect(page.get_by_text("p•••@thuis.example")).to_be_visible()
    check(reader, script=script)
    page.locator("select[name$=log_time]").first.select_option("")
    press(page, "Bewaar")
    expect(page.get_by_text("Bewaard.")).to_be_visible()
    check(reader, script=script)
    headers = mail["headers"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = urllib.parse.urlsplit(headers["List-Unsubscribe"].strip().strip("<>")).path
    page.goto(stack.deelnemer + one_click)
    expect(page.get_by_role("button", name="Stuur mij deze mail niet meer")).to_be_visible()
    check(reader, script=script)
    body = urllib.parse.urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urllib.request.urlopen(stack.deelnemer + one_click, data=body, timeout=10) as answer:
        assert answer.status == 200
    press(page, "Stuur mij deze mail niet meer")
    expect(page.get_by_role("heading", name="Dat is geregeld")).to_be_visible()
    check(reader, script=script)


def test_the_reminder_can_be_in_ones_own_calendar(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    join(visitor, stack)
    page.goto(f"{stack.deelnemer}/van-mij/in/amsterdam/")
    page.get_by_role("link", name="Zet het in je agenda").click()
    expect(page.get_by_role("heading", name="Zet het in je agenda")).to_be_visible()
    visitor.axe()
    visitor.reflows()
    with page.expect_download() as download:
        page.get_by_role("button", name="Haal het bestand op").click()
    assert download.value.suggested_filename == "gedag.ics"
