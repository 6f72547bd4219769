"""What staff send from the board of days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.queries.staff_autofill import Scope
from challenges.queries.staff_days import MOST_DAYS
from interactions.models import LifeDomain
from interactions.models.library import Act, Form, Step

_HIGHEST_ID = 2**31 - 1


class PickerForm(forms.Form):
    """Words and filters of the picker; an unknown value counts as left open."""

    zoek = forms.CharField(
        label=_("Zoek op woord"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    plek = forms.ChoiceField(label=_("Plek"), required=False)
    stap = forms.ChoiceField(label=_("Stap"), required=False, choices=[("", _("alle")), *Step.choices])
    vorm = forms.ChoiceField(
        label=_("Soort"),
        required=False,
        choices=[("", _("zeggen en doen")), (Form.GROETSMOESJE, _("zeggen")), (Form.TIP, _("doen"))],
    )
    wat = forms.ChoiceField(label=_("Wat je doet"), required=False, choices=[("", _("alles")), *Act.choices])
    vrij = forms.BooleanField(label=_("Alleen wat nog nergens staat"), required=False)

    def __init__(self, *args: Any, domains: tuple[LifeDomain, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["plek"]
        place.choices = [("", _("overal")), *((one.pk, one.name) for one in domains)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The usable answers, as keyword arguments of `choices`."""
        self.is_valid()
        got = self.cleaned_data
        return {
            "words": got.get("zoek", ""),
            "domain": got.get("plek", ""),
            "step": got.get("stap", ""),
            "form": got.get("vorm", ""),
            "act": got.get("wat", ""),
            "unused_only": got.get("vrij", False),
        }


class ChooseForm(forms.Form):
    """An idea for a day, with what was in its three slots on the screen."""

    idee = forms.IntegerField(min_value=1, max_value=_HIGHEST_ID)
    gezien_knik = forms.IntegerField(required=False, min_value=1, max_value=_HIGHEST_ID)
    gezien_zin = forms.IntegerField(required=False, min_value=1, max_value=_HIGHEST_ID)
    gezien_praatje = forms.IntegerField(required=False, min_value=1, max_value=_HIGHEST_ID)

    def seen(self, step: str) -> int | None:
        """The idea that was in the slot of this step size on the screen."""
        seen: int | None = self.cleaned_data[f"gezien_{step}"]
        return seen


class ClearForm(forms.Form):
    """Which slot to clear, with the idea that was in it on the screen."""

    stap = forms.ChoiceField(choices=Step.choices)
    gezien = forms.IntegerField(min_value=1, max_value=_HIGHEST_ID)


class _StampedForm(forms.Form):
    """Everything that acts on the whole board says which board was on the screen."""

    stand = forms.CharField(max_length=16)


class MoveForm(_StampedForm):
    van = forms.IntegerField(min_value=1, max_value=999)
    naar = forms.IntegerField(min_value=1, max_value=999)


class CopyForm(_StampedForm):
    week = forms.IntegerField(min_value=1, max_value=99)
    naar = forms.IntegerField(min_value=1, max_value=99)


class SeedForm(forms.Form):
    """Which proposal: the seed and what is filled. Something unknown is the first one."""

    zaad = forms.IntegerField(min_value=1, max_value=9999)
    wat = forms.ChoiceField(choices=[(scope.value, scope.value) for scope in Scope], required=False)

    def chosen(self) -> tuple[int, Scope]:
        self.is_valid()
        return self.cleaned_data.get("zaad") or 1, Scope(self.cleaned_data.get("wat") or Scope.DAYS)


class TakeForm(SeedForm, _StampedForm):
    """The proposal as it was on the screen."""


class LengthForm(forms.Form):
    """How many days a rolling campaign has."""

    aantal = forms.IntegerField(
        label=_("Aantal dagen"),
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={
            "required": _("Vul in hoeveel dagen de campagne heeft."),
            "invalid": _("Vul een getal in."),
            "min_value": _("Een campagne heeft minstens 1 dag."),
            "max_value": _("Een campagne heeft hooguit 90 dagen."),
        },
    )
