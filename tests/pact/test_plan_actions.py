"""What partners do with the plan of an action, and who may."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.organisations.actor import ANONYMOUS, operator
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Membership
from arbeidspact.pact import actions as do
from arbeidspact.pact import commands as ask
from arbeidspact.pact.models import (
    Action,
    ActionEvent,
    ActionStatus,
    BookingKind,
    ContributionKind,
    Degree,
    PlannedNumber,
)
from arbeidspact.pact.plans import plan_of
from arbeidspact.pact.queries import action_named
from tests.pact.factories import Situation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def here(db: None) -> Situation:
    return Situation()


def plan(here: Situation):
    return plan_of(action_named(here.pact, here.action.slug), TODAY)


def a_milestone(here: Situation, due: date | None = None):
    command = ask.AddMilestone(action=here.action.pk, title="Team compleet", title_en="Team complete", due_on=due)
    return do.add_milestone(command, actor=here.lead)


def a_promise(here: Situation, actor=None, partner: str = "vdab"):
    command = ask.PromiseContribution(
        action=here.action.pk,
        partner=partner,
        kind=ContributionKind.PEOPLE,
        what="bemiddelaars",
        amount=Decimal("2.5"),
        unit="voltijds",
    )
    return do.promise_contribution(command, actor=actor or here.lead)


def booked(here: Situation, kind: BookingKind, amount: str, **values):
    command = ask.BookMoney(
        **{
            "action": here.action.pk,
            "kind": kind,
            "on": YESTERDAY,
            "year": 2026,
            "payer": "stad-gent",
            "code": "OD1",
            "amount": Decimal(amount),
            "document": "Collegebesluit 12",
            **values,
        }
    )
    return do.book_money(command, actor=here.lead)


def a_number(here: Situation, **values):
    command = ask.PlanNumber(action=here.action.pk, what="mensen begeleid", low=Decimal(100), **values)
    return do.plan_number(command, actor=here.lead)


def a_risk(here: Situation):
    command = ask.NoteRisk(
        action=here.action.pk, what="Geen opvolger", likelihood=Degree.HIGH, impact=Degree.MEDIUM, owner="vdab"
    )
    return do.note_risk(command, actor=here.lead)


class TestWhoMayWrite:
    WRITES: tuple[Callable[[Action], tuple], ...] = (
        lambda action: (do.keep_action_plan, ask.KeepActionPlan(action=action.pk)),
        lambda action: (do.set_action_status, ask.SetActionStatus(action=action.pk, reason="Zo staat het")),
        lambda action: (do.add_milestone, ask.AddMilestone(action=action.pk, title="Iets")),
        lambda action: (do.plan_number, ask.PlanNumber(action=action.pk, what="mensen", low=Decimal(1))),
        lambda action: (
            do.note_risk,
            ask.NoteRisk(action=action.pk, what="Iets", likelihood=Degree.LOW, impact=Degree.LOW),
        ),
        lambda action: (do.tie_to_goal, ask.TieToGoal(action=action.pk, goal="employment")),
    )

    @pytest.mark.parametrize("write", WRITES)
    @pytest.mark.parametrize("who", ["partner", "outsider", "reader", "stranger"])
    def test_only_the_lead_and_the_steering_group_keep_a_plan(self, here: Situation, who: str, write):
        action, command = write(here.action)
        with pytest.raises(NotAllowed):
            action(command, actor=getattr(here, who))
        assert not ActionEvent.objects.exists()

        action(command, actor=here.lead)

    @pytest.mark.parametrize("write", WRITES)
    @pytest.mark.parametrize("actor", [ANONYMOUS, operator()], ids=["visitor", "operator"])
    def test_a_visitor_and_the_operator_write_nothing(self, here: Situation, actor, write):
        action, command = write(here.action)
        with pytest.raises(NotAllowed):
            action(command, actor=actor)

    @pytest.mark.parametrize("write", WRITES)
    def test_the_steering_group_keeps_every_plan(self, here: Situation, write):
        action, command = write(here.action)
        action(command, actor=here.steering)

    def test_a_partner_promises_for_itself_and_for_nobody_else(self, here: Situation):
        assert a_promise(here, here.partner).confirmed_on == TODAY
        with pytest.raises(NotAllowed):
            a_promise(here, here.partner, partner="voka")
        with pytest.raises(NotAllowed):
            a_promise(here, here.stranger)

    def test_a_lead_that_was_agreed_here_takes_over(self, here: Situation):
        do.keep_action_plan(ask.KeepActionPlan(action=here.action.pk, lead="vdab"), actor=here.steering)

        do.add_milestone(ask.AddMilestone(action=here.action.pk, title="Iets"), actor=here.partner)
        with pytest.raises(NotAllowed):
            do.add_milestone(ask.AddMilestone(action=here.action.pk, title="Iets"), actor=here.lead)
        assert plan(here).lead == here.vdab
        assert plan(here).lead_is_agreed_here
        assert Action.objects.get(pk=here.action.pk).lead == here.city, "what was published stays"

    def test_what_is_not_there_is_not_found(self, here: Situation):
        with pytest.raises(NotFound):
            do.add_milestone(ask.AddMilestone(action=0, title="Iets"), actor=here.lead)


class TestMilestones:
    def test_reached_with_its_evidence_and_opened_again_with_a_reason(self, here: Situation):
        row = a_milestone(here, due=YESTERDAY)
        assert [line.row for line in plan(here).overdue] == [row]

        command = ask.ReachMilestone(milestone=row.reference, reached_on=TODAY, evidence="Verslag van de stuurgroep")
        do.reach_milestone(command, actor=here.lead)
        assert plan(here).milestones[0].state == "reached_late"
        with pytest.raises(Conflict):
            do.reach_milestone(command, actor=here.lead)

        do.reopen_milestone(ask.ReopenMilestone(milestone=row.reference, reason="Toch niet"), actor=here.lead)
        row.refresh_from_db()
        assert (row.reached_on, row.evidence) == (None, "")
        kinds = here.action.action_events.order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["added", "reached", "reopened"]

    def test_a_day_ahead_cannot_be_reached(self, here: Situation):
        row = a_milestone(here)
        command = ask.ReachMilestone(milestone=row.reference, reached_on=TODAY + timedelta(days=1))

        with pytest.raises(InvalidValue) as refused:
            do.reach_milestone(command, actor=here.lead)
        assert refused.value.field == "reached_on"

    def test_a_change_keeps_what_stood_there_before(self, here: Situation):
        row = a_milestone(here, due=date(2026, 5, 1))
        command = ask.ChangeMilestone(milestone=row.reference, title="Team compleet", due_on=date(2026, 6, 1))

        do.change_milestone(command, actor=here.lead)

        changes = here.action.action_events.get(kind="changed").changes
        assert ["due_on", "2026-05-01", "2026-06-01"] in changes
        assert "title_nl" not in [name for name, _before, _after in changes]

    def test_a_change_that_changes_nothing_is_no_event(self, here: Situation):
        row = a_milestone(here)
        same = ask.ChangeMilestone(milestone=row.reference, title=row.title_nl, title_en=row.title_en)

        do.change_milestone(same, actor=here.lead)

        assert not here.action.action_events.filter(kind="changed").exists()

    def test_a_printed_milestone_keeps_its_words(self, here: Situation):
        row = a_milestone(here)
        row.source = "Beleidsnota, 4.3"
        row.save()

        with pytest.raises(Conflict):
            do.change_milestone(ask.ChangeMilestone(milestone=row.reference, title="Anders"), actor=here.lead)
        with pytest.raises(Conflict):
            do.withdraw_entry(ask.WithdrawEntry(entry=row.reference, reason="Vergissing"), actor=here.lead)
        expected = do.expect_milestone(ask.ExpectMilestone(milestone=row.reference, expected_on=TODAY), actor=here.lead)
        assert expected.expected_on == TODAY


class TestContributions:
    def test_what_the_lead_notes_waits_for_the_partner(self, here: Situation):
        row = a_promise(here)
        assert plan(here).contributions[0].state == "promised"
        with pytest.raises(NotAllowed, match="partner itself"):
            do.confirm_contribution(ask.ConfirmContribution(contribution=row.reference), actor=here.lead)

        do.confirm_contribution(ask.ConfirmContribution(contribution=row.reference), actor=here.partner)

        assert plan(here).contributions[0].state == "confirmed"
        with pytest.raises(Conflict):
            do.confirm_contribution(ask.ConfirmContribution(contribution=row.reference), actor=here.partner)

    def test_a_change_by_the_lead_waits_again_and_one_by_the_partner_does_not(self, here: Situation):
        row = a_promise(here, here.partner)
        values = {"contribution": row.reference, "kind": "people", "what": "bemiddelaars", "unit": "voltijds"}

        do.change_contribution(ask.ChangeContribution(**values, amount=Decimal(3)), actor=here.partner)
        row.refresh_from_db()
        assert row.confirmed_on == TODAY

        do.change_contribution(ask.ChangeContribution(**values, amount=Decimal(4)), actor=here.lead)
        row.refresh_from_db()
        assert (row.amount, row.confirmed_on, row.confirmed_by) == (Decimal(4), None, None)

    def test_a_partner_takes_its_word_back_with_a_reason(self, here: Situation):
        row = a_promise(here, here.partner)
        command = ask.TakeBackConfirmation(contribution=row.reference, reason="Geen middelen meer")

        do.take_back_confirmation(command, actor=here.partner)

        assert plan(here).contributions[0].state == "promised"
        assert here.action.action_events.get(kind="confirmation_taken_back").reason == "Geen middelen meer"

    def test_what_came_of_it_stands_beside_the_promise(self, here: Situation):
        row = a_promise(here)
        command = ask.TellOutcome(
            contribution=row.reference, delivered_on=TODAY, delivered_amount=Decimal(1), outcome="Eén bemiddelaar"
        )

        do.tell_outcome(command, actor=here.partner)

        line = plan(here).contributions[0]
        assert (line.state, line.row.amount, line.row.delivered_amount) == ("outcome_told", Decimal("2.5"), Decimal(1))

    def test_a_number_says_what_it_counts(self):
        with pytest.raises(ValidationError, match="Say what the number counts"):
            ask.PromiseContribution(action=1, partner="vdab", kind="people", what="hulp", amount=Decimal(2))


class TestMoney:
    def test_totals_are_sums_of_the_ledger(self, here: Situation):
        booked(here, BookingKind.PLANNED, "1000")
        booked(here, BookingKind.COMMITTED, "800.50")
        booked(here, BookingKind.COMMITTED, "-100.50")
        booked(here, BookingKind.SPENT, "250.25")

        money = plan(here).money
        assert (money.planned, money.committed, money.spent) == (Decimal(1000), Decimal(700), Decimal("250.25"))

    def test_a_withdrawn_line_counts_no_longer_and_can_be_put_back(self, here: Situation):
        row = booked(here, BookingKind.SPENT, "250")
        do.withdraw_entry(ask.WithdrawEntry(entry=row.reference, reason="Dubbel geboekt"), actor=here.lead)
        assert plan(here).money.is_empty

        with pytest.raises(Conflict):
            do.withdraw_entry(ask.WithdrawEntry(entry=row.reference, reason="Nog eens"), actor=here.lead)
        do.restore_entry(ask.RestoreEntry(entry=row.reference), actor=here.lead)
        assert plan(here).money.spent == Decimal(250)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            pytest.param({"payer": "nobody"}, "payer", id="not a partner"),
            pytest.param({"code": "OD9"}, "code", id="not a code of the pact"),
            pytest.param({"on": TODAY + timedelta(days=1)}, "on", id="spent tomorrow"),
        ],
    )
    def test_a_line_that_cannot_be_is_refused_at_its_field(self, here: Situation, values, field):
        with pytest.raises(InvalidValue) as refused:
            booked(here, BookingKind.SPENT, "1", **values)
        assert refused.value.field == field

    @pytest.mark.parametrize("amount", ["0", "1.005"])
    def test_an_amount_is_something_in_euro_and_cents(self, here: Situation, amount):
        with pytest.raises(ValidationError):
            booked(here, BookingKind.SPENT, amount)


class TestNumbersAndRisks:
    def test_the_newest_told_counts_and_earlier_ones_stay(self, here: Situation):
        row = a_number(here, due_on=TODAY + timedelta(days=30))
        for day, value in ((YESTERDAY, "40"), (TODAY - timedelta(days=30), "20")):
            command = ask.TellRealised(planned=row.reference, on=day, value=Decimal(value), told_by="Telling Jobteam")
            do.tell_realised(command, actor=here.lead)

        (line,) = plan(here).numbers
        assert line.fact.realised == Decimal(40)
        assert [one.value for one in line.entered] == [Decimal(40), Decimal(20)]

    def test_a_risk_is_closed_with_a_reason_and_opened_again(self, here: Situation):
        row = a_risk(here)
        assert plan(here).status.proposal.status is ActionStatus.AT_RISK

        do.close_risk(ask.CloseRisk(risk=row.reference, reason="Opvolger gevonden"), actor=here.lead)
        assert plan(here).status.proposal.status is None
        with pytest.raises(Conflict):
            do.close_risk(ask.CloseRisk(risk=row.reference, reason="Nog eens"), actor=here.lead)

        do.reopen_risk(ask.ReopenRisk(risk=row.reference), actor=here.lead)
        assert plan(here).status.proposal.status is ActionStatus.AT_RISK


class TestCorrectingANumber:
    @pytest.fixture
    def planned(self, here: Situation) -> PlannedNumber:
        return a_number(here, high=Decimal(150), due_on=TODAY)

    def correct(self, planned: PlannedNumber, actor, **values):
        command = ask.CorrectNumber(
            planned=planned.reference,
            **{"what": "mensen begeleid", "low": Decimal(120), "reason": "Het college besliste minder", **values},
        )
        return do.correct_number(command, actor=actor)

    def test_what_stood_there_stays_in_the_history_with_the_reason(self, here: Situation, planned: PlannedNumber):
        do.tell_realised(
            ask.TellRealised(planned=planned.reference, on=TODAY, value=Decimal(40), told_by="VDAB"), actor=here.lead
        )

        self.correct(planned, here.lead, due_on=TODAY)

        planned.refresh_from_db()
        event = ActionEvent.objects.order_by("-id").first()
        assert (planned.low, planned.high, planned.realised.count()) == (Decimal(120), None, 1)
        assert event.changes == [["low", "100", "120"], ["high", "150", ""]]
        assert event.reason == "Het college besliste minder"

    def test_the_same_again_changes_nothing(self, here: Situation, planned: PlannedNumber):
        before = ActionEvent.objects.count()

        self.correct(planned, here.lead, low=Decimal(100), high=Decimal(150), due_on=TODAY)

        assert ActionEvent.objects.count() == before

    def test_what_a_document_prints_stays(self, here: Situation, planned: PlannedNumber):
        PlannedNumber.objects.filter(pk=planned.pk).update(source="Beleidsnota")

        with pytest.raises(Conflict, match="as it was printed"):
            self.correct(planned, here.lead)

    @pytest.mark.parametrize("who", ["partner", "outsider", "reader", "stranger"])
    def test_only_who_keeps_the_plan_corrects(self, here: Situation, planned: PlannedNumber, who: str):
        with pytest.raises(NotAllowed):
            self.correct(planned, getattr(here, who))

    @pytest.mark.parametrize(
        "wrong",
        [
            pytest.param({"reason": ""}, id="no reason"),
            pytest.param({"high": Decimal(50)}, id="a highest below the lowest"),
        ],
    )
    def test_a_correction_that_cannot_be_is_refused(self, here: Situation, planned: PlannedNumber, wrong):
        with pytest.raises(ValidationError):
            self.correct(planned, here.lead, **wrong)


class TestStatusAndPeople:
    def test_a_person_may_say_otherwise_than_the_facts_and_both_are_kept(self, here: Situation):
        a_milestone(here, due=TODAY - timedelta(days=90))
        command = ask.SetActionStatus(
            action=here.action.pk, status=ActionStatus.ON_SCHEDULE, reason="De dag is herzien"
        )

        report = do.set_action_status(command, actor=here.lead)

        now = plan(here).status
        assert (now.status, now.proposal.status, now.differs) == ("on_schedule", "delayed", True)
        assert report.proposed == "delayed"

        do.set_action_status(ask.SetActionStatus(action=here.action.pk, reason="Feiten volstaan"), actor=here.lead)
        assert plan(here).status.status is ActionStatus.DELAYED
        assert here.action.status_reports.count() == 2

    def test_a_member_of_the_lead_carries_the_action(self, here: Situation):
        colleague = Membership.objects.get(user=here.lead.user)
        row = do.name_responsible(
            ask.NameResponsible(action=here.action.pk, membership=colleague.pk), actor=here.steering
        )
        assert [one.membership for one in plan(here).responsibles] == [colleague]
        with pytest.raises(Conflict):
            do.name_responsible(
                ask.NameResponsible(action=here.action.pk, membership=colleague.pk), actor=here.steering
            )

        do.end_responsible(ask.EndResponsible(action=here.action.pk, responsible=row.pk), actor=here.lead)
        assert plan(here).responsibles == ()

    @pytest.mark.parametrize("who", ["partner", "reader"])
    def test_somebody_elsewhere_or_without_the_role_does_not(self, here: Situation, who):
        membership = Membership.objects.get(user=getattr(here, who).user)
        with pytest.raises(InvalidValue):
            do.name_responsible(ask.NameResponsible(action=here.action.pk, membership=membership.pk), actor=here.lead)

    def test_an_action_serves_a_goal_through_a_figure_of_its_own(self, here: Situation):
        tie = ask.TieToGoal(action=here.action.pk, goal="employment", indicator="jobteam-in-work")
        do.tie_to_goal(tie, actor=here.lead)

        assert [(link.goal, link.indicator) for link in plan(here).goals] == [(here.goal, "jobteam-in-work")]
        with pytest.raises(Conflict):
            do.tie_to_goal(tie, actor=here.lead)
        with pytest.raises(InvalidValue, match="figure of the goal itself"):
            do.tie_to_goal(
                ask.TieToGoal(action=here.action.pk, goal="employment", indicator="employment-rate"), actor=here.lead
            )


def test_every_change_is_in_the_history_and_in_the_audit_trail_without_names(here: Situation):
    a_milestone(here)
    a_promise(here)
    booked(here, BookingKind.SPENT, "5")

    assert here.action.action_events.count() == 3
    assert all(event.organisation == here.city.organisation for event in here.action.action_events.all())
    details = str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert AuditEvent.objects.filter(action__in=["add-milestone", "promise-contribution", "book-money"]).count() == 3
    assert "Team compleet" not in details
