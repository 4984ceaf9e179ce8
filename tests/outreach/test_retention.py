"""Contacts that never became a file are forgotten when their time is over."""

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import AuditEvent
from arbeidspact.outreach.actions import anonymise_old_contacts
from arbeidspact.outreach.actions.retention import WITHDRAWN_DAYS
from arbeidspact.outreach.models import Contact
from arbeidspact.outreach.models import WithdrawalReason as Why
from tests.outreach.factories import ContactFactory, MomentFactory, days_ago

pytestmark = pytest.mark.django_db
KEPT = 365


@pytest.fixture
def _days(settings):
    settings.CONTACT_DAYS = KEPT


@pytest.mark.usefixtures("_days")
@pytest.mark.parametrize(("days", "goes"), [(KEPT, 0), (KEPT + 1, 1)])
def test_a_silent_contact_is_kept_so_many_days(days, goes, place):
    ContactFactory(place=place, met_on=days_ago(days))

    assert anonymise_old_contacts(actor=operator()).silent == goes


@pytest.mark.usefixtures("_days")
@pytest.mark.parametrize(("days", "goes"), [(WITHDRAWN_DAYS, 0), (WITHDRAWN_DAYS + 1, 1)])
def test_a_withdrawn_contact_is_kept_a_month(days, goes, place):
    ContactFactory(place=place, met_on=days_ago(90), withdrawn_on=days_ago(days), withdrawn_because=Why.NO_WISH)

    assert anonymise_old_contacts(actor=operator()).withdrawn == goes


@pytest.mark.usefixtures("_days")
def test_a_rehearsal_changes_nothing_and_twice_is_once(place):
    old = ContactFactory(place=place, met_on=days_ago(KEPT + 5), note="zoekt werk")
    MomentFactory(contact=old, on=days_ago(KEPT + 2), note="belt later")

    assert anonymise_old_contacts(actor=operator()).total == 1
    assert Contact.objects.get().given_name == "Samira"

    assert anonymise_old_contacts(actor=operator(), is_rehearsal=False).total == 1
    old.refresh_from_db()
    assert (old.given_name, old.reach, old.note) == ("", "", "")
    assert old.moments.get().note == ""
    assert old.anonymised_on == timezone.localdate()
    assert old.was_reachable
    assert anonymise_old_contacts(actor=operator(), is_rehearsal=False).total == 0
    assert AuditEvent.objects.filter(action="anonymise-contacts").count() == 1


@pytest.mark.usefixtures("_days")
def test_who_has_a_file_or_was_followed_up_stays(place):
    ContactFactory(place=place, met_on=days_ago(KEPT + 100), with_file=True)
    followed = ContactFactory(place=place, met_on=days_ago(KEPT + 100))
    MomentFactory(contact=followed, on=days_ago(KEPT))

    assert anonymise_old_contacts(actor=operator(), is_rehearsal=False).total == 0


def test_only_the_operator_runs_it(worker):
    with pytest.raises(NotAllowed):
        anonymise_old_contacts(actor=worker)
