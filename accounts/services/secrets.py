"""Secrets that stand for a person, of which only a hash is kept: long ones for cookies and links, short ones to type.

A long secret has 256 random bits, so a fast hash is enough: it cannot be guessed. A code to type is shorter. The
twelve characters on paper have 60 bits; somebody who tries a thousand a second, day and night, against a million
participants finds one in about eighteen years. Their hash is keyed with SECRET_KEY, so that a copy of the database
alone cannot be searched for them.
"""

import hashlib
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

# Crockford's base 32: no I, L, O and U, so that nothing can be misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PAPER_LENGTH = 12
EMAIL_LENGTH = 8
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_secret() -> str:
    """43 characters that fit in a cookie and in an address."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> bytes:
    """SHA-256 of a long secret. A slow hash is for passwords that people choose; these cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def new_code(length: int) -> str:
    """A code to type, 5 bits a character."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_code(typed: str) -> str:
    """A code as people type it, made plain: any case, spaces and dashes, and the letters that look like digits."""
    return "".join(typed.upper().translate(_MISREAD).replace("-", " ").split())


def in_fours(code: str) -> str:
    """A code in groups of four, as it is shown."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def hash_code(code: str, *bound_to: str) -> bytes:
    """A keyed hash of a short code, together with what it is bound to, as it is kept."""
    return hashes_of_code(code, *bound_to)[0]


def hashes_of_code(code: str, *bound_to: str) -> list[bytes]:
    """What may be kept of a code: its hash with SECRET_KEY, and with each of SECRET_KEY_FALLBACKS."""
    told = "\0".join([code, *bound_to])
    return [
        salted_hmac("gedag.code", told, secret=secret, algorithm="sha256").digest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
