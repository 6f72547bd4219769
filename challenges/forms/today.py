"""The forms of today: a tap on a challenge, and "vandaag niet"."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PickMany
from interactions.models import Barrier, Interaction


class MomentForm(forms.Form):
    """A tap on a challenge. The page made the id, so the same tap is the same moment, and it names its day."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    did = forms.ChoiceField(
        required=False,
        choices=[(status, Interaction.Status(status).label) for status in Interaction.ATTEMPTS],
    )


class SwapForm(forms.Form):
    """ "Ander voorstel": `shown` is the place of the offer on the page, so that a double tap swaps once; `version`
    names one of today's earlier offers to take back. The page names its day: after four it is another one."""

    day = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    shown = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1)


class NotTodayForm(forms.Form):
    """What held somebody back; nothing chosen is an answer too."""

    barriers = forms.ModelMultipleChoiceField(
        label=_("Wat hield je tegen?"),
        queryset=Barrier.objects.filter(archived_at__isnull=True),
        required=False,
        widget=PickMany,
        error_messages={"invalid_choice": _("Deze keuze kennen we niet. Kies uit de lijst.")},
    )
