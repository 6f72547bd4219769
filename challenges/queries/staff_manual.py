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

# Which pages a chapter is about, by the names of their addresses; every staff page is in one.
_PAGES: dict[str, tuple[str, ...]] = {
    "beginnen": (
        "organisations", "manual", "chapter", "own_account", "renew", "sign_out_everywhere", "carry_on",
        "recovery_codes", "recovery_codes_file",
    ),
    "campagne-maken": (
        "campaigns", "new_campaign", "basics", "texts", "prompts", "contact", "preview", "preview_day",
    ),
    "dagen": (
        "days", "day", "clear_slot", "choose_for_day", "number_of_days", "copy_week", "move_day", "fill_days",
        "own_ideas", "own_idea", "new_idea", "archive_idea",
    ),
    "uitstraling": (
        "look", "looks", "look_edit", "look_logo", "look_logo_off", "look_import", "look_revert", "look_specimen",
    ),
    "publiceren": ("check", "publish", "pause", "resume", "close", "archive"),
    "bereik": ("reach", "share_picture", "sheet_pdf", "sheet_picture"),
    "campagne-loopt": (
        "overview", "campaign", "group", "broadcast", "broadcast_mail", "contributions", "campaign_contributions",
        "contribution_approve", "contribution_return", "contribution_reopen",
    ),
    "logboek": ("logbook", "logbook_write"),
    "resultaten": (
        "results", "release", "release_sign", "release_file", "all_results", "all_needed", "any_release",
        "any_release_sign", "any_release_file",
    ),
    "landelijk": (
        "national", "national_file", "proposals", "proposal", "proposal_return", "proposal_archive",
        "proposal_reopen", "contribution_propose", "contribution_unpropose", "propose_idea", "unpropose_idea",
        "outside_new", "outside_change", "outside_remove",
    ),
    "infographic": (
        "infographic", "infographic_preview", "infographic_file", "infographic_restore", "national_infographic",
        "national_infographic_preview", "national_infographic_file", "national_infographic_restore",
    ),
    "medewerkers": (
        "members", "member", "member_remove", "stop_here", "invite", "invitation_again", "invitation_withdraw",
        "history",
    ),
    "bibliotheek": (
        "library", "library_new", "library_idea", "library_versions", "library_take_over", "library_archive",
        "library_domains", "library_domain", "library_barriers", "library_new_barrier", "library_barrier",
        "library_barrier_archive", "library_barrier_move",
    ),
}  # fmt: skip
CHAPTER_OF = {page: chapter for chapter, pages in _PAGES.items() for page in pages}


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
