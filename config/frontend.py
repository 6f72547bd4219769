"""Builds the files a browser loads from the installed front-end packages and our own sources; stdlib only.

    python -m config.frontend [node_modules] [target]

Writes `css/app.css` (every page), `css/eigen.css` and `css/beheer.css` (beside it: the pages of participants and of
staff), `css/resultaten.css` (published figures) and `vendor/` (font, axe) into the target folder. The same input gives
the same bytes, and a file is only touched when its bytes change.
"""

import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "static" / "css"
DEFAULT_NODE_MODULES = ROOT / "node_modules"
DEFAULT_TARGET = ROOT / ".gedag" / "frontend"

# Later layers win, whatever the specificity: element defaults, NL Design System, then what makes it Gedag.
LAYERS = ("reset", "nlds", "tokens", "base", "layout", "parts", "staff")

COMPONENTS = (
    "alert",
    "button",
    "button-link",
    "checkbox",
    "form-field",
    "form-field-description",
    "form-field-error-message",
    "form-fieldset",
    "form-label",
    "heading-1",
    "heading-2",
    "heading-3",
    "link",
    "paragraph",
    "select",
    "skip-link",
    "table",
    "textarea",
    "textbox",
)
APP_CSS = (
    "fonts",
    "tokens",
    "bridge",
    "base",
    "layout",
    "bubble",
    "controls",
    "table",
    "library",
    "landing",
)
PARTICIPANT_CSS = ("mirror", "diary", "own")
# Figures stand on pages of both faces; only those pages load it where participants are.
RESULTS_CSS = ("mirror", "results", "infographic")
STAFF_CSS = (
    "staff",
    "staff_people",
    "studio",
    "look",
    "board",
    "reach",
    "running",
    "staff_history",
    "library_desk",
    *RESULTS_CSS,
)

FONT = "@fontsource-variable/commissioner/files/commissioner-latin-flar-normal.woff2"
AXE = "axe-core/axe.min.js"


class FrontendError(Exception):
    """A package or file that the build needs is not there; the message (Dutch) says which and what to do."""


def build(node_modules: Path, target: Path) -> list[Path]:
    """Build everything into `target` and return the files that belong there, in a fixed order.

    axe-core is for tests only: without it the build goes on. Raises FrontendError when a package is missing.
    """
    texts = {
        Path("css/app.css"): _app_css(node_modules),
        Path("css/eigen.css"): _own_css(PARTICIPANT_CSS),
        Path("css/beheer.css"): _own_css(STAFF_CSS),
        Path("css/resultaten.css"): _own_css(RESULTS_CSS),
    }
    copies = {Path("vendor") / Path(FONT).name: _package_file(node_modules, FONT)}
    axe = node_modules / AXE
    if axe.is_file():
        copies[Path("vendor") / axe.name] = axe
    for name, text in texts.items():
        _write(target / name, text.encode())
    for name, source in copies.items():
        _write(target / name, source.read_bytes())
    wanted = sorted(target / name for name in (*texts, *copies))
    _remove_others(target, keep=set(wanted))
    return wanted


def _app_css(node_modules: Path) -> str:
    order = f"@layer {', '.join(LAYERS)};\n"
    return order + _components_css(node_modules) + _own_css(APP_CSS)


def _components_css(node_modules: Path) -> str:
    """The NL Design System components in one layer, with the notice their licence asks for."""
    names, rules = [], []
    for component in COMPONENTS:
        package = f"@utrecht/{component}-css"
        css = _package_file(node_modules, f"{package}/dist/index.css").read_text("utf-8")
        manifest = json.loads(_package_file(node_modules, f"{package}/package.json").read_text("utf-8"))
        names.append(f"{package} {manifest['version']}")
        rules.append(shorten(css.replace('@charset "UTF-8";', "")))
    notice = f"/* NL Design System, EUPL-1.2, Frameless B.V. and Gemeente Utrecht: {', '.join(names)} */\n"
    return f"{notice}@layer nlds{{{''.join(rules)}}}\n"


def _own_css(names: tuple[str, ...]) -> str:
    texts = []
    for name in names:
        source = SOURCES / f"{name}.css"
        if not source.is_file():
            raise FrontendError(f"Het bestand static/css/{name}.css ontbreekt.")
        texts.append(shorten(source.read_text("utf-8")))
    return "\n".join(texts) + "\n"


def shorten(css: str) -> str:
    """Drop comments and spare white space; strings stay as they are and no rule is rewritten."""
    strings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[0].startswith("/*"):
            return ""
        strings.append(match[0])
        return f"\0{len(strings) - 1}\0"

    css = re.sub(r'/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', keep, css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)  # never around + - * : > ( ), where a space can mean something
    css = re.sub(r"([:(]) ", r"\1", css).replace(" )", ")").replace(";}", "}")
    return re.sub(r"\0(\d+)\0", lambda match: strings[int(match[1])], css).strip()


def _package_file(node_modules: Path, name: str) -> Path:
    path = node_modules / name
    if not path.is_file():
        package = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
        raise FrontendError(f"Het front-endpakket {package} ontbreekt. Draai eerst: npm ci")
    return path


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _remove_others(target: Path, *, keep: set[Path]) -> None:
    """What an earlier build made and this one does not, must not be served any longer."""
    for folder in (target / "css", target / "vendor"):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path in keep:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def main(arguments: list[str]) -> int:
    """Run from the command line; answers with an exit code."""
    paths = [Path(argument) for argument in arguments]
    try:
        files = build(
            paths[0] if paths else DEFAULT_NODE_MODULES, paths[1] if len(paths) > 1 else DEFAULT_TARGET
        )
    except FrontendError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Front-end gebouwd: {len(files)} bestanden.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
