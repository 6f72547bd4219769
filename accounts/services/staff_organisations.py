"""Organisations: whoever runs Gedag makes them."""

from accounts.models import Organisation


def make_organisation(*, slug: str, name: str, kind: str) -> Organisation:
    """A new organisation, without anybody in it yet."""
    return Organisation.objects.create(slug=slug, name=name, kind=kind)
