"""Finding a way back by its secret."""

from accounts.models import WayBack


def start_link(secret_hash: bytes) -> WayBack | None:
    """The start link with this hash, current or replaced; None for one that never existed."""
    return (
        WayBack.objects.select_related("participant")
        .filter(kind=WayBack.Kind.START_LINK, secret_hash=secret_hash)
        .first()
    )
