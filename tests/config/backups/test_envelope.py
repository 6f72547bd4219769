"""One file of a backup: what is signed, who signed it, and what is not taken for one."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pyrage import decrypt, encrypt, x25519
from pytest_django import Settings

from config.backups.envelope import DATA, KEYS, Content, Label, seal, unseal
from config.backups.refusals import BackupError

KEY = x25519.Identity.generate()
LABEL = Label(DATA, "een", "2026-11-26T02:00:00+00:00", 17, ["accounts.0001_initial"])
ARCHIVES = [b"", b"a", b"met een\nregel", bytes(31), bytes(32), bytes(65_536), bytes(range(256)) * 1_000]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gedag-data.age"


def sealed(file: Path, archive: bytes = b"PGDMP", label: Label = LABEL) -> bytes:
    """Writes a file, and answers with what is inside."""
    file.unlink(missing_ok=True)
    seal(label, io.BytesIO(archive), file, [KEY.to_public()])
    return bytes(decrypt(file.read_bytes(), [KEY]))


def forge(file: Path, content: bytes) -> None:
    """What anybody can write who knows the public key."""
    file.write_bytes(encrypt(content, [KEY.to_public()]))


def opened(file: Path, **options: Any) -> tuple[Content, bytes]:
    archive: list[bytes] = []
    content = unseal(file, [KEY], archive.append, **options)
    return content, b"".join(archive)


@pytest.mark.parametrize("archive", ARCHIVES, ids=len)
def test_what_was_sealed_comes_out_and_is_ours(file: Path, archive: bytes) -> None:
    sealed(file, archive)
    content, found = opened(file)
    assert (content.label, found) == (LABEL, archive)
    assert content.is_ours()


def test_of_another_installation_it_is_not_and_of_a_key_of_before_it_is(
    file: Path, settings: Settings
) -> None:
    sealed(file)
    content, _archive = opened(file)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
        "een nieuwe" * 9,
        ["nog een" * 9, settings.SECRET_KEY],
    )
    assert content.is_ours()
    settings.SECRET_KEY_FALLBACKS = ["nog een" * 9]
    assert not content.is_ours()


def test_who_once_opened_a_backup_can_put_nothing_else_behind_its_label(file: Path) -> None:
    inside = sealed(file, b"PGDMP wat er stond, op die ene nacht in november")
    line, _end, rest = inside.partition(b"\n")
    label = json.loads(line)
    for name, forged in {
        "another archive": line + b"\nPGDMP wat ik wil!!" + rest[-32:],
        "one bit": inside[:-40] + bytes([inside[-40] ^ 1]) + inside[-39:],
        "more": inside + b"meer",
        "less": inside[:-1],
        "twice its signature": inside + inside[-32:],
        "no signature": inside[:-32],
        "another label": json.dumps(label | {"part": KEYS}).encode() + b"\n" + rest,
        "the same label otherwise": json.dumps(label).encode() + b"\n" + rest,
    }.items():
        forge(file, forged)
        assert not opened(file)[0].is_ours(), name
    forge(file, inside)
    assert opened(file)[0].is_ours()


@pytest.mark.parametrize(
    "change",
    [
        {"gedag": 2}, {"gedag": None}, {"part": "alles"}, {"part": 1}, {"part": None}, {"part": []}, {"backup": 12},
        {"backup": None}, {"made_at": "gisteren"}, {"made_at": 5}, {"made_at": "2026-11-26T02:00:00"},
        {"server": "17"}, {"server": True}, {"migrations": "accounts"}, {"migrations": [1]}, {"migrations": None},
        {"proof": "é"}, {"meer": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_label_with_anything_odd_is_no_label(file: Path, change: dict[str, Any]) -> None:
    line, _end, rest = sealed(file).partition(b"\n")
    forge(file, json.dumps(json.loads(line) | change).encode() + b"\n" + rest)
    with pytest.raises(BackupError, match="geen reservekopie van Gedag"):
        opened(file)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"PGDMP",
        b"null\n",
        b"[]\n",
        b'"gedag"\n',
        b"[" * 200_000 + b"\n",
        b"\xff\n",
        b"x" * 1_000_001,
    ],
    ids=lambda content: repr(content[:6]),
)
def test_something_else_behind_our_lock_is_no_backup(file: Path, content: bytes) -> None:
    forge(file, content)
    with pytest.raises(BackupError, match="geen reservekopie van Gedag"):
        opened(file)


def test_of_a_file_that_became_another_one_nothing_is_handed_on(file: Path) -> None:
    sealed(file, b"PGDMP een")
    known, _archive = opened(file)
    assert opened(file, known=known) == (known, b"PGDMP een")
    sealed(file, b"PGDMP twee", Label(DATA, "twee", LABEL.made_at, LABEL.server, LABEL.migrations))
    handed_on: list[bytes] = []
    with pytest.raises(BackupError, match="veranderd"):
        unseal(file, [KEY], handed_on.append, known=known)
    assert handed_on == []


def test_another_archive_behind_the_same_label_is_noticed_too(file: Path) -> None:
    sealed(file, b"PGDMP een")
    known, _archive = opened(file)
    sealed(file, b"PGDMP twee")
    with pytest.raises(BackupError, match="veranderd"):
        opened(file, known=known)
