"""Writes a chapter of the manual as HTML, piece by piece: only what is named here comes out, and words are escaped."""

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from markdown_it.tree import SyntaxTreeNode

register = template.Library()

_TAGS = {
    "paragraph": ("p", "utrecht-paragraph"),
    "bullet_list": ("ul", "manual__items"),
    "ordered_list": ("ol", "manual__items manual__items--steps"),
    "list_item": ("li", ""),
    "strong": ("strong", ""),
    "em": ("em", ""),
    "table": ("table", "utrecht-table"),
    "thead": ("thead", ""),
    "tbody": ("tbody", ""),
    "tr": ("tr", ""),
    "th": ("th", ""),
    "td": ("td", ""),
    "blockquote": ("blockquote", "manual__aside"),
}


@register.simple_tag
def manual_piece(node: SyntaxTreeNode) -> SafeString:
    """One piece of a chapter with everything in it. Raises KeyError for a kind of piece that chapters do not use."""
    match node.type:
        case "text":
            return format_html("{}", node.content)
        case "softbreak":
            return format_html("{}", " ")
        case "code_inline":
            return format_html("<code>{}</code>", node.content)
        case "inline":
            return _inside(node)
        case "heading":
            return format_html(
                '<{0} class="utrecht-heading-{1}">{2}</{0}>', node.tag, node.tag[1], _inside(node)
            )
        case "image":
            return _picture(str(node.attrs["src"]), node.content)
        case "link":
            return format_html(
                '<a class="utrecht-link utrecht-link--html-a inline-link" href="{}">{}</a>',
                chapter_address(str(node.attrs["href"])),
                _inside(node),
            )
    tag, css = _TAGS[node.type]
    if css:
        return format_html('<{0} class="{1}">{2}</{0}>', tag, css, _inside(node))
    return format_html("<{0}>{1}</{0}>", tag, _inside(node))


def _picture(source: str, words: str) -> SafeString:
    """A picture of the manual; where it is not there, what there would be to see."""
    try:
        address = static(f"handleiding/{source.removeprefix('beelden/')}")
    except ValueError:  # not among the files that were gathered: a page of words is better than none
        return format_html("<em>{}</em>", words)
    return format_html('<img src="{}" alt="{}" loading="lazy">', address, words)


def chapter_address(href: str) -> str:
    """Where a link of the manual leads in the app: `05-dagen.md` is a chapter, anything else is as it says."""
    if href.endswith(".md"):
        return reverse("beheer:chapter", args=[href.removesuffix(".md")[3:]])
    return href


def _inside(node: SyntaxTreeNode) -> SafeString:
    return format_html_join("", "{}", ((manual_piece(child),) for child in node.children))
