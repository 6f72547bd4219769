"""The forms behind the link of a mail: a tap on the challenge of that day, and two questions on one page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import NumberScale, PickOne
from challenges.forms.moments import RESPONSE_ICONS, NumberField
from interactions.models import Interaction

NOT_TODAY = "not_today"


class DayForm(forms.Form):
    """A tap on a challenge: how it went, or not today. The page made the id, so the same tap is the same moment."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    campaign = forms.SlugField(widget=forms.HiddenInput)
    did = forms.ChoiceField(
        choices=[
            *((status, Interaction.Status(status).label) for status in Interaction.ATTEMPTS),
            (NOT_TODAY, _("Vandaag niet")),
        ]
    )


class AnswersForm(forms.Form):
    """How the other reacted and how pleasant it was; each may be left open."""

    response = forms.ChoiceField(
        label=_("Hoe reageerde de ander?"),
        choices=Interaction.Response.choices,
        required=False,
        widget=PickOne(icons=RESPONSE_ICONS, layout="two"),
        error_messages={"invalid_choice": _("Kies een van de vier antwoorden.")},
    )
    enjoyed = NumberField(label=_("Hoe leuk was het?"), required=False, widget=NumberScale)
