"""Offering a text: short, plain, and without anything that points at a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from accounts.forms.widgets import PickOne
from challenges.models import Campaign, Contribution
from challenges.queries.staff_flags import Flag, flags_in
from interactions.models import LifeDomain

# Refused, with what to do: a text on a page must not lead to anybody. Names only staff look at.
_ADVICE = {
    Flag.LINK: _("Haal de link eruit."),
    Flag.EMAIL: _("Haal het e-mailadres eruit."),
    Flag.PHONE: _("Haal het telefoonnummer eruit."),
    Flag.POSTCODE: _("Haal de postcode eruit."),
}


class ContributionForm(forms.Form):
    """What, for which campaign. `sure` comes with the second tap, after what happens with it was said."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    campaign = forms.ModelChoiceField(
        label=_("Voor welke campagne?"),
        queryset=Campaign.objects.none(),
        to_field_name="slug",
        empty_label=None,
        error_messages={
            "required": _("Kies een campagne."),
            "invalid_choice": _("Aan deze campagne doe je niet mee. Kies uit de lijst."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Wat wil je delen?"),
        choices=[
            (Contribution.Kind.OPENER, _("een smoesje: een zin om mee te beginnen")),
            (Contribution.Kind.QUOTE, _("een ervaring: hoe het ging")),
            (Contribution.Kind.HELPED, _("wat mij hielp")),
        ],
        widget=PickOne,
        error_messages={
            "required": _("Tik aan wat je wilt delen."),
            "invalid_choice": _("Kies een van de drie."),
        },
    )
    text = LineField(
        label=_("Jouw tekst"),
        help_text=_("Hooguit 280 tekens. Geen namen, adressen of nummers, ook niet van een ander."),
        max_length=Contribution.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Schrijf eerst iets, dan kun je het delen."),
            "max_length": _(
                "Je tekst is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in. "
                "Wat je schreef staat er nog."
            ),
        },
    )
    domain = forms.ModelChoiceField(
        label=_("Bij welke plek hoort het?"),
        queryset=LifeDomain.objects.filter(for_ideas=True),
        required=False,
        empty_label=_("overal"),
        error_messages={"invalid_choice": _("Deze plek kennen we niet. Kies uit de lijst.")},
    )

    def __init__(self, *args: object, campaigns: list[Campaign], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        ids = [campaign.pk for campaign in campaigns]
        self.fields["campaign"].queryset = Campaign.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
        if len(campaigns) == 1:
            self.fields["campaign"].widget = forms.HiddenInput()

    def clean_text(self) -> str:
        text = " ".join(str(self.cleaned_data["text"]).split())
        found = {one.flag for one in flags_in(text)}
        faults = [advice for flag, advice in _ADVICE.items() if flag in found]
        if faults:
            raise forms.ValidationError([str(fault) for fault in faults])
        return text
