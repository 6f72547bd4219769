"""Coming back: a code from paper, an address, the code that was mailed."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PickOne
from accounts.services.secrets import ALPHABET, EMAIL_LENGTH, PAPER_LENGTH, read_code


class CodeField(forms.CharField):
    """A code as people type it; gives it plain. `length` is the number of characters without dashes."""

    def __init__(self, *, length: int, **kwargs: object) -> None:
        attrs = {
            "autocapitalize": "characters",
            "autocomplete": "one-time-code",
            "autocorrect": "off",
            "spellcheck": "false",
        }
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=60, **kwargs)  # type: ignore[arg-type]
        self.length = length

    def clean(self, value: object) -> str:
        code = read_code(str(super().clean(value)))
        if len(code) != self.length:
            raise forms.ValidationError(
                _("Dit zijn %(have)d tekens. Er horen er %(want)d in."),
                params={"have": len(code), "want": self.length},
            )
        if set(code) - set(ALPHABET):
            raise forms.ValidationError(
                _("Er staat een teken in dat niet in een code voorkomt. Kijk nog eens goed.")
            )
        return code


class PaperCodeForm(forms.Form):
    """The code on paper."""

    code = CodeField(
        length=PAPER_LENGTH,
        label=_("De code van je papier"),
        help_text=_("Twaalf letters en cijfers, bijvoorbeeld 4F7K-92MD-XQ3T. Streepjes hoeven niet."),
        error_messages={"required": _("Typ de code van je papier.")},
    )


# What the letters before the @ are made of. No quotes and no encoded words (=?…?=): those write one mailbox in many
# ways, and each would be an address of its own to our limits.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_LONGEST_ADDRESS = 254


class AddressForm(forms.Form):
    """The address to come back with, given in one plain way: lower case, the domain as the mail system writes it."""

    address = forms.EmailField(
        label=_("Je e-mailadres"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Vul je e-mailadres in."),
            "invalid": _("Dit lijkt geen e-mailadres. Er hoort een @ in, zoals naam@voorbeeld.nl."),
        },
    )

    def clean_address(self) -> str:
        local, _at, domain = str(self.cleaned_data["address"]).rpartition("@")
        try:
            domain = domain.encode("idna").decode("ascii").lower()
        except UnicodeError:
            domain = ""
        address = f"{local.lower()}@{domain}"
        if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)) or len(address) > _LONGEST_ADDRESS:
            raise forms.ValidationError(self.fields["address"].error_messages["invalid"], code="invalid")
        return address


class EmailCodeForm(forms.Form):
    """The code from the mailbox. With `whose` also: whether the diary that this device knows is theirs too."""

    code = CodeField(
        length=EMAIL_LENGTH,
        label=_("De code uit je mail"),
        help_text=_("Acht letters en cijfers, bijvoorbeeld 4F7K-92MD."),
        error_messages={"required": _("Typ de code uit je mail.")},
    )
    own = forms.ChoiceField(
        label=_("Op dit toestel staat al een dagboek. Is dat ook van jou?"),
        choices=[("ja", _("Ja, dit is ook van mij")), ("nee", _("Nee, van iemand anders"))],
        widget=PickOne(
            subs={
                "ja": _(
                    "Dit adres hoort er dan bij. Is er al een dagboek bij dit adres, dan komen ze samen."
                ),
                "nee": _("Het blijft apart. Is er een dagboek bij dit adres, dan zie je hier dat."),
            }
        ),
        error_messages={
            "required": _("Tik aan of het dagboek op dit toestel ook van jou is."),
            "invalid_choice": _("Kies ja of nee."),
        },
    )

    def __init__(self, *args: Any, whose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not whose:
            del self.fields["own"]
