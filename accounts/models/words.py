"""Texts that exist in Dutch, and perhaps in English: one row, two languages."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language


class Language(models.TextChoices):
    """The languages of the participants' pages; their names are never translated."""

    DUTCH = "nl", "Nederlands"
    ENGLISH = "en", "English"


class Words:
    """The texts of one row in the reader's language: `row.words.title`. What has no English is given in Dutch."""

    def __init__(self, row: "InTwoLanguages") -> None:
        self._row = row

    def __getattr__(self, name: str) -> str:
        in_english = self.language_of(name) == Language.ENGLISH
        text: str = self._row.english[name] if in_english else getattr(self._row, name)
        return text

    def language_of(self, name: str) -> Language:
        """In which language the text is that `words.<name>` gives now."""
        in_english = get_language() == Language.ENGLISH and self._row.english.get(name)
        return Language.ENGLISH if in_english else Language.DUTCH


class InTwoLanguages(models.Model):
    """A model whose fields named in `TEXTS` are Dutch and may have English beside them (docs/adr/0014)."""

    TEXTS: ClassVar[tuple[str, ...]]

    english = models.JSONField(
        default=dict,
        blank=True,
        help_text="the English of its texts, by field; what is missing is shown in Dutch",
    )

    class Meta:
        abstract = True

    @property
    def words(self) -> Words:
        return Words(self)

    def clean_fields(self, exclude: Any = None) -> None:
        """The English obeys the same limits as the Dutch. Raises ValidationError."""
        super().clean_fields(exclude=exclude)
        if not isinstance(self.english, dict):
            raise ValidationError({"english": "geen lijst van velden met hun Engels"})
        faults: list[str] = []
        for name, text in self.english.items():
            if name not in self.TEXTS or not isinstance(text, str):
                faults.append(f"{name}: is geen tekst van {self._meta.model_name}")
                continue
            try:
                self._meta.get_field(name).clean(text, self)  # type: ignore[union-attr]
            except ValidationError as error:
                faults += [f"{name}: {said}" for said in error.messages]
        if faults:
            raise ValidationError({"english": faults})
