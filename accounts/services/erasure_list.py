"""The erasure list: a file outside the database and outside its backups (`GEDAG_ERASURE_LIST`), which all processes
share. It tells a restored database who was erased since. It holds numbers and moments, and nothing about anybody.

Lines are only ever added, and on the disk before anybody relies on them. Each ends with a proof that it is ours, made
with SECRET_KEY: whoever keeps a copy of the list elsewhere can add nobody to it.

    gewist 12 <began> <noted> #…            participant 12, who began then, was erased
    samen 12 <began> 9 <began> <noted> #…   participant 12 went on as participant 9
    vanaf 50000123 <noted> #…               a restored database gives out numbers from here on
"""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.services.shared_files import one_at_a_time, sync_folder, write_whole

_ABOUT = "# De wislijst van Gedag (docs/draaien.md). Bewaar dit bestand apart van de reservekopieen.\n"


@dataclass(frozen=True)
class Gone:
    """One participant who was erased, or with `into` went on as another one."""

    number: int
    began_at: dt.datetime
    noted_at: dt.datetime
    into: tuple[int, dt.datetime] | None = None

    @property
    def who(self) -> tuple[int, dt.datetime]:
        return (self.number, self.began_at)

    @property
    def key(self) -> tuple[bool, int, dt.datetime]:
        """What makes it the same as another: not the moment that it was noted."""
        return (self.into is None, self.number, self.began_at)


@dataclass(frozen=True)
class Listed:
    """What a list says, and which of its lines say nothing that can be believed."""

    gone: Sequence[Gone] = ()
    from_number: int = 0
    damaged: Sequence[int] = ()
    has_old_proofs: bool = False  # of a key in SECRET_KEY_FALLBACKS


class NoErasureListError(Exception):
    """There is no list at the place that was named."""


def place() -> Path | None:
    """Where the list is; None where none was named."""
    return Path(settings.ERASURE_LIST) if settings.ERASURE_LIST else None


def read(*, file: Path) -> Listed:
    """What the list says. A last line that was cut off is not there yet. Raises NoErasureListError."""
    try:
        text = file.read_bytes().decode("ascii", "replace")
    except FileNotFoundError as missing:
        raise NoErasureListError from missing
    gone: list[Gone] = []
    damaged: list[int] = []
    highest, has_old_proofs = 0, False
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        if number == 1 and line.startswith("#"):
            continue
        try:
            said, is_old = _parsed(line)
        except ValueError:
            damaged.append(number)
            continue
        has_old_proofs = has_old_proofs or is_old
        if isinstance(said, Gone):
            gone.append(said)
        else:
            highest = max(highest, said)
    if not text.startswith("#"):
        damaged = sorted({1, *damaged})
    return Listed(gone, highest, damaged, has_old_proofs)


def add(*, file: Path, gone: Iterable[Gone] = (), from_number: tuple[int, dt.datetime] | None = None) -> None:
    """Adds lines; when this comes back they are on the disk. Makes the list when there is none."""
    lines = [_line(entry) for entry in gone]
    if from_number:
        lines.append(_checked(f"vanaf {from_number[0]} {from_number[1].isoformat()}"))
    with one_at_a_time(file=file):
        fresh = not file.exists() or not file.stat().st_size
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as stream:
            stream.seek(_end_of_last_line(stream.fileno()))
            stream.truncate()
            stream.write(((_ABOUT if fresh else "") + "".join(lines)).encode("ascii"))
            stream.flush()
            os.fsync(stream.fileno())
        if fresh:
            sync_folder(folder=file.parent)


def forget(*, file: Path, before: dt.datetime) -> int:
    """Writes the list anew without who went before that moment, and with proofs of the key of now. Returns how many
    those were; a list with damaged lines is left as it is, for a person to look at. Raises NoErasureListError."""
    with one_at_a_time(file=file):
        listed = read(file=file)
        kept = [entry for entry in listed.gone if entry.noted_at >= before]
        if listed.damaged or (len(kept) == len(listed.gone) and not listed.has_old_proofs):
            return 0
        lines = [_ABOUT, *map(_line, kept)]
        if listed.from_number:
            lines.append(_checked(f"vanaf {listed.from_number} {before.isoformat()}"))
        write_whole(file=file, text="".join(lines))
        return len(listed.gone) - len(kept)


def _line(entry: Gone) -> str:
    began, noted = entry.began_at.isoformat(), entry.noted_at.isoformat()
    if entry.into is None:
        return _checked(f"gewist {entry.number} {began} {noted}")
    return _checked(f"samen {entry.number} {began} {entry.into[0]} {entry.into[1].isoformat()} {noted}")


def _checked(words: str) -> str:
    return f"{words} #{_proof(words)}\n"


def _proof(words: str, secret: str | None = None) -> str:
    return salted_hmac("gedag.erasure_list", words, secret=secret, algorithm="sha256").hexdigest()


def _parsed(line: str) -> tuple[Gone | int, bool]:
    """What a line says, and whether its proof is of an old key."""
    words, _, proof = line.rpartition(" #")
    known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    fitting = [constant_time_compare(proof, _proof(words, str(secret))) for secret in known]
    if not any(fitting):
        raise ValueError(line)
    return _said(words), not fitting[0]


def _said(words: str) -> Gone | int:
    match words.split(" "):
        case ["gewist", number, began, noted]:
            return Gone(int(number), _moment(began), _moment(noted))
        case ["samen", number, began, into, into_began, noted]:
            return Gone(int(number), _moment(began), _moment(noted), (int(into), _moment(into_began)))
        case ["vanaf", number, _noted]:
            return int(number)
    raise ValueError(words)


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _end_of_last_line(handle: int) -> int:
    """Where the last whole line ends: what a crash left after it was never relied on."""
    at = os.fstat(handle).st_size
    while at > 0:
        begin = max(0, at - 4096)
        block = os.pread(handle, at - begin, begin)
        if (found := block.rfind(b"\n")) >= 0:
            return begin + found + 1
        at = begin
    return 0
