"""A message to everybody who takes part by mail: a subject and a text."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from challenges.models import Broadcast


class BroadcastForm(forms.Form):
    """What to say. `client_id` is of this page: sent twice it is one message."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    title = forms.CharField(
        label=_("Onderwerp"),
        help_text=_("Eén regel, hooguit 80 tekens. Dit zien mensen als eerste."),
        max_length=Broadcast.TITLE_LENGTH,
        error_messages={
            "required": _("Schrijf een onderwerp."),
            "max_length": _(
                "Het onderwerp is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in."
            ),
        },
    )
    text = LineField(
        label=_("Bericht"),
        help_text=_(
            "Hooguit 1000 tekens, zonder opmaak. Een adres van een website mag: mensen kunnen erop tikken."
        ),
        max_length=Broadcast.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": _("Schrijf eerst je bericht."),
            "max_length": _(
                "Je bericht is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in. "
                "Wat je schreef staat er nog."
            ),
        },
    )

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"])
        if len(title.splitlines()) > 1:
            raise forms.ValidationError(_("Het onderwerp is één regel."))
        return title
