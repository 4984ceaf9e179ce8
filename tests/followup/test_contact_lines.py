"""A contact whom nobody followed up stands in the queue like anybody else, without a file."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from arbeidspact.followup.actions import escalate_old_lines, reassign_line, run_rules, snooze_line
from arbeidspact.followup.commands import ReassignLine, SnoozeLine
from arbeidspact.followup.models import Line, RuleName
from arbeidspact.followup.queries import QueueFilter, Scope, queue_counts, queue_of
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Role
from tests.followup.factories import LineFactory
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.outreach.factories import ContactFactory, MomentFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def worker(werkpunt) -> Actor:
    return actor_with(Role.OUTREACH_WORKER, organisation=werkpunt)


@pytest.fixture
def contact(werkpunt, worker):
    place = PlaceFactory(organisation=werkpunt)
    return ContactFactory(place=place, organisation=werkpunt, registered_by=worker.user, met_on=ago(14))


def fill():
    return run_rules((RuleName.CONTACT_WAITING,), actor=operator(), is_rehearsal=False)["contact_waiting"]


@pytest.mark.parametrize(("days", "is_found"), [(13, False), (14, True)], ids=["thirteen days", "two weeks"])
def test_a_contact_is_found_from_two_weeks_on(contact, days, is_found):
    type(contact).objects.update(met_on=ago(days))

    assert fill().opened == is_found
    assert fill().opened == 0


def test_it_stands_in_the_queue_of_who_registered_it(contact, worker):
    fill()

    (view,) = queue_of(worker, QueueFilter(scope=Scope.MINE)).page.object_list
    assert (view.line.contact, view.person, view.line.since, view.is_mine) == (contact, None, ago(14), True)
    assert queue_counts(worker)[Scope.MINE] == 1


def test_a_follow_up_closes_it_with_the_same_press(contact, django_capture_on_commit_callbacks):
    fill()

    with django_capture_on_commit_callbacks(execute=True):
        MomentFactory(contact=contact, on=ago(0))

    assert Line.objects.get().closed_on == ago(0)


def test_a_contact_that_has_a_file_or_is_withdrawn_waits_no_more(contact):
    fill()
    type(contact).objects.update(withdrawn_on=ago(0), withdrawn_because="no_wish")

    assert fill().closed == 1


def test_it_rests_is_given_away_and_goes_to_the_lead_like_any_line(contact, worker, werkpunt):
    fill()
    line = Line.objects.get()
    colleague = actor_with(Role.OUTREACH_WORKER, organisation=werkpunt)

    reassign_line(ReassignLine(line=line.reference, owner=colleague.user.pk, reason="Vakantie"), actor=worker)
    snooze_line(SnoozeLine(line=line.reference, until=ago(-3), reason="Belt zelf"), actor=colleague)
    assert queue_of(colleague, QueueFilter()).resting == 1
    assert fill().kept == 1

    Line.objects.update(opened_on=ago(14), snoozed_until=None)
    assert escalate_old_lines(actor=operator(), is_rehearsal=False) == 1


def test_another_organisation_and_who_works_with_no_contacts_do_not_see_it(contact):
    fill()
    stranger = actor_with(Role.OUTREACH_WORKER, organisation=OrganisationFactory(ocmw=True))

    assert queue_counts(stranger)[Scope.NOBODY] == queue_counts(stranger)[Scope.MINE] == 0
    with pytest.raises(NotFound):
        snooze_line(SnoozeLine(line=Line.objects.get().reference, until=ago(-3), reason="Rust"), actor=stranger)


def test_a_queue_takes_as_many_queries_for_many_contacts_as_for_one(
    contact, worker, werkpunt, django_assert_max_num_queries
):
    ContactFactory.create_batch(
        9, place=contact.place, organisation=werkpunt, registered_by=worker.user, met_on=ago(20)
    )
    fill()

    with django_assert_max_num_queries(8):
        assert len(queue_of(worker, QueueFilter()).page.object_list) == 10


def test_a_line_is_about_a_person_or_a_contact(contact, werkpunt):
    for wrong in ({"contact": contact}, {"person": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LineFactory(organisation=werkpunt, **wrong)


def test_a_contact_has_one_open_line(contact, werkpunt):
    fill()

    with pytest.raises(IntegrityError), transaction.atomic():
        LineFactory(organisation=werkpunt, person=None, contact=contact, rule=RuleName.CONTACT_WAITING)
