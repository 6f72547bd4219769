"""What every step of the studio's form shares. A draft may be kept half filled in; a campaign that people see may not.

Each page also carries what it showed before (`was-…`) and which version of the campaign that was, so that the service
can tell what this page changed from what a colleague did.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import dateformat

from challenges.models import Campaign
from challenges.queries.staff_changes import is_live, locked_fields
from challenges.queries.staff_steps import step_values

_SEEN, _KEEP, _CLASH = "was-", "keep-", "botst"
_UNREADABLE = object()


@dataclass(frozen=True)
class Clash:
    """A field that a colleague changed too: both values, for a person to choose from."""

    name: str
    label: str
    mine: str
    theirs: str


class StudioForm(forms.Form):
    """What every step shares."""

    key: str
    always: tuple[str, ...] = ()  # needed in a draft too
    never: tuple[str, ...] = ()  # may stay empty whatever happens

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, campaign: Campaign, today: dt.date) -> None:
        self.campaign, self.today = campaign, today
        stands = step_values(campaign, self.key)
        times = {name: as_text(value) for name, value in stands.items() if isinstance(value, dt.time)}
        super().__init__(data, initial={"revision": campaign.revision, **stands, **times})
        self.clashes: list[Clash] = []
        locked = locked_fields(campaign, today)
        for name in self.shown:
            field = self.fields[name]
            if not isinstance(field, forms.BooleanField):
                field.required = name in self.always or (is_live(campaign) and name not in self.never)
            if name in locked:
                field.disabled, field.help_text = True, locked[name]

    def clean(self) -> dict[str, Any]:
        """A page that was made before something got fixed may still ask for it: it is told why not."""
        data = super().clean() or self.cleaned_data
        for name in self.shown:
            field = self.fields[name]
            if field.disabled and name in self.data and _read(field, self.data[name]) != self.initial[name]:
                self.add_error(name, f"Dit kan niet meer veranderen. {field.help_text}")
        return data

    @property
    def shown(self) -> list[str]:
        """The names of the fields of this step."""
        return [name for name in self.fields if name != "revision"]

    @property
    def values(self) -> dict[str, Any]:
        """What this page asks to keep: fields without a fault, and where there was a choice, one's own."""
        return {
            name: self.cleaned_data[name]
            for name in self.shown
            if name in self.cleaned_data and self.data.get(f"{_KEEP}{name}") != "theirs"
        }

    @property
    def seen(self) -> dict[str, Any]:
        """What the page showed before anybody typed."""
        return {
            name: _read(self.fields[name], self.data.get(f"{_SEEN}{name}", _UNREADABLE))
            for name in self.shown
        }

    @property
    def seen_revision(self) -> int:
        """Which version of the campaign the page was made of; one that is missing is an old one."""
        said = self.cleaned_data.get("revision")
        return -1 if said is None else said

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Names and values of the hidden fields that say what this page shows."""
        if self.is_bound and not self.clashes:
            names = ["revision", *(f"{_SEEN}{name}" for name in self.shown)]
            return [(name, self.data.get(name, "")) for name in names]
        return fresh_hidden(self.campaign, self.key, self.shown)

    @property
    def undecided(self) -> list[str]:
        """Fields that clashed and about which nobody chose yet."""
        if not self.is_bound:
            return []
        clashed = [name for name in self._all(_CLASH) if name in self.shown]
        return [name for name in clashed if self.data.get(f"{_KEEP}{name}") not in ("mine", "theirs")]

    def _all(self, name: str) -> list[str]:
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    def show_clashes(self, campaign: Campaign, theirs: Mapping[str, Any]) -> None:
        """Puts both values side by side; from here on the page counts as made of `campaign` as it is now."""
        self.campaign = campaign
        self.clashes = [
            Clash(
                name=name,
                label=str(self.fields[name].label),
                mine=self._in_words(name, self.cleaned_data.get(name)),
                theirs=self._in_words(name, value),
            )
            for name, value in theirs.items()
        ]

    def _in_words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        if value in choices:
            return str(choices[value])
        if isinstance(value, dt.date):
            return dateformat.format(value, "j F Y")
        return as_text(value) or "leeg"


def fresh_hidden(campaign: Campaign, key: str, names: list[str]) -> list[tuple[str, str]]:
    """What a page about `campaign` as it is now has to carry."""
    values = step_values(campaign, key)
    return [
        ("revision", str(campaign.revision)),
        *((f"{_SEEN}{name}", as_text(values[name])) for name in names),
    ]


def as_text(value: Any) -> str:
    """A value as a form sends it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    return value.strftime("%H:%M") if isinstance(value, dt.time) else str(value)


def _read(field: forms.Field, said: Any) -> Any:
    if said is _UNREADABLE:
        return said
    if isinstance(field, forms.BooleanField):
        return said == "on"
    if said == "":
        return getattr(field, "empty_value", None)
    disabled, field.disabled = field.disabled, False
    try:
        return field.clean(said)
    except ValidationError:
        return _UNREADABLE
    finally:
        field.disabled = disabled
