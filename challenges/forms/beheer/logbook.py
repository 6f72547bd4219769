"""The questions of the logbook, in plain words with an example each. Every one may stay empty, not all of them."""

import datetime as dt

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from challenges.models import LogbookEntry
from challenges.queries.staff_logbook import TEXTS

MOST_HOURS = 5000
_TOO_LONG = _("Dit zijn %(show_value)d tekens, er passen er %(limit_value)d in. Wat je schreef staat er nog.")
_NO_NUMBER = _("Vul een heel getal in, bijvoorbeeld 24. Of laat het leeg.")
QUESTIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "did": (
        _("Wat hebben jullie gedaan?"),
        _("Bijvoorbeeld: posters in drie buurthuizen, een kraam op de markt, een stukje in de wijkkrant."),
    ),
    "reach": (
        _("Wie bereikten jullie, en waar?"),
        _("Zoals jij het zag. Bijvoorbeeld: veel ouders bij de school, minder ouderen dan we hoopten."),
    ),
    "hours": (
        _("Hoeveel uur werk zat erin, tot nu toe?"),
        _("Ongeveer. Tel de uren van alle collega’s en vrijwilligers samen."),
    ),
    "worked": (
        _("Wat werkte goed?"),
        _("Bijvoorbeeld: de poster bij de kassa. Daar staan mensen toch te wachten."),
    ),
    "did_not": (
        _("Wat werkte niet?"),
        _("Juist daar leert een ander van. Bijvoorbeeld: de flyer in de bus, die gooide iedereen weg."),
    ),
    "differently": (
        _("Wat doe je een volgende keer anders?"),
        _("Bijvoorbeeld: eerder beginnen, en de bibliotheek erbij vragen."),
    ),
}
# At the start there is little to look back on.
AT_THE_START: dict[str, str | Promise] = {
    "did": _("Wat hebben jullie voorbereid?"),
    "reach": _("Wie willen jullie bereiken, en waar?"),
    "worked": _("Wat ging goed bij het voorbereiden?"),
    "did_not": _("Wat was lastig?"),
}


def question(name: str, moment: str) -> str | Promise:
    """How a field is asked at this moment."""
    asked, _example = QUESTIONS[name]
    return AT_THE_START.get(name, asked) if moment == LogbookEntry.Moment.START else asked


class LogbookForm(forms.Form):
    """`seen` is when what the page began with was written; empty when nothing was. Its names have a word in front:
    `did` alone is a participant's tap."""

    prefix = "log"
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    did = LineField()
    reach = LineField()
    hours = forms.IntegerField(
        min_value=0,
        max_value=MOST_HOURS,
        required=False,
        widget=forms.NumberInput(attrs={"class": "hours", "inputmode": "numeric"}),
        error_messages={
            "invalid": _NO_NUMBER,
            "min_value": _NO_NUMBER,
            "max_value": _("Dat is wel erg veel. Vul hooguit %(limit_value)d uur in."),
        },
    )
    worked = LineField()
    did_not = LineField()
    differently = LineField()

    def __init__(self, *args: object, moment: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in TEXTS:
            self.fields[name] = LineField(
                required=False,
                max_length=LogbookEntry.LONGEST,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages={"max_length": _TOO_LONG},
            )
        for name, (_asked, example) in QUESTIONS.items():
            self.fields[name].label = str(question(name, moment))
            self.fields[name].help_text = str(example)

    def clean_seen(self) -> dt.datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen"] or "")
        except ValueError:
            return None

    def clean(self) -> dict[str, object]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not any(said.get(name) not in ("", None) for name in QUESTIONS):
            raise forms.ValidationError(_("Schrijf minstens één ding op. De rest mag leeg blijven."))
        return said
