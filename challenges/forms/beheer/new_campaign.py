"""Beginning a campaign: with what, how it is called, where it is found, when and how long."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import LineField
from accounts.forms.widgets import PickOne
from accounts.models import Organisation
from challenges.forms.beheer.steps import CALENDARS, DATE_ERRORS, LENGTH_ERRORS, MOST_DAYS, SLUG_ERRORS
from challenges.models import Campaign
from challenges.queries.staff_start import (
    LONGEST_SLUG,
    Source,
    campaign_templates,
    free_slug,
    is_just_begun,
    is_taken,
)
from challenges.services.campaigns import CampaignStart
from challenges.validators import validate_campaign_slug

BLANK, TEMPLATE, COPY, ADOPT = "leeg", "voorbeeld", "kopie", "overnemen"
USUAL_LENGTH = 14


class NewCampaignForm(forms.Form):
    """The one form before the steps. An empty address is made of the name, an empty length is the example's."""

    source = forms.ChoiceField(
        label="Waarmee begin je?",
        widget=PickOne,
        error_messages={
            "required": "Kies waarmee je begint.",
            "invalid_choice": "Dit voorbeeld is er niet meer. Kies een ander.",
        },
    )
    name = LineField(
        label="Hoe heet de campagne?",
        max_length=80,
        help_text="Bijvoorbeeld: Vaartwijk zegt gedag.",
        error_messages={"required": "Geef de campagne een naam."},
    )
    slug = forms.SlugField(
        label="Adres van de campagnepagina",
        help_text="Laat leeg, dan maken we het van de naam. Na het publiceren ligt het vast.",
        max_length=LONGEST_SLUG,
        required=False,
        validators=[validate_campaign_slug],
        error_messages=SLUG_ERRORS,
    )
    calendar = forms.ChoiceField(
        label="Kalender",
        choices=Campaign.Calendar.choices,
        initial=Campaign.Calendar.FIXED,
        widget=PickOne(layout="two", subs=CALENDARS),
        error_messages={"required": "Kies een kalender."},
    )
    starts_on = forms.DateField(
        label="Eerste dag",
        help_text="Alleen bij vaste data. Een maandag werkt vaak goed.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DATE_ERRORS,
    )
    length = forms.IntegerField(
        label="Aantal dagen",
        help_text=f"Laat leeg, dan nemen we het aantal van je voorbeeld, of {USUAL_LENGTH}.",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages=LENGTH_ERRORS,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        organisation: Organisation,
        own: Sequence[Source],
        adoptable: Sequence[Source],
        today: dt.date,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.organisation, self.today = organisation, today
        self.copies = {f"{COPY}:{one.campaign.slug}": one for one in own}
        self.adoptions = {f"{ADOPT}:{one.campaign.slug}": one for one in adoptable}
        source = self.fields["source"]
        choices, subs = _choices(self.copies, self.adoptions)
        source.choices = choices  # type: ignore[attr-defined]
        source.widget.subs = subs

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        name = self.cleaned_data.get("name", "")
        if slug and is_taken(
            slug, but=lambda one: is_just_begun(one, organisation=self.organisation, name=name)
        ):
            raise ValidationError("Dit adres heeft al een andere campagne. Kies een ander woord.")
        return slug

    def clean_starts_on(self) -> dt.date | None:
        starts_on: dt.date | None = self.cleaned_data["starts_on"]
        if starts_on and starts_on < self.today:
            raise ValidationError("Deze dag is al voorbij. Kies vandaag of later.")
        return starts_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        fixed = data.get("calendar") == Campaign.Calendar.FIXED
        if fixed and "starts_on" in data and data["starts_on"] is None:
            self.add_error("starts_on", "Kies de eerste dag.")
        if data.get("name") and data.get("slug") == "":
            data["slug"] = free_slug(data["name"], self.organisation)
            if not data["slug"]:
                self.add_error("slug", "Van deze naam kunnen we geen adres maken. Bedenk er zelf een.")
        if data.get("length") is None and "length" in data and data.get("source"):
            data["length"] = self._length_of(data["source"])
        return data

    def _length_of(self, source: str) -> int:
        kind, _, key = source.partition(":")
        if kind == TEMPLATE:
            return int(campaign_templates()[key]["length_days"])
        example = {**self.copies, **self.adoptions}.get(source)
        return (min(example.length, MOST_DAYS) if example else 0) or USUAL_LENGTH

    @property
    def start(self) -> CampaignStart:
        """What the services ask, once the form is valid."""
        data = self.cleaned_data
        fixed = data["calendar"] == Campaign.Calendar.FIXED
        return CampaignStart(
            name=data["name"],
            slug=data["slug"],
            calendar=data["calendar"],
            starts_on=data["starts_on"] if fixed else None,
            length=data["length"],
        )


def _choices(
    copies: dict[str, Source], adoptions: dict[str, Source]
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """What one can begin with, and the second line of each."""
    choices, subs = [], {}
    for key, row in campaign_templates().items():
        choices.append((f"{TEMPLATE}:{key}", row["title"]))
        subs[f"{TEMPLATE}:{key}"] = f"Voorbeeld. {row['about']}"
    for value, one in adoptions.items():
        choices.append((value, one.campaign.name))
        subs[value] = f"Neem over van {one.campaign.organisation.name}, met {_days(one.length)}."
    for value, one in copies.items():
        choices.append((value, one.campaign.name))
        subs[value] = f"Kopie van je eigen campagne, met {_days(one.length)}."
    return [*choices, (BLANK, "Leeg")], {**subs, BLANK: "Je kiest elke tekst en elk idee zelf."}


def _days(count: int) -> str:
    return "1 dag" if count == 1 else f"{count} dagen"
