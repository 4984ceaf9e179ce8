"""Signals at the command line: reminding, first said, then done."""

import pytest

from arbeidspact.correspondence.models import Message
from arbeidspact.organisations.models import Role
from tests.organisations.factories import actor_with
from tests.steering.factories import SignalFactory

pytestmark = pytest.mark.django_db


def test_reminders_are_first_said_and_then_written_once(run):
    actor_with(Role.STEERING_MEMBER, werkpunt=True)
    SignalFactory(overdue=True)

    assert "Would remind of 0 signals whose term ends soon and 1 that are overdue" in run("steering", "remind").output
    assert not Message.objects.exists()
    assert "and 1 that are overdue" in run("steering", "remind", "--yes").output
    assert "and 0 that are overdue" in run("steering", "remind", "--yes").output
    assert Message.objects.count() == 1
