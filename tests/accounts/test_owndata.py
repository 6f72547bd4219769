"""The register of what participants own."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import QuerySet

from accounts.models import Participant
from accounts.services import owndata


@pytest.fixture
def own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owndata, "_registered", {})


def holders(now: dt.datetime) -> QuerySet[Any, Any]:
    return Participant.objects.filter(created_at__lte=now).values_list("pk")


def nobody(_now: dt.datetime) -> QuerySet[Any, Any]:
    return Participant.objects.none()


@pytest.mark.usefixtures("own_register")
def test_a_kind_is_registered_under_its_name() -> None:
    owndata.register("postzegels", holders=holders)
    assert owndata.registered() == {"postzegels": holders}


@pytest.mark.usefixtures("own_register")
def test_the_same_name_replaces() -> None:
    owndata.register("postzegels", holders=nobody)
    owndata.register("postzegels", holders=holders)
    assert owndata.registered() == {"postzegels": holders}


@pytest.mark.usefixtures("own_register")
def test_what_is_given_is_a_copy() -> None:
    owndata.registered()["vreemd"] = holders
    assert owndata.registered() == {}
