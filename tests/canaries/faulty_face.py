"""A face in which things go wrong when asked: the header `X-Fault` says how, and what was posted is in every error.
Only tests start it; the product has no such door."""

from collections.abc import Callable
from typing import Any

from django.core.handlers.base import BaseHandler

from config import wsgi
from tests.canaries.falling import falls_first

_face = wsgi._inside
_view_of_django = BaseHandler.make_view_atomic


def _falling_view(handler: BaseHandler, view: Callable[..., Any]) -> Callable[..., Any]:
    return falls_first(_view_of_django(handler, view))


def _outside(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    if environ.get("HTTP_X_FAULT") == "outside":
        raise RuntimeError(environ["QUERY_STRING"])
    return _face(environ, start_response)


# Put in place of what is there, which types do not allow: the product has no door for a fault.
BaseHandler.make_view_atomic = _falling_view  # type: ignore[assignment, method-assign]
wsgi._inside = _outside  # type: ignore[assignment]
application = wsgi.application
__all__ = ["application"]
