"""A release is read a thousand times, by staff and by anybody, and after somebody was erased: the same bytes."""

import json
from collections import Counter

import pytest

from accounts.models import Organisation
from accounts.services.participants import erase_participant
from challenges.models import Participation
from insights.models import Release, ReleaseKind, ReleaseTable
from insights.queries import policy
from tests.attack.bodies import Marks, numbers_in
from tests.attack.world import DAY, begin, draw_now, take_part
from tests.faces import BEHEER, DEELNEMER, database_login
from tests.factories import AT_NOON

pytestmark = pytest.mark.django_db

AFTER = AT_NOON + 10 * DAY


@pytest.fixture
def release() -> Release:
    campaign = begin(rolling=False, length=6)
    for days in (2, 3, 1):
        take_part(campaign, days)
    return draw_now(campaign, kind=ReleaseKind.FINAL, now=AFTER)


def _everything(release: Release) -> str:
    body, digest = Release.objects.values_list("body", "digest").get(pk=release.pk)
    tables = ReleaseTable.objects.filter(release=release).order_by("pk").values_list("kind", "cells")
    return f"{body} {digest} {list(tables)}"


@pytest.mark.parametrize("role", [BEHEER, DEELNEMER])
def test_a_thousand_readings_give_one_body(release: Release, role: str) -> None:
    organisation = Organisation.objects.filter(campaigns__draws__release=release).first()
    with database_login(role, organisation=organisation):
        bodies = Counter(Release.objects.values_list("body", flat=True).get() for _ in range(1_000))
    assert bodies == {release.body: 1_000}


def test_erasing_somebody_changes_no_byte(release: Release) -> None:
    before = _everything(release)
    for participation in Participation.objects.select_related("participant"):
        erase_participant(participant=participation.participant)
        assert _everything(release) == before
    assert Participation.objects.count() == 0


def test_a_stored_release_holds_marks_and_the_version_of_the_policy() -> None:
    campaign, marks = begin(rolling=False, length=6), Marks()
    take_part(campaign, 3)
    release = draw_now(campaign, kind=ReleaseKind.FINAL, now=AFTER, noise=marks)
    assert sorted(numbers_in(json.loads(release.body))) == [policy.VERSION, *marks.given]
    in_tables = [number for table in release.tables.all() for number in numbers_in(table.cells)]
    assert sorted(in_tables) == marks.given
