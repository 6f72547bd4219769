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
    "new_campaign": "campagne-maken",
    "basics": "campagne-maken",
    "texts": "campagne-maken",
    "prompts": "campagne-maken",
    "contact": "campagne-maken",
    "check": "publiceren",
    "publish": "publiceren",
    "preview": "campagne-maken",
    "preview_day": "campagne-maken",
    "pause": "publiceren",
    "resume": "publiceren",
    "close": "publiceren",
    "archive": "publiceren",
    "look": "uitstraling",
    "looks": "uitstraling",
    "look_edit": "uitstraling",
    "look_logo": "uitstraling",
    "look_logo_off": "uitstraling",
    "look_import": "uitstraling",
    "look_revert": "uitstraling",
    "look_specimen": "uitstraling",
    "days": "dagen",
    "day": "dagen",
    "clear_slot": "dagen",
    "choose_for_day": "dagen",
    "number_of_days": "dagen",
    "copy_week": "dagen",
    "move_day": "dagen",
    "fill_days": "dagen",
    "own_ideas": "dagen",
    "own_idea": "dagen",
    "new_idea": "dagen",
    "archive_idea": "dagen",
    "reach": "bereik",
    "share_picture": "bereik",
    "sheet_pdf": "bereik",
    "sheet_picture": "bereik",
    "overview": "campagne-loopt",
    "broadcast": "campagne-loopt",
    "broadcast_mail": "campagne-loopt",
    "contributions": "campagne-loopt",
    "campaign_contributions": "campagne-loopt",
    "contribution_approve": "campagne-loopt",
    "contribution_return": "campagne-loopt",
    "contribution_reopen": "campagne-loopt",
    "logbook": "logboek",
    "logbook_write": "logboek",
    "members": "medewerkers",
    "member": "medewerkers",
    "member_remove": "medewerkers",
    "stop_here": "medewerkers",
    "invite": "medewerkers",
    "invitation_again": "medewerkers",
    "invitation_withdraw": "medewerkers",
    "history": "medewerkers",
    "manual": "beginnen",
    "chapter": "beginnen",
    "own_account": "beginnen",
    "renew": "beginnen",
    "carry_on": "beginnen",
    "recovery_codes": "beginnen",
    "recovery_codes_file": "beginnen",
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
