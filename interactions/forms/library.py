"""Browsing the library."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PickMany, PickOne
from interactions.models import LifeDomain
from interactions.models.library import Form, Step


class BrowseForm(forms.Form):
    """Where, what kind, how big; everything may be left open. An unknown value counts as left open."""

    plek = forms.MultipleChoiceField(
        label=_("Waar ben je vandaag?"), required=False, widget=PickMany(icons="d-{}", layout="tiles")
    )
    vorm = forms.ChoiceField(
        label=_("Zeggen of doen?"),
        required=False,
        choices=[("", _("allebei")), (Form.GROETSMOESJE, _("zeggen")), (Form.TIP, _("doen"))],
        widget=PickOne(layout="tiles"),
    )
    stap = forms.ChoiceField(
        label=_("Hoe groot is je stap?"),
        required=False,
        choices=[("", _("alle")), *Step.choices],
        widget=PickOne(icons="s-{}", layout="tiles"),
    )

    def __init__(self, *args: object, domains: list[LifeDomain], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        place = self.fields["plek"]
        place.choices = [(domain.key, domain.words.short_name) for domain in domains]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The usable answers, as keyword arguments of `queries.library.browse`."""
        self.is_valid()
        return {
            "domains": self.cleaned_data.get("plek", []),
            "form": self.cleaned_data.get("vorm", ""),
            "step": self.cleaned_data.get("stap", ""),
        }
