"""What a professional does with a line, and what the clock does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.followup.actions import (
    escalate_line,
    escalate_old_lines,
    reassign_line,
    run_rules,
    snooze_line,
    wake_line,
)
from arbeidspact.followup.commands import EscalateLine, ReassignLine, SnoozeLine, WakeLine
from arbeidspact.followup.models import Line, LineEvent, LineEventKind, Run
from arbeidspact.followup.queries import QueueFilter, Scope, queue_counts, queue_of
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from tests.followup.factories import LineFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.pathways.factories import StepFactory
from tests.people.factories import AccompanimentFactory, PersonFactory

pytestmark = pytest.mark.django_db


def actor_with(role: Role, organisation) -> Actor:
    member = MembershipFactory(organisation=organisation, roles=[role])
    return Actor(member.user, organisation, frozenset({role}))


@pytest.fixture
def counsellor(werkpunt) -> Actor:
    return actor_with(Role.COUNSELLOR, werkpunt)


@pytest.fixture
def lead(werkpunt) -> Actor:
    return actor_with(Role.TEAM_LEAD, werkpunt)


@pytest.fixture
def line(werkpunt, counsellor) -> Line:
    person = PersonFactory(accompanied_by=werkpunt)
    return LineFactory(person=person, organisation=werkpunt, owner=counsellor.user)


def today():
    return timezone.localdate()


def test_a_line_rests_until_a_day_with_its_reason_and_comes_back_by_itself(line, counsellor):
    snooze_line(SnoozeLine(line=line.reference, until=today() + timedelta(days=5), reason="Op reis"), actor=counsellor)

    assert queue_of(counsellor, QueueFilter()).count == 0
    assert queue_of(counsellor, QueueFilter(resting=True)).count == 1
    event = LineEvent.objects.get()
    assert (event.kind, event.reason, event.by) == (LineEventKind.SNOOZED, "Op reis", counsellor.user)
    assert "Op reis" not in str(AuditEvent.objects.values().get())

    Line.objects.update(snoozed_until=today())
    assert queue_of(counsellor, QueueFilter()).count == 1


@pytest.mark.parametrize(
    ("days", "is_possible"),
    [
        pytest.param(0, False, id="today"),
        pytest.param(1, True, id="tomorrow"),
        pytest.param(60, True, id="the longest"),
        pytest.param(61, False, id="a day too long"),
    ],
)
def test_a_line_rests_from_a_day_to_two_months(line, counsellor, days, is_possible):
    command = SnoozeLine(line=line.reference, until=today() + timedelta(days=days), reason="Wacht op attest")
    if is_possible:
        assert snooze_line(command, actor=counsellor).snoozed_until == command.until
        return
    with pytest.raises(InvalidValue) as refused:
        snooze_line(command, actor=counsellor)
    assert refused.value.field == "until"


def test_a_resting_line_can_be_woken_once(line, counsellor):
    snooze_line(SnoozeLine(line=line.reference, until=today() + timedelta(days=5), reason="Op reis"), actor=counsellor)

    wake_line(WakeLine(line=line.reference), actor=counsellor)

    assert queue_of(counsellor, QueueFilter()).count == 1
    with pytest.raises(Conflict):
        wake_line(WakeLine(line=line.reference), actor=counsellor)


def test_a_colleague_takes_a_line_but_does_not_give_it_to_a_third(line, werkpunt, counsellor):
    colleague, third = actor_with(Role.COUNSELLOR, werkpunt), actor_with(Role.COUNSELLOR, werkpunt)
    with pytest.raises(NotAllowed, match="somebody else"):
        reassign_line(ReassignLine(line=line.reference, owner=third.user.pk, reason="Ziek"), actor=colleague)

    reassign_line(ReassignLine(line=line.reference, owner=colleague.user.pk, reason="Ik ken haar"), actor=colleague)

    line.refresh_from_db()
    assert (line.owner, line.is_reassigned) == (colleague.user, True)


def test_a_team_lead_gives_a_line_to_anybody_who_guides_and_to_nobody_else(line, lead, werkpunt):
    colleague, outsider = actor_with(Role.COUNSELLOR, werkpunt), actor_with(Role.COUNSELLOR, OrganisationFactory())

    reassign_line(ReassignLine(line=line.reference, owner=colleague.user.pk, reason="Verlof"), actor=lead)
    assert Line.objects.get().owner == colleague.user

    with pytest.raises(InvalidValue) as refused:
        reassign_line(ReassignLine(line=line.reference, owner=outsider.user.pk, reason="Verlof"), actor=lead)
    assert refused.value.field == "owner"


def test_bringing_a_line_to_the_lead_shows_it_in_the_leads_queue(line, counsellor, lead):
    assert queue_of(lead, QueueFilter(scope=Scope.ESCALATED)).count == 0

    escalate_line(EscalateLine(line=line.reference, reason="Ik krijg geen antwoord"), actor=counsellor)

    assert queue_of(lead, QueueFilter(scope=Scope.ESCALATED)).count == 1
    with pytest.raises(Conflict):
        escalate_line(EscalateLine(line=line.reference, reason="Nog eens"), actor=counsellor)


@pytest.mark.parametrize("scope", [Scope.ORGANISATION, Scope.ESCALATED])
def test_the_queues_of_everybody_are_for_the_lead(line, counsellor, lead, scope):
    with pytest.raises(NotAllowed):
        queue_of(counsellor, QueueFilter(scope=scope))
    assert queue_of(lead, QueueFilter(scope=scope)).count in {0, 1}


def test_a_line_of_another_organisation_does_not_exist_here(line):
    stranger = actor_with(Role.COUNSELLOR, OrganisationFactory())

    with pytest.raises(NotFound):
        snooze_line(SnoozeLine(line=line.reference, until=today() + timedelta(days=1), reason="Nee"), actor=stranger)


def test_a_line_that_is_closed_cannot_be_changed_any_more(line, counsellor):
    Line.objects.update(closed_on=today())

    with pytest.raises(NotFound, match="no longer in the queue"):
        escalate_line(EscalateLine(line=line.reference, reason="Te laat"), actor=counsellor)


@pytest.mark.parametrize(
    ("days", "escalated"), [pytest.param(13, 0, id="a day short"), pytest.param(14, 1, id="on the day")]
)
def test_a_line_that_stands_open_for_two_weeks_goes_to_the_lead(line, days, escalated):
    Line.objects.update(opened_on=today() - timedelta(days=days))

    assert escalate_old_lines(actor=operator(), is_rehearsal=True) == escalated
    assert not Line.objects.filter(escalated_on__isnull=False).exists()
    assert escalate_old_lines(actor=operator(), is_rehearsal=False) == escalated
    assert escalate_old_lines(actor=operator(), is_rehearsal=False) == 0


def test_a_line_that_rests_is_not_brought_to_the_lead(line):
    Line.objects.update(opened_on=today() - timedelta(days=30), snoozed_until=today() + timedelta(days=1))

    assert escalate_old_lines(actor=operator(), is_rehearsal=False) == 0


def test_a_run_by_the_operator_fills_the_queues_and_a_second_changes_nothing(werkpunt, counsellor):
    person = PersonFactory()
    AccompanimentFactory(person=person, organisation=werkpunt, referent=counsellor.user)

    rule = ("no_next_step",)
    assert run_rules(rule, actor=operator(), is_rehearsal=True)["no_next_step"].opened == 1
    assert not Line.objects.exists()
    assert not Run.objects.exists()
    run_rules(rule, actor=operator(), is_rehearsal=False)
    assert queue_of(counsellor, QueueFilter()).page.object_list[0].person.pk == person.pk
    assert run_rules(rule, actor=operator(), is_rehearsal=False)["no_next_step"].opened == 0

    StepFactory(person=person, organisation=werkpunt)
    run_rules(rule, actor=operator(), is_rehearsal=False)
    assert queue_of(counsellor, QueueFilter()).count == 0


def test_a_rule_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(NotFound, match="no_next_step"):
        run_rules(("haste",), actor=operator())


def test_nobody_but_the_operator_runs_the_rules(lead):
    with pytest.raises(NotAllowed):
        run_rules(actor=lead)


def test_the_counts_are_those_of_the_queues(line, lead, werkpunt):
    LineFactory(person=PersonFactory(accompanied_by=werkpunt), organisation=werkpunt)
    LineFactory(person=line.person, organisation=werkpunt, subject="x", resting=True)

    counts = queue_counts(lead)

    assert counts == {scope: queue_of(lead, QueueFilter(scope=scope)).count for scope in Scope}
    assert counts[Scope.ORGANISATION] == 2


def test_a_queue_takes_as_many_queries_for_many_as_for_one(line, lead, werkpunt):
    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            queue_of(lead, QueueFilter(scope=Scope.ORGANISATION))
        return len(captured)

    for_one = queries()
    for _ in range(12):
        LineFactory(person=PersonFactory(accompanied_by=werkpunt), organisation=werkpunt)

    assert queries() == for_one


def test_what_is_due_soonest_comes_first_then_what_waits_longest(line, lead, werkpunt):
    def another(**values):
        return LineFactory(person=PersonFactory(accompanied_by=werkpunt), organisation=werkpunt, **values)

    later = another(due_on=today() + timedelta(days=9), since=today())
    soonest = another(due_on=today() + timedelta(days=2), since=today())
    oldest = another(since=today() - timedelta(days=300))

    shown = queue_of(lead, QueueFilter(scope=Scope.ORGANISATION)).page.object_list

    assert [view.line for view in shown] == [soonest, later, oldest, line]
