"""Which staff pages may show another page of ours in a frame, and which may be shown in one. No other may."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

View = TypeVar("View", bound=Callable[..., HttpResponse])


def shows_preview(view: View) -> View:
    """A page with the phone beside it."""
    return cast(View, csp_update({"frame-src": [SELF]})(cast(Any, view)))


def is_preview(view: View) -> View:
    """What stands in the phone: framed by our own pages only, and nothing in it runs or goes anywhere."""
    policy = {"frame-ancestors": [SELF], "script-src": [NONE], "form-action": [NONE]}
    return cast(View, xframe_options_sameorigin(csp_replace(policy)(cast(Any, view))))
