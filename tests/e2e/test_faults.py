"""What a participant meets when a server is away: a clear page, and nothing typed is lost."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import join, press

pytestmark = pytest.mark.e2e


@contextmanager
def database_away(stack: Stack) -> Iterator[None]:
    """PostgreSQL is killed, and killed again each time the stack brings it back."""
    over = threading.Event()

    def keep_killing() -> None:
        while not over.wait(0.02):
            with suppress(OSError, KeyError, ValueError):
                os.kill(stack.pid_of("postgres"), signal.SIGKILL)

    killer = threading.Thread(target=keep_killing)
    killer.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        over.set()
        killer.join()


def retry_until_back(page: Page, path: str) -> None:
    """Asks for a page until the database is back, as a patient participant would."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        answer = page.goto(path)
        assert answer is not None
        if answer.status == 200:
            return
        assert answer.status == 503
        time.sleep(0.5)
    raise AssertionError("the database did not come back")


# First: the stack waits longer each time that PostgreSQL falls over again.
def test_database_killed_comes_back_by_itself(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    join(visitor, stack)
    os.kill(stack.pid_of("postgres"), signal.SIGKILL)
    retry_until_back(visitor.page, f"{stack.deelnemer}/vandaag/")
    expect(visitor.page.get_by_role("button", name="Ik ga het proberen")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_database_away_for_ten_seconds_keeps_what_was_typed(
    stack: Stack, visit: Callable[..., Visitor], script: bool
) -> None:
    visitor = visit(script=script)
    page = visitor.page
    join(visitor, stack)
    press(page, "Al gedaan")
    page.get_by_role("link", name="Genoeg zo").click()
    page.get_by_role("link", name="Schrijf erbij").click()
    page.get_by_label("Wat wil je onthouden?").fill("Een heel praatje over de hond van de buren.")
    with database_away(stack):
        press(page, "Bewaar")
        expect(page.get_by_role("heading", name="Even geen verbinding")).to_be_visible()
        expect(page.get_by_text("Een heel praatje over de hond van de buren.")).to_be_visible()
        if script:
            visitor.axe()
        time.sleep(10)
        press(page, "Probeer opnieuw")
        expect(page.get_by_text("Een heel praatje over de hond van de buren.")).to_be_visible()
    retry_until_back(visitor.context.new_page(), f"{stack.deelnemer}/vandaag/")
    press(page, "Probeer opnieuw")
    expect(page.get_by_role("link", name="Wijzig je notitie")).to_be_visible()
    expect(page.get_by_text("Een heel praatje over de hond van de buren.")).to_be_visible()


def test_too_busy_keeps_the_form_as_it_is_and_lets_it_go_again(
    stack: Stack, visit: Callable[..., Visitor]
) -> None:
    """The gate answers in place of the page, once."""
    visitor = visit()
    page = visitor.page
    join(visitor, stack)
    press(page, "Al gedaan")
    page.get_by_role("link", name="Genoeg zo").click()
    page.get_by_role("link", name="Schrijf erbij").click()
    page.get_by_label("Wat wil je onthouden?").fill("De hond heet Bobbie.")
    address = page.url
    page.route(
        "**/notitie/",
        lambda route: route.fulfill(
            status=503,
            headers={"HX-Reswap": "none", "HX-Push-Url": "false", "Retry-After": "5"},
            content_type="text/plain; charset=utf-8",
            body="Het is nu even erg druk.",
        ),
        times=1,
    )
    press(page, "Bewaar")
    expect(page.get_by_role("alert").get_by_text("Het is nu even erg druk.")).to_be_visible()
    expect(page.get_by_label("Wat wil je onthouden?")).to_have_value("De hond heet Bobbie.")
    assert page.url == address
    visitor.axe()
    visitor.faults[:] = [fault for fault in visitor.faults if "503" not in fault]
    press(page, "Bewaar")
    expect(page.get_by_text("De hond heet Bobbie.")).to_be_visible()
    expect(page.get_by_role("link", name="Wijzig je notitie")).to_be_visible()


def test_valkey_away_pages_keep_working(stack: Stack, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    valkey = stack.pid_of("valkey")
    os.kill(valkey, signal.SIGSTOP)
    try:
        join(visitor, stack)
        press(visitor.page, "Al gedaan")
        expect(visitor.page.get_by_role("heading", name="Hoe reageerde de ander?")).to_be_visible()
    finally:
        os.kill(valkey, signal.SIGCONT)
