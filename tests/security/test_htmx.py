"""htmx runs no text as code, loads from nowhere else and keeps no page on the device; and neither do our own scripts.
That no template has script, style or code in it stands in `tests/architecture/test_templates.py`."""

import json
import re

import pytest
from django.template.loader import render_to_string

from tests.architecture.sources import ROOT
from tests.architecture.test_templates import TEMPLATES, elements

CONFIG = {
    "includeIndicatorStyles": False,  # no style in the page
    "allowEval": False,  # no hx-on, no js: values, no filters of triggers
    "allowScriptTags": False,  # what comes in as a part brings no script
    "historyCacheSize": 0,  # no page in the browser's storage (14.3.3)
    "refreshOnHistoryMiss": True,
    "selfRequestsOnly": True,
    "timeout": 20000,
    "responseHandling": [{"code": "204", "swap": False}, {"code": "...", "swap": True}],
}
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
# Ways for a text to become code or markup, in a script.
BECOMES_CODE = re.compile(
    r"\beval\b|new\s+Function|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|setTimeout\(\s*[\"'`]"
    r"|createContextualFragment|DOMParser|srcdoc|setAttribute\(\s*[\"'](?:on|style|href|src)|javascript:|\.on\w+\s*="
)
# Ways for something of a person to stay on the device (14.3.3).
STAYS = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie")


def test_htmx_is_set_as_it_was_meant() -> None:
    html = render_to_string("includes/scripts.html")
    found = re.findall(r"<meta name=\"htmx-config\" content='([^']+)'>", html)
    assert [json.loads(one) for one in found] == [CONFIG]


def test_every_page_with_htmx_has_those_settings() -> None:
    """htmx comes in by that one template, and nowhere is it set otherwise."""
    with_it = [
        path.name for path in TEMPLATES if re.search(r"htmx_script|htmx-config", path.read_text("utf-8"))
    ]
    assert with_it == ["scripts.html"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_trigger_has_a_filter(path: object) -> None:
    """`click[…]` would be code; what stands in `from:` is a selector."""
    for element in elements(path):
        for trigger in element.attrs.get("data-hx-trigger", "").split(","):
            event = trigger.strip().partition(" ")[0]
            assert "[" not in event, element
        for name in ("data-hx-vals", "data-hx-headers", "data-hx-request", "data-hx-ext", "data-hx-vars"):
            assert name not in element.attrs, element


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_of_ours_makes_code_or_markup_of_a_text(path: object) -> None:
    source = path.read_text("utf-8")  # type: ignore[attr-defined]
    assert BECOMES_CODE.findall(source) == []
    assert STAYS.findall(source) == []


def test_the_service_worker_keeps_one_page_of_words_and_its_files() -> None:
    source = (ROOT / "templates" / "sw.js").read_text("utf-8")
    assert BECOMES_CODE.findall(source) == []
    assert 'credentials: "omit"' in source
    assert re.findall(r"cache\.\w+\(", source) == ["cache.addAll(", "cache.put("]


@pytest.mark.parametrize(
    "line",
    [
        "one.innerHTML = text",
        "eval(text)",
        'setTimeout("hit()")',
        'one.setAttribute("onclick", x)',
        "one.onclick = x",
    ],
)
def test_a_careless_line_is_noticed(line: str) -> None:
    assert BECOMES_CODE.search(line)
