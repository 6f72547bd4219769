"""Letting a release out: one signature or two different people, and never twice the same."""

import pytest
from django.db import DatabaseError, transaction

from insights.models import Signature
from insights.queries.publication import published_releases, standing_of
from insights.services.signing import AlreadyOutError, AlreadySignedError, sign_release
from tests.factories import AT_NOON, make_campaign, make_staff
from tests.releases import make_national, make_release, sign

pytestmark = pytest.mark.django_db
LATER = AT_NOON.replace(hour=14)


def test_a_campaigns_own_is_out_after_one() -> None:
    release, staff = make_release(campaign=make_campaign(length=3)), make_staff()
    assert standing_of(release).out_since is None
    assert sign_release(release=release, by=staff, now=LATER).out_since == LATER
    with pytest.raises(AlreadySignedError):
        sign_release(release=release, by=staff, now=LATER)
    with pytest.raises(AlreadyOutError):
        sign_release(release=release, by=make_staff(), now=LATER)
    assert Signature.objects.count() == 1


def test_a_national_one_is_out_after_two_different_people() -> None:
    release, staff = make_national(), make_staff()
    assert sign_release(release=release, by=staff, now=AT_NOON).missing == 1
    with pytest.raises(AlreadySignedError):
        sign_release(release=release, by=staff, now=LATER)
    assert list(published_releases()) == []
    assert sign_release(release=release, by=make_staff(), now=LATER).out_since == LATER
    assert list(published_releases()) == [release]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_signature_cannot_be_taken_back(change: str) -> None:
    release = sign(make_release(campaign=make_campaign(length=3)), make_staff())
    found = Signature.objects.filter(release=release)
    with pytest.raises(DatabaseError), transaction.atomic():
        found.update(signed_at=LATER) if change == "update" else found.delete()
    assert list(published_releases()) == [release]
