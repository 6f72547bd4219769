"""Secrets in addresses and values of rows stay out of the logs."""

import logging
import sys

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Contact, index_of_address
from config.log_filter import WithoutSecrets
from tests.factories import AT_NOON, make_participant


@pytest.mark.parametrize(
    ("message", "args", "written"),
    [
        ("Not Found: %s", ("/startlink/abc-DEF_1/",), "Not Found: /startlink/…/"),
        (
            "Forbidden (CSRF token missing.): /startlink/abc./",
            (),
            "Forbidden (CSRF token missing.): /startlink/…/",
        ),
        ("Gone: %s", ("/terug/code/ABCD1234EFGH/",), "Gone: /terug/code/…/"),
        ("Gone: %s", ("/dag/abc_1-2/",), "Gone: /dag/…/"),
        ("OK: %s", ("/afmelden/abc.def/",), "OK: /afmelden/…/"),
        ("OK: %s", ("/berichten/abc.def/",), "OK: /berichten/…/"),
        ("Gone: %s", ("/inloggen/uitnodiging/abc_1-2/",), "Gone: /inloggen/uitnodiging/…/"),
        ("Not Found: %s", ("/bestaat-niet/",), "Not Found: /bestaat-niet/"),
        ("Not Found: %s", ("/terug/code/",), "Not Found: /terug/code/"),
        ("100 %", (), "100 %"),
        (
            "failed: %s",
            ("bad row\nDETAIL:  Failing row contains (1, een\ndagboek).",),
            "failed: bad row\nDETAIL: …",
        ),
        (
            "raised %r",
            (ValueError("bad\nCONTEXT:  JSON data, line 1: geheim"),),
            "raised ValueError('bad\\nCONTEXT: …",
        ),
    ],
)
def test_a_message_is_written_without_what_is_of_one_person(
    message: str, args: tuple[object, ...], written: str
) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args or None, None)
    assert WithoutSecrets().filter(record) is True
    assert record.getMessage() == written


def written_of_the_error_at_hand() -> str:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Fault", None, sys.exc_info())
    WithoutSecrets().filter(record)
    return logging.Formatter("%(message)s").format(record)


@pytest.mark.django_db
def test_the_account_of_a_refused_row_tells_nothing_of_the_row() -> None:
    address = "kanarie@thuis.example"
    Contact.objects.create(participant=make_participant(), address=address, confirmed_at=AT_NOON)
    try:
        with transaction.atomic():
            Contact.objects.create(participant=make_participant(), address=address, confirmed_at=AT_NOON)
    except IntegrityError:
        written = written_of_the_error_at_hand()
    assert "kanarie" not in written
    assert index_of_address(address).hex() not in written
    assert written.count("DETAIL: …") == 2  # of psycopg, and of Django
    assert "direct cause of the following exception" in written
    assert "contact_address" in written or "unique constraint" in written


def test_the_account_of_an_error_has_no_secret_of_an_address() -> None:
    try:
        raise ValueError("no page for /startlink/geheim-1/ and '/terug/code/4F7K'")
    except ValueError:
        written = written_of_the_error_at_hand()
    assert written.endswith("ValueError: no page for /startlink/…/ and '/terug/code/…'")
