"""Handovers that nobody answered expire at the command line: first said, then done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.handovers.factories import HandoverFactory

pytestmark = pytest.mark.django_db


def test_only_what_is_past_its_last_day_expires_and_only_when_told_to(run):
    late = HandoverFactory(expires_on=timezone.localdate() - timedelta(days=1))
    today = HandoverFactory(expires_on=timezone.localdate())

    assert "Would expire 1 handovers" in run("handovers", "expire").output
    late.refresh_from_db()
    assert late.state == "pending"

    assert "Expired 1 handovers" in run("handovers", "expire", "--yes").output
    assert "Expired 0 handovers" in run("handovers", "expire", "--yes").output
    late.refresh_from_db()
    today.refresh_from_db()
    assert (late.state, today.state) == ("expired", "pending")
