"""Agreeing steps, changing them, and saying what became of them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pathways.actions.writing import (
    changes_between,
    goal_in,
    is_sensitive,
    note_step_event,
    refuse_day,
    refuse_hidden,
    refuse_hidden_domain,
    sent_once,
    writing_organisation,
)
from arbeidspact.pathways.commands import (
    AgreeStep,
    ChangeStep,
    ClearHindrance,
    FinishStep,
    GiveUpStep,
    NoteHindrance,
    ReopenStep,
)
from arbeidspact.pathways.models import Goal, Step, StepEventKind, StepOwner
from arbeidspact.pathways.states import OPEN, refuse_steps_of_others
from arbeidspact.people.access import PersonFile
from arbeidspact.vacancies.models import Vacancy

MOST_IN_A_ROW = 50
UNSAID = ("goal", "waits_on")
HANDING = frozenset({"owner", "member", "partner"})


def agree_step(command: AgreeStep, *, file: PersonFile) -> Step:
    """The person and the organisation agree a step. The same form sent twice is one step.

    Arguments: `file`, the person's file as the gate handed it to the actor.
    Raises: `NotAllowed`; `InvalidValue` for a day that cannot be, a colleague or partner who is none, or a domain
        that is closed to the actor; `NotFound` for the vacancy, the goal or the step that it waits on.
    """
    organisation = writing_organisation(file, Permission.AGREE_STEP)
    today = timezone.localdate()
    if command.due_on < today:
        raise InvalidValue(
            _("This day has passed."), hint=_("Choose today or a later day for a new step."), field="due_on"
        )
    refuse_day(command.due_on, field="due_on")

    def make() -> Step:
        goal = goal_in(file, command.goal)
        step = Step.objects.create(
            person=file.person,
            organisation=organisation,
            owner=command.owner,
            member=_member(file.actor, command),
            partner=_partner(file.actor, command),
            what=command.what,
            note=command.note,
            place=command.place,
            domain=_domain(command, goal, file),
            goal=goal,
            waits_on=_waits_on(command, file),
            position=next_position(file, goal),
            vacancy=_vacancy(command),
            agreed_on=today,
            due_on=command.due_on,
            sent_key=command.sent_key,
        )
        note_step_event(step, StepEventKind.AGREED, file.actor)
        record(file.actor, "agree-step", step, owner=command.owner)
        return step

    return sent_once(Step, command.sent_key, file, make)


def change_step(command: ChangeStep, *, file: PersonFile) -> Step:
    """An open step gets another wording, owner, day, place or goal; the history says which and what it was.

    A new day is noted as moved, another owner as handed on, and nothing new as nothing.
    Raises: as `agree_step`; `Conflict` when the step is closed or was agreed with another organisation.
    """
    actor = file.actor
    require(actor, Permission.AGREE_STEP)
    refuse_day(command.due_on, field="due_on")
    with transaction.atomic():
        step = locked_step(command.step, file)
        _refuse_closed(step)
        if step.due_on != command.due_on and command.due_on < timezone.localdate():
            raise InvalidValue(
                _("This day has passed."), hint=_("Move the step to today or a later day."), field="due_on"
            )
        goal = step.goal if _keeps_goal(step, command, file) else goal_in(file, command.goal)
        after: dict[str, Any] = {
            "owner": command.owner,
            "member": _member(actor, command),
            "partner": _partner(actor, command),
            "what": command.what,
            "due_on": command.due_on,
            "note": command.note,
            "place": command.place,
            "domain": _domain(command, goal, file),
            "goal": goal,
            "waits_on": step.waits_on if _keeps_waiting(step, command, file) else _waits_on(command, file, of=step),
        }
        changes = changes_between(step, after, unsaid=UNSAID)
        if not changes:
            return step
        names = {change["field"] for change in changes}
        was_sensitive = is_sensitive(step.domain)
        for name in names:
            setattr(step, name, after[name])
        if "goal" in names:
            step.position = next_position(file, goal)
        step.save()
        if is_sensitive(step.domain) and not was_sensitive:
            _protect_history(step)
        note_step_event(step, _kind_of_change(names), actor, changes=changes, was_sensitive=was_sensitive)
        record(actor, "change-step", step, fields=sorted(names))
    return step


def finish_step(command: FinishStep, *, file: PersonFile) -> Step:
    """The step was done today. Raises: `NotAllowed`, `NotFound`, `Conflict` when it is closed already."""
    return _close(command.step, command.remark, StepEventKind.DONE, file)


def give_up_step(command: GiveUpStep, *, file: PersonFile) -> Step:
    """The step was not done and will not be. Raises: as `finish_step`."""
    return _close(command.step, command.remark, StepEventKind.NOT_DONE, file)


def reopen_step(command: ReopenStep, *, file: PersonFile) -> Step:
    """A closed step is open again. Raises: `NotAllowed`, `NotFound`, `Conflict` when it is open."""
    actor = file.actor
    require(actor, Permission.AGREE_STEP)
    with transaction.atomic():
        step = locked_step(command.step, file, or_done_by=True)
        if step.done_on is None and step.given_up_on is None:
            raise Conflict(_("This step is open already."))
        step.done_on = step.given_up_on = None
        step.save()
        note_step_event(step, StepEventKind.REOPENED, actor, remark=command.remark)
        record(actor, "reopen-step", step)
    return step


def note_hindrance(command: NoteHindrance, *, file: PersonFile) -> Step:
    """Something stands in the way of an open step, since today; other words keep the day. Raises: as `finish_step`."""
    actor = file.actor
    require(actor, Permission.AGREE_STEP)
    with transaction.atomic():
        step = locked_step(command.step, file, or_done_by=True)
        _refuse_closed(step)
        if step.hindrance == command.hindrance:
            return step
        step.hindered_on = step.hindered_on or timezone.localdate()
        step.hindrance = command.hindrance
        step.save()
        note_step_event(step, StepEventKind.BLOCKED, actor, remark=command.hindrance)
        record(actor, "note-hindrance", step)
    return step


def clear_hindrance(command: ClearHindrance, *, file: PersonFile) -> Step:
    """What stood in the way is gone. Raises: as `finish_step`; `Conflict` when nothing stood in the way."""
    actor = file.actor
    require(actor, Permission.AGREE_STEP)
    with transaction.atomic():
        step = locked_step(command.step, file, or_done_by=True)
        if step.hindered_on is None:
            raise Conflict(_("Nothing stood in the way of this step."))
        step.hindered_on, step.hindrance = None, ""
        step.save()
        note_step_event(step, StepEventKind.UNBLOCKED, actor)
        record(actor, "clear-hindrance", step)
    return step


def locked_step(reference: UUID, file: PersonFile, *, or_done_by: bool = False) -> Step:
    """The step of this file, locked. Raises: `NotFound`; `NotAllowed` in the compartment; `Conflict` of others."""
    step = Step.objects.select_for_update().filter(person=file.person, reference=reference).first()
    if step is None:
        raise NotFound(_("There is no such step in this file."))
    refuse_steps_of_others(step, file.actor, or_done_by=or_done_by)
    refuse_hidden(step, file)
    return step


def next_position(file: PersonFile, goal: Goal | None) -> int:
    """Which place does a new step get under this goal? Until somebody orders the steps, 0: the day orders them."""
    last: int = Step.objects.filter(OPEN, person=file.person, goal=goal).aggregate(last=Max("position"))["last"] or 0
    return last + 1 if last else 0


def _close(reference: UUID, remark: str, kind: StepEventKind, file: PersonFile) -> Step:
    require(file.actor, Permission.AGREE_STEP)
    with transaction.atomic():
        step = locked_step(reference, file, or_done_by=True)
        _refuse_closed(step)
        if kind == StepEventKind.DONE:
            step.done_on = timezone.localdate()
        else:
            step.given_up_on = timezone.localdate()
        step.hindered_on, step.hindrance = None, ""
        step.save()
        note_step_event(step, kind, file.actor, remark=remark)
        record(file.actor, "finish-step" if kind == StepEventKind.DONE else "give-up-step", step)
    return step


def _refuse_closed(step: Step) -> None:
    if step.done_on is not None or step.given_up_on is not None:
        raise Conflict(_("This step is closed already."), hint=_("Open it again first."))


def _protect_history(step: Step) -> None:
    """What is protected from now on takes its history along; one by one, so that who follows the remarks hears it."""
    for event in step.events.filter(is_sensitive=False):
        event.is_sensitive = True
        event.save()


def _kind_of_change(names: set[str]) -> StepEventKind:
    if "due_on" in names:
        return StepEventKind.MOVED
    return StepEventKind.HANDED_ON if names & HANDING else StepEventKind.CHANGED


def _keeps_goal(step: Step, command: ChangeStep, file: PersonFile) -> bool:
    """Nothing chosen leaves a goal in place that the actor does not see; a closed goal stays until
    another is chosen."""
    if step.goal is None:
        return False
    return step.goal.reference == command.goal or (command.goal is None and _is_hidden(step.goal, file))


def _keeps_waiting(step: Step, command: ChangeStep, file: PersonFile) -> bool:
    if step.waits_on is None:
        return False
    return step.waits_on.reference == command.waits_on or (command.waits_on is None and _is_hidden(step.waits_on, file))


def _is_hidden(row: Step | Goal, file: PersonFile) -> bool:
    return is_sensitive(row.domain) and not file.sees_sensitive


def _domain(command: AgreeStep | ChangeStep, goal: Goal | None, file: PersonFile) -> str:
    domain = command.domain or (goal.domain if goal else "")
    refuse_hidden_domain(domain, file)
    return domain


def _member(actor: Actor, command: AgreeStep | ChangeStep) -> User | None:
    if command.owner != StepOwner.ORGANISATION:
        return None
    if command.member is None:
        return actor.user
    member = User.objects.filter(
        pk=command.member, memberships__organisation=actor.organisation, memberships__ended_at__isnull=True
    ).first()
    if member is None:
        raise InvalidValue(
            _("This colleague is not a member of your organisation."), hint=_("Choose another one."), field="member"
        )
    return member


def _partner(actor: Actor, command: AgreeStep | ChangeStep) -> Organisation | None:
    if command.owner != StepOwner.PARTNER:
        return None
    partner = Organisation.objects.exclude(pk=actor.organisation.pk if actor.organisation else 0)
    found = partner.filter(pk=command.partner).first() if command.partner is not None else None
    if found is None:
        raise InvalidValue(_("Name the partner organisation that does the step."), field="partner")
    return found


def _waits_on(command: AgreeStep | ChangeStep, file: PersonFile, of: Step | None = None) -> Step | None:
    if command.waits_on is None:
        return None
    before = Step.objects.filter(person=file.person, reference=command.waits_on).first()
    if before is None:
        raise NotFound(_("There is no such step in this file."), field="waits_on")
    refuse_hidden(before, file)
    link: Step | None = before
    for _place in range(MOST_IN_A_ROW):
        if link is None:
            return before
        if of is not None and link.pk == of.pk:
            break
        link = link.waits_on
    raise InvalidValue(
        _("These steps would wait for each other."), hint=_("Choose another step to wait for."), field="waits_on"
    )


def _vacancy(command: AgreeStep) -> Vacancy | None:
    if command.vacancy is None:
        return None
    vacancy = Vacancy.objects.filter(reference=command.vacancy).first()
    if vacancy is None:
        raise NotFound(_("There is no such vacancy."), field="vacancy")
    return vacancy
