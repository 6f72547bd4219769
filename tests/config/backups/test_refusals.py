"""What is not put back: each refused with a sentence, with every table of the database in use as it was."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pyrage import decrypt, encrypt, x25519
from pytest_django import Settings

from accounts.services.participants import erase_participant
from config.backups import key_pairs, reading, restoring
from config.backups.exchanging import one_restore
from config.backups.refusals import BackupError
from config.backups.server import this_server
from tests.config.backups.installation import Installation
from tests.config.backups.private import fingerprints
from tests.factories import make_participant

CHUNK = 64 * 1024  # of the age format: a cut between two of them is the hardest to see


def cut(content: bytes, left: int) -> bytes:
    return content[:left]


def between_chunks(content: bytes) -> bytes:
    """Without the last pieces, cut where one ends and the next begins."""
    begin = content.index(b"\n--- ") + 5 + 43 + 1 + 16  # the header, and the nonce of what follows
    assert len(content) > begin + CHUNK + 16
    return content[: begin + CHUNK + 16]


def flipped(content: bytes, where: float) -> bytes:
    changed = bytearray(content)
    changed[int(len(content) * where)] ^= 4
    return bytes(changed)


def damages(content: bytes) -> dict[str, bytes]:
    """Every way in which a file can be not what it was."""
    return {
        **{f"cut at {left}": cut(content, left) for left in (0, 1, 20, 150, 200, 1000, -1, -17)},
        "cut between two pieces": between_chunks(content),
        **{f"flipped at {where}": flipped(content, where) for where in (0.0, 0.0005, 0.02, 0.5, 0.999)},
        "more after its end": content + b"meer",
        "twice": content + content,
        "something else": b"hallo",
        "age without more": b"age-encryption.org/v1\n",
        "a plain archive": b"PGDMP\x01\x0f" + bytes(500),
    }


def test_nothing_that_is_damaged_forged_or_swapped_is_put_back(
    installation: Installation, settings: Settings
) -> None:
    """One real backup, in every way that it should be refused; after all of that the database is as it was, and the
    backup itself is still good."""
    make_participant()
    data, keys, about = installation.backup(now=timezone.now()).files
    about.unlink()  # the files tell by themselves
    make_participant()
    before, whole = fingerprints(), {file: file.read_bytes() for file in (data, keys)}
    refused: dict[str, bool] = {}

    def try_with(name: str, content: bytes, *words: str, file: Path = data) -> None:
        file.write_bytes(content)
        said = installation.refusal(data, keys, "--replace")
        refused[name] = any(word in said for word in words)
        file.write_bytes(whole[file])

    for name, content in damages(whole[data]).items():
        try_with(name, content, "beschadigd", "geen reservekopie", "andere sleutel")
    try_with("keys flipped", flipped(whole[keys], 0.9), "beschadigd", file=keys)
    try_with("keys cut", cut(whole[keys], -40), "beschadigd", file=keys)
    lock = key_pairs.recipients(installation.public)
    for content in (b"", b"{}\n", b'{"gedag":2}\n', b"PGDMP" * 500_000, b'{"gedag":1,"part":"data"}\n'):
        try_with(f"behind our lock {content[:9]!r}", encrypt(content, lock), "geen reservekopie van Gedag")
    label, _, archive = decrypt(whole[data], installation.identities).partition(b"\n")
    later = json.loads(label) | {"made_at": timezone.now().isoformat()}
    try_with("another label", encrypt(json.dumps(later).encode() + b"\n" + archive, lock), "SECRET_KEY")
    try_with(
        "another archive", encrypt(label + b"\nPGDMP" + archive[5:-33] + archive[-32:], lock), "SECRET_KEY"
    )
    assert [name for name, fine in refused.items() if not fine] == []
    assert len(refused) > 25

    assert "--replace bij" in installation.refusal(data, keys)
    assert "allebei gegevens" in installation.refusal(data, data, "--replace")
    assert "geen bestand met gegevens" in installation.refusal(keys, "--replace")
    renamed = installation.folder / data.name
    renamed.write_bytes(whole[keys])
    assert "geen bestand met gegevens" in installation.refusal(renamed, "--replace")
    other = installation.backup(now=timezone.now() + dt.timedelta(seconds=1))
    assert "horen bij een andere kopie" in installation.refusal(data, other.files[1], "--replace")
    own, settings.SECRET_KEY = settings.SECRET_KEY, "van iemand anders" * 4
    assert "SECRET_KEY" in installation.refusal(data, keys, "--replace")
    settings.SECRET_KEY = own
    with one_restore(this_server()):
        assert "al een reservekopie teruggezet" in installation.refusal(data, keys, "--replace")
    key = installation.identity.read_bytes()
    installation.identity.unlink()
    key_pairs.new_pair(installation.identity, now=timezone.now())
    assert "andere sleutel" in installation.refusal(data, keys, "--replace")
    installation.identity.write_bytes(key)

    assert fingerprints() == before
    assert installation.databases() == [installation.database]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "een nieuwe sleutel" * 4, [settings.SECRET_KEY]
    assert "staat er weer" in installation.restore(data, keys, "--replace")


def test_a_file_that_becomes_another_one_after_it_was_read_is_not_put_back(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, keys, _about = installation.backup(now=timezone.now()).files
    make_participant()
    before, read = fingerprints(), restoring.read
    other = encrypt(b"PGDMP van een ander", key_pairs.recipients(installation.public))

    def read_and_then(*arguments: Any, **options: Any) -> Any:
        backup = read(*arguments, **options)
        file.write_bytes(other)
        return backup

    monkeypatch.setattr(restoring, "read", read_and_then)
    for file in (data, keys):
        whole = file.read_bytes()
        said = installation.refusal(data, keys, "--replace")
        assert said.startswith(f"{file.name} is ")
        file.write_bytes(whole)
        assert fingerprints() == before
        assert installation.databases() == [installation.database]


def test_what_the_manifest_says_otherwise(installation: Installation) -> None:
    data, keys, about = installation.backup(now=timezone.now()).files
    facts = json.loads(about.read_text())
    assert [part["name"] for part in facts["files"]] == [data.name, keys.name]
    facts["files"][0]["sha256"] = "0" * 64
    about.write_text(json.dumps(facts))
    assert "beschadigd of niet heel" in installation.refusal(data, "--replace")
    for odd in ("{", json.dumps({"files": [{"name": data.name}]})):
        about.write_text(odd)
        assert about.name in installation.refusal(data, keys, "--replace")


def test_what_lies_open_beside_a_backup_does_not_give_its_label(installation: Installation) -> None:
    """Who knows that could put another archive behind it."""
    data, keys, about = installation.backup(now=timezone.now()).files
    read = reading.read([data, keys], installation.identities, now=timezone.now(), any_origin=False)
    name = read.label.backup
    assert len(name) == 32
    assert name not in about.read_text() + data.name + keys.name


def test_without_the_list_that_goes_with_it_nothing_is_put_back(
    installation: Installation, settings: Settings
) -> None:
    """Not there, not named, damaged, or of another installation."""
    file = Path(settings.ERASURE_LIST)
    erase_participant(participant=make_participant())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_erasure SET noted_at = now() - interval '1 day'")
    data, keys, _about = installation.backup(now=timezone.now()).files
    make_participant()
    before, content = fingerprints(), file.read_text()
    assert "gewist " in content
    file.write_text(content.replace("gewist ", "gewist 1"))
    assert "beschadigd op regel 2" in installation.refusal(data, keys, "--replace")
    file.write_text("")
    assert "beschadigd op regel 1" in installation.refusal(data, keys, "--replace")
    file.unlink()
    assert "erasure-list is er niet" in installation.refusal(data, keys, "--replace")
    settings.ERASURE_LIST = ""
    assert "GEDAG_ERASURE_LIST" in installation.refusal(data, keys, "--replace")
    settings.ERASURE_LIST = str(file)
    assert fingerprints() == before
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_erasure")  # as on a new machine, where nothing else knows of it
    file.write_text("# een andere lijst\n")
    assert "hoort niet bij deze kopie" in installation.refusal(data, keys, "--replace")
    assert installation.databases() == [installation.database]
    assert "staat er weer" in installation.restore(data, keys, "--replace", "--without-erasure-list")


def test_a_backup_that_should_be_gone_is_of_the_future_or_of_a_newer_gedag(
    installation: Installation,
) -> None:
    data, keys, _about = installation.backup(now=timezone.now() - dt.timedelta(days=30, hours=1)).files
    assert "ouder dan dertig dagen" in installation.refusal(data, "--replace")
    data, keys, _about = installation.backup(now=timezone.now() + dt.timedelta(hours=3)).files
    assert "toekomst" in installation.refusal(data, keys, "--replace")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_later', now())"
        )
    data, keys, _about = installation.backup(now=timezone.now()).files
    assert "nieuwere Gedag" in installation.refusal(data, keys, "--replace")


@pytest.mark.parametrize("text", ["", "  ", "age1onzin", "ssh-ed25519 AAAA"])
def test_no_backup_is_made_without_a_good_public_key(text: str) -> None:
    with pytest.raises(BackupError, match="GEDAG_BACKUP_KEY"):
        key_pairs.recipients(text)


def test_a_secret_key_on_the_machine_that_makes_backups_is_refused() -> None:
    with pytest.raises(BackupError, match="geheime sleutel"):
        key_pairs.recipients(str(x25519.Identity.generate()))


def test_a_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "sleutel"
    public = key_pairs.new_pair(file, now=timezone.now())
    assert file.stat().st_mode & 0o777 == 0o600
    assert [str(identity.to_public()) for identity in key_pairs.identities(file)] == [public]
    with pytest.raises(BackupError, match="bestaat al"):
        key_pairs.new_pair(file, now=timezone.now())
    file.write_text("niets")
    with pytest.raises(BackupError, match="geen geheime sleutel"):
        key_pairs.identities(file)


def test_the_command_says_which_key_it_used_and_a_refusal_is_a_sentence_without_more(
    installation: Installation, tmp_path: Path
) -> None:
    words, errors = installation.manage("backup", "--to", tmp_path / "kopie").communicate(timeout=60)
    assert (words.count("GEDAG_BACKUP_KEY"), errors) == (1, "")
    assert installation.public not in words
    _, without = installation.manage("backup", "--to", tmp_path / "kopie", GEDAG_BACKUP_KEY="").communicate(
        timeout=60
    )
    _, nowhere = installation.manage("backup", "--new-key", tmp_path / "nergens" / "sleutel").communicate(
        timeout=60
    )
    assert without.startswith("GEDAG_BACKUP_KEY ontbreekt: ")
    assert nowhere == f"Ik kan {tmp_path}/nergens/sleutel niet maken: die map is er niet.\n"
