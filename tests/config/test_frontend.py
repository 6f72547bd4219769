"""The front-end build, its sources, and the looks that fill its brand tokens."""

import json
import re
from pathlib import Path

import pytest
import yaml

from config import frontend

ROOT = Path(__file__).resolve().parents[2]
BRAND_TOKEN = re.compile(r"--(brand-[a-z-]+):\s*([^;]+);")


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    """A folder of packages as npm leaves it, with the least that the build needs."""
    folder = tmp_path / "node_modules"
    for component in frontend.COMPONENTS:
        package = folder / f"@utrecht/{component}-css"
        (package / "dist").mkdir(parents=True)
        (package / "package.json").write_text('{"version": "1.2.3"}')
        (package / "dist/index.css").write_text(f".utrecht-{component} {{\n  color: red;\n}}\n")
    font = folder / frontend.FONT
    font.parent.mkdir(parents=True)
    font.write_bytes(b"wOF2 font")
    return folder


def test_build_gives_one_file_a_page_and_the_font(node_modules: Path, tmp_path: Path) -> None:
    target = tmp_path / "built"
    files = {path.relative_to(target).as_posix() for path in frontend.build(node_modules, target)}
    assert files == {
        "css/app.css",
        "css/beheer.css",
        "css/eigen.css",
        "css/resultaten.css",
        "vendor/commissioner-latin-flar-normal.woff2",
    }
    css = (target / "css/app.css").read_text()
    assert css.startswith("@layer reset, nlds, tokens, base, layout, parts, staff;")
    assert "@layer nlds{.utrecht-alert{color:red}" in css
    assert "@utrecht/button-css 1.2.3" in css
    assert css.count("{") == css.count("}")


def test_axe_comes_along_when_it_is_installed(node_modules: Path, tmp_path: Path) -> None:
    axe = node_modules / frontend.AXE
    axe.parent.mkdir()
    axe.write_text("axe")
    frontend.build(node_modules, tmp_path / "built")
    assert (tmp_path / "built/vendor/axe.min.js").read_text() == "axe"


def test_a_second_build_touches_nothing_and_removes_what_is_old(node_modules: Path, tmp_path: Path) -> None:
    target = tmp_path / "built"
    files = frontend.build(node_modules, target)
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in files]
    (target / "vendor/old.js").write_text("old")
    assert frontend.build(node_modules, target) == files
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in files] == before
    assert not (target / "vendor/old.js").exists()


def test_a_missing_package_is_named(
    node_modules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (node_modules / "@utrecht/link-css/dist/index.css").unlink()
    assert frontend.main([str(node_modules), str(tmp_path / "built")]) == 1
    assert capsys.readouterr().err == "Het front-endpakket @utrecht/link-css ontbreekt. Draai eerst: npm ci\n"
    assert not (tmp_path / "built").exists()


def test_packages_and_build_agree() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    wanted = {f"@utrecht/{component}-css" for component in frontend.COMPONENTS}
    assert set(package["dependencies"]) == {*wanted, "@fontsource-variable/commissioner"}
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_every_own_stylesheet_is_built() -> None:
    sources = {path.stem for path in (ROOT / "static/css").glob("*.css")}
    assert sources == {*frontend.APP_CSS, *frontend.PARTICIPANT_CSS, *frontend.STAFF_CSS}


@pytest.mark.parametrize(
    ("css", "short"),
    [
        (".a  {\n  color : red ;\n}", ".a{color :red}"),
        ("/* a } b */ .a, .b > c { margin: 0 auto; }", ".a,.b > c{margin:0 auto}"),
        (".a { width: calc(100% - 2px); }", ".a{width:calc(100% - 2px)}"),
        ('.a::before { content: "a;  } /* b */"; }', '.a::before{content:"a;  } /* b */"}'),
        (".a :is(.b, .c) .d {}", ".a :is(.b,.c) .d{}"),
        ("@media (width > 2rem) and (color: 1) {}", "@media (width > 2rem) and (color:1){}"),
    ],
)  # fmt: skip
def test_shorten_keeps_the_meaning(css: str, short: str) -> None:
    assert frontend.shorten(css) == short


def _themes() -> dict[str, dict[str, dict[str, str]]]:
    themes: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
        (ROOT / "challenges/themes.yaml").read_text()
    )
    return themes


def test_the_house_theme_repeats_the_stylesheet() -> None:
    css = dict(BRAND_TOKEN.findall((ROOT / "static/css/tokens.css").read_text()))
    assert len(css) == 16
    assert css == _themes()["gedag"]["tokens"]


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("key", ["gedag", "vaartwijk", "heuvelrade"])
def test_every_theme_can_be_read(key: str) -> None:
    tokens = {name.removeprefix("brand-"): value for name, value in _themes()[key]["tokens"].items()}
    assert len(tokens) == 16
    tokens |= {"surface": "#ffffff", "deep": "#fae6bf"}
    text = [
        ("ink", ["paper", "surface", "deep", "sun", "tint"]),
        ("ink-soft", ["paper", "surface"]),
        ("link", ["paper", "surface"]),
        ("on-action", ["action", "action-strong"]),
        ("on-band", ["band"]),
        ("surface", ["ink"]),
    ]
    controls = [("line", ["paper", "surface"]), ("focus", ["paper", "surface", "deep", "sun"])]
    for needed, pairs in ((4.5, text), (3.0, controls)):
        for front, backs in pairs:
            for back in backs:
                assert _contrast(tokens[front], tokens[back]) >= needed, f"{front} on {back}"
