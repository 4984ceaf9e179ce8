"""What an unforeseen error leaves in the logs: where and of which kind, never the values of a person."""

import logging
import sys

import pytest
from django.db import IntegrityError

from arbeidspact.settings.quiet_logs import QuietFormatter

NAME = "Amina"


def raise_as_a_database_does() -> None:
    try:
        raise ValueError(f"Failing row contains (7, {NAME}, 1988-03-14)")
    except ValueError as error:
        raise IntegrityError(f"Key (name)=({NAME}) already exists") from error


def test_an_error_is_logged_without_its_values():
    with pytest.raises(IntegrityError):
        raise_as_a_database_does()
    try:
        raise_as_a_database_does()
    except IntegrityError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "", 0, "Internal Server Error", None, sys.exc_info()
        )

    text = QuietFormatter().format(record)

    assert NAME not in text
    assert "IntegrityError" in text
    assert "ValueError" in text
    assert "raise_as_a_database_does" in text


def test_the_console_of_every_installation_is_quiet(settings):
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "quiet"
    assert all(handler == "console" for handler in settings.LOGGING["root"]["handlers"])
