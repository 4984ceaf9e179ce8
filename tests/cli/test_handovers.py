"""Handovers that stand still, at the command line: first said, then done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.correspondence.models import Message
from arbeidspact.organisations.models import Role
from tests.handovers.factories import HandoverFactory
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import PersonFactory

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


def test_reminders_go_out_only_when_told_to_and_once(run):
    vdab = OrganisationFactory(vdab=True)
    actor_with(Role.TEAM_LEAD, organisation=vdab)
    HandoverFactory(receiver=vdab, waiting_days=5, person=PersonFactory(family_name="Wachtmans"))

    said = run("handovers", "remind")
    assert "receiver" in said.output
    assert not Message.objects.exists()

    run("handovers", "remind", "--yes")
    again = run("handovers", "remind", "--yes")
    assert again.exit_code == 0
    assert Message.objects.count() == 1
    assert "Wachtmans" not in said.output + again.output
