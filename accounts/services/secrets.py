"""Secrets that stand for a person: 256 random bits, of which only a hash is kept."""

import hashlib
import secrets


def new_secret() -> str:
    """43 characters that fit in a cookie and in an address."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> bytes:
    """SHA-256 of a secret. A slow hash is for passwords that people choose; these cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
