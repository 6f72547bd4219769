"""The groetsmoesje builder: where, who you are, and your own words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from accounts.forms.widgets import PickOne
from interactions.models import LifeDomain, OwnOpener
from interactions.models.library import Character

CHARACTER_LINES = {
    Character.OBSERVER.value: _("je ziet iets en zegt het"),
    Character.ASKER.value: _("je bent benieuwd"),
    Character.GIVER.value: _("je deelt of helpt graag"),
    Character.JOKER.value: _("je houdt het luchtig"),
}


class BuilderForm(forms.Form):
    """Place and character; `turn` asks for other openers."""

    plek = forms.ChoiceField(
        label=_("Waar ben je?"),
        widget=PickOne(icons="d-{}", layout="tiles"),
        error_messages={
            "required": _("Tik een plek aan."),
            "invalid_choice": _("Deze plek kennen we niet. Kies uit de lijst."),
        },
    )
    karakter = forms.ChoiceField(
        label=_("Hoe begin je het liefst?"),
        choices=Character.choices,
        widget=PickOne(layout="two", subs=CHARACTER_LINES),
        error_messages={
            "required": _("Tik aan hoe je het liefst begint."),
            "invalid_choice": _("Kies een van de vier."),
        },
    )
    beurt = forms.IntegerField(required=False, min_value=0, max_value=1000, widget=forms.HiddenInput)

    def __init__(self, *args: object, domains: list[LifeDomain], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        place = self.fields["plek"]
        place.choices = [(domain.key, domain.words.short_name) for domain in domains]  # type: ignore[attr-defined]


class OpenerStartForm(forms.Form):
    """With which opener to begin: one of the library (`van`), or one that was kept (`mijn`)."""

    van = forms.SlugField(required=False)
    mijn = forms.UUIDField(required=False)


class OpenerForm(forms.Form):
    """An opener in one's own words; the page made its id."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = LineField(
        label=_("Jouw smoesje"),
        help_text=_("Maak er je eigen zin van. Hooguit 120 tekens."),
        max_length=OwnOpener._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Schrijf een zin, dan kun je hem bewaren."),
            "max_length": _(
                "Je smoesje is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in. "
                "Wat je schreef staat er nog."
            ),
        },
    )
    domain = forms.ModelChoiceField(queryset=LifeDomain.objects.all(), widget=forms.HiddenInput)
    character = forms.ChoiceField(required=False, choices=Character.choices, widget=forms.HiddenInput)
    opener = forms.SlugField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return " ".join(str(self.cleaned_data["text"]).split())
