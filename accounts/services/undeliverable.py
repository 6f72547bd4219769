"""Which refusal says something about an address, and not about us.

A mail server gives every reason with a 5: also that it does not trust our machine, or finds a mail spam. Taken for the
address's own fault, one morning with a wrong setting of ours would silence everybody.
"""

import re

# RFC 3463: no such mailbox, no such system, not an address, moved without an address, no mail taken there, closed.
ADDRESS_FAULTS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
_STATUS = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})\b")
_WITHOUT_STATUS = frozenset({550, 551, 553})  # of a server that says no more than the code


def is_address_fault(*, code: int, words: str) -> bool:
    """Whether a refusal of a recipient means that mail cannot reach this address. `words` are the server's own."""
    status = _STATUS.match(words)
    return status[1] in ADDRESS_FAULTS if status else code in _WITHOUT_STATUS
