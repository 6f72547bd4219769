"""What htmx does in a real browser when a form is refused or a session is over: the page says so, whole, in the place
of the page that was there. Never a way to sign in inside something else."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Route, sync_playwright
from pytest_django import Settings

from accounts.models import Message
from accounts.services.mail_tokens import unsubscribe_token
from tests.e2e.conftest import CHROMIUM_FLAGS
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import make_contact
from tests.security.hostile import static_file

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("GEDAG_CHROMIUM" not in os.environ, reason="geen Chromium gevonden (GEDAG_CHROMIUM)"),
]
SEEN = """() => ({
  headings: [...document.querySelectorAll('h1')].map((one) => one.textContent.trim()),
  mains: document.querySelectorAll('main').length,
  htmls: document.querySelectorAll('html').length,
  signs_in: document.querySelectorAll('input[name=email], input[name=code], form[action*="inloggen"]').length,
  place: document.querySelector('#inhoud h1') !== null,
})"""


def press_and_see(page: str, answer: tuple[int, dict[str, str], str]) -> Any:
    """Presses the first button of a form of htmx on a page, and gets this answer to it."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_press_and_see, page, answer).result()


def _press_and_see(html: str, answer: tuple[int, dict[str, str], str]) -> Any:
    status, headers, body = answer

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.method == "POST":
            route.fulfill(status=status, headers=headers, body=body)
        elif path == "/pagina/":
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=html)
        elif path.startswith("/static/") and (file := static_file(path)) is not None:
            route.fulfill(
                status=200, content_type="text/javascript" if path.endswith("js") else "text/css", body=file
            )
        else:
            route.fulfill(status=200, content_type="text/html", body="<h1>Elders</h1>")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["GEDAG_CHROMIUM"], args=CHROMIUM_FLAGS
        )
        page = browser.new_page()
        page.route("**/*", serve)
        page.goto("http://pagina.gedag.test/pagina/")
        with page.expect_response(lambda one: one.request.method == "POST"):
            page.locator("form[data-hx-post] button[type=submit]").first.click()
        page.wait_for_timeout(300)
        seen = {**page.evaluate(SEEN), "path": urlsplit(page.url).path}
        browser.close()
        return seen


@pytest.fixture
def page_with_a_form(deelnemer_face: Client) -> str:
    token = unsubscribe_token(contact_id=make_contact().pk, kind=Message.Kind.NOTICE)
    return deelnemer_face.get(f"/afmelden/{token}/").content.decode()


def told(answer: Any) -> tuple[int, dict[str, str], str]:
    headers = {
        name: value for name, value in answer.headers.items() if name.startswith(("HX-", "Content-Type"))
    }
    return answer.status_code, headers, answer.content.decode()


def test_a_refused_form_takes_the_place_of_the_page(page_with_a_form: str) -> None:
    client = FaceClient(DEELNEMER, enforce_csrf_checks=True)
    refused = client.post("/terug/", headers={"HX-Request": "true"})
    assert refused.status_code == 403
    seen = press_and_see(page_with_a_form, told(refused))
    # The address becomes that of the form, which is a page too.
    assert seen.pop("path") in page_with_a_form
    assert seen == {
        "headings": ["Dat lukte net niet"], "mains": 1, "htmls": 1, "signs_in": 0, "place": True
    }  # fmt: skip


def test_who_was_signed_out_goes_to_another_page(page_with_a_form: str) -> None:
    over = FaceClient(DEELNEMER).post("/van-mij/terugkomen/adres-weg/", headers={"HX-Request": "true"})
    assert over["HX-Redirect"] == "/?wie=onbekend"
    seen = press_and_see(page_with_a_form, told(over))
    assert (seen["headings"], seen["path"]) == (["Elders"], "/")


def test_staff_who_were_signed_out_while_writing_keep_their_words(
    page_with_a_form: str, settings: Settings
) -> None:
    settings.ROOT_URLCONF = settings.URLCONF_OF["beheer"]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF["beheer"]
    over = FaceClient(BEHEER).post(
        "/beheer/ede/ideeen/nieuw/", {"title": "Mijn idee"}, headers={"HX-Request": "true"}
    )
    assert over.status_code == 403
    seen = press_and_see(page_with_a_form, told(over))
    assert (seen["mains"], seen["htmls"], seen["signs_in"], seen["place"]) == (1, 1, 0, True)
