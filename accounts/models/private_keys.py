"""The key of one participant, which everything private that they write is sealed with.

It stands in a table of its own, wrapped with a key of the installation that is in no table. When somebody is erased
the key goes with them, and then every older copy of what they wrote stays closed (docs/adr/0022).
"""

import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.models.participants import Participant
from accounts.models.private_seals import KEY_LENGTH, BrokenSealedError, binding, seal, unseal


class WordsLockedError(Exception):
    """Private words cannot be opened or sealed now: a key is missing here, or does not fit."""


class ParticipantKey(models.Model):
    """The wrapped key of one participant."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, primary_key=True, related_name="private_key"
    )
    wrapped = models.BinaryField(max_length=61)
    wrapped_with = models.CharField(max_length=20, help_text="the name of the key it is wrapped with")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["wrapped_with"], name="participant_key_wrapped_with")]

    def __str__(self) -> str:
        return f"key of participant {self.participant_id}"

    @staticmethod
    def fresh(participant: Participant) -> "ParticipantKey":
        """A new key, not kept yet."""
        key = ParticipantKey(participant=participant)
        key.wrap(os.urandom(KEY_LENGTH))
        return key

    @staticmethod
    def made_for(participant: Participant) -> "ParticipantKey":
        """The participant's key, made when it is not there yet; two at once make one."""
        ParticipantKey.objects.bulk_create([ParticipantKey.fresh(participant)], ignore_conflicts=True)
        kept = ParticipantKey.objects.get(participant=participant.pk)
        kept.participant = participant
        return kept

    def wrap(self, key: bytes) -> None:
        """Puts `key` here, wrapped with the newest key of the installation. Raises WordsLockedError."""
        name, wrapping = newest_wrapping_key()
        self.wrapped = seal(wrapping, key, self._bound_to(name))
        self.wrapped_with = name
        self.__dict__["_opened"] = key

    def opened(self) -> bytes:
        """The key itself. Raises WordsLockedError."""
        known: bytes | None = self.__dict__.get("_opened")
        if known is None:
            wrapping = _keys().wrapping.get(self.wrapped_with)
            if wrapping is None:
                raise WordsLockedError(f"no key named {self.wrapped_with}")
            try:
                known = unseal(wrapping, bytes(self.wrapped), self._bound_to(self.wrapped_with))
            except BrokenSealedError as error:
                raise WordsLockedError(f"key {self.wrapped_with} does not fit") from error
            self.__dict__["_opened"] = known
        return known

    def _bound_to(self, name: str) -> bytes:
        return binding("accounts.ParticipantKey", self.participant_id, name)


def newest_wrapping_key() -> tuple[str, bytes]:
    """The name of the key that wraps what is new, and the key. Raises WordsLockedError."""
    keys = _keys()
    return keys.newest, keys.wrapping[keys.newest]


def index_of_address(address: str) -> bytes:
    """By what an address is found again, in any case; without the installation's key it says nothing. Raises
    WordsLockedError."""
    return hmac.digest(
        _index_key(_keys().addresses), address.lower().encode("utf-8", "surrogatepass"), "sha256"
    )


def _keys() -> Any:  # config.private_keys.PrivateKeys, which nothing here may import
    if settings.PRIVATE_KEYS is None:
        raise WordsLockedError("this process has no keys of private words")
    return settings.PRIVATE_KEYS


@lru_cache(maxsize=4)
def _index_key(secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=b"gedag.address.index").derive(secret)
