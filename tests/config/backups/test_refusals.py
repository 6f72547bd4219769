"""What is not put back: each refused with a sentence, with every table of the database in use as it was."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from pyrage import encrypt, x25519
from pytest_django import Settings

from accounts.models import Participant
from accounts.services.participants import erase_participant
from config.backups import locks
from config.backups.refusals import BackupError
from tests.config.backups.installation import Installation
from tests.factories import make_participant

CHUNK = 64 * 1024  # of the age format: a cut between two of them is the hardest to see


@pytest.fixture
def backup(installation: Installation) -> Iterator[tuple[Path, Path]]:
    """A backup of before the last participant came; afterwards that one must still be there."""
    make_participant()
    data, keys, about = installation.backup(now=timezone.now()).files
    about.unlink()  # the files tell by themselves
    latest = make_participant().pk
    yield data, keys
    assert Participant.objects.filter(pk=latest).exists()
    assert installation.databases() == [installation.database]


@pytest.mark.parametrize("left", [0, 1, 20, 200, 1000, -1, -17, "chunk"])
def test_a_file_that_was_cut_short(
    installation: Installation, backup: tuple[Path, Path], left: int | str
) -> None:
    data, keys = backup
    whole = data.read_bytes()
    if left == "chunk":
        begin = whole.index(b"\n--- ") + 5 + 43 + 1 + 16  # the header, and the nonce of what follows
        assert len(whole) > begin + CHUNK + 16
        left = begin + CHUNK + 16
    data.write_bytes(whole[: int(left)])
    assert "beschadigd" in installation.refusal(data, keys, "--replace")


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize("where", [0.0, 0.02, 0.5, 0.999])
def test_a_file_with_one_bit_that_fell_over(
    installation: Installation, backup: tuple[Path, Path], part: int, where: float
) -> None:
    content = bytearray(backup[part].read_bytes())
    content[int(len(content) * where)] ^= 4
    backup[part].write_bytes(content)
    said = installation.refusal(*backup, "--replace")
    assert "beschadigd" in said or "andere sleutel" in said


def test_a_file_with_something_after_its_end(installation: Installation, backup: tuple[Path, Path]) -> None:
    with backup[0].open("ab") as stream:
        stream.write(b"meer")
    assert "beschadigd" in installation.refusal(*backup, "--replace")


def test_another_key(installation: Installation, backup: tuple[Path, Path]) -> None:
    installation.identity.unlink()
    locks.new_pair(installation.identity, now=timezone.now())
    assert "andere sleutel" in installation.refusal(*backup, "--replace")


def test_the_halves_of_two_backups(installation: Installation, backup: tuple[Path, Path]) -> None:
    _data, keys, _about = installation.backup(now=timezone.now() + dt.timedelta(seconds=1)).files
    assert "horen bij een andere kopie" in installation.refusal(backup[0], keys, "--replace")


def test_twice_the_same_half_and_keys_alone(installation: Installation, backup: tuple[Path, Path]) -> None:
    data, keys = backup
    assert "allebei gegevens" in installation.refusal(data, data, "--replace")
    assert "geen bestand met gegevens" in installation.refusal(keys, "--replace")


def test_a_name_says_nothing_about_what_is_in_a_file(
    installation: Installation, backup: tuple[Path, Path], tmp_path: Path
) -> None:
    renamed = tmp_path / backup[0].name
    backup[1].rename(renamed)
    assert "geen bestand met gegevens" in installation.refusal(renamed, "--replace")


def test_what_the_manifest_says_otherwise(installation: Installation) -> None:
    data, keys, about = installation.backup(now=timezone.now()).files
    facts = json.loads(about.read_text())
    facts["files"][0]["sha256"] = "0" * 64
    about.write_text(json.dumps(facts))
    assert "beschadigd of niet heel" in installation.refusal(data, "--replace")
    about.write_text("{")
    assert about.name in installation.refusal(data, keys, "--replace")


@pytest.mark.parametrize(
    "content", [b"", b"hallo", b"age-encryption.org/v1\n", b"PGDMP\x01\x0f" + bytes(500)]
)
def test_something_else(installation: Installation, backup: tuple[Path, Path], content: bytes) -> None:
    backup[0].write_bytes(content)
    assert "geen reservekopie" in installation.refusal(*backup, "--replace")


@pytest.mark.parametrize(
    "content", [b"", b"{}\n", b'{"gedag":2}\n', b"PGDMP" * 500_000, b'{"gedag":1,"part":"data"}\n']
)
def test_something_else_behind_our_lock(
    installation: Installation, backup: tuple[Path, Path], content: bytes
) -> None:
    backup[0].write_bytes(encrypt(content, locks.recipients(installation.public)))
    assert "geen reservekopie" in installation.refusal(*backup, "--replace")


def test_a_backup_that_somebody_else_made_with_our_public_key(
    installation: Installation, backup: tuple[Path, Path], settings: Settings
) -> None:
    data, keys = backup
    ours, settings.SECRET_KEY = settings.SECRET_KEY, "van iemand anders" * 4
    forged = installation.backup(now=timezone.now() + dt.timedelta(seconds=1)).files[0]
    settings.SECRET_KEY = ours
    assert "SECRET_KEY" in installation.refusal(forged, "--replace")
    # Nor does the proof of a real one help, on another label.
    content = installation.opened(data)
    label, _, archive = _plain(installation, data).partition(b"\n")
    assert archive == content
    other = json.loads(label) | {"made_at": timezone.now().isoformat()}
    data.write_bytes(
        encrypt(json.dumps(other).encode() + b"\n" + archive, locks.recipients(installation.public))
    )
    assert "SECRET_KEY" in installation.refusal(data, keys, "--replace")


def test_a_key_of_before_still_proves_where_a_backup_is_from(
    installation: Installation, settings: Settings
) -> None:
    data, keys, _about = installation.backup(now=timezone.now()).files
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "een nieuwe sleutel" * 4
    assert "staat er weer" in installation.restore(data, keys, "--replace")


def test_a_database_that_is_not_empty_without_the_word_for_it(
    installation: Installation, backup: tuple[Path, Path]
) -> None:
    assert "--replace" in installation.refusal(*backup)


def test_a_list_that_is_not_there_not_named_or_damaged(
    installation: Installation, backup: tuple[Path, Path], settings: Settings
) -> None:
    file = Path(settings.ERASURE_LIST)
    file.unlink()
    assert "erasure-list is er niet" in installation.refusal(*backup, "--replace")
    erase_participant(participant=make_participant())
    content = file.read_text()
    file.write_text(content.replace("gewist ", "gewist 1"))
    assert "beschadigd op regel 2" in installation.refusal(*backup, "--replace")
    file.write_text("")
    assert "beschadigd op regel 1" in installation.refusal(*backup, "--replace")
    settings.ERASURE_LIST = ""
    assert "GEDAG_ERASURE_LIST" in installation.refusal(*backup, "--replace")


def test_the_list_of_another_installation(installation: Installation, settings: Settings) -> None:
    gone = make_participant()
    erase_participant(participant=gone)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_erasure SET noted_at = now() - interval '1 day'")
    data, keys, _about = installation.backup(now=timezone.now()).files
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_erasure")  # as on a new machine, where nothing else knows of it
    Path(settings.ERASURE_LIST).write_text("# een andere lijst\n")
    assert "hoort niet bij deze kopie" in installation.refusal(data, keys, "--replace")
    assert installation.databases() == [installation.database]
    assert "staat er weer" in installation.restore(data, keys, "--replace", "--without-erasure-list")


def test_a_backup_that_should_have_been_removed(installation: Installation) -> None:
    data, keys, _about = installation.backup(now=timezone.now() - dt.timedelta(days=30, hours=1)).files
    assert "ouder dan dertig dagen" in installation.refusal(data, keys, "--replace")


def test_a_backup_of_the_future_or_of_a_newer_gedag(installation: Installation) -> None:
    data, keys, _about = installation.backup(now=timezone.now() + dt.timedelta(hours=3)).files
    assert "toekomst" in installation.refusal(data, keys, "--replace")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_later', now())"
        )
    data, keys, _about = installation.backup(now=timezone.now()).files
    assert "nieuwere Gedag" in installation.refusal(data, keys, "--replace")


def test_two_restores_at_once(
    installation: Installation, backup: tuple[Path, Path], settings: Settings
) -> None:
    from config.backups.exchanging import one_restore
    from config.backups.server import this_server

    with one_restore(this_server()):
        assert "al een reservekopie teruggezet" in installation.refusal(*backup, "--replace")


@pytest.mark.parametrize("text", ["", "  ", "age1onzin", "ssh-ed25519 AAAA"])
def test_no_backup_is_made_without_a_good_public_key(text: str) -> None:
    with pytest.raises(BackupError, match="GEDAG_BACKUP_KEY"):
        locks.recipients(text)


def test_a_secret_key_on_the_machine_that_makes_backups_is_refused() -> None:
    with pytest.raises(BackupError, match="geheime sleutel"):
        locks.recipients(str(x25519.Identity.generate()))


def test_a_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "sleutel"
    public = locks.new_pair(file, now=timezone.now())
    assert file.stat().st_mode & 0o777 == 0o600
    assert [str(identity.to_public()) for identity in locks.identities(file)] == [public]
    with pytest.raises(BackupError, match="bestaat al"):
        locks.new_pair(file, now=timezone.now())
    file.write_text("niets")
    with pytest.raises(BackupError, match="geen geheime sleutel"):
        locks.identities(file)


def _plain(installation: Installation, file: Path) -> bytes:
    from pyrage import decrypt

    return decrypt(file.read_bytes(), installation.identities)
