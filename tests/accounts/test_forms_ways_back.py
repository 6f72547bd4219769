"""The address to come back with: one mailbox is one address, and whatever is typed gets an answer."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.forms.ways_back import AddressForm
from accounts.models import EmailCode

INVALID = "Dit lijkt geen e-mailadres."


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Noor@Thuis.Example ", "noor@thuis.example"),
        ("noor.de-wit+gedag@thuis.example", "noor.de-wit+gedag@thuis.example"),
        ("o'neill@thuis.example", "o'neill@thuis.example"),
        ("noor@Café.example", "noor@xn--caf-dma.example"),
        ("noor@xn--caf-dma.example", "noor@xn--caf-dma.example"),
        ("a" * 64 + "@thuis.example", "a" * 64 + "@thuis.example"),
    ],
)
def test_an_address_is_written_in_one_plain_way(typed: str, address: str) -> None:
    form = AddressForm({"address": typed})
    assert (form.is_valid(), form.cleaned_data.get("address")) == (True, address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "=?utf-8?q?noor?=@thuis.example",
        '"noor"@thuis.example',
        "x" * 250 + "@thuis.example",
        "İ" * 200 + "@thuis.example",
        "\u212anoor@thuis.example",
        "noor@" + "ß" * 60 + ".example",
        "noor@" + "é" * 70 + ".example",
        "noor@thuis..example",
        "noor@[127.0.0.1]",
        "noor@localhost",
        "noor@thuis",
        "noor@@thuis.example",
    ],
)
def test_an_address_that_cannot_be_is_said_and_stays_typed(typed: str, deelnemer_face: Client) -> None:
    response = deelnemer_face.post("/terug/mail/", {"address": typed})
    assert (response.status_code, INVALID in response.content.decode()) == (422, True)
    assert response.context["address_form"]["address"].value() == typed
    assert EmailCode.objects.count() == 0


@given(
    st.text(max_size=300)
    | st.emails()
    | st.builds("{}@{}".format, st.text(max_size=80), st.text(max_size=200))
)
def test_whatever_is_typed_becomes_an_address_that_fits_or_a_sentence(typed: str) -> None:
    form = AddressForm({"address": typed})
    if form.is_valid():
        address = form.cleaned_data["address"]
        assert (address.isascii(), address, len(address) <= 254) == (True, address.lower(), True)
    else:
        assert form.errors["address"]
