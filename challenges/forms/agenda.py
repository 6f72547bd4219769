"""When a calendar is to remind somebody."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PickMany
from challenges.forms.participations import quarters
from challenges.models import Participation


class AgendaForm(forms.Form):
    """A time and days; the names are Dutch because they stand in an address."""

    tijd = forms.TypedChoiceField(
        label=_("Hoe laat?"),
        choices=quarters,
        coerce=dt.time.fromisoformat,
        error_messages={"invalid_choice": _("Kies een tijd tussen 06:00 en 21:30.")},
    )
    dagen = forms.TypedMultipleChoiceField(
        label=_("Op welke dagen?"),
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        coerce=int,
        widget=PickMany(layout="chips"),
        error_messages={
            "required": _("Kies minstens één dag."),
            "invalid_choice": _("Deze dag kennen we niet. Kies uit de lijst."),
        },
    )


def initial_agenda(participation: Participation) -> dict[str, Any]:
    """The time and days of the settings; who never chose a time finds the first that the campaign proposes."""
    time = participation.prompt_time or participation.campaign.prompt_times[0]
    return {"tijd": time.strftime("%H:%M"), "dagen": participation.weekdays}
