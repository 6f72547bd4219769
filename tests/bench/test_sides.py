"""Both sides of a measurement do the same work; how fast is nobody's business here."""

import io
import json
import re

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.models import Message
from bench import draining, planning, release
from challenges.models import Campaign
from insights.models import CountedParticipation, Draw, Release, ReleaseKind
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db(transaction=True)

SAME = ("kind", "participant", "dedupe_key", "local_date", "not_before", "expires_at", "state", "created_at")


@pytest.fixture(autouse=True)
def _national() -> None:
    make_campaign(starts_on=None, slug="landelijk", national=True)


def test_the_bare_statement_makes_the_rows_that_planning_makes() -> None:
    planning.stage(3)
    planning.bare(3)
    bare = set(Message.objects.values_list(*SAME))
    planning.planned(3)
    assert set(Message.objects.values_list(*SAME)) == bare
    planning.planned_again()
    assert len(bare) == 3


def test_the_bare_loops_send_the_mails_that_draining_sends() -> None:
    def sent() -> list[tuple[list[str], str, str]]:
        found = [(one.to, str(one.subject), _without_secrets(str(one.body))) for one in mail.outbox]
        mail.outbox.clear()
        return sorted(found)

    draining.bare(draining.staged_letters(3))
    ready = sent()
    draining.bare_writing(draining.staged(3))
    written = sent()
    draining.stage(3)
    draining.drained(3)
    assert sent() == ready == written
    assert len(ready) == 3


def _without_secrets(body: str) -> str:
    """A mail without what is made anew every time: its links, which are also what offers the idea of that day."""
    return re.sub(r"/(dag|berichten)/[^/\s]+/", r"/\1/…/", body)


def test_a_release_is_drawn_about_everybody_who_was_staged(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_library", verbosity=0, stdout=io.StringIO())
    assert release.stage(3) == (3, 3 * release.DAYS)
    release.bare()
    for number, kind in enumerate((ReleaseKind.QUARTER, ReleaseKind.NATIONAL)):
        campaign = Campaign.objects.get() if kind == ReleaseKind.QUARTER else None
        draw = Draw.objects.create(campaign=campaign, kind=kind, cohort="2026-Q4", due_on=release.DUE_ON)
        release.draw_here(draw.pk)
        took = json.loads(capsys.readouterr().out)
        assert sorted(took) == ["before", "computing", "loading", "megabytes", "seconds"]
        assert Release.objects.count() == number + 1
        assert CountedParticipation.objects.filter(draw=draw).count() == 3
    release.forget()
    assert CountedParticipation.objects.count() == 0
