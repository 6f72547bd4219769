"""Which backup somebody gave, and whether it is whole: all of this before anything of a database is touched."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.migrations.loader import MigrationLoader
from pyrage import x25519

from config.backups.envelope import DATA, KEYS, Content, Label, sha256_of, unseal
from config.backups.folder import KEPT_FOR
from config.backups.refusals import BackupError


@dataclass(frozen=True)
class Part:
    """A file that was read from beginning to end, and what it held then."""

    file: Path
    content: Content


@dataclass(frozen=True)
class Backup:
    """A whole backup of this installation; `keys` is None when only the data was given."""

    data: Part
    keys: Part | None

    @property
    def label(self) -> Label:
        return self.data.content.label


def read(
    files: Sequence[Path], identities: Sequence[x25519.Identity], *, now: dt.datetime, any_origin: bool
) -> Backup:
    """Reads the files from beginning to end and tells which backup they are. Raises BackupError."""
    found: dict[str, Part] = {}
    for file in files:
        if not file.is_file():
            raise BackupError(f"Er is geen bestand {file}.")
        _compare_with_manifest(file)
        content = unseal(file, identities)
        part = content.label.part
        if part in found:
            raise BackupError(
                f"{found[part].file.name} en {file.name} zijn allebei {_called(part)}; "
                "geef één bestand met gegevens, en het bestand met sleutels dat erbij hoort."
            )
        if not any_origin and not content.is_ours():
            raise BackupError(
                f"{file.name} is niet met de SECRET_KEY van deze installatie gemaakt. Een kopie van een ander kan de "
                "database alles laten doen. Weet je zeker waar ze vandaan komt, typ er dan --any-origin bij."
            )
        found[part] = Part(file, content)
    if DATA not in found:
        raise BackupError(
            "Er is geen bestand met gegevens bij (…-data.age); met sleutels alleen kan ik niets."
        )
    backup = Backup(found[DATA], found.get(KEYS))
    name = backup.data.file.name
    if backup.keys and backup.keys.content.label.backup != backup.label.backup:
        raise BackupError(f"De sleutels in {backup.keys.file.name} horen bij een andere kopie dan {name}.")
    _refuse_newer_tables(backup.label)
    if backup.label.moment > now + dt.timedelta(hours=1):
        raise BackupError(f"{name} is in de toekomst gemaakt; kijk of de klok van deze machine goed staat.")
    return backup


def is_past_its_term(backup: Backup, *, now: dt.datetime) -> bool:
    """Whether this backup should have been removed: the erasure list does not go back that far for certain."""
    return now - backup.label.moment > KEPT_FOR[DATA]


def _called(part: str) -> str:
    return "gegevens" if part == DATA else "sleutels"


def _compare_with_manifest(file: Path) -> None:
    """What the manifest beside it says, if there is one; a file that stands alone tells enough by itself."""
    stem = file.name.rpartition("-")[0]
    manifest = file.with_name(f"{stem}.json")
    if not stem or not manifest.is_file():
        return
    try:
        listed = {part["name"]: part for part in json.loads(manifest.read_text("utf-8"))["files"]}
        expected = listed.get(file.name)
        said = expected and (expected["size"], expected["sha256"])
    except (ValueError, TypeError, KeyError):
        raise BackupError(f"{manifest.name} is beschadigd; haal het weg of haal een goede.") from None
    on_disk = sha256_of(file)
    if said and said != (on_disk.size, on_disk.sha256):
        raise BackupError(
            f"{file.name} is beschadigd of niet heel: het is anders dan in {manifest.name} staat."
        )


def _refuse_newer_tables(label: Label) -> None:
    known = {
        f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    }
    newer = sorted(set(label.migrations) - known)
    if newer:
        raise BackupError(
            f"Deze kopie is van een nieuwere Gedag dan deze (tabellen van {newer[-1]}); haal eerst die code op."
        )
