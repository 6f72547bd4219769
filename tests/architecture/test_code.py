"""House rules of the code that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.sources import (
    APPS,
    PACKAGES,
    ROOT,
    imported_names,
    python_files,
    room,
    tree_of,
    where,
)

# Functions in services that may be called with positions: they take one value, or write nothing.
POSITIONAL = {
    "accounts.services.secrets.hash_secret",
    "accounts.services.secrets.hash_code",
    "accounts.services.secrets.hashes_of_code",
    "accounts.services.secrets.new_code",
    "accounts.services.secrets.read_code",
    "accounts.services.secrets.in_fours",
    "accounts.services.networks.network_of",
    "accounts.services.networks.area_of",
    "accounts.services.email_codes.mailbox_of",
    "accounts.services.private_words.may_replace",
    "accounts.services.owndata.sheets_of",
    "accounts.services.own_sheets.export",
    "interactions.services.own_sheets.export",
    "challenges.services.own_sheets.export",
    "accounts.services.owndata.register",
    "accounts.services.message_kinds.register",
    "accounts.services.message_kinds.kind_of",
    "challenges.services.participations.first_day",
    "insights.services.drawing.canonical",
    "insights.services.noise.discrete_laplace",
    "insights.services.noise.with_noise",
    "insights.services.own_sheets.export",
}
# Fields of other people's base classes.
NOT_OUR_NAMES = {"accounts.User.last_login"}
CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "datetime.now",
    "dt.datetime.now",
    "date.today",
    "dt.date.today",
    "time.time",
}
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
}


def public_functions(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_services_take_keywords_only() -> None:
    offenders = []
    for path in room("services"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for function in public_functions(path):
            if function.args.args or function.args.posonlyargs or function.args.vararg:
                offenders.append(f"{module}.{function.name}")
    assert sorted(set(offenders) - POSITIONAL) == []
    assert sorted(POSITIONAL - set(offenders)) == [], "no longer positional: take it off the list"


def test_services_say_what_they_mean() -> None:
    assert [
        where(path, function)
        for path in room("services")
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ] == []


@pytest.mark.parametrize("name", ["services", "queries", "models"])
def test_the_inner_rooms_know_no_web_page_and_no_clock(name: str) -> None:
    forbidden = (
        "django.http",
        "django.shortcuts",
        "django.template",
        "django.contrib.messages",
        "django.urls",
    )
    files = room(name)
    assert files
    for path in files:
        assert [module for module in imported_names(path) if module.startswith(forbidden)] == [], path
        clocks = [
            where(path, node)
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS
        ]
        assert clocks == []


@pytest.mark.parametrize("name", ["views", "tasks", "queries", "forms"])
def test_only_services_write(name: str) -> None:
    assert [
        where(path, node)
        for path in room(name)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and ("objects" in ast.unparse(node.func) or node.func.attr == "save")
    ] == []


@pytest.mark.parametrize("name", ["views", "tasks"])
def test_pages_and_tasks_fetch_through_queries(name: str) -> None:
    assert [
        where(path, node)
        for path in room(name)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
        # Erasing wants the row itself, not the request's lazy one.
        if ast.unparse(node.value) != "Participant"
    ] == []


def test_no_signals_no_admin_no_marking_as_safe() -> None:
    for path in python_files(*APPS, "config", "simulation"):
        names = imported_names(path)
        assert not any(name.startswith(("django.dispatch", "django.contrib.admin")) for name in names), path
        # Celery tells that a worker is ready, or how a task ended, by signals of its own; nothing else does.
        allowed = {name for name in names if name.startswith("celery.signals") and path.name == "celery.py"}
        assert not [name for name in names - allowed if "signals" in name], path
        assert "django.utils.safestring.mark_safe" not in names, path


@pytest.mark.parametrize("app", APPS)
def test_moments_in_time_end_in_at_and_days_in_on_or_date(app: str) -> None:
    odd = []
    for model in apps.get_app_config(app).get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            if isinstance(field, models.DateTimeField):
                fine = field.name.endswith(("_at", "_until")) or field.name == "not_before"
            elif isinstance(field, models.DateField):
                fine = field.name.endswith(("_on", "_date")) or field.name == "first_day"
            else:
                fine = not field.name.endswith(("_at", "_on", "_until"))
            if not fine and name not in NOT_OUR_NAMES:
                odd.append(name)
    assert odd == []


def test_every_rule_of_a_model_has_a_name_of_its_model() -> None:
    """A constraint's name is what a person reads in a log when it is broken."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for constraint in model._meta.constraints:
                first = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
                assert constraint.name.startswith(first), constraint.name


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    written = [
        path
        for package in (*PACKAGES, "static", "templates")
        for suffix in ("py", "css", "js", "html")
        for path in (ROOT / package).rglob(f"*.{suffix}")
        if path.parent.name != "migrations"
    ]
    assert len(written) > 100
    long = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in written
    }
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_no_file_is_named_after_nothing() -> None:
    empty_names = re.compile(r"(utils?|helpers?|common|misc|tools?|manager)\.py")
    assert [path.name for path in python_files(*PACKAGES) if empty_names.fullmatch(path.name)] == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    left = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files(*PACKAGES)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if later.search(line)
    ]
    assert left == []
