"""Adopting a template: its chosen steps and goals come into the plan all at once, and may go as they came."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission
from arbeidspact.pathways.actions.writing import (
    is_sensitive,
    note_plan_event,
    note_step_event,
    refuse_day,
    sent_once,
    writing_organisation,
)
from arbeidspact.pathways.commands import AdoptTemplate, UndoAdoption
from arbeidspact.pathways.models import Adoption, Goal, PlanEventKind, Step, StepEventKind, StepOwner
from arbeidspact.pathways.plan_templates import PlanTemplate, template_called
from arbeidspact.people.access import PersonFile

UNDO_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undone adoption took away, and what stayed because somebody had worked on it since."""

    steps_removed: int
    steps_kept: int


def adopt_template(command: AdoptTemplate, *, file: PersonFile) -> Adoption:
    """The chosen steps of a template, as they were left on the screen, come into the plan in one transaction.

    The same form sent twice adopts once. Raises: `NotAllowed`; `NotFound` for a template that is no more;
    `InvalidValue` when nothing was chosen, for a day that cannot be, or a step that is closed to the actor.
    """
    organisation = writing_organisation(file, Permission.EDIT_PLAN)
    template = template_called(command.template)
    if template is None:
        raise NotFound(_("There is no such template."))
    if not command.steps:
        raise InvalidValue(_("No step was chosen."), hint=_("Tick at least one."))
    _refuse_steps(command, template, file)

    def make() -> Adoption:
        adoption = Adoption.objects.create(
            person=file.person,
            organisation=organisation,
            template=template.slug,
            starts_on=command.starts_on,
            adopted_at=timezone.now(),
            by=file.actor.user,
            sent_key=command.sent_key,
        )
        goals = _goals(command, template, adoption, file)
        steps = _steps(command, template, adoption, goals, file, organisation)
        note_plan_event(file, PlanEventKind.ADOPTED, about=template.slug)
        record(file.actor, "adopt-template", adoption, steps=len(steps), goals=len(goals))
        return adoption

    return sent_once(Adoption, command.sent_key, file, make)


def undo_adoption(command: UndoAdoption, *, file: PersonFile) -> Undone:
    """What came with the template goes, except the steps that somebody has worked on since.

    Raises: `NotAllowed`, `NotFound`; `Conflict` after a day, or when it was undone already.
    """
    organisation = writing_organisation(file, Permission.EDIT_PLAN)
    with transaction.atomic():
        adoption = (
            Adoption.objects.select_for_update()
            .filter(person=file.person, organisation=organisation, reference=command.adoption)
            .first()
        )
        if adoption is None:
            raise NotFound(_("There is nothing to undo any more."))
        if adoption.undone_at is not None:
            raise Conflict(_("This was undone already."))
        if adoption.adopted_at < timezone.now() - UNDO_FOR:
            raise Conflict(
                _("This was adopted more than a day ago."), hint=_("Close the steps that will not be done one by one.")
            )
        adoption.undone_at = timezone.now()
        adoption.save()
        untouched = [
            step.pk for step in adoption.steps.annotate(events_count=Count("events")) if step.events_count == 1
        ]
        kept = adoption.steps.exclude(pk__in=untouched).count()
        Step.objects.filter(pk__in=untouched).delete()
        adoption.goals.filter(steps__isnull=True, reached_on__isnull=True, dropped_on__isnull=True).delete()
        note_plan_event(file, PlanEventKind.UNDONE, about=adoption.template)
        record(file.actor, "undo-adoption", adoption, removed=len(untouched), kept=kept)
    return Undone(len(untouched), kept)


def _refuse_steps(command: AdoptTemplate, template: PlanTemplate, file: PersonFile) -> None:
    today = timezone.localdate()
    for chosen in command.steps:
        if not 0 <= chosen.place < len(template.step):
            raise InvalidValue(_("The template has changed meanwhile."), hint=_("Open it anew."))
        if is_sensitive(template.step[chosen.place].domain or "") and not file.sees_sensitive:
            raise InvalidValue(
                _("A step of this template is in the protected part of the file."),
                hint=_("Open that part first, and say why."),
            )
        if chosen.due_on < today:
            raise InvalidValue(_("A step is due on a day that has passed."), hint=_("Choose a later start day."))
        refuse_day(chosen.due_on, field="starts_on")


def _goals(command: AdoptTemplate, template: PlanTemplate, adoption: Adoption, file: PersonFile) -> dict[str, Goal]:
    """The goals that at least one chosen step serves, in the words left on the screen."""
    served = {template.step[chosen.place].goal for chosen in command.steps}
    last = Goal.objects.filter(person=file.person).aggregate(last=Max("position"))["last"] or 0
    goals = {
        goal.slug: Goal(
            person=file.person,
            organisation=adoption.organisation,
            words=command.goals[goal.slug],
            domain=goal.domain,
            position=last + place,
            set_on=timezone.localdate(),
            adoption=adoption,
        )
        for place, goal in enumerate(template.goal, start=1)
        if goal.slug in served and goal.slug in command.goals and (file.sees_sensitive or not is_sensitive(goal.domain))
    }
    Goal.objects.bulk_create(goals.values())
    return goals


def _steps(
    command: AdoptTemplate,
    template: PlanTemplate,
    adoption: Adoption,
    goals: dict[str, Goal],
    file: PersonFile,
    organisation: Organisation,
) -> list[Step]:
    # One by one: who follows the steps of a plan hears of each.
    steps = []
    for chosen in command.steps:
        step = Step.objects.create(
            person=file.person,
            organisation=organisation,
            owner=chosen.owner,
            member=file.actor.user if StepOwner(chosen.owner) == StepOwner.ORGANISATION else None,
            what=chosen.what,
            domain=template.step[chosen.place].domain or "",
            goal=goals.get(template.step[chosen.place].goal),
            agreed_on=timezone.localdate(),
            due_on=chosen.due_on,
            adoption=adoption,
        )
        note_step_event(step, StepEventKind.AGREED, file.actor)
        steps.append(step)
    return steps
