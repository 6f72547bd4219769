"""What the documents point at exists: files, headings, commands, names in the code."""

import importlib
import re
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class

from config.bootstrap import COMMANDS
from tests.architecture.sources import APPS, PACKAGES, ROOT

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
IMAGE = re.compile(r"<img\b[^>]*\bsrc=\"([^\"]+)\"")
QUOTED = re.compile(r"`([^`\n]+)`")
GEDAG = re.compile(r"(?<![\w/])\./gedag ([a-z][\w-]*)(?: ([a-z][\w-]*))?")
ROOM_FOLDERS = (*PACKAGES, "docs", "static", "templates", "requirements")


def documents() -> list[Path]:
    """Every Markdown file of the repository; packages and state lie elsewhere."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]
    return sorted(found)


DOCUMENTS = documents()
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose_of(path: Path) -> str:
    return FENCE.sub("", text_of(path))


def anchors_of(path: Path) -> set[str]:
    """The names that a forge gives to headings: lower case, spaces as dashes, no punctuation."""
    headings = re.findall(r"^#{1,6} (.+)$", prose_of(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def targets_of(path: Path) -> list[str]:
    prose = prose_of(path)
    return [*LINK.findall(prose), *IMAGE.findall(prose)]


def test_the_documents_of_a_newcomer_are_there() -> None:
    names = {str(path.relative_to(ROOT)) for path in DOCUMENTS}
    assert {
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/architectuur.md",
        "docs/draaien.md",
        "docs/simulatie.md",
        "docs/betrouwbaarheid.md",
        "docs/dpia-invoer.md",
        "docs/incidenten.md",
        "docs/licenties.md",
        "docs/updatebeleid.md",
        "bench/README.md",
        "docs/adr/README.md",
    } - names == set()


@each_document
def test_every_link_leads_somewhere(document: Path) -> None:
    dead = []
    for target in targets_of(document):
        if target.startswith(("https://", "mailto:")):
            continue
        place, _, anchor = unquote(target).partition("#")
        file = (document.parent / place).resolve() if place else document
        here = file.exists() and file.is_relative_to(ROOT)
        if not here or (anchor and anchor not in anchors_of(file)):
            dead.append(target)
    assert dead == []


@each_document
def test_every_picture_says_what_it_shows(document: Path) -> None:
    for image in re.findall(r"<img\b[^>]*>", prose_of(document)):
        assert re.search(r"alt=\"[^\"]{10,}\"", image), image
    assert re.findall(r"!\[\s*\]\(", prose_of(document)) == []


@each_document
def test_every_command_exists(document: Path) -> None:
    unknown = []
    for command, argument in GEDAG.findall(text_of(document)):
        if command not in COMMANDS or (command == "manage" and argument and argument not in get_commands()):
            unknown.append(f"{command} {argument}".strip())
    for name in re.findall(r"`manage\.py ([a-z_]+)", text_of(document)):
        if name not in get_commands():
            unknown.append(name)
    assert unknown == []


@each_document
def test_every_option_of_a_command_exists(document: Path) -> None:
    unknown = []
    for name, rest in re.findall(r"(?:\./gedag manage|manage\.py) ([a-z][\w-]*)([^`\n]*)", text_of(document)):
        if name in get_commands():
            parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
            known = parser._option_string_actions
            unknown += [
                f"{name} {option}" for option in re.findall(r"--[a-z][\w-]*", rest) if option not in known
            ]
    assert unknown == []


@each_document
def test_every_named_file_and_folder_exists(document: Path) -> None:
    """`accounts/access.py` and `static/svg/` in the prose; names with <, * or … are patterns."""
    named = [
        quoted
        for quoted in QUOTED.findall(prose_of(document))
        if re.fullmatch(r"[\w.-]+/[\w./-]*", quoted) and quoted.split("/")[0] in ROOM_FOLDERS
    ]
    assert [quoted for quoted in named if not (ROOT / quoted).exists()] == []


GLOSSARY = text_of(ROOT / "docs" / "architectuur.md").split("## Het huis")[0]


@pytest.mark.parametrize("model", sorted(set(re.findall(r"`([A-Z]\w+)`", GLOSSARY))))
def test_every_word_of_the_glossary_is_a_name_in_the_code(model: str) -> None:
    modules = [importlib.import_module(f"{app}.models") for app in APPS]
    modules.append(importlib.import_module("interactions.models.library"))
    assert any(hasattr(module, model) for module in modules)


def test_the_idea_of_the_readme_could_be_added_as_it_is() -> None:
    library = ROOT / "interactions" / "library" / "ideas"
    (sample,) = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", text_of(ROOT / "README.md"), re.DOTALL)[0])
    ideas = [idea for path in library.glob("*.yaml") for idea in yaml.safe_load(text_of(path))]
    same_key = [idea for idea in ideas if idea["key"] == sample["key"]]
    assert same_key in ([], [sample])  # whoever followed the README keeps a green house
    for name in ("form", "act", "step", "counterpart", "seconds"):
        assert sample[name] in {idea[name] for idea in ideas}, name
    assert set(sample) <= {name for idea in ideas for name in idea}


def test_every_scheduled_task_stands_in_the_architecture() -> None:
    told = text_of(ROOT / "docs/architectuur.md")
    assert [
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if f"`{entry['task']}`" not in told
    ] == []


def test_every_decision_stands_in_the_list_with_its_own_title() -> None:
    folder = ROOT / "docs" / "adr"
    decisions = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    assert [path.name[:4] for path in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    rows = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+) \|$", text_of(folder / "README.md"), re.MULTILINE)
    assert [(number, name, f"# {number} {title}") for number, name, title in rows] == [
        (path.name[:4], path.name, text_of(path).splitlines()[0]) for path in decisions
    ]
    for path in decisions:
        headings = re.findall(r"^## (.+)$", text_of(path), re.MULTILINE)
        assert headings == ["Wat speelde er", "Wat we kozen", "Wat dat kost"], path.name


def test_gedag_alone_names_every_command() -> None:
    answer = subprocess.run([ROOT / "gedag"], capture_output=True, text=True, check=True).stdout
    assert [name for name in COMMANDS if f"./gedag {name}" not in answer] == []
