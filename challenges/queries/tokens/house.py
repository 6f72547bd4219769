"""What a look has where it says nothing: the house's own values for the sixteen brand tokens."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

_FILE = Path(__file__).resolve().parents[2] / "themes.yaml"


@cache
def house_tokens() -> Mapping[str, str]:
    """The tokens of Gedag itself, which are those of static/css/tokens.css."""
    return MappingProxyType(yaml.safe_load(_FILE.read_text(encoding="utf-8"))["gedag"]["tokens"])


def whole(tokens: Mapping[str, str]) -> dict[str, str]:
    """All sixteen tokens: those of a look, and the house's for the rest."""
    return {**house_tokens(), **tokens}
