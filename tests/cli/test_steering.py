"""Signals at the command line: reminding and figures, first said, then done."""

import pytest

from arbeidspact.correspondence.models import Message
from arbeidspact.monitor.models import Observation
from arbeidspact.organisations.models import Role
from arbeidspact.steering.figures import INDICATOR
from tests.monitor.factories import an_indicator
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


def test_figures_are_first_shown(run):
    an_indicator(slug=INDICATOR)
    SignalFactory(days_ago=300)

    said = run("steering", "figures", "--area", "gent")

    assert "Say --yes to record them" in said.output
    assert "0.0" in said.output
    assert not Observation.objects.exists()
    assert "Recorded: 1 new" in run("steering", "figures", "--area", "gent", "--yes").output


def test_without_a_definition_it_says_so(run):
    assert "import its definition first" in run("steering", "figures", "--area", "gent").output
