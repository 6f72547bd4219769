"""One backup file: an age file (age-encryption.org/v1) that begins with one line that says what is in it.

The line is inside the encryption, so a file cannot be taken for another by giving it another name. It carries a proof
made with SECRET_KEY: anybody who knows the public key can make a file that opens, and an archive is a program that the
database runs.
"""

import datetime as dt
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from pyrage import DecryptError, EncryptError, decrypt_io, encrypt_io, x25519

from config.backups.refusals import BackupError

DATA, KEYS = "data", "keys"
_FORMAT = 1
_LONGEST_LABEL = 1_000_000


@dataclass(frozen=True)
class Label:
    """What is in a file: which half of which backup, of when, of which version of PostgreSQL and of the tables."""

    part: str
    backup: str
    made_at: str
    server: int
    migrations: Sequence[str]
    proof: str = ""

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.made_at)

    def signed(self) -> "Label":
        """The same label with the proof of this installation."""
        return replace(self, proof=self._proof(str(settings.SECRET_KEY)))

    def is_ours(self) -> bool:
        """Whether an installation with this SECRET_KEY, or one of before, made it."""
        known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return any(hmac.compare_digest(self.proof, self._proof(str(secret))) for secret in known)

    def _proof(self, secret: str) -> str:
        key = hashlib.sha256(b"gedag backup\0" + secret.encode()).digest()
        return hmac.new(key, _as_line(replace(self, proof="")), hashlib.sha256).hexdigest()


class _Writer(Protocol):
    def write(self, data: bytes, /) -> int: ...


@dataclass(frozen=True)
class Sealed:
    """A file that was written: how long it is, and its SHA-256."""

    size: int
    sha256: str


def seal(label: Label, archive: BinaryIO, file: Path, keys: Sequence[x25519.Recipient]) -> Sealed:
    """Writes a label and an archive to a new file, encrypted on the way. Raises BackupError, OSError."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        counted = _Counted(stream)
        try:
            encrypt_io(_LabelFirst(_as_line(label.signed()), archive), counted, keys)
        except EncryptError as error:
            raise BackupError(f"Versleutelen lukt niet: {error}.") from None
        stream.flush()
        os.fsync(stream.fileno())
    return Sealed(counted.size, counted.digest.hexdigest())


def unseal(
    file: Path, keys: Sequence[x25519.Identity], archive_to: Callable[[bytes], object] = lambda _data: None
) -> Label:
    """Reads a whole file: answers with its label, and hands on the archive piece by piece. Whatever was handed on was
    written by somebody who knows the key; whether the file is whole is known at the end. Raises BackupError."""
    parted = _LabelApart(archive_to)
    try:
        with file.open("rb") as stream:
            decrypt_io(stream, parted, keys)
    except DecryptError as error:
        if "matching" in str(error).lower():
            raise BackupError(f"{file.name} is met een andere sleutel op slot gedaan dan deze.") from None
        raise BackupError(f"{file.name} is geen reservekopie, of het begin ervan is beschadigd.") from None
    except OSError as error:
        if parted.foreign:
            raise BackupError(f"{file.name} is geen reservekopie van Gedag.") from None
        if error.errno is not None:
            raise BackupError(f"Ik kan {file} niet lezen: {error.strerror}.") from None
        raise BackupError(f"{file.name} is beschadigd of niet heel.") from None
    if parted.label is None:
        raise BackupError(f"{file.name} is geen reservekopie van Gedag.")
    return parted.label


def sha256_of(file: Path) -> Sealed:
    """Size and SHA-256 of a file as it is on disk."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return Sealed(file.stat().st_size, digest.hexdigest())


def _as_line(label: Label) -> bytes:
    facts = {"gedag": _FORMAT, **asdict(label), "migrations": list(label.migrations)}
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _as_label(line: bytes) -> Label | None:
    try:
        facts = json.loads(line)
        if facts.pop("gedag") != _FORMAT:
            return None
        label = Label(**facts)
        in_time = label.moment.tzinfo is not None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return label if in_time and label.part in {DATA, KEYS} else None


class _LabelFirst:
    """Reads as the label followed by the archive."""

    def __init__(self, label: bytes, archive: BinaryIO) -> None:
        self._label, self._archive = label, archive

    def read(self, size: int = -1) -> bytes:
        if self._label:
            piece, self._label = self._label[:size], self._label[size:]
            return piece
        return self._archive.read(size)


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


class _LabelApart:
    """Keeps the first line, and hands on the rest."""

    def __init__(self, archive_to: Callable[[bytes], object]) -> None:
        self.label: Label | None = None
        self.foreign = False
        self._archive_to, self._begin = archive_to, b""

    def write(self, data: bytes) -> int:
        if self.label is not None:
            self._archive_to(data)
            return len(data)
        self._begin += data
        line, found, rest = self._begin.partition(b"\n")
        if found:
            self.label = _as_label(line)
        if (found and self.label is None) or len(line) > _LONGEST_LABEL:
            self.foreign = True
            raise OSError
        if self.label is not None and rest:
            self._archive_to(rest)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""
