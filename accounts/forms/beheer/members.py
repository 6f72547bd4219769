"""Inviting somebody, and what somebody is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PickOne
from accounts.models import Organisation
from accounts.permissions import Role

ROLE_NAMES = {
    Role.MANAGER: _("Beheerder"),
    Role.EDITOR: _("Redacteur"),
    Role.VIEWER: _("Meekijker"),
    Role.EDITORIAL: _("Redactie"),
    Role.ANALYST: _("Analist"),
}
ROLE_WORDS = {
    Role.MANAGER: _("Mag alles: campagnes publiceren en afsluiten, berichten sturen, collega's uitnodigen."),
    Role.EDITOR: _(
        "Maakt en wijzigt campagnes en beslist over bijdragen. Publiceren en afsluiten doet een beheerder."
    ),
    Role.VIEWER: _("Kijkt mee en verandert niets."),
    Role.EDITORIAL: _("Werkt aan de bibliotheek met ideeën en aan de landelijke campagne."),
    Role.ANALYST: _("Kijkt mee met de campagnes en verandert niets."),
}


def role_name(role: str) -> Any:
    """What people call a role."""
    return ROLE_NAMES[Role(role)]


class RoleForm(forms.Form):
    """What somebody is in one kind of organisation."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("Wat mag deze collega?"),
            choices=[(role.value, ROLE_NAMES[role]) for role in organisation.roles],
            widget=PickOne(subs={role.value: ROLE_WORDS[role] for role in organisation.roles}),
            error_messages={
                "required": _("Kies wat je collega mag."),
                "invalid_choice": _("Kies een van deze rollen."),
            },
        )


class InviteForm(RoleForm):
    """An invitation: to which work address, to whom, for what."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vul de naam van je collega in.")},
    )
    email = forms.EmailField(
        label=_("Werkadres voor e-mail"),
        help_text=_("Op dit adres komt de uitnodiging, en later elke keer de code om in te loggen."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Vul het werkadres van je collega in."),
            "invalid": _("Dit lijkt geen e-mailadres. Er hoort een @ in, zoals naam@gemeente.nl."),
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()
