"""Vacancies from files that wait until somebody says what the work is: no vacancies yet, so matched with nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, DomainError, Message, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.proposals.bulk import Candidate
from arbeidspact.proposals.commands import ConfirmWaiting, DropWaiting
from arbeidspact.proposals.masking import masked_passage
from arbeidspact.proposals.models import Feedback, HowFound, ProposalKind, TextKind, WaitingVacancy
from arbeidspact.vacancies.actions import create_vacancy
from arbeidspact.vacancies.commands import CreateVacancy
from arbeidspact.vacancies.models import Employer
from arbeidspact.vacancies.reach import decide_offering, insist
from arbeidspact.vacancies.terms import check_area, check_words


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many vacancies were made, and which still wait, by reference with why."""

    made: int
    refused: tuple[tuple[UUID, Message], ...]


def queue_vacancy(
    command: CreateVacancy, candidates: Sequence[Candidate], *, language: str, employer: Employer, actor: Actor
) -> bool:
    """A row of a file waits until somebody says what the work is.

    Arguments: `command`, all that the row says; its occupation counts for nothing. Returns: whether this is new or
    another than what waited; a row that waits already is not there twice. Raises: as `create_vacancy`.
    """
    require(actor, Permission.IMPORT_VACANCIES)
    insist(decide_offering(actor, employer))
    if candidates:
        check_words(command)
    check_area(command.area)
    best = candidates[0] if candidates else None
    values = command.model_dump(mode="json", exclude={"occupation", "employer", "source", "external_id"})
    with transaction.atomic():
        standing = _same(command, employer).first()
        if standing is not None and not waiting_within_reach(actor).filter(pk=standing.pk).exists():
            raise Conflict(
                _("There is already a vacancy with this number from this source."),
                hint=_("It waits with another organisation."),
                field="external_id",
            )
        if standing is not None and standing.values == values:
            return False
        waiting = standing or WaitingVacancy()
        waiting.organisation, waiting.employer = actor.organisation, employer
        waiting.source, waiting.external_id, waiting.title = command.source, command.external_id, command.title
        waiting.values, waiting.language = values, language
        waiting.candidates = [
            {"value": one.value, "label": one.label, "score": one.score, "how": one.how.value} for one in candidates
        ]
        waiting.best, waiting.best_score = (best.value, best.score) if best else ("", 0.0)
        waiting.taxonomy = current_taxonomy().version[:300]
        waiting.save()
        record(actor, "queue-vacancy", waiting, candidates=len(candidates))
    return True


def forget_waiting(source: str, external_id: str, *, actor: Actor) -> None:
    """The source says by now what the work is: what waited under this number waits no longer."""
    if source and external_id:
        waiting_within_reach(actor).filter(source=source, external_id=external_id).delete()


def confirm_waiting(command: ConfirmWaiting, *, actor: Actor) -> Confirmed:
    """Each of these is a vacancy from now on, with the occupation that somebody chose for it.

    Where another was likelier, that is kept as feedback. What cannot be made stays, with why. Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_VACANCIES)
    refused: list[tuple[UUID, Message]] = []
    for one in command.chosen:
        try:
            with transaction.atomic():
                _confirm(one.waiting, one.occupation, actor)
        except DomainError as error:
            refused.append((one.waiting, f"{error.message} {error.hint}".strip()))
    return Confirmed(len(command.chosen) - len(refused), tuple(refused))


def drop_waiting(command: DropWaiting, *, actor: Actor) -> int:
    """These are not wanted: they go, and no vacancy is made. Returns: how many. Raises: `NotAllowed`."""
    require(actor, Permission.IMPORT_VACANCIES)
    with transaction.atomic():
        rows = list(waiting_within_reach(actor).filter(reference__in=command.waiting))
        for row in rows:
            record(actor, "drop-waiting-vacancy", row)
            row.delete()
    return len(rows)


def waiting_within_reach(actor: Actor) -> QuerySet[WaitingVacancy]:
    """Those of the own organisation, and those that the operator took in for none."""
    if actor.is_operator:
        return WaitingVacancy.objects.all()
    return WaitingVacancy.objects.filter(Q(organisation=actor.organisation) | Q(organisation__isnull=True))


def _confirm(reference: UUID, occupation: str, actor: Actor) -> None:
    rows = waiting_within_reach(actor).select_for_update(of=("self",)).select_related("employer")
    row = rows.filter(reference=reference).first()
    if row is None:
        raise NotFound(_("This vacancy waits no longer."), hint=_("Somebody may have confirmed it already."))
    values: dict[str, Any] = {
        **row.values,
        "occupation": occupation,
        "employer": row.employer.reference,
        "source": row.source,
        "external_id": row.external_id,
    }
    create_vacancy(CreateVacancy(**values), actor=actor)
    if row.best and row.best != occupation:
        _keep_feedback(row, occupation)
    record(actor, "confirm-waiting-vacancy", row, was_likeliest=row.best == occupation)
    row.delete()


def _keep_feedback(row: WaitingVacancy, occupation: str) -> None:
    best = row.candidates[0]
    kept = masked_passage(row.title, 0, len(row.title), is_about_a_person=False)
    Feedback.objects.create(
        on=timezone.localdate(),
        organisation=row.organisation,
        text_kind=TextKind.IMPORT,
        kind=ProposalKind.OCCUPATION,
        value=row.best,
        label=best["label"],
        how=HowFound(best["how"]),
        score=row.best_score,
        instead=occupation,
        language=row.language,
        passage=kept.text[:500],
        start=kept.start,
        end=min(500, kept.end),
        taxonomy=row.taxonomy,
        is_invented=row.employer.is_invented,
    )


def _same(command: CreateVacancy, employer: Employer) -> QuerySet[WaitingVacancy]:
    if command.external_id:
        return WaitingVacancy.objects.filter(source=command.source, external_id=command.external_id)
    return WaitingVacancy.objects.filter(
        employer=employer, title=command.title, external_id="", values__area=command.area,
        values__opens_on=command.opens_on.isoformat(),
    )  # fmt: skip
