"""The steps of one person's file, as far as this actor sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Organisation, OrganisationKind, User
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pathways.actions.writing import is_sensitive, refuse_hidden
from arbeidspact.pathways.models import Step, StepState
from arbeidspact.pathways.states import OPEN, is_done_by, is_ours, refuse_steps_of_others, state_of
from arbeidspact.people.access import PersonFile


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as a page shows it.

    `may_change`: its words, day and owner; `may_close`: only what became of it, as a partner that does it may too.
    """

    step: Step
    state: StepState
    days_overdue: int
    may_change: bool
    may_close: bool
    waits_on: Step | None
    is_sensitive: bool
    shows_goal: bool

    @property
    def is_open(self) -> bool:
        return self.step.done_on is None and self.step.given_up_on is None

    @property
    def closed_on(self) -> date | None:
        return self.step.done_on or self.step.given_up_on


@dataclass(frozen=True, slots=True)
class StepsOfFile:
    """The steps that the actor sees, and how many more stand in the compartment, open and in all."""

    views: Sequence[StepView]
    protected: int
    protected_open: int

    @property
    def open(self) -> list[StepView]:
        return [view for view in self.views if view.is_open]

    @property
    def closed(self) -> list[StepView]:
        return [view for view in self.views if not view.is_open]


def all_steps_of(file: PersonFile, *, today: date | None = None) -> StepsOfFile:
    """Which steps were agreed with this person: open ones first, the longest overdue on top, then the closed ones,
    the last closed first; and how many the compartment keeps."""
    day = today or timezone.localdate()
    rows = list(
        file.person.steps.select_related(
            "organisation", "member", "partner", "vacancy__employer", "goal", "waits_on"
        ).order_by("due_on", "id")
    )
    shown = [step for step in rows if file.sees_sensitive or not is_sensitive(step.domain)]
    views = [_view(step, file, day) for step in shown]
    hidden = [step for step in rows if step not in shown]
    closed = sorted((view for view in views if not view.is_open), key=lambda view: view.closed_on or day, reverse=True)
    return StepsOfFile(
        views=[view for view in views if view.is_open] + closed,
        protected=len(hidden),
        protected_open=sum(step.done_on is None and step.given_up_on is None for step in hidden),
    )


def steps_of(file: PersonFile, *, today: date | None = None) -> list[StepView]:
    """Which steps were agreed with this person, as far as the actor sees them? In the order of `all_steps_of`."""
    return list(all_steps_of(file, today=today).views)


def step_in(file: PersonFile, reference: UUID) -> StepView:
    """One step of this file. Raises: `NotFound`; `NotAllowed` for one in the compartment."""
    step = (
        file.person.steps.select_related("organisation", "member", "partner", "vacancy__employer", "goal", "waits_on")
        .filter(reference=reference)
        .first()
    )
    if step is None:
        raise NotFound(_("There is no such step in this file."))
    refuse_hidden(step, file)
    return _view(step, file, timezone.localdate())


def step_to_change(file: PersonFile, reference: UUID) -> StepView:
    """A step of this file that the actor may change. Raises: `NotAllowed`; `NotFound`; `Conflict` with the reason when
    another organisation agreed it."""
    require(file.actor, Permission.AGREE_STEP)
    view = step_in(file, reference)
    refuse_steps_of_others(view.step, file.actor)
    return view


def step_to_close(file: PersonFile, reference: UUID) -> StepView:
    """A step of this file of which the actor may say what became: also one that waits on the actor's organisation.

    Raises: as `step_to_change`.
    """
    require(file.actor, Permission.AGREE_STEP)
    view = step_in(file, reference)
    refuse_steps_of_others(view.step, file.actor, or_done_by=True)
    return view


def open_steps_to_wait_on(file: PersonFile, *, besides: UUID | None = None) -> list[Step]:
    """On which open steps can another one wait? Those that the actor sees, by day."""
    rows = file.person.steps.filter(OPEN).order_by("due_on", "id")
    return [
        step for step in rows if step.reference != besides and (file.sees_sensitive or not is_sensitive(step.domain))
    ]


def colleagues_of(actor: Actor) -> list[User]:
    """Which colleagues can own a step of the actor's organisation? By name."""
    return list(
        User.objects.filter(memberships__organisation=actor.organisation, memberships__ended_at__isnull=True)
        .distinct()
        .order_by("first_name", "last_name", "pk")
    )


@dataclass(frozen=True, slots=True)
class PartnerChoice:
    """A partner organisation that can do a step; it sees the step when it accompanies the person."""

    pk: int
    name: str
    accompanies: bool


def partners_for(file: PersonFile) -> list[PartnerChoice]:
    """Which partner organisations can do a step? Those that accompany this person first, each by name."""
    with_us = {link.organisation_id for link in file.accompaniments}
    ours = file.actor.organisation.pk if file.actor.organisation else 0
    rows = Organisation.objects.exclude(pk=ours).filter(Q(pk__in=with_us) | ~Q(kind=OrganisationKind.EMPLOYER))
    choices = [PartnerChoice(row.pk, row.name, row.pk in with_us) for row in rows.order_by("name", "pk")]
    return sorted(choices, key=lambda choice: not choice.accompanies)


def _view(step: Step, file: PersonFile, day: date) -> StepView:
    state = state_of(step, day)
    may_agree = may(file.actor, Permission.AGREE_STEP)
    return StepView(
        step=step,
        state=state,
        days_overdue=(day - step.due_on).days if state == StepState.OVERDUE else 0,
        may_change=may_agree and is_ours(step, file.actor),
        may_close=may_agree and is_done_by(step, file.actor),
        waits_on=_shown_wait(step, file),
        is_sensitive=is_sensitive(step.domain),
        shows_goal=step.goal is not None and (file.sees_sensitive or not is_sensitive(step.goal.domain)),
    )


def _shown_wait(step: Step, file: PersonFile) -> Step | None:
    before = step.waits_on
    if before is None or (is_sensitive(before.domain) and not file.sees_sensitive):
        return None
    return before
