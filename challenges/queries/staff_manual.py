"""The manual for staff: the Markdown of `docs/beheer/`, a chapter a file, in the order of their numbers.

The same files are read on a code page and in the app. They are ours and still never become HTML by themselves: a
chapter is a tree, and the template writes each piece of it.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

FOLDER: Path = settings.BASE_DIR / "docs" / "beheer"
_NAME = re.compile(r"\d\d-(?P<slug>[a-z-]+)\.md")

# Which chapter is about which page, by the name of its address; every staff page has one.
CHAPTER_OF: dict[str, str] = {
    "organisations": "beginnen",
    "campaigns": "campagne-maken",
    "campaign": "campagne-loopt",
    "days": "campagne-maken",
    "day": "campagne-maken",
    "choose_for_day": "campagne-maken",
    "clear_slot": "campagne-maken",
    "move_day": "campagne-maken",
    "fill_days": "campagne-maken",
    "copy_week": "campagne-maken",
    "number_of_days": "campagne-maken",
    "own_ideas": "campagne-maken",
    "new_idea": "campagne-maken",
    "own_idea": "campagne-maken",
    "archive_idea": "campagne-maken",
    "manual": "beginnen",
    "chapter": "beginnen",
}


@dataclass(frozen=True)
class Chapter:
    """One file: its address, its heading, and what is in it below that heading."""

    slug: str
    title: str
    tree: SyntaxTreeNode


@cache
def chapters() -> dict[str, Chapter]:
    """Every chapter by its address, in their order."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    found = {}
    for path in sorted(FOLDER.glob("[0-9][0-9]-*.md")):
        named = _NAME.fullmatch(path.name)
        if named is None:
            raise ValueError(f"{path.name} is no name of a chapter")
        tree = SyntaxTreeNode(parser.parse(path.read_text(encoding="utf-8")))
        heading = tree.children[0]
        if heading.tag != "h1":
            raise ValueError(f"{path.name} begins without a heading")
        found[named["slug"]] = Chapter(named["slug"], heading.children[0].content, tree)
    return found


def chapter_of_page(url_name: str | None) -> str:
    """The chapter about a page; the first one for a page that has none."""
    return CHAPTER_OF.get(url_name or "", next(iter(chapters())))
