"""A look as a style sheet. What is written here is checked once more, wherever it came from."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from challenges.validators import validate_theme_tokens


def style_sheet(selector: str, tokens: Mapping[str, object]) -> str:
    """A rule with the tokens that are known and in our grammar, and nothing else."""
    lines = "".join(f"--{name}:{value};" for name, value in sorted(tokens.items()) if _allowed(name, value))
    return f"{selector}{{{lines}}}"


def _allowed(name: str, value: object) -> bool:
    try:
        validate_theme_tokens({name: value})
    except ValidationError:
        return False
    return True
