"""Whether somebody takes part."""

import uuid

from accounts.models import Participant
from accounts.queries import row_security


def is_there(pk: int) -> bool:
    """Whether there is a participant with this number, for who has it from us, signed."""
    with row_security.acting_for(pk):
        return Participant.objects.filter(pk=pk).exists()


def has_joined_with(join_key: uuid.UUID) -> bool:
    """Whether somebody joined with this key of a page."""
    with row_security.holding(row_security.of_join_key(join_key)):
        return Participant.objects.filter(join_key=join_key).exists()


def of_contact(pk: int) -> Participant | None:
    """Whose address the contact with this number is, with it; None when it is nobody's any more. For who has the number
    from us, signed."""
    with row_security.holding(row_security.of_contact(pk)):
        return Participant.objects.select_related("contact", "private_key").filter(contact=pk).first()
