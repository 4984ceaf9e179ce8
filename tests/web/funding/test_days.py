"""Days on the pages of the fund are written out."""

from datetime import date

import pytest

from arbeidspact.funding.commands import MilestoneEntry

pytestmark = pytest.mark.django_db


def test_the_day_of_a_milestone_is_written_out(sign_in, applicant, call, submitted):
    milestones = (MilestoneEntry(what="Eerste groep begint", due_on=date(2027, 1, 21)),)
    application = submitted(call, applicant, milestones=milestones)

    page = sign_in(applicant).get(f"/fund/applications/{application.reference}/").content.decode()

    assert "<li>Eerste groep begint (21 January 2027)</li>" in page
    assert "2027-01-21" not in page
