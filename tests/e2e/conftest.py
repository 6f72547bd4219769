"""The whole stack as `./gedag run` starts it, with a data folder and ports of its own, and a browser to walk it."""

import json
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
import yaml
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)
from psycopg import sql

from config.runner.process import through_shim
from tests.config.runner.running import three_free_ports

REPO = Path(__file__).resolve().parents[2]
AXE = REPO / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
PATIENCE = 15_000  # ms; a build machine may be busy, and nothing here measures speed
expect.set_options(timeout=PATIENCE)
# How to read every kind of value.
READ_VALKEY: dict[str, Callable[[redis.Redis, bytes], Any]] = {
    "string": lambda valkey, key: valkey.get(key),
    "list": lambda valkey, key: valkey.lrange(key, 0, -1),
    "hash": lambda valkey, key: valkey.hgetall(key),
    "set": lambda valkey, key: valkey.smembers(key),
    "zset": lambda valkey, key: valkey.zrange(key, 0, -1),
}
REGISTER: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (REPO / "config" / "cookies.yaml").read_text("utf-8")
)
# How to read the names of what a page keeps, by the kinds of the register.
STORES = {
    "session": "Object.keys(sessionStorage)",
    "cache": "'caches' in window ? caches.keys() : []",
    "database": "indexedDB.databases().then(found => found.map(one => one.name))",
}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Stack:
    """A running `./gedag run`."""

    process: subprocess.Popen[str]
    environment: dict[str, str]
    data: Path
    deelnemer: str
    beheer: str
    mail_page: str
    clocked: str = ""  # the face whose clock a test may move, while there is one (clock.py)
    printed: list[str] = field(default_factory=list)

    def pid_of(self, name: str) -> int:
        """The process id of one of its children, such as "postgres"."""
        return int(json.loads((self.data / "run.json").read_text())["pids"][name][0])

    def manage(self, *arguments: str) -> str:
        """Runs `./gedag manage …` against this stack and gives its output."""
        done = subprocess.run(
            [str(REPO / "gedag"), "manage", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def holds(self, words: str) -> list[str]:
        """The tables of PostgreSQL, and the keys of Valkey, in which these words stand now, as text or as bytes."""
        shared = json.loads((self.data / "run.json").read_text())["env"]
        found = []
        with psycopg.connect(shared["DATABASE_URL"]) as database:
            names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (name,) in names:
                query = sql.SQL(
                    "SELECT count(*) FROM {} AS r WHERE position(%s IN r::text) + position(%s IN r::text) > 0"
                )
                row = database.execute(
                    query.format(sql.Identifier(name)), [words, words.encode().hex()]
                ).fetchone()
                found += [name] if row and row[0] else []
        with redis.Redis.from_url(shared["REDIS_URL"]) as valkey:
            for key in valkey.scan_iter():
                read = READ_VALKEY[valkey.type(key).decode()]
                if words in f"{key!r}{read(valkey, key)!r}":
                    found.append(key.decode())
        return sorted(found)

    def mails(self) -> list[dict[str, Any]]:
        """The caught mails, newest first, as the mail page gives them."""
        with urllib.request.urlopen(f"{self.mail_page}/mail.json", timeout=5) as answer:
            return list(json.load(answer))


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    data = tmp_path_factory.mktemp("stack") / "data"
    port = three_free_ports()
    beheer_port, mail_port = port + 1, port + 2
    own = {
        "GEDAG_DATA": str(data),
        "GEDAG_PORT": str(port),
        "GEDAG_SECURITY_CONTACT": "veilig@gedag.example",
    }
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DATABASE_URL", "REDIS_URL", "GEDAG_", "EMAIL_URL", "SECRET_KEY", "DJANGO_"))
    }
    environment = {**inherited, **own}
    process = subprocess.Popen(
        # Through the shim: the stack ends with the tests, however they end.
        through_shim([REPO / "gedag", "run"], signal.SIGINT),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    running = Stack(
        process=process,
        environment=environment,
        data=data,
        deelnemer=f"http://localhost:{port}",
        beheer=f"http://localhost:{beheer_port}",
        mail_page=f"http://localhost:{mail_port}",
    )
    try:
        _wait_until_printed(running)
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=15)
        if process.stdout:
            process.stdout.close()


def _wait_until_printed(running: Stack) -> None:
    """Reads what it prints until it says how to stop it, which comes last."""
    assert running.process.stdout is not None
    deadline = time.monotonic() + 300  # a build machine may be busy
    for line in running.process.stdout:
        running.printed.append(line.rstrip())
        if "Ctrl-C" in line:
            return
        if time.monotonic() > deadline:
            break
    raise AssertionError("the stack did not start:\n" + "\n".join(running.printed))


# Ends with this folder, not with the session: while it runs there is a loop in this thread, in which Django refuses to
# ask the database anything, also in the tests of other folders that the same worker does afterwards.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("GEDAG_CHROMIUM")
    if not path:
        pytest.skip("geen Chromium gevonden (GEDAG_CHROMIUM)")
    chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="package")
def large_text(playwright: Playwright, browser: Browser) -> Iterator[Browser]:
    """A browser whose owner set its text at 200 %."""
    path = os.environ["GEDAG_CHROMIUM"]
    flags = [*CHROMIUM_FLAGS, "--blink-settings=defaultFontSize=32"]
    chromium = playwright.chromium.launch(executable_path=path, args=flags)
    yield chromium
    chromium.close()


@dataclass
class Visitor:
    """A browser context of one person; it notes whatever should not happen."""

    context: BrowserContext
    page: Page
    faults: list[str]

    def axe(self, *, besides: str = "", rules: Sequence[str] = ()) -> None:
        """No accessibility fault of WCAG 2.2 AA on the page as it stands, `besides` what a selector leaves out; or only
        what these rules find."""
        size = self.page.viewport_size or {"width": 360, "height": 740}
        self.page.wait_for_load_state()
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        # As tall as the page: what lies half under the bar at the bottom is not a small target. Twice, because a page
        # may still grow when it is given room.
        for _ in range(2):
            height = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"]) + 120})
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        # A frame is a page of its own, in which there is no axe to answer this one.
        result = self.page.evaluate(
            """([besides, rules]) => axe.run(besides ? {exclude: [besides]} : document, {
                iframes: false, resultTypes: ['violations'], runOnly: rules.length ? rules : [
                'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})""",
            [besides, list(rules)],
        )
        self.page.set_viewport_size(size)
        found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in result["violations"]]
        assert found == [], f"{self.page.url}: {found}"

    def keeps(self) -> list[str]:
        """What is in this browser that the register of cookies does not name."""
        allowed = {row["name"] for row in REGISTER["cookies"]}
        found = [f"cookie: {one['name']}" for one in self.context.cookies() if one["name"] not in allowed]
        for origin in self.context.storage_state()["origins"]:
            found += [f"localStorage: {item['name']}" for item in origin["localStorage"]]
        named = {kind: [row["key"] for row in REGISTER["storage"] if row["kind"] == kind] for kind in STORES}
        for page in self.context.pages:
            if page.url.startswith("http"):
                for kind, read in STORES.items():
                    keys = page.evaluate(read)
                    found += [f"{kind}: {key}" for key in keys if not key.startswith(tuple(named[kind]))]
        return found

    def shown(self) -> list[int]:
        """Which elements of the page are seen, by their place in it."""
        numbers: list[int] = self.page.evaluate(
            """[...document.querySelectorAll('body *')].flatMap(
                (one, number) => one.checkVisibility({visibilityProperty: true}) ? [number] : [])"""
        )
        return numbers

    def reflows(self) -> None:
        """Nothing sticks out sideways."""
        width = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], f"{self.page.url}: {width}"


@pytest.fixture
def visit(browser: Browser, stack: Stack) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; at the end none may have met another origin, a policy fault or a script error, or
    keep something that the register of cookies does not name."""
    visitors: list[Visitor] = []

    def make(
        *,
        script: bool = True,
        viewport: dict[str, int] | None = None,
        locale: str = "nl-NL",
        reader: Browser | None = None,
        service_workers: Literal["allow", "block"] = "block",
        **options: Any,
    ) -> Visitor:
        context = (reader or browser).new_context(
            java_script_enabled=script,
            viewport=viewport or PHONE,  # type: ignore[arg-type]
            locale=locale,
            timezone_id="Europe/Amsterdam",
            service_workers=service_workers,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        faults: list[str] = []
        addresses = (stack.deelnemer, stack.beheer, stack.mail_page, stack.clocked)
        own = {urlsplit(address).netloc for address in addresses if address}

        def note_request(request: Request) -> None:
            if urlsplit(request.url).scheme.startswith("http") and urlsplit(request.url).netloc not in own:
                faults.append(f"other origin: {request.url}")

        page.on("request", note_request)
        page.on(
            "console",
            lambda message: (
                faults.append(f"console: {message.text}")
                if message.type == "error" and "status of" not in message.text
                else None
            ),
        )
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        visitor = Visitor(context, page, faults)
        visitors.append(visitor)
        return visitor

    yield make
    faults = [fault for visitor in visitors for fault in (*visitor.faults, *visitor.keeps())]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []


@pytest.fixture(scope="package")
def officer_state(browser: Browser, stack: Stack) -> Any:
    """The signed-in state of the demo's Amsterdam officer, for `visit(storage_state=…)`. Who ends that session signs in
    by themselves instead."""
    from tests.e2e.journey import officer, sign_in  # it looks things up here itself

    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam", service_workers="block")
    context.set_default_timeout(PATIENCE)
    sign_in(context.new_page(), stack, officer(stack))
    state = context.storage_state()
    context.close()
    return state
