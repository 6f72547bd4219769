"""Both sides of a measurement do the same work; how fast is nobody's business here."""

import re

import pytest
from django.core import mail

from accounts.models import Message
from bench import draining, planning
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
