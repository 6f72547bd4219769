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

OURS = (
    ".gedag.test"  # every page has a name of its own under this, so that nothing of one is kept for the next
)
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
    refused: list[str] = field(default_factory=list)  # by the content security policy

    @property
    def anything(self) -> bool:
        return bool(self.ran or self.asked or self.strange)


def watch(pages: Sequence[Shown], static_file: Callable[[str], bytes | None], *, policy: bool) -> list[Found]:
    """Opens each page in a real browser, with its content security policy or without. In a thread of its own: what
    steers the browser would keep Django from its database in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_watch, pages, static_file, policy=policy).result()


def _watch(
    pages: Sequence[Shown], static_file: Callable[[str], bytes | None], *, policy: bool
) -> list[Found]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["GEDAG_CHROMIUM"], args=CHROMIUM_FLAGS
        )
        context = browser.new_context(service_workers="block", bypass_csp=not policy, locale="nl-NL")
        context.set_default_timeout(20_000)
        context.add_init_script("window.hits = []; window.hit = (...said) => { window.hits.push('hit'); };")
        found = [_visit(context, number, page, static_file) for number, page in enumerate(pages)]
        context.close()
        browser.close()
        return found


def _visit(
    context: BrowserContext, number: int, shown: Shown, static_file: Callable[[str], bytes | None]
) -> Found:
    found, page = Found(shown.what), context.new_page()
    address = f"http://p{number}{OURS}{urlsplit(shown.path).path}"

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        if route.request.url == address:
            route.fulfill(status=200, headers=_headers(shown), body=shown.html)
        elif not (asked.hostname or "").endswith(OURS):
            found.asked.append(route.request.url[:120])
            route.abort()
        elif asked.path.endswith((".css", ".svg", ".woff2")):  # how it looks makes no difference here
            route.fulfill(status=200, content_type="text/css", body="")
        elif asked.path.startswith("/static/") and (file := static_file(asked.path)) is not None:
            sort = mimetypes.guess_type(asked.path)[0] or "application/octet-stream"
            route.fulfill(status=200, content_type=sort, body=file)
        elif route.request.method != "GET" or _odd(asked.path):
            found.asked.append(f"{route.request.method} {asked.path[:120]}")
            route.abort()
        else:
            route.fulfill(status=404, content_type="text/plain", body="")

    def note(text: str) -> None:
        if "Content Security Policy" in text:
            found.refused.append(text[:200])

    def dismiss(dialog: Dialog) -> None:
        found.ran.append(dialog.type)
        dialog.dismiss()

    page.route("**/*", answer)
    page.on("dialog", dismiss)
    page.on("console", lambda message: note(message.text))
    page.goto(address, wait_until="load")
    _look(page, found)
    page.close()
    return found


def _headers(shown: Shown) -> dict[str, str]:
    kept = ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options")
    headers = {name: value for name, value in shown.headers.items() if name in kept}
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
