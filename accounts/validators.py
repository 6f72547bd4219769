"""Rules for one value."""

# What a spreadsheet takes for the beginning of a formula, also after a line end and in full width.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def without_formula(text: str) -> str:
    """A text for a cell of a CSV file, with an apostrophe in front where a spreadsheet would calculate with it."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
