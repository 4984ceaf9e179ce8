"""Withdrawing an agreement that never came into force, ending one that did, and opening it again."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from arbeidspact.agreements.actions.holding import close_objection, held_for_change, note, stop_links
from arbeidspact.agreements.commands import EndAgreement, ReopenAgreement, WithdrawAgreement
from arbeidspact.agreements.models import Agreement, AgreementEventKind, ClosedAs, ObjectionAnswer
from arbeidspact.agreements.states import Act
from arbeidspact.organisations.audit import record
from arbeidspact.people.access import PersonFile


def withdraw_agreement(command: WithdrawAgreement, *, file: PersonFile) -> Agreement:
    """An agreement that never came into force will not. An open objection is answered by it.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when it is in force or closed.
    """
    with transaction.atomic():
        agreement = _close(command.agreement, command.why, ClosedAs.WITHDRAWN, file)
        record(file.actor, "withdraw-agreement", agreement)
    return agreement


def end_agreement(command: EndAgreement, *, file: PersonFile) -> Agreement:
    """An agreement that was in force is no longer. Raises: `NotAllowed`, `NotFound`; `Conflict` when it is not."""
    with transaction.atomic():
        agreement = _close(command.agreement, command.why, ClosedAs.ENDED, file)
        record(file.actor, "end-agreement", agreement)
    return agreement


def reopen_agreement(command: ReopenAgreement, *, file: PersonFile) -> Agreement:
    """An agreement that was closed by mistake is as it was. Raises: `NotAllowed`, `NotFound`, `Conflict`."""
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(Act.REOPEN)
        held.agreement.closed_at, held.agreement.closed_as, held.agreement.closed_why = None, "", ""
        held.agreement.save(update_fields=["closed_at", "closed_as", "closed_why"])
        note(held, AgreementEventKind.REOPENED, file.actor)
        record(file.actor, "reopen-agreement", held.agreement)
    return held.agreement


def _close(reference: UUID, why: str, way: ClosedAs, file: PersonFile) -> Agreement:
    held = held_for_change(reference, file)
    is_withdrawn = way == ClosedAs.WITHDRAWN
    held.refuse_unless(Act.WITHDRAW if is_withdrawn else Act.END)
    close_objection(held, ObjectionAnswer.WITHDRAWN, file.actor)
    stop_links(held.version)
    agreement = held.agreement
    agreement.closed_at, agreement.closed_as, agreement.closed_why = timezone.now(), way, why
    agreement.save(update_fields=["closed_at", "closed_as", "closed_why"])
    note(held, AgreementEventKind.WITHDRAWN if is_withdrawn else AgreementEventKind.ENDED, file.actor)
    return agreement
