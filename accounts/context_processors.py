"""What every page's frame needs to know."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def page(request: HttpRequest) -> dict[str, Any]:
    """`participant`: truthy when this browser is a participant's (looked up only when a template asks)."""
    return {"participant": SimpleLazyObject(lambda: getattr(request, "participant", None) or None)}
