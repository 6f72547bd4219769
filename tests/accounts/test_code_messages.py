"""The mail with a code goes by the outbox: sealed until it is sent, and the same for known and unknown."""

import datetime as dt
import json

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django import Settings

from accounts.models import Contact, EmailCode, Message, Participant
from accounts.services.code_messages import mail_code
from accounts.services.email_codes import redeem_code, waiting_address
from accounts.services.participants import erase_participant
from accounts.services.secrets import read_code
from tests.factories import AT_NOON, make_contact, make_message, make_participant
from tests.outbox import drain_outbox

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
ADDRESS, BROWSER = "ik@thuis.example", "dit venster"


def ask(address: str = ADDRESS, browser: str = BROWSER, participant: Participant | None = None) -> None:
    mail_code(address=address, browser=browser, participant=participant, now=AT_NOON)


def known(address: str = ADDRESS) -> Contact:
    return Contact.objects.create(participant=make_participant(), address=address, confirmed_at=AT_NOON)


def the_code() -> str:
    (line,) = [line for line in str(mail.outbox[-1].body).splitlines() if len(read_code(line)) == 8]
    return read_code(line)


def test_the_mailed_code_proves_the_address() -> None:
    known()
    ask(address="IK@Thuis.example")
    assert drain_outbox(AT_NOON) == {"sent": 1}
    assert (mail.outbox[0].to, mail.outbox[0].subject) == ([ADDRESS], "Jouw code voor Gedag")
    assert redeem_code(code=the_code(), browser=BROWSER, now=AT_NOON) == ADDRESS


def test_a_new_address_of_a_participant_gets_a_code_and_a_strangers_does_not() -> None:
    ask(participant=make_participant())
    ask(address="vreemd@elders.example", browser="ander venster")
    drain_outbox(AT_NOON)
    assert [one.subject for one in mail.outbox] == ["Jouw code voor Gedag", "Over je code voor Gedag"]
    assert "kennen het hier niet" in str(mail.outbox[1].body)


def test_asking_does_the_same_for_known_and_unknown() -> None:
    known()
    told = []
    for address in (ADDRESS, "on@thuis.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(address=address, browser=address)
        message = Message.objects.latest("pk")
        told.append(([query["sql"].split()[0] for query in queries], len(bytes(message.sealed or b""))))
    assert told[0] == told[1]


def test_nothing_of_it_can_be_read_and_nothing_is_left_when_it_is_sent() -> None:
    known()
    ask()
    message = Message.objects.get()
    row = json.dumps(Message.objects.values().get(), default=str)
    assert ADDRESS not in row
    assert b"thuis" not in bytes(message.sealed or b"")
    drain_outbox(AT_NOON)
    message.refresh_from_db()
    assert (message.state, message.sealed, message.participant) == ("sent", None, None)


@pytest.mark.parametrize(("change", "reason"), [({"used_at": AT_NOON}, "code_used"), (None, "code_gone")])
def test_a_code_that_is_of_no_use_is_not_mailed(change: dict[str, object] | None, reason: str) -> None:
    ask()
    EmailCode.objects.update(**change) if change else EmailCode.objects.all().delete()
    drain_outbox(AT_NOON)
    message = Message.objects.get()
    assert (message.state, message.reason, mail.outbox) == ("cancelled", reason, [])


def test_a_code_comes_within_its_ten_minutes_or_not_at_all() -> None:
    ask()
    assert drain_outbox(AT_NOON + 10 * MINUTE) == {}
    ask(browser="ander venster")
    assert drain_outbox(AT_NOON + 9 * MINUTE) == {"sent": 2}


def test_after_the_key_changed_a_code_is_not_sent_and_not_lost_silently(settings: Settings) -> None:
    ask()
    settings.SECRET_KEY = "x" * 60
    settings.SECRET_KEY_FALLBACKS = []
    drain_outbox(AT_NOON)
    message = Message.objects.get()
    assert (message.state, message.reason) == ("cancelled", "seal_broken")


def test_a_code_is_in_the_language_of_the_page_where_it_was_asked() -> None:
    with override("en"):
        ask(participant=make_participant())
    drain_outbox(AT_NOON)
    assert mail.outbox[0].subject == "Your code for Gedag"


def test_erasing_somebody_takes_codes_on_their_way_along() -> None:
    participant = make_contact().participant
    ask(address=participant.contact.address)
    ask(address="nieuw@thuis.example", browser="ander venster", participant=participant)
    make_message(participant=participant)
    ask(address="iemand@anders.example", browser="derde venster")
    erase_participant(participant=participant)
    assert Message.objects.get().about_id == EmailCode.objects.get().pk
    assert waiting_address(browser="derde venster", now=AT_NOON) == "iemand@anders.example"
