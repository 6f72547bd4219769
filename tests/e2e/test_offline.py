"""No network: our own page instead of the browser's, nothing of a diary on the phone, and back when it is back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import join, press

pytestmark = pytest.mark.e2e

KEPT = """(async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    return found;
})()"""


def test_without_network_there_is_a_page_and_nothing_of_a_diary(
    stack: Stack, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(service_workers="allow")
    page = visitor.page
    join(visitor, stack)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    press(page, "Al gedaan")
    expect(page.get_by_role("heading", name="Hoe reageerde de ander?")).to_be_visible()
    page.goto(f"{stack.deelnemer}/dagboek/")
    expect(page.locator(".moment")).to_have_count(1)
    visitor.context.set_offline(True)
    page.goto(f"{stack.deelnemer}/dagboek/")
    expect(page.get_by_role("heading", name="Even geen verbinding")).to_be_visible()
    visitor.axe()
    visitor.reflows()
    assert [path for path in page.evaluate(KEPT) if not path.startswith("/static/")] == ["/offline/"]
    visitor.context.set_offline(False)
    page.get_by_role("link", name="Probeer opnieuw").click()
    expect(page.locator(".moment")).to_have_count(1)
    visitor.faults[:] = [fault for fault in visitor.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
