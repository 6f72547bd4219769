"""A real browser that opens pages and notices whatever runs, asks something of elsewhere, or is no element of ours."""

import mimetypes
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Dialog, Page, Route, sync_playwright

from tests.e2e.conftest import CHROMIUM_FLAGS
from tests.security.hostile import Shown

# Every page has a name of its own under this, so that nothing of one is kept for the next.
OURS = ".gedag.test"
POLICY = "Content-Security-Policy"
# Everything in the document that our own templates never have.
STRANGE = """() => {
  const found = [];
  const foreign = ['object', 'embed', 'base', 'marquee', 'frameset', 'math', 'foreignobject', 'style'];
  const links = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'background', 'srcset'];
  const runs = /^[\\s\\u0000-\\u001f]*(javascript|vbscript|data)\\s*:/i;
  for (const one of document.querySelectorAll('*')) {
    const tag = one.tagName.toLowerCase();
    const from = one.getAttribute('src') || '';
    const is_meta = tag === 'meta' && one.httpEquiv && one.httpEquiv.toLowerCase() !== 'content-type';
    if (foreign.includes(tag) || is_meta) found.push(tag);
    if (tag === 'script' && !from.startsWith('/static/')) found.push(tag);
    if (tag === 'iframe' && !from.startsWith('/beheer/')) found.push(tag);
    if (tag === 'svg' && one.querySelector('script, style, animate, set')) found.push(tag);
    for (const attr of one.attributes) {
      const said = `${tag} ${attr.name}=${attr.value.slice(0, 40)}`;
      if (/^on|^hx-|srcdoc|^data-hx-on|^ping$/.test(attr.name)) found.push(said);
      if (attr.name.startsWith('data-hx-') && /kwaad|js:|javascript:|hit/.test(attr.value)) found.push(said);
      if (links.includes(attr.name) && runs.test(attr.value)) found.push(said);
    }
  }
  return found;
}"""
# Touches everything, as somebody's hand and keys might.
TOUCH = """() => {
  for (const name of ['focus', 'mouseover', 'click', 'toggle', 'animationstart']) {
    for (const one of document.querySelectorAll('[id="x-eigen"], [on' + name + ']')) one.dispatchEvent(new Event(name));
  }
}"""


@dataclass
class Found:
    """What happened on a page that should not."""

    what: str
    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # by the content security policy, or it would have been

    @property
    def anything(self) -> bool:
        return bool(self.ran or self.asked or self.strange)


def watch(pages: Sequence[Shown], static_file: Callable[[str], bytes | None], *, policy: bool) -> list[Found]:
    """Opens each page in a real browser, with its content security policy in force, or without: then the browser does
    say what it would have refused. In a thread of its own: what steers the browser would keep Django from its database
    in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_watch, pages, static_file, policy=policy).result()


def _watch(
    pages: Sequence[Shown], static_file: Callable[[str], bytes | None], *, policy: bool
) -> list[Found]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["GEDAG_CHROMIUM"], args=CHROMIUM_FLAGS
        )
        context = browser.new_context(service_workers="block", locale="nl-NL")
        context.set_default_timeout(20_000)
        context.add_init_script("window.hits = []; window.hit = (...said) => { window.hits.push('hit'); };")
        window = _Window(context, static_file, policy=policy)
        found = [window.visit(number, page) for number, page in enumerate(pages)]
        context.close()
        browser.close()
        return found


class _Window:
    """One window in which a page is opened after another: a new one for each costs more than the page itself."""

    def __init__(
        self, context: BrowserContext, static_file: Callable[[str], bytes | None], *, policy: bool
    ) -> None:
        self.static_file, self.policy = static_file, policy
        self.shown, self.found, self.address = Shown("", "", b"", {}), Found(""), ""
        context.route("**/*", self._answer)
        self.page = context.new_page()
        self.page.on("dialog", self._dismiss)
        self.page.on("console", lambda message: self._note(message.text))

    def visit(self, number: int, shown: Shown) -> Found:
        self.shown, self.found = shown, Found(shown.what)
        self.address = f"http://p{number}{OURS}{urlsplit(shown.path).path}"
        self.page.goto(self.address, wait_until="load")
        _look(self.page, self.found)
        return self.found

    def _answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if route.request.url == self.address:
            route.fulfill(status=200, headers=_headers(self.shown, self.policy), body=self.shown.html)
        elif not (asked.hostname or "").endswith(OURS):
            self.found.asked.append(route.request.url[:120])
            route.abort()
        elif asked.path.endswith((".css", ".svg", ".woff2")):  # how it looks makes no difference here
            route.fulfill(status=200, content_type="text/css", body="")
        elif asked.path.startswith("/static/") and (file := self.static_file(asked.path)) is not None:
            sort = mimetypes.guess_type(asked.path)[0] or "application/octet-stream"
            route.fulfill(status=200, content_type=sort, body=file)
        elif route.request.method != "GET" or _odd(asked.path):
            self.found.asked.append(f"{route.request.method} {asked.path[:120]}")
            route.abort()
        else:
            route.fulfill(status=404, content_type="text/plain", body="")

    def _note(self, text: str) -> None:
        if "Content Security Policy" in text and "is ignored when delivered" not in text:
            self.found.refused.append(text[:200])

    def _dismiss(self, dialog: Dialog) -> None:
        self.found.ran.append(dialog.type)
        dialog.dismiss()


def _headers(shown: Shown, policy: bool) -> dict[str, str]:
    kept = ("Content-Type", POLICY, "X-Content-Type-Options")
    headers = {name: value for name, value in shown.headers.items() if name in kept}
    if not policy and POLICY in headers:
        headers[f"{POLICY}-Report-Only"] = headers.pop(POLICY)
    return {"Content-Type": "text/html; charset=utf-8", **headers}


def _odd(path: str) -> bool:
    return any(sign in path for sign in ("<", "kwaad", "hit", "%3C"))


def _look(page: Page, found: Found) -> None:
    page.evaluate(TOUCH)
    page.wait_for_timeout(20)  # what htmx or an animation does when a page is there
    for frame in page.frames:
        if "gedag.test" in frame.url:
            found.ran += frame.evaluate("window.hits || []")
            found.strange += frame.evaluate(STRANGE)
