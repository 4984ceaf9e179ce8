"""Lead, dates, people responsible, status and goals of an action."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import Membership
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.pact.actions.changes import action_of, as_entered, note_event, partner_named, put
from arbeidspact.pact.commands import EndResponsible, KeepActionPlan, NameResponsible, SetActionStatus, TieToGoal
from arbeidspact.pact.keepers import lead_of, require_keeper
from arbeidspact.pact.models import ActionEventKind, ActionPlan, Goal, GoalLink, Priority, Responsible, StatusReport
from arbeidspact.pact.plans import proposal_of


def keep_action_plan(command: KeepActionPlan, *, actor: Actor) -> ActionPlan:
    """Lead, priority and days of an action as the partners agreed them; what was published stays beside it.

    Raises: `NotFound`; `NotAllowed`; `InvalidValue`.
    """
    action = action_of(command.action)
    require_keeper(actor, action)
    lead = partner_named(action, command.lead, "lead") if command.lead else None
    priority = None
    if command.priority:
        priority = Priority.objects.filter(pact=action.pact_id, slug=command.priority).first()
        if priority is None:
            raise InvalidValue(_("This is not a priority of the pact."), field="priority")
    with transaction.atomic():
        plan, _made = ActionPlan.objects.get_or_create(action=action)
        values = {"lead": lead, "priority": priority, "starts_on": command.from_on, "ends_on": command.until_on}
        changes = put(plan, values)
        if changes:
            note_event(actor, action, ActionEventKind.PLAN_CHANGED, changes=changes)
            record(actor, "keep-action-plan", action, fields=[name for name, _before, _after in changes])
    return plan


def name_responsible(command: NameResponsible, *, actor: Actor) -> Responsible:
    """A member of the organisation in the lead carries the action from today.

    Raises: `NotFound`; `NotAllowed`; `InvalidValue` for somebody else; `Conflict` when it is so already.
    """
    action = action_of(command.action)
    require_keeper(actor, action)
    lead = lead_of(action)
    if lead is None or lead.organisation_id is None:
        raise Conflict(_("Name the organisation in the lead first: one that takes part in the platform."))
    membership = (
        Membership.objects.select_related("user", "organisation")
        .filter(pk=command.membership, organisation=lead.organisation_id, ended_at=None)
        .first()
    )
    if membership is None or not may(actor_of(membership), Permission.EDIT_ACTION_PLAN):
        raise InvalidValue(
            _("Choose a member of the organisation in the lead whose role keeps action plans."), field="membership"
        )
    try:
        with transaction.atomic():
            made = Responsible.objects.create(action=action, membership=membership, since=timezone.localdate())
            note_event(actor, action, ActionEventKind.RESPONSIBLE_NAMED, about=str(membership.user))
            record(actor, "name-action-responsible", action)
    except IntegrityError as error:
        raise Conflict(_("This member already carries this action."), field="membership") from error
    return made


def end_responsible(command: EndResponsible, *, actor: Actor) -> Responsible:
    """A member no longer carries the action. Raises: `NotFound`; `NotAllowed`."""
    action = action_of(command.action)
    require_keeper(actor, action)
    with transaction.atomic():
        row = (
            action.responsibles.select_related("membership__user").filter(pk=command.responsible, ended_on=None).first()
        )
        if row is None:
            raise NotFound(_("This member does not carry this action."))
        row.ended_on = timezone.localdate()
        row.save(update_fields=["ended_on"])
        note_event(actor, action, ActionEventKind.RESPONSIBLE_ENDED, about=str(row.membership.user))
        record(actor, "end-action-responsible", action)
    return row


def set_action_status(command: SetActionStatus, *, actor: Actor) -> StatusReport:
    """A member says how the action goes, with the reason; without a status the facts decide again.

    What the facts said at that moment is kept beside it. Raises: `NotFound`; `NotAllowed`.
    """
    action = action_of(command.action)
    require_keeper(actor, action)
    proposed = proposal_of(action, timezone.localdate()).status
    with transaction.atomic():
        before = action.status_reports.order_by("-at", "-id").first()
        report = StatusReport.objects.create(
            action=action,
            status=command.status or "",
            proposed=proposed or "",
            reason=command.reason,
            user=actor.user,
            organisation=actor.organisation,
        )
        changes = [["status", before.status if before else "", report.status]]
        note_event(actor, action, ActionEventKind.STATUS_SET, changes=changes, reason=command.reason)
        record(actor, "set-action-status", action, status=report.status, proposed=report.proposed)
    return report


def tie_to_goal(command: TieToGoal, *, actor: Actor) -> GoalLink:
    """The action contributes to this goal, through this figure. Raises: `NotFound`; `NotAllowed`; `InvalidValue`."""
    action = action_of(command.action)
    require_keeper(actor, action)
    goal = Goal.objects.filter(pact=action.pact_id, slug=command.goal).first()
    if goal is None:
        raise InvalidValue(_("This is not a goal of the pact."), field="goal")
    if command.indicator and command.indicator == goal.indicator:
        raise InvalidValue(
            _("This is the figure of the goal itself. Name the figure of the action, such as people in work."),
            field="indicator",
        )
    try:
        with transaction.atomic():
            link = GoalLink.objects.create(
                action=action,
                goal=goal,
                indicator=command.indicator,
                note_nl=command.note,
                note_en=command.note_en,
                **as_entered(actor),
            )
            note_event(actor, action, ActionEventKind.ADDED, about=goal.name_nl)
            record(actor, "tie-action-to-goal", action, goal=goal.slug)
    except IntegrityError as error:
        raise Conflict(_("This action is already tied to this goal through this indicator."), field="goal") from error
    return link
