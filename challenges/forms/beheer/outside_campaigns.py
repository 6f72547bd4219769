"""Noting a campaign that runs without Gedag."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.forms.fields import LineField
from challenges.forms.beheer.ideas import words_field
from challenges.forms.beheer.steps import DATE_ERRORS
from challenges.models import OutsideCampaign
from challenges.services.outside_campaigns import FIELDS

_TOO_LONG = "Maak het korter: hooguit %(limit_value)d tekens, nu %(show_value)d."
_NO_ADDRESS = "Dit is geen webadres dat we kunnen openen. Het begint met https://."


def _day(label: str, *, required: bool, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**DATE_ERRORS, "required": "Kies de eerste dag."},
    )


def _line(label: str, name: str, *, missing: str = "", help_text: str = "", rows: int = 0) -> LineField:
    return words_field(OutsideCampaign, name, label, help_text, rows=rows, missing=missing)


class OutsideCampaignForm(forms.Form):
    """Who, when and what, in the words of who did it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    municipality = _line("Welke gemeente?", "municipality", missing="Schrijf welke gemeente het is.")
    name = _line("Hoe heet het?", "name", missing="Geef de campagne een naam.")
    starts_on = _day("Eerste dag", required=True)
    ends_on = _day("Laatste dag", required=False, help_text="Loopt het nog? Laat dit leeg.")
    about_how_many = _line(
        "Hoeveel mensen ongeveer?",
        "about_how_many",
        help_text="In gewone woorden, zoals zij het zeggen: ‘een paar straten’ of ‘zo’n 200’. Gedag telt dit niet mee.",
    )
    did = _line("Wat deden ze?", "did", rows=4, help_text="Een paar zinnen. Geen namen van mensen.")
    address = forms.CharField(
        label="Webadres",
        required=False,
        max_length=200,
        help_text="Waar je er meer over leest. Begint met https://.",
        widget=forms.URLInput(),
        validators=[URLValidator(schemes=["https"], message=_NO_ADDRESS)],
        error_messages={"max_length": _TOO_LONG},
    )

    def clean_address(self) -> str:
        """Nothing before the name of the site: what stands there looks like another site."""
        address: str = self.cleaned_data["address"]
        if "@" in address.partition("://")[2].partition("/")[0]:
            raise ValidationError(_NO_ADDRESS)
        return address

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "De laatste dag ligt voor de eerste. Kies een latere dag.")
        return said

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}
