"""A campaign passed on: the QR code's address, the picture beside a link, and what is counted."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from challenges.models import Campaign, PageTotal
from challenges.services import page_totals
from challenges.services.printed import share_version
from tests.factories import AT_NOON, make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


def counted() -> dict[str, int]:
    return dict(PageTotal.objects.values_list("kind", "times"))


def test_a_scan_is_counted_and_leads_to_the_page(
    deelnemer_face: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign()
    with django_assert_num_queries(2):  # the campaign, and the count
        response = deelnemer_face.get(f"/q/{campaign.slug}/")
    assert (response.status_code, response["Location"]) == (302, f"/{campaign.slug}/")
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "no-store")
    assert (counted(), response.cookies.output()) == ({"scan": 1}, "")


def test_counting_is_one_question_more_than_the_page_itself(
    deelnemer_face: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The picture beside a link asks nothing of the database."""
    campaign = make_campaign()
    path = f"/{campaign.slug}/"
    # campaign with its look, whether there is a wall, domains, three examples (day and slots, and words for one)
    with django_assert_num_queries(10):
        deelnemer_face.head(path)
    with django_assert_num_queries(11):
        deelnemer_face.get(path)


def test_a_visit_is_counted_and_sets_no_cookie(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    response = deelnemer_face.get(f"/{campaign.slug}/")
    deelnemer_face.get(f"/{campaign.slug}/")
    assert (counted(), response.cookies.output()) == ({"visit": 2}, "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://example.com/bot.html)"},
        {"User-Agent": "WhatsApp/2.23 N"},
        {"User-Agent": "facebookexternalhit/1.1"},
    ],
)
def test_a_browser_that_looks_ahead_and_a_program_are_not_counted(
    headers: dict[str, str], deelnemer_face: Client
) -> None:
    campaign = make_campaign()
    assert deelnemer_face.get(f"/{campaign.slug}/", headers=headers).status_code == 200
    assert deelnemer_face.get(f"/q/{campaign.slug}/", headers=headers).status_code == 302
    assert counted() == {}


def test_looking_whether_it_is_there_is_not_a_visit(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    for path in (f"/{campaign.slug}/", f"/q/{campaign.slug}/"):
        deelnemer_face.head(path)
    assert counted() == {}


def test_a_phone_is_counted(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    phone = {"User-Agent": "Mozilla/5.0 (Linux; Android 16; CUBOT X70) AppleWebKit/537.36 Mobile Safari"}
    deelnemer_face.get(f"/{campaign.slug}/", headers=phone)
    assert counted() == {"visit": 1}


@pytest.mark.parametrize("status", [Campaign.Status.DRAFT, Campaign.Status.ARCHIVED])
def test_what_is_not_public_has_no_picture_no_scan_and_no_count(status: str, deelnemer_face: Client) -> None:
    campaign = make_campaign(status=status)
    version = share_version(campaign=campaign, language="nl")
    for path in (f"/q/{campaign.slug}/", f"/{campaign.slug}/beeld-{version}.png", f"/{campaign.slug}/"):
        assert deelnemer_face.get(path).status_code == 404
    assert counted() == {}


def test_counting_that_fails_never_costs_the_page(
    deelnemer_face: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def cursor(self) -> None:
            raise DatabaseError

    campaign = make_campaign()
    monkeypatch.setattr(page_totals, "connection", Broken())
    assert deelnemer_face.get(f"/{campaign.slug}/").status_code == 200
    assert deelnemer_face.get(f"/q/{campaign.slug}/").status_code == 302
    assert counted() == {}


def test_the_page_names_its_picture_and_the_picture_may_be_kept(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    html = deelnemer_face.get(f"/{campaign.slug}/").content.decode()
    (address,) = [part.split('"')[0] for part in html.split('property="og:image" content="')[1:]]
    assert address.startswith("http://localhost:8000/")
    response = deelnemer_face.get(address.removeprefix("http://localhost:8000"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (response["Cross-Origin-Resource-Policy"], response.cookies.output()) == ("cross-origin", "")


def test_an_older_address_of_the_picture_leads_to_the_one_of_now(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    version = share_version(campaign=campaign, language="nl")
    response = deelnemer_face.get(f"/{campaign.slug}/beeld-0123456789ab.png")
    assert response["Location"] == f"/{campaign.slug}/beeld-{version}.png"


def test_in_english_the_words_beside_a_link_are_english(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    Campaign.objects.update(english={"name": "Say hello", "headline": "Hello", "intro": "Something small."})
    html = deelnemer_face.get(f"/{campaign.slug}/", headers={"Accept-Language": "en"}).content.decode()
    campaign.refresh_from_db()
    assert 'property="og:title" content="Say hello"' in html
    assert 'property="og:description" content="Something small."' in html
    assert share_version(campaign=campaign, language="en") in html


def test_what_is_said_beside_a_link_is_escaped(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    Campaign.objects.update(name='"><script>', headline='"><script>')
    assert "<script>" not in deelnemer_face.get(f"/{campaign.slug}/").content.decode()


def test_search_engines_are_welcome_but_not_at_a_qr_code(deelnemer_face: Client) -> None:
    response = deelnemer_face.get("/robots.txt")
    assert response.content == b"User-agent: *\nDisallow: /q/\n"
