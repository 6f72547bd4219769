"""A file of design tokens as names with values: a style sheet with custom properties, or JSON, flat or nested.

The file is a stranger's. Before it is parsed it is measured (size, depth of nesting); nothing in it is ever run,
fetched or copied.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tinycss2

from challenges.queries.tokens.values import Value

LARGEST = 900_000  # characters; the largest themes that municipalities have are some 700,000
_DEEPEST, _MOST = 24, 8000
_PIECES = (
    100_000  # words and signs of a style sheet: what reading it costs; a theme of 2800 tokens has some 35,000
)
_LONGEST_VALUE = 300
_NAME = re.compile(r"--[A-Za-z0-9_-]{1,120}")
_REFERENCE = re.compile(r"\{([A-Za-z0-9_. -]{1,120})\}")
_OTHER_MODES = re.compile(r"dark|donker|high-contrast|forced|print", re.IGNORECASE)


class TokensUnreadableError(Exception):
    """The file cannot be read as tokens. `reason`: empty, size, depth, count or shape."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class TokenFile:
    """The names of a file with their values, and what kind of file it was (css or json)."""

    kind: str
    names: Mapping[str, Value | str]  # those of JSON are text, parsed when asked for

    def value(self, name: str) -> Value | None:
        """The value of a name, or None."""
        found = self.names.get(name)
        if isinstance(found, str):
            parsed: Value = tinycss2.parse_component_value_list(found, skip_comments=True)
            return parsed
        return found


def read_file(text: str) -> TokenFile:
    """The tokens of a file. Raises TokensUnreadableError."""
    text = text.removeprefix("\ufeff").strip()
    if not text:
        raise TokensUnreadableError("empty")
    if len(text) > LARGEST:
        raise TokensUnreadableError("size")
    if _depth(text) > _DEEPEST:
        raise TokensUnreadableError("depth")
    kind = "json" if text[0] in "{[" else "css"
    if kind == "css" and sum(1 for _ in re.finditer(r"[\w-]+|[^\s\w-]", text)) > _PIECES:
        raise TokensUnreadableError("count")
    names: dict[str, Value | str] = {}
    try:
        for name, value in _of_json(text) if kind == "json" else _of_css(text):
            names[name] = value
            if len(names) > _MOST:
                raise TokensUnreadableError("count")
    except (
        ValueError,
        OverflowError,
        RecursionError,
    ) as error:  # no JSON, or a number of thousands of digits
        raise TokensUnreadableError("shape") from error
    if not names:
        raise TokensUnreadableError("shape")
    return TokenFile(kind, names)


def _depth(text: str) -> int:
    """How deep brackets nest at most; one within quotes counts too, which only makes it stricter."""
    depth = deepest = 0
    for bracket in re.findall(r"[(\[{}\])]", text):
        depth = depth + 1 if bracket in "([{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def _of_css(text: str) -> Iterator[tuple[str, Value]]:
    """The custom properties of every rule that always holds; those for the dark or for print are left out."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    if "{" not in text:  # a bare list of declarations, without a rule around it
        yield from _declarations(tinycss2.parse_blocks_contents(text))
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "layer" and rule.content is not None:
            for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                yield from _of_rule(inner)
        yield from _of_rule(rule)


def _of_rule(rule: Any) -> Iterator[tuple[str, Value]]:
    if rule.type != "qualified-rule" or _OTHER_MODES.search(tinycss2.serialize(rule.prelude)):
        return
    yield from _declarations(tinycss2.parse_blocks_contents(rule.content))


def _declarations(parts: list[Any]) -> Iterator[tuple[str, Value]]:
    for part in parts:
        if part.type == "declaration" and _NAME.fullmatch(part.name):
            yield part.name, part.value


def _of_json(text: str) -> Iterator[tuple[str, str]]:
    """Every leaf under its path, and once more without the first step: exports put a set's name before it."""
    tokens = json.loads(text)
    if not isinstance(tokens, dict):
        raise TokensUnreadableError("shape")
    shorter: dict[str, str] = {}
    seen = set()
    for path, written in _leaves(tokens, ()):
        value = _as_text(written)
        name = _named(path)
        if value is None or not _NAME.fullmatch(name):
            continue
        seen.add(name)
        yield name, value
        if len(path) > 2:
            shorter[_named(path[1:])] = value
    yield from ((name, value) for name, value in shorter.items() if name not in seen)


def _named(path: tuple[str, ...]) -> str:
    joined = "-".join(part.strip().strip("-") for part in path if part.strip("- "))
    return "--" + re.sub(r"[ ./]+", "-", joined)


def _leaves(node: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, child in node.items():
        if key.startswith("$") or _OTHER_MODES.search(key):
            continue
        here = (*path, key)
        if not isinstance(child, dict):
            yield here, child
            continue
        value = child.get("$value", child.get("value"))
        if value is None or (isinstance(value, dict) and "value" in value and "unit" not in value):
            yield from _leaves(child, here)
        else:
            yield here, value


def _as_text(written: Any) -> str | None:
    """The value of a leaf as CSS would write it: text, a number of pixels, families, or what `{a.reference}` names."""
    if isinstance(written, dict):  # a colour or a length as the Design Tokens format has them
        written = written.get("hex") or f"{written.get('value')}{written.get('unit', '')}"
    if isinstance(written, list):
        written = ", ".join(f'"{part}"' for part in written if isinstance(part, str))
    if isinstance(written, int | float) and not isinstance(written, bool):
        written = f"{written}px"
    if not isinstance(written, str) or len(written) > _LONGEST_VALUE:
        return None
    if reference := _REFERENCE.fullmatch(written.strip()):
        return f"var({_named(tuple(reference[1].split('.')))})"
    return written
