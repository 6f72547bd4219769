"""From figures that were drawn to a sheet on the wall: the national release is read, its infographic is made, two
people let it out, and everybody finds the page, the PDF and the picture."""

import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import press, sign_in

pytestmark = pytest.mark.e2e

# What the clock and the worker do: the day of the national release comes, and it is drawn. There is nobody in it yet,
# so people are put beside the noise: what a test may, and nothing else can.
DRAW = """
import datetime as dt
from unittest.mock import patch
from django.utils import timezone
from insights.models import Draw, Outcome
from insights.queries.people import Population
from insights.queries.tabulation import Means, Person
from insights.services import drawing
from insights.services.announcing import announce_releases
from interactions.models import Idea
from interactions.queries.mirror import Difference
now = timezone.now()
announce_releases(now=now)
draw = Draw.objects.filter(kind="national", state="announced").order_by("due_on").first()
ideas = list(Idea.objects.filter(organisation=None).order_by("key").values_list("key", flat=True)[:3])
people = [
    Person(number=n, active_days=5, finished=True, mood=Difference.BETTER,
        tries=tuple((key, Outcome.POSITIVE if n % 12 else Outcome.NOT_POSITIVE) for key in ideas),
        means=Means("buurt", 8.0, 4.0, 9.0))
    for n in range(4000)
]
everybody = Population(people=people, spends=[], once=False)
with (patch.object(drawing, "population_of", lambda draw: everybody),
      patch.object(drawing, "_still_there", lambda people: people)):
    release = drawing.draw_release(draw=draw, now=now + dt.timedelta(days=200))
print(release.digest[:12])
"""
SECOND = """
from accounts.models import Organisation, User
from accounts.permissions import Role
from insights.models import Release, Signature
from django.utils import timezone
user = User.objects.create(email="collega@movisie.example", name="Tweede Collega")
release = Release.objects.get(digest__startswith="{digest}")
Signature.objects.create(release=release, user=user, signed_at=timezone.now())
"""
DESK = {"width": 1280, "height": 900}


def fetch(address: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read(), answer.headers["Content-Type"]


def test_the_national_infographic_from_draw_to_wall(stack: Stack, visit: Callable[..., Visitor]) -> None:
    digest = stack.manage("shell", "-c", DRAW).split()[-1]
    public = f"{stack.deelnemer}/resultaten/{digest}"
    desk = visit(viewport=DESK)
    page = desk.page
    sign_in(page, stack, "femke@movisie.example")
    page.goto(f"{stack.beheer}/beheer/movisie/resultaten/{digest}/")
    page.get_by_role("link", name="Maak de infographic").click()
    expect(page.get_by_role("heading", name="Zo ziet het eruit")).to_be_visible()
    desk.axe()

    # words are mine, figures are not
    page.get_by_label("Kop", exact=True).fill("Iedereen zegt <gedag>")
    page.get_by_label("Hoe leuk het was, per plek").uncheck()
    expect(page.locator("#voorbeeld img")).to_have_attribute("src", re.compile(r"headline=Iedereen"))
    page.get_by_role("button", name="Wat er nodig is omhoog").click()
    expect(page.get_by_label("Kop", exact=True)).to_have_value("Iedereen zegt <gedag>")
    press(page, "Bewaar voor de openbare pagina")
    expect(page.get_by_role("status").filter(has_text="zodra de cijfers naar buiten zijn")).to_be_visible()

    # one signature is not enough, two are
    reader = visit()
    assert reader.page.goto(f"{public}/infographic/").status == 404  # type: ignore[union-attr]
    page.goto(f"{stack.beheer}/beheer/movisie/resultaten/{digest}/")
    page.get_by_role("link", name="Naar buiten brengen").click()
    page.locator("main form button[type=submit]").first.click()
    assert reader.page.goto(f"{public}/infographic/").status == 404  # type: ignore[union-attr]
    stack.manage("shell", "-c", SECOND.format(digest=digest))

    assert reader.page.goto(f"{public}/infographic/").status == 200  # type: ignore[union-attr]
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Iedereen zegt <gedag>")
    expect(reader.page.get_by_text("mensen vertelden hoe het ging")).to_be_visible()
    expect(reader.page.get_by_role("heading", name="Werkt", exact=True)).to_be_visible()
    expect(reader.page.get_by_role("heading", name="Hoe leuk was het?")).to_have_count(0)
    reader.axe()
    reader.reflows()
    for sort, begins, media in (("pdf", b"%PDF-", "application/pdf"), ("png", b"\x89PNG", "image/png")):
        content, content_type = fetch(f"{public}/infographic.{sort}")
        assert (content[: len(begins)], content_type) == (begins, media)
    reader.page.goto(f"{public}/")
    expect(reader.page.get_by_role("link", name="Lees de infographic")).to_be_visible()
