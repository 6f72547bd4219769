"""Which backup somebody gave, and whether it is whole: all of this before anything of a database is touched."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.migrations.loader import MigrationLoader
from pyrage import x25519

from config.backups.envelope import DATA, KEYS, Label, sha256_of, unseal
from config.backups.folder import KEPT_FOR
from config.backups.refusals import BackupError


@dataclass(frozen=True)
class Backup:
    """A whole backup of this installation; `keys` is None when only the data was given."""

    label: Label
    data: Path
    keys: Path | None


def read(
    files: Sequence[Path], identities: Sequence[x25519.Identity], *, now: dt.datetime, any_origin: bool
) -> Backup:
    """Reads the files from beginning to end and tells which backup they are. Raises BackupError."""
    found: dict[str, tuple[Label, Path]] = {}
    for file in files:
        if not file.is_file():
            raise BackupError(f"Er is geen bestand {file}.")
        _compare_with_manifest(file)
        label = unseal(file, identities)
        if label.part in found:
            raise BackupError(
                f"{found[label.part][1].name} en {file.name} zijn allebei {_called(label.part)}; "
                "geef één bestand met gegevens, en het bestand met sleutels dat erbij hoort."
            )
        if not any_origin and not label.is_ours():
            raise BackupError(
                f"{file.name} is niet met de SECRET_KEY van deze installatie gemaakt. Een kopie van een ander kan de "
                "database alles laten doen. Weet je zeker waar ze vandaan komt, typ er dan --any-origin bij."
            )
        found[label.part] = (label, file)
    if DATA not in found:
        raise BackupError(
            "Er is geen bestand met gegevens bij (…-data.age); met sleutels alleen kan ik niets."
        )
    label, data = found[DATA]
    keys_label, keys = found.get(KEYS, (None, None))
    if keys_label and keys_label.backup != label.backup:
        raise BackupError(
            f"De sleutels in {keys.name if keys else ''} horen bij een andere kopie dan {data.name}."
        )
    _refuse_newer_tables(label)
    if label.moment > now + dt.timedelta(hours=1):
        raise BackupError(
            f"{data.name} is in de toekomst gemaakt; kijk of de klok van deze machine goed staat."
        )
    return Backup(label, data, keys)


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
    except (ValueError, TypeError, KeyError):
        raise BackupError(f"{manifest.name} is beschadigd; haal het weg of haal een goede.") from None
    on_disk = sha256_of(file)
    if expected and (expected["size"], expected["sha256"]) != (on_disk.size, on_disk.sha256):
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
