"""The plan of one person as its page shows it: the rung now and the rung aimed for, goals with their steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pathways.actions.templates import UNDO_FOR
from arbeidspact.pathways.actions.writing import is_sensitive, refuse_hidden
from arbeidspact.pathways.ladder import Ladder, Rung, current_ladder
from arbeidspact.pathways.models import Adoption, Goal, Plan, RungPlacement
from arbeidspact.pathways.queries.steps import StepsOfFile, StepView, all_steps_of
from arbeidspact.pathways.rungs import PlacementFact, RungNotKnown, RungNow, StatusFact, rung_on
from arbeidspact.pathways.states import GoalState, goal_state
from arbeidspact.people.access import PersonFile


@dataclass(frozen=True, slots=True)
class PlacementView:
    """A placement as a page shows it; `rung` is None for one that the ladder no longer knows."""

    placement: RungPlacement
    rung: Rung | None
    is_open: bool
    may_end: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class LadderView:
    """Where somebody stands on the ladder, and how high they aim."""

    ladder: Ladder
    now: RungNow | RungNotKnown
    aim: Rung | None
    aim_words: str
    placements: Sequence[PlacementView]

    @property
    def is_known(self) -> bool:
        return isinstance(self.now, RungNow)

    @property
    def where(self) -> str:
        """Where the placement is that tells the rung; empty where a status tells it."""
        if not isinstance(self.now, RungNow) or self.now.placement is None:
            return ""
        reference = self.now.placement
        return next((one.placement.where for one in self.placements if one.placement.reference == reference), "")

    @property
    def has_arrived(self) -> bool:
        """Does the person stand on the rung aimed for, or above it?"""
        if self.aim is None or not isinstance(self.now, RungNow):
            return False
        return self.ladder.height(self.now.rung.slug) >= self.ladder.height(self.aim.slug)


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal with the steps under it, in the order of the plan; `goal` is None for steps under none."""

    goal: Goal | None
    state: GoalState
    steps: Sequence[StepView]
    is_sensitive: bool = False

    @property
    def is_open(self) -> bool:
        return self.state == GoalState.OPEN

    @property
    def open_steps(self) -> list[StepView]:
        return [view for view in self.steps if view.is_open]

    @property
    def closed_steps(self) -> list[StepView]:
        return [view for view in self.steps if not view.is_open]


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything that the actor sees of a plan."""

    ladder: LadderView
    goals: Sequence[GoalView]
    closed_goals: Sequence[GoalView]
    loose: GoalView
    steps: StepsOfFile
    protected_goals: int
    to_undo: Sequence[Adoption]
    may_edit: bool
    may_agree: bool

    @property
    def is_empty(self) -> bool:
        return not (self.goals or self.closed_goals or self.steps.views or self.protected)

    @property
    def protected(self) -> int:
        """How many steps and goals stand in the compartment, closed to the actor."""
        return self.steps.protected + self.protected_goals


def plan_of(file: PersonFile, *, today: date | None = None) -> PlanView:
    """What does the plan of this person hold, as far as the actor sees it? Five queries, however long the plan."""
    day = today or timezone.localdate()
    steps = all_steps_of(file, today=day)
    goals = list(file.person.goals.order_by("position", "id"))
    shown = [goal for goal in goals if file.sees_sensitive or not is_sensitive(goal.domain)]
    views = [_goal_view(goal, steps) for goal in shown]
    known = {goal.pk for goal in shown}
    may_edit = may(file.actor, Permission.EDIT_PLAN) and file.actor.organisation is not None
    undoable = timezone.now() - UNDO_FOR
    to_undo = (
        list(
            file.person.adoptions.filter(
                organisation=file.actor.organisation, undone_at__isnull=True, adopted_at__gte=undoable
            )
        )
        if may_edit
        else []
    )
    return PlanView(
        ladder=ladder_of(file, today=day),
        goals=[view for view in views if view.is_open],
        closed_goals=[view for view in views if not view.is_open],
        loose=GoalView(
            None, GoalState.OPEN, _in_order([view for view in steps.views if view.step.goal_id not in known])
        ),
        steps=steps,
        protected_goals=len(goals) - len(shown),
        to_undo=to_undo,
        may_edit=may_edit,
        may_agree=may(file.actor, Permission.AGREE_STEP),
    )


def ladder_of(file: PersonFile, *, today: date | None = None) -> LadderView:
    """Where does this person stand on the ladder, and how high do they aim? Two queries."""
    day = today or timezone.localdate()
    ladder = current_ladder()
    rows = list(file.person.placements.select_related("organisation").order_by("-since", "-id"))
    plan = Plan.objects.filter(person=file.person).first()
    may_edit = may(file.actor, Permission.EDIT_PLAN)
    ours = file.actor.organisation.pk if file.actor.organisation else None
    return LadderView(
        ladder=ladder,
        now=rung_on(
            ladder,
            [PlacementFact(row.rung, row.since, row.until, row.reference) for row in rows],
            [StatusFact(status.kind, status.since, status.until) for status in file.person.statuses.all()],
            day,
        ),
        aim=ladder.rung(plan.aim) if plan else None,
        aim_words=plan.aim_words if plan else "",
        placements=[
            PlacementView(
                row,
                ladder.rung(row.rung),
                is_open=row.until is None or row.until >= day,
                may_end=may_edit and row.until is None,
                may_change=may_edit and row.organisation_id == ours,
            )
            for row in rows
        ],
    )


def open_goals_of(file: PersonFile) -> list[Goal]:
    """Which open goals can a step serve? Those that the actor sees, in the order of the plan."""
    rows = file.person.goals.filter(reached_on__isnull=True, dropped_on__isnull=True).order_by("position", "id")
    return [goal for goal in rows if file.sees_sensitive or not is_sensitive(goal.domain)]


def goal_to_change(file: PersonFile, reference: UUID) -> Goal:
    """A goal of this plan that the actor may change. Raises: `NotAllowed`, `NotFound`."""
    require(file.actor, Permission.EDIT_PLAN)
    goal: Goal | None = file.person.goals.filter(reference=reference).first()
    if goal is None:
        raise NotFound(_("There is no such goal in this plan."))
    refuse_hidden(goal, file)
    return goal


def placement_to_change(file: PersonFile, reference: UUID, *, only_ours: bool = True) -> RungPlacement:
    """A placement in this plan that the actor may change; `only_ours` False: or end. Raises: `NotAllowed`, `NotFound`;
    `Conflict` when another organisation noted it."""
    require(file.actor, Permission.EDIT_PLAN)
    row: RungPlacement | None = file.person.placements.filter(reference=reference).first()
    if row is None:
        raise NotFound(_("There is no such place on the ladder in this plan."))
    ours = file.actor.organisation
    if only_ours and (ours is None or row.organisation_id != ours.pk):
        raise Conflict(
            _("Another organisation noted this place on the ladder."),
            hint=_("Ask that organisation to put it right."),
        )
    return row


def _goal_view(goal: Goal, steps: StepsOfFile) -> GoalView:
    under = [view for view in steps.views if view.step.goal_id == goal.pk]
    return GoalView(goal, goal_state(goal), _in_order(under), is_sensitive=is_sensitive(goal.domain))


def _in_order(views: Sequence[StepView]) -> list[StepView]:
    """Open ones in the order of the plan, then the closed ones as they came: the last closed first."""
    still_open = [view for view in views if view.is_open]
    still_open.sort(key=lambda view: (view.step.position, view.step.due_on, view.step.pk))
    return still_open + [view for view in views if not view.is_open]
