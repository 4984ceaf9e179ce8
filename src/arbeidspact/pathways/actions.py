"""Agreeing steps and saying what became of them."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import User
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pathways.commands import AgreeStep, ChangeStep, FinishStep, GiveUpStep, ReopenStep
from arbeidspact.pathways.models import Step, StepEvent, StepEventKind, StepOwner
from arbeidspact.pathways.states import refuse_steps_of_others
from arbeidspact.people.access import PersonFile
from arbeidspact.vacancies.models import Vacancy

LONGEST_AHEAD = timedelta(days=3 * 366)


def agree_step(command: AgreeStep, *, file: PersonFile) -> Step:
    """The person and the organisation agree a step.

    Arguments: `file`, the person's file as the gate handed it to the actor.
    Raises: `NotAllowed`; `InvalidValue` for a day that cannot be or a colleague who is none;
        `NotFound` for the vacancy.
    """
    actor = file.actor
    require(actor, Permission.AGREE_STEP)
    if actor.organisation is None:
        raise InvalidValue(_("A step belongs to an organisation: choose the one you work for."))
    today = timezone.localdate()
    if command.due_on < today:
        raise InvalidValue(
            _("This day has passed."), hint=_("Choose today or a later day for a new step."), field="due_on"
        )
    _refuse_far_ahead(command)
    with transaction.atomic():
        step = Step.objects.create(
            person=file.person,
            organisation=actor.organisation,
            owner=command.owner,
            member=_member(actor, command),
            what=command.what,
            note=command.note,
            vacancy=_vacancy(command),
            agreed_on=today,
            due_on=command.due_on,
        )
        _note_event(step, StepEventKind.AGREED, actor)
        record(actor, "agree-step", step, owner=command.owner)
    return step


def change_step(command: ChangeStep, *, file: PersonFile) -> Step:
    """An open step gets another wording, owner or day; a new day is noted as moved, and nothing new as nothing.

    Raises: as `agree_step`; `Conflict` when the step is closed or was agreed with another organisation.
    """
    actor = file.actor
    require(actor, Permission.AGREE_STEP)
    _refuse_far_ahead(command)
    with transaction.atomic():
        step = _locked_step(command.step, file)
        _refuse_closed(step)
        has_moved = step.due_on != command.due_on
        if has_moved and command.due_on < timezone.localdate():
            raise InvalidValue(
                _("This day has passed."), hint=_("Move the step to today or a later day."), field="due_on"
            )
        changed = [
            name for name in ("owner", "what", "due_on", "note") if getattr(step, name) != getattr(command, name)
        ]
        for name in changed:
            setattr(step, name, getattr(command, name))
        member = _member(actor, command)
        if step.member != member:
            changed.append("member")
            step.member = member
        if not changed:
            return step
        step.save()
        _note_event(step, StepEventKind.MOVED if has_moved else StepEventKind.CHANGED, actor)
        record(actor, "change-step", step, fields=changed)
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
        step = _locked_step(command.step, file)
        if step.done_on is None and step.given_up_on is None:
            raise Conflict(_("This step is open already."))
        step.done_on = step.given_up_on = None
        step.save()
        _note_event(step, StepEventKind.REOPENED, actor, command.remark)
        record(actor, "reopen-step", step)
    return step


def _close(reference: UUID, remark: str, kind: StepEventKind, file: PersonFile) -> Step:
    require(file.actor, Permission.AGREE_STEP)
    with transaction.atomic():
        step = _locked_step(reference, file)
        _refuse_closed(step)
        if kind == StepEventKind.DONE:
            step.done_on = timezone.localdate()
        else:
            step.given_up_on = timezone.localdate()
        step.save()
        _note_event(step, kind, file.actor, remark)
        record(file.actor, "finish-step" if kind == StepEventKind.DONE else "give-up-step", step)
    return step


def _locked_step(reference: UUID, file: PersonFile) -> Step:
    step = Step.objects.select_for_update().filter(person=file.person, reference=reference).first()
    if step is None:
        raise NotFound(_("There is no such step in this file."))
    refuse_steps_of_others(step, file.actor)
    return step


def _refuse_closed(step: Step) -> None:
    if step.done_on is not None or step.given_up_on is not None:
        raise Conflict(_("This step is closed already."), hint=_("Open it again first."))


def _refuse_far_ahead(command: AgreeStep | ChangeStep) -> None:
    if command.due_on > timezone.localdate() + LONGEST_AHEAD:
        raise InvalidValue(_("This day is more than three years ahead."), hint=_("Check the year."), field="due_on")


def _member(actor: Actor, command: AgreeStep | ChangeStep) -> User | None:
    if command.owner == StepOwner.PERSON:
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


def _vacancy(command: AgreeStep) -> Vacancy | None:
    if command.vacancy is None:
        return None
    vacancy = Vacancy.objects.filter(reference=command.vacancy).first()
    if vacancy is None:
        raise NotFound(_("There is no such vacancy."), field="vacancy")
    return vacancy


def _note_event(step: Step, kind: StepEventKind, actor: Actor, remark: str = "") -> None:
    StepEvent.objects.create(
        step=step, kind=kind, by=actor.user, organisation=actor.organisation, due_on=step.due_on, note=remark
    )
