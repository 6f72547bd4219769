"""From the end of a campaign to figures that everybody can read: the worker draws on the announced day, an officer lets
them out, and national figures wait for a second person."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import press, sign_in

pytestmark = pytest.mark.e2e
OFFICER, EDITORIAL, ANALYST = "anneke@enschede.example", "femke@movisie.example", "ravi@movisie.example"

# What the worker does when the day of a release has come; the clock of the rest stays as it is.
DRAW = """
import datetime as dt
from django.utils import timezone
from insights.models import Draw
from insights.services.announcing import announce_releases
from insights.services.drawing import draw_release
announce_releases(now=timezone.now())
of = dict(campaign__slug={slug!r}, kind={kind!r}) if {slug!r} else dict(campaign=None)
if not {slug!r}:  # of a quarter that no other journey draws
    of |= dict(kind="national", cohort="2099-Q1")
    Draw.objects.get_or_create(**of, due_on=dt.date(2099, 4, 8))
draw = Draw.objects.filter(**of).latest("due_on")
noon = dt.datetime.combine(draw.due_on, dt.time(11), dt.UTC)
print("digest:", (draw_release(draw=draw, now=max(noon, timezone.now())) or draw.release).digest)
"""


def draw(stack: Stack, *, slug: str, kind: str) -> str:
    """Draws what is announced, as on its day, and gives its address."""
    printed = stack.manage("shell", "-c", DRAW.format(slug=slug, kind=kind))
    found = re.search(r"digest: ([0-9a-f]{64})", printed)
    assert found is not None, printed
    return found[1][:12]


def status(page: Page, address: str) -> int:
    return page.request.get(address).status


def test_a_campaign_ends_and_its_figures_come_out(stack: Stack, visit: Callable[..., Visitor]) -> None:
    reader = visit()
    desk = visit(viewport={"width": 1280, "height": 900})
    page = desk.page
    sign_in(page, stack, OFFICER)
    here = f"{stack.beheer}/beheer/enschede/campagnes/enschede/resultaten/"
    address = draw(stack, slug="enschede", kind="final")
    public = f"{stack.deelnemer}/resultaten/{address}/"

    page.goto(f"{stack.beheer}/beheer/enschede/campagnes/enschede/")
    page.get_by_role("link", name="Resultaten", exact=True).click()
    expect(page.get_by_role("heading", name="Tweede tussenstand")).to_be_visible()
    desk.axe()
    assert status(reader.page, public) == 404
    page.get_by_role("link", name=re.compile("Bekijk deze cijfers.*Eindstand")).click()
    expect(page.get_by_role("heading", name="Hoeveel mensen deden mee?")).to_be_visible()
    desk.axe()
    page.get_by_role("link", name="Naar buiten brengen").click()
    expect(page.get_by_role("heading", name="Dit wordt openbaar")).to_be_visible()
    desk.axe()
    press(page, "Breng deze cijfers naar buiten")
    expect(page.get_by_text("Iedereen kan de cijfers nu lezen.")).to_be_visible()
    expect(page.get_by_role("link", name="Naar buiten brengen")).to_have_count(0)
    desk.axe()

    phone = reader.page
    phone.goto(f"{stack.deelnemer}/enschede/")
    phone.get_by_role("contentinfo").get_by_role("link", name="Resultaten").click()
    phone.get_by_role("link", name=re.compile("eindstand")).click()
    expect(phone).to_have_url(public)
    phone.locator("details.figures summary").first.click()
    expect(phone.get_by_role("table").first).to_be_visible()
    reader.axe()
    reader.reflows()
    phone.set_viewport_size({"width": 320, "height": 700})
    reader.reflows()

    files = {sort: phone.request.get(f"{public}cijfers.{sort}") for sort in ("csv", "zip", "xlsx", "json")}
    assert {sort: answer.status for sort, answer in files.items()} == dict.fromkeys(files, 200)
    rows = list(csv.DictReader(io.StringIO(files["csv"].text(), newline="")))
    assert "people" in {row["onderwerp"] for row in rows}
    assert len(json.loads(files["json"].text())["cijfers"]) == len(rows)
    for sort in ("zip", "xlsx"):
        assert zipfile.ZipFile(io.BytesIO(files[sort].body())).testzip() is None
    again = page.request.get(f"{here}{address}/cijfers.csv")  # as staff: the same bytes
    assert again.body() == files["csv"].body()


def test_national_figures_wait_for_a_second_person(stack: Stack, visit: Callable[..., Visitor]) -> None:
    address = draw(stack, slug="", kind="national")
    reader = visit().page
    public = f"{stack.deelnemer}/resultaten/{address}/"
    here = f"{stack.beheer}/beheer/movisie/resultaten/{address}/"

    first = visit(script=False, viewport={"width": 1280, "height": 900}).page
    sign_in(first, stack, EDITORIAL)
    first.goto(here)
    first.get_by_role("link", name="Naar buiten brengen").click()
    press(first, "Zet mijn handtekening")
    expect(first.get_by_text("Nu nog die van een collega.")).to_be_visible()
    assert status(reader, public) == 404
    first.goto(f"{here}naar-buiten/")
    expect(first.get_by_text("Je hebt al getekend.")).to_be_visible()
    expect(first.get_by_role("button", name="Zet mijn handtekening")).to_have_count(0)

    second = visit(viewport={"width": 1280, "height": 900})
    sign_in(second.page, stack, ANALYST)
    second.page.goto(f"{here}naar-buiten/")
    second.axe()
    press(second.page, "Zet mijn handtekening")
    expect(second.page.get_by_text("Iedereen kan de cijfers nu lezen.")).to_be_visible()

    reader.goto(f"{stack.deelnemer}/resultaten/")
    reader.get_by_role("link", name="Deze cijfers als open data").click()
    expect(reader.get_by_role("heading", name="Open data", exact=True)).to_be_visible()
    for link in reader.locator(".downloads a").all():
        assert reader.request.get(f"{stack.deelnemer}{link.get_attribute('href')}").status == 200
    assert status(reader, public) == 200
