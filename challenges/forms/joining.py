"""Joining: which step, and yes to what is kept."""

from django import forms
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


class JoinForm(forms.Form):
    """The last tap: the step, the key of this page, and consent."""

    stap = forms.ChoiceField(choices=Step.choices, widget=forms.HiddenInput)
    join_key = forms.UUIDField(widget=forms.HiddenInput)
    gever = forms.BooleanField(required=False, widget=forms.HiddenInput)
    akkoord = forms.BooleanField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Tik op de knop als je 16 of ouder bent en meedoet.")},
    )
