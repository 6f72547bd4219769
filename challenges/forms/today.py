"""The forms of today: a tap on a challenge, and "vandaag niet"."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PickMany
from interactions.models import Barrier, Interaction


class DayForm(forms.Form):
    """The day that a page was made for."""

    day = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])


def day_of_page(posted: QueryDict, today: dt.date) -> dt.date | None:
    """The day that a posted page is about: today, or yesterday when it was left open past four; None for longer ago.
    A page that names no day is today's."""
    form = DayForm(posted)
    day = form.cleaned_data["day"] if form.is_valid() else today
    return day if 0 <= (today - day).days <= 1 else None


class MomentForm(DayForm):
    """A tap on a challenge. The page made the id, so the same tap is the same moment, and it names its day."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    did = forms.ChoiceField(
        required=False,
        choices=[(status, Interaction.Status(status).label) for status in Interaction.ATTEMPTS],
    )


class SwapForm(DayForm):
    """ "Ander voorstel": `shown` is the place of the offer on the page, so that a double tap swaps once; `version`
    names one of today's earlier offers to take back. The page names its day: after four it is another one."""

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
