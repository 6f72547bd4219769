"""The steps of the studio: where and when, the texts, the times of messages, whom to ask."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import LineField
from accounts.forms.widgets import PickOne
from challenges.forms.beheer.studio_form import StudioForm
from challenges.forms.beheer.widgets import PersonChooser
from challenges.forms.participations import quarters
from challenges.models import Campaign
from challenges.queries.staff_days import MOST_DAYS
from challenges.queries.staff_people import PEOPLE
from challenges.queries.staff_start import LONGEST_SLUG, is_taken
from challenges.validators import validate_campaign_slug

SLUG_ERRORS = {"invalid": "Gebruik alleen letters, cijfers en streepjes, zonder spaties."}
DATE_ERRORS = {"invalid": "Dit is geen datum. Schrijf hem als 24-12-2026."}
LENGTH_ERRORS = {
    "invalid": "Vul een heel getal in.",
    "required": "Vul in hoeveel dagen de campagne heeft.",
    "min_value": "Een campagne heeft minstens 1 dag.",
    "max_value": f"Een campagne heeft hooguit {MOST_DAYS} dagen.",
}
CALENDARS = {
    "fixed": "iedereen heeft dag 1 op dezelfde datum",
    "rolling": "iedereen begint op zijn eigen dag 1",
}


class BasicsForm(StudioForm):
    """Where, when and how long."""

    key, always, never = "basics", ("slug", "calendar", "length"), ("starts_on",)

    slug = forms.SlugField(
        label="Adres van de campagnepagina",
        max_length=LONGEST_SLUG,
        validators=[validate_campaign_slug],
        error_messages=SLUG_ERRORS,
    )
    calendar = forms.ChoiceField(
        label="Kalender",
        choices=Campaign.Calendar.choices,
        widget=PickOne(layout="two", subs=CALENDARS),
    )
    starts_on = forms.DateField(
        label="Eerste dag",
        help_text="Alleen bij vaste data.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DATE_ERRORS,
    )
    length = forms.IntegerField(
        label="Aantal dagen", min_value=1, max_value=MOST_DAYS, error_messages=LENGTH_ERRORS
    )
    adoptable = forms.BooleanField(label="Gemeenten mogen deze campagne overnemen", required=False)

    def __init__(self, data: Any = None, *, campaign: Campaign, today: dt.date) -> None:
        super().__init__(data, campaign=campaign, today=today)
        if campaign.organisation.kind != campaign.organisation.Kind.INSTITUTE:
            del self.fields["adoptable"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if is_taken(slug, but=lambda owner: owner.pk == self.campaign.pk):
            raise ValidationError("Dit adres heeft al een andere campagne. Kies een ander woord.")
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("calendar") == Campaign.Calendar.ROLLING:
            data["starts_on"] = None
        elif "calendar" in data and "starts_on" in data and data["starts_on"] is None:
            self.add_error("starts_on", "Kies de eerste dag.")
        if "starts_on" not in data:
            data.pop("calendar", None)  # the two belong together
        elif data["starts_on"] and data["starts_on"] < self.today and "starts_on" in self.changed_data:
            self.add_error("starts_on", "Deze dag is al voorbij. Kies vandaag of later.")
            data.pop("calendar", None)
        return data


class TextsForm(StudioForm):
    """What people read first, in Dutch and if wanted in English, and who is drawn beside it."""

    key, always = "texts", ("name",)
    never = ("english_name", "english_headline", "english_reply", "english_intro")

    name = LineField(
        label="Naam van de campagne",
        max_length=80,
        help_text="Zo heet de campagne overal.",
        error_messages={"required": "Geef de campagne een naam."},
    )
    english_name = LineField(label="Naam, in het Engels", max_length=80)
    headline = LineField(
        label="Kop",
        max_length=40,
        help_text="Wat de eerste persoon zegt. Hooguit 40 tekens.",
        error_messages={"required": "Schrijf wat de eerste persoon zegt."},
    )
    english_headline = LineField(label="Kop, in het Engels", max_length=40)
    reply = LineField(
        label="Antwoord",
        max_length=40,
        help_text="Wat de ander terugzegt. Hooguit 40 tekens.",
        error_messages={"required": "Schrijf wat de ander terugzegt."},
    )
    english_reply = LineField(label="Antwoord, in het Engels", max_length=40)
    intro = LineField(
        label="Uitleg",
        max_length=300,
        help_text="Wat het is, voor wie en hoe lang. Hooguit 300 tekens.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Leg kort uit wat het is."},
    )
    english_intro = LineField(
        label="Uitleg, in het Engels", max_length=300, widget=forms.Textarea(attrs={"rows": 4})
    )
    person_one = forms.ChoiceField(
        label="Wie zegt de kop?", choices=list(PEOPLE.items()), widget=PersonChooser
    )
    person_two = forms.ChoiceField(
        label="Wie geeft antwoord?", choices=list(PEOPLE.items()), widget=PersonChooser
    )

    def clean_person_two(self) -> str:
        person: str = self.cleaned_data["person_two"]
        if person and person == self.cleaned_data.get("person_one"):
            raise ValidationError("Kies twee verschillende mensen.")
        return person


def _time(label: str, help_text: str = "", *, none: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=lambda: [*([("", "Geen")] if none else []), *quarters()],
        coerce=dt.time.fromisoformat,
        empty_value=None,
        error_messages={"invalid_choice": "Kies een tijd tussen 06:00 en 21:30."},
    )


class PromptsForm(StudioForm):
    """At which times a message is proposed to who wants one; the first one beforehand."""

    key, always = "prompts", ("time_1",)
    never = ("time_2", "time_3", "time_4")

    time_1 = _time("Eerste voorstel", "Deze tijd staat klaar bij wie een bericht wil.", none=False)
    time_2 = _time("Tweede voorstel")
    time_3 = _time("Derde voorstel")
    time_4 = _time("Vierde voorstel")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        found: set[dt.time] = set()
        for name in self.shown:
            time = data.get(name)
            if time in found:
                self.add_error(name, "Deze tijd staat er al. Kies een andere, of laat hem weg.")
            elif time:
                found.add(time)
        return data


class ContactForm(StudioForm):
    """Who answers participants, and where to go when it is heavy."""

    key, never = "contact", ("english_help_line",)

    contact_email = forms.EmailField(
        label="E-mailadres voor deelnemers",
        max_length=254,
        help_text="Voor vragen en voor privacy. Staat op de privacypagina en in elke mail.",
        error_messages={
            "required": "Vul een e-mailadres in.",
            "invalid": "Dit is geen e-mailadres. Schrijf het als naam@gemeente.nl.",
        },
    )
    help_line = LineField(
        label="Hulplijn",
        max_length=300,
        help_text="Bij wie kan iemand terecht die het moeilijk heeft? Noem ook 112. Bijvoorbeeld: "
        "‘De Luisterlijn is er dag en nacht: 088 0767 000. Is er nu gevaar, bel dan 112.’",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf bij wie iemand terecht kan."},
    )
    english_help_line = LineField(
        label="Hulplijn, in het Engels", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


def form_of(key: str) -> type[StudioForm]:
    """The form of a step."""
    return {one.key: one for one in (BasicsForm, TextsForm, PromptsForm, ContactForm)}[key]
