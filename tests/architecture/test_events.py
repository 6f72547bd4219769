"""What is logged has a name and numbers: read from the code, whether a test happens to come along or not."""

import ast
from collections.abc import Iterator
from pathlib import Path

from accounts.events import NUMBERS, WORDS, Event
from tests.architecture.sources import APPS, ROOT, imported_names, python_files, tree_of, where

EVENTS = ROOT / "accounts" / "events.py"
# Words that are no constants: each comes from a handful that the code itself knows.
KNOWN_WORDS = {
    "_route(request)",  # config/request_log.py: of our own list of addresses
    "route",
    "request.method if request.method in _METHODS else 'OTHER'",
    "(state or 'unknown').lower()",  # of Celery
    "outcome.replace(' ', '_')",  # of accounts/services/delivery.py
    "outcome",
    "message.kind",
    "found.kind",
    "reason",  # slugs: smtp_550, bounce_5.1.1
    "name",  # config/health.py: database or broker
    "permission",
    "role",  # checked: one of the organisation
    "request.membership.role",
    "found.role",
    "WayBack.Kind.DAY_LINK",
    "'replaced' if found else 'unknown'",
    "self.authenticator.type",  # of allauth
    "sort",  # one of the kinds of file
    "self._label",  # accounts/models/private_fields.py: a column
    "ending.remover",
    "run.remover",
    "category.__name__",
    "f'{_module_of(filename)}:{lineno}'",
}
KNOWN_NUMBERS = ("pk", "_id", "_code", "batches")
COUNTED = {
    "given",  # the first argument of a task, when it is a number
    "entry.number", "erased", "merged", "removed", "untold",
    "len(failed)", "len(listed.damaged)", "listed.damaged[0]", "unsent", "again", "failed",
    "pause", "count", "seen", "number", "into", "membership_id", "len(keys)",
    "round((time.perf_counter() - began) * 1000, 1)", "took",
    "participant.pk if participant else None",
}  # fmt: skip


def notes() -> Iterator[tuple[Path, ast.Call]]:
    for path in python_files(*APPS, "config"):
        if path == EVENTS:
            continue  # where a counted line is handed on as it came
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"note", "note_counted"}:
                yield path, node


def test_every_event_that_is_logged_is_named_and_every_name_is_used() -> None:
    named = {f"Event.{event.name}" for event in Event}
    logged = [(where(path, call), ast.unparse(call.args[0])) for path, call in notes()]
    assert [one for one in logged if one[1] not in named] == []
    assert {name for _, name in logged} == named


def test_beside_an_event_stands_nothing_but_what_is_on_the_lists() -> None:
    odd = []
    for path, call in notes():
        for keyword in call.keywords:
            value, name = ast.unparse(keyword.value), keyword.arg
            if name in {"level", "fault"}:
                continue
            if name in WORDS:
                fine = isinstance(keyword.value, ast.Constant) or value in KNOWN_WORDS
            elif name in NUMBERS:
                fine = value.endswith(KNOWN_NUMBERS) or value in COUNTED
            else:
                fine = False
            if not fine:
                odd.append(f"{where(path, call)} {name}={value}")
    assert odd == []


def test_the_two_lists_have_nothing_in_common() -> None:
    assert frozenset() == NUMBERS & WORDS


def test_the_apps_log_and_print_in_no_other_way() -> None:
    odd = [
        str(path.relative_to(ROOT))
        for path in python_files(*APPS)
        if path != EVENTS and {"logging", "structlog", "traceback", "warnings"} & imported_names(path)
    ]
    printed = [
        where(path, node)
        for path in python_files(*APPS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "pprint", "sys.stderr.write"}
    ]
    assert (odd, printed) == ([], [])


def test_tasks_are_given_numbers_or_nothing() -> None:
    """What a task is told lies in Valkey, and in the memory of whoever looks there."""
    told = []
    for path in python_files(*APPS):
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.FunctionDef):
                continue
            if not any("shared_task" in ast.unparse(one) for one in node.decorator_list):
                continue
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            told += [
                f"{where(path, node)} {one.arg}"
                for one in every
                if one.annotation is None or ast.unparse(one.annotation) != "int"
            ]
            told += [where(path, node)] if node.args.vararg or node.args.kwarg else []
    assert told == []
