"""Every template, read as HTML: nothing inline, nothing from elsewhere, and everything works without script."""

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.architecture.sources import ROOT, room, tree_of

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if 'extends "base.html"' in path.read_text(encoding="utf-8")]
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"\{% comment.*?endcomment %\}", re.DOTALL)
TRANSLATED = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}", re.DOTALL)
# Changes only the language, and a page that only shows something sets no cookie for it.
WITHOUT_TOKEN = {"⟦url accounts:language⟧"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Attributes of which a person hears or reads the value.
SPOKEN = ("aria-label", "alt", "title", "placeholder")


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    line: int
    inside: str = ""
    tags_inside: list[str] = field(default_factory=list)


class _Elements(HTMLParser):
    """Every element with what stands inside it; a template tag counts as text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.all: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self.all.append(element)
        for outer in self.open:
            outer.tags_inside.append(tag)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(element.tag == tag for element in self.open):
            if self.open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.inside += data


@cache
def elements(path: Path) -> list[Element]:
    """Elements of a template; each template tag stands there as ⟦its text⟧ without quotes or angle brackets."""
    source = COMMENT.sub("", path.read_text(encoding="utf-8"))
    source = TAG.sub(lambda match: "⟦" + re.sub(r"[\"'<>]", "", match[0].strip("{}%# ")) + "⟧", source)
    parser = _Elements()
    parser.feed(source)
    return parser.all


def found(path: Path, *tags: str) -> list[Element]:
    return [element for element in elements(path) if element.tag in tags]


each_template = pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates"))
)
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))


@each_template
def test_no_script_and_no_style_inside_a_page(path: Path) -> None:
    for element in elements(path):
        assert element.tag != "style", element
        assert "style" not in element.attrs, element
        assert not [name for name in element.attrs if name.startswith("on")], element
        assert not [value for value in element.attrs.values() if "javascript:" in value.lower()], element
        if element.tag == "script":
            assert element.attrs.get("src"), element
            assert not element.inside.strip(), element


@each_template
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    for element in elements(path):
        loads = [element.attrs.get("src", "")]
        if element.tag in {"link", "use"}:
            loads.append(element.attrs.get("href", ""))
        for address in loads:
            assert not re.match(r"(https?:)?//|data:", address), element


@each_template
def test_htmx_is_written_as_data_attributes_and_runs_no_code(path: Path) -> None:
    for element in elements(path):
        names = [name for name in element.attrs if "hx-" in name]
        assert not [name for name in names if not name.startswith("data-hx-")], element
        assert not [name for name in names if name.startswith("data-hx-on")], element
        assert not [name for name in names if element.attrs[name].startswith(("js:", "javascript:"))], element


@each_template
def test_every_htmx_link_and_form_works_without_script(path: Path) -> None:
    for element in elements(path):
        if "data-hx-get" in element.attrs:
            name = "action" if element.tag == "form" else "href"
            assert element.tag in {"a", "form"}, element
            assert element.attrs.get(name) == element.attrs["data-hx-get"], element
        if "data-hx-post" in element.attrs:
            assert element.tag == "form", element
            assert element.attrs.get("action") == element.attrs["data-hx-post"], element
            assert element.attrs.get("method") == "post", element
        for verb in ("put", "patch", "delete"):
            assert f"data-hx-{verb}" not in element.attrs, element


@each_template
def test_every_form_says_where_and_how_it_goes(path: Path) -> None:
    for form in found(path, "form"):
        assert form.attrs.get("method") in {"get", "post"}, form
        assert form.attrs.get("action"), form
        needs_token = form.attrs["method"] == "post" and form.attrs["action"] not in WITHOUT_TOKEN
        assert ("csrf_token" in form.inside) == needs_token, form
        assert "button" in form.tags_inside, form


@each_template
def test_every_button_says_what_it_does_to_a_form(path: Path) -> None:
    for button in found(path, "button"):
        assert button.attrs.get("type") in {"submit", "button"}, button


@each_template
def test_every_word_can_be_translated(path: Path) -> None:
    source = TRANSLATED.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
    source = "\n".join(
        line for line in source.splitlines() if "doi.org/" not in line
    )  # a source stays as it is
    text = re.sub(r"<[^>]*>", " ", TAG.sub("", source))
    assert set(re.findall(r"[^\W\d_]{2,}", text)) <= {"Gedag", "beheer"}
    for element in elements(path):
        for name in SPOKEN:
            bare = re.sub(r"⟦.*?⟧", "", element.attrs.get(name, ""))
            assert not re.search(r"[^\W\d_]{2,}", bare), element


@each_template
def test_nothing_is_marked_as_safe(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert "|safe" not in source
    assert "autoescape" not in source


@each_template
def test_every_template_compiles(path: Path) -> None:
    get_template(str(path.relative_to(ROOT / "templates")))


@each_page
def test_every_page_has_an_inside_for_htmx(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("{% partialdef page inline %}") == 1
    name = str(path.relative_to(ROOT / "templates"))
    get_template(f"{name}#page")


def test_every_template_that_a_view_names_is_there_and_is_a_page() -> None:
    named = {
        node.value
        for path in room("views")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[\w/]+\.html", node.value)
    }
    assert len(named) > 10
    pages = {str(path.relative_to(ROOT / "templates")) for path in TEMPLATES}
    assert sorted(named - pages) == []


def test_every_template_is_used() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for app in ("accounts", "interactions", "challenges", "insights", "config")
        for path in (ROOT / app).rglob("*.py")
    )
    inside = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    by_the_framework = re.compile(r"(40[034]|500|503)\.html|django/|account/")
    names = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
    unused = [name for name in names if f'"{name}' not in code + inside and not by_the_framework.match(name)]
    assert unused == []
