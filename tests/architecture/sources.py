"""The repository's own Python files, read once, for the tests that look at code."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "interactions", "challenges", "insights")
PACKAGES = (*APPS, "simulation", "config", "faults", "bench", "tests")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python_files(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def room(name: str) -> list[Path]:
    """Every file of one room (services, queries, …) of every app, whether the room is a file or a package."""
    return [
        path
        for app in APPS
        for path in python_files(app)
        if path == ROOT / app / f"{name}.py" or ROOT / app / name in path.parents
    ]


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def imported_names(path: Path) -> set[str]:
    """Modules that a file imports, `from a import b` as both `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names
