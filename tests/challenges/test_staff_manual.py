"""The manual: every page has a chapter, every link and picture in it leads somewhere."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from accounts.access import Audience, declared_audience
from challenges.queries.staff_manual import CHAPTER_OF, FOLDER, chapter_of_page, chapters
from challenges.templatetags import staff_manual
from challenges.templatetags.staff_manual import chapter_address, manual_piece
from tests.architecture.test_audiences import views_of
from tests.factories import make_organisation, make_staff

pytestmark = pytest.mark.django_db
PICTURES = FOLDER / "beelden"


def pieces(kind: str) -> Iterator[tuple[str, SyntaxTreeNode]]:
    for chapter in chapters().values():
        for node in chapter.tree.walk():
            if node.type == kind:
                yield chapter.slug, node


def staff_pages() -> set[str]:
    """The names of every address that staff can open."""
    resolver = get_resolver(settings.URLCONF_OF["beheer"])
    names = set()

    def walk(patterns: Sequence[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                if declared_audience(pattern.callback) == Audience.STAFF and pattern.name:
                    names.add(pattern.name)
            else:
                walk(pattern.url_patterns)

    walk(resolver.url_patterns)
    return names


def test_every_staff_page_has_its_chapter() -> None:
    assert len(views_of("beheer")) > 5
    assert staff_pages() - set(CHAPTER_OF) == set()
    assert set(CHAPTER_OF) - staff_pages() == set()
    assert set(CHAPTER_OF.values()) - set(chapters()) == set()


def test_every_link_in_it_leads_somewhere() -> None:
    for slug, node in pieces("link"):
        href = str(node.attrs["href"])
        assert (FOLDER / href).is_file() or href.startswith("https://"), (slug, href)


def test_every_picture_is_there_and_has_words() -> None:
    shown = set()
    for slug, node in pieces("image"):
        shown.add(Path(str(node.attrs["src"])).name)
        assert (FOLDER / str(node.attrs["src"])).is_file(), (slug, node.attrs["src"])
        assert len(node.content) > 10, (slug, node.attrs["src"])
    assert {path.name for path in PICTURES.glob("*.png")} == shown


def test_every_chapter_can_be_read_in_the_app(beheer_face: Client) -> None:
    beheer_face.force_login(make_staff(organisation=make_organisation()))
    for slug, chapter in chapters().items():
        response = beheer_face.get(f"/handleiding/{slug}/")
        assert response.status_code == 200
        assert response.context["chapter"] is chapter
    assert beheer_face.get("/handleiding/bestaat-niet/").status_code == 404


def test_a_page_leads_to_its_own_chapter(beheer_face: Client) -> None:
    beheer_face.force_login(make_staff(organisation=make_organisation()))
    for name, slug in CHAPTER_OF.items():
        assert beheer_face.get(f"/handleiding/?over={name}")["Location"] == f"/handleiding/{slug}/"
    assert beheer_face.get("/handleiding/")["Location"] == f"/handleiding/{next(iter(chapters()))}/"
    assert chapter_of_page("verzonnen") == next(iter(chapters()))


def test_words_stay_words(beheer_face: Client) -> None:

    tree = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).parse("<b>vet</b> & [hier](05-dagen.md)"))
    assert manual_piece(tree.children[0]) == (
        '<p class="utrecht-paragraph">&lt;b&gt;vet&lt;/b&gt; &amp; '
        '<a class="utrecht-link utrecht-link--html-a inline-link" href="/handleiding/dagen/">hier</a></p>'
    )
    assert chapter_address("https://www.movisie.nl/") == "https://www.movisie.nl/"


def test_a_picture_that_is_not_there_is_told_in_words(
    beheer_face: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(staff_manual, "static", missing)
    tree = SyntaxTreeNode(MarkdownIt().parse("![Het <bord>](beelden/weg.png)"))
    assert manual_piece(tree.children[0]) == '<p class="utrecht-paragraph"><em>Het &lt;bord&gt;</em></p>'
