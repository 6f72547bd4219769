"""What a backup file is encrypted to, and what opens it: an age key pair.

The machine that makes backups knows the public half only (GEDAG_BACKUP_KEY). Who puts one back brings the other half.
"""

import datetime as dt
import os
import re
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from config.backups.refusals import BackupError, why

_SECRET = re.compile(r"AGE-SECRET-KEY-1[A-Z0-9]+", re.IGNORECASE)


def recipients(text: str) -> list[x25519.Recipient]:
    """The public keys in a text, with spaces or commas between them. Raises BackupError."""
    if not text.strip():
        raise BackupError(
            "GEDAG_BACKUP_KEY ontbreekt: de openbare sleutel (age1…) waarmee reservekopieën op slot gaan. Maak een "
            "sleutelpaar met `./gedag backup --new-key BESTAND`: dat zegt wat je daarna doet."
        )
    if _SECRET.search(text):
        raise BackupError(
            "In GEDAG_BACKUP_KEY staat een geheime sleutel. Zet daar alleen de openbare (age1…): de geheime heb je "
            "pas nodig bij terugzetten en hoort niet op de machine die kopieën maakt."
        )
    try:
        return [x25519.Recipient.from_str(word) for word in re.split(r"[\s,]+", text.strip())]
    except RecipientError:
        raise BackupError("GEDAG_BACKUP_KEY is geen sleutel van age; die begint met age1.") from None


def identities(file: Path) -> list[x25519.Identity]:
    """The secret keys in a file as age-keygen writes it. Raises BackupError."""
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise BackupError(
            f"Ik kan het bestand met de geheime sleutel niet lezen, {file}: {why(error)}."
        ) from None
    try:
        found = [x25519.Identity.from_str(secret.upper()) for secret in _SECRET.findall(text)]
    except IdentityError:
        found = []
    if not found:
        raise BackupError(f"In {file} staat geen geheime sleutel van age (AGE-SECRET-KEY-1…).")
    return found


def new_pair(file: Path, *, now: dt.datetime) -> str:
    """Makes a key pair in a file that only its owner can read, and answers with the public half. Raises BackupError
    when there is a file already: with another key every backup of before would be lost."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupError(f"{file} bestaat al; een sleutel overschrijf ik niet.") from None
    except OSError as error:
        what = "die map is er niet" if isinstance(error, FileNotFoundError) else why(error)
        raise BackupError(f"Ik kan {file} niet maken: {what}.") from None
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(f"# created: {now.isoformat(timespec='seconds')}\n# public key: {public}\n{identity}\n")
        stream.flush()
        os.fsync(stream.fileno())
    return public
