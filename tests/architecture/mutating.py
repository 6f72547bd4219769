"""Putting a fault into running code, for as long as one test lasts.

A fault is written as a replacement in the source of one function, which must be there exactly once: code that moved
on takes its mutants with it, or says so.
"""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.permissions import Permission

Apply = Callable[[pytest.MonkeyPatch], None]


def replaced(where: str, old: str, new: str) -> Apply:
    """The function `module:name`, or the one inside it (`module:name.inner`, as it stands around every view), with
    `new` for `old`."""
    module_name, _, path = where.partition(":")
    name, _, inner = path.partition(".")

    def apply(monkeypatch: pytest.MonkeyPatch) -> None:
        function = inspect.unwrap(getattr(import_module(module_name), name))
        source = textwrap.dedent(inspect.getsource(function))
        assert source.count(old) == 1, f"{where} has {source.count(old)} times: {old}"
        compiled = _code_of(compile(source.replace(old, new), f"<mutant of {where}>", "exec"), name)
        if not inner:
            monkeypatch.setattr(function, "__code__", compiled)
            return
        there, mutant = _code_of(function.__code__, inner), _code_of(compiled, inner)
        made = [view for view in _views() if view.__code__ is there]
        assert made, f"no page has {where} around it"
        for view in made:
            monkeypatch.setattr(view, "__code__", mutant)

    return apply


def asking_only(view: str, permission: Permission) -> Apply:
    """The staff page `namespace:name` behind the door of another permission."""

    def apply(monkeypatch: pytest.MonkeyPatch) -> None:
        cells = [
            cell
            for face in settings.URLCONF_OF.values()
            for name, callback in _named(get_resolver(face))
            if name == view
            for layer in _layers(callback)
            for cell in layer.__closure__ or ()
            if isinstance(cell.cell_contents, Permission) and cell.cell_contents != permission
        ]
        assert cells, f"{view} asks for no permission, or for this one"
        for cell in cells:
            monkeypatch.setattr(cell, "cell_contents", permission)

    return apply


def _code_of(code: CodeType, name: str) -> CodeType:
    """The code of the function `name` that is somewhere inside."""
    inside = [part for part in code.co_consts if isinstance(part, CodeType)]
    for part in inside:
        if part.co_name == name:
            return part
    for part in inside:
        try:
            return _code_of(part, name)
        except LookupError:
            continue
    raise LookupError(name)


def _named(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _named(pattern, f"{namespace}{inner}")


def _layers(callback: Any) -> Iterator[FunctionType]:
    """A view, what it is wrapped around, and so on."""
    while isinstance(callback, FunctionType):
        yield callback
        callback = getattr(callback, "__wrapped__", None)


def _views() -> list[FunctionType]:
    return [
        layer
        for face in settings.URLCONF_OF.values()
        for _name, callback in _named(get_resolver(face))
        for layer in _layers(callback)
    ]
