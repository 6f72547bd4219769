"""Secrets that have to wait in the database until a message is sent, unreadable without SECRET_KEY.

A copy of the database alone gives nothing away; and a final message holds nothing any more.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class BrokenSealError(Exception):
    """Not sealed with a key that is known here."""


def seal(*, secrets: Mapping[str, Any]) -> bytes:
    """`secrets`, of plain JSON values, as bytes that only this installation can read."""
    return _fernet().encrypt(json.dumps(dict(secrets)).encode())


def unseal(*, sealed: bytes) -> dict[str, Any]:
    """What was sealed. Raises BrokenSealError, also after SECRET_KEY changed without SECRET_KEY_FALLBACKS."""
    try:
        secrets: dict[str, Any] = json.loads(_fernet().decrypt(sealed))
    except InvalidToken as error:
        raise BrokenSealError from error
    return secrets


def _fernet() -> MultiFernet:
    return MultiFernet(
        [_key(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str) -> Fernet:
    # A key of its own for this one purpose, so that nothing else made with SECRET_KEY can open a seal.
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"gedag.outbox.seal").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
