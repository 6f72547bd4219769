"""What the pages of the library's editors share: the one door, and the hints beside their texts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from challenges.queries.staff_plain_words import Hint, hints, reading_ease
from challenges.views.beheer.institute import institute_of

View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """Declares a page of the library: for who edits it, at an institute. At a municipality there is no such page."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        institute_of(request)
        return view(request, *args, **kwargs)

    return for_staff(Permission.EDIT_LIBRARY)(guarded)


@dataclass(frozen=True)
class Worded:
    """A field with what in its text may be hard to read."""

    field: forms.BoundField
    hints: list[Hint]


def worded(fields: Iterable[forms.BoundField]) -> dict[str, Any]:
    """The Dutch fields of a form with their hints, and how easy they are to read together."""
    both = [(field, str(field.value() or "")) for field in fields]
    return {
        "worded": [Worded(field, hints(text)) for field, text in both],
        "ease": reading_ease([text for _field, text in both]),
    }


def is_typing(request: StaffRequest) -> bool:
    """Whether this was sent while somebody types: only the hints are answered then, nothing is kept."""
    return bool(request.method == "POST" and request.htmx)


def hints_only(request: StaffRequest, fields: Iterable[forms.BoundField]) -> HttpResponse:
    """The hints beside the fields of a page that is there already."""
    return render(request, "challenges/beheer/library_hints.html", worded(fields))
