"""The typeface as typesetting wants it, made from the same package that brings it to the pages.

    python -m config.print_fonts [node_modules] [target]

A page loads WOFF2, which compresses in a way that typst does not read; here it becomes plain TrueType. Each alphabet is
a file of its own and gets a family name of its own, so that a text can use them one after the other. Beside them stands
`coverage.txt`: every character that can be printed. Nothing of this is committed.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "@fontsource-variable/commissioner/files"
ALPHABETS = ("latin", "latin-ext", "vietnamese", "greek", "cyrillic", "cyrillic-ext")
_FAMILY_NAMES = (1, 16)  # in the table of names


def family(alphabet: str) -> str:
    """The family name of the file of one alphabet."""
    return "Commissioner" if alphabet == ALPHABETS[0] else f"Commissioner {alphabet}"


def build(node_modules: Path, target: Path) -> list[Path]:
    """Writes every alphabet and what they cover into `target`; returns the fonts. Raises FileNotFoundError."""
    target.mkdir(parents=True, exist_ok=True)
    covered: set[int] = set()
    made = []
    for alphabet in ALPHABETS:
        font = TTFont(
            node_modules / FOLDER / f"commissioner-{alphabet}-flar-normal.woff2", recalcTimestamp=False
        )
        font.flavor = None
        for name in font["name"].names:
            if name.nameID in _FAMILY_NAMES:
                name.string = family(alphabet)
        covered |= set(font.getBestCmap())
        made.append(target / f"{alphabet}.ttf")
        font.save(made[-1])
    (target / "coverage.txt").write_text(
        "".join(sign for sign in map(chr, sorted(covered)) if sign.isprintable()), "utf-8", newline=""
    )
    return made


def main(arguments: list[str]) -> int:
    """Run from the command line; answers with an exit code."""
    paths = [Path(argument) for argument in arguments]
    node_modules = paths[0] if paths else ROOT / "node_modules"
    target = paths[1] if len(paths) > 1 else ROOT / ".gedag" / "fonts"
    try:
        made = build(node_modules, target)
    except FileNotFoundError as error:
        print(f"Het lettertype ontbreekt ({error.filename}). Draai eerst: npm ci", file=sys.stderr)
        return 1
    print(f"Lettertype voor drukwerk gemaakt: {len(made)} bestanden.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
