"""Secrets in addresses stay out of the logs."""

import logging

import pytest

from config.log_filter import WithoutSecrets


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
        ("Not Found: %s", ("/bestaat-niet/",), "Not Found: /bestaat-niet/"),
        ("100 %", (), "100 %"),
    ],
)
def test_a_way_back_is_written_without_its_secret(message: str, args: tuple[str, ...], written: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args or None, None)
    assert WithoutSecrets().filter(record) is True
    assert record.getMessage() == written
