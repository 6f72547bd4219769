"""Fields whose text only opens with the key of the participant it is of.

In the table stands a seal, bound to that participant, to the column and to the row. On an object it is an ordinary
text; one that does not open gives calm words in its place, and nothing overwrites what is there. Queries neither see
nor compare the text: there is `index_of_address` for that.
"""

import uuid
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from accounts.events import WARNING, Event, note_counted
from accounts.models.participants import Participant
from accounts.models.private_keys import ParticipantKey, WordsLockedError, index_of_address
from accounts.models.private_seals import BrokenSealedError, binding, seal_text, unseal_text

if TYPE_CHECKING:
    TextField = models.Field[str, str]
else:
    TextField = models.Field


class Unreadable(str):
    """Calm words in the place of a text that does not open. It keeps the seal, which only its own place takes back."""

    sealed: bytes
    bound_to: bytes

    def __new__(cls, words: str, sealed: bytes, bound_to: bytes) -> "Unreadable":
        made = super().__new__(cls, words)
        made.sealed, made.bound_to = sealed, bound_to
        return made


def readable(text: str) -> str:
    """The text itself. Raises WordsLockedError when there are only calm words in its place."""
    if isinstance(text, Unreadable):
        raise WordsLockedError("this does not open now")
    return text


def to_edit(text: str) -> str:
    """What a form begins with: the text, and nothing when there are only calm words in its place."""
    return "" if isinstance(text, Unreadable) else text


class _Words:
    """The text of one row: opened when it is first read, sealed when the row is saved."""

    def __init__(self, field: "PrivateTextField") -> None:
        self.field, self._opened = field, f"_opened_{field.name}"

    def __get__(self, instance: models.Model | None, _owner: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:  # deferred
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if value is None or isinstance(value, str):
            return value
        if self._opened not in instance.__dict__:  # a page reads it more than once
            instance.__dict__[self._opened] = self.field.opened(instance, bytes(value))
        return instance.__dict__[self._opened]

    def __set__(self, instance: models.Model, value: str | bytes | None) -> None:
        instance.__dict__[self.field.attname] = value
        instance.__dict__.pop(self._opened, None)


class PrivateTextField(TextField):
    """A text of the participant that `of` names from the row; `row` names what makes the row that one, and is there
    before it is saved."""

    descriptor_class = _Words
    instead: "str | Promise" = _("Deze tekst kunnen we nu niet laten zien.")

    def __init__(self, *args: Any, of: str = "participant", row: str = "", **options: Any) -> None:
        self._of, self._row = attrgetter(of), attrgetter(row) if row else None
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """For migrations it is the bytes that it keeps."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_default(self) -> Any:
        return "" if self.blank else None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's own signature)
        value = model_instance.__dict__.get(self.attname)
        return self.sealed(model_instance, value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            raise TypeError(f"{self.name} is private: it is sealed with its row, by saving that")
        return super().get_prep_value(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        value = super().get_db_prep_value(value, connection, prepared)
        return value if value is None else connection.Database.Binary(bytes(value))

    def sealed(self, row: models.Model, text: str) -> bytes:
        """`text` as it is kept in this column of `row`. Raises WordsLockedError when it could not be opened again, and
        ValueError when it is too long."""
        bound_to = self._bound_to(row)
        if isinstance(text, Unreadable):
            if text.bound_to != bound_to:
                raise WordsLockedError("what does not open here can be kept nowhere else")
            return text.sealed
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueError(f"{self.name} is longer than {self.max_length} characters")
        if not text:
            return b""
        participant: Participant = self._of(row)
        try:
            key = participant.private_key
        except ObjectDoesNotExist:
            key = ParticipantKey.made_for(participant)
        return seal_text(key.opened(), text, bound_to)

    def opened(self, row: models.Model, sealed: bytes) -> str:
        """The text of `row` that was sealed in this column, or calm words."""
        if not sealed:
            return ""
        bound_to = self._bound_to(row)
        participant: Participant = self._of(row)
        try:
            return unseal_text(participant.private_key.opened(), sealed, bound_to)
        except (ObjectDoesNotExist, WordsLockedError, BrokenSealedError) as closed:
            # Not of whom: at every visit of somebody that would be a trail of their days.
            note_counted(Event.WORDS_LOCKED, level=WARNING, where=self._label, fault=closed)
            return Unreadable(str(self.instead), sealed, bound_to)

    @cached_property
    def _label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def _bound_to(self, row: models.Model) -> bytes:
        own = self._row(row) if self._row else ""
        if isinstance(own, str) and own:  # as a page sent it, before it is saved
            own = uuid.UUID(own)
        return binding(self._label, self._of(row).pk, own)


class PrivateAddressField(PrivateTextField):
    """An e-mail address of a participant, in lower case."""

    instead = _("je e-mailadres")

    def sealed(self, row: models.Model, text: str) -> bytes:
        if not isinstance(text, Unreadable) and text != text.lower():
            raise ValueError("an address is kept in lower case")
        return super().sealed(row, text)


class AddressIndexField(models.BinaryField):
    """By what the row is found again that holds an address: made from the field that `of` names, when that is given."""

    def __init__(self, *args: Any, of: str = "address", **options: Any) -> None:
        self._of = of
        super().__init__(*args, **{"max_length": 32, **options})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's own signature)
        given = model_instance.__dict__.get(self._of)
        if isinstance(given, str) and not isinstance(given, Unreadable):
            setattr(model_instance, self.attname, index_of_address(given))
        return super().pre_save(model_instance, add)
