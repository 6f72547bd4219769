"""Sealing a text with a key, for one place: copied anywhere else, or changed by one bit, it does not open.

A seal is a version, a nonce and AES-256-GCM-SIV (RFC 8452) of the text, which is filled up to whole blocks first, so
that its length says little. What it is bound to goes in as associated data.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

KEY_LENGTH = 32
VERSION = b"\x01"
_NONCE = 12
_TAG = 16
_BLOCK = 64
_END = b"\x80"  # where the text ends; what follows is filling


class BrokenSealedError(Exception):
    """Not sealed with this key for this place, or changed since."""


def seal(key: bytes, content: bytes, bound_to: bytes) -> bytes:
    """`content`, to be opened with `key` in the place that `bound_to` names."""
    nonce = os.urandom(_NONCE)
    return VERSION + nonce + AESGCMSIV(key).encrypt(nonce, content, VERSION + bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What was sealed. Raises BrokenSealedError."""
    version, nonce, content = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    if version != VERSION or len(content) < _TAG:
        raise BrokenSealedError
    try:
        return AESGCMSIV(key).decrypt(nonce, content, VERSION + bound_to)
    except (InvalidTag, ValueError) as error:
        raise BrokenSealedError from error


def seal_text(key: bytes, text: str, bound_to: bytes) -> bytes:
    """A text, sealed."""
    content = text.encode("utf-8", "surrogatepass") + _END
    return seal(key, content + b"\0" * (-len(content) % _BLOCK), bound_to)


def unseal_text(key: bytes, sealed: bytes, bound_to: bytes) -> str:
    """The text that was sealed. Raises BrokenSealedError."""
    return unseal(key, sealed, bound_to).rstrip(b"\0")[:-1].decode("utf-8", "surrogatepass")


def binding(*parts: object) -> bytes:
    """What a seal is bound to; every part counts, and where it ends too."""
    return b"".join(len(part).to_bytes(4) + part for part in (str(part).encode() for part in parts))
