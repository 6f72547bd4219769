"""What an institute notes by hand: once, changed, taken out, and never another institute's."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from challenges.models import OutsideCampaign
from challenges.services.outside_campaigns import (
    OutsideCampaignGoneError,
    change_outside_campaign,
    note_outside_campaign,
    remove_outside_campaign,
)
from tests.faces import BEHEER, database_login
from tests.factories import TODAY, make_organisation

pytestmark = pytest.mark.django_db
SAID = {
    "municipality": "Zutphen",
    "name": "Week van het bankje",
    "starts_on": TODAY,
    "ends_on": None,
    "about_how_many": "een paar straten",
    "did": "Bankjes in de voortuin.",
    "address": "https://www.voorbeeld.example/bankje",
}


def test_the_same_form_twice_is_one_entry() -> None:
    organisation, number = make_organisation(kind="institute"), uuid.uuid4()
    with database_login(BEHEER, organisation=organisation):
        first, second = (
            note_outside_campaign(organisation=organisation, client_id=number, said=SAID) for _ in range(2)
        )
    assert (first, OutsideCampaign.objects.count()) == (second, 1)


def test_it_is_changed_and_taken_out() -> None:
    organisation = make_organisation(kind="institute")
    entry: Any = note_outside_campaign(organisation=organisation, client_id=uuid.uuid4(), said=SAID)
    with database_login(BEHEER, organisation=organisation):
        change_outside_campaign(organisation=organisation, pk=entry.pk, said={**SAID, "name": "Bankjesweek"})
    entry.refresh_from_db()
    assert (entry.name, entry.municipality) == ("Bankjesweek", "Zutphen")
    for _ in range(2):
        with database_login(BEHEER, organisation=organisation):
            remove_outside_campaign(organisation=organisation, pk=entry.pk)
    with pytest.raises(OutsideCampaignGoneError):
        change_outside_campaign(organisation=organisation, pk=entry.pk, said=SAID)
    assert list(entry.events.order_by("pgh_id").values_list("pgh_label", "name")) == [
        ("insert", "Week van het bankje"),
        ("update", "Bankjesweek"),
        ("delete", "Bankjesweek"),
    ]


def test_another_institutes_entry_is_not_there() -> None:
    organisation, other = make_organisation(kind="institute"), make_organisation(kind="institute")
    entry = note_outside_campaign(organisation=organisation, client_id=uuid.uuid4(), said=SAID)
    with pytest.raises(OutsideCampaignGoneError):
        change_outside_campaign(organisation=other, pk=entry.pk, said=SAID)
    remove_outside_campaign(organisation=other, pk=entry.pk)
    assert list(OutsideCampaign.objects.all()) == [entry]


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "http://voorbeeld.example/"},
        {"address": "javascript:alert(1)"},
        {"ends_on": TODAY.replace(day=1)},
    ],
)
def test_the_database_refuses_what_no_form_lets_through(wrong: dict[str, object]) -> None:
    organisation = make_organisation(kind="institute")
    with pytest.raises(IntegrityError), transaction.atomic():
        note_outside_campaign(organisation=organisation, client_id=uuid.uuid4(), said={**SAID, **wrong})
