"""What somebody may choose about a sheet: its language, and the week of the ideas on it."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from accounts.models.words import Language


class SheetForm(forms.Form):
    """`taal` and `week`; left out, the first of each."""

    taal = forms.ChoiceField(required=False)
    week = forms.TypedChoiceField(required=False, coerce=int)

    def __init__(self, data: QueryDict, *, languages: Sequence[Language], weeks: Sequence[int]) -> None:
        super().__init__(data)
        self.languages, self.weeks = languages, weeks
        self.fields["taal"].choices = [(one.value, one.label) for one in languages]  # type: ignore[attr-defined]
        self.fields["week"].choices = [(one, one) for one in weeks]  # type: ignore[attr-defined]

    def clean_taal(self) -> Language:
        return Language(self.cleaned_data["taal"] or self.languages[0])

    def clean_week(self) -> int | None:
        """None where there are no weeks at all."""
        first = self.weeks[0] if self.weeks else None
        return self.cleaned_data["week"] or first
