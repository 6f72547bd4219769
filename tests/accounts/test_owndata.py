"""The register of what participants own."""

import pytest

from accounts.services import owndata


@pytest.fixture
def own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owndata, "_registered", {})


def kind() -> owndata.OwnData:
    return owndata.OwnData(export=lambda _participant: [], merge=lambda *, source, target, now: None)


@pytest.mark.usefixtures("own_register")
def test_a_kind_is_registered_under_its_name() -> None:
    stamps = kind()
    owndata.register("postzegels", stamps)
    assert owndata.registered() == {"postzegels": stamps}


@pytest.mark.usefixtures("own_register")
def test_the_same_name_replaces() -> None:
    stamps = kind()
    owndata.register("postzegels", kind())
    owndata.register("postzegels", stamps)
    assert owndata.registered() == {"postzegels": stamps}


@pytest.mark.usefixtures("own_register")
def test_what_is_given_is_a_copy() -> None:
    owndata.registered()["vreemd"] = kind()
    assert owndata.registered() == {}
