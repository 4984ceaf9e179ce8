"""The situations of reports, at a screen."""

from tests.reports.conftest import *  # noqa: F403
