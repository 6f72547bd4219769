"""One backup file: an age file (age-encryption.org/v1) with one line that says what is in it, an archive of PostgreSQL,
and a signature.

All of it is inside the encryption, so a file cannot be taken for another by giving it another name. The signature is
over label and archive, and made with SECRET_KEY: anybody who knows the public key can make a file that opens, and an
archive is a program that the database runs.
"""

import datetime as dt
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from pyrage import DecryptError, EncryptError, decrypt_io, encrypt_io, x25519

from config.backups.refusals import BackupError, why

DATA, KEYS = "data", "keys"
_FORMAT = 1
_LONGEST_LABEL = 1_000_000
_SIGNATURE = hashlib.sha256().digest_size
_FOREIGN = "is geen reservekopie van Gedag"
_CHANGED = "is veranderd terwijl ik ermee bezig was"
_KINDS = {"part": str, "backup": str, "made_at": str, "server": int, "migrations": list}


@dataclass(frozen=True)
class Label:
    """What is in a file: which half of which backup, of when, of which version of PostgreSQL and of the tables."""

    part: str
    backup: str
    made_at: str
    server: int
    migrations: Sequence[str]

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.made_at)


@dataclass(frozen=True)
class Content:
    """What a whole file turned out to hold: its label, the SHA-256 of label and archive, and how they are signed."""

    label: Label
    sha256: bytes
    signature: bytes

    def is_ours(self) -> bool:
        """Whether an installation with this SECRET_KEY, or one of before, made it."""
        known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return any(hmac.compare_digest(self.signature, _signature(str(one), self.sha256)) for one in known)


class _Writer(Protocol):
    def write(self, data: bytes, /) -> int: ...


@dataclass(frozen=True)
class Sealed:
    """A file that was written: how long it is, and its SHA-256."""

    size: int
    sha256: str


def seal(label: Label, archive: BinaryIO, file: Path, keys: Sequence[x25519.Recipient]) -> Sealed:
    """Writes a label and an archive to a new file, signed and encrypted on the way. Raises BackupError, OSError."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        counted = _Counted(stream)
        try:
            encrypt_io(_Signed(label, archive), counted, keys)
        except EncryptError as error:
            raise BackupError(f"Versleutelen lukt niet: {error}.") from None
        stream.flush()
        os.fsync(stream.fileno())
    return Sealed(counted.size, counted.digest.hexdigest())


def unseal(
    file: Path,
    keys: Sequence[x25519.Identity],
    archive_to: Callable[[bytes], object] = lambda _data: None,
    *,
    known: Content | None = None,
) -> Content:
    """Reads a whole file: answers with what it held, and hands on the archive piece by piece. Whatever was handed on
    was written by somebody who knows the key; whether the file is whole, and who signed it, is known at the end. With
    `known` it is the file that was read before: of one with another label nothing is handed on. Raises BackupError."""
    parted = _Parted(archive_to, known.label if known else None)
    try:
        with file.open("rb") as stream:
            decrypt_io(stream, parted, keys)
    except DecryptError as error:
        if "matching" in str(error).lower():
            raise BackupError(
                f"{file.name} is met een andere sleutel op slot gedaan dan deze. Wijs de goede aan met "
                "--identity."
            ) from None
        raise BackupError(f"{file.name} is geen reservekopie, of het begin ervan is beschadigd.") from None
    except OSError as error:
        if parted.refused:
            raise BackupError(f"{file.name} {parted.refused}.") from None
        if error.errno is not None:
            raise BackupError(f"Ik kan {file} niet lezen: {why(error)}.") from None
        raise BackupError(f"{file.name} is beschadigd of niet heel.") from None
    if parted.label is None or len(parted.rest) != _SIGNATURE:
        raise BackupError(f"{file.name} {_FOREIGN}.")
    content = Content(parted.label, parted.digest.digest(), parted.rest)
    if known and content != known:
        raise BackupError(f"{file.name} {_CHANGED}.")
    return content


def sha256_of(file: Path) -> Sealed:
    """Size and SHA-256 of a file as it is on disk."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return Sealed(file.stat().st_size, digest.hexdigest())


def _as_line(label: Label) -> bytes:
    facts = {"gedag": _FORMAT, **asdict(label), "migrations": list(label.migrations)}
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _as_label(line: bytes) -> Label | None:
    """What the line says. Whoever knows the public key can write anything there."""
    try:
        facts = json.loads(line)
        if facts.pop("gedag") != _FORMAT or {name: type(fact) for name, fact in facts.items()} != _KINDS:
            return None
        label = Label(**facts)
        in_time = label.moment.tzinfo is not None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    names = all(isinstance(name, str) for name in label.migrations)
    return label if names and in_time and label.part in {DATA, KEYS} else None


def _signature(secret: str, sha256: bytes) -> bytes:
    key = hashlib.sha256(b"gedag backup\0" + secret.encode()).digest()
    return hmac.digest(key, sha256, "sha256")


class _Signed:
    """Reads as a label, the archive, and the signature of both."""

    def __init__(self, label: Label, archive: BinaryIO) -> None:
        self._ready, self._archive, self._ended = _as_line(label), archive, False
        self._digest = hashlib.sha256(self._ready)

    def read(self, size: int) -> bytes:
        if not self._ready and not self._ended:
            self._ready = self._archive.read(size)
            self._digest.update(self._ready)
            if not self._ready:
                self._ended = True
                self._ready = _signature(str(settings.SECRET_KEY), self._digest.digest())
        piece, self._ready = self._ready[:size], self._ready[size:]
        return piece


class _Counted:
    """Writes on, and keeps count and fingerprint."""

    def __init__(self, stream: _Writer) -> None:
        self._stream, self.size, self.digest = stream, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._stream.write(data)
        self.size += len(data)
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        """Done once, by who opened the file."""


class _Parted:
    """Keeps the label and, of what comes after it, the last bytes: those are the signature. Hands on the rest."""

    def __init__(self, archive_to: Callable[[bytes], object], expected: Label | None) -> None:
        self.label: Label | None = None
        self.refused, self.rest, self.digest = "", b"", hashlib.sha256()
        self._archive_to, self._expected = archive_to, expected

    def write(self, data: bytes) -> int:
        if self.refused:  # what waited in a buffer comes too
            raise OSError
        self.rest += data
        if self.label is None and not self._took_label():
            return len(data)
        archive, self.rest = self.rest[:-_SIGNATURE], self.rest[-_SIGNATURE:]
        if archive:
            self.digest.update(archive)
            self._archive_to(archive)
        return len(data)

    def _took_label(self) -> bool:
        """Raises OSError, with why in `refused`."""
        line, found, rest = self.rest.partition(b"\n")
        if found:
            self.label = _as_label(line)
        if (found and self.label is None) or len(line) > _LONGEST_LABEL:
            self.refused = _FOREIGN
        elif found and self._expected not in (None, self.label):
            self.refused = _CHANGED
        if self.refused:
            raise OSError
        if found:
            self.digest.update(line + found)
            self.rest = rest
        return bool(found)

    def flush(self) -> None:
        """Nothing waits here."""
