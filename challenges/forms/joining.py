"""Joining: which step, and yes to what is kept."""

from functools import cache

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import StepChooser
from interactions.models.library import Step


class StepForm(forms.Form):
    """Which step size somebody starts with."""

    stap = forms.ChoiceField(
        label=_("Hoe groot is jouw stap?"),
        choices=Step.choices,
        initial=Step.ZIN,
        widget=StepChooser,
        error_messages={"invalid_choice": _("Kies een knik, een zin of een praatje.")},
    )


def step_field(step: str) -> SafeString:
    """The question after the step size with this one chosen, for a page where it is one fold among others."""
    return _step_field(Step(step), get_language())


@cache
def _step_field(step: Step, _language: str | None) -> SafeString:
    """It is the same for everybody, and takes a quarter of the time of the page it stands on: made once."""
    return StepForm(initial={"stap": step})["stap"].as_field_group()


class JoinForm(forms.Form):
    """The last tap: the step, the key of this page, and consent."""

    stap = forms.ChoiceField(choices=Step.choices, widget=forms.HiddenInput)
    join_key = forms.UUIDField(widget=forms.HiddenInput)
    gever = forms.BooleanField(required=False, widget=forms.HiddenInput)
    akkoord = forms.BooleanField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Tik op de knop als je 16 of ouder bent en meedoet.")},
    )
