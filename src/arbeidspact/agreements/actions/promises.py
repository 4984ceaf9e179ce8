"""What became of a promise: kept, not kept, a step of the plan."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.actions.holding import Held, held_for_change, note
from arbeidspact.agreements.commands import MakeStepOfPromise, MarkPromise, UnmarkPromise
from arbeidspact.agreements.models import AgreementEventKind, Outcome, Promise, Promiser
from arbeidspact.agreements.states import Act
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.pathways.actions import agree_step
from arbeidspact.pathways.commands import AgreeStep
from arbeidspact.pathways.models import Step, StepOwner
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE, LifeDomain


def mark_promise(command: MarkPromise, *, file: PersonFile) -> Outcome:
    """A promise of the version in force was kept, or was not.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when nothing is in force or it was noted already; `InvalidValue`.
    """
    if command.on > timezone.localdate():
        raise InvalidValue(_("This day is still to come."), field="on")
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(Act.MARK)
        promise = _promise_in_force(held, command.promise, file)
        if held.agreement.outcomes.filter(key=promise.key, taken_back_at__isnull=True).exists():
            raise Conflict(_("It was noted already what became of this promise."))
        outcome = Outcome.objects.create(
            agreement=held.agreement,
            key=promise.key,
            was_kept=command.was_kept,
            on=command.on,
            remark=command.remark,
            noted_at=timezone.now(),
            noted_by=file.actor.user,
        )
        kind = AgreementEventKind.KEPT if command.was_kept else AgreementEventKind.NOT_KEPT
        note(held, kind, file.actor, version=held.in_force)
        record(file.actor, "mark-promise", held.agreement, was_kept=command.was_kept)
    return outcome


def unmark_promise(command: UnmarkPromise, *, file: PersonFile) -> None:
    """What was noted about a promise by mistake is taken back. Raises: `NotAllowed`, `NotFound`, `Conflict`."""
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(Act.MARK)
        promise = _promise_in_force(held, command.promise, file)
        noted = held.agreement.outcomes.filter(key=promise.key, taken_back_at__isnull=True)
        if not noted.update(taken_back_at=timezone.now()):
            raise Conflict(_("Nothing was noted about this promise."))
        note(held, AgreementEventKind.OUTCOME_TAKEN_BACK, file.actor, version=held.in_force)
        record(file.actor, "unmark-promise", held.agreement)


def make_step_of_promise(command: MakeStepOfPromise, *, file: PersonFile) -> Step:
    """A promise of the version in force becomes a step of the plan, with the same words, owner, day and part of life.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when it is one already or nothing is in force; as `agree_step`.
    """
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(Act.MARK)
        promise = _promise_in_force(held, command.promise, file)
        if promise.step_id is not None:
            raise Conflict(_("This promise is a step of the plan already."))
        step = agree_step(_step_from(promise), file=file)
        # The link is no part of the text that was confirmed, so every version that holds the promise gets it.
        Promise.objects.filter(version__agreement=held.agreement, key=promise.key).update(step=step)
        note(held, AgreementEventKind.BECAME_STEP, file.actor, version=held.in_force)
        record(file.actor, "step-from-promise", held.agreement)
    return step


def _step_from(promise: Promise) -> AgreeStep:
    is_ours = promise.promiser in {Promiser.ORGANISATION, Promiser.COLLEAGUE}
    by_partner = f"{promise.partner}: " if promise.promiser == Promiser.PARTNER else ""
    text = by_partner + promise.what
    return AgreeStep(
        owner=StepOwner.ORGANISATION if is_ours or by_partner else StepOwner.PERSON,
        what=text[:200],
        note=text if len(text) > 200 else "",
        due_on=promise.due_on,
        domain=LifeDomain(promise.domain) if promise.domain else "",
        member=promise.member_id if promise.promiser == Promiser.COLLEAGUE else None,
    )


def _promise_in_force(held: Held, key: UUID, file: PersonFile) -> Promise:
    version = held.in_force
    promise = version.promises.filter(key=key).first() if version is not None else None
    if promise is None or (promise.domain in SENSITIVE and not file.sees_sensitive):
        raise NotFound(_("There is no such promise in this agreement."))
    return promise
