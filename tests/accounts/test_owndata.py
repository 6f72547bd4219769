"""The register of what participants own."""

import pytest

from accounts.models import Participant
from accounts.services import owndata


@pytest.fixture
def own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owndata, "_registered", {})


def holders() -> object:
    return Participant.objects.values_list("pk")


@pytest.mark.usefixtures("own_register")
def test_a_kind_is_registered_under_its_name() -> None:
    owndata.register("postzegels", holders=holders)  # type: ignore[arg-type]
    assert owndata.registered() == {"postzegels": holders}


@pytest.mark.usefixtures("own_register")
def test_the_same_name_replaces() -> None:
    owndata.register("postzegels", holders=lambda _now: None)  # type: ignore[arg-type,return-value]
    owndata.register("postzegels", holders=holders)  # type: ignore[arg-type]
    assert owndata.registered() == {"postzegels": holders}


@pytest.mark.usefixtures("own_register")
def test_what_is_given_is_a_copy() -> None:
    owndata.registered()["vreemd"] = holders  # type: ignore[assignment]
    assert owndata.registered() == {}
