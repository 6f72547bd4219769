"""Which messages somebody wants, on the page that a mail leads to."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PickMany
from accounts.models import Contact, Message
from challenges.forms.participations import quarters
from challenges.models import Participation

_DAYS = [(number + 1, name) for number, name in WEEKDAYS.items()]


class _TimeField(forms.TypedChoiceField):
    """A quarter of an hour, or no message."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: [("", _("Geen bericht")), *quarters()],
            coerce=dt.time.fromisoformat,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": _("Kies een tijd tussen 06:00 en 21:30.")},
            **kwargs,
        )


class _DaysField(forms.TypedMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=_DAYS,
            coerce=int,
            required=False,
            widget=PickMany(layout="chips"),
            error_messages={"invalid_choice": _("Deze dag kennen we niet. Kies uit de lijst.")},
            **kwargs,
        )


class CampaignMessagesForm(forms.Form):
    """The two messages of one campaign: to do it, and to write it down."""

    do_time = _TimeField(label=_("Hoe laat wil je je uitdaging?"))
    do_days = _DaysField(label=_("Op welke dagen?"))
    log_time = _TimeField(
        label=_("Hoe laat wil je een herinnering om het op te schrijven?"),
        help_text=_("Schreef je het al op, dan komt hij niet."),
    )
    log_days = _DaysField(label=_("Op welke dagen komt die herinnering?"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("do", "log"):
            if (
                data.get(f"{name}_time")
                and not data.get(f"{name}_days")
                and f"{name}_days" not in self.errors
            ):
                self.add_error(f"{name}_days", _("Kies minstens één dag, of kies geen bericht."))
        return data


def initial_messages(participation: Participation) -> dict[str, Any]:
    """The settings of one campaign as they stand."""
    mails = participation.channel == Participation.Channel.EMAIL and participation.prompt_time
    return {
        "do_time": participation.prompt_time.strftime("%H:%M") if mails and participation.prompt_time else "",
        "do_days": participation.weekdays,
        "log_time": participation.log_time.strftime("%H:%M") if participation.log_time else "",
        "log_days": participation.log_weekdays,
    }


class OtherMessagesForm(forms.Form):
    """The messages that belong to no day."""

    kinds = forms.MultipleChoiceField(
        label=_("Welke mail mag er verder komen?"),
        help_text=_("Deze komt alleen als je ook de uitdaging per mail krijgt."),
        choices=[
            (Message.Kind.NOTICE.value, _("Nieuws van mijn campagne")),
            (Message.Kind.CHECK_IN.value, _("Eén vraag, een maand na het einde")),
        ],
        required=False,
        widget=PickMany,
        error_messages={"invalid_choice": _("Deze keuze kennen we niet. Kies uit de lijst.")},
    )


def initial_kinds(contact: Contact) -> dict[str, Any]:
    """What is not refused."""
    return {
        "kinds": [
            kind
            for kind in (Message.Kind.NOTICE.value, Message.Kind.CHECK_IN.value)
            if kind not in contact.refused_kinds
        ]
    }
