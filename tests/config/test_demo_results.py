"""The demo's results: drawn with real noise from made-up people, once."""

import datetime as dt

import pytest
from django.utils import timezone

from challenges.services.campaign_files import load_national_campaign
from config import demo_results
from config.demo import build_demo
from insights.models import Release, Signature
from interactions.services.library import load_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def few_people(monkeypatch: pytest.MonkeyPatch) -> None:
    few = [demo_results.Past(one.slug, one.like, one.name, 6) for one in demo_results.PAST]
    monkeypatch.setattr(demo_results, "PAST", few)
    monkeypatch.setattr(demo_results, "NATIONAL_PEOPLE", 6)
    monkeypatch.setattr("config.demo.PEOPLE", 1)


@pytest.mark.usefixtures("few_people")
def test_everything_that_is_over_is_drawn_and_signed_once() -> None:
    now = timezone.now()
    load_library(now=now)
    load_national_campaign()
    build_demo(now=now)
    assert demo_results.fill_results(now=now) == [one.name for one in demo_results.PAST]
    drawn = [
        (
            str(release.draw.campaign and release.draw.campaign.slug),
            release.draw.kind,
            release.signatures.count(),
        )
        for release in Release.objects.order_by("pk").select_related("draw__campaign")
    ]
    assert drawn == [
        (slug, kind, 1)
        for slug in ("amsterdam-zomer", "enschede-zomer")
        for kind in ("interim_1", "interim_2", "final")
    ] + [("None", "national", 2)]
    assert demo_results.fill_results(now=now) == []
    assert Signature.objects.count() == 8


@pytest.mark.parametrize(
    ("today", "cohort"),
    [
        (dt.date(2026, 11, 25), "2026-Q3"),
        (dt.date(2026, 10, 7), "2026-Q2"),
        (dt.date(2026, 10, 8), "2026-Q3"),
        (dt.date(2027, 1, 2), "2026-Q3"),
    ],
)
def test_the_newest_national_release_is_one_whose_day_has_come(today: dt.date, cohort: str) -> None:
    assert demo_results._latest(today).cohort == cohort
