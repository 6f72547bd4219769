"""How and when somebody takes part."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PickMany, PickOne, StepChooser
from challenges.models import Participation
from challenges.models.participations import LONGEST_PAUSE_DAYS, PROMPT_EARLIEST, PROMPT_LATEST
from interactions.models.library import Step


def quarters() -> list[tuple[str, str]]:
    """Every quarter of an hour at which a message may come."""
    first = PROMPT_EARLIEST.hour * 4 + PROMPT_EARLIEST.minute // 15
    last = PROMPT_LATEST.hour * 4 + PROMPT_LATEST.minute // 15
    times = [dt.time(number // 4, number % 4 * 15) for number in range(first, last + 1)]
    return [(time.strftime("%H:%M"), time.strftime("%H:%M")) for time in times]


def times_with(proposed: Sequence[dt.time]) -> list[Any]:
    """Every quarter, the proposed ones first and apart."""
    first = [(time.strftime("%H:%M"), time.strftime("%H:%M")) for time in proposed]
    others = [one for one in quarters() if one not in first]
    return [(_("Voorstel van de campagne"), first), (_("Een andere tijd"), others)] if first else others


class SettingsForm(forms.Form):
    """Step size, role, and when a message may come: one to do it, one to write it down, each only when asked for.
    E-mail is offered only to who gave an address."""

    step = forms.ChoiceField(
        label=_("Hoe groot is jouw stap?"),
        choices=Step.choices,
        widget=StepChooser,
        error_messages={"invalid_choice": _("Kies een knik, een zin of een praatje.")},
    )
    channel = forms.ChoiceField(
        label=_("Wil je een bericht als je uitdaging klaarstaat?"),
        choices=[("none", _("Nee, ik kijk zelf")), ("email", _("Ja, per e-mail"))],
        widget=PickOne,
        error_messages={
            "invalid_choice": _("Per e-mail kan pas als we je adres kennen. Kies voor nu: nee."),
            "required": _("Tik aan of je een bericht wilt."),
        },
    )
    prompt_time = forms.TypedChoiceField(
        label=_("Hoe laat?"),
        choices=quarters,
        coerce=dt.time.fromisoformat,
        empty_value=None,
        error_messages={"invalid_choice": _("Kies een tijd tussen 06:00 en 21:30.")},
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Op welke dagen?"),
        help_text=_("De uitdaging zelf staat er elke dag."),
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        coerce=int,
        widget=PickMany(layout="chips"),
        error_messages={
            "required": _("Kies minstens één dag."),
            "invalid_choice": _("Deze dag kennen we niet. Kies uit de lijst."),
        },
    )
    log_time = forms.TypedChoiceField(
        label=_("Wil je later op de dag een herinnering om het op te schrijven?"),
        help_text=_("Schreef je het al op, dan komt hij niet."),
        choices=lambda: [("", _("Nee, dank je")), *quarters()],
        coerce=dt.time.fromisoformat,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Kies een tijd tussen 06:00 en 21:30.")},
    )
    log_weekdays = forms.TypedMultipleChoiceField(
        label=_("Op welke dagen komt die herinnering?"),
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=PickMany(layout="chips"),
        error_messages={"invalid_choice": _("Deze dag kennen we niet. Kies uit de lijst.")},
    )
    giver = forms.BooleanField(
        label=_(
            "Ik doe dit al veel. Vraag mij liever om smoesjes, en stuur me hooguit één bericht per week."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, has_address: bool, proposed: Sequence[dt.time] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prompt_time"].choices = times_with(proposed)  # type: ignore[attr-defined]
        if not has_address:
            self.fields["channel"].choices = [("none", _("Nee, ik kijk zelf"))]  # type: ignore[attr-defined]
            del self.fields["log_time"], self.fields["log_weekdays"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("log_time") and not data.get("log_weekdays") and "log_weekdays" not in self.errors:
            self.add_error("log_weekdays", _("Kies minstens één dag, of kies geen herinnering."))
        return data


def initial_settings(participation: Participation, *, has_address: bool) -> dict[str, Any]:
    """The settings as they stand, for the form; without an address there is no e-mail, whatever was chosen once. Who
    never chose a time finds the first that the campaign proposes."""
    time = participation.prompt_time or participation.campaign.prompt_times[0]
    return {
        "step": participation.step,
        "weekdays": participation.weekdays,
        "prompt_time": time.strftime("%H:%M"),
        "channel": participation.channel if has_address else Participation.Channel.NONE,
        "log_time": participation.log_time.strftime("%H:%M") if participation.log_time else "",
        "log_weekdays": participation.log_weekdays,
        "giver": participation.giver,
    }


class PauseForm(forms.Form):
    """From when until when; the length is chosen in whole weeks, or a last day of one's own."""

    LENGTHS = (
        ("7", _("een week")),
        ("14", _("twee weken")),
        ("30", _("een maand")),
        ("tot", _("tot een datum")),
    )

    starts_on = forms.DateField(
        label=_("Vanaf"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Vul in vanaf welke dag."),
            "invalid": _("Dit is geen datum. Schrijf hem als 24-12-2026."),
        },
    )
    length = forms.ChoiceField(
        label=_("Hoe lang?"),
        choices=LENGTHS,
        widget=PickOne(layout="two"),
        error_messages={
            "required": _("Tik aan hoe lang je pauze wilt."),
            "invalid_choice": _("Kies een van de antwoorden."),
        },
    )
    ends_on = forms.DateField(
        label=_("Laatste dag van je pauze"),
        help_text=_("Alleen nodig bij ‘tot een datum’."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Dit is geen datum. Schrijf hem als 24-12-2026.")},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_starts_on(self) -> dt.date:
        starts_on: dt.date = self.cleaned_data["starts_on"]
        if starts_on < self.today:
            raise forms.ValidationError(_("Deze dag is al voorbij. Kies vandaag of later."))
        if (starts_on - self.today).days > 365:
            raise forms.ValidationError(_("Dat is wel heel ver weg. Kies een dag binnen een jaar."))
        return starts_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts_on, length, ends_on = data.get("starts_on"), data.get("length"), data.get("ends_on")
        if starts_on is None or length is None or "ends_on" in self.errors:
            return data
        if length != "tot":
            ends_on = starts_on + dt.timedelta(days=int(length) - 1)
        elif ends_on is None:
            self.add_error("ends_on", _("Vul de laatste dag van je pauze in."))
        elif ends_on < starts_on:
            self.add_error("ends_on", _("De laatste dag ligt voor de eerste. Kies een latere dag."))
        elif (ends_on - starts_on).days >= LONGEST_PAUSE_DAYS:
            self.add_error("ends_on", _("Een pauze duurt hooguit 60 dagen. Daarna kun je er weer een nemen."))
        data["ends_on"] = ends_on
        return data
