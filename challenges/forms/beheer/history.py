"""Which part of the history somebody wants to see; it travels in the address."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from challenges.queries.staff_history import SYSTEM

EVERYTHING = [("", "Alles")]
EVERYBODY = [("", "Iedereen")]


class HistoryFilter(forms.Form):
    """A campaign, a person, and up to when. What is not on the lists, or no time at all, is simply not asked."""

    campagne = forms.TypedChoiceField(label="Campagne", coerce=int, empty_value=None, required=False)
    wie = forms.TypedChoiceField(label="Wie", coerce=int, empty_value=None, required=False)
    tot = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, asked: Mapping[str, Any], *, campaigns: Mapping[int, str], people: Mapping[int, str]
    ) -> None:
        super().__init__(asked)
        self.fields["campagne"].choices = [*EVERYTHING, *campaigns.items()]  # type: ignore[attr-defined]
        self.fields["wie"].choices = [*EVERYBODY, *people.items()]  # type: ignore[attr-defined]

    def clean_tot(self) -> dt.datetime | None:
        try:
            until = dt.datetime.fromisoformat(self.cleaned_data["tot"])
        except ValueError:
            return None
        return until if until.tzinfo else None

    def asked(self) -> dict[str, Any]:
        """What was asked, as far as it means something; what does not is None."""
        self.is_valid()
        self.errors.clear()
        return {name: self.cleaned_data.get(name) for name in self.fields}


def people_by_name(ids: set[int], names: Mapping[int, str]) -> dict[int, str]:
    """Who can be chosen: staff by name, then who is no longer there, then the system itself."""
    here = sorted((pk for pk in ids if pk in names), key=lambda pk: names[pk].lower())
    gone = sorted(ids - set(here) - {SYSTEM})
    people = {pk: names[pk] for pk in here} | {pk: f"Oud-medewerker (nummer {pk})" for pk in gone}
    return people | ({SYSTEM: "Systeem"} if SYSTEM in ids else {})
