"""Finding a way back by its secret, and what ways back somebody has."""

from accounts.models import Contact, Participant, ParticipantSession, WayBack, index_of_address
from accounts.queries import row_security


def way_back(kind: WayBack.Kind, *secret_hashes: bytes) -> WayBack | None:
    """The way back with one of these hashes, current or replaced; None for one that never existed."""
    with row_security.holding(*map(row_security.of_secret, secret_hashes)):
        return (
            WayBack.objects.select_related("participant__contact", "participant__private_key")
            .filter(kind=kind, secret_hash__in=secret_hashes)
            .first()
        )


def contact_of(participant: Participant) -> Contact | None:
    """The participant's proven address, or None."""
    found = Contact.objects.filter(participant=participant).first()
    if found:
        found.participant = participant  # who has the key with them, most often
    return found


def kinds_in_use(participant: Participant) -> set[str]:
    """Which ways back that somebody made work now; links in mails are none of them."""
    return set(
        WayBack.objects.filter(
            participant=participant, replaced_at__isnull=True, kind__in=WayBack.LASTING
        ).values_list("kind", flat=True)
    )


def has_way_back(participant: Participant) -> bool:
    """Whether somebody can come back when no browser knows them any more."""
    return bool(kinds_in_use(participant)) or contact_of(participant) is not None


def browsers_of(participant: Participant) -> int:
    """How many browsers know this participant."""
    return ParticipantSession.objects.filter(participant=participant).count()


def has_contact(address: str) -> bool:
    """Whether somebody proved that this address is theirs."""
    index = index_of_address(address)
    with row_security.holding(row_security.of_address(index)):
        return Contact.objects.filter(address_index=index).exists()
